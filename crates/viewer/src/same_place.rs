//! The same step in a picture that was drawn anew: found by the names of the step and of the groups around it.

use flowglass_diagram::{NodeIndex, Scene};

/// The node of `new` that stands for what `node` stood for in `old`; `None` when there is none any more.
pub(crate) fn same_place(old: &Scene, node: NodeIndex, new: &Scene) -> Option<NodeIndex> {
    let path = path(old, node)?;
    let mut group = None;
    let mut found = None;
    for (name, lane) in path.iter().rev() {
        found = new.children(group).find(|child| {
            let same_name = new.node(*child).face().is_some_and(|face| face.name == *name);
            same_name && lane_in_group(new, *child) == *lane
        });
        group = Some(found?);
    }
    found
}

/// The names of a step and of the groups around it, innermost first, each with the lane that it stands in.
fn path(scene: &Scene, node: NodeIndex) -> Option<Vec<(String, usize)>> {
    let mut path = Vec::new();
    let mut at = Some(node);
    while let Some(index) = at {
        let node = scene.node(index);
        path.push((node.face()?.name.clone(), lane_in_group(scene, index)));
        at = node.parent;
    }
    Some(path)
}

fn lane_in_group(scene: &Scene, node: NodeIndex) -> usize {
    let node = scene.node(node);
    let lanes = node.parent.map(|group| &scene.node(group).lanes);
    lanes.and_then(|lanes| lanes.iter().position(|lane| *lane == node.lane)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::scene;

    #[test]
    fn steps_are_found_again_by_their_path() {
        let old = scene(
            "[{type: pass, name: a}, {type: parallel, name: p, branches: [{steps: [{type: pass, name: x}]}, {steps: [{type: pass, name: x}]}]}]",
        );
        let new = scene(
            "[{type: parallel, name: p, branches: [{steps: [{type: pass, name: n}]}, {steps: [{type: pass, name: x}]}]}, {type: pass, name: z}]",
        );
        let check = |name: &str, lane: usize, expected: Option<(&str, usize)>| {
            let node = old.nodes().find(|(index, node)| {
                node.face().is_some_and(|face| face.name == name) && lane_in_group(&old, *index) == lane
            });
            let found = same_place(&old, node.unwrap().0, &new)
                .map(|index| (new.node(index).face().unwrap().name.clone(), lane_in_group(&new, index)));
            assert_eq!(found, expected.map(|(name, lane)| (name.to_owned(), lane)));
        };
        check("a", 0, None);
        check("p", 0, Some(("p", 0)));
        check("x", 0, None);
        check("x", 1, Some(("x", 1)));
        assert_eq!(same_place(&old, NodeIndex(0), &new), None);
    }
}
