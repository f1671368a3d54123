//! The picture without its places, for languages that lay out by themselves: what stands where, and what it says.

use flowglass_layout::{LevelIndex, NodeIndex};

use crate::graph::EdgeKind;
use crate::overlay::{NodeState, Overlay};
use crate::scene::{Scene, SceneEdge, SceneLane, SceneNode, Shape};
use crate::second_line::counted;
use crate::status::EdgeStatus;

/// A scene, coloured by a run when there is one, as nested lists of nodes.
pub(crate) struct Outline<'a> {
    /// What is told about.
    pub(crate) scene: &'a Scene,
    /// A run over it.
    pub(crate) overlay: Option<&'a Overlay>,
    /// By lane: the nodes that stand directly in it, in their order.
    nodes: Vec<Vec<NodeIndex>>,
}

impl<'a> Outline<'a> {
    /// The outline of a scene. `overlay` must belong to `scene`.
    pub(crate) fn new(scene: &'a Scene, overlay: Option<&'a Overlay>) -> Self {
        let mut nodes = vec![Vec::new(); scene.lanes.len()];
        for (index, node) in scene.nodes() {
            nodes[node.lane.0 as usize].push(index);
        }
        Self { scene, overlay, nodes }
    }

    /// The nodes that stand directly in the flow.
    pub(crate) fn top(&self) -> &[NodeIndex] {
        self.nodes.first().map_or(&[], Vec::as_slice)
    }

    /// The nodes that stand directly in a lane.
    pub(crate) fn nodes_of(&self, lane: LevelIndex) -> &[NodeIndex] {
        &self.nodes[lane.0 as usize]
    }

    /// The lanes of a group that need a frame of their own: those of several, and those that have a caption.
    pub(crate) fn framed_lanes(&self, group: NodeIndex) -> Vec<(LevelIndex, &'a SceneLane)> {
        let lanes = &self.scene.node(group).lanes;
        let lane = |index: &LevelIndex| (*index, &self.scene.lanes[index.0 as usize]);
        let alone = lanes.len() == 1;
        lanes.iter().map(lane).filter(|(_, lane)| !alone || lane.caption.is_some()).collect()
    }

    /// The nodes of a group that stand in no frame of a lane.
    pub(crate) fn unframed(&self, group: NodeIndex) -> &[NodeIndex] {
        match &self.scene.node(group).lanes[..] {
            [only] if self.framed_lanes(group).is_empty() => self.nodes_of(*only),
            _ => &[],
        }
    }

    /// Where a step stands in the run.
    pub(crate) fn state(&self, node: NodeIndex) -> Option<&'a NodeState> {
        self.overlay.map(|overlay| overlay.node(node))
    }

    /// What a node says, line by line: its name, what it does, where it stands.
    pub(crate) fn lines(&self, node: NodeIndex) -> Vec<String> {
        match &self.scene.node(node).shape {
            Shape::Start => vec!["start".to_owned()],
            Shape::End => vec!["end".to_owned()],
            Shape::Stub(label) => vec![label.full.clone()],
            Shape::Box(_, face, _) | Shape::Group(_, face, _) => {
                let hidden = face.hidden.map(|steps| counted(steps as usize, "step", "steps"));
                let second: Vec<String> =
                    std::iter::once(face.second.clone()).chain(hidden).chain(face.badge_words()).collect();
                let standing = self.state(node).map(|state| crate::visible(&state.words().join(", ")).into_owned());
                [face.name.clone(), second.join(" · ")].into_iter().chain(standing).collect()
            }
        }
    }

    /// The edges in their order, with where they stand in the run.
    pub(crate) fn edges(&self) -> impl Iterator<Item = (&'a SceneEdge, Option<EdgeStatus>)> {
        let overlay = self.overlay;
        self.scene.edges().map(move |(index, edge)| (edge, overlay.map(|overlay| overlay.edge(index))))
    }
}

/// Whether an edge is drawn dashed: an error was caught, it leads nowhere, or the run went another way.
pub(crate) fn is_dashed(scene: &Scene, edge: &SceneEdge, status: Option<EdgeStatus>) -> bool {
    edge.kind == EdgeKind::Error
        || status == Some(EdgeStatus::PassedBy)
        || matches!(scene.node(edge.to).shape, Shape::Stub(_))
}

/// What the picture says about itself without a word of the definition: `A flow of 3 steps. Execution Succeeded: …`
pub(crate) fn summary(scene: &Scene, overlay: Option<&Overlay>) -> String {
    let hidden = |node: &SceneNode| node.face().and_then(|face| face.hidden).unwrap_or(0) as usize;
    let steps = scene.nodes.iter().filter(|node| node.step().is_some()).map(|node| 1 + hidden(node)).sum();
    let mut words = format!("A flow of {}.", counted(steps, "step", "steps"));
    if let Some(overlay) = overlay {
        words.push(' ');
        words.push_str(&overlay.summary(scene));
    }
    words
}

/// Writes one line of a text that is indented, or several that belong together.
pub(crate) fn line(out: &mut String, depth: usize, text: &str) {
    out.extend(std::iter::repeat_n("  ", depth));
    out.push_str(text);
    out.push('\n');
}
