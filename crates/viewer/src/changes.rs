//! What looks different under another run.

use flowglass_diagram::{EdgeIndex, NodeIndex, NodeState, Overlay, Scene};

/// The nodes and edges that stand differently.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Nodes whose own state has changed.
    pub(crate) nodes: Vec<NodeIndex>,
    /// Edges.
    pub(crate) edges: Vec<EdgeIndex>,
}

/// Compares two overlays of a scene.
pub(crate) fn changes(scene: &Scene, old: Option<&Overlay>, new: Option<&Overlay>) -> Changes {
    let differs = |index: &NodeIndex| state(old, *index) != state(new, *index);
    let way = |overlay: Option<&Overlay>, index| overlay.map(|overlay| overlay.edge(index));
    Changes {
        nodes: scene.nodes().map(|(index, _)| index).filter(differs).collect(),
        edges: scene.edges().map(|(index, _)| index).filter(|index| way(old, *index) != way(new, *index)).collect(),
    }
}

/// Where a node stands, in a run.
pub(crate) fn state(overlay: Option<&Overlay>, index: NodeIndex) -> Option<&NodeState> {
    overlay.map(|overlay| overlay.node(index))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::scene;
    use flowglass_diagram::{EdgeStatus, NodeStatus};

    #[test]
    fn only_what_differs_is_told() {
        let scene = scene("[{type: pass, name: a}, {type: pass, name: b}]");
        let mut states = vec![NodeState::default(); scene.nodes.len()];
        let mut ways = vec![EdgeStatus::Open; scene.edges.len()];
        let overlay = |nodes: &[NodeState], edges: &[EdgeStatus]| Overlay {
            nodes: nodes.to_vec(),
            edges: edges.to_vec(),
            status: Default::default(),
            hidden: Vec::new(),
            unplaced: 0,
        };
        let old = overlay(&states, &ways);
        states[1].status = NodeStatus::Running;
        ways[0] = EdgeStatus::Taken;
        let new = overlay(&states, &ways);
        let found = changes(&scene, Some(&old), Some(&new));
        assert_eq!((found.nodes, found.edges), (vec![NodeIndex(1)], vec![EdgeIndex(0)]));
        let none = changes(&scene, Some(&new), Some(&new));
        assert!(none.nodes.is_empty() && none.edges.is_empty());
        assert_eq!(changes(&scene, None, Some(&new)).nodes.len(), scene.nodes.len());
    }
}
