//! One node as SVG: a box, a group's sheet, a mark, a stub.

use flowglass_flow::Pattern;
use flowglass_layout::{NodeIndex, Point, Rect};

use super::element::{attribute, circle, flowing, line, open, path_at, rect, text, title, translate};
use crate::badge::Badge;
use crate::face::{
    BADGE_SIGN, BOX_HEIGHT, BOX_TEXT, Face, FittedFace, GROUP_HEADER, GROUP_ICON, GROUP_TEXT, TITLE_GAP,
};
use crate::graph::STUB_TEXT;
use crate::icon::Icon;
use crate::label_lines::LINE;
use crate::overlay::NodeState;
use crate::scene::{Label, Scene, Shape};
use crate::text_width::{Font, text_width};

/// The whole `<g>` of a node, with `data-node` and its place.
pub fn node(out: &mut String, scene: &Scene, index: NodeIndex, state: Option<&NodeState>) {
    node_with(out, scene, index, state, |_| {}, |out| node_content(out, scene, index, state, None));
}

/// The `<g>` of a node with further attributes around a content.
pub(super) fn node_with(
    out: &mut String,
    scene: &Scene,
    index: NodeIndex,
    state: Option<&NodeState>,
    further: impl Fn(&mut String),
    content: impl Fn(&mut String),
) {
    let place = scene.node(index).rect;
    open(out, "g");
    attribute(out, "class", &node_class(scene, index, state));
    attribute(out, "data-node", &index.0.to_string());
    translate(out, place.x, place.y);
    further(out);
    out.push('>');
    content(out);
    out.push_str("</g>");
}

/// The classes of a node's `<g>`: its kind and where it stands.
pub fn node_class(scene: &Scene, index: NodeIndex, state: Option<&NodeState>) -> String {
    let mut class = "fg-node ".to_owned();
    match &scene.node(index).shape {
        Shape::Start | Shape::End => class.push_str("fg-mark"),
        Shape::Stub(_) => class.push_str("fg-stub"),
        Shape::Box(_, face, _) => class.extend(["fg-", face.icon.name()]),
        Shape::Group(_, face, _) => class.extend(["fg-group fg-", face.icon.name()]),
    }
    let node = scene.node(index);
    if node.is_group() && node.level.is_multiple_of(2) {
        class.push_str(" fg-inner");
    }
    if let Some(state) = state {
        class.extend([" ", state.status.class()]);
    }
    class
}

/// What stands in a node's `<g>`; its origin is the node's top left corner. A group has the borders and captions of those
/// of its lanes that overlap `within`, or of all.
pub(super) fn node_content(
    out: &mut String,
    scene: &Scene,
    index: NodeIndex,
    state: Option<&NodeState>,
    within: Option<&Rect>,
) {
    let node = scene.node(index);
    let (width, height) = (node.rect.width, node.rect.height);
    match &node.shape {
        Shape::Start => {
            focus_ring(out, width, height, width);
            circle(out, "fg-start", width / 2.0, height / 2.0, width / 2.0);
        }
        Shape::End => {
            focus_ring(out, width, height, width);
            circle(out, "fg-end", width / 2.0, height / 2.0, width / 2.0);
            circle(out, "fg-end-dot", width / 2.0, height / 2.0, width / 4.0);
        }
        Shape::Stub(label) => stub(out, label, width, height),
        Shape::Box(_, face, fitted) => {
            tooltip(out, face, fitted);
            if face.hidden.is_some() {
                // The sheets of a pile below the box, the lowest first.
                for at in [2.0, 1.0] {
                    let sheet = Rect::new(5.0 * at, BOX_HEIGHT / 2.0, width - 10.0 * at, BOX_HEIGHT / 2.0 + 3.0 * at);
                    rect(out, "fg-pile", &sheet, 9.0);
                }
            }
            rect(out, "fg-box", &Rect::new(0.0, 0.0, width, BOX_HEIGHT), 10.0);
            focus_ring(out, width, height, 13.0);
            tile(out, face.icon, face.waits, Point::new(23.0, 25.0));
            text(out, "fg-name", &fitted.name, BOX_TEXT, 22.0);
            second_line(out, face, fitted, 38.0);
            standing(out, face, state, width, BOX_HEIGHT / 2.0);
        }
        Shape::Group(_, face, fitted) => {
            tooltip(out, face, fitted);
            rect(out, "fg-sheet", &Rect::new(0.0, 0.0, width, height), 14.0);
            focus_ring(out, width, height, 17.0);
            path_at(out, "fg-icon", face.icon.path(), GROUP_ICON, 20.0);
            flowing(out, [("fg-name", &fitted.name), ("fg-second", &fitted.second)], TITLE_GAP, GROUP_TEXT, 24.0);
            signs(out, face, fitted, 24.0);
            dividers(out, scene, index, within);
            standing(out, face, state, width, 20.0);
        }
    }
}

