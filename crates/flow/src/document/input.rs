//! Hands the text to the parser's scanner.
//!
//! The scanner asks about each character several times. Definitions are nearly all ASCII, so questions are answered from
//! the byte that stands there; only characters of several bytes are decoded.

use saphyr_parser::Input;
use saphyr_parser::input::{is_blank_or_breakz, is_flow, is_z};

/// How many characters the scanner may look ahead at once; it makes room for as many with each word that it reads.
const AHEAD: usize = 16;

/// A text, and how far it was read.
pub(super) struct Characters<'text> {
    text: &'text str,
    at: usize,
}

impl<'text> Characters<'text> {
    pub(super) fn new(text: &'text str) -> Self {
        Self { text, at: 0 }
    }

    /// The byte at `at`; 0 behind the end, as the scanner wants it.
    #[inline]
    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// The character that begins at `at`.
    #[inline]
    fn character(&self, at: usize) -> char {
        let byte = self.byte(at);
        if byte.is_ascii() { char::from(byte) } else { self.decoded(at) }
    }

    #[cold]
    #[inline(never)]
    fn decoded(&self, at: usize) -> char {
        self.text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or('\0')
    }

    /// Where the character behind the one at `at` begins.
    #[inline]
    fn behind(&self, at: usize) -> usize {
        if self.byte(at).is_ascii() { at + 1 } else { at + self.decoded(at).len_utf8() }
    }

    #[inline]
    fn nth(&self, n: usize) -> usize {
        (0..n).fold(self.at, |at, _| self.behind(at))
    }
}

impl Input for Characters<'_> {
    #[inline]
    fn lookahead(&mut self, _: usize) {}

    #[inline]
    fn buflen(&self) -> usize {
        AHEAD
    }

    #[inline]
    fn bufmaxlen(&self) -> usize {
        AHEAD
    }

    fn raw_read_ch(&mut self) -> char {
        let character = self.peek();
        self.skip();
        character
    }

    fn raw_read_non_breakz_ch(&mut self) -> Option<char> {
        let ends = self.next_is_breakz() || self.next_char_is('\u{feff}');
        (!ends).then(|| self.raw_read_ch())
    }

    #[inline]
    fn skip(&mut self) {
        self.at = self.behind(self.at);
    }

    #[inline]
    fn skip_n(&mut self, count: usize) {
        self.at = self.nth(count);
    }

    #[inline]
    fn peek(&self) -> char {
        self.character(self.at)
    }

    #[inline]
    fn peek_nth(&self, n: usize) -> char {
        self.character(self.nth(n))
    }

    #[inline]
    fn peek_opt(&self) -> Option<char> {
        (self.at < self.text.len()).then(|| self.peek())
    }

    #[inline]
    fn next_is_z(&self) -> bool {
        is_z(char::from(self.byte(self.at)))
    }

    #[inline]
    fn next_is_blank_or_breakz(&self) -> bool {
        is_blank_or_breakz(char::from(self.byte(self.at)))
    }

    #[inline]
    fn next_can_be_plain_scalar(&self, in_flow: bool) -> bool {
        match self.byte(self.at) {
            b':' => {
                let next = char::from(self.byte(self.at + 1));
                !(is_blank_or_breakz(next) || (in_flow && is_flow(next)))
            }
            byte if byte.is_ascii() => !(in_flow && is_flow(char::from(byte))),
            _ => self.peek() != '\u{feff}',
        }
    }
}

#[cfg(test)]
mod tests {
    use saphyr_parser::{Event, Parser, ScanError, Span};

    use super::*;

    fn events<'text, T: Input>(parser: Parser<'text, T>) -> Vec<Result<(Event<'text>, Span), ScanError>> {
        let mut failed = false;
        // The parser goes on after an error; nobody asks it to.
        parser.take_while(|event| !std::mem::replace(&mut failed, event.is_err())).collect()
    }

    #[test]
    fn the_scanner_reads_what_it_reads_with_its_own_input() {
        let long = "w".repeat(100);
        for text in [
            "",
            "a",
            "a: b\n",
            "a: b\r\nc:\r- d\r\n",
            "名: 值\n- 😀\n",
            "{a: [b, c: d, \"e\\n\\u00e9\"], é: 'f''g', ? h : i}",
            "a: |\n  one\n\n   two\nb: >-\n  three\n  four\n\nc: |2\n    five\n",
            "a: |\n                  deep\n                  é deeper\n",
            "a: one\n  two\n\n  three # comment\nb: # comment\n  c:d\n",
            "%TAG !t! tag:x,2024:\n---\n&x !t!y z: *x\n...\n---\nmore\n",
            "!!str a\n",
            "a:\tb\n\tc\n",
            "a: b: c\n",
            "a: 'never closed\n",
            "a: [never, closed\n",
            "- a\u{0}b\n",
            "\u{feff}a: b\u{feff}\n",
            "a: b #c\n  d\n",
            "a: @b\n",
            "? - a\n  - b\n: c\n",
            &format!("{long}: {long} {long}\n- {long}"),
            &format!("a: |\n{}b\n{}c\n", " ".repeat(40), " ".repeat(40)),
        ] {
            assert_eq!(events(Parser::new(Characters::new(text))), events(Parser::new_from_str(text)), "{text:?}");
        }
    }
}
