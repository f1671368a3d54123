//! Walking through the text of an expression: blanks, symbols, words, strings and numbers.

use std::ops::Range;

use crate::{Number, SyntaxError, SyntaxProblem};

/// How deep parentheses, brackets, calls and prefixes may lie inside each other.
const DEEPEST: usize = 64;

/// A place in the text of an expression, and what can be read from there.
///
/// Places are bytes and always lie between characters.
#[derive(Debug)]
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    pub(crate) fn at(&self) -> usize {
        self.at
    }

    pub(crate) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(crate) fn before(&self) -> &'a str {
        &self.text[..self.at]
    }

    pub(crate) fn text_from(&self, start: usize) -> &'a str {
        &self.text[start..self.at]
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(crate) fn skip_blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Takes this symbol if it is what comes next.
    pub(crate) fn take(&mut self, symbol: &str) -> bool {
        let found = self.rest().starts_with(symbol);
        if found {
            self.at += symbol.len();
        }
        found
    }

    /// Takes this word if it comes next and no longer word does.
    pub(crate) fn take_word(&mut self, word: &str) -> bool {
        let found = self.rest().strip_prefix(word).is_some_and(|after| !after.starts_with(is_word));
        if found {
            self.at += word.len();
        }
        found
    }

    /// Takes as many characters as belong together; may be none.
    pub(crate) fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let found = &rest[..rest.find(|c| !belongs(c)).unwrap_or(rest.len())];
        self.at += found.len();
        found
    }

    /// The word, or else the single character, that comes next; empty at the end.
    pub(crate) fn next_piece(&self) -> &'a str {
        let rest = self.rest();
        let word = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let length = if word > 0 { word } else { rest.chars().next().map_or(0, char::len_utf8) };
        &rest[..length]
    }

    /// An error about what comes next.
    pub(crate) fn error_here(&self, problem: SyntaxProblem) -> SyntaxError {
        self.error(self.at..self.at + self.next_piece().len(), problem)
    }

    /// An error about everything from `start` to here.
    pub(crate) fn error_from(&self, start: usize, problem: SyntaxProblem) -> SyntaxError {
        self.error(start..self.at, problem)
    }

    pub(crate) fn error(&self, at: Range<usize>, problem: SyntaxProblem) -> SyntaxError {
        SyntaxError { at, problem }
    }

    /// An error about a closing sign that should come next: the bracket at `start` is not closed, or something else
    /// stands in the sign's place, which `otherwise` tells.
    pub(crate) fn unclosed(&self, start: usize, close: char, otherwise: SyntaxProblem) -> SyntaxError {
        match self.peek() {
            None => self.error(start..start + 1, SyntaxProblem::Unclosed { close }),
            Some(_) => self.error_here(otherwise),
        }
    }

    /// Goes one level deeper; whoever does so calls [`leave`](Self::leave) when that level has been read.
    ///
    /// # Errors
    /// The text nests too deep.
    pub(crate) fn enter(&mut self) -> Result<(), SyntaxError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error_here(SyntaxProblem::TooDeep { most: DEEPEST }));
        }
        Ok(())
    }

    /// Comes back from a level that [`enter`](Self::enter) began.
    pub(crate) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Reads a string between quotes of any of the three kinds; the quote comes next.
    ///
    /// Between backquotes a text stands as it is; between other quotes the escapes of JSON and `\'` are known.
    ///
    /// # Errors
    /// The string is not closed, or has an escape that is not known.
    pub(crate) fn string(&mut self) -> Result<String, SyntaxError> {
        let start = self.at;
        let quote = self.bump().unwrap_or('"');
        let mut value = String::new();
        loop {
            let here = self.at;
            match self.bump() {
                Some(c) if c == quote => return Ok(value),
                Some('\\') if quote != '`' => value.push(self.escape(here)?),
                Some(c) => value.push(c),
                None => {
                    let quote_at = start..self.text.len().min(start + quote.len_utf8());
                    return Err(self.error(quote_at, SyntaxProblem::UnclosedString { quote }));
                }
            }
        }
    }

    /// Reads a number as JSON writes it, without a sign; a digit comes next.
    ///
    /// # Errors
    /// Digits are missing after a point or an exponent, something follows without a blank, or the value is too large.
    pub(crate) fn number(&mut self) -> Result<Number, SyntaxError> {
        let start = self.at;
        self.take_while(|c| c.is_ascii_digit());
        let mut complete = true;
        if self.take(".") {
            complete &= !self.take_while(|c| c.is_ascii_digit()).is_empty();
        }
        if self.take("e") || self.take("E") {
            let _ = self.take("+") || self.take("-");
            complete &= !self.take_while(|c| c.is_ascii_digit()).is_empty();
        }
        if !complete || self.peek().is_some_and(is_word) {
            self.take_while(is_word);
            return Err(self.error_from(start, SyntaxProblem::BadNumber));
        }
        Number::from_decimal(self.text_from(start)).ok_or_else(|| self.error_from(start, SyntaxProblem::HugeNumber))
    }

    fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Reads what follows a backslash that stands at `start`.
    fn escape(&mut self, start: usize) -> Result<char, SyntaxError> {
        match self.bump() {
            Some(c @ ('"' | '\'' | '\\' | '/')) => Ok(c),
            Some('b') => Ok('\u{8}'),
            Some('f') => Ok('\u{c}'),
            Some('n') => Ok('\n'),
            Some('r') => Ok('\r'),
            Some('t') => Ok('\t'),
            Some('u') => self.unicode_escape(start),
            _ => Err(self.error_from(start, SyntaxProblem::UnknownEscape)),
        }
    }

    /// Reads the digits of `\uXXXX`, and the second half where the first is one of a pair.
    fn unicode_escape(&mut self, start: usize) -> Result<char, SyntaxError> {
        let mut unit = self.four_digits();
        if let Some(high @ 0xd800..0xdc00) = unit {
            unit = match if self.take("\\u") { self.four_digits() } else { None } {
                Some(low @ 0xdc00..0xe000) => Some(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00)),
                _ => None,
            };
        }
        unit.and_then(char::from_u32).ok_or_else(|| self.error_from(start, SyntaxProblem::BadUnicodeEscape))
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits = self.rest().get(..4).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }
}

