//! How a value becomes text.

use std::fmt;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::{Json, Number};

impl Json {
    /// Writes the value on one line without blanks.
    pub fn to_compact(&self) -> String {
        let mut text = String::new();
        write_value(&mut text, self, None);
        text
    }

    /// Writes the value for people: one member or element per line, two blanks for each level.
    pub fn to_pretty(&self) -> String {
        let mut text = String::new();
        write_value(&mut text, self, Some(0));
        text
    }
}

/// The compact text.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_compact())
    }
}

/// Writes a value; `level` is the indentation so far, or `None` for compact text.
fn write_value(text: &mut String, value: &Json, level: Option<usize>) {
    match value {
        Json::Null => text.push_str("null"),
        Json::Bool(true) => text.push_str("true"),
        Json::Bool(false) => text.push_str("false"),
        Json::Number(number) => text.push_str(&number.to_string()),
        Json::String(string) => write_string(text, string),
        Json::Array(items) => {
            write_parts(text, ['[', ']'], items.iter(), level, write_value);
        }
        Json::Object(object) => write_parts(text, ['{', '}'], object.iter(), level, |text, (key, value), level| {
            write_string(text, key);
            text.push_str(if level.is_some() { ": " } else { ":" });
            write_value(text, value, level);
        }),
    }
}

fn write_parts<T>(
    text: &mut String,
    [open, close]: [char; 2],
    parts: impl ExactSizeIterator<Item = T>,
    level: Option<usize>,
    mut write_part: impl FnMut(&mut String, T, Option<usize>),
) {
    text.push(open);
    let inner = level.map(|level| level + 1);
    let empty = parts.len() == 0;
    for (index, part) in parts.enumerate() {
        if index > 0 {
            text.push(',');
        }
        write_break(text, inner);
        write_part(text, part, inner);
    }
    if !empty {
        write_break(text, level);
    }
    text.push(close);
}

fn write_break(text: &mut String, level: Option<usize>) {
    let Some(level) = level else { return };
    text.push('\n');
    for _ in 0..level {
        text.push_str("  ");
    }
}

/// Writes a string between quotes; control characters, quotes and backslashes are escaped, nothing else.
fn write_string(text: &mut String, string: &str) {
    text.push('"');
    let mut plain = 0;
    for (at, byte) in string.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0x08 => "\\b",
            0x0c => "\\f",
            0..0x20 => "\\u00",
            _ => continue,
        };
        // Escaped bytes are ASCII, so both ends lie between characters.
        text.push_str(&string[plain..at]);
        text.push_str(escape);
        if escape == "\\u00" {
            text.push(char::from(b'0' + (byte >> 4)));
            text.push(char::from(b"0123456789abcdef"[usize::from(byte & 0xf)]));
        }
        plain = at + 1;
    }
    text.push_str(&string[plain..]);
    text.push('"');
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(number) => number.serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items.iter() {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Object(object) => object.serialize(serializer),
        }
    }
}

impl Serialize for super::Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (key, value) in self {
            map.serialize_entry(&**key, value)?;
        }
        map.end()
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.as_i64() {
            Some(integer) => serializer.serialize_i64(integer),
            None => serializer.serialize_f64(self.as_f64()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Json, json};

    #[test]
    fn compact_text_has_no_blanks_and_escapes_what_it_must() {
        fn check(value: Json, expected: &str) {
            assert_eq!(value.to_compact(), expected);
            assert_eq!(value.to_string(), expected);
            assert_eq!(serde_json::to_string(&value).unwrap(), expected);
        }
        check(json!(null), "null");
        check(json!({"b": [true, false, {}], "a": []}), r#"{"b":[true,false,{}],"a":[]}"#);
        check(json!("a\"b\\c/\n\r\t\u{8}\u{c}"), r#""a\"b\\c/\n\r\t\b\f""#);
        check(json!("\u{0}\u{1f}\u{7f}é中😀"), "\"\\u0000\\u001f\u{7f}é中😀\"");
        check(json!([1, -2, 0.5]), "[1,-2,0.5]");
    }

    #[test]
    fn pretty_text_has_a_line_per_part() {
        let value = json!({"a": [1, {"b": []}], "c": {}});
        let expected = "{\n  \"a\": [\n    1,\n    {\n      \"b\": []\n    }\n  ],\n  \"c\": {}\n}";
        assert_eq!(value.to_pretty(), expected);
        assert_eq!(json!("x").to_pretty(), "\"x\"");
    }
}
