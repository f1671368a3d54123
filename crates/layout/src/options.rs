//! What decides how a picture is laid out: its direction, and how airy it is.

use crate::Direction;
use crate::geometry::cleaned;

/// Where a layout leads, and its distances in CSS pixels. "Side by side" and "row" are across the direction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// In which direction the flow runs.
    pub direction: Direction,
    /// Between two boxes side by side.
    pub node_gap: f64,
    /// Between a row of boxes and the next one; grows where many edges turn.
    pub rank_gap: f64,
    /// Between two lanes of a group.
    pub lane_gap: f64,
    /// Between a group's border and its lanes, and around the whole picture.
    pub padding: f64,
    /// Between two edges that run side by side.
    pub edge_gap: f64,
    /// Between the ends of two edges on one border of a box, where there is room.
    pub port_gap: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            direction: Direction::default(),
            node_gap: 28.0,
            rank_gap: 40.0,
            lane_gap: 26.0,
            padding: 18.0,
            edge_gap: 12.0,
            port_gap: 56.0,
        }
    }
}

impl Options {
    /// Replaces what is no length by zero and keeps edges at least a pixel apart.
    pub(crate) fn cleaned(&self) -> Self {
        Self {
            direction: self.direction,
            node_gap: cleaned(self.node_gap),
            rank_gap: cleaned(self.rank_gap),
            lane_gap: cleaned(self.lane_gap),
            padding: cleaned(self.padding),
            edge_gap: cleaned(self.edge_gap).max(1.0),
            port_gap: cleaned(self.port_gap).max(1.0),
        }
    }
}
