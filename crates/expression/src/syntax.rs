//! Why a text is no expression: the place, what is wrong, and the words for it.

mod chinese;
mod english;

use std::fmt;
use std::ops::Range;

use crate::Language;
use crate::state_machine::Signature;

/// Why a text is no expression, and which part of it shows that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Bytes in the text given; empty at the end of the text when something is missing there.
    pub at: Range<usize>,
    /// What is wrong at this place.
    pub problem: SyntaxProblem,
}

/// What is wrong with a text that is no expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyntaxProblem {
    /// There is no expression, only blanks.
    EmptyExpression,
    /// There is no condition, only blanks.
    EmptyCondition,
    /// There is no reference, only blanks.
    EmptyReference,
    /// A value should stand here.
    MissingValue {
        /// A path of the language, to show what could stand here.
        example: &'static str,
    },
    /// Something follows a complete expression.
    AfterExpression,
    /// Something follows a complete condition.
    AfterCondition,
    /// Something follows a complete reference.
    AfterReference,
    /// A bracket or parenthesis that opens here is not closed.
    Unclosed {
        /// The sign that closes it.
        close: char,
    },
    /// Something stands where only an operator, a comma or the closing sign can.
    UnexpectedBefore {
        /// The sign that closes what is open here.
        close: char,
    },
    /// Parentheses, brackets, calls and prefixes lie inside each other too deep.
    TooDeep {
        /// How many levels there may be.
        most: usize,
    },

    /// A string that begins here has no end.
    UnclosedString {
        /// The quote it begins with.
        quote: char,
    },
    /// A backslash and what follows it mean nothing.
    UnknownEscape,
    /// `\u` is followed by something that is no character.
    BadUnicodeEscape,
    /// Something begins like a number and is none.
    BadNumber,
    /// A number that a JSON number cannot hold.
    HugeNumber,
    /// A character of another width, as Chinese and Japanese keyboards write it.
    FullWidth {
        /// The character.
        written: char,
        /// The character to write.
        instead: char,
    },
    /// Text between single quotes, where the language has none.
    SingleQuoted,
    /// `True`, `NULL` and the like.
    Capitals {
        /// The constant in small letters.
        instead: &'static str,
    },
    /// `null` in a condition of the older language.
    NullInCondition,

    /// A dollar sign without the name of a variable.
    LoneDollar,
    /// `$$`, the context of Amazon States Language.
    DoubleDollar,
    /// A name should stand after the point.
    MissingMember,
    /// The name after the point begins with a digit.
    MemberBeginsWithDigit,
    /// The name after the point holds a hyphen, where the language has none in names.
    HyphenInMember,
    /// Brackets of a path hold neither an index nor a key.
    BadBracket,
    /// Brackets of a path hold more than one index or key.
    SecondInBracket,
    /// An index below 0.
    NegativeIndex,
    /// An index that no array reaches.
    HugeIndex,
    /// The text does not begin like a reference.
    NoReference,
    /// A reference begins with a name that the older language does not have.
    UnknownRoot {
        /// The name with its dollar sign.
        name: String,
        /// What was probably meant, with its dollar sign.
        meant: Option<&'static str>,
    },
    /// A path in a condition of the older language begins with a name; there it begins with `$` alone.
    NamedRootInCondition {
        /// The name with its dollar sign.
        name: String,
    },

    /// A word that is neither a constant nor the beginning of a call.
    UnknownWord {
        /// The word.
        name: String,
        /// What stands before the name of a member in this language: `$Input.` or `$.`.
        member_of: &'static str,
    },
    /// The name of a variable without its dollar sign.
    MissingDollar {
        /// The word.
        name: String,
    },
    /// The name of a function without arguments.
    MissingArguments {
        /// The function.
        function: &'static Signature,
    },
    /// A call in a condition of the older language.
    CallInCondition,

    /// A sign or word of other languages.
    NoSuchOperator {
        /// What is written.
        written: &'static str,
        /// The operator to write.
        instead: &'static str,
    },
    /// `=~` and the like; there is a function for it.
    NoMatchOperator,
    /// `+`; there are functions for it.
    NoAddition,
    /// `-` between two values; there is a function for it.
    NoSubtraction,
    /// `*`, `/` or `%`.
    NoArithmetic,
    /// Any arithmetic in a condition of the older language.
    ArithmeticInCondition,
    /// A second comparison follows the first.
    ChainedComparison,
    /// A member of an object has no key between quotes.
    MissingKey,
    /// The key of a member is not followed by a colon.
    MissingColon,
}

impl SyntaxError {
    /// Says in one or two sentences what is wrong and, if known, what to write.
    pub fn words(&self, language: Language) -> String {
        match language {
            Language::English => english::words(&self.problem),
            Language::Chinese => chinese::words(&self.problem),
        }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&english::words(&self.problem))
    }
}

impl std::error::Error for SyntaxError {}

