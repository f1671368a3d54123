//! The words for syntax errors in English.

use crate::error::shortened;

use super::SyntaxProblem as P;

pub(super) fn words(problem: &P) -> String {
    let fixed = match problem {
        P::EmptyExpression => "The expression is empty; write a path such as $Input.name, a constant or a call.",
        P::EmptyCondition => "The condition is empty; write one such as $.done == true.",
        P::EmptyReference => "The text is empty; write a reference such as $input.name.",
        P::AfterExpression => "This is not expected here; the expression is complete before it.",
        P::AfterCondition => "This is not expected here; write && or || between two conditions.",
        P::AfterReference => "A reference ends here; there are no operators, functions or further text in a reference.",
        P::UnknownEscape => "This escape is not known; write \\\\ for a backslash, or put the text between backquotes.",
        P::BadUnicodeEscape => "This is no character; write \\u and four hexadecimal digits, as in \\u00e9.",
        P::BadNumber => "This is no number; write numbers like 1, 12.5 or 1e3.",
        P::HugeNumber => "This number is too large; at most about 1.8e308 can be kept.",
        P::SingleQuoted => "Text stands between double quotes or backquotes here; write \"text\".",
        P::NullInCondition => "There is no constant for null; test the key with \"key\" in $.",
        P::LoneDollar => "The name of a variable is missing after the dollar sign; write $Input.name.",
        P::DoubleDollar => "There is no $$; write $Context for facts about the execution.",
        P::MissingMember => "A name is missing after the point; write .name, or [\"name\"] for unusual keys.",
        P::MemberBeginsWithDigit => "A name cannot begin with a digit; write [0] for an element, [\"0\"] for a key.",
        P::HyphenInMember => "A key with a hyphen stands in brackets; write [\"a-b\"], not .a-b.",
        P::BadBracket => "Brackets in a path hold an index as in [0], or a key as in [\"name\"].",
        P::SecondInBracket => "Only one index or key can stand between brackets; write ] after it.",
        P::NegativeIndex => "An index counts from 0 at the front and cannot be negative.",
        P::HugeIndex => "This index is larger than any array.",
        P::NoReference => "A reference begins with $input, $local or $context.",
        P::CallInCondition => "There are no functions in a condition; let a task compute the value.",
        P::NoMatchOperator => "There is no operator for patterns; write regexMatchString(pattern, text).",
        P::NoAddition => "There is no operator +; write intAdd(a, b) for a sum, format(\"{}{}\", a, b) to join texts.",
        P::NoSubtraction => "There is no subtraction; write intAdd(a, -b).",
        P::NoArithmetic => "There is no arithmetic but intAdd(a, b); let a task compute the value.",
        P::ArithmeticInCondition => "There is no arithmetic in a condition; let a task compute the value.",
        P::ChainedComparison => "Comparisons cannot follow each other; join them with &&, or use parentheses.",
        P::MissingKey => "A key is missing here; keys stand between quotes, as in {\"a\": 1}.",
        P::MissingColon => "A colon is missing here; write {\"key\": value}.",

        P::MissingValue { example } => {
            return format!("A value is missing here; write a path such as {example}, or a constant.");
        }
        P::Unclosed { close } => return format!("This is not closed; write {close} where it ends."),
        P::UnexpectedBefore { close } => {
            return format!("This is not expected here; write {close} or an operator before it.");
        }
        P::TooDeep { most } => {
            return format!("This expression nests deeper than {most} levels; split it into several steps.");
        }
        P::UnclosedString { quote } => {
            return format!("The string that begins here is not closed; write {quote} at its end.");
        }
        P::FullWidth { written, instead } => {
            return format!("`{written}` is a full-width character; write {instead} instead.");
        }
        P::Capitals { instead } => return format!("Constants are written in small letters; write {instead}."),
        P::UnknownRoot { name, meant: Some(meant) } => {
            let name = shortened(name);
            return format!("`{name}` is not known; did you mean `{meant}`?");
        }
        P::UnknownRoot { name, meant: None } => {
            let name = shortened(name);
            return format!("`{name}` is not known; a reference begins with $input, $local or $context.");
        }
        P::NamedRootInCondition { name } => {
            let name = shortened(name);
            return format!("`{name}` is not known in a condition; write $.name for a member of the step's input.");
        }
        P::UnknownWord { name, member_of } => {
            let name = shortened(name);
            return format!(
                "`{name}` is not known; put a text between quotes, or write {member_of}{name} for a member."
            );
        }
        P::MissingDollar { name } => {
            let name = shortened(name);
            return format!("A variable begins with a dollar sign; write ${name}.");
        }
        P::MissingArguments { function } => {
            return format!("`{0}` is a function; write {0}({1}).", function.name, function.parameters);
        }
        P::NoSuchOperator { written, instead } => return format!("There is no `{written}`; write {instead}."),
    };
    fixed.to_owned()
}
