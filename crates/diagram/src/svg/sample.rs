//! One sign of the picture by itself, as a legend shows it: drawn with the classes, paths and measures of the picture.

use flowglass_flow::Pattern;
use flowglass_layout::{Point, Rect};

use super::element::{attribute, circle, number, open, path, path_at, rect, text};
use super::node::tile;
use crate::badge::Badge;
use crate::called::Called;
use crate::face::BADGE_SIGN;
use crate::graph::EdgeKind;
use crate::icon::Icon;
use crate::route_path::{head_path, line_path};
use crate::status::{EdgeStatus, NodeStatus};
use crate::text_width::{Font, text_width};

/// The size of a sample in CSS pixels.
const WIDTH: f64 = 44.0;
const HEIGHT: f64 = 28.0;
const MIDDLE: Point = Point::new(WIDTH / 2.0, HEIGHT / 2.0);

/// Something that the picture draws.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Sample {
    /// The mark where an execution begins.
    Start,
    /// The mark where it ends.
    End,
    /// A group's sheet.
    Group,
    /// A group that hides what stands in it.
    ClosedGroup,
    /// The end of an edge that leads nowhere.
    Stub,
    /// What kind of step it is.
    Kind(Icon),
    /// When a task is done.
    Waits(Pattern),
    /// Where a step stands.
    Status(NodeStatus),
    /// An edge, and whether a run took it.
    Edge(EdgeKind, Option<EdgeStatus>),
    /// An edge that leads nowhere.
    Broken,
    /// A sign beside a step's second line.
    Badge(Badge),
    /// A number on a step's upper border.
    Pill(&'static str),
}

/// Draws a sample as an `<svg>` of its own, which screen readers pass over: the words stand beside it.
pub(crate) fn sample(sample: &Sample) -> String {
    let mut out = String::new();
    open(&mut out, "svg");
    attribute(&mut out, "class", "fg-picture fg-sample");
    number(&mut out, "width", WIDTH);
    number(&mut out, "height", HEIGHT);
    out.push_str(" viewBox=\"0 0 44 28\" aria-hidden=\"true\">");
    let mut group = |class: &str, draw: &dyn Fn(&mut String)| {
        open(&mut out, "g");
        attribute(&mut out, "class", class);
        out.push('>');
        draw(&mut out);
        out.push_str("</g>");
    };
    match sample {
        Sample::Start => group("fg-node fg-mark", &|out| circle(out, "fg-start", MIDDLE.x, MIDDLE.y, 9.0)),
        Sample::End => group("fg-node fg-mark", &|out| {
            circle(out, "fg-end", MIDDLE.x, MIDDLE.y, 9.0);
            circle(out, "fg-end-dot", MIDDLE.x, MIDDLE.y, 4.5);
        }),
        Sample::Group => group("fg-node fg-group", &|out| rect(out, "fg-sheet", &field(), 7.0)),
        Sample::ClosedGroup => group("fg-node", &|out| {
            for at in [2.0, 1.0] {
                rect(out, "fg-pile", &Rect::new(2.0 + 3.0 * at, 10.0, 40.0 - 6.0 * at, 10.0 + 3.0 * at), 6.0);
            }
            rect(out, "fg-box", &Rect::new(2.0, 2.0, 40.0, 18.0), 7.0);
        }),
        Sample::Stub => group("fg-node fg-stub", &|out| {
            rect(out, "fg-stub-box", &field(), 7.0);
            path_at(out, "fg-sign", "M-3.5-3.5 3.5 3.5M3.5-3.5-3.5 3.5", MIDDLE.x, MIDDLE.y);
        }),
        Sample::Kind(icon) => group(&format!("fg-node fg-{}", icon.name()), &|out| {
            tile(out, *icon, Pattern::RequestResponse, MIDDLE);
        }),
        Sample::Waits(pattern) => group("fg-node fg-task", &|out| {
            tile(out, Icon::Task(Called::Unknown), *pattern, Point::new(MIDDLE.x - 6.0, MIDDLE.y - 6.0));
        }),
        Sample::Status(status) => group(&format!("fg-node {}", status.class()), &|out| {
            rect(out, "fg-box", &field(), 7.0);
            if let Some(glyph) = status.glyph() {
                path_at(out, "fg-glyph", glyph, MIDDLE.x, MIDDLE.y);
            }
        }),
        Sample::Edge(kind, status) => {
            let mut class = if *kind == EdgeKind::Error { "fg-edge fg-error".to_owned() } else { "fg-edge".to_owned() };
            if let Some(status) = status {
                class.extend([" ", status.class()]);
            }
            group(&class, &line);
        }
        Sample::Broken => group("fg-edge fg-broken", &line),
        Sample::Badge(badge) => group("fg-node", &|out| {
            let words = badge.text();
            let start = (WIDTH - BADGE_SIGN - text_width(&words, Font::Small)) / 2.0;
            path_at(out, "fg-sign", badge.path(), start + BADGE_SIGN / 2.0 - 1.0, MIDDLE.y);
            text(out, "fg-badge", &words, start + BADGE_SIGN, MIDDLE.y + 4.0);
        }),
        Sample::Pill(words) => group("fg-node", &|out| {
            let width = text_width(words, Font::Small) * 1.1 + 16.0;
            rect(out, "fg-pill", &Rect::new(MIDDLE.x - width / 2.0, MIDDLE.y - 9.0, width, 18.0), 9.0);
            text(out, "fg-pill-text", words, MIDDLE.x, MIDDLE.y + 4.0);
        }),
    }
    out.push_str("</svg>");
    out
}

fn field() -> Rect {
    Rect::new(2.0, 2.0, WIDTH - 4.0, HEIGHT - 4.0)
}

fn line(out: &mut String) {
    let points = [Point::new(2.0, MIDDLE.y), Point::new(WIDTH - 2.0, MIDDLE.y)];
    path(out, "fg-line", &line_path(&points));
    path(out, "fg-head", &head_path(&points));
}
