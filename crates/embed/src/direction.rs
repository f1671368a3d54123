//! The words for the direction of a picture.

use flowglass_diagram::Direction;

/// From left to right for `lr`; every other word leaves it from top to bottom, as attributes do.
pub(crate) fn direction_of(word: &str) -> Direction {
    if word == "lr" { Direction::LeftToRight } else { Direction::TopToBottom }
}
