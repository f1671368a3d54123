//! The picture as it is printed: how it lies on the paper.

use flowglass_diagram::svg::picture;
use flowglass_diagram::{Overlay, Scene};

/// The room of a sheet of A4 or letter paper inside its margins, below the title, in CSS pixels.
const PAPER: (f64, f64) = (700.0, 940.0);
/// A picture that would have to be drawn smaller than this to fit on one sheet is not legible.
const LEAST_SCALE: f64 = 0.4;
/// The most boxes of a picture that is handed to a printer as a whole; of a larger one the part that is seen is printed.
const MOST_BOXES: usize = 5_000;

/// How a picture lies on the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sheet {
    /// Upright.
    Portrait,
    /// On its side.
    Landscape,
    /// Upright, as wide as the paper and over several sheets.
    Several,
}

impl Sheet {
    fn of(scene: &Scene) -> Self {
        let scale = |(width, height): (f64, f64)| (width / scene.size.width).min(height / scene.size.height);
        let (upright, on_its_side) = (scale(PAPER), scale((PAPER.1, PAPER.0)));
        // Fitting comes first; on its side only what gains by it.
        if upright.max(on_its_side) < LEAST_SCALE && PAPER.0 / scene.size.width > upright {
            Self::Several
        } else if on_its_side > upright && upright < 1.0 {
            Self::Landscape
        } else {
            Self::Portrait
        }
    }

    /// The class of what is printed.
    fn class(self) -> &'static str {
        match self {
            Self::Portrait => "is-portrait",
            Self::Landscape => "is-landscape",
            Self::Several => "is-several",
        }
    }
}

/// A picture as markup for the printed page, and the class that says how it lies there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Printed {
    pub(crate) class: &'static str,
    pub(crate) svg: String,
}

impl Printed {
    /// The whole picture in the colours of the page; `None` when it is too large for a printer.
    ///
    /// `overlay` must belong to `scene`.
    pub(crate) fn of(scene: &Scene, overlay: Option<&Overlay>) -> Option<Self> {
        if scene.nodes.len() > MOST_BOXES {
            return None;
        }
        let (width, height) = (scene.size.width.max(1.0).ceil(), scene.size.height.max(1.0).ceil());
        let inside = picture(scene, overlay);
        let svg = format!(
            "<svg class=\"fg-picture\" role=\"img\" preserveAspectRatio=\"xMidYMin\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">{inside}</svg>"
        );
        Some(Self { class: Sheet::of(scene).class(), svg })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene(steps: usize, direction: flowglass_diagram::Direction) -> Scene {
        let steps: String = (0..steps).map(|at| format!("  - {{type: pass, name: s{at}}}\n")).collect();
        let flow = flowglass_flow::parse(&format!("version: v1\ntype: flow\nsteps:\n{steps}")).flow.unwrap();
        flowglass_diagram::draw_in(&flow, direction)
    }

    #[test]
    fn a_picture_lies_as_it_is_largest() {
        use flowglass_diagram::Direction::{LeftToRight, TopToBottom};
        let check = |steps: usize, direction, expected: Sheet| {
            assert_eq!(Sheet::of(&scene(steps, direction)), expected, "{steps} {direction:?}");
        };
        check(3, TopToBottom, Sheet::Portrait);
        check(3, LeftToRight, Sheet::Portrait);
        check(8, LeftToRight, Sheet::Landscape);
        check(20, TopToBottom, Sheet::Portrait);
        check(60, TopToBottom, Sheet::Several);
        // No sheet is wide enough, and several do not help.
        check(60, LeftToRight, Sheet::Landscape);
    }

    #[test]
    fn a_picture_is_printed_whole_unless_it_is_too_large() {
        let printed = Printed::of(&scene(3, flowglass_diagram::Direction::TopToBottom), None).unwrap();
        assert!(printed.svg.starts_with("<svg class=\"fg-picture\"") && printed.svg.contains(">s2</text>"));
        assert!(!printed.svg.contains("<style"), "the page's own style sheet has the rules, and takes no others");
        assert_eq!(Printed::of(&scene(MOST_BOXES, flowglass_diagram::Direction::TopToBottom), None), None);
    }
}
