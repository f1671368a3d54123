//! Where the keyboard leads from a node: along edges, to the side, into groups and out of them.

use flowglass_diagram::{EdgeKind, NodeIndex, Rect, Scene};

/// A step of the keyboard through the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    /// Along the first edge that leads away; an error's edge when there is no other.
    Next,
    /// Back along the first edge that leads here.
    Previous,
    /// To the nearest node at the left in the same group; above, in a picture that runs from left to right.
    Left,
    /// To the nearest node at the right in the same group; below, in a picture that runs from left to right.
    Right,
    /// To the first node in the group.
    Into,
    /// To the group around.
    Out,
    /// To the first node of the picture.
    First,
    /// To the last node of the picture.
    Last,
}

/// The node that a step leads to; `None` when it leads nowhere. From nothing every step leads to the first node.
pub fn walk(scene: &Scene, from: Option<NodeIndex>, step: Walk) -> Option<NodeIndex> {
    let count = scene.nodes.len() as u32;
    let first = (count > 0).then_some(NodeIndex(0));
    let from = match from {
        Some(from) if from.0 < count => from,
        Some(_) | None => return first,
    };
    match step {
        Walk::Next => next(scene, from),
        Walk::Previous => previous(scene, from),
        Walk::Left => beside(scene, from, -1.0),
        Walk::Right => beside(scene, from, 1.0),
        Walk::Into => topmost(scene, from),
        Walk::Out => scene.node(from).parent,
        Walk::First => first,
        Walk::Last => count.checked_sub(1).map(NodeIndex),
    }
}

fn next(scene: &Scene, from: NodeIndex) -> Option<NodeIndex> {
    let ways = scene.edges_from(from).iter().map(|edge| scene.edge(*edge)).filter(|edge| edge.to != from);
    ways.min_by_key(|edge| (edge.kind == EdgeKind::Error, edge.back)).map(|edge| edge.to)
}

fn previous(scene: &Scene, from: NodeIndex) -> Option<NodeIndex> {
    let ways = scene.edges_to(from).iter().map(|edge| scene.edge(*edge)).filter(|edge| edge.from != from);
    ways.min_by_key(|edge| (edge.back, edge.kind == EdgeKind::Error)).map(|edge| edge.from)
}

/// The nearest node in a direction; nodes at the same height come before others.
fn beside(scene: &Scene, from: NodeIndex, direction: f64) -> Option<NodeIndex> {
    let here = scene.direction.rect(scene.node(from).rect);
    let mut best: Option<(bool, f64, NodeIndex)> = None;
    for index in scene.children(scene.node(from).parent) {
        let there = scene.direction.rect(scene.node(index).rect);
        let gap = (there.center().x - here.center().x) * direction;
        if index == from || gap <= 0.5 {
            continue;
        }
        let away = !same_height(&here, &there);
        let distance = if away { gap + 3.0 * (there.center().y - here.center().y).abs() } else { gap };
        if best.is_none_or(|(other_away, other, _)| (away, distance) < (other_away, other)) {
            best = Some((away, distance, index));
        }
    }
    best.map(|(_, _, index)| index)
}

fn same_height(one: &Rect, other: &Rect) -> bool {
    one.y < other.bottom() && other.y < one.bottom()
}

fn topmost(scene: &Scene, group: NodeIndex) -> Option<NodeIndex> {
    if !scene.node(group).is_group() {
        return None;
    }
    let place = |index: &NodeIndex| {
        let rect = scene.direction.rect(scene.node(*index).rect);
        (rect.y, rect.x)
    };
    scene.children(Some(group)).min_by(|one, other| {
        let ((one_y, one_x), (other_y, other_x)) = (place(one), place(other));
        one_y.total_cmp(&other_y).then(one_x.total_cmp(&other_x))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{name, scene};

    const STEPS: &str = "[
        {type: task, name: poll, resourceArn: 'acs:fnf:::flow/x', catch: [{errors: [FnF.ALL], goto: sorry}]},
        {type: choice, name: ready, choices: [{condition: '$.a == 1', goto: both}], default: {goto: poll}},
        {type: parallel, name: both, branches: [
            {steps: [{type: pass, name: left}, {type: pass, name: below}]}, {steps: [{type: pass, name: right}]}]},
        {type: succeed, name: done},
        {type: fail, name: sorry}]";

    #[test]
    fn keys_follow_edges_and_groups() {
        let scene = scene(STEPS);
        let check = |from: &str, step: Walk, expected: Option<&str>| {
            let node = scene.nodes().map(|(index, _)| index).find(|index| name(&scene, *index) == from);
            let to = walk(&scene, Some(node.unwrap()), step).map(|index| name(&scene, index));
            assert_eq!(to.as_deref(), expected, "{from} {step:?}");
        };
        check("(start)", Walk::Next, Some("poll"));
        check("(start)", Walk::Previous, None);
        check("poll", Walk::Next, Some("ready"));
        check("poll", Walk::Previous, Some("(start)"));
        check("ready", Walk::Next, Some("both"));
        check("both", Walk::Into, Some("left"));
        check("left", Walk::Right, Some("right"));
        check("right", Walk::Left, Some("left"));
        check("left", Walk::Next, Some("below"));
        check("below", Walk::Next, None);
        check("below", Walk::Out, Some("both"));
        check("both", Walk::Out, None);
        check("poll", Walk::Into, None);
        check("sorry", Walk::Previous, Some("poll"));
        check("sorry", Walk::Next, None);
        check("done", Walk::Next, Some("(end)"));
        check("done", Walk::First, Some("(start)"));
        check("done", Walk::Last, Some("(end)"));
    }

    #[test]
    fn from_nothing_every_key_leads_to_the_beginning() {
        let scene = scene(STEPS);
        for step in [Walk::Next, Walk::Left, Walk::Out, Walk::Last] {
            assert_eq!(walk(&scene, None, step), Some(NodeIndex(0)));
            assert_eq!(walk(&scene, Some(NodeIndex(9_999)), step), Some(NodeIndex(0)));
        }
    }
}
