//! How Rust values become JSON values: conversions and the [`json!`](crate::json!) macro.

use std::sync::Arc;

use super::{Json, Number, Object};

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<&str> for Json {
    fn from(value: &str) -> Self {
        Self::String(value.into())
    }
}

impl From<String> for Json {
    fn from(value: String) -> Self {
        Self::String(value.into())
    }
}

impl From<&String> for Json {
    fn from(value: &String) -> Self {
        Self::String(value.as_str().into())
    }
}

impl From<Arc<str>> for Json {
    fn from(value: Arc<str>) -> Self {
        Self::String(value)
    }
}

impl From<&Arc<str>> for Json {
    fn from(value: &Arc<str>) -> Self {
        Self::String(Arc::clone(value))
    }
}

impl From<Number> for Json {
    fn from(value: Number) -> Self {
        Self::Number(value)
    }
}

impl From<i32> for Json {
    fn from(value: i32) -> Self {
        Self::Number(value.into())
    }
}

impl From<i64> for Json {
    fn from(value: i64) -> Self {
        Self::Number(value.into())
    }
}

impl From<u32> for Json {
    fn from(value: u32) -> Self {
        Self::Number(value.into())
    }
}

impl From<u64> for Json {
    fn from(value: u64) -> Self {
        Self::Number(value.into())
    }
}

impl From<usize> for Json {
    fn from(value: usize) -> Self {
        Self::Number(value.into())
    }
}

/// Infinities and NaN become `null`.
impl From<f64> for Json {
    fn from(value: f64) -> Self {
        Number::from_f64(value).map_or(Self::Null, Self::Number)
    }
}

impl From<Vec<Json>> for Json {
    fn from(value: Vec<Json>) -> Self {
        Self::Array(Arc::new(value))
    }
}

impl From<Object> for Json {
    fn from(value: Object) -> Self {
        Self::Object(Arc::new(value))
    }
}

impl From<&Json> for Json {
    fn from(value: &Json) -> Self {
        value.clone()
    }
}

/// `None` becomes `null`.
impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl FromIterator<Json> for Json {
    fn from_iter<I: IntoIterator<Item = Json>>(items: I) -> Self {
        Self::from(items.into_iter().collect::<Vec<_>>())
    }
}

/// Builds a [`Json`] from something that looks like JSON; values may be any expression that converts into one.
///
/// ```
/// # use flowglass_expression::{json, Json};
/// let n = 2;
/// let value: Json = json!({"a": 1, "b": [n, "x", null], "c": {}});
/// assert_eq!(value.to_compact(), r#"{"a":1,"b":[2,"x",null],"c":{}}"#);
/// ```
#[macro_export]
macro_rules! json {
    (null) => { $crate::Json::Null };
    ([]) => { $crate::Json::from(::std::vec::Vec::<$crate::Json>::new()) };
    ({}) => { $crate::Json::object() };
    ([ $($inner:tt)+ ]) => { $crate::json_items!([]; $($inner)+) };
    ({ $($inner:tt)+ }) => {{
        let mut object = $crate::Object::new();
        $crate::json_members!(object; $($inner)+);
        $crate::Json::from(object)
    }};
    ($value:expr) => { $crate::Json::from($value) };
}

/// The elements of an array in [`json!`], collected one by one; a part of that macro.
#[doc(hidden)]
#[macro_export]
macro_rules! json_items {
    ([$($done:expr),*];) => { $crate::Json::from(::std::vec![$($done),*]) };
    ([$($done:expr),*]; null $(, $($rest:tt)*)?) => {
        $crate::json_items!([$($done,)* $crate::Json::Null]; $($($rest)*)?)
    };
    ([$($done:expr),*]; [ $($inner:tt)* ] $(, $($rest:tt)*)?) => {
        $crate::json_items!([$($done,)* $crate::json!([ $($inner)* ])]; $($($rest)*)?)
    };
    ([$($done:expr),*]; { $($inner:tt)* } $(, $($rest:tt)*)?) => {
        $crate::json_items!([$($done,)* $crate::json!({ $($inner)* })]; $($($rest)*)?)
    };
    ([$($done:expr),*]; $value:expr $(, $($rest:tt)*)?) => {
        $crate::json_items!([$($done,)* $crate::Json::from($value)]; $($($rest)*)?)
    };
}

/// The members of an object in [`json!`]; a part of that macro.
#[doc(hidden)]
#[macro_export]
macro_rules! json_members {
    ($to:ident;) => {};
    ($to:ident; $key:tt : null $(, $($rest:tt)*)?) => {
        $to.insert($key, $crate::Json::Null);
        $($crate::json_members!($to; $($rest)*);)?
    };
    ($to:ident; $key:tt : [ $($inner:tt)* ] $(, $($rest:tt)*)?) => {
        $to.insert($key, $crate::json!([ $($inner)* ]));
        $($crate::json_members!($to; $($rest)*);)?
    };
    ($to:ident; $key:tt : { $($inner:tt)* } $(, $($rest:tt)*)?) => {
        $to.insert($key, $crate::json!({ $($inner)* }));
        $($crate::json_members!($to; $($rest)*);)?
    };
    ($to:ident; $key:tt : $value:expr $(, $($rest:tt)*)?) => {
        $to.insert($key, $crate::Json::from($value));
        $($crate::json_members!($to; $($rest)*);)?
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_macro_reads_like_json() {
        fn check(value: Json, expected: &str) {
            assert_eq!(value.to_compact(), expected);
        }
        let (n, key) = (1_i64, "k");
        check(json!(null), "null");
        check(json!([]), "[]");
        check(json!({}), "{}");
        check(json!([null, [], {}, [[1]], n + 1, -1, "x", true,]), r#"[null,[],{},[[1]],2,-1,"x",true]"#);
        check(
            json!({"a": null, "b": [1, {"c": 2.5}], key: n, "d": {"e": {}}, "f": Some("g"), "h": json!(null),}),
            r#"{"a":null,"b":[1,{"c":2.5}],"k":1,"d":{"e":{}},"f":"g","h":null}"#,
        );
    }

    #[test]
    fn what_json_cannot_say_is_null() {
        assert_eq!(Json::from(f64::NAN), Json::Null);
        assert_eq!(Json::from(f64::INFINITY), Json::Null);
        assert_eq!(Json::from(None::<bool>), Json::Null);
        assert_eq!([json!(1)].into_iter().collect::<Json>(), json!([1]));
    }
}
