//! How text becomes a value.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Unexpected, Visitor};

use super::{Json, MAX_DEPTH, Number, Object, decimal};

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
    /// Types of the wire, which have values as members, are read through serde; both read the same.
    ///
    /// # Errors
    /// Says where and why the text is not JSON, or that it nests deeper than [`MAX_DEPTH`](crate::MAX_DEPTH).
    pub fn parse(text: &str) -> Result<Self, JsonError> {
        let mut reader = Reader { text, at: 0, depth: 0 };
        if reader.peek().is_none() {
            return Err(reader.ends("the text is empty"));
        }
        let value = reader.value()?;
        match reader.peek() {
            None => Ok(value),
            Some(_) => Err(reader.error("trailing characters")),
        }
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for JsonError {}

/// Goes through a text from value to value.
struct Reader<'text> {
    text: &'text str,
    /// The byte that is read next; always where a character begins.
    at: usize,
    /// How many arrays and objects are open.
    depth: usize,
}

impl<'text> Reader<'text> {
    /// The byte at hand, if the text has not ended.
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte after blanks; it stays.
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    /// Passes over the byte at hand if it is this one.
    fn take(&mut self, byte: u8) -> bool {
        let is_here = self.byte() == Some(byte);
        self.at += usize::from(is_here);
        is_here
    }

    fn since(&self, start: usize) -> &'text str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn value(&mut self) -> Result<Json, JsonError> {
        match self.peek() {
            Some(b'n') => self.word("null", Json::Null),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'"') => Ok(Json::String(self.string()?.into())),
            Some(b'-' | b'0'..=b'9') => self.number().map(Json::Number),
            Some(b'[') => self.nested(Self::array),
            Some(b'{') => self.nested(Self::object),
            Some(_) => Err(self.error("expected value")),
            None => Err(self.ends("EOF while parsing a value")),
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Result<Json, JsonError> {
        for byte in word.bytes() {
            if !self.take(byte) {
                return Err(self.error_or_end("expected ident", "EOF while parsing a value"));
            }
        }
        Ok(value)
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Json, JsonError>) -> Result<Json, JsonError> {
        if self.depth == MAX_DEPTH {
            return Err(self.error(&format!("arrays and objects nest deeper than {MAX_DEPTH} levels")));
        }
        self.at += 1;
        self.depth += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn array(&mut self) -> Result<Json, JsonError> {
        let mut items = Vec::new();
        loop {
            match self.peek() {
                Some(b']') if items.is_empty() => break,
                Some(b']') => return Err(self.error("trailing comma")),
                None => return Err(self.ends("EOF while parsing a list")),
                Some(_) => items.push(self.value()?),
            }
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                _ => return Err(self.error_or_end("expected `,` or `]`", "EOF while parsing a list")),
            }
        }
        self.at += 1;
        Ok(Json::from(items))
    }

