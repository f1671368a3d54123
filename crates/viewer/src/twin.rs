//! The same node in a picture of the same flow with other groups closed.

use flowglass_diagram::{NodeIndex, Scene, Shape};

/// The node of `new` that shows what `node` shows in `old`, or the closed box that hides it now; both scenes are of one
/// flow. `None` for the end of a broken edge that is hidden.
pub(crate) fn twin(old: &Scene, node: NodeIndex, new: &Scene) -> Option<NodeIndex> {
    let there = old.nodes.get(node.0 as usize)?;
    match &there.shape {
        Shape::Box(step, ..) | Shape::Group(step, ..) => new.shown_at(*step),
        shape @ (Shape::Start | Shape::End | Shape::Stub(_)) => {
            let scope = old.lanes.get(there.lane.0 as usize)?.scope;
            let same = |index: &NodeIndex| {
                let other = new.node(*index);
                other.shape == *shape && new.lanes.get(other.lane.0 as usize).is_some_and(|lane| lane.scope == scope)
            };
            new.nodes().map(|(index, _)| index).find(same)
        }
    }
}

#[cfg(test)]
mod tests {
    use flowglass_diagram::{Closed, Direction, draw_closed};

    use super::*;
    use crate::fixture::{flow, name};

    #[test]
    fn every_node_is_found_again_or_what_hides_it() {
        let flow = flow(
            "[{type: pass, name: a}, {type: parallel, name: p, branches: [{steps: [{type: choice, name: x, default: {goto: gone}}]}, {steps: [{type: pass, name: y}]}]}, {type: choice, name: b, default: {goto: nowhere}}]",
        );
        let scene = |closed: &Closed| draw_closed(&flow, Direction::TopToBottom, closed);
        let (open, closed) = (scene(&Closed::default()), scene(&Closed::all(&flow)));
        let twins = |old: &Scene, new: &Scene| {
            let told = |index| {
                format!("{}>{}", name(old, index), twin(old, index, new).map_or("-".to_owned(), |twin| name(new, twin)))
            };
            let mut told: Vec<String> = old.nodes().map(|(index, _)| told(index)).collect();
            told.sort();
            told.join(" ")
        };
        assert_eq!(twins(&open, &closed), "(start)>(start) a>a b>b gone>- nowhere>nowhere p>p x>p y>p");
        assert_eq!(twins(&closed, &open), "(start)>(start) a>a b>b nowhere>nowhere p>p");
        assert_eq!(twin(&open, NodeIndex(9_999), &closed), None);
    }
}
