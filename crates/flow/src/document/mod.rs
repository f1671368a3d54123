//! The text of a definition as a tree of nodes with their places.

mod embedded;
mod events;
mod input;
mod outline;
mod places;
mod read;
mod recover;
mod scalar;
mod scalar_places;
mod unknown;
mod whole;

pub(crate) use embedded::{Embedded, Writing};
pub use events::SyntaxError;
pub(crate) use places::Places;
pub(crate) use read::read;
pub use scalar::Scalar;
pub(crate) use scalar_places::scalar_places;
pub(crate) use unknown::WrittenLater;
pub use whole::read_whole;

use std::sync::Arc;

use flowglass_expression::{Json, Object};

use crate::span::{LineIndex, Span};

/// The number of a node in its [`Document`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct NodeId(pub(crate) u32);

/// A text and what it says as YAML. All places are places of [`text`](Self::text).
#[derive(Clone, Debug)]
pub struct Document {
    /// The text of the file.
    pub text: Arc<str>,
    /// Where its lines begin.
    pub lines: Arc<LineIndex>,
    /// The outermost node; `None` for an empty text.
    pub root: Option<NodeId>,
    /// Parts that were left out because they cannot be read; their findings say why.
    pub holes: Vec<Span>,
    /// Where the text is not YAML, in the order in which that was noticed.
    pub errors: Vec<SyntaxError>,
    nodes: Arc<Vec<Node>>,
    /// The values that a deployment tool fills in.
    unknown: Arc<Vec<Span>>,
    extent: Extent,
}

/// How much of the file the document is.
#[derive(Clone, Debug)]
enum Extent {
    /// All of it.
    File,
    /// One node of it.
    Node,
    /// What a string says.
    String(Arc<embedded::Inside>),
}

/// One node and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Where it stands, without the blanks and comments around it.
    pub at: Span,
    /// Its tag, such as `!Ref`, unless it is one of YAML's own.
    pub tag: Option<Box<str>>,
}

/// What a node is.
#[derive(Clone, Debug)]
pub enum NodeKind {
    /// A single value.
    Scalar(Scalar),
    /// A list.
    Sequence(Box<[NodeId]>),
    /// Keys and values in the order of the text; a key that stands twice is here once.
    Mapping(Box<[(NodeId, NodeId)]>),
}

impl Document {
    /// The node with this number.
    ///
    /// # Panics
    /// When the number comes from another document.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// The text of a node.
    pub fn source(&self, id: NodeId) -> &str {
        match &self.extent {
            Extent::String(inside) => inside.source(id),
            Extent::File | Extent::Node => self.text.get(self.node(id).at.range()).unwrap_or_default(),
        }
    }

    /// The place of a part of a scalar's value: exact where the value can be laid beside its text, else the scalar.
    pub fn part_of_scalar(&self, id: NodeId, part: std::ops::Range<usize>) -> Span {
        let node = self.node(id);
        let NodeKind::Scalar(scalar) = &node.kind else { return node.at };
        let Some((places, _)) = scalar_places(self.source(id), 0, scalar.text()) else { return node.at };
        self.part_of_source(id, places.span(Span::new(part.start.min(places.len()), part.end.min(places.len()))))
    }

    /// The node's first line: a whole list or mapping is too much to point at.
    pub(crate) fn first_line(&self, id: NodeId) -> Span {
        let source = self.source(id);
        let line = source.split(['\n', '\r']).next().unwrap_or_default().trim_end();
        self.part_of_source(id, Span::new(0, line.len()))
    }

    /// The place of a part of a node's source.
    fn part_of_source(&self, id: NodeId, part: Span) -> Span {
        let moved = |start: u32| Span::new((start + part.start) as usize, (start + part.end) as usize);
        match &self.extent {
            Extent::String(inside) => inside.outside(moved(inside.at(id).start)),
            Extent::File | Extent::Node => moved(self.node(id).at.start),
        }
    }

