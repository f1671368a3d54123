//! Turns the parser's events into a tree, within bounds.
//!
//! Needs nothing but text; leaves nodes whose number, depth and expanded size are bounded, so that everything
//! behind may walk the tree without counting. The parser stops at its first error: what was read until then is
//! closed and kept.

use rustc_hash::FxHashMap;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span as ScanSpan};

use super::input::Characters;
use super::scalar::{Reading, Scalar};
use super::{Node, NodeId, NodeKind};
use crate::finding::Findings;
use crate::rules::alias::{AliasRefused, Refusal};
use crate::rules::custom_tag::CustomTag;
use crate::rules::duplicate_key::DuplicateKey;
use crate::rules::several_documents::SeveralDocuments;
use crate::rules::too_deep::TooDeep;
use crate::span::Span;

/// How many lists and mappings may stand inside each other.
pub(crate) const MAX_DEPTH: usize = 128;
/// How many nodes a text may have once its aliases are written out.
pub(crate) const MAX_EXPANDED_NODES: u64 = 2_000_000;

/// How many items whose dash is missing are told apart from those before them.
const MAX_HEADLESS: usize = 64;
/// Up to how many keys of a mapping are compared one by one; most mappings have fewer.
const FEW_KEYS: usize = 16;
/// How many bytes of a text there are for each node, about.
const BYTES_PER_NODE: usize = 10;
/// For how many nodes room is made before they are there.
const MAX_ROOM: usize = 1 << 20;

/// A tree, and the error that ended it early.
pub(super) struct Tree {
    pub(super) root: Option<NodeId>,
    pub(super) nodes: Vec<Node>,
    pub(super) findings: Findings,
    pub(super) error: Option<SyntaxError>,
    /// The first thing that YAML may say and that is left out or changed here.
    pub(super) left_out: Option<LeftOut>,
    /// Keys that begin an item whose dash is missing.
    pub(super) headless: Vec<DuplicateKey>,
}

/// Something that YAML may say, and that a document does not have as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LeftOut {
    pub(super) at: Span,
    pub(super) what: What,
}

/// What a document leaves out or reads in its own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    SecondDocument,
    SecondKey,
    Tag,
    TooDeep,
    Alias(Refusal),
}

/// Where and why the parser stopped.
#[derive(Clone, Debug)]
pub struct SyntaxError {
    /// The byte at which it stopped.
    pub offset: usize,
    /// The end of the last thing that was understood; what is wrong stands behind it.
    pub(super) after: usize,
    /// What the parser says, in English.
    pub message: String,
}

/// Reads one text; `text` has no byte-order mark.
pub(super) fn build(text: &str, shift: usize) -> Tree {
    let mut builder = Builder::new(text, shift);
    let mut error = None;
    let mut after = 0;
    for event in Parser::new(Characters::new(text)) {
        match event {
            Ok((event, at)) => {
                after = at.end.index();
                if !builder.take(event, at) {
                    break;
                }
                if builder.swallowed.is_some() {
                    error = builder.swallowed.take();
                    break;
                }
            }
            Err(stop) => {
                let mut stop = builder.offsets.error(&stop, after);
                // What stands in an open bracket may be what follows it.
                let bracket = builder.open.iter().find(|open| open.flow_style);
                stop.after = bracket.map_or(stop.after, |open| builder.nodes[open.id.0 as usize].at.start as usize);
                error = Some(stop);
                break;
            }
        }
    }
    builder.finish(error)
}

/// A list or mapping whose end has not come.
struct Open {
    id: NodeId,
    anchor: usize,
    is_list: bool,
    /// Where what it holds begins in [`Builder::items`] or [`Builder::entries`].
    from: usize,
    /// A key that waits for its value.
    key: Option<NodeId>,
    /// The keys seen, with the node of the first; empty while they are few.
    keys: FxHashMap<Box<str>, NodeId>,
    /// Nodes inside, aliases written out.
    weight: u64,
    /// Where the last thing inside ended.
    end: usize,
    /// Tells whether it stands in brackets.
    flow_style: bool,
    /// The column of a list's dashes.
    dashes: Option<usize>,
    /// The first key that stands twice with different values.
    twice: Option<(NodeId, NodeId)>,
    /// Tells whether a key inside was taken for the beginning of another item.
    headless: bool,
}

