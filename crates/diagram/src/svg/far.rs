//! The picture as it is seen from far away: no words, and few paths that each draw many boxes or lines.

use std::collections::BTreeMap;

use flowglass_layout::{EdgeIndex, NodeIndex, Rect};

use super::element::path;
use crate::face::BOX_TEXT;
use crate::graph::EdgeKind;
use crate::number::push_number;
use crate::overlay::Overlay;
use crate::scene::{Scene, Shape};
use crate::text_width::{Font, text_width};

/// The sheets of all groups, one path for each depth, so that an inner sheet lies on the outer one.
pub fn far_sheets(out: &mut String, scene: &Scene) {
    let mut by_level: BTreeMap<u32, String> = BTreeMap::new();
    for node in scene.nodes.iter().filter(|node| node.is_group()) {
        push_rect(by_level.entry(node.level).or_default(), &node.rect);
    }
    for (level, data) in &by_level {
        path(out, if level.is_multiple_of(2) { "fg-far-sheet fg-inner" } else { "fg-far-sheet" }, data);
    }
}

/// Some nodes and edges of the picture: one path for all that look alike. A group shows only where it stands in a run.
///
/// `overlay` must belong to `scene`.
pub fn far_tile(out: &mut String, scene: &Scene, nodes: &[NodeIndex], edges: &[EdgeIndex], overlay: Option<&Overlay>) {
    let mut lines: BTreeMap<String, String> = BTreeMap::new();
    for index in edges {
        let edge = scene.edge(*index);
        let broken = matches!(scene.node(edge.to).shape, Shape::Stub(_));
        let kind = if broken {
            "fg-far-line fg-broken"
        } else if edge.kind == EdgeKind::Error {
            "fg-far-line fg-error"
        } else {
            "fg-far-line"
        };
        let status = overlay.map(|overlay| overlay.edge(*index).class());
        lines.entry(classes(kind, status)).or_default().push_str(&edge.line);
    }
    let mut boxes: BTreeMap<String, String> = BTreeMap::new();
    let mut words = String::new();
    for index in nodes {
        let node = scene.node(*index);
        let status = overlay.map(|overlay| overlay.node(*index).status.class());
        let kind = match &node.shape {
            Shape::Start | Shape::End => "fg-far-mark",
            Shape::Stub(_) => "fg-far-stub",
            Shape::Group(..) => "fg-far-group",
            Shape::Box(_, _, fitted) => {
                let width = text_width(&fitted.name, Font::Name);
                push_rect(&mut words, &Rect::new(node.rect.x + BOX_TEXT, node.rect.y + 14.0, width, 7.0));
                "fg-far-box"
            }
        };
        push_rect(boxes.entry(classes(kind, status)).or_default(), &node.rect);
    }
    for (class, data) in lines.iter().chain(&boxes) {
        path(out, class, data);
    }
    if !words.is_empty() {
        path(out, "fg-far-words", &words);
    }
}

fn classes(kind: &str, status: Option<&str>) -> String {
    status.map_or_else(|| kind.to_owned(), |status| format!("{kind} {status}"))
}

pub(super) fn push_rect(data: &mut String, rect: &Rect) {
    let numbers = [rect.x, rect.y, rect.width, rect.height, -rect.width];
    for (command, number) in ["M", " ", "h", "v", "h"].iter().zip(numbers) {
        data.push_str(command);
        push_number(data, number);
    }
    data.push('z');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::{EdgeStatus, NodeStatus};
    use crate::{NodeState, draw};
    use flowglass_history::Status;

    const FLOW: &str = "{version: v1, type: flow, steps: [
        {type: pass, name: a}, {type: parallel, name: p, branches: [{steps: [{type: pass, name: x}]}]}, {type: pass, name: b}]}";

    #[test]
    fn all_that_looks_alike_is_one_path() {
        let scene = draw(&flowglass_flow::parse(FLOW).flow.unwrap());
        let nodes: Vec<NodeIndex> = scene.nodes().map(|(index, _)| index).collect();
        let edges: Vec<EdgeIndex> = scene.edges().map(|(index, _)| index).collect();
        let count = |text: &str, class: &str| text.matches(&format!("class=\"{class}\"")).count();
        let mut plain = String::new();
        far_tile(&mut plain, &scene, &nodes, &edges, None);
        // Lines, boxes, marks, the group, words.
        assert_eq!(
            (plain.matches("<path").count(), count(&plain, "fg-far-box"), count(&plain, "fg-far-line")),
            (5, 1, 1)
        );
        assert!(!plain.contains("<text"));
        let mut overlay = Overlay {
            nodes: vec![NodeState::default(); nodes.len()],
            edges: vec![EdgeStatus::Open; edges.len()],
            status: Status::Running,
            hidden: Vec::new(),
            unplaced: 0,
        };
        let failed = nodes.iter().position(|index| scene.node(*index).face().is_some_and(|face| face.name == "b"));
        overlay.nodes[failed.unwrap()].status = NodeStatus::Failed;
        overlay.edges[0] = EdgeStatus::Taken;
        let mut coloured = String::new();
        far_tile(&mut coloured, &scene, &nodes, &edges, Some(&overlay));
        assert_eq!(count(&coloured, "fg-far-box is-failed"), 1);
        assert_eq!((count(&coloured, "fg-far-line is-taken"), count(&coloured, "fg-far-line is-open")), (1, 1));
        let mut sheets = String::new();
        far_sheets(&mut sheets, &scene);
        assert_eq!(sheets.matches("<path").count(), 1);
    }
}
