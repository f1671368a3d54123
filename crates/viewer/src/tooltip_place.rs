//! Where words about a part of the picture stand: plain numbers.

use flowglass_diagram::{Point, Rect, Size};

/// Between the part and the words, and between the words and the window's border, in pixels.
const GAP: f64 = 6.0;

/// The upper left corner of words about what is at `part` of the window: below it, above it where there is no room below,
/// always inside of the window as far as they fit.
pub(crate) fn tooltip_place(part: &Rect, words: Size, window: Size) -> Point {
    let below = part.bottom() + GAP;
    let above = part.y - GAP - words.height;
    let fits = |top: f64| top >= GAP && top + words.height <= window.height - GAP;
    let top = if fits(below) || !fits(above) { below } else { above };
    let within = |start: f64, length: f64, window: f64| start.min(window - GAP - length).max(GAP);
    Point::new(within(part.x, words.width, window.width), within(top, words.height, window.height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_below_or_above_and_inside() {
        let window = Size::new(800.0, 600.0);
        let check = |part: Rect, words: Size, expected: (f64, f64)| {
            let at = tooltip_place(&part, words, window);
            assert_eq!((at.x, at.y), expected, "{part:?}");
        };
        let words = Size::new(200.0, 80.0);
        check(Rect::new(100.0, 100.0, 50.0, 50.0), words, (100.0, 156.0));
        check(Rect::new(100.0, 540.0, 50.0, 50.0), words, (100.0, 454.0));
        check(Rect::new(780.0, 100.0, 50.0, 50.0), words, (594.0, 156.0));
        check(Rect::new(-60.0, -30.0, 50.0, 50.0), words, (6.0, 26.0));
        // Neither below nor above: over the part, and from the upper border on.
        check(Rect::new(10.0, 10.0, 700.0, 580.0), words, (10.0, 514.0));
        check(Rect::new(10.0, 10.0, 50.0, 50.0), Size::new(900.0, 700.0), (6.0, 6.0));
    }
}
