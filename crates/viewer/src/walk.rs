//! Where the keyboard leads from a node: along edges and back, to other ways, into groups and out of them.

use flowglass_diagram::{EdgeIndex, EdgeKind, EdgeStatus, NodeIndex, Overlay, Rect, Scene, Shape};

use crate::trail::Trail;

/// A step of the keyboard through the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    /// Along an edge that leads away: one that leads forward, that the run took, that no error takes.
    Next,
    /// Back along the edge that the keyboard came along, else along the first edge that leads here.
    Previous,
    /// Where the keyboard came to a fork and took one of its ways: to what the way at the left leads to. Else to the nearest
    /// node at the left in the same group. In a picture that runs from left to right: above.
    Left,
    /// The same at the right; below, in a picture that runs from left to right.
    Right,
    /// To the first node in the group.
    Into,
    /// To the group around.
    Out,
    /// To the first node of the picture.
    First,
    /// To the end of the flow, else to the last node of the picture.
    Last,
}

/// The node that a step leads to; `None` when it leads nowhere. From nothing every step leads to the first node.
///
/// `overlay` must belong to `scene`. The trail follows.
pub fn walk(
    scene: &Scene,
    overlay: Option<&Overlay>,
    trail: &mut Trail,
    from: Option<NodeIndex>,
    step: Walk,
) -> Option<NodeIndex> {
    let count = scene.nodes.len() as u32;
    let first = (count > 0).then_some(NodeIndex(0));
    let from = match from {
        Some(from) if from.0 < count => from,
        Some(_) | None => return first,
    };
    let elsewhere = match step {
        Walk::Next => {
            let way = next(scene, overlay, from)?;
            trail.on(way);
            return Some(scene.edge(way).to);
        }
        Walk::Previous => {
            if let Some(way) = trail.arrival(scene, from) {
                trail.back();
                return Some(scene.edge(way).from);
            }
            scene.edge(previous(scene, from)?).from
        }
        Walk::Left | Walk::Right => {
            let direction = if step == Walk::Left { -1.0 } else { 1.0 };
            let came = trail.arrival(scene, from);
            if let Some(way) = came.or_else(|| previous(scene, from)).and_then(|way| other_way(scene, way, direction)) {
                trail.instead(way);
                return Some(scene.edge(way).to);
            }
            // Behind the last way there is none: whoever chooses among ways is not led away from them.
            if came.is_some_and(|way| scene.edges_from(scene.edge(way).from).len() > 1) {
                return None;
            }
            beside(scene, from, direction)?
        }
        Walk::Into => topmost(scene, from)?,
        Walk::Out => scene.node(from).parent?,
        Walk::First => NodeIndex(0),
        Walk::Last => end(scene)?,
    };
    trail.leave();
    Some(elsewhere)
}

fn next(scene: &Scene, overlay: Option<&Overlay>, from: NodeIndex) -> Option<EdgeIndex> {
    let passed = |way: EdgeIndex| overlay.is_some_and(|overlay| overlay.edge(way) != EdgeStatus::Taken);
    let ways = scene.edges_from(from).iter().copied().filter(|way| scene.edge(*way).to != from);
    ways.min_by_key(|way| {
        let edge = scene.edge(*way);
        // A round of a loop comes last even where the run went it: whoever goes on and on comes to the end.
        (edge.back, passed(*way), edge.kind == EdgeKind::Error)
    })
}

fn previous(scene: &Scene, from: NodeIndex) -> Option<EdgeIndex> {
    let ways = scene.edges_to(from).iter().copied().filter(|way| scene.edge(*way).from != from);
    ways.min_by_key(|way| (scene.edge(*way).back, scene.edge(*way).kind == EdgeKind::Error))
}

/// The way beside another one, of those that begin where it does, as what they lead to stands in the picture.
fn other_way(scene: &Scene, way: EdgeIndex, direction: f64) -> Option<EdgeIndex> {
    let place = |way: &EdgeIndex| scene.direction.rect(scene.node(scene.edge(*way).to).rect).center();
    let mut ways: Vec<EdgeIndex> = scene.edges_from(scene.edge(way).from).to_vec();
    ways.sort_by(|one, other| {
        let (one, other) = (place(one), place(other));
        one.x.total_cmp(&other.x).then(one.y.total_cmp(&other.y))
    });
    let at = ways.iter().position(|other| *other == way)?;
    let beside = if direction < 0.0 { at.checked_sub(1)? } else { at + 1 };
    ways.get(beside).copied()
}

