//! `not-text`: the file holds something that is no text.

use crate::finding::{Findings, Rule};
use crate::span::Span;

/// A character that no YAML text may hold: a control character, or what stands for bytes that are not UTF-8.
pub(crate) struct NotText {
    at: Span,
    found: char,
}

impl NotText {
    /// Reports the first such character.
    pub(crate) fn check(text: &str, findings: &mut Findings) {
        let bad = |c: char| c == '\u{fffd}' || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}'));
        if let Some((offset, found)) = text.char_indices().find(|(_, c)| bad(*c)) {
            findings.report(Self { at: Span::new(offset, offset + found.len_utf8()), found });
        }
    }
}

impl Rule for NotText {
    const CODE: &'static str = "not-text";
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        match self.found {
            '\u{fffd}' => "this is not UTF-8 text".to_owned(),
            '\0' => "this is a NUL byte, not text".to_owned(),
            other => format!("this is the control character U+{:04X}, not text", u32::from(other)),
        }
    }
    fn why(&self) -> String {
        "A definition is YAML text in UTF-8; a binary file or another encoding cannot be read.".to_owned()
    }
    fn help(&self) -> String {
        "Open the right file, or save it as UTF-8.".to_owned()
    }
}
