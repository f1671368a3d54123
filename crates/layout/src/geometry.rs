//! Sizes, points and rectangles. All lengths are CSS pixels; y grows downwards.

/// A width and a height.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Size {
    pub width: f64,
    pub height: f64,
}

/// A place in the picture.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

/// An upright rectangle, named by its top left corner.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Size {
    /// Makes a size.
    #[must_use]
    pub const fn new(width: f64, height: f64) -> Self {
        Self { width, height }
    }

    /// Replaces what is no length (negative, not finite) by zero.
    pub(crate) fn cleaned(self) -> Self {
        Self { width: cleaned(self.width), height: cleaned(self.height) }
    }
}

impl Point {
    /// Makes a point.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Moves the point by an offset.
    #[must_use]
    pub fn moved(self, by: Self) -> Self {
        Self { x: self.x + by.x, y: self.y + by.y }
    }
}

impl Rect {
    /// Makes a rectangle from its top left corner and its size.
    #[must_use]
    pub const fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self { x, y, width, height }
    }

    /// Returns the x of the right border.
    #[must_use]
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Returns the y of the lower border.
    #[must_use]
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Returns the point in the middle.
    #[must_use]
    pub fn center(&self) -> Point {
        Point::new(self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// Tells whether `other` lies inside; common borders count as inside.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        other.x >= self.x && other.y >= self.y && other.right() <= self.right() && other.bottom() <= self.bottom()
    }

    /// Tells whether the two share some area; touching borders share none.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// Grows every border outwards by `by`; a negative number shrinks, down to nothing at the centre.
    #[must_use]
    pub fn inflate(&self, by: f64) -> Self {
        let (dx, dy) = (by.max(-self.width / 2.0), by.max(-self.height / 2.0));
        Self::new(self.x - dx, self.y - dy, self.width + 2.0 * dx, self.height + 2.0 * dy)
    }

    /// Returns the least rectangle that holds both.
    #[must_use]
    pub fn around(&self, other: &Self) -> Self {
        let (left, top) = (self.x.min(other.x), self.y.min(other.y));
        let (right, bottom) = (self.right().max(other.right()), self.bottom().max(other.bottom()));
        Self::new(left, top, right - left, bottom - top)
    }

    /// Moves the rectangle by an offset.
    #[must_use]
    pub fn moved(&self, by: Point) -> Self {
        Self::new(self.x + by.x, self.y + by.y, self.width, self.height)
    }
}

/// Replaces what is no length (negative, not finite) by zero.
pub(crate) fn cleaned(length: f64) -> f64 {
    if length.is_finite() { length.max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_know_their_borders() {
        let rect = Rect::new(10.0, 20.0, 30.0, 40.0);
        assert_eq!((rect.right(), rect.bottom(), rect.center()), (40.0, 60.0, Point::new(25.0, 40.0)));
        assert_eq!(rect.moved(Point::new(1.0, 2.0)), Rect::new(11.0, 22.0, 30.0, 40.0));
        assert_eq!(rect.around(&Rect::new(0.0, 30.0, 15.0, 50.0)), Rect::new(0.0, 20.0, 40.0, 60.0));
    }

    #[test]
    fn touching_is_not_overlapping() {
        let check = |other: Rect, overlaps: bool, contains: bool| {
            let rect = Rect::new(0.0, 0.0, 10.0, 10.0);
            assert_eq!((rect.overlaps(&other), rect.contains(&other)), (overlaps, contains), "{other:?}");
        };
        check(Rect::new(10.0, 0.0, 5.0, 5.0), false, false);
        check(Rect::new(9.0, 9.0, 5.0, 5.0), true, false);
        check(Rect::new(0.0, 0.0, 10.0, 10.0), true, true);
        check(Rect::new(2.0, 2.0, 3.0, 3.0), true, true);
        check(Rect::new(2.0, -6.0, 3.0, 5.0), false, false);
    }

    #[test]
    fn inflating_inwards_stops_at_the_centre() {
        let check = |by: f64, expected: Rect| assert_eq!(Rect::new(0.0, 0.0, 10.0, 4.0).inflate(by), expected);
        check(1.0, Rect::new(-1.0, -1.0, 12.0, 6.0));
        check(-1.0, Rect::new(1.0, 1.0, 8.0, 2.0));
        check(-3.0, Rect::new(3.0, 2.0, 4.0, 0.0));
    }

    #[test]
    fn impossible_lengths_become_nothing() {
        assert_eq!(Size::new(f64::NAN, -1.0).cleaned(), Size::default());
        assert_eq!(Size::new(f64::INFINITY, 2.0).cleaned(), Size::new(0.0, 2.0));
    }
}