struct Builder<'text> {
    text: &'text str,
    offsets: Offsets<'text>,
    nodes: Vec<Node>,
    open: Vec<Open>,
    /// What the open lists hold so far, one list behind the other.
    items: Vec<NodeId>,
    /// What the open mappings hold so far, one mapping behind the other.
    entries: Vec<(NodeId, NodeId)>,
    /// How many lists and mappings deeper than the limit are open; what they hold is skipped.
    skipping: usize,
    /// By the parser's number of an anchor: the node that has it and how much that holds; `None` while it is open.
    anchors: Vec<Option<(NodeId, u64)>>,
    root: Option<NodeId>,
    /// All nodes so far, aliases written out.
    weight: u64,
    findings: Findings,
    left_out: Option<LeftOut>,
    told_too_deep: bool,
    headless: Vec<DuplicateKey>,
    swallowed: Option<SyntaxError>,
}

impl<'text> Builder<'text> {
    fn new(text: &'text str, shift: usize) -> Self {
        Self {
            text,
            offsets: Offsets::new(text, shift),
            nodes: Vec::with_capacity((text.len() / BYTES_PER_NODE).min(MAX_ROOM)),
            open: Vec::new(),
            items: Vec::new(),
            entries: Vec::new(),
            skipping: 0,
            anchors: Vec::new(),
            root: None,
            weight: 0,
            findings: Findings::default(),
            left_out: None,
            told_too_deep: false,
            headless: Vec::new(),
            swallowed: None,
        }
    }

