//! Which nodes stay in the document wherever the window is: what the keyboard and screen readers are at, and where they
//! can go from there.

use flowglass_diagram::{NodeIndex, Scene};

/// The most neighbours that are kept for one reason.
const MOST: usize = 24;

/// The given nodes, what is around the `active` one (along edges, before and behind it in the text, the groups around it and
/// what is first in it), each once.
pub(crate) fn kept(scene: &Scene, active: Option<NodeIndex>, others: &[Option<NodeIndex>]) -> Vec<NodeIndex> {
    let mut all: Vec<NodeIndex> = others.iter().flatten().copied().collect();
    if let Some(active) = active {
        all.push(active);
        all.extend(scene.edges_from(active).iter().take(MOST).map(|edge| scene.edge(*edge).to));
        all.extend(scene.edges_to(active).iter().take(MOST).map(|edge| scene.edge(*edge).from));
        // Behind a group comes the first node in it.
        all.extend(active.0.checked_sub(1).map(NodeIndex));
        all.push(NodeIndex(active.0.saturating_add(1)));
        let mut around = scene.nodes.get(active.0 as usize).and_then(|node| node.parent);
        while let Some(group) = around {
            all.push(group);
            around = scene.node(group).parent;
        }
    }
    let mut kept = Vec::with_capacity(all.len());
    for index in all {
        if (index.0 as usize) < scene.nodes.len() && !kept.contains(&index) {
            kept.push(index);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{name, scene};

    #[test]
    fn a_node_keeps_its_neighbours_and_the_groups_around() {
        let scene = scene(
            "[{type: pass, name: a}, {type: parallel, name: p, branches: [{steps: [{type: pass, name: x}, {type: pass, name: y}]}, {steps: [{type: pass, name: z}]}]}, {type: pass, name: b}, {type: pass, name: c}]",
        );
        let find = |wanted: &str| scene.nodes().map(|(index, _)| index).find(|index| name(&scene, *index) == wanted);
        let check = |active: &str, others: &[Option<NodeIndex>], expected: &[&str]| {
            let mut found: Vec<String> =
                kept(&scene, find(active), others).iter().map(|index| name(&scene, *index)).collect();
            found.sort();
            assert_eq!(found, expected, "{active}");
        };
        check("x", &[], &["p", "x", "y"]);
        check("p", &[find("c")], &["a", "b", "c", "p", "x"]);
        assert_eq!(kept(&scene, None, &[None]), []);
        assert_eq!(kept(&scene, None, &[Some(NodeIndex(9_999))]), []);
    }
}
