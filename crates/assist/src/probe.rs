//! What could stand at the cursor of a text that is being typed.
//!
//! The word at the cursor is replaced by one that the reader is sure to take, and the text is read again. What is
//! broken elsewhere is left out by the reader; when that takes the cursor's place along, only the lines that lead to
//! the cursor are read ([`spine`](crate::spine)).

use flowglass_flow::{Dialect, Document, NodeKind, Opened, Parsed, Span};

use crate::block_scalar;
use crate::file::{File, definition_at, syntax_errors};
use crate::spine::spine;
use crate::spot::{Spot, What};
use crate::token::{Token, token_at};

/// The word that is read in place of the one at the cursor.
const WORD: &str = "flowglass0cursor";

/// The place of the cursor.
#[derive(Debug)]
pub(crate) struct Probe {
    /// The definition with the word in place of the token, as read.
    pub(crate) parsed: Parsed,
    /// The file with that word, as read.
    pub(crate) opened: Opened,
    /// The file without what is being typed, as read.
    pub(crate) without: Opened,
    /// Where the word lies in it.
    pub(crate) spot: Spot,
    /// What stands at the cursor.
    pub(crate) token: Token,
    /// What can be written there.
    pub(crate) form: Form,
}

/// What can be written at the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A key of the innermost mapping.
    Key,
    /// The first key of a new list item, behind a dash that is to be written too.
    Item,
    /// A value, or a part of one.
    Value,
}

impl Probe {
    /// Finds the place of `offset` in an opened file.
    pub(crate) fn at(opened: &Opened, file: File<'_>, offset: usize) -> Option<Self> {
        let (index, parsed) = definition_at(opened, offset)?;
        let document = &parsed.document;
        let text: &str = &document.text;
        if !text.is_char_boundary(offset) || in_comment(text, offset) {
            return None;
        }
        if let Some(span) = block_scalar_at(document, offset) {
            let spot = Spot::at(document, parsed.flow.as_ref()?.dialect, offset)?;
            let token = Token::in_block_scalar(span, offset);
            let (parsed, without, opened) = (parsed.clone(), opened.clone(), opened.clone());
            return Some(Self { parsed, opened, without, spot, token, form: Form::Value });
        }
        let token = token_at(document, offset)?;
        // A key whose value is there already is only replaced.
        let without = if token.colon { opened.clone() } else { file.read(&without(text, &token)) };
        let read = |base: &str, most_errors: usize| {
            candidates(&token).into_iter().find_map(|(form, before, after)| {
                let mut patched = base.get(..token.span.start as usize)?.to_owned();
                patched.push_str(before);
                let place = patched.len();
                patched.push_str(WORD);
                patched.push_str(&after);
                patched.push_str(base.get(token.span.end as usize..)?);
                let opened = file.read(&patched);
                if syntax_errors(&opened) > most_errors {
                    return None;
                }
                let parsed = opened.definitions.get(index)?.parsed.clone();
                let spot = Spot::at(&parsed.document, parsed.flow.as_ref()?.dialect, place)?;
                let is_key = matches!(spot.what, What::Key);
                // A dash in the middle of a mapping would take the keys behind it along.
                let splits = form == Form::Item && !spot.other_keys(&parsed.document).is_empty();
                if span_start(&parsed.document, &spot) != place || is_key == (form == Form::Value) || splits {
                    return None;
                }
                Some(Self { parsed, opened, without: without.clone(), spot, token: token.clone(), form })
            })
        };
        // What is written may not be the cause of an error, even of one that the letters typed so far cause too.
        let most_errors = syntax_errors(opened).min(syntax_errors(&without));
        read(text, most_errors).or_else(|| read(&spine(document, token.span.start as usize), 0))
    }

    /// The document that [`spot`](Self::spot) speaks of.
    pub(crate) fn document(&self) -> &Document {
        &self.parsed.document
    }

    /// The language of the text.
    pub(crate) fn dialect(&self) -> Dialect {
        self.spot.innermost().map_or(Dialect::StateMachine, |frame| frame.place.dialect())
    }
}

/// The text without the token; without its whole line, when the token is all that stands there.
fn without(text: &str, token: &Token) -> String {
    let (mut start, end) = (token.span.start as usize, token.span.end as usize);
    if token.key && !token.flow {
        let line = text[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        if text[line..start].chars().all(|c| c == ' ' || c == '-') {
            start = line;
        }
    }
    format!("{}{}", &text[..start], &text[end..])
}

/// What may be written in place of the token, with what is written before and behind the word: the likeliest first.
fn candidates(token: &Token) -> Vec<(Form, &'static str, String)> {
    let lead = if token.needs_blank { " " } else { "" };
    let closed = |text: &str| format!("{text}{}", token.closers);
    let mut all = match (token.key, token.colon) {
        (true, true) => vec![(Form::Key, "", String::new())],
        (true, false) if token.flow => vec![(Form::Key, "", ": 0".to_owned()), (Form::Value, "", String::new())],
        (true, false) => vec![
            (Form::Key, "", ": 0".to_owned()),
            (Form::Value, "", String::new()),
            (Form::Item, "- ", ": 0".to_owned()),
            (Form::Value, "- ", String::new()),
        ],
        (false, _) => vec![(Form::Value, lead, String::new())],
    };
    if !token.closers.is_empty() {
        let more: Vec<_> = all.iter().map(|(form, before, after)| (*form, *before, closed(after))).collect();
        all.extend(more);
    }
    all
}

fn span_start(document: &Document, spot: &Spot) -> usize {
    document.node(spot.node).at.start as usize
}

/// The block scalar (`|` or `>`) whose lines hold `offset`.
fn block_scalar_at(document: &Document, offset: usize) -> Option<Span> {
    let mut open = vec![document.root?];
    while let Some(node) = open.pop() {
        if !document.node(node).at.touches(offset) {
            continue;
        }
        match &document.node(node).kind {
            NodeKind::Scalar(_) => {
                return block_scalar::header(document, node).map(|_| document.node(node).at);
            }
            NodeKind::Sequence(items) => open.extend(items),
            NodeKind::Mapping(entries) => open.extend(entries.iter().flat_map(|(key, value)| [*key, *value])),
        }
    }
    None
}

/// Tells whether a comment reaches over `offset`; a `#` inside quotes is none.
fn in_comment(text: &str, offset: usize) -> bool {
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let line = &text[start..offset];
    let mut quote = None;
    let mut before = ' ';
    for c in line.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '#' && before.is_whitespace() => return true,
            None if matches!(c, '"' | '\'') && matches!(before, ' ' | '{' | '[' | ',') => quote = Some(c),
            None => {}
        }
        before = c;
    }
    false
}