/// What kind of step it is: the icon, on a square for what does work and on a disc for what steers, and a sign when a
/// task waits for more than an answer.
pub(super) fn tile(out: &mut String, icon: Icon, waits: Pattern, middle: Point) {
    match icon {
        Icon::Task(_) | Icon::Parallel | Icon::Map | Icon::Loop => {
            rect(out, "fg-tile", &Rect::new(middle.x - 14.0, middle.y - 14.0, 28.0, 28.0), 7.0);
        }
        Icon::Choice | Icon::Pass | Icon::Wait | Icon::Succeed | Icon::Fail | Icon::Unknown => {
            circle(out, "fg-tile", middle.x, middle.y, 14.0);
        }
    }
    path_at(out, "fg-icon", icon.path(), middle.x, middle.y);
    let sign = match waits {
        Pattern::RequestResponse => return,
        // A job that runs on by itself, and an answer that comes back.
        Pattern::Sync => "M-1.4-2.2V2.2M1.4-2.2V2.2",
        Pattern::WaitForCallback => "M2.8 2.4V1A2 2 0 0 0 .8-1H-2.6M-.8-2.8-2.6-1-.8 .8",
    };
    let corner = middle.moved(Point::new(13.0, 13.0));
    circle(out, "fg-waits", corner.x, corner.y, 6.5);
    path_at(out, "fg-sign", sign, corner.x, corner.y);
}

fn focus_ring(out: &mut String, width: f64, height: f64, radius: f64) {
    rect(out, "fg-focus", &Rect::new(-4.0, -4.0, width + 8.0, height + 8.0), radius);
}

/// Names and second lines that had to be shortened are told in full when the pointer rests on them.
fn tooltip(out: &mut String, face: &Face, fitted: &FittedFace) {
    if face.name != fitted.name || face.second != fitted.second {
        title(out, &format!("{}: {}", face.name, face.second));
    }
}

fn second_line(out: &mut String, face: &Face, fitted: &FittedFace, y: f64) {
    text(out, "fg-second", &fitted.second, fitted.second_x, y);
    signs(out, face, fitted, y);
}

fn signs(out: &mut String, face: &Face, fitted: &FittedFace, y: f64) {
    for (badge, x) in face.badges.iter().zip(&fitted.badges_x) {
        path_at(out, "fg-sign", badge.path(), x + BADGE_SIGN / 2.0 - 1.0, y - 4.0);
        text(out, "fg-badge", &badge.text(), x + BADGE_SIGN, y);
    }
}

/// The glyph of the status, and pills on the upper border: how often it ran, which attempt it is at.
fn standing(out: &mut String, face: &Face, state: Option<&NodeState>, width: f64, glyph_y: f64) {
    let Some(state) = state else { return };
    if let Some(glyph) = state.status.glyph() {
        path_at(out, "fg-glyph", glyph, width - 20.0, glyph_y);
    }
    let mut right = width - 8.0;
    for words in pills(face, state) {
        right = pill(out, &words, right);
    }
    if let Some(inside) = state.inside {
        open(out, "g");
        attribute(out, "class", inside.status.class());
        out.push('>');
        pill(out, &inside.words(), right);
        out.push_str("</g>");
    }
}

/// A pill that ends at `right`; returns where the next one ends.
fn pill(out: &mut String, words: &str, right: f64) -> f64 {
    let width = text_width(words, Font::Small) * 1.1 + 16.0;
    rect(out, "fg-pill", &Rect::new(right - width, -9.0, width, 18.0), 9.0);
    text(out, "fg-pill-text", words, right - width / 2.0, 4.0);
    right - width - 4.0
}

fn pills(face: &Face, state: &NodeState) -> Vec<String> {
    let mut pills = Vec::new();
    if state.attempts > 1 {
        let most = face.badges.iter().find_map(|badge| match badge {
            Badge::Retries(count) => Some(count.saturating_add(1)),
            Badge::TimeLimit(_) | Badge::Catches(_) | Badge::AtATime(_) => None,
        });
        pills.push(match most {
            Some(most) => format!("{} / {most}", state.attempts),
            None => format!("{} tries", state.attempts),
        });
    }
    if state.runs > 1 {
        pills.push(format!("× {}", state.runs));
    }
    pills
}

/// The lines between a group's lanes and the texts above them.
fn dividers(out: &mut String, scene: &Scene, group: NodeIndex, within: Option<&Rect>) {
    let place = scene.node(group).rect;
    let seen = |rect: &Rect| within.is_none_or(|within| within.overlaps(&rect.inflate(GROUP_HEADER)));
    for lane in scene.lanes_of(group).filter(|lane| seen(&lane.rect)) {
        if let Some(border) = lane.border {
            line(out, "fg-divider", &border.moved(Point::new(-place.x, -place.y)));
        }
        if let Some((label, at)) = &lane.caption {
            let center = at.center();
            labelled(out, "fg-caption", label, center.moved(Point::new(-place.x, -place.y)));
        }
    }
}

fn stub(out: &mut String, label: &Label, width: f64, height: f64) {
    if !label.is_whole() {
        title(out, &label.full);
    }
    rect(out, "fg-stub-box", &Rect::new(0.0, 0.0, width, height), 7.0);
    focus_ring(out, width, height, 10.0);
    path_at(out, "fg-sign", "M-3.5-3.5 3.5 3.5M3.5-3.5-3.5 3.5", 14.0, height / 2.0);
    for line in &label.lines {
        text(out, "fg-stub-text", line, STUB_TEXT, height / 2.0 + 4.0);
    }
}

/// A text around a point, which tells itself in full when it had to be shortened.
pub(super) fn labelled(out: &mut String, class: &str, label: &Label, middle: Point) {
    let whole = label.is_whole();
    if !whole {
        out.push_str("<g>");
        title(out, &label.full);
    }
    let first = middle.y + 4.0 - LINE * label.lines.len().saturating_sub(1) as f64 / 2.0;
    for (at, line) in label.lines.iter().enumerate() {
        text(out, class, line, middle.x, first + LINE * at as f64);
    }
    if !whole {
        out.push_str("</g>");
    }
}
