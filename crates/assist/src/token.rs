//! The word at the cursor, found in the characters of its line.

use flowglass_flow::{Document, NodeId, NodeKind, Span};

/// The key or value that is being typed, whatever the rest of the text looks like.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    /// Its place; empty between words. Quotes belong to it.
    pub(crate) span: Span,
    /// Where its line's indentation ends, or its column when the line is empty: where keys of the same mapping begin.
    pub(crate) column: usize,
    /// Set where a key may stand: at the beginning of a line, behind a dash, in braces.
    pub(crate) key: bool,
    /// Set when a colon follows.
    pub(crate) colon: bool,
    /// Set inside brackets or braces.
    pub(crate) flow: bool,
    /// The quote that it begins with.
    pub(crate) quote: Option<char>,
    /// Set directly behind a colon: a blank has to be written first.
    pub(crate) needs_blank: bool,
    /// Set in a block scalar.
    pub(crate) block: bool,
    /// The brackets that are open at the cursor, closed.
    pub(crate) closers: String,
}

impl Token {
    pub(crate) fn in_block_scalar(span: Span, offset: usize) -> Self {
        let span = Span::new(span.start as usize, offset.max(span.start as usize));
        Self {
            span,
            column: 0,
            key: false,
            colon: false,
            flow: false,
            quote: None,
            needs_blank: false,
            block: true,
            closers: String::new(),
        }
    }
}

/// Finds the token at `offset`; `None` where nothing can be completed.
pub(crate) fn token_at(document: &Document, offset: usize) -> Option<Token> {
    let text = &*document.text;
    let line_start = text.get(..offset)?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let line_end = text[offset..].find(['\n', '\r']).map_or(text.len(), |at| offset + at);
    if let Some(start) = flow_collection_at(document, offset)
        && let Some(token) = in_flow(text, start, offset, line_end)
    {
        return Some(token);
    }
    in_line(text, line_start, line_end, offset)
}

/// Where the outermost collection in brackets or braces around `offset` begins.
pub(crate) fn flow_collection_at(document: &Document, offset: usize) -> Option<usize> {
    let mut open = vec![document.root?];
    while let Some(node) = open.pop() {
        let at = document.node(node).at;
        let inside = (at.start as usize) < offset && offset <= at.end as usize;
        let flow = document.source(node).starts_with(['{', '[']);
        let mut children: Vec<NodeId> = match &document.node(node).kind {
            NodeKind::Scalar(_) => continue,
            NodeKind::Sequence(items) => items.to_vec(),
            NodeKind::Mapping(entries) => entries.iter().flat_map(|(key, value)| [*key, *value]).collect(),
        };
        if flow && inside {
            return Some(at.start as usize);
        }
        if !flow {
            open.append(&mut children);
        }
    }
    None
}

/// The token in a collection that begins at `start`; `None` when the collection ends before the cursor.
fn in_flow(text: &str, start: usize, offset: usize, line_end: usize) -> Option<Token> {
    let mut closers = Vec::new();
    let (mut token, mut key) = (start, false);
    let mut quote = None;
    let mut ended = false;
    let bytes = text.as_bytes();
    let mut at = start;
    while at < offset {
        let byte = bytes[at];
        match quote {
            Some(open) => {
                if byte == b'\\' && open == b'"' {
                    at += 1;
                } else if byte == open {
                    quote = None;
                }
            }
            None => match byte {
                b'{' | b'[' => {
                    closers.push(if byte == b'{' { '}' } else { ']' });
                    (token, key, ended) = (at + 1, byte == b'{', false);
                }
                b'}' | b']' => {
                    closers.pop();
                    ended = true;
                }
                b',' => (token, key, ended) = (at + 1, closers.last() == Some(&'}'), false),
                b':' if bytes
                    .get(at + 1)
                    .is_none_or(|next| next.is_ascii_whitespace() || matches!(next, b',' | b'}')) =>
                {
                    (token, key) = (at + 1, false);
                }
                b'"' | b'\'' if text[token..at].trim().is_empty() => quote = Some(byte),
                _ => {}
            },
        }
        at += 1;
    }
    if closers.is_empty() || ended {
        return None;
    }
    let typed = text[token..offset].trim_start();
    let begin = offset - typed.len();
    let rest = &text[offset..line_end];
    let end = match quote {
        Some(open) => rest.find(char::from(open)).map_or(rest.len(), |at| at + 1),
        None => {
            let stop = rest.find([',', '}', ']']).unwrap_or(rest.len());
            let colon = rest.match_indices(':').map(|(at, _)| at).find(|at| {
                rest[at + 1..].chars().next().is_none_or(|next| next.is_whitespace() || matches!(next, ',' | '}'))
            });
            rest[..stop.min(colon.unwrap_or(stop))].trim_end().len()
        }
    };
    let end = offset + end;
    let needs_blank = !key && begin == offset && text[..offset].ends_with(':');
    Some(Token {
        span: Span::new(begin, end),
        column: 0,
        key,
        colon: text[end..line_end].trim_start().starts_with(':'),
        flow: true,
        quote: text[begin..end].chars().next().filter(|c| matches!(c, '"' | '\'')),
        needs_blank,
        block: false,
        closers: closers.iter().rev().collect(),
    })
}

