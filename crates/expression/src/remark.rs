//! What looks wrong in an expression although it can be read and has no fault.

use std::fmt;
use std::ops::Range;

use crate::Language;
use crate::state_machine::Signature;

/// A part of an expression or condition that fails whenever it is evaluated, or does nothing.
///
/// Kinds of values are named as [`Json::kind`](crate::Json::kind) names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Bytes in the text of the expression.
    pub at: Range<usize>,
    /// What looks wrong at this place.
    pub kind: RemarkKind,
}

/// What looks wrong in an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemarkKind {
    /// The template of `format` has no place for this argument, so it is left out.
    SurplusArgument {
        /// How many places the template has.
        places: usize,
    },
    /// The template of `format` has more places than there are values, so the call fails.
    TooFewValues {
        /// How many places the template has.
        places: usize,
        /// How many values the call has.
        values: usize,
    },
    /// The function refuses a value of this kind.
    WrongArgument {
        /// The function.
        function: &'static Signature,
        /// The parameter with the kinds it takes, as `value: array | object`.
        parameter: &'static str,
        /// The kind of the argument.
        given: &'static str,
    },
    /// `hash` does not know this algorithm.
    UnknownAlgorithm,
    /// An operand of `&&`, `||` or `!` is never true or false.
    NoTruthValue {
        /// The operator.
        symbol: &'static str,
        /// The kind of the operand.
        given: &'static str,
    },
    /// The operand of `-` is no number.
    NoNumber {
        /// The kind of the operand.
        given: &'static str,
    },
    /// Values of these kinds have no order.
    NoOrder {
        /// The operator.
        symbol: &'static str,
        /// The kind on its left.
        left: &'static str,
        /// The kind on its right.
        right: &'static str,
    },
    /// Values of these kinds are never equal.
    NeverEqual {
        /// The kind on the left.
        left: &'static str,
        /// The kind on the right.
        right: &'static str,
    },
    /// Nothing can be `in` this.
    NoContainer {
        /// The kind on the right of `in`.
        given: &'static str,
    },
}

impl Remark {
    /// Says in one or two sentences what looks wrong and what follows from it.
    pub fn words(&self, language: Language) -> String {
        match language {
            Language::English => english(&self.kind),
            Language::Chinese => chinese(&self.kind),
        }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&english(&self.kind))
    }
}

fn english(kind: &RemarkKind) -> String {
    let a = |kind| match kind {
        "null" => "null",
        "boolean" => "a boolean",
        "number" => "a number",
        "string" => "a string",
        "array" => "an array",
        _ => "an object",
    };
    let plural = |count: usize, noun: &str| if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") };
    match kind {
        RemarkKind::SurplusArgument { places } => {
            format!(
                "The template has {} only, so this value is left out; write one more {{}}.",
                plural(*places, "place")
            )
        }
        RemarkKind::TooFewValues { places, values } => {
            let (places, values) = (plural(*places, "place"), plural(*values, "value"));
            format!("The template has {places} for {values}, so the call fails.")
        }
        RemarkKind::WrongArgument { function, parameter, given } => {
            format!("`{}` takes {parameter}, not {}, so the call fails.", function.name, a(given))
        }
        RemarkKind::UnknownAlgorithm => {
            "This algorithm is not known, so the call fails; there are MD5, SHA-1, SHA-256 and SHA-512.".to_owned()
        }
        RemarkKind::NoTruthValue { symbol: "!", given } => {
            format!("! works on true and false; {} is neither.", a(given))
        }
        RemarkKind::NoTruthValue { symbol, given } => {
            format!("{symbol} stands between conditions; {} is none, so write the whole comparison here.", a(given))
        }
        RemarkKind::NoNumber { given } => {
            format!("The sign - stands before numbers only; {} has no negative.", a(given))
        }
        RemarkKind::NoOrder { symbol, left, right } => {
            format!("{symbol} orders two numbers or two strings, not {} and {}.", a(left), a(right))
        }
        RemarkKind::NeverEqual { left, right } => {
            format!("Values of different types are never equal; here they are {} and {}.", a(left), a(right))
        }
        RemarkKind::NoContainer { given } => {
            format!("Right of `in` stands an array or an object; nothing is in {}.", a(given))
        }
    }
}

