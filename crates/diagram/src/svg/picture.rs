//! The whole picture as one piece of SVG, in the order in which it is painted and read.

use flowglass_layout::{EdgeIndex, NodeIndex};

use super::edge::edge;
use super::element::{attribute, number};
use super::node::node_with;
use crate::accessible_name::accessible_name;
use crate::overlay::Overlay;
use crate::scene::Scene;

/// Everything that the picture shows: each group's sheet, then the edges in it, then its nodes.
///
/// `overlay` must belong to `scene`.
pub fn picture(scene: &Scene, overlay: Option<&Overlay>) -> String {
    write(scene, overlay, |_, _| {})
}

/// The same picture whose nodes are items of a tree for keyboards and screen readers: `role`, `tabindex`, level,
/// number and name. The element around it must have the role `tree`.
pub fn picture_tree(scene: &Scene, overlay: Option<&Overlay>) -> String {
    let places = places_in_lanes(scene);
    write(scene, overlay, |out, index| {
        let node = scene.node(index);
        let (place, of) = places[index.0 as usize];
        attribute(out, "role", "treeitem");
        attribute(out, "tabindex", "-1");
        number(out, "aria-level", f64::from(node.level));
        number(out, "aria-posinset", f64::from(place));
        number(out, "aria-setsize", f64::from(of));
        if node.is_group() {
            attribute(out, "aria-expanded", "true");
        }
        attribute(out, "aria-label", &accessible_name(scene, index, overlay));
    })
}

fn write(scene: &Scene, overlay: Option<&Overlay>, further: impl Fn(&mut String, NodeIndex)) -> String {
    let mut in_lane: Vec<Vec<EdgeIndex>> = vec![Vec::new(); scene.lanes.len()];
    for (index, edge) in scene.edges() {
        in_lane[scene.node(edge.from).lane.0 as usize].push(index);
    }
    let mut out = String::with_capacity(scene.nodes.len() * 900 + scene.edges.len() * 300);
    let write_edges = |out: &mut String, lane: usize| {
        for index in in_lane.get(lane).into_iter().flatten() {
            edge(out, scene, *index, overlay.map(|overlay| overlay.edge(*index)));
        }
    };
    write_edges(&mut out, 0);
    for (index, node) in scene.nodes() {
        let state = overlay.map(|overlay| overlay.node(index));
        node_with(&mut out, scene, index, state, |out| further(out, index));
        for lane in &node.lanes {
            write_edges(&mut out, lane.0 as usize);
        }
    }
    out
}

/// By node: which one it is of those in its group, and how many there are.
fn places_in_lanes(scene: &Scene) -> Vec<(u32, u32)> {
    let slot = |parent: Option<NodeIndex>| parent.map_or(0, |parent| parent.0 as usize + 1);
    let mut counts = vec![0_u32; scene.nodes.len() + 1];
    let mut places = Vec::with_capacity(scene.nodes.len());
    for node in &scene.nodes {
        let count = &mut counts[slot(node.parent)];
        *count += 1;
        places.push((*count, 0));
    }
    for (place, node) in places.iter_mut().zip(&scene.nodes) {
        place.1 = counts[slot(node.parent)];
    }
    places
}