    /// Takes one event; tells whether to go on.
    fn take(&mut self, event: Event<'_>, at: ScanSpan) -> bool {
        let span = self.offsets.span(at);
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            Event::DocumentStart(_) => {
                if self.root.is_some() {
                    self.leave_out(span, What::SecondDocument);
                    self.findings.report(|| SeveralDocuments { at: span });
                    return false;
                }
            }
            Event::Scalar(value, style, anchor, tag) => {
                if self.skipping == 0 {
                    let tag = tag.map(|tag| (tag.to_string(), tag.is_yaml_core_schema(), tag.suffix == "str"));
                    let reading = match &tag {
                        Some((_, true, text)) => {
                            if *text {
                                Reading::Text
                            } else {
                                Reading::Core
                            }
                        }
                        Some(_) => Reading::Text,
                        None if style == ScalarStyle::Plain => Reading::Core,
                        None => Reading::Text,
                    };
                    let span = match style {
                        ScalarStyle::Plain if value.is_empty() && span.is_empty() => self.behind(span),
                        ScalarStyle::Plain => span,
                        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                            self.check_swallowed(span);
                            span
                        }
                        ScalarStyle::Literal | ScalarStyle::Folded => self.trim_end(span),
                    };
                    let scalar = NodeKind::Scalar(Scalar::new(value, reading));
                    let tag = self.custom(tag, span);
                    let id = self.add(scalar, span, tag);
                    self.place(id, anchor, 1, span.end as usize);
                }
            }
            Event::SequenceStart(anchor, tag) => {
                let tag = tag.map(|tag| (tag.to_string(), tag.is_yaml_core_schema(), false));
                self.start(NodeKind::Sequence(Box::default()), anchor, tag, span);
            }
            Event::MappingStart(anchor, tag) => {
                let tag = tag.map(|tag| (tag.to_string(), tag.is_yaml_core_schema(), false));
                self.start(NodeKind::Mapping(Box::default()), anchor, tag, span);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if self.skipping > 0 {
                    self.skipping -= 1;
                } else {
                    self.close(span.end as usize);
                }
            }
            Event::Alias(anchor) => {
                if self.skipping == 0 {
                    self.alias(anchor, span);
                }
            }
        }
        true
    }

    /// The name of a tag that is not YAML's own; told once per place.
    fn custom(&mut self, tag: Option<(String, bool, bool)>, at: Span) -> Option<Box<str>> {
        let (name, core, _) = tag?;
        if core || name == "!" {
            return None;
        }
        self.leave_out(at, What::Tag);
        self.findings.report(|| CustomTag { at, tag: name.clone() });
        Some(name.into())
    }

    fn start(&mut self, kind: NodeKind, anchor: usize, tag: Option<(String, bool, bool)>, span: Span) {
        if self.skipping > 0 {
            self.skipping += 1;
            return;
        }
        // Only brackets have a width.
        let flow_style = !span.is_empty();
        let is_list = matches!(kind, NodeKind::Sequence(_));
        let dash = (!flow_style && is_list).then(|| self.first_dash(span));
        let start = dash.map_or(Span::at(span.start as usize), |(start, _)| start);
        if self.open.len() >= MAX_DEPTH {
            self.skipping = 1;
            if !self.told_too_deep {
                self.told_too_deep = true;
                self.leave_out(span, What::TooDeep);
                self.findings.report(|| TooDeep { at: span, most: MAX_DEPTH });
            }
            let id = self.add(NodeKind::Scalar(Scalar::new("", Reading::Core)), start, None);
            self.place(id, 0, 1, start.end as usize);
            return;
        }
        let tag = self.custom(tag, span);
        let id = self.add(kind, start, tag);
        self.open.push(Open {
            id,
            anchor,
            is_list,
            from: if is_list { self.items.len() } else { self.entries.len() },
            key: None,
            keys: FxHashMap::default(),
            weight: 1,
            end: span.end as usize,
            flow_style,
            dashes: dash.map(|(_, column)| column),
            twice: None,
            headless: false,
        });
    }

    /// The first dash of a list and its column; the parser stands behind it when the list is as deep as its key.
    fn first_dash(&self, start: Span) -> (Span, usize) {
        let offset = (start.start as usize).saturating_sub(self.offsets.shift);
        let before = self.text.get(..offset).unwrap_or_default();
        let at_dash = self.text.get(offset..).is_some_and(|rest| rest.starts_with('-'));
        let before = if at_dash { before } else { before.trim_end().strip_suffix('-').unwrap_or(before) };
        let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
        (Span::at(self.offsets.shift + before.len()), line.chars().count())
    }

    fn leave_out(&mut self, at: Span, what: What) {
        self.left_out.get_or_insert(LeftOut { at, what });
    }

    /// Ends the innermost open list or mapping.
    fn close(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        if let Some(key) = open.key {
            // The text broke off between a key and its value.
            let at = Span::at(open.end);
            let empty = self.add(NodeKind::Scalar(Scalar::new("", Reading::Core)), at, None);
            self.entries.push((key, empty));
        }
        let end = if open.flow_style { end } else { open.end };
        let node = &mut self.nodes[open.id.0 as usize];
        node.kind = if open.is_list {
            NodeKind::Sequence(self.items.drain(open.from..).collect())
        } else {
            NodeKind::Mapping(self.entries.drain(open.from..).collect())
        };
        node.at = Span::new(node.at.start as usize, end);
        let at = node.at;
        if open.flow_style && self.open.last().is_none_or(|around| !around.flow_style) {
            self.check_swallowed(at);
        }
        self.place(open.id, open.anchor, open.weight, end);
    }

    /// Takes it for an error when quotes or brackets hold the beginning of a neighbour in the list around them.
    ///
    /// YAML asks for deeper lines there; the parser lets the column of the dash pass.
    fn check_swallowed(&mut self, at: Span) {
        let Some(column) = self.open.iter().rev().find_map(|open| open.dashes) else { return };
        let source = self.text_at(at.start as usize).get(..at.len()).unwrap_or_default();
        let neighbour = |line: &str| {
            let body = line.trim_start_matches(' ');
            line.len() - body.len() == column && body.starts_with("- ")
        };
        if source.lines().skip(1).any(neighbour) {
            let offset = at.start as usize;
            let message = "this quote or bracket is closed only behind the next item of the list".to_owned();
            self.swallowed.get_or_insert(SyntaxError { offset, after: offset, message });
        }
    }

    fn text_at(&self, offset: usize) -> &str {
        self.text.get(offset.saturating_sub(self.offsets.shift)..).unwrap_or_default()
    }

    fn alias(&mut self, anchor: usize, at: Span) {
        let refusal = match self.anchors.get(anchor).and_then(Option::as_ref) {
            None => Refusal::Itself,
            Some((_, weight)) if self.weight.saturating_add(*weight) > MAX_EXPANDED_NODES => Refusal::TooLarge,
            Some((id, weight)) => {
                let (id, weight) = (*id, *weight);
                self.weight = self.weight.saturating_add(weight);
                self.place(id, 0, weight, at.end as usize);
                return;
            }
        };
        self.leave_out(at, What::Alias(refusal));
        self.findings.report(|| AliasRefused { at, refusal });
        let id = self.add(NodeKind::Scalar(Scalar::new("", Reading::Core)), at, None);
        self.place(id, 0, 1, at.end as usize);
    }

    fn add(&mut self, kind: NodeKind, at: Span, tag: Option<Box<str>>) -> NodeId {
        self.nodes.push(Node { kind, at, tag });
        self.weight = self.weight.saturating_add(1);
        NodeId((self.nodes.len() - 1) as u32)
    }

    /// Puts a finished node where it belongs.
    fn place(&mut self, id: NodeId, anchor: usize, weight: u64, end: usize) {
        if anchor != 0 {
            // The parser numbers them one by one.
            if self.anchors.len() <= anchor {
                self.anchors.resize(anchor + 1, None);
            }
            self.anchors[anchor] = Some((id, weight));
        }
        let Some(parent) = self.open.last_mut() else {
            self.root.get_or_insert(id);
            return;
        };
        parent.weight = parent.weight.saturating_add(weight);
        parent.end = parent.end.max(end);
        if parent.is_list {
            self.items.push(id);
            return;
        }
        match parent.key.take() {
            None => parent.key = Some(id),
            Some(key) => self.entry(key, id),
        }
    }

    /// Adds an entry to the innermost open mapping, unless its key stands there already.
    fn entry(&mut self, key: NodeId, value: NodeId) {
        if let Some(first) = self.first_like(key) {
            let duplicate = self.duplicate(first, key);
            self.leave_out(duplicate.at, What::SecondKey);
            self.findings.report(|| duplicate);
            self.check_headless(first, key, value);
            return;
        }
        self.entries.push((key, value));
    }

    /// The key of the innermost open mapping that says the same.
    fn first_like(&mut self, key: NodeId) -> Option<NodeId> {
        let text = scalar_text(&self.nodes, key)?;
        let open = self.open.last_mut()?;
        let entries = self.entries.get(open.from..).unwrap_or_default();
        if entries.len() < FEW_KEYS {
            let mut known = entries.iter().map(|(known, _)| *known);
            return known.find(|known| scalar_text(&self.nodes, *known) == Some(text));
        }
        if open.keys.is_empty() {
            let texts = entries.iter().filter_map(|(key, _)| Some((scalar_text(&self.nodes, *key)?.into(), *key)));
            open.keys.extend(texts);
        }
        let first = open.keys.get(text).copied();
        if first.is_none() {
            open.keys.insert(text.into(), key);
        }
        first
    }

    fn duplicate(&self, first: NodeId, key: NodeId) -> DuplicateKey {
        let at = |id: NodeId| self.nodes[id.0 as usize].at;
        let text = scalar_text(&self.nodes, key).unwrap_or_default();
        DuplicateKey { at: at(key), first: at(first), key: text.into() }
    }

    /// Takes a key that stands twice for the beginning of another item when it is one of the two that items begin
    /// with, or when a second key stands twice too: the line with the dash is missing, or it moved to the right.
    fn check_headless(&mut self, first: NodeId, key: NodeId, value: NodeId) {
        let from = self.open.last().map_or(0, |open| open.from);
        let entries = self.entries.get(from..).unwrap_or_default();
        let Some(index) = entries.iter().position(|(old, _)| *old == first) else { return };
        let text = |id: NodeId| scalar_text(&self.nodes, id);
        let same =
            text(value).is_some_and(|value| entries.get(index).is_some_and(|(_, old)| text(*old) == Some(value)));
        let [.., list, open] = &mut self.open[..] else { return };
        if same || self.headless.len() >= MAX_HEADLESS || open.headless || open.flow_style || list.dashes.is_none() {
            return;
        }
        let head = *open.twice.get_or_insert((first, key));
        if index < 2 || head.1 != key {
            open.headless = true;
            let duplicate = self.duplicate(head.0, head.1);
            self.headless.push(duplicate);
        }
    }

    /// Block scalars end behind their last line break; people point at their text.
    fn trim_end(&self, span: Span) -> Span {
        let shift = self.offsets.shift;
        let range = span.start as usize - shift.min(span.start as usize)..(span.end as usize).saturating_sub(shift);
        let text = self.text.get(range).unwrap_or_default();
        Span::new(span.start as usize, span.start as usize + text.trim_end_matches(['\n', '\r', ' ']).len())
    }

    /// A value that is missing stands behind what asks for it, not where the parser noticed.
    fn behind(&self, span: Span) -> Span {
        let shift = self.offsets.shift;
        let before = self.text.get(..(span.start as usize).saturating_sub(shift)).unwrap_or_default();
        Span::at(shift + before.trim_end().len())
    }

    fn finish(mut self, error: Option<SyntaxError>) -> Tree {
        self.skipping = 0;
        while let Some(open) = self.open.last() {
            let end = open.end;
            self.close(end);
        }
        let Self { root, nodes, findings, left_out, headless, .. } = self;
        Tree { root, nodes, findings, error, left_out, headless }
    }
}

