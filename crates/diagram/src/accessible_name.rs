//! What a screen reader says about a node: `charge, task, FC · pay/charge, failed, 2 attempts, next: refund`.

use flowglass_layout::{EdgeIndex, NodeIndex};

use crate::graph::EdgeKind;
use crate::overlay::Overlay;
use crate::scene::{Scene, Shape};
use crate::second_line::counted;
use crate::status::EdgeStatus;

/// More ways on than this are counted, not named.
const MOST_WAYS: usize = 6;

/// The words for a node: what it is, where it stands in a run, where it leads.
///
/// `overlay` must belong to `scene`.
pub fn accessible_name(scene: &Scene, node: NodeIndex, overlay: Option<&Overlay>) -> String {
    let mut words = Vec::new();
    match &scene.node(node).shape {
        Shape::Start => words.push("start".to_owned()),
        Shape::End => words.push("end".to_owned()),
        Shape::Stub(label) => words.push(format!("leads nowhere: {}", label.full)),
        Shape::Box(_, face, _) | Shape::Group(_, face, _) => {
            words.push(face.name.clone());
            // The second line of some kinds begins with the kind.
            if !face.second.starts_with(face.icon.name()) {
                words.push(face.icon.name().to_owned());
            }
            words.push(face.second.clone());
            words.extend(face.badges.iter().map(crate::Badge::words));
            words.extend(face.hidden.map(|steps| {
                let steps = counted(steps as usize, "step", "steps");
                format!("collapsed, {steps} inside")
            }));
        }
    }
    if let Some(overlay) = overlay
        && scene.node(node).step().is_some()
    {
        words.extend(overlay.node(node).words());
    }
    words.extend(ways_on(scene, node, overlay));
    words.join(", ")
}

/// The ways that the run took from here; all ways while it took none.
fn ways_on(scene: &Scene, node: NodeIndex, overlay: Option<&Overlay>) -> Option<String> {
    let all = scene.edges_from(node);
    let taken: Vec<EdgeIndex> = match overlay {
        Some(overlay) => all.iter().copied().filter(|edge| overlay.edge(*edge) == EdgeStatus::Taken).collect(),
        None => Vec::new(),
    };
    let ways = if taken.is_empty() { all } else { &taken };
    let mut words: Vec<String> = ways.iter().take(MOST_WAYS).map(|edge| way(scene, *edge)).collect();
    if ways.len() > MOST_WAYS {
        words.push(format!("{} more", ways.len() - MOST_WAYS));
    }
    (!words.is_empty()).then(|| format!("next: {}", words.join(", ")))
}

fn way(scene: &Scene, edge: EdgeIndex) -> String {
    let edge = scene.edge(edge);
    let target = match &scene.node(edge.to).shape {
        Shape::Start => "start",
        Shape::End => "end",
        Shape::Stub(label) => &label.full,
        Shape::Box(_, face, _) | Shape::Group(_, face, _) => &face.name,
    };
    match (&edge.label, edge.kind) {
        (Some((label, _)), EdgeKind::Error) => format!("{target} on {}", label.full),
        (Some((label, _)), EdgeKind::Flow) if label.full == "default" || label.full == "otherwise" => {
            format!("{target} {}", if label.full == "default" { "by default" } else { "otherwise" })
        }
        (Some((label, _)), EdgeKind::Flow) => format!("{target} if {}", label.full),
        (None, EdgeKind::Error) => format!("{target} on an error"),
        (None, EdgeKind::Flow) => target.to_owned(),
    }
}
