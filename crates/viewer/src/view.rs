//! Where the window stands over the picture, and how it moves: plain numbers.

use flowglass_diagram::{Point, Rect, Size, push_rounded};

/// The smallest zoom, but for pictures that the window can only show as a whole at a smaller one.
pub const LEAST_ZOOM: f64 = 0.05;
/// The largest zoom.
pub const MOST_ZOOM: f64 = 4.0;
/// The smallest zoom of a part that is shown for the first time.
const LEAST_OPENING: f64 = 0.5;
/// No number below is a zoom.
const TINIEST_ZOOM: f64 = 1e-5;
/// What stays free around the picture when it is fitted, in pixels of the screen.
const FIT_MARGIN: f64 = 24.0;
/// How much of the picture stays in the window however far it is moved.
const HOLD: f64 = 48.0;
/// What stays free around a node that is brought into the window.
const REVEAL_MARGIN: f64 = 40.0;

/// Maps the picture to the window: `window = picture × zoom + (x, y)`, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Where the picture's left border is in the window.
    pub x: f64,
    /// Where the picture's upper border is in the window.
    pub y: f64,
    /// Pixels of the window for each pixel of the picture, up to [`MOST_ZOOM`].
    pub zoom: f64,
}

impl Default for View {
    fn default() -> Self {
        Self { x: 0.0, y: 0.0, zoom: 1.0 }
    }
}

impl View {
    /// Shows all of `part` in the middle of the window, at a zoom of at most `most`.
    pub fn fitting(part: &Rect, window: Size, most: f64) -> Self {
        let free = |length: f64| (length - 2.0 * FIT_MARGIN).max(1.0);
        let zoom = (free(window.width) / part.width.max(1.0)).min(free(window.height) / part.height.max(1.0));
        let zoom = bounded_zoom(zoom.min(most), 0.0);
        let center = part.center();
        Self { x: window.width / 2.0 - center.x * zoom, y: window.height / 2.0 - center.y * zoom, zoom }
    }

    /// Shows a picture for the first time: all of it, or, when then nothing could be told apart, as much as fits across
    /// the flow, from its `start` on.
    pub fn opening(picture: Size, start: Point, window: Size, most: f64) -> Self {
        let all = Self::fitting(&Rect::new(0.0, 0.0, picture.width, picture.height), window, most);
        if all.zoom >= LEAST_ZOOM {
            return all;
        }
        let across = |length: f64, window: f64| (window - 2.0 * FIT_MARGIN).max(1.0) / length.max(1.0);
        let zoom = across(picture.width, window.width).max(across(picture.height, window.height));
        let zoom = bounded_zoom(zoom.min(most), LEAST_OPENING);
        let place = |start: f64, length: f64, window: f64| {
            let middle = window / 2.0 - start * zoom;
            middle.min(FIT_MARGIN).max(window - FIT_MARGIN - length * zoom)
        };
        let x = place(start.x, picture.width, window.width);
        Self { x, y: place(start.y, picture.height, window.height), zoom }
    }

    /// The smallest zoom of a picture.
    pub fn least_zoom(picture: Size, window: Size) -> f64 {
        Self::fitting(&Rect::new(0.0, 0.0, picture.width, picture.height), window, LEAST_ZOOM).zoom
    }

    /// Changes the zoom by a factor, down to `least`; what is under `point` of the window stays there.
    #[must_use]
    pub fn zoomed(self, factor: f64, point: Point, least: f64) -> Self {
        let factor = if factor.is_finite() { factor } else { 1.0 };
        let zoom = bounded_zoom(self.zoom * factor, least);
        let there = self.to_picture(point);
        Self { x: point.x - there.x * zoom, y: point.y - there.y * zoom, zoom }
    }

    /// Moves the picture by pixels of the window.
    #[must_use]
    pub fn moved(self, by: Point) -> Self {
        Self { x: self.x + by.x, y: self.y + by.y, ..self }
    }

