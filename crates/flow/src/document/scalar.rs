//! Single values by YAML 1.2's core schema (CHOICE 64: `Yes` and `No` are words, a date is a word).

use flowglass_expression::{Json, Number};

/// A single value of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar {
    text: Box<str>,
    reading: Reading,
}

/// How a scalar's text is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Plain text without quotes: the core schema decides.
    Core,
    /// Quotes, a block, or a tag say that it is text.
    Text,
    /// A deployment tool writes the value; the text names it.
    Unknown,
}

impl Scalar {
    pub(super) fn new(text: impl Into<Box<str>>, reading: Reading) -> Self {
        Self { text: text.into(), reading }
    }

    /// The text, without quotes and with escapes resolved.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Tells whether the value is text, not a number, a Boolean or null.
    pub fn is_text(&self) -> bool {
        self.other_than_text().is_none()
    }

    /// Tells whether a deployment tool writes the value: it can be anything, and the text only names it.
    pub fn is_unknown(&self) -> bool {
        self.reading == Reading::Unknown
    }

    /// Tells whether the value is null: nothing is written, or the word for it.
    pub fn is_null(&self) -> bool {
        self.other_than_text() == Some(Json::Null)
    }

    /// The value.
    pub fn json(&self) -> Json {
        self.other_than_text().unwrap_or_else(|| Json::from(self.text()))
    }

    /// The value, unless it is text.
    fn other_than_text(&self) -> Option<Json> {
        if self.reading != Reading::Core {
            return None;
        }
        match &*self.text {
            "" | "~" | "null" | "Null" | "NULL" => Some(Json::Null),
            "true" | "True" | "TRUE" => Some(Json::Bool(true)),
            "false" | "False" | "FALSE" => Some(Json::Bool(false)),
            text => number(text),
        }
    }
}

/// Reads an integer or a decimal number; `.inf` and `.nan` stay words, since JSON has no such values.
fn number(text: &str) -> Option<Json> {
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return None;
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return whole(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return whole(digits, 8);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned.bytes().all(|byte| byte.is_ascii_digit()) && !unsigned.is_empty() {
        return Number::from_decimal(text).map(Json::Number);
    }
    let looks_decimal = unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && unsigned.bytes().any(|byte| byte.is_ascii_digit())
        && unsigned.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    looks_decimal.then(|| Number::from_decimal(text)).flatten().map(Json::Number)
}

fn whole(digits: &str, radix: u32) -> Option<Json> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then(|| i64::from_str_radix(digits, radix).ok()).flatten().map(Json::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_follows_the_core_schema() {
        let check = |text: &str, expected: &str| {
            assert_eq!(Scalar::new(text, Reading::Core).json().to_compact(), expected, "{text}");
        };
        for (text, expected) in [
            ("", "null"),
            ("~", "null"),
            ("true", "true"),
            ("False", "false"),
            ("yes", "\"yes\""),
            ("No", "\"No\""),
            ("12", "12"),
            ("-1", "-1"),
            ("+3", "3"),
            ("0x1F", "31"),
            ("0o17", "15"),
            ("1.5", "1.5"),
            (".5", "0.5"),
            ("1e3", "1000"),
            ("1.", "1"),
            (".inf", "\".inf\""),
            (".", "\".\""),
            ("1e999", "\"1e999\""),
            ("9007199254740993", "9007199254740993"),
            ("2019-05-02T15:04:05Z", "\"2019-05-02T15:04:05Z\""),
            ("1.2.3", "\"1.2.3\""),
            ("0x", "\"0x\""),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn quoted_text_stays_text() {
        assert_eq!(Scalar::new("52", Reading::Text).json(), Json::from("52"));
        assert_eq!(Scalar::new("true", Reading::Text).json(), Json::from("true"));
    }
}
