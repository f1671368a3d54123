//! Where each byte of a scalar's value stands between its quotes, escapes and indents.

use super::{Places, Writing};
use crate::span::Span;

/// Finds the places of `value` in the scalar that is written as `source` from the byte `offset` of the file on, and
/// how it is written.
///
/// `None` when the two cannot be laid side by side; then the scalar as a whole is all that can be pointed at.
pub(crate) fn scalar_places(source: &str, offset: usize, value: &str) -> Option<(Places, Writing)> {
    let lead = source.len() - without_properties(source).len();
    let body = source.get(lead..)?;
    let (body, offset) = match block_header(body) {
        Some(header) => (body.get(header..)?, offset + lead + header),
        None => (body, offset + lead),
    };
    let quoted =
        ['"', '\''].into_iter().find(|quote| body.len() > 1 && body.starts_with(*quote) && body.ends_with(*quote));
    let inside = quoted.and_then(|quote| folded(body.get(1..body.len() - 1)?, offset + 1, value, Some(quote)));
    // The source of a block scalar begins with its text, so what looks like quotes may belong to that.
    if inside.is_none()
        && let Some(places) = literal(body, offset, value)
    {
        return Some((places, Writing::Lines));
    }
    let places = inside.or_else(|| folded(body, offset, value, None))?;
    Some((places, Writing::Quoted))
}

/// The source behind tags and anchors.
fn without_properties(source: &str) -> &str {
    let mut rest = source;
    while rest.starts_with(['!', '&']) {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        rest = rest.get(end..).unwrap_or_default().trim_start();
    }
    rest
}

/// The length of a block scalar's first line, such as `|-`.
fn block_header(source: &str) -> Option<usize> {
    let line = source.split_inclusive('\n').next()?;
    let mut rest = line.trim_end().strip_prefix(['|', '>'])?.trim_start_matches(['+', '-']);
    rest = rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['+', '-']);
    let is_header = line.ends_with('\n') && (rest.is_empty() || rest.trim_start().starts_with('#'));
    is_header.then_some(line.len())
}

/// Lines that stand as they are behind their indent.
fn literal(source: &str, offset: usize, value: &str) -> Option<Places> {
    let mut places = Places::default();
    let mut lines = source.split_inclusive('\n').peekable();
    let mut at = offset;
    let mut begun = false;
    for piece in value.split_inclusive('\n') {
        let body = piece.strip_suffix('\n').unwrap_or(piece);
        let blank_before = !begun && body.is_empty() && lines.peek().is_some_and(|line| !line.trim().is_empty());
        let Some(line) = (if blank_before { None } else { lines.next() }) else {
            // Empty lines before and behind the scalar's place.
            if !body.trim_end_matches(' ').is_empty() {
                return None;
            }
            places.replace(Span::at(at), piece.len());
            continue;
        };
        begun = true;
        let written = line.trim_end_matches('\n').trim_end_matches('\r');
        // The place of a scalar ends before the blanks of its last line.
        let body = if lines.peek().is_none() && !written.ends_with(' ') { body.trim_end_matches(' ') } else { body };
        let indent = if body.is_empty() { written.len() } else { written.len().checked_sub(body.len())? };
        if written.get(indent..)? != body || !written.get(..indent)?.trim_matches(' ').is_empty() {
            return None;
        }
        places.copy(at + indent, body.len());
        places.replace(Span::new(at + written.len(), at + line.len()), piece.len() - body.len());
        at += line.len();
    }
    lines.all(|line| line.trim().is_empty()).then_some(places)
}

