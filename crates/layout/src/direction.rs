//! In which direction flows run.

use crate::level::{Drawing, Flat};
use crate::{Point, Rect, Size};

/// In which direction a flow runs. Boxes and texts keep their shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Direction {
    /// From top to bottom; branches stand side by side, error edges leave at the right.
    #[default]
    TopToBottom,
    /// From left to right; branches stand below each other, error edges leave at the bottom.
    LeftToRight,
}

// The passes know one direction, from top to bottom. What they get and what they give is turned over the diagonal for the
// other one; turning twice changes nothing.
impl Direction {
    pub(crate) fn size(self, size: Size) -> Size {
        match self {
            Self::TopToBottom => size,
            Self::LeftToRight => Size::new(size.height, size.width),
        }
    }

    pub(crate) fn point(self, point: Point) -> Point {
        match self {
            Self::TopToBottom => point,
            Self::LeftToRight => Point::new(point.y, point.x),
        }
    }

    /// Turns a rectangle so that a flow in this direction runs from top to bottom; and back.
    #[must_use]
    pub fn rect(self, rect: Rect) -> Rect {
        match self {
            Self::TopToBottom => rect,
            Self::LeftToRight => Rect::new(rect.y, rect.x, rect.height, rect.width),
        }
    }

    /// Turns the boxes and labels of a level for the passes.
    pub(crate) fn flat(self, flat: &mut Flat) {
        if self == Self::TopToBottom {
            return;
        }
        for size in &mut flat.sizes {
            *size = self.size(*size);
        }
        for arrow in &mut flat.arrows {
            arrow.label = arrow.label.map(|label| self.size(label));
        }
    }

    /// Turns what the passes have drawn.
    pub(crate) fn drawing(self, drawing: &mut Drawing) {
        if self == Self::TopToBottom {
            return;
        }
        drawing.size = self.size(drawing.size);
        for corner in &mut drawing.corners {
            *corner = self.point(*corner);
        }
        for way in &mut drawing.ways {
            for point in &mut way.points {
                *point = self.point(*point);
            }
            way.label = way.label.map(|label| self.rect(label));
        }
    }
}
