//! The round sign on a group's corner that closes and opens it; only where it can be pressed, never in files.

use flowglass_layout::{NodeIndex, Point};

use super::element::{circle, path_at};
use crate::scene::Scene;

/// Where its middle is, from the left border of the group on the upper one.
const AT: f64 = 20.0;
const RADIUS: f64 = 8.0;
/// How far from its middle it is pressed still: fingers and trembling hands need more than it shows.
const REACH: f64 = 13.0;

/// Writes the sign into a node's `<g>`: an arrow down on an open group, an arrow to the right on a closed one, and nothing
/// for everything else.
pub(super) fn toggle(out: &mut String, scene: &Scene, index: NodeIndex) {
    let node = scene.node(index);
    let arrow = if node.is_group() {
        "M-3-1.3 0 1.7 3-1.3"
    } else if node.is_closed_group() {
        "M-1.3-3 1.7 0-1.3 3"
    } else {
        return;
    };
    circle(out, "fg-toggle", AT, 0.0, RADIUS);
    path_at(out, "fg-sign", arrow, AT, 0.0);
}

/// The group whose sign is at a point of the picture.
pub fn toggle_at(scene: &Scene, point: Point) -> Option<NodeIndex> {
    let signs = scene.nodes().filter(|(_, node)| node.is_group() || node.is_closed_group());
    // What is painted later lies above.
    signs
        .filter(|(_, node)| {
            let (x, y) = (point.x - node.rect.x - AT, point.y - node.rect.y);
            x * x + y * y <= REACH * REACH
        })
        .last()
        .map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Closed, Direction, draw_closed};

    #[test]
    fn only_groups_have_a_sign_and_it_is_on_their_corner() {
        let text = "version: v1\ntype: flow\nsteps: [{type: pass, name: a}, {type: parallel, name: p, branches: [{steps: [{type: pass, name: x}]}]}]\n";
        let flow = flowglass_flow::parse(text).flow.expect("the fixture is a flow");
        for closed in [Closed::default(), Closed::all(&flow)] {
            let scene = draw_closed(&flow, Direction::TopToBottom, &closed);
            for (index, node) in scene.nodes() {
                let group = node.face().is_some_and(|face| face.name == "p");
                let mut out = String::new();
                toggle(&mut out, &scene, index);
                assert_eq!(out.is_empty(), !group);
                let at = |x: f64, y: f64| toggle_at(&scene, Point::new(node.rect.x + x, node.rect.y + y));
                assert_eq!(at(AT, 0.0), group.then_some(index));
                assert_eq!(at(AT, -REACH + 1.0), group.then_some(index));
                assert_eq!(at(AT + REACH + 1.0, 0.0), None);
            }
        }
    }
}
