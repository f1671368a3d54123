//! What a JSON value is, and how to look into it.

mod big;
mod construct;
mod decimal;
mod measure;
mod number;
mod object;
mod read;
mod write;

use std::sync::Arc;

pub use measure::text_len;
pub use number::Number;
pub use object::Object;
pub use read::JsonError;

/// How deep arrays and objects may nest: what [`Json::parse`] reads, and what evaluation builds.
///
/// A value that is deeper could be held, but not read again from its own text. Whoever wraps values in new objects or
/// arrays in a loop checks [`Json::depth`] against it.
pub const MAX_DEPTH: usize = 127;

/// A JSON value that is cheap to clone: texts, arrays and objects are shared.
///
/// Equality is deep; numbers are equal by value and objects whatever the order of their keys.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Json {
    /// `null`, and what a missing value becomes.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer or a finite fraction.
    Number(Number),
    /// A text.
    String(Arc<str>),
    /// A list of values.
    Array(Arc<Vec<Json>>),
    /// Named values in the order of their insertion.
    Object(Arc<Object>),
}

impl Json {
    /// Makes the empty object, `{}`.
    pub fn object() -> Self {
        Self::from(Object::new())
    }

    /// Finds the member of this object; `None` if there is none or this is no object.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_object()?.get(key)
    }

    /// Gives the text, if this is one.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// Gives the members, if this is an object.
    pub fn as_object(&self) -> Option<&Object> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }

    /// Gives the elements, if this is an array.
    pub fn as_array(&self) -> Option<&[Self]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    /// Gives the number, if this is one.
    pub fn as_number(&self) -> Option<Number> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// Gives the truth value, if this is one.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    /// Says whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Names the JSON type: `null`, `boolean`, `number`, `string`, `array` or `object`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "boolean",
            Self::Number(_) => "number",
            Self::String(_) => "string",
            Self::Array(_) => "array",
            Self::Object(_) => "object",
        }
    }

    /// Merges two objects one level deep: members of `over` replace equal keys in place, new keys follow.
    ///
    /// If either is no object, the result is `over`.
    #[must_use]
    pub fn merge(&self, over: &Self) -> Self {
        let (Self::Object(base), Self::Object(added)) = (self, over) else { return over.clone() };
        if base.is_empty() {
            return over.clone();
        }
        if added.is_empty() {
            return self.clone();
        }
        let mut merged = Object::clone(base);
        merged.extend(added.iter().map(|(key, value)| (Arc::clone(key), value.clone())));
        Self::from(merged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn a_value_tells_its_type_and_only_that_one() {
        fn check(value: Json, kind: &str) {
            assert_eq!(value.kind(), kind);
            let views = [
                ("null", value.is_null()),
                ("boolean", value.as_bool().is_some()),
                ("number", value.as_number().is_some()),
                ("string", value.as_str().is_some()),
                ("array", value.as_array().is_some()),
                ("object", value.as_object().is_some()),
            ];
            for (name, present) in views {
                assert_eq!(present, name == kind, "{value} as {name}");
            }
        }
        check(Json::default(), "null");
        check(json!(false), "boolean");
        check(json!(1.5), "number");
        check(json!(""), "string");
        check(json!([]), "array");
        check(Json::object(), "object");
    }

    #[test]
    fn members_are_found_in_objects_only() {
        let value = json!({"a": null, "b": [1]});
        assert_eq!(value.get("a"), Some(&Json::Null));
        assert_eq!(value.get("c"), None);
        assert_eq!(json!(["a"]).get("a"), None);
        assert_eq!(json!("a").get("a"), None);
    }

    #[test]
    fn merging_is_shallow_and_keeps_places() {
        fn check(base: Json, over: Json, expected: &str) {
            assert_eq!(base.merge(&over).to_compact(), expected);
        }
        check(json!({"a": 1, "b": {"x": 1}}), json!({"c": 3, "b": {"y": 2}}), r#"{"a":1,"b":{"y":2},"c":3}"#);
        check(json!({}), json!({"a": 1}), r#"{"a":1}"#);
        check(json!({"a": 1}), json!({}), r#"{"a":1}"#);
        check(json!({"a": 1}), json!({"a": null}), r#"{"a":null}"#);
        check(json!({"a": 1}), json!([2]), "[2]");
        check(json!(null), json!({"a": 1}), r#"{"a":1}"#);
    }

    #[test]
    fn equality_is_deep_and_by_value() {
        fn check(a: &str, b: &str, equal: bool) {
            let (a, b) = (Json::parse(a).unwrap(), Json::parse(b).unwrap());
            assert_eq!(a == b, equal, "{a} and {b}");
            assert_eq!(b == a, equal, "{b} and {a}");
        }
        check("1", "1.0", true);
        check("1e2", "100", true);
        check("0", "-0.0", true);
        check("9007199254740993", "9007199254740992", false);
        check(r#"{"a":1,"b":[2]}"#, r#"{"b":[2.0],"a":1}"#, true);
        check(r#"{"a":1}"#, r#"{"a":1,"b":null}"#, false);
        check("[1,2]", "[2,1]", false);
        check("null", "false", false);
        check("\"1\"", "1", false);
    }
}