    /// Moves as little as needed for `part` to be in the window; its upper left corner when it is too large.
    #[must_use]
    pub fn revealing(self, part: &Rect, window: Size) -> Self {
        let place = self.to_window(part);
        let shift = |start: f64, length: f64, window: f64| {
            let margin = REVEAL_MARGIN.min((window - length).max(0.0) / 2.0);
            if start < margin {
                margin - start
            } else if start + length > window - margin {
                (window - margin - start - length).max(margin - start)
            } else {
                0.0
            }
        };
        self.moved(Point::new(shift(place.x, place.width, window.width), shift(place.y, place.height, window.height)))
    }

    /// Moves so that a corner of the picture stays in the window.
    #[must_use]
    pub fn held(self, picture: Size, window: Size) -> Self {
        let hold = |start: f64, length: f64, window: f64| {
            let length = length * self.zoom;
            let hold = HOLD.min(length).min(window);
            start.min(window - hold).max(hold - length)
        };
        Self {
            x: hold(self.x, picture.width, window.width),
            y: hold(self.y, picture.height, window.height),
            zoom: self.zoom,
        }
    }

    /// The point of the picture under a point of the window.
    pub fn to_picture(self, point: Point) -> Point {
        Point::new((point.x - self.x) / self.zoom, (point.y - self.y) / self.zoom)
    }

    /// Where a part of the picture is in the window.
    pub fn to_window(self, part: &Rect) -> Rect {
        Rect::new(
            part.x * self.zoom + self.x,
            part.y * self.zoom + self.y,
            part.width * self.zoom,
            part.height * self.zoom,
        )
    }

    /// The part of the picture that a window shows.
    pub fn visible(self, window: Size) -> Rect {
        let corner = self.to_picture(Point::new(0.0, 0.0));
        Rect::new(corner.x, corner.y, window.width / self.zoom, window.height / self.zoom)
    }

    /// The view a part of the way to another, `share` from 0 to 1.
    #[must_use]
    pub fn towards(self, to: Self, share: f64) -> Self {
        let between = |from: f64, to: f64| from + (to - from) * share;
        Self { x: between(self.x, to.x), y: between(self.y, to.y), zoom: between(self.zoom, to.zoom) }
    }

    /// The value of an SVG `transform` attribute.
    pub fn transform(self) -> String {
        let mut text = "translate(".to_owned();
        push_rounded(&mut text, self.x, 2);
        text.push(' ');
        push_rounded(&mut text, self.y, 2);
        text.push_str(") scale(");
        push_rounded(&mut text, self.zoom, 7);
        text.push(')');
        text
    }
}