/// Whether a character can be part of a word: a name, a keyword or a number.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a word can begin with this character and be a name.
pub(crate) fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_read_with_their_escapes() {
        fn check(text: &str, expected: Result<&str, Range<usize>>) {
            let read = Scanner::new(text).string();
            let read = read.as_ref().map(String::as_str).map_err(|error| error.at.clone());
            assert_eq!(read, expected, "{text}");
        }
        check(r#""a" b"#, Ok("a"));
        check("'it is \"x\"'", Ok("it is \"x\""));
        check(r"`a\n`", Ok("a\\n"));
        check("\"中\n\"", Ok("中\n"));
        check(r#""\"\\\/\b\f\n\r\t\'""#, Ok("\"\\/\u{8}\u{c}\n\r\t'"));
        check(r#""\u4e2d\ud83d\ude00""#, Ok("中😀"));
        check(r#""a"#, Err(0..1));
        check("'", Err(0..1));
        check(r#""a\"#, Err(2..3));
        check(r#""\d""#, Err(1..3));
        check(r#""\中""#, Err(1..5));
        check(r#""\ud83d""#, Err(1..7));
        check(r#""\ud83d\u0041""#, Err(1..13));
        check(r#""\udc00""#, Err(1..7));
        check(r#""\u12中""#, Err(1..3));
    }

    #[test]
    fn numbers_are_read_as_json_writes_them() {
        fn check(text: &str, expected: Result<f64, Range<usize>>) {
            let read = Scanner::new(text).number().map(Number::as_f64).map_err(|error| error.at);
            assert_eq!(read, expected, "{text}");
        }
        check("1", Ok(1.0));
        check("12.5)", Ok(12.5));
        check("007", Ok(7.0));
        check("1e3", Ok(1000.0));
        check("1E-1 ", Ok(0.1));
        check("1.", Err(0..2));
        check("1e", Err(0..2));
        check("1e+", Err(0..3));
        check("12abc ", Err(0..5));
        check("1e999", Err(0..5));
    }

    #[test]
    fn words_are_whole() {
        let mut scanner = Scanner::new("  in index");
        assert!(!scanner.take_word("in"));
        scanner.skip_blanks();
        assert!(scanner.take_word("in"));
        scanner.skip_blanks();
        assert!(!scanner.take_word("in"));
        assert_eq!(scanner.next_piece(), "index");
        assert_eq!(Scanner::new("中国+").next_piece(), "中国");
        assert_eq!(Scanner::new("+1").next_piece(), "+");
        assert_eq!(Scanner::new("").next_piece(), "");
    }
}