#[cfg(test)]
mod tests {
    use super::SyntaxProblem as P;
    use super::*;
    use crate::state_machine::function;

    /// Each problem, with what its words must hold in both languages.
    fn every_problem() -> Vec<(P, &'static [&'static str])> {
        let function = function("length").unwrap();
        let unknown = |meant| P::UnknownRoot { name: "$inptu".to_owned(), meant };
        vec![
            (P::EmptyExpression, &["$Input.name"]),
            (P::EmptyCondition, &["$.done == true"]),
            (P::EmptyReference, &["$input.name"]),
            (P::MissingValue { example: "$.name" }, &["$.name"]),
            (P::AfterExpression, &[]),
            (P::AfterCondition, &["&&", "||"]),
            (P::AfterReference, &[]),
            (P::Unclosed { close: ']' }, &["]"]),
            (P::UnexpectedBefore { close: ')' }, &[")"]),
            (P::TooDeep { most: 64 }, &["64"]),
            (P::UnclosedString { quote: '`' }, &["`"]),
            (P::UnknownEscape, &["\\\\"]),
            (P::BadUnicodeEscape, &["\\u00e9"]),
            (P::BadNumber, &["12.5"]),
            (P::HugeNumber, &["1.8e308"]),
            (P::FullWidth { written: '（', instead: '(' }, &["（", "("]),
            (P::SingleQuoted, &["\"text\""]),
            (P::Capitals { instead: "true" }, &["true"]),
            (P::NullInCondition, &["\"key\" in $"]),
            (P::LoneDollar, &["$Input.name"]),
            (P::DoubleDollar, &["$$", "$Context"]),
            (P::MissingMember, &[".name", "[\"name\"]"]),
            (P::MemberBeginsWithDigit, &["[0]", "[\"0\"]"]),
            (P::HyphenInMember, &["[\"a-b\"]", ".a-b"]),
            (P::BadBracket, &["[0]", "[\"name\"]"]),
            (P::SecondInBracket, &["]"]),
            (P::NegativeIndex, &["0"]),
            (P::HugeIndex, &[]),
            (P::NoReference, &["$input", "$local", "$context"]),
            (unknown(None), &["$inptu", "$input", "$local", "$context"]),
            (unknown(Some("$input")), &["$inptu", "$input"]),
            (P::NamedRootInCondition { name: "$input".to_owned() }, &["$input", "$.name"]),
            (P::UnknownWord { name: "done".to_owned(), member_of: "$Input." }, &["done", "$Input.done"]),
            (P::MissingDollar { name: "Input.a".to_owned() }, &["$Input.a"]),
            (P::MissingArguments { function }, &["length(value: array | object | string)"]),
            (P::CallInCondition, &[]),
            (P::NoSuchOperator { written: "and", instead: "&&" }, &["and", "&&"]),
            (P::NoMatchOperator, &["regexMatchString("]),
            (P::NoAddition, &["+", "intAdd(a, b)", "format(\"{}{}\", a, b)"]),
            (P::NoSubtraction, &["intAdd(a, -b)"]),
            (P::NoArithmetic, &["intAdd(a, b)"]),
            (P::ArithmeticInCondition, &[]),
            (P::ChainedComparison, &["&&"]),
            (P::MissingKey, &["{\"a\": 1}"]),
            (P::MissingColon, &["{\"key\": value}"]),
        ]
    }

    #[test]
    fn every_problem_has_words_in_both_languages() {
        let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        for (problem, parts) in every_problem() {
            let error = SyntaxError { at: 0..0, problem };
            let (english, chinese) = (error.words(Language::English), error.words(Language::Chinese));
            assert_eq!(error.to_string(), english);
            assert!(english.ends_with(['.', '?']) && !english.contains(is_chinese), "{english}");
            assert!(chinese.ends_with(['。', '？']) && chinese.contains(is_chinese), "{chinese}");
            for part in parts {
                assert!(english.contains(part), "{part}: {english}");
                assert!(chinese.contains(part), "{part}: {chinese}");
            }
        }
    }

    #[test]
    fn no_two_problems_have_the_same_words() {
        for language in [Language::English, Language::Chinese] {
            let words =
                every_problem().into_iter().map(|(problem, _)| SyntaxError { at: 0..0, problem }.words(language));
            let mut words: Vec<String> = words.collect();
            let count = words.len();
            words.sort();
            words.dedup();
            assert_eq!(words.len(), count, "{language:?}");
        }
    }

    #[test]
    fn long_names_are_cut() {
        let name = "中".repeat(100_000);
        for problem in [P::UnknownRoot { name: name.clone(), meant: None }, P::UnknownWord { name, member_of: "$." }] {
            let error = SyntaxError { at: 0..0, problem };
            for language in [Language::English, Language::Chinese] {
                assert!(error.words(language).len() < 1_000);
            }
        }
    }
}
