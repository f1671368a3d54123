//! What stands on top of something else in a picture.

use flowglass_diagram::{GROUP_HEADER, NodeIndex, Rect, Scene, SceneNode};

/// What overlaps in a scene, in words: boxes with boxes, labels with boxes, titles and other labels, and whatever
/// leaves the group or the picture that it belongs to.
pub(crate) fn overlaps(scene: &Scene) -> Vec<String> {
    let mut found = Vec::new();
    let picture = Rect::new(0.0, 0.0, scene.size.width, scene.size.height);
    let nodes: Vec<(NodeIndex, &SceneNode)> = scene.nodes().collect();
    for (at, (index, node)) in nodes.iter().enumerate() {
        let around = node.parent.map_or(picture, |group| below_title(&scene.node(group).rect));
        if !around.contains(&node.rect) {
            found.push(format!("{} leaves what it stands in", name(scene, *index)));
        }
        for (other, below) in nodes.get(at + 1..).unwrap_or_default() {
            if !stands_in(scene, *other, *index) && meet(&node.rect, &below.rect) {
                found.push(format!("{} and {} overlap", name(scene, *index), name(scene, *other)));
            }
        }
    }
    let labels = labels(scene);
    for (at, (text, rect)) in labels.iter().enumerate() {
        if !picture.contains(rect) {
            found.push(format!("the label {text:?} leaves the picture"));
        }
        for (index, node) in &nodes {
            let hit = if node.is_group() {
                meet(rect, &node.rect) && !below_title(&node.rect).contains(rect)
            } else {
                meet(rect, &node.rect)
            };
            if hit {
                found.push(format!("the label {text:?} lies on {}", name(scene, *index)));
            }
        }
        for (other, below) in labels.get(at + 1..).unwrap_or_default() {
            if meet(rect, below) {
                found.push(format!("the labels {text:?} and {other:?} overlap"));
            }
        }
    }
    found
}

/// All texts on edges and above lanes.
fn labels(scene: &Scene) -> Vec<(&str, Rect)> {
    let on_edges = scene.edges.iter().filter_map(|edge| edge.label.as_ref());
    let above_lanes = scene.lanes.iter().filter_map(|lane| lane.caption.as_ref());
    on_edges.chain(above_lanes).map(|(label, rect)| (label.full.as_str(), *rect)).collect()
}

/// The part of a group where its content may stand.
fn below_title(group: &Rect) -> Rect {
    Rect::new(group.x, group.y + GROUP_HEADER, group.width, group.height - GROUP_HEADER)
}

/// Tells whether `inner` stands in the group `outer`, at any depth.
fn stands_in(scene: &Scene, inner: NodeIndex, outer: NodeIndex) -> bool {
    let mut at = scene.node(inner).parent;
    // A group comes before what it contains, so this ends.
    while let Some(group) = at {
        if group == outer {
            return true;
        }
        at = scene.node(group).parent;
    }
    false
}

/// Tells whether two areas share more than a border; rounding does not count.
fn meet(a: &Rect, b: &Rect) -> bool {
    const ROUNDING: f64 = 0.01;
    a.x + ROUNDING < b.right()
        && b.x + ROUNDING < a.right()
        && a.y + ROUNDING < b.bottom()
        && b.y + ROUNDING < a.bottom()
}

fn name(scene: &Scene, index: NodeIndex) -> String {
    scene.node(index).face().map_or_else(|| format!("mark {}", index.0), |face| format!("the step {:?}", face.name))
}
