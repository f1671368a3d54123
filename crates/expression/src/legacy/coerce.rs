//! How values of different types are compared and converted in conditions.
//!
//! Source: legacy reference 10.1.

use std::cmp::Ordering;

use crate::{Json, Number};

/// Says whether two values are equal: directly if they have the same type, else as numbers, else as truth values.
pub(super) fn loosely_equal(a: &Json, b: &Json) -> bool {
    if a.kind() == b.kind() {
        return a == b;
    }
    if let (Some(a), Some(b)) = (number(a), number(b)) {
        return a == b;
    }
    matches!((truth(a), truth(b)), (Some(a), Some(b)) if a == b)
}

/// Orders two values: texts by code point, everything else as numbers; `None` if that is not possible.
pub(super) fn order(a: &Json, b: &Json) -> Option<Ordering> {
    if let (Json::String(a), Json::String(b)) = (a, b) {
        return Some(a.cmp(b));
    }
    number(a)?.partial_cmp(&number(b)?)
}

/// Converts to a number: numbers, and texts that are one.
pub(super) fn number(value: &Json) -> Option<Number> {
    match value {
        Json::Number(number) => Some(*number),
        Json::String(text) => Number::from_decimal(text),
        Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) => None,
    }
}

/// Converts to a truth value: `null` is false, numbers and texts that are one are true unless 0.
pub(super) fn truth(value: &Json) -> Option<bool> {
    match value {
        Json::Null => Some(false),
        Json::Bool(value) => Some(*value),
        Json::String(text) if matches!(&**text, "true" | "TRUE") => Some(true),
        Json::String(text) if matches!(&**text, "false" | "FALSE") => Some(false),
        Json::Number(_) | Json::String(_) => number(value).map(|number| number.as_f64() != 0.0),
        Json::Array(_) | Json::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn equality_tries_types_then_numbers_then_truth() {
        fn check(a: Json, b: Json, expected: bool) {
            assert_eq!(loosely_equal(&a, &b), expected, "{a} == {b}");
            assert_eq!(loosely_equal(&b, &a), expected, "{b} == {a}");
        }
        check(json!(1), json!(1.0), true);
        check(json!("1"), json!("1.0"), false);
        check(json!("1"), json!(1), true);
        check(json!("1.50"), json!(1.5), true);
        check(json!("x"), json!(1), false);
        check(json!(true), json!("true"), true);
        check(json!(true), json!("TRUE"), true);
        check(json!(true), json!("True"), false);
        check(json!(false), json!("FALSE"), true);
        check(json!(true), json!("yes"), false);
        check(json!(true), json!(2), true);
        check(json!(true), json!("2"), true);
        check(json!(false), json!("0"), true);
        check(json!(null), json!(null), true);
        check(json!(null), json!(false), true);
        check(json!(null), json!(0), true);
        check(json!(null), json!("false"), true);
        check(json!(null), json!(1), false);
        check(json!(null), json!(""), false);
        check(json!(null), json!("null"), false);
        check(json!(null), json!([]), false);
        check(json!([1, {"a": 2}]), json!([1, {"a": 2.0}]), true);
        check(json!([1]), json!(["1"]), false);
        check(json!([1]), json!({"0": 1}), false);
        check(json!("9007199254740993"), json!(9_007_199_254_740_992_i64), false);
    }

    #[test]
    fn order_needs_texts_or_numbers() {
        fn check(a: Json, b: Json, expected: Option<Ordering>) {
            assert_eq!(order(&a, &b), expected, "{a} <=> {b}");
            assert_eq!(order(&b, &a), expected.map(Ordering::reverse), "{b} <=> {a}");
        }
        check(json!(1), json!(1.5), Some(Ordering::Less));
        check(json!("10"), json!("9"), Some(Ordering::Less));
        check(json!("10"), json!(9), Some(Ordering::Greater));
        check(json!("Z"), json!("a"), Some(Ordering::Less));
        check(json!("\u{ffff}"), json!("😀"), Some(Ordering::Less));
        check(json!("x"), json!(1), None);
        check(json!(true), json!(0), None);
        check(json!(null), json!(0), None);
        check(json!([1]), json!([1]), None);
        check(json!("inf"), json!(1), None);
    }
}
