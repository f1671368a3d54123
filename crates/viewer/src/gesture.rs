//! Pointers → moving, zooming, clicking: which of them it is shows only while it happens.

use flowglass_diagram::{NodeIndex, Point};

/// A pointer that moves less than this, in CSS pixels, clicks.
const CLICK_REACH: f64 = 4.0;
/// Distances of two pointers below this say nothing about zoom.
const LEAST_SPREAD: f64 = 8.0;

/// The pointers that are down.
#[derive(Debug, Default)]
pub(crate) struct Gesture {
    pointers: Vec<Pointer>,
    moving: bool,
}

#[derive(Debug)]
struct Pointer {
    id: i32,
    start: Point,
    last: Point,
    node: Option<NodeIndex>,
}

/// What a movement does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Motion {
    /// Nothing yet: it may become a click.
    Nothing,
    /// Moves the picture.
    Pan {
        /// By how much, in pixels of the window.
        by: Point,
        /// The gesture begins with this motion.
        begins: bool,
    },
    /// Moves the picture and changes the zoom.
    Pinch {
        /// By how much it moves.
        by: Point,
        /// The factor of the zoom.
        factor: f64,
        /// The point that stays under the fingers.
        at: Point,
    },
}

impl Gesture {
    /// A pointer goes down, on a node or on none. More than two pointers are passed over.
    pub(crate) fn down(&mut self, id: i32, at: Point, node: Option<NodeIndex>) {
        self.pointers.retain(|pointer| pointer.id != id);
        if self.pointers.is_empty() {
            self.moving = false;
        }
        if self.pointers.len() < 2 {
            self.pointers.push(Pointer { id, start: at, last: at, node });
        }
        if self.pointers.len() == 2 {
            self.moving = true;
        }
    }

    /// A pointer moves.
    pub(crate) fn moved(&mut self, id: i32, to: Point) -> Motion {
        match self.pointers.as_mut_slice() {
            [only] if only.id == id => {
                let begins = !self.moving;
                if begins && distance(only.start, to) < CLICK_REACH {
                    return Motion::Nothing;
                }
                self.moving = true;
                let by = difference(to, only.last);
                only.last = to;
                Motion::Pan { by, begins }
            }
            [one, other] if one.id == id || other.id == id => {
                let (before, spread_before) = (middle(one.last, other.last), distance(one.last, other.last));
                if one.id == id {
                    one.last = to;
                } else {
                    other.last = to;
                }
                let (after, spread) = (middle(one.last, other.last), distance(one.last, other.last));
                let tell = spread >= LEAST_SPREAD && spread_before >= LEAST_SPREAD;
                let factor = if tell { spread / spread_before } else { 1.0 };
                Motion::Pinch { by: difference(after, before), factor, at: after }
            }
            _ => Motion::Nothing,
        }
    }

    /// A pointer goes up. A click is told by the node it began on: `Some(None)` for the ground.
    pub(crate) fn up(&mut self, id: i32) -> Option<Option<NodeIndex>> {
        let at = self.pointers.iter().position(|pointer| pointer.id == id)?;
        let pointer = self.pointers.remove(at);
        (!self.moving).then_some(pointer.node)
    }

    /// A pointer is taken away: no click.
    pub(crate) fn cancelled(&mut self, id: i32) {
        self.moving = true;
        self.pointers.retain(|pointer| pointer.id != id);
    }

    /// Tells whether no pointer is down.
    pub(crate) fn is_over(&self) -> bool {
        self.pointers.is_empty()
    }
}

fn difference(to: Point, from: Point) -> Point {
    Point::new(to.x - from.x, to.y - from.y)
}

fn middle(one: Point, other: Point) -> Point {
    Point::new(f64::midpoint(one.x, other.x), f64::midpoint(one.y, other.y))
}

fn distance(one: Point, other: Point) -> f64 {
    let by = difference(one, other);
    (by.x * by.x + by.y * by.y).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Point {
        Point::new(x, y)
    }

    #[test]
    fn a_pointer_that_hardly_moves_clicks() {
        let mut gesture = Gesture::default();
        gesture.down(1, at(10.0, 10.0), Some(NodeIndex(3)));
        assert_eq!(gesture.moved(1, at(12.0, 12.0)), Motion::Nothing);
        assert_eq!(gesture.up(1), Some(Some(NodeIndex(3))));
        gesture.down(1, at(10.0, 10.0), None);
        assert_eq!(gesture.up(1), Some(None));
        assert_eq!(gesture.up(1), None);
        assert!(gesture.is_over());
    }

    #[test]
    fn a_pointer_that_moves_pans_and_does_not_click() {
        let mut gesture = Gesture::default();
        gesture.down(1, at(10.0, 10.0), Some(NodeIndex(3)));
        assert_eq!(gesture.moved(1, at(13.0, 14.0)), Motion::Pan { by: at(3.0, 4.0), begins: true });
        // Back at the start it is still no click.
        assert_eq!(gesture.moved(1, at(10.0, 10.0)), Motion::Pan { by: at(-3.0, -4.0), begins: false });
        assert_eq!(gesture.up(1), None);
        assert_eq!(gesture.moved(1, at(50.0, 50.0)), Motion::Nothing);
    }

    #[test]
    fn two_pointers_zoom_between_them() {
        let mut gesture = Gesture::default();
        gesture.down(1, at(0.0, 0.0), None);
        gesture.down(2, at(100.0, 0.0), None);
        gesture.down(3, at(500.0, 0.0), None);
        assert_eq!(
            gesture.moved(2, at(200.0, 0.0)),
            Motion::Pinch { by: at(50.0, 0.0), factor: 2.0, at: at(100.0, 0.0) }
        );
        assert_eq!(gesture.moved(3, at(0.0, 0.0)), Motion::Nothing);
        assert_eq!(gesture.up(2), None);
        // The other finger goes on panning, and neither clicks.
        assert_eq!(gesture.moved(1, at(1.0, 0.0)), Motion::Pan { by: at(1.0, 0.0), begins: false });
        assert_eq!(gesture.up(1), None);
        // Fingers on one spot do not make the zoom jump.
        gesture.down(1, at(0.0, 0.0), None);
        gesture.down(2, at(1.0, 0.0), None);
        assert_eq!(
            gesture.moved(2, at(101.0, 0.0)),
            Motion::Pinch { by: at(50.0, 0.0), factor: 1.0, at: at(50.5, 0.0) }
        );
    }

    #[test]
    fn a_cancelled_pointer_does_not_click() {
        let mut gesture = Gesture::default();
        gesture.down(1, at(0.0, 0.0), None);
        gesture.cancelled(1);
        assert_eq!(gesture.up(1), None);
        gesture.down(1, at(0.0, 0.0), None);
        assert_eq!(gesture.up(1), Some(None));
    }
}