    fn object(&mut self) -> Result<Json, JsonError> {
        let mut object = Object::new();
        loop {
            match self.peek() {
                Some(b'}') if object.is_empty() => break,
                Some(b'}') => return Err(self.error("trailing comma")),
                Some(b'"') => {}
                _ => return Err(self.error_or_end("key must be a string", "EOF while parsing an object")),
            }
            let key: Arc<str> = self.string()?.into();
            if self.peek() != Some(b':') {
                return Err(self.error_or_end("expected `:`", "EOF while parsing an object"));
            }
            self.at += 1;
            object.insert(key, self.value()?);
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return Err(self.error_or_end("expected `,` or `}`", "EOF while parsing an object")),
            }
        }
        self.at += 1;
        Ok(Json::from(object))
    }

    /// Reads a string; it is borrowed when nothing in it is escaped.
    fn string(&mut self) -> Result<Cow<'text, str>, JsonError> {
        self.at += 1;
        let mut read = Cow::Borrowed("");
        loop {
            let start = self.at;
            let rest = self.text.as_bytes().get(start..).unwrap_or_default();
            let is_plain = |byte: &&u8| **byte >= b' ' && **byte != b'"' && **byte != b'\\';
            self.at += rest.iter().take_while(is_plain).count();
            read += self.since(start);
            match self.byte() {
                Some(b'"') => break,
                Some(b'\\') => {
                    self.at += 1;
                    read.to_mut().push(self.escape()?);
                }
                Some(_) => return Err(self.error("control character found while parsing a string")),
                None => return Err(self.ends("EOF while parsing a string")),
            }
        }
        self.at += 1;
        Ok(read)
    }

    /// Reads what follows a backslash.
    fn escape(&mut self) -> Result<char, JsonError> {
        let character = match self.byte() {
            Some(same @ (b'"' | b'\\' | b'/')) => char::from(same),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.code_point();
            }
            _ => return Err(self.error_or_end("invalid escape", "EOF while parsing a string")),
        };
        self.at += 1;
        Ok(character)
    }

    /// Reads the number of a character, or of the two halves of one.
    fn code_point(&mut self) -> Result<char, JsonError> {
        let first = self.four_digits()?;
        let code = match first {
            0xd800..=0xdbff if self.take(b'\\') && self.take(b'u') => match self.four_digits()? {
                second @ 0xdc00..=0xdfff => 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00),
                second => second,
            },
            first => first,
        };
        match char::from_u32(code) {
            Some(character) if code > 0xffff || code == first => Ok(character),
            _ => Err(self.error_or_end("this is half a character", "EOF while parsing a string")),
        }
    }

    fn four_digits(&mut self) -> Result<u32, JsonError> {
        let mut code = 0;
        for _ in 0..4 {
            let Some(digit) = self.byte().and_then(|byte| char::from(byte).to_digit(16)) else {
                return Err(self.error_or_end("invalid escape", "EOF while parsing a string"));
            };
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }

    fn number(&mut self) -> Result<Number, JsonError> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        let mut whole = true;
        if self.take(b'.') {
            whole = false;
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            whole = false;
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        let text = self.since(start);
        if whole && let Ok(integer) = text.parse::<i64>() {
            return Ok(Number::from(integer));
        }
        let number = decimal::read(text).and_then(Number::from_f64);
        number.ok_or_else(|| self.error_at(self.at - 1, "number out of range"))
    }

    /// Passes over one digit or more.
    fn digits(&mut self) -> Result<(), JsonError> {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err(self.error_or_end("invalid number", "EOF while parsing a value")) }
    }

    /// An error at the character at hand, or at the end of the text.
    fn error_or_end(&self, message: &str, at_end: &str) -> JsonError {
        if self.at < self.text.len() { self.error(message) } else { self.ends(at_end) }
    }

    fn error(&self, message: &str) -> JsonError {
        self.error_at(self.at, message)
    }

    /// The text ends too early: the error stands at its last character.
    fn ends(&self, message: &str) -> JsonError {
        self.error_at(self.text.len().saturating_sub(1), message)
    }

    fn error_at(&self, at: usize, message: &str) -> JsonError {
        let before = &self.text[..self.text.floor_char_boundary(at)];
        let row = before.rsplit('\n').next().unwrap_or_default();
        let line = 1 + before.bytes().filter(|byte| *byte == b'\n').count();
        JsonError { line, column: 1 + row.chars().count(), message: message.to_owned() }
    }
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

    #[test]
    fn it_reads_what_serde_json_reads() {
        let mut random = Random::new(3);
        let signs = [
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            "\"a\"",
            "\"",
            "\\",
            "u",
            "d83d",
            "\\ude00",
            "\\n",
            "0",
            "12",
            "-",
            ".5",
            "e",
            "E+3",
            "null",
            "true",
            "fals",
            " ",
            "\n",
            "\u{1}",
            "é",
            "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\"\\ude00\"",
            "9223372036854775808",
        ];
        let mut read = 0;
        for _ in 0..60_000 {
            let count = 1 + random.below(7);
            let text: String = (0..count).map(|_| signs[random.below(signs.len() as u64) as usize]).collect();
            let (own, theirs) = (Json::parse(&text), serde_json::from_str::<Json>(&text));
            assert_eq!(own.as_ref().ok(), theirs.as_ref().ok(), "{text:?}: {own:?}, {theirs:?}");
            read += usize::from(own.is_ok());
        }
        assert!(read > 2_000, "{read}");
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
