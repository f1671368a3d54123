//! A definition that a string of another file holds.

use std::ops::Range;
use std::sync::Arc;

use super::{Document, Extent, NodeId, NodeKind, Places, read, scalar_places};
use crate::finding::{Findings, Moved};
use crate::span::{LineIndex, Span};

/// The text of a definition, put together from parts of a file.
///
/// Values that are written later stand in it as marks, which are characters without a meaning in YAML.
#[derive(Clone, Debug, Default)]
pub(crate) struct Embedded {
    text: String,
    places: Places,
    /// What the file says in place of each mark.
    later: Vec<String>,
    /// How the file writes it.
    pub(crate) writing: Writing,
}

/// How a file writes a text that it holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Writing {
    /// Line by line, perhaps behind an indent.
    Lines,
    /// In quotes, folded or in parts: what is written there would have to be escaped.
    #[default]
    Quoted,
}

/// The signs around a mark's number: private characters, which no definition has a use for.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

impl Embedded {
    /// A text with its places in the file.
    pub(crate) fn new(text: String, places: Places, writing: Writing) -> Self {
        Self { text, places, later: Vec::new(), writing }
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// A whole file.
    pub(crate) fn of_file(text: &str) -> Self {
        Self::new(text.to_owned(), Places::verbatim(0, text.len()), Writing::Lines)
    }

    /// The value of a scalar; nothing for other nodes.
    pub(crate) fn of_scalar(document: &Document, id: NodeId) -> Option<Self> {
        let node = document.node(id);
        let NodeKind::Scalar(scalar) = &node.kind else { return None };
        let value = scalar.text();
        let found = scalar_places(document.source(id), node.at.start as usize, value);
        let (places, writing) = found.unwrap_or_else(|| {
            let mut whole = Places::default();
            whole.replace(node.at, value.len());
            (whole, Writing::Quoted)
        });
        Some(Self::new(value.to_owned(), places, writing))
    }

    /// A text that is written in the same way, without anything in it yet.
    pub(crate) fn begin(&self) -> Self {
        Self::new(String::new(), Places::default(), self.writing)
    }

    /// Goes on with a text that the file says in another way, at `at`.
    pub(crate) fn push_text(&mut self, text: &str, at: Span) {
        self.text.push_str(text);
        self.places.replace(at, text.len());
    }

    /// Goes on with a part of another text of the same file.
    pub(crate) fn push(&mut self, other: &Self, part: Range<usize>) {
        let Some(text) = other.text.get(part.clone()) else { return };
        self.text.push_str(text);
        self.places.extend(&other.places, part);
    }

    /// Goes on with a mark for a part of another text that is written later.
    pub(crate) fn push_mark(&mut self, other: &Self, part: Range<usize>) {
        let name = other.text.get(part.clone()).unwrap_or_default().to_owned();
        let mark = format!("{OPEN}{}{CLOSE}", self.later.len());
        self.later.push(name);
        self.places.replace(other.places.span(Span::new(part.start, part.end)), mark.len());
        self.text.push_str(&mark);
    }

    /// Reads the text as a document whose places are those of `file`.
    pub(crate) fn read(self, file: &Arc<str>, lines: &Arc<LineIndex>) -> (Document, Findings) {
        let (mut document, findings) = read(&self.text);
        let places = Arc::new(self.places);
        let findings = findings.each(|rule| Moved::read(rule, &places, self.writing));
        let inner = document.nodes.iter().map(|node| node.at).collect();
        for node in Arc::make_mut(&mut document.nodes) {
            node.at = places.span(node.at);
        }
        for hole in &mut document.holes {
            *hole = places.span(*hole);
        }
        for error in &mut document.errors {
            error.offset = places.start(error.offset);
            error.after = places.start(error.after);
        }
        document.text = Arc::clone(file);
        document.lines = Arc::clone(lines);
        let marked: Vec<_> = (0..document.nodes.len() as u32)
            .map(NodeId)
            .filter_map(|id| match &document.node(id).kind {
                NodeKind::Scalar(scalar) => Some((id, named(scalar.text(), &self.later)?)),
                NodeKind::Sequence(_) | NodeKind::Mapping(_) => None,
            })
            .collect();
        document.set_unknown(marked);
        let named = named(&self.text, &self.later);
        document.extent = Extent::String(Arc::new(Inside { text: self.text, named, at: inner, places }));
        (document, findings)
    }
}

/// The value with what the file says in place of its marks; nothing when it has none.
fn named(value: &str, later: &[String]) -> Option<String> {
    let mut parts = value.split(OPEN);
    let mut text = parts.next()?.to_owned();
    let mut found = false;
    for part in parts {
        let mark =
            part.split_once(CLOSE).and_then(|(number, rest)| Some((later.get(number.parse::<usize>().ok()?)?, rest)));
        match mark {
            Some((name, rest)) => {
                found = true;
                text.push_str(name);
                text.push_str(rest);
            }
            None => {
                text.push(OPEN);
                text.push_str(part);
            }
        }
    }
    found.then_some(text)
}

/// The string that holds a document.
#[derive(Debug)]
pub(super) struct Inside {
    text: String,
    /// The same with names in place of marks, if it has any.
    named: Option<String>,
    /// The places of the nodes in it.
    at: Vec<Span>,
    places: Arc<Places>,
}

impl Inside {
    /// What the string says.
    pub(super) fn text(&self) -> &str {
        self.named.as_deref().unwrap_or(&self.text)
    }

    /// The text of a node.
    pub(super) fn source(&self, id: NodeId) -> &str {
        self.text.get(self.at(id).range()).unwrap_or_default()
    }

    /// The place of a node in the string.
    pub(super) fn at(&self, id: NodeId) -> Span {
        self.at.get(id.0 as usize).copied().unwrap_or_default()
    }

    /// The place in the file of a part of the string.
    pub(super) fn outside(&self, part: Span) -> Span {
        self.places.span(part)
    }
}
