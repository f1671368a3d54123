//! How large and how deep a value is, without writing it.

use std::fmt::{self, Write as _};

use super::{Json, Number};

impl Json {
    /// Counts the bytes of [`to_compact`](Self::to_compact) without building that text.
    ///
    /// Sizes of data are measured so. Source: state machine reference 3.1, CHOICE 26.
    pub fn compact_len(&self) -> usize {
        match self {
            Self::Null => 4,
            Self::Bool(value) => 5 - usize::from(*value),
            Self::Number(number) => number_len(*number),
            Self::String(text) => text_len(text),
            Self::Array(items) => items.iter().map(Self::compact_len).sum::<usize>() + around(items.len()),
            Self::Object(object) => {
                object.iter().map(|(key, value)| text_len(key) + 1 + value.compact_len()).sum::<usize>()
                    + around(object.len())
            }
        }
    }

    /// Counts how many arrays and objects lie inside each other: 0 for a scalar, 1 for `[]` or `[1]`, 2 for `[[]]`.
    pub fn depth(&self) -> usize {
        match self {
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::String(_) => 0,
            Self::Array(items) => 1 + items.iter().map(Self::depth).max().unwrap_or(0),
            Self::Object(object) => 1 + object.values().map(Self::depth).max().unwrap_or(0),
        }
    }
}

/// The brackets and commas around so many parts.
fn around(parts: usize) -> usize {
    2 + parts.saturating_sub(1)
}

fn number_len(number: Number) -> usize {
    if let Some(integer) = number.as_i64() {
        let digits = integer.unsigned_abs().checked_ilog10().unwrap_or(0) as usize + 1;
        return digits + usize::from(integer < 0);
    }
    let mut count = Count(0);
    // Counting cannot fail.
    let _ = write!(count, "{number}");
    count.0
}

/// Counts the bytes of a text in JSON, with its quotes.
pub fn text_len(text: &str) -> usize {
    2 + text.bytes().map(escaped_len).sum::<usize>()
}

/// How many bytes a byte of a text takes in JSON.
fn escaped_len(byte: u8) -> usize {
    match byte {
        b'"' | b'\\' | 0x08 | 0x0c | b'\n' | b'\r' | b'\t' => 2,
        0..0x20 => 6,
        _ => 1,
    }
}

struct Count(usize);

impl fmt::Write for Count {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn the_length_is_that_of_the_text() {
        for value in [
            json!(null),
            json!(true),
            json!(false),
            json!(-12.5),
            json!(0),
            json!(9),
            json!(10),
            json!(-10),
            json!(i64::MIN),
            json!(i64::MAX),
            json!(1e15),
            json!(1e20),
            json!(1e300),
            json!(""),
            json!("a\"\\\n\t\r\u{8}\u{c}\u{1}\u{7f}/中😀"),
            json!([]),
            json!([1]),
            json!([1, [2, null]]),
            json!({}),
            json!({"a": {}, "\n": "x", "c": [1, 2, 3]}),
        ] {
            assert_eq!(value.compact_len(), value.to_compact().len(), "{value}");
        }
    }

    #[test]
    fn depth_counts_containers() {
        fn check(value: Json, expected: usize) {
            assert_eq!(value.depth(), expected, "{value}");
        }
        check(json!("x"), 0);
        check(json!([]), 1);
        check(json!({"a": 1, "b": [{}], "c": []}), 3);
    }
}