/// Text whose line breaks are blanks, with the escapes of its quotes.
fn folded(source: &str, offset: usize, value: &str, quote: Option<char>) -> Option<Places> {
    let mut places = Places::default();
    // The indent of a block's first line.
    let indent = leading(source, &[' ']).saturating_sub(leading(value, &[' ']));
    let mut at = if quote.is_none() { indent } else { 0 };
    while places.len() < value.len() || (quote == Some('"') && source.get(at..)?.starts_with('\\')) {
        let (rest, wanted) = (source.get(at..)?, value.get(places.len()..)?);
        let blanks = leading(rest, &[' ', '\t', '\r', '\n']);
        let (taken, made) = if quote == Some('"') && rest.starts_with('\\') {
            let (taken, made) = escape(rest)?;
            let text = wanted.get(..made.map_or(0, char::len_utf8))?;
            (taken, Some(text).filter(|text| made.is_none_or(|made| text.starts_with(made)))?)
        } else if quote == Some('\'') && rest.starts_with("''") {
            (2, wanted.get(..1).filter(|made| *made == "'")?)
        } else if rest.get(..blanks)?.contains('\n') {
            let breaks = rest.get(..blanks)?.matches('\n').count();
            let made = match quote {
                Some(_) => breaks.saturating_sub(1).max(1),
                None => leading(wanted, &[' ', '\t', '\n']),
            };
            (blanks, wanted.get(..made).filter(|made| made.trim().is_empty())?)
        } else if rest.is_empty() && quote.is_none() {
            // The place of a scalar ends before its last line breaks.
            (0, Some(wanted).filter(|wanted| wanted.trim().is_empty())?)
        } else {
            let first = rest.chars().next()?;
            let same = wanted.get(..first.len_utf8()).filter(|made| made.starts_with(first))?;
            places.copy(offset + at, same.len());
            at += same.len();
            continue;
        };
        places.replace(Span::new(offset + at, offset + at + taken), made.len());
        at += taken;
    }
    source.get(at..)?.trim().is_empty().then_some(places)
}

fn leading(text: &str, characters: &[char]) -> usize {
    text.len() - text.trim_start_matches(characters).len()
}

/// The length of an escape and what it stands for; nothing for one that joins two lines.
fn escape(source: &str) -> Option<(usize, Option<char>)> {
    let letter = source.chars().nth(1)?;
    let digits = match letter {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    };
    if digits > 0 {
        let code = u32::from_str_radix(source.get(2..2 + digits)?, 16).ok()?;
        return Some((2 + digits, Some(char::from_u32(code)?)));
    }
    let made = match letter {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        ' ' | '"' | '/' | '\\' => letter,
        '\n' | '\r' => {
            let blanks = source.get(1..)?;
            return Some((1 + leading(blanks, &[' ', '\t', '\r', '\n']), None));
        }
        _ => return None,
    };
    Some((2, Some(made)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every character of `value` that is a letter stands where the file says the same letter.
    fn check(source: &str, value: &str) {
        let offset = 7;
        let (places, _) = scalar_places(source, offset, value).unwrap_or_else(|| panic!("no places for {source:?}"));
        for (at, letter) in value.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            let place = places.span(Span::new(at, at + letter.len_utf8()));
            let place = place.start as usize - offset..place.end as usize - offset;
            let written = &source[place];
            assert!(
                written.starts_with(letter) || written.starts_with('\\'),
                "{letter} is at {written:?} in {source:?}"
            );
        }
    }

    #[test]
    fn letters_stand_where_the_file_says_them() {
        check("abc", "abc");
        check("ab\n   cd\n\n  ef", "ab cd\nef");
        check("&a 'it''s\n  so'", "it's so");
        check(r#""a\tb\u540dc\x41\\d\"e""#, "a\tb名cA\\d\"e");
        check("\"a \\\n   b\\\n  \\ c\"", "a b c");
        check("\"a\\nb\"", "a\nb");
        check("!Sub |\n  a: 名\n    b\n\n  c", "a: 名\n  b\n\nc\n");
        check("a\r\n  b\r\n  c", "a\nb\nc\n");
        check("\"a\": 1\n  \"b\": 2", "\"a\": 1\n\"b\": 2\n");
        check(">-\n  a\n  b\n\n    c\n  d", "a b\n\n  c\nd");
        check("|2- # why\n   a\n  b", " a\nb");
        check("a  \n  b", "a  \nb  \n");
        check("a", "\n\na\n");
    }

    #[test]
    fn what_cannot_be_laid_side_by_side_has_no_places() {
        for (source, value) in [("abc", "abd"), ("\"a\\qb\"", "aqb"), ("ab", "abc"), ("abc", "ab"), ("", "a")] {
            assert!(scalar_places(source, 0, value).is_none(), "{source:?}");
        }
    }
}
