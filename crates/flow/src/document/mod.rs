//! The text of a definition as a tree of nodes with their places.

mod events;
mod outline;
mod read;
mod recover;
mod scalar;

pub use events::SyntaxError;
pub(crate) use read::read;
pub use scalar::Scalar;

use flowglass_expression::{Json, Object};

use crate::span::{LineIndex, Span};

/// The number of a node in its [`Document`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(crate) u32);

/// A text and what it says as YAML.
#[derive(Clone, Debug)]
pub struct Document {
    /// The text as given.
    pub text: String,
    /// Where its lines begin.
    pub lines: LineIndex,
    /// The outermost node; `None` for an empty text.
    pub root: Option<NodeId>,
    /// Parts that were left out because they cannot be read; their findings say why.
    pub holes: Vec<Span>,
    /// Where the text is not YAML, in the order in which that was noticed.
    pub errors: Vec<SyntaxError>,
    nodes: Vec<Node>,
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
    Sequence(Vec<NodeId>),
    /// Keys and values in the order of the text; a key that stands twice is here once.
    Mapping(Vec<(NodeId, NodeId)>),
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
        self.text.get(self.node(id).at.range()).unwrap_or_default()
    }

    /// The place of a part of a scalar's value: exact where the value stands in the text as it is, else the scalar.
    pub fn part_of_scalar(&self, id: NodeId, part: std::ops::Range<usize>) -> Span {
        let node = self.node(id);
        let NodeKind::Scalar(scalar) = &node.kind else { return node.at };
        let source = self.source(id);
        let value = scalar.text();
        let lead = if source == value {
            0
        } else if source.len() == value.len() + 2 && source.get(1..=value.len()) == Some(value) {
            1
        } else {
            return node.at;
        };
        let start = node.at.start as usize + lead;
        let end = part.end.min(value.len());
        Span::new(start + part.start.min(end), start + end)
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
                let pairs = entries.iter().map(|(key, value)| (self.key_text(*key), self.json(*value)));
                Json::from(pairs.collect::<Object>())
            }
        }
    }

    /// The text of a key; a key that is a list or a mapping is given as its source.
    pub fn key_text(&self, key: NodeId) -> std::sync::Arc<str> {
        match &self.node(key).kind {
            NodeKind::Scalar(scalar) => scalar.text().into(),
            NodeKind::Sequence(_) | NodeKind::Mapping(_) => self.source(key).into(),
        }
    }
}
