//! Parameters as decoded pairs, and their written forms.

use std::collections::BTreeSet;
use std::fmt;

/// Writes a text as signatures want it: all bytes but `A-Z a-z 0-9 - _ . ~` become `%` and two capital hex digits.
///
/// Source: signing.md 2.2.
pub fn encode(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            written.push(char::from(byte));
        } else {
            written.push('%');
            for digit in [byte >> 4, byte & 15] {
                written.push(char::from(if digit < 10 { b'0' + digit } else { b'A' + digit - 10 }));
            }
        }
    }
    written
}

/// Writes pairs in the order they have, each name and value encoded.
pub fn encode_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let written: Vec<String> =
        pairs.into_iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    written.join("&")
}

/// Puts pairs in the order of their names, bytewise.
pub fn sorted<'a>(pairs: impl IntoIterator<Item = &'a (String, String)>) -> Vec<(&'a str, &'a str)> {
    let mut pairs: Vec<(&str, &str)> = pairs.into_iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    pairs.sort_unstable();
    pairs
}

/// The first name that is there twice.
pub fn find_repeated<'a>(pairs: impl IntoIterator<Item = &'a (String, String)>) -> Option<&'a str> {
    let mut seen = BTreeSet::new();
    pairs.into_iter().map(|(name, _)| name.as_str()).find(|name| !seen.insert(*name))
}

/// Reads a query or a form body; a blank may be `+` or `%20`.
///
/// # Errors
/// When a `%` is not followed by two hex digits, or the decoded bytes are no UTF-8.
pub fn parse_pairs(text: &str) -> Result<Vec<(String, String)>, Misread> {
    let pair = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        Ok((decode(name)?, decode(value)?))
    };
    text.split('&').filter(|part| !part.is_empty()).map(pair).collect()
}

fn decode(text: &str) -> Result<String, Misread> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || rest.next().and_then(|byte| char::from(byte).to_digit(16));
                let value = digit().zip(digit()).and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
                value.ok_or(Misread::Escape)?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| Misread::Utf8)
}

/// Why parameters cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misread {
    /// A `%` without two hex digits behind it.
    Escape,
    /// Bytes that are no UTF-8.
    Utf8,
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Escape => "a % is not followed by two hex digits",
            Self::Utf8 => "the decoded bytes are no UTF-8",
        })
    }
}

impl std::error::Error for Misread {}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn all_but_unreserved_bytes_are_escaped() {
        for (text, expected) in [
            ("AZaz09-_.~", "AZaz09-_.~"),
            (" */:+'(!)", "%20%2A%2F%3A%2B%27%28%21%29"),
            ("值", "%E5%80%BC"),
            ("%20", "%2520"),
            ("", ""),
        ] {
            assert_eq!(encode(text), expected);
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let pairs = vec![pair("Input", "{\"a b\": \"+&=%\u{e9}\"}"), pair("empty", ""), pair("B", "~*'")];
        let written = encode_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        assert_eq!(parse_pairs(&written), Ok(pairs));
    }

    #[test]
    fn other_written_forms_are_read() {
        fn check(text: &str, expected: Result<&[(&str, &str)], Misread>) {
            let expected = expected.map(|pairs| pairs.iter().map(|(name, value)| pair(name, value)).collect());
            assert_eq!(parse_pairs(text), expected, "{text}");
        }
        check("", Ok(&[]));
        check("a=1&&b", Ok(&[("a", "1"), ("b", "")]));
        check("a=x+y%20z&b==", Ok(&[("a", "x y z"), ("b", "=")]));
        check("a=%2f%2F", Ok(&[("a", "//")]));
        check("a=%", Err(Misread::Escape));
        check("a=%2", Err(Misread::Escape));
        check("a=%+1", Err(Misread::Escape));
        check("a=%ff", Err(Misread::Utf8));
    }

    #[test]
    fn order_is_bytewise_and_repetition_is_found() {
        let pairs = [pair("b", "1"), pair("B", "2"), pair("a", "3")];
        assert_eq!(sorted(&pairs), [("B", "2"), ("a", "3"), ("b", "1")]);
        assert_eq!(find_repeated(&pairs), None);
        assert_eq!(find_repeated(&[pair("a", "1"), pair("b", ""), pair("a", "2")]), Some("a"));
    }
}
