//! The outline of a text in Terraform's language: blocks, attributes, strings. What it cannot read, it passes over.

use std::ops::Range;

use crate::span::Span;

/// What stands in a block or at the top of a file.
pub(super) enum Item<'text> {
    /// `name = expression`.
    Attribute { name: &'text str, value: Range<usize> },
    /// `kind "label" "label" { … }`.
    Block { words: Vec<Word<'text>>, body: Range<usize> },
}

/// A word or a label.
#[derive(Clone, Copy)]
pub(super) struct Word<'text> {
    pub(super) text: &'text str,
    pub(super) at: Span,
}

/// A text that goes on to a line with its mark.
pub(super) struct Heredoc {
    /// Its lines.
    pub(super) body: Range<usize>,
    /// Whether the indent that all lines have is left out.
    pub(super) flush: bool,
    end: usize,
}

/// What stands in a part of the text, not counting what stands in its blocks.
pub(super) fn items(text: &str, within: Range<usize>) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let Some(kind) = word(text, at) else {
            at = next(text, at);
            continue;
        };
        at = kind.at.end as usize;
        let mut words = vec![kind];
        loop {
            at += text.get(at..).map_or(0, |rest| rest.len() - rest.trim_start_matches([' ', '\t']).len());
            let rest = text.get(at..within.end).unwrap_or_default();
            if let Some(label) = word(text, at) {
                at = label.at.end as usize;
                words.push(label);
            } else if rest.starts_with('=') && !rest.starts_with("==") {
                let value = expression(text, at + 1, within.end);
                at = value.end;
                if let [name] = words[..] {
                    items.push(Item::Attribute { name: name.text, value });
                }
                break;
            } else if rest.starts_with('{') {
                let end = end_of_brackets(text, at, within.end);
                items.push(Item::Block { words, body: at + 1..end.saturating_sub(1).max(at + 1) });
                at = end;
                break;
            } else {
                break;
            }
        }
    }
    items
}

/// The word or the quoted label at `at`.
fn word(text: &str, at: usize) -> Option<Word<'_>> {
    let rest = text.get(at..)?;
    if rest.starts_with('"') {
        let end = end_of_string(rest);
        let inside = rest.get(1..end.saturating_sub(1))?;
        return Some(Word { text: inside, at: Span::new(at, at + end) });
    }
    let len = rest.len() - rest.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-')).len();
    let begins = rest.starts_with(|c: char| c.is_alphabetic() || c == '_');
    begins.then_some(Word { text: rest.get(..len)?, at: Span::new(at, at + len) })
}

/// The expression that begins behind `start`: up to the end of the line, not counting what brackets and strings hold.
fn expression(text: &str, start: usize, end: usize) -> Range<usize> {
    let blanks = text.get(start..end).map_or(0, |rest| rest.len() - rest.trim_start_matches([' ', '\t']).len());
    let start = start + blanks;
    let (mut at, mut depth) = (start, 0usize);
    while at < end {
        match text.as_bytes().get(at) {
            Some(b'(' | b'[' | b'{') => depth += 1,
            Some(b')' | b']' | b'}') if depth == 0 => break,
            Some(b')' | b']' | b'}') => depth -= 1,
            Some(b'\n' | b'#') if depth == 0 => break,
            Some(b'/') if depth == 0 && text.get(at..).is_some_and(|rest| rest.starts_with("//")) => break,
            _ => {}
        }
        at = next(text, at);
    }
    let at = at.min(end);
    start..start + text.get(start..at).map_or(0, |value| value.trim_end().len())
}

/// The end of the bracket that opens at `at`.
fn end_of_brackets(text: &str, mut at: usize, end: usize) -> usize {
    let mut depth = 0usize;
    while at < end {
        match text.as_bytes().get(at) {
            Some(b'(' | b'[' | b'{') => depth += 1,
            Some(b')' | b']' | b'}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        at = next(text, at);
        if depth == 0 {
            return at;
        }
    }
    end
}

/// The place behind the string, comment or character at `at`.
fn next(text: &str, at: usize) -> usize {
    let Some(rest) = text.get(at..) else { return at + 1 };
    let line = || rest.find('\n').unwrap_or(rest.len());
    if rest.starts_with('"') {
        at + end_of_string(rest)
    } else if rest.starts_with('#') || rest.starts_with("//") {
        at + line()
    } else if rest.starts_with("/*") {
        at + rest.find("*/").map_or(rest.len(), |end| end + 2)
    } else if let Some(heredoc) = heredoc(text, at) {
        heredoc.end
    } else {
        at + rest.chars().next().map_or(1, char::len_utf8)
    }
}

/// The text that begins with `<<MARK` or `<<-MARK` at `at`.
pub(super) fn heredoc(text: &str, at: usize) -> Option<Heredoc> {
    let rest = text.get(at..)?.strip_prefix("<<")?;
    let (rest, flush) = rest.strip_prefix('-').map_or((rest, false), |rest| (rest, true));
    let (mark, _) = rest.split_once('\n')?;
    let start = text.len() - rest.len() + mark.len() + 1;
    let mark = mark.trim();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    if mark.is_empty() || !mark.chars().all(is_word) {
        return None;
    }
    let mut line_start = start;
    for line in text.get(start..)?.split_inclusive('\n') {
        if line.trim() == mark {
            return Some(Heredoc { body: start..line_start, flush, end: line_start + line.trim_end().len() });
        }
        line_start += line.len();
    }
    Some(Heredoc { body: start..text.len(), flush, end: text.len() })
}

/// The length of the string that `text` begins with, quotes included; one that is not closed ends with its line.
pub(super) fn end_of_string(text: &str) -> usize {
    end_of_nested(text)
}

/// The length of `${…}` or `%{…}` that `text` begins with; one that is not closed ends with its line.
pub(super) fn end_of_interpolation(text: &str) -> usize {
    end_of_nested(text)
}

/// Strings hold expressions, and these hold strings.
fn end_of_nested(text: &str) -> usize {
    #[derive(PartialEq)]
    enum In {
        Quotes,
        Braces,
    }
    let bytes = text.as_bytes();
    let opens = |at: usize| matches!(bytes.get(at), Some(b'$' | b'%')) && bytes.get(at + 1) == Some(&b'{');
    let mut open: Vec<In> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let quoted = open.last() == Some(&In::Quotes);
        at += match byte {
            b'\\' if quoted => 2,
            b'\n' if open == [In::Quotes] => break,
            // Written twice, the sign stands for itself.
            b'$' | b'%' if quoted && bytes.get(at + 1) == Some(byte) && bytes.get(at + 2) == Some(&b'{') => 3,
            b'"' if quoted => {
                open.pop();
                1
            }
            b'"' => {
                open.push(In::Quotes);
                1
            }
            b'}' if !quoted => {
                open.pop();
                1
            }
            b'{' if !quoted => {
                open.push(In::Braces);
                1
            }
            _ if (quoted || open.is_empty()) && opens(at) => {
                open.push(In::Braces);
                2
            }
            _ => 1,
        };
        if open.is_empty() {
            return at.min(text.len());
        }
    }
    text.find('\n').unwrap_or(text.len())
}
