//! Lays out flows: boxes, edges and groups become places and routes.
//!
//! A layered layout from top to bottom or from left to right, recursive over groups: each level is laid out by itself and is then one box in the
//! level around it, so edges never cross the border of a group. Knows nothing of steps, dialects or SVG.
//!
//! ```
//! use flowglass_layout::{Edge, EdgeIndex, Graph, Level, LevelIndex, Node, NodeIndex, Options, lay_out};
//!
//! let graph = Graph {
//!     nodes: vec![Node::leaf(196.0, 50.0), Node::leaf(196.0, 50.0)],
//!     edges: vec![Edge::new(NodeIndex(0), NodeIndex(1))],
//!     levels: vec![Level { nodes: vec![NodeIndex(0), NodeIndex(1)], edges: vec![EdgeIndex(0)], ..Level::default() }],
//!     root: LevelIndex(0),
//! };
//! let layout = lay_out(&graph, &Options::default());
//! // A straight line down.
//! assert_eq!(layout.edges[0].points.len(), 2);
//! ```

mod again;
mod align;
mod chains;
mod columns;
mod compact;
mod compose;
mod crossings;
mod cycles;
mod direction;
mod geometry;
mod graph;
mod layout;
mod level;
mod lists;
mod nesting;
mod options;
mod order;
mod ports;
mod rank;
mod routes;
mod rows;
mod settle;
mod sides;
mod sorting;
mod steady;
mod tracks;
mod trunks;

pub use again::{Memory, lay_out_again};
pub use compose::lay_out;
pub use direction::Direction;
pub use geometry::{Point, Rect, Size};
pub use graph::{Edge, EdgeIndex, Graph, Level, LevelIndex, Node, NodeIndex};
pub use layout::{Layout, Route};
pub use options::Options;