    /// The text of the definition alone, as the service would see it; what is written later stands in it as `${…}`.
    pub fn definition_text(&self) -> String {
        match (&self.extent, self.root) {
            (Extent::String(inside), _) => inside.text().to_owned(),
            (Extent::Node, Some(root)) => self.json(root).to_compact(),
            (Extent::File, _) | (Extent::Node, None) => self.text.to_string(),
        }
    }

    /// Tells whether a deployment tool fills in the node's value.
    pub fn is_unknown(&self, id: NodeId) -> bool {
        matches!(&self.node(id).kind, NodeKind::Scalar(scalar) if scalar.is_unknown())
    }

    /// Tells whether a place lies in a value that a deployment tool fills in.
    pub(crate) fn lies_in_unknown(&self, at: Span) -> bool {
        let after = self.unknown.partition_point(|unknown| unknown.start <= at.start);
        let before = after.checked_sub(1).and_then(|index| self.unknown.get(index));
        before.is_some_and(|unknown| at.end <= unknown.end)
    }

    /// A text that is no YAML.
    pub(crate) fn of_text(text: &str) -> Self {
        Self {
            text: text.into(),
            lines: LineIndex::new(text).into(),
            root: None,
            holes: Vec::new(),
            errors: Vec::new(),
            nodes: Arc::default(),
            unknown: Arc::default(),
            extent: Extent::File,
        }
    }

    /// The value of a key, if the node is a mapping that has it.
    pub(crate) fn value(&self, id: NodeId, key: &str) -> Option<NodeId> {
        let NodeKind::Mapping(entries) = &self.node(id).kind else { return None };
        entries.iter().find(|(name, _)| self.key_text(*name) == key).map(|(_, value)| *value)
    }

    /// The same text, of which only the node `root` is meant.
    pub(crate) fn part(&self, root: NodeId) -> Self {
        Self { root: Some(root), extent: Extent::Node, ..self.clone() }
    }

    /// The scalar that stands exactly here.
    pub(crate) fn scalar_at(&self, at: Span) -> Option<NodeId> {
        // Nodes are numbered in the order in which they begin.
        let first = self.nodes.partition_point(|node| node.at.start < at.start);
        let here = self.nodes.iter().enumerate().skip(first).take_while(|(_, node)| node.at.start == at.start);
        let mut scalars = here.filter(|(_, node)| node.at == at && matches!(node.kind, NodeKind::Scalar(_)));
        scalars.next().map(|(index, _)| NodeId(index as u32))
    }

    /// The value of a node as JSON: numbers, Booleans and null by YAML's core schema, everything else as text.
    pub fn json(&self, id: NodeId) -> Json {
        match &self.node(id).kind {
            NodeKind::Scalar(scalar) => scalar.json(),
            NodeKind::Sequence(items) => Json::from(items.iter().map(|item| self.json(*item)).collect::<Vec<_>>()),
            NodeKind::Mapping(entries) => {
                let pairs =
                    entries.iter().map(|(key, value)| (Arc::<str>::from(self.key_text(*key)), self.json(*value)));
                Json::from(pairs.collect::<Object>())
            }
        }
    }

    /// The key of this name in a mapping, and its value.
    pub(crate) fn entry(&self, mapping: NodeId, name: &str) -> Option<(NodeId, NodeId)> {
        let NodeKind::Mapping(entries) = &self.node(mapping).kind else { return None };
        let is_key = |key: NodeId| matches!(&self.node(key).kind, NodeKind::Scalar(key) if key.text() == name);
        entries.iter().copied().find(|(key, _)| is_key(*key))
    }

    /// Tells whether a mapping has a key of this name whose value a deployment tool writes.
    pub(crate) fn is_entry_unknown(&self, mapping: NodeId, name: &str) -> bool {
        self.entry(mapping, name).is_some_and(|(_, value)| self.is_unknown(value))
    }

    /// The text of a key; a key that is a list or a mapping is given as its source.
    pub fn key_text(&self, key: NodeId) -> &str {
        match &self.node(key).kind {
            NodeKind::Scalar(scalar) => scalar.text(),
            NodeKind::Sequence(_) | NodeKind::Mapping(_) => self.source(key),
        }
    }
}
