//! The segments of a path (`.name`, `[0]`, `["key"]`, wildcards), which both languages share.

use std::ops::Range;
use std::sync::Arc;

use crate::scan::{Scanner, is_name_start};
use crate::{Json, SyntaxError, SyntaxProblem};

/// One step of a path into a value, and where in the text it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Where it leads.
    pub step: Step,
    /// Bytes in the text of the expression, with the point or the brackets.
    pub at: Range<usize>,
    /// Bytes of the name, the index, the key with its quotes, or the `*` alone.
    pub name_at: Range<usize>,
}

/// Where a segment leads.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// To the member of an object.
    Key(Arc<str>),
    /// To the element of an array, counted from 0.
    Index(usize),
    /// To all elements of an array, or all values of an object.
    All,
}

impl Step {
    /// Follows a key or an index; `None` if nothing is there, and for a wildcard, which leads to many.
    pub(crate) fn follow<'a>(&self, value: &'a Json) -> Option<&'a Json> {
        match self {
            Self::Key(key) => value.get(key),
            Self::Index(index) => value.as_array()?.get(*index),
            Self::All => None,
        }
    }
}

/// Reads the segments that follow directly, as many as there are.
///
/// `in_name` says which characters may follow the first one of a name after a point.
///
/// # Errors
/// A name is missing after a point, or brackets hold something else than an index, a key or `*`.
pub(crate) fn read_segments(scanner: &mut Scanner<'_>, in_name: fn(char) -> bool) -> Result<Vec<Segment>, SyntaxError> {
    let mut segments = Vec::new();
    loop {
        let start = scanner.at();
        let (step, name_at) = if scanner.take(".") {
            member(scanner, in_name)?
        } else if scanner.take("[") {
            bracketed(scanner, start)?
        } else {
            return Ok(segments);
        };
        segments.push(Segment { step, at: start..scanner.at(), name_at });
    }
}

fn member(scanner: &mut Scanner<'_>, in_name: fn(char) -> bool) -> Result<(Step, Range<usize>), SyntaxError> {
    let start = scanner.at();
    let step = match scanner.peek() {
        Some('*') => {
            scanner.take("*");
            Step::All
        }
        Some(first) if is_name_start(first) => Step::Key(scanner.take_while(in_name).into()),
        Some(first) if first.is_ascii_digit() => {
            return Err(scanner.error_here(SyntaxProblem::MemberBeginsWithDigit));
        }
        _ => return Err(scanner.error_here(SyntaxProblem::MissingMember)),
    };
    Ok((step, start..scanner.at()))
}

fn bracketed(scanner: &mut Scanner<'_>, bracket: usize) -> Result<(Step, Range<usize>), SyntaxError> {
    scanner.skip_blanks();
    let start = scanner.at();
    let step = match scanner.peek() {
        Some('*') => {
            scanner.take("*");
            Step::All
        }
        Some('"' | '\'' | '`') => Step::Key(scanner.string()?.into()),
        Some(digit) if digit.is_ascii_digit() => {
            let digits = scanner.take_while(|c| c.is_ascii_digit());
            Step::Index(digits.parse().map_err(|_| scanner.error_from(start, SyntaxProblem::HugeIndex))?)
        }
        Some('-') => return Err(scanner.error_here(SyntaxProblem::NegativeIndex)),
        _ => return Err(scanner.unclosed(bracket, ']', SyntaxProblem::BadBracket)),
    };
    let name_at = start..scanner.at();
    scanner.skip_blanks();
    if scanner.take("]") {
        return Ok((step, name_at));
    }
    Err(scanner.unclosed(bracket, ']', SyntaxProblem::SecondInBracket))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::is_word;

    fn read(text: &str) -> Result<Vec<Segment>, SyntaxError> {
        read_segments(&mut Scanner::new(text), is_word)
    }

    #[test]
    fn segments_are_read_up_to_the_first_other_character() {
        fn check(text: &str, expected: &[Step]) {
            let steps: Vec<Step> = read(text).unwrap().into_iter().map(|segment| segment.step).collect();
            assert_eq!(steps, expected, "{text}");
        }
        let key = |name: &str| Step::Key(name.into());
        check("", &[]);
        check(" .a", &[]);
        check(".a._b2.中", &[key("a"), key("_b2"), key("中")]);
        check(".a-b", &[key("a")]);
        check("[0][ 12 ].x", &[Step::Index(0), Step::Index(12), key("x")]);
        check("[*].*[*]", &[Step::All, Step::All, Step::All]);
        check(r#"["a-b"]['c d'][`e`][""]"#, &[key("a-b"), key("c d"), key("e"), key("")]);
    }

    #[test]
    fn what_is_no_segment_is_pointed_at() {
        use SyntaxProblem as P;
        fn check(text: &str, at: Range<usize>, problem: P) {
            assert_eq!(read(text), Err(SyntaxError { at, problem }), "{text}");
        }
        check(".", 1..1, P::MissingMember);
        check(".a.", 3..3, P::MissingMember);
        check("..a", 1..2, P::MissingMember);
        check(".-a", 1..2, P::MissingMember);
        check(".0", 1..2, P::MemberBeginsWithDigit);
        check("[", 0..1, P::Unclosed { close: ']' });
        check(".a[0", 2..3, P::Unclosed { close: ']' });
        check("[-1]", 1..2, P::NegativeIndex);
        check("[1:2]", 2..3, P::SecondInBracket);
        check("[1, 2]", 2..3, P::SecondInBracket);
        check("[a]", 1..2, P::BadBracket);
        check("[?(1)]", 1..2, P::BadBracket);
        check("[]", 1..2, P::BadBracket);
        check("[99999999999999999999999]", 1..24, P::HugeIndex);
        check("[\"a]", 1..2, P::UnclosedString { quote: '"' });
    }

    #[test]
    fn segments_know_their_places() {
        fn check(text: &str, expected: &[(&str, &str)]) {
            let segments = read(text).unwrap();
            let places: Vec<_> =
                segments.iter().map(|segment| (&text[segment.at.clone()], &text[segment.name_at.clone()])).collect();
            assert_eq!(places, expected, "{text}");
        }
        check(".a.*", &[(".a", "a"), (".*", "*")]);
        check("[0][ 12 ]", &[("[0]", "0"), ("[ 12 ]", "12")]);
        check("[ 'a b' ].中", &[("[ 'a b' ]", "'a b'"), (".中", "中")]);
    }
}
