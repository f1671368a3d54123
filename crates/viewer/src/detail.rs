//! How much of the picture is in the document: plain numbers.
//!
//! Near, the nodes and edges in and around the window are elements of their own. Far away, where no word could be read,
//! few merged paths stand for them. A small picture is in the document as a whole.

use flowglass_diagram::{NodeIndex, Rect, Scene, Size};

use crate::view::View;

/// The most nodes of a picture that is always in the document as a whole.
const MOST_WHOLE: usize = 300;
/// From this zoom on a picture is near: names are 6 pixels high.
const NEAR: f64 = 0.45;
/// Below this zoom it is far. The gap to [`NEAR`] keeps a hand that trembles from changing the level to and fro.
const FAR: f64 = 0.4;
/// Below this zoom it is so far that the bars in the place of names are left out.
const FARTHEST: f64 = 0.12;
/// The length of a tile's side near and far, in pixels of the picture.
const NEAR_TILE: f64 = 512.0;
pub(crate) const FAR_TILE: f64 = 2048.0;
/// What is made ready around the window, in pixels of the window, and what of it is left when more is made ready.
const READY: f64 = 192.0;
const LEFT: f64 = 32.0;
/// A region that is so many times too long or too wide is given up.
const TOO_LARGE: f64 = 2.0;
/// The width of a line near, in pixels of the picture, and the least one far away, in pixels of the window.
const LINE: f64 = 1.5;
const LEAST_LINE: f64 = 0.7;

/// How the picture is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// All of it, in all detail.
    Whole,
    /// What is around the window, in all detail.
    Near,
    /// Merged paths.
    Far,
}

/// The level of a picture at a zoom, after another one.
pub(crate) fn level(nodes: usize, zoom: f64, before: Level) -> Level {
    let border = if before == Level::Far { NEAR } else { FAR };
    if nodes <= MOST_WHOLE {
        Level::Whole
    } else if zoom >= border {
        Level::Near
    } else {
        Level::Far
    }
}

/// Tells whether even the bars in the place of names are too small to be seen.
pub(crate) fn is_farthest(zoom: f64) -> bool {
    zoom < FARTHEST
}

/// Tells whether names can be read.
#[cfg(feature = "tooltips")]
pub(crate) fn is_readable(zoom: f64) -> bool {
    zoom >= NEAR
}

/// How thick far lines are, in pixels of the picture.
pub(crate) fn far_line(zoom: f64) -> f64 {
    LINE.max(LEAST_LINE / zoom)
}

/// The part of the picture whose pieces are in the document: what the window shows and a little more, in whole tiles.
/// The one `before` stays as long as it serves: a picture that is moved to and fro does not change its elements.
pub(crate) fn region(view: View, window: Size, level: Level, before: Option<&Rect>) -> Rect {
    let tile = match level {
        Level::Whole => return Rect::new(f64::MIN / 4.0, f64::MIN / 4.0, f64::MAX / 2.0, f64::MAX / 2.0),
        Level::Near => NEAR_TILE,
        Level::Far => FAR_TILE,
    };
    let visible = view.visible(window);
    let seen = visible.inflate(READY / view.zoom);
    let (left, top) = ((seen.x / tile).floor() * tile, (seen.y / tile).floor() * tile);
    let (right, bottom) = ((seen.right() / tile).ceil() * tile, (seen.bottom() / tile).ceil() * tile);
    let fresh = Rect::new(left, top, right - left, bottom - top);
    let serves = |before: &&Rect| {
        let fits = before.width <= TOO_LARGE * fresh.width && before.height <= TOO_LARGE * fresh.height;
        fits && before.contains(&visible.inflate(LEFT / view.zoom))
    };
    before.filter(serves).copied().unwrap_or(fresh)
}

/// What stands in a group with more lanes than this is only that of the lanes in the region.
const MOST_LANES: usize = 64;

/// Tells whether what stands in a node depends on the region.
pub(crate) fn is_cut(scene: &Scene, node: NodeIndex) -> bool {
    scene.node(node).lanes.len() > MOST_LANES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_follows_the_zoom_and_does_not_tremble() {
        let check = |nodes: usize, zoom: f64, before: Level, expected: Level| {
            assert_eq!(level(nodes, zoom, before), expected, "{nodes} at {zoom} after {before:?}");
        };
        check(10, 0.01, Level::Whole, Level::Whole);
        check(300, 0.05, Level::Far, Level::Whole);
        check(301, 1.0, Level::Whole, Level::Near);
        check(10_000, 0.39, Level::Near, Level::Far);
        check(10_000, 0.42, Level::Near, Level::Near);
        check(10_000, 0.42, Level::Far, Level::Far);
        check(10_000, 0.46, Level::Far, Level::Near);
        assert!(is_farthest(0.01) && !is_farthest(0.2));
    }

    #[test]
    fn the_region_holds_the_window_and_stays_for_a_while() {
        let window = Size::new(1280.0, 800.0);
        for zoom in [0.0007, 0.1, 0.4, 1.0, 4.0] {
            for (x, y) in [(0.0, 0.0), (-13_000.5, 77.0), (300.0, -1e6)] {
                let view = View { x, y, zoom };
                for level in [Level::Whole, Level::Near, Level::Far] {
                    let region = region(view, window, level, None);
                    assert!(region.contains(&view.visible(window)), "{view:?} {level:?}");
                }
            }
        }
        let at =
            |x: f64, zoom: f64, before: Option<&Rect>| region(View { x, y: 0.0, zoom }, window, Level::Near, before);
        let first = at(0.0, 1.0, None);
        assert_eq!(first, Rect::new(-512.0, -512.0, 2048.0, 1536.0));
        for x in [-200.0, 0.0, 400.0] {
            assert_eq!(at(x, 1.0, Some(&first)), first, "{x}");
        }
        assert_ne!(at(600.0, 1.0, Some(&first)), first);
        // Zoomed in, it would hold far too much.
        let wide = at(0.0, 0.45, None);
        assert_ne!(at(0.0, 4.0, Some(&wide)), wide);
    }

    #[test]
    fn far_lines_can_be_seen() {
        assert!((far_line(0.4) - 1.75).abs() < 1e-9);
        assert!((far_line(1.0) - 1.5).abs() < 1e-9);
        assert!((far_line(0.001) * 0.001 - 0.7).abs() < 1e-9);
    }
}
