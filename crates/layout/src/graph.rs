//! What is laid out: boxes, groups of boxes, and edges between the boxes of one level.

use crate::Size;

/// Names a node: its place in [`Graph::nodes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct NodeIndex(pub u32);

/// Names a level: its place in [`Graph::levels`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct LevelIndex(pub u32);

/// Names an edge: its place in [`Graph::edges`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct EdgeIndex(pub u32);

/// Everything to be laid out.
///
/// A node belongs to one level at most, a level to one group or to the root, an edge to one level that has both its ends.
/// What breaks this (an edge from level to level, a second home of a node) is left out of the picture.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    pub nodes: Vec<Node>,
    pub levels: Vec<Level>,
    pub edges: Vec<Edge>,
    pub root: LevelIndex,
}

/// A box, or a group: a box with lanes inside.
#[derive(Debug, Clone, Default)]
pub struct Node {
    /// The size of a leaf; of a group the least size.
    pub size: Size,
    /// The height kept free at a group's top for its title.
    pub header: f64,
    /// What stands inside, side by side across the flow's direction; none in a leaf.
    pub lanes: Vec<LevelIndex>,
}

/// Nodes that are laid out together, and the edges between them.
#[derive(Debug, Clone, Default)]
pub struct Level {
    /// In the order of the input, which decides wherever the edges leave a choice.
    pub nodes: Vec<NodeIndex>,
    pub edges: Vec<EdgeIndex>,
    /// Where the flow begins; it stands in the first row, and edges into it count as running back.
    pub start: Option<NodeIndex>,
    /// The text kept free at the lane's top, such as a branch's condition.
    pub caption: Option<Size>,
}

/// An arrow from one node to another of the same level, or to itself.
#[derive(Debug, Clone)]
pub struct Edge {
    pub from: NodeIndex,
    pub to: NodeIndex,
    /// The room its text takes. The label interrupts the line: it is centred on it.
    pub label: Option<Size>,
    /// Leaves at a side of its node instead of the end that the flow runs to, as error edges do.
    pub side: bool,
}

impl Node {
    /// Makes a box without anything inside.
    #[must_use]
    pub fn leaf(width: f64, height: f64) -> Self {
        Self { size: Size::new(width, height), ..Self::default() }
    }
}

impl Edge {
    /// Makes a plain edge without a label.
    #[must_use]
    pub fn new(from: NodeIndex, to: NodeIndex) -> Self {
        Self { from, to, label: None, side: false }
    }
}