/// The token in a line of a block: a key, or the value behind a colon.
fn in_line(text: &str, line_start: usize, line_end: usize, offset: usize) -> Option<Token> {
    let line = &text[line_start..line_end];
    let cursor = offset - line_start;
    let plain = |span: Span, column: usize| Token {
        span,
        column,
        key: true,
        colon: false,
        flow: false,
        quote: None,
        needs_blank: false,
        block: false,
        closers: String::new(),
    };
    if line.trim().is_empty() {
        return Some(plain(Span::at(offset), cursor));
    }
    let mut begin = leading_blanks(line);
    while line[begin..].starts_with("- ") {
        begin += 1 + leading_blanks(&line[begin + 1..]);
    }
    if cursor < begin {
        return None;
    }
    if line[begin..].starts_with(['{', '[']) {
        return in_flow(text, line_start + begin, offset, line_end);
    }
    let colon = colon_in(&line[begin..]).map(|at| begin + at);
    match colon {
        Some(colon) if cursor > colon => {
            let value = (colon + 1 + leading_blanks(&line[colon + 1..])).min(line.len());
            let needs_blank = cursor == colon + 1;
            if cursor >= value && line[value..].starts_with(['{', '[']) {
                return in_flow(text, line_start + value, offset, line_end);
            }
            let from = value.min(cursor);
            let end = value.max(cursor).max(from + value_length(&line[from..]));
            let span = Span::new(line_start + from, line_start + end);
            let quote = line[from..].chars().next().filter(|c| matches!(c, '"' | '\''));
            Some(Token { key: false, quote, needs_blank, ..plain(span, begin) })
        }
        Some(colon) => Some(Token { colon: true, ..plain(Span::new(line_start + begin, line_start + colon), begin) }),
        None => {
            let end = (begin + value_length(&line[begin..])).max(cursor);
            let quote = line[begin..].chars().next().filter(|c| matches!(c, '"' | '\''));
            Some(Token { quote, ..plain(Span::new(line_start + begin, line_start + end), begin) })
        }
    }
}

fn leading_blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

/// Where the colon behind a key stands, when `text` begins with a key.
pub(crate) fn colon_in(text: &str) -> Option<usize> {
    let quoted = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let from = match quoted {
        Some(quote) => 2 + text[1..].find(quote)?,
        None => 0,
    };
    let colon = from
        + text[from..]
            .match_indices(':')
            .map(|(at, _)| at)
            .find(|at| text[from + at + 1..].chars().next().is_none_or(char::is_whitespace))?;
    let comment = text.find(" #").unwrap_or(text.len());
    (colon < comment).then_some(colon)
}

/// How long the value is that `text` begins with, without a comment behind it.
fn value_length(text: &str) -> usize {
    let quoted = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    if let Some(quote) = quoted
        && let Some(end) = text[1..].rfind(quote)
    {
        return end + 2;
    }
    text[..text.find(" #").unwrap_or(text.len())].trim_end().len()
}

#[cfg(test)]
mod tests {
    use flowglass_flow::parse;

    use super::*;

    /// Checks the token at the `|` of `text`, and whether a key may stand there.
    fn check(text: &str, token: &str, key: bool, flow: bool) {
        let offset = text.find('|').expect("a cursor");
        let text = text.replacen('|', "", 1);
        let found = token_at(&parse(&text).document, offset).unwrap_or_else(|| panic!("nothing in {text:?}"));
        assert_eq!((&text[found.span.range()], found.key, found.flow), (token, key, flow), "{text:?}");
    }

    #[test]
    fn the_word_at_the_cursor_is_found() {
        check("a: 1\n|", "", true, false);
        check("a: 1\n  |\nb: 2", "", true, false);
        check("Na|me: x", "Name", true, false);
        check("- Na|", "Na", true, false);
        check("- - |x", "x", true, false);
        check("Next: |", "", false, false);
        check("Next:|", "", false, false);
        check("Next: Check st|ock # there", "Check stock", false, false);
        check("Next: 'Check| stock'  # there", "'Check stock'", false, false);
        check("a: [x, y|, z]", "y", false, true);
        check("a: [x, |", "", false, true);
        check("a: {b: c, d|}", "d", true, true);
        check("a: {b: |}", "", false, true);
        check("a: {b: {c: 1}, d: e|", "e", false, true);
        check("- {a: b, |}", "", true, true);
        check("a:\n  - {b: c, |}\n  - {d: e}\n", "", true, true);
        check("a: {\n  b: 1,\n  c|\n}\n", "c", true, true);
        check("{\"a\": \"b|\"}", "\"b\"", false, true);
        check("条: 名|称", "名称", false, false);
    }

    #[test]
    fn nothing_is_completed_before_the_words_of_a_line() {
        assert_eq!(token_at(&parse("a:\n  b: 1\n").document, 4), None);
        assert_eq!(token_at(&parse("a: {b: 1} \n").document, 9), None);
    }
}
