//! What a screen reader says about a node: `charge, task, FC, pay/charge, failed, 2 attempts, step 3 of 7, next: refund`.

use flowglass_layout::{EdgeIndex, NodeIndex};

use crate::graph::EdgeKind;
use crate::icon::Icon;
use crate::overlay::Overlay;
use crate::scene::{Scene, SceneEdge, Shape};
use crate::second_line::counted;
use crate::status::EdgeStatus;
use crate::svg::TreePlace;

/// More ways on than this are counted, not named.
const MOST_WAYS: usize = 6;

/// The words for a node: what it is, where it stands in a run and in the flow, where it leads.
///
/// `place` and `overlay` must belong to `scene`.
pub fn accessible_name(scene: &Scene, node: NodeIndex, place: TreePlace, overlay: Option<&Overlay>) -> String {
    let mut words = Vec::new();
    let there = scene.node(node);
    match &there.shape {
        Shape::Start => words.push("start".to_owned()),
        Shape::End => words.push("end".to_owned()),
        Shape::Stub(label) => words.push(format!("leads nowhere: {}", label.full)),
        Shape::Box(_, face, _) | Shape::Group(_, face, _) => {
            words.push(face.name.clone());
            if !names_kind(&face.second, face.icon) {
                words.push(face.icon.name().to_owned());
            }
            words.push(face.second.replace(" · ", ", "));
            words.extend(face.badge_words());
            words.extend(face.hidden.map(|steps| {
                // That it is closed, the tree tells.
                let steps = counted(steps as usize, "step", "steps");
                format!("{steps} inside")
            }));
        }
    }
    if let Some(overlay) = overlay
        && (there.step().is_some() || matches!(there.shape, Shape::End))
    {
        words.extend(overlay.node(node).words());
    }
    if there.step().is_some() {
        words.push(standing(scene, node, place));
    }
    let mut said = words.join(", ");
    said.push_str(&ways_on(scene, node, overlay));
    said
}

/// What decided for the way along which a reader came to a node: `if $.left > 0`, `else`, `on FnF.ALL`; nothing for a way that
/// is always taken.
///
/// # Panics
/// When the number comes from another scene.
pub fn arrival_words(scene: &Scene, way: EdgeIndex) -> Option<String> {
    let edge = scene.edge(way);
    let label = edge.label.as_ref().map(|(label, _)| label.full.as_str());
    match (edge.kind, label) {
        (EdgeKind::Error, Some(errors)) => Some(format!("on {errors}")),
        (EdgeKind::Error, None) => Some("on an error".to_owned()),
        (EdgeKind::Flow, Some(label)) if is_rest(label) => Some("else".to_owned()),
        (EdgeKind::Flow, Some(condition)) => Some(format!("if {condition}")),
        (EdgeKind::Flow, None) => None,
    }
}

/// The second line of some kinds begins with the kind.
fn names_kind(second: &str, icon: Icon) -> bool {
    let rest = second.strip_prefix("distributed ").unwrap_or(second).strip_prefix(icon.name());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// `step 3 of 7`, and of what, unless that is the flow.
fn standing(scene: &Scene, node: NodeIndex, place: TreePlace) -> String {
    let (step, steps) = place.step();
    let mut words = format!("step {step} of {steps}");
    let there = scene.node(node);
    if let Some(parent) = there.parent
        && let Some(face) = scene.node(parent).face()
    {
        words.push_str(" in ");
        if face.icon == Icon::Parallel {
            words.push_str(&format!("branch {} of ", lane_number(scene, node)));
        }
        words.push_str(&face.name);
        if let Some((caption, _)) = &scene.lanes[there.lane.0 as usize].caption
            && face.icon == Icon::Choice
        {
            words.push_str(&if is_rest(&caption.full) {
                " by default".to_owned()
            } else {
                format!(" if {}", caption.full)
            });
        }
    }
    words
}

/// Which lane of its group a node stands in, from 0 as the service counts branches.
fn lane_number(scene: &Scene, node: NodeIndex) -> usize {
    let there = scene.node(node);
    let lanes = there.parent.map(|parent| &scene.node(parent).lanes);
    lanes.and_then(|lanes| lanes.iter().position(|lane| *lane == there.lane)).unwrap_or(0)
}

/// Tells whether a way is for what no condition took.
fn is_rest(label: &str) -> bool {
    label == "default" || label == "otherwise"
}

/// The ways that the run took from here, all ways while it took none: `, next: Settle if $.left > 0, else Wait; on Busy: Retry`.
fn ways_on(scene: &Scene, node: NodeIndex, overlay: Option<&Overlay>) -> String {
    let all = scene.edges_from(node);
    let taken: Vec<EdgeIndex> = match overlay {
        Some(overlay) => all.iter().copied().filter(|edge| overlay.edge(*edge) == EdgeStatus::Taken).collect(),
        None => Vec::new(),
    };
    let ways = if taken.is_empty() { all } else { &taken };
    let Some(first) = ways.first() else { return last_words(scene, node) };
    let mut conditions = false;
    // An error's way comes after all others, so this tells what the list begins with.
    let mut said = if scene.edge(*first).kind == EdgeKind::Error { ", next " } else { ", next: " }.to_owned();
    for (at, index) in ways.iter().take(MOST_WAYS).enumerate() {
        let edge = scene.edge(*index);
        if at > 0 {
            said.push_str(if edge.kind == EdgeKind::Error { "; " } else { ", " });
        }
        let target = target(scene, edge);
        said.push_str(&match (arrival_words(scene, *index), edge.kind) {
            (None, _) => target,
            (Some(errors), EdgeKind::Error) => format!("{errors}: {target}"),
            (Some(rest), EdgeKind::Flow) if rest == "else" => {
                if conditions {
                    format!("else {target}")
                } else {
                    format!("{target} by default")
                }
            }
            (Some(condition), EdgeKind::Flow) => {
                conditions = true;
                format!("{target} {condition}")
            }
        });
    }
    if ways.len() > MOST_WAYS {
        said.push_str(&format!(" and {} more", ways.len() - MOST_WAYS));
    }
    said
}

fn target(scene: &Scene, edge: &SceneEdge) -> String {
    let name = match &scene.node(edge.to).shape {
        Shape::Start => "the start".to_owned(),
        Shape::End => "the end".to_owned(),
        Shape::Stub(label) => return format!("nowhere ({})", label.full),
        Shape::Box(_, face, _) | Shape::Group(_, face, _) => face.name.clone(),
    };
    if edge.back { format!("back to {name}") } else { name }
}

/// What follows where no edge leads on: inside a group, the end of what the group does here.
fn last_words(scene: &Scene, node: NodeIndex) -> String {
    let there = scene.node(node);
    let group = there.parent.and_then(|parent| scene.node(parent).face());
    let (Some(face), Some(group)) = (there.face(), group) else { return String::new() };
    match (face.icon, group.icon) {
        (Icon::Fail, _) => String::new(),
        (_, Icon::Parallel) => format!(", next: the end of branch {}", lane_number(scene, node)),
        (_, Icon::Map | Icon::Loop) => ", next: the end of the iteration".to_owned(),
        _ => ", next: the end of this way".to_owned(),
    }
}
