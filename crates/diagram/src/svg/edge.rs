//! One edge as SVG: line, head, label.

use flowglass_layout::EdgeIndex;

use super::element::{attribute, open, path};
use super::node::labelled;
use crate::graph::EdgeKind;
use crate::scene::{Scene, Shape};
use crate::status::EdgeStatus;

/// The whole `<g>` of an edge, with `data-edge`.
pub fn edge(out: &mut String, scene: &Scene, index: EdgeIndex, status: Option<EdgeStatus>) {
    let edge = scene.edge(index);
    open(out, "g");
    attribute(out, "class", &edge_class(scene, index, status));
    attribute(out, "data-edge", &index.0.to_string());
    // The nodes' names tell where their edges lead.
    attribute(out, "aria-hidden", "true");
    out.push('>');
    path(out, "fg-line", edge.gapped.as_ref().unwrap_or(&edge.line));
    path(out, "fg-head", &edge.head);
    if let Some((label, place)) = &edge.label {
        labelled(out, "fg-label", label, place.center());
    }
    out.push_str("</g>");
}

/// The classes of an edge's `<g>`: its kind, whether it stands in a group, whether it was taken.
pub fn edge_class(scene: &Scene, index: EdgeIndex, status: Option<EdgeStatus>) -> String {
    let edge = scene.edge(index);
    let mut class = "fg-edge".to_owned();
    if edge.kind == EdgeKind::Error {
        class.push_str(" fg-error");
    }
    if matches!(scene.node(edge.to).shape, Shape::Stub(_)) {
        class.push_str(" fg-broken");
    }
    if scene.node(edge.from).parent.is_some() {
        class.push_str(" fg-in-group");
    }
    if let Some(status) = status {
        class.extend([" ", status.class()]);
    }
    class
}
