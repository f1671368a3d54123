//! What a layout is: places of boxes and lanes, and routes of edges.

use crate::{Point, Rect, Size};

/// Where everything stands; all places count from the picture's top left corner.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layout {
    /// The whole picture, with the padding around it.
    pub size: Size,
    /// By [`NodeIndex`](crate::NodeIndex); a zero rectangle for a node that is in no level.
    pub nodes: Vec<Rect>,
    /// The lanes' areas by [`LevelIndex`](crate::LevelIndex); lanes of one group are equally long.
    pub levels: Vec<Rect>,
    /// The captions' places by [`LevelIndex`](crate::LevelIndex).
    pub captions: Vec<Option<Rect>>,
    /// By [`EdgeIndex`](crate::EdgeIndex).
    pub edges: Vec<Route>,
}

/// The way of one edge.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Route {
    /// Turns only by right angles, from the border of `from` to the border of `to`; empty for an edge that is in no level.
    pub points: Vec<Point>,
    /// The place of the label, centred on the line (beside it in a loop on one node).
    pub label: Option<Rect>,
    /// Runs against the flow: a loop.
    pub back: bool,
}