fn chinese(kind: &RemarkKind) -> String {
    let a = |kind| match kind {
        "null" => "空值",
        "boolean" => "布尔值",
        "number" => "数字",
        "string" => "字符串",
        "array" => "数组",
        _ => "对象",
    };
    match kind {
        RemarkKind::SurplusArgument { places } => {
            format!("模板中只有 {places} 个占位符，该参数会被忽略；请再写一个 {{}}。")
        }
        RemarkKind::TooFewValues { places, values } => {
            format!("模板中有 {places} 个占位符，却只有 {values} 个值，调用会失败。")
        }
        RemarkKind::WrongArgument { function, parameter, given } => {
            format!("函数 {} 的参数为 {parameter}，而这里是{}，调用会失败。", function.name, a(given))
        }
        RemarkKind::UnknownAlgorithm => "没有这种算法，调用会失败；可用 MD5、SHA-1、SHA-256 和 SHA-512。".to_owned(),
        RemarkKind::NoTruthValue { symbol: "!", given } => {
            format!("! 只能用于 true 或 false，而这里是{}。", a(given))
        }
        RemarkKind::NoTruthValue { symbol, given } => {
            format!("{symbol} 两侧应为条件，而这里是{}；请写出完整的比较式。", a(given))
        }
        RemarkKind::NoNumber { given } => format!("负号只能用于数字，而这里是{}。", a(given)),
        RemarkKind::NoOrder { symbol, left, right } => {
            format!("{symbol} 只能比较两个数字或两个字符串，而这里是{}和{}。", a(left), a(right))
        }
        RemarkKind::NeverEqual { left, right } => {
            format!("不同类型的值永远不相等，而这里是{}和{}。", a(left), a(right))
        }
        RemarkKind::NoContainer { given } => {
            format!("in 的右侧应为数组或对象，而这里是{}，其中不会包含任何值。", a(given))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state_machine::function;

    #[test]
    fn remarks_have_words_in_both_languages() {
        fn check(kind: RemarkKind, in_english: &str, in_chinese: &str) {
            let remark = Remark { at: 0..0, kind };
            assert_eq!(remark.words(Language::English), in_english);
            assert_eq!(remark.to_string(), in_english);
            assert_eq!(remark.words(Language::Chinese), in_chinese);
        }
        check(
            RemarkKind::SurplusArgument { places: 1 },
            "The template has 1 place only, so this value is left out; write one more {}.",
            "模板中只有 1 个占位符，该参数会被忽略；请再写一个 {}。",
        );
        check(
            RemarkKind::TooFewValues { places: 2, values: 0 },
            "The template has 2 places for 0 values, so the call fails.",
            "模板中有 2 个占位符，却只有 0 个值，调用会失败。",
        );
        check(
            RemarkKind::WrongArgument {
                function: function("mapKeys").unwrap(),
                parameter: "object: object",
                given: "array",
            },
            "`mapKeys` takes object: object, not an array, so the call fails.",
            "函数 mapKeys 的参数为 object: object，而这里是数组，调用会失败。",
        );
        check(
            RemarkKind::UnknownAlgorithm,
            "This algorithm is not known, so the call fails; there are MD5, SHA-1, SHA-256 and SHA-512.",
            "没有这种算法，调用会失败；可用 MD5、SHA-1、SHA-256 和 SHA-512。",
        );
        check(
            RemarkKind::NoTruthValue { symbol: "||", given: "string" },
            "|| stands between conditions; a string is none, so write the whole comparison here.",
            "|| 两侧应为条件，而这里是字符串；请写出完整的比较式。",
        );
        check(
            RemarkKind::NoTruthValue { symbol: "!", given: "number" },
            "! works on true and false; a number is neither.",
            "! 只能用于 true 或 false，而这里是数字。",
        );
        check(
            RemarkKind::NoNumber { given: "boolean" },
            "The sign - stands before numbers only; a boolean has no negative.",
            "负号只能用于数字，而这里是布尔值。",
        );
        check(
            RemarkKind::NoOrder { symbol: "<", left: "null", right: "object" },
            "< orders two numbers or two strings, not null and an object.",
            "< 只能比较两个数字或两个字符串，而这里是空值和对象。",
        );
        check(
            RemarkKind::NeverEqual { left: "number", right: "string" },
            "Values of different types are never equal; here they are a number and a string.",
            "不同类型的值永远不相等，而这里是数字和字符串。",
        );
        check(
            RemarkKind::NoContainer { given: "string" },
            "Right of `in` stands an array or an object; nothing is in a string.",
            "in 的右侧应为数组或对象，而这里是字符串，其中不会包含任何值。",
        );
    }
}
