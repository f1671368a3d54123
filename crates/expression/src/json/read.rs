//! How text becomes a value.

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Unexpected, Visitor};

use super::{Json, Number, Object};

/// Why a text is not JSON, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonError {
    /// The line, counted from 1.
    pub line: usize,
    /// The character in the line, counted from 1.
    pub column: usize,
    /// What is wrong, without the place.
    pub message: String,
}

impl Json {
    /// Reads one JSON value; of equal keys in an object the last wins, in the place of the first.
    ///
    /// # Errors
    /// Says where and why the text is not JSON, or that it nests deeper than [`MAX_DEPTH`](crate::MAX_DEPTH).
    pub fn parse(text: &str) -> Result<Self, JsonError> {
        serde_json::from_str(text).map_err(|error| describe(text, &error))
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for JsonError {}

fn describe(text: &str, error: &serde_json::Error) -> JsonError {
    let whole = error.to_string();
    let message = whole.rsplit_once(" at line ").map_or(whole.as_str(), |(message, _)| message);
    let line = error.line().max(1);
    // The reader counts bytes; people count characters.
    let before = text.split('\n').nth(line - 1).map_or(0, |row| {
        let end = row.floor_char_boundary(error.column().saturating_sub(1).min(row.len()));
        row[..end].chars().count()
    });
    let message = match message {
        _ if text.trim_ascii().is_empty() => "the text is empty".to_owned(),
        "recursion limit exceeded" => format!("arrays and objects nest deeper than {} levels", super::MAX_DEPTH),
        other => other.to_owned(),
    };
    JsonError { line, column: before + 1, message }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_none<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        Json::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::from(value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Json, E> {
        match Number::from_f64(value) {
            Some(number) => Ok(Json::Number(number)),
            None => Err(E::invalid_value(Unexpected::Float(value), &"a finite number")),
        }
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Json::from(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Json, A::Error> {
        ObjectVisitor.visit_map(map).map(Json::from)
    }
}

struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        let mut object = Object::new();
        while let Some(key) = map.next_key_seed(Key)? {
            object.insert(key, map.next_value()?);
        }
        Ok(object)
    }
}

/// Reads a key straight into the shared text that the object keeps.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Arc<str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Arc<str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Arc<str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text as the key")
    }

    fn visit_str<E>(self, value: &str) -> Result<Arc<str>, E> {
        Ok(value.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{MAX_DEPTH, Random};

    #[test]
    fn text_is_read_as_written() {
        fn check(text: &str, expected: &str) {
            assert_eq!(Json::parse(text).unwrap().to_compact(), expected, "{text}");
        }
        check(" null ", "null");
        check("[1, 2.0, -3e2, 0.25]", "[1,2,-300,0.25]");
        check(r#"{"z": 1, "a": 2}"#, r#"{"z":1,"a":2}"#);
        check(r#"{"a": 1, "b": 2, "a": 3}"#, r#"{"a":3,"b":2}"#);
        check(r#""\u4e2d\ud83d\ude00\/""#, "\"中😀/\"");
        check("9223372036854775807", "9223372036854775807");
        check("-9223372036854775808", "-9223372036854775808");
        check("18446744073709551616", "18446744073709552000");
        check("0.1e-6", "1e-7");
    }

    #[test]
    fn what_is_not_json_is_placed_in_characters() {
        fn check(text: &str, line: usize, column: usize, part: &str) {
            let error = Json::parse(text).unwrap_err();
            assert_eq!((error.line, error.column), (line, column), "{text:?}: {error}");
            assert!(error.message.contains(part), "{text:?}: {error}");
            assert!(!error.message.contains("at line"), "{error}");
        }
        check("", 1, 1, "empty");
        check("\n ", 2, 1, "empty");
        check("{\"a\":[", 1, 6, "EOF");
        check("x", 1, 1, "expected value");
        check("[1,\n 2,]", 2, 4, "trailing comma");
        check("\"中中\" x", 1, 6, "trailing characters");
        check("{\"a\":}", 1, 6, "expected value");
        check("1e999", 1, 5, "out of range");
        check("{\"a\" 1}", 1, 6, "expected `:`");
    }

    #[test]
    fn nesting_is_bounded() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(Json::parse(&nested(MAX_DEPTH)).unwrap().depth(), MAX_DEPTH);
        assert!(Json::parse(&nested(MAX_DEPTH + 1)).unwrap_err().message.contains("deeper than 127"));
        assert!(Json::parse(&"[".repeat(1_000_000)).is_err());
    }

    #[test]
    fn written_text_reads_as_the_same_value() {
        let mut random = Random::new(7);
        for _ in 0..2_000 {
            let value = any_value(&mut random, 4);
            let compact = value.to_compact();
            assert_eq!(Json::parse(&compact).as_ref(), Ok(&value), "{compact}");
            assert_eq!(Json::parse(&value.to_pretty()).as_ref(), Ok(&value), "{compact}");
            assert_eq!(Json::parse(&compact).map(|again| again.to_compact()).as_ref(), Ok(&compact));
            assert_eq!(value.compact_len(), compact.len(), "{compact}");
        }
    }

    fn any_value(random: &mut Random, depth: u64) -> Json {
        match random.below(if depth == 0 { 6 } else { 8 }) {
            0 => Json::Null,
            1 => Json::from(random.below(2) == 0),
            2 => Json::from(random.next_u64() as i64),
            3 => Json::from(f64::from_bits(random.next_u64())),
            4 => Json::from(random.below(1_000) as f64 / 8.0 - 60.0),
            5 => Json::from(any_text(random)),
            6 => (0..random.below(4)).map(|_| any_value(random, depth - 1)).collect(),
            _ => {
                let members = random.below(4);
                Json::from((0..members).map(|_| (any_text(random), any_value(random, depth - 1))).collect::<Object>())
            }
        }
    }

    fn any_text(random: &mut Random) -> String {
        (0..random.below(6)).filter_map(|_| char::from_u32(random.below(0x1_0000) as u32 >> random.below(12))).collect()
    }
}