fn bounded_zoom(zoom: f64, least: f64) -> f64 {
    if zoom.is_finite() { zoom.max(least).clamp(TINIEST_ZOOM, MOST_ZOOM) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Size = Size::new(848.0, 648.0);

    #[test]
    fn fitting_shows_all_in_the_middle() {
        let check = |part: Rect, most: f64, expected: View| {
            assert_eq!(View::fitting(&part, WINDOW, most), expected, "{part:?}");
        };
        check(Rect::new(0.0, 0.0, 400.0, 300.0), 1.0, View { x: 224.0, y: 174.0, zoom: 1.0 });
        check(Rect::new(0.0, 0.0, 1600.0, 300.0), 1.0, View { x: 24.0, y: 249.0, zoom: 0.5 });
        check(Rect::new(100.0, 100.0, 200.0, 200.0), 1.5, View { x: 124.0, y: 24.0, zoom: 1.5 });
        check(Rect::new(0.0, 0.0, 8e5, 1.0), 1.0, View { x: 24.0, y: 324.0 - 0.0005, zoom: 0.001 });
        let nothing = View::fitting(&Rect::default(), Size::default(), 1.0);
        assert!(nothing.x.is_finite() && nothing.y.is_finite() && nothing.zoom > 0.0);
    }

    #[test]
    fn zooming_keeps_the_point_under_the_pointer() {
        let view = View { x: 10.0, y: -20.0, zoom: 0.8 };
        let point = Point::new(300.0, 200.0);
        for factor in [0.5, 1.0, 1.3, 100.0, 0.0001, f64::NAN] {
            let zoomed = view.zoomed(factor, point, LEAST_ZOOM);
            let (before, after) = (view.to_picture(point), zoomed.to_picture(point));
            assert!((before.x - after.x).abs() < 1e-9 && (before.y - after.y).abs() < 1e-9, "{factor}");
            assert!((LEAST_ZOOM..=MOST_ZOOM).contains(&zoomed.zoom));
        }
    }

    #[test]
    fn large_pictures_open_at_their_start() {
        let check = |picture: Size, start: Point, expected: View| {
            let view = View::opening(picture, start, WINDOW, 1.0);
            assert_eq!(view, expected, "{picture:?}");
        };
        check(Size::new(400.0, 300.0), Point::new(200.0, 10.0), View { x: 224.0, y: 174.0, zoom: 1.0 });
        // As wide as the window, from its upper border on.
        check(Size::new(1600.0, 1e6), Point::new(800.0, 30.0), View { x: 24.0, y: 24.0, zoom: 0.5 });
        // Wider: around the start.
        check(Size::new(16_000.0, 1e6), Point::new(8_000.0, 30.0), View { x: 424.0 - 4_000.0, y: 24.0, zoom: 0.5 });
        check(Size::new(1e6, 400.0), Point::new(30.0, 200.0), View { x: 24.0, y: 224.0, zoom: 1.0 });
        assert_eq!(View::least_zoom(Size::new(400.0, 300.0), WINDOW), LEAST_ZOOM);
        assert!((View::least_zoom(Size::new(400.0, 6e5), WINDOW) - 0.001).abs() < 1e-12);
    }

    #[test]
    fn revealing_moves_no_more_than_needed() {
        let check = |part: Rect, x: f64, y: f64| {
            let view = View::default().revealing(&part, WINDOW);
            assert_eq!((view.x, view.y, view.zoom), (x, y, 1.0), "{part:?}");
        };
        check(Rect::new(100.0, 100.0, 200.0, 50.0), 0.0, 0.0);
        check(Rect::new(10.0, 100.0, 200.0, 50.0), 30.0, 0.0);
        check(Rect::new(700.0, 640.0, 200.0, 50.0), 848.0 - 40.0 - 900.0, 648.0 - 40.0 - 690.0);
        // Too large: the upper left corner.
        check(Rect::new(-50.0, 20.0, 2000.0, 50.0), 50.0, 20.0);
    }

    #[test]
    fn the_picture_cannot_be_lost() {
        let picture = Size::new(400.0, 300.0);
        let check = |x: f64, y: f64, expected: (f64, f64)| {
            let held = View { x, y, zoom: 1.0 }.held(picture, WINDOW);
            assert_eq!((held.x, held.y), expected);
        };
        check(10.0, 20.0, (10.0, 20.0));
        check(-9e9, 0.0, (-352.0, 0.0));
        check(9e9, 9e9, (800.0, 600.0));
        let tiny = View::default().held(Size::new(1.0, 1.0), Size::default());
        assert!(tiny.x.is_finite());
    }

    #[test]
    fn the_visible_part_is_what_the_window_maps_to() {
        let view = View { x: -100.0, y: 50.0, zoom: 2.0 };
        assert_eq!(view.visible(WINDOW), Rect::new(50.0, -25.0, 424.0, 324.0));
        assert_eq!(view.to_window(&view.visible(WINDOW)), Rect::new(0.0, 0.0, 848.0, 648.0));
        assert_eq!(view.transform(), "translate(-100 50) scale(2)");
        assert_eq!(view.towards(View::default(), 0.5), View { x: -50.0, y: 25.0, zoom: 1.5 });
    }
}
