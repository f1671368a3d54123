//! The picture as SVG text: pieces that a page puts into its document, and whole files.
//!
//! Both are written by the same functions, so a page and a file show the same. The pieces carry classes and
//! presentation attributes, never `style`, so that a strict content policy lets them pass.

mod edge;
mod element;
mod escape;
mod file;
mod node;
mod stylesheet;

pub use edge::{edge, edge_class};
pub use file::write_svg;
pub use node::{node, node_class, node_content};
pub use stylesheet::{Theme, stylesheet};

use crate::overlay::Overlay;
use crate::scene::Scene;

/// Everything that moves with the view: the sheets of the groups, above them the edges, above them the boxes.
pub fn layers(scene: &Scene, overlay: Option<&Overlay>) -> String {
    let mut out = String::with_capacity(scene.nodes.len() * 900 + scene.edges.len() * 300);
    let state = |index| overlay.map(|overlay| overlay.node(index));
    out.push_str("<g class=\"fg-sheets\">");
    for (index, _) in scene.nodes().filter(|(_, node)| node.is_group()) {
        node(&mut out, scene, index, state(index));
    }
    out.push_str("</g><g class=\"fg-edges\">");
    for (index, _) in scene.edges() {
        edge(&mut out, scene, index, overlay.map(|overlay| overlay.edge(index)));
    }
    out.push_str("</g><g class=\"fg-nodes\">");
    for (index, _) in scene.nodes().filter(|(_, node)| !node.is_group()) {
        node(&mut out, scene, index, state(index));
    }
    out.push_str("</g>");
    out
}