fn end(scene: &Scene) -> Option<NodeIndex> {
    let mark = scene.nodes().find(|(_, node)| matches!(node.shape, Shape::End)).map(|(index, _)| index);
    mark.or_else(|| (scene.nodes.len() as u32).checked_sub(1).map(NodeIndex))
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
    use flowglass_diagram::{NodeState, arrival_words};

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
            let to = walk(&scene, None, &mut Trail::default(), Some(node.unwrap()), step);
            assert_eq!(to.map(|index| name(&scene, index)).as_deref(), expected, "{from} {step:?}");
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
    fn keys_across_choose_among_the_ways_of_a_fork() {
        // `two` stands below `one`, and the third way goes back: geometry alone would lead elsewhere.
        let scene = scene(
            "[{type: pass, name: first},
            {type: choice, name: which, choices: [
                {condition: '$.a == 1', goto: one}, {condition: '$.a == 2', goto: two}], default: {goto: first}},
            {type: pass, name: one},
            {type: pass, name: two}]",
        );
        let find = |wanted: &str| scene.nodes().map(|(index, _)| index).find(|index| name(&scene, *index) == wanted);
        let mut trail = Trail::default();
        let mut at = walk(&scene, None, &mut trail, find("which"), Walk::Next);
        assert_eq!(at, find("one"), "the first way");
        while let Some(left) = walk(&scene, None, &mut trail, at, Walk::Left) {
            at = Some(left);
        }
        let mut ways = Vec::new();
        while let Some(node) = at {
            let arrival = trail.arrival(&scene, node).and_then(|way| arrival_words(&scene, way));
            ways.push((name(&scene, node), arrival.unwrap_or_default()));
            let back = walk(&scene, None, &mut trail.clone(), at, Walk::Previous);
            assert_eq!(back, find("which"), "back is where one came from, at a join too");
            at = walk(&scene, None, &mut trail, at, Walk::Right);
        }
        ways.sort();
        let expected = [("first", "else"), ("one", "if $.a == 1"), ("two", "if $.a == 2")];
        assert_eq!(ways, expected.map(|(node, words)| (node.to_owned(), words.to_owned())));
    }

    #[test]
    fn who_goes_on_and_on_comes_to_the_end() {
        let scene = scene(STEPS);
        let mut overlay = Overlay {
            nodes: vec![NodeState::default(); scene.nodes.len()],
            edges: vec![EdgeStatus::Open; scene.edges.len()],
            status: Default::default(),
            hidden: Vec::new(),
            unplaced: 0,
        };
        let end = |overlay: Option<&Overlay>| {
            let mut trail = Trail::default();
            let (mut at, mut last) = (None, None);
            for _ in 0..20 {
                at = walk(&scene, overlay, &mut trail, at, Walk::Next);
                last = at.or(last);
                if at.is_none() {
                    break;
                }
            }
            assert_eq!(at, None, "this goes round");
            last.map(|node| name(&scene, node)).unwrap_or_default()
        };
        assert_eq!(end(None), "(end)");
        // A run that is in the loop, or has left through an error.
        for (index, edge) in scene.edges() {
            if edge.back {
                overlay.edges[index.0 as usize] = EdgeStatus::Taken;
            }
        }
        assert_eq!(end(Some(&overlay)), "(end)");
        for (index, edge) in scene.edges() {
            if edge.kind == EdgeKind::Error {
                overlay.edges[index.0 as usize] = EdgeStatus::Taken;
            }
        }
        assert_eq!(end(Some(&overlay)), "sorry");
    }

    #[test]
    fn from_nothing_every_key_leads_to_the_beginning() {
        let scene = scene(STEPS);
        for step in [Walk::Next, Walk::Left, Walk::Out, Walk::Last] {
            let mut trail = Trail::default();
            assert_eq!(walk(&scene, None, &mut trail, None, step), Some(NodeIndex(0)));
            assert_eq!(walk(&scene, None, &mut trail, Some(NodeIndex(9_999)), step), Some(NodeIndex(0)));
        }
    }
}