/// What a single value says; `None` for lists and mappings.
fn scalar_text(nodes: &[Node], id: NodeId) -> Option<&str> {
    match &nodes[id.0 as usize].kind {
        NodeKind::Scalar(scalar) => Some(scalar.text()),
        NodeKind::Sequence(_) | NodeKind::Mapping(_) => None,
    }
}

/// Turns the parser's character counts into byte offsets of the whole text.
struct Offsets<'text> {
    text: &'text str,
    /// Bytes before the parsed text: a byte-order mark.
    shift: usize,
    /// The byte offset of every 64th character; empty when every character is one byte.
    marks: Vec<u32>,
}

const STRIDE: usize = 64;

impl<'text> Offsets<'text> {
    fn new(text: &'text str, shift: usize) -> Self {
        let marks = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().step_by(STRIDE).map(|(offset, _)| offset as u32).collect()
        };
        Self { text, shift, marks }
    }

    fn byte(&self, character: usize) -> usize {
        if self.marks.is_empty() {
            return self.shift + character.min(self.text.len());
        }
        let Some(start) = self.marks.get(character / STRIDE) else { return self.shift + self.text.len() };
        let start = *start as usize;
        let rest = self.text.get(start..).unwrap_or_default();
        let within = rest.char_indices().nth(character % STRIDE).map_or(rest.len(), |(offset, _)| offset);
        self.shift + start + within
    }

    fn span(&self, span: ScanSpan) -> Span {
        Span::new(self.byte(span.start.index()), self.byte(span.end.index()))
    }

    fn error(&self, error: &ScanError, after: usize) -> SyntaxError {
        let offset = self.byte(error.marker().index());
        SyntaxError { offset, after: self.byte(after).min(offset), message: error.info().to_owned() }
    }
}
