//! The whole picture as one piece of SVG, in the order in which it is painted and read.

use flowglass_layout::{EdgeIndex, NodeIndex, Rect};

use super::edge::edge;
use super::element::{attribute, number};
use super::node::{node, node_content, node_with};
use super::toggle::toggle;
use crate::accessible_name::accessible_name;
use crate::overlay::{NodeState, Overlay};
use crate::scene::Scene;

/// Something that is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A box, a group's sheet, a mark, a stub.
    Node(NodeIndex),
    /// A line with its head and label.
    Edge(EdgeIndex),
}

/// Everything that the picture shows: each group's sheet, then the edges in it, then its nodes.
///
/// `overlay` must belong to `scene`.
pub fn picture(scene: &Scene, overlay: Option<&Overlay>) -> String {
    let mut out = String::with_capacity(scene.nodes.len() * 900 + scene.edges.len() * 300);
    for piece in pieces(scene) {
        match piece {
            Piece::Node(index) => node(&mut out, scene, index, overlay.map(|overlay| overlay.node(index))),
            Piece::Edge(index) => edge(&mut out, scene, index, overlay.map(|overlay| overlay.edge(index))),
        }
    }
    out
}

/// All pieces in the order in which they are painted and read.
pub fn pieces(scene: &Scene) -> Vec<Piece> {
    let mut in_lane: Vec<Vec<EdgeIndex>> = vec![Vec::new(); scene.lanes.len()];
    for (index, edge) in scene.edges() {
        in_lane[scene.node(edge.from).lane.0 as usize].push(index);
    }
    let edges = |lane: usize| in_lane.get(lane).into_iter().flatten().map(|index| Piece::Edge(*index));
    let mut pieces = Vec::with_capacity(scene.nodes.len() + scene.edges.len());
    pieces.extend(edges(0));
    for (index, node) in scene.nodes() {
        pieces.push(Piece::Node(index));
        pieces.extend(node.lanes.iter().flat_map(|lane| edges(lane.0 as usize)));
    }
    pieces
}

/// A node as an item of a tree for keyboards and screen readers: with `role`, `tabindex`, level, number and name. The
/// element around it must have the role `tree`. A group has those of its lanes that overlap `within`, or all.
///
/// `overlay` must belong to `scene`.
pub fn tree_item(
    out: &mut String,
    scene: &Scene,
    index: NodeIndex,
    overlay: Option<&Overlay>,
    place: TreePlace,
    within: Option<&Rect>,
) {
    let node = scene.node(index);
    let state = overlay.map(|overlay| overlay.node(index));
    let attributes = |out: &mut String| {
        attribute(out, "role", "treeitem");
        attribute(out, "tabindex", "-1");
        number(out, "aria-level", f64::from(node.level));
        number(out, "aria-posinset", f64::from(place.at));
        number(out, "aria-setsize", f64::from(place.of));
        if node.is_group() || node.is_closed_group() {
            attribute(out, "aria-expanded", if node.is_group() { "true" } else { "false" });
        }
        attribute(out, "aria-label", &accessible_name(scene, index, place, overlay));
    };
    node_with(out, scene, index, state, attributes, |out| tree_content(out, scene, index, state, within));
}

/// What stands in the `<g>` of such an item: what a picture shows of the node, and the sign that closes and opens a group. A
/// group has those of its lanes that overlap `within`, or all.
pub fn tree_content(
    out: &mut String,
    scene: &Scene,
    index: NodeIndex,
    state: Option<&NodeState>,
    within: Option<&Rect>,
) {
    node_content(out, scene, index, state, within);
    toggle(out, scene, index);
}

/// Which one a node is, counted in two ways, each from 1: of all that stands in its group, marks too, as trees count; and of
/// the steps in its lane, as people do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TreePlace {
    at: u32,
    of: u32,
    step: u32,
    steps: u32,
}

impl TreePlace {
    /// Which one it is of the steps in its lane, from 1, and how many these are; a mark is where the step before it is.
    pub fn step(self) -> (u32, u32) {
        (self.step, self.steps)
    }
}

/// By node: its place in the tree.
pub fn tree_places(scene: &Scene) -> Vec<TreePlace> {
    let slot = |parent: Option<NodeIndex>| parent.map_or(0, |parent| parent.0 as usize + 1);
    let mut counts = vec![0_u32; scene.nodes.len() + 1];
    let mut steps = vec![0_u32; scene.lanes.len()];
    let mut places = Vec::with_capacity(scene.nodes.len());
    for node in &scene.nodes {
        let (count, step) = (&mut counts[slot(node.parent)], &mut steps[node.lane.0 as usize]);
        *count += 1;
        *step += u32::from(node.step().is_some());
        places.push(TreePlace { at: *count, of: 0, step: *step, steps: 0 });
    }
    for (place, node) in places.iter_mut().zip(&scene.nodes) {
        place.of = counts[slot(node.parent)];
        place.steps = steps[node.lane.0 as usize];
    }
    places
}
