//! The outlines around what was found: one path for all of them, at every level of detail, and one for the current one.

use flowglass_diagram::svg::outlines;
use flowglass_diagram::{NodeIndex, Rect, Scene};
use web_sys::{Document, Element};

use crate::attributes::set;

/// The marked nodes and their two paths.
#[derive(Debug)]
pub(crate) struct Marks {
    all: Element,
    one: Element,
    nodes: Vec<NodeIndex>,
    current: Option<NodeIndex>,
}

impl Marks {
    /// Puts the paths over what is in `layer`; `None` where the page does not let it.
    pub(crate) fn new(document: &Document, layer: &Element) -> Option<Self> {
        let path = |class: &str| {
            let path = document.create_element_ns(Some(crate::elements::SVG), "path").ok()?;
            set(&path, "class", class);
            set(&path, "aria-hidden", "true");
            layer.append_child(&path).ok()?;
            Some(path)
        };
        Some(Self { all: path("fg-hits")?, one: path("fg-hit")?, nodes: Vec::new(), current: None })
    }

    /// Marks other nodes; tells whether they are others than before.
    pub(crate) fn set(
        &mut self,
        scene: &Scene,
        nodes: Vec<NodeIndex>,
        current: Option<NodeIndex>,
        region: &Rect,
    ) -> bool {
        let others = nodes != self.nodes;
        self.nodes = nodes;
        if others {
            set(&self.all, "d", &outlines(scene, &self.nodes, region));
        }
        if others || current != self.current {
            self.current = current;
            set(&self.one, "d", &outlines(scene, self.current.as_slice(), region));
        }
        others
    }

    /// Outlines what is in another region of the picture.
    pub(crate) fn settle(&mut self, scene: &Scene, region: &Rect) {
        if !self.nodes.is_empty() || self.current.is_some() {
            set(&self.all, "d", &outlines(scene, &self.nodes, region));
            set(&self.one, "d", &outlines(scene, self.current.as_slice(), region));
        }
    }

    /// Marks nothing.
    pub(crate) fn clear(&mut self) {
        if !self.nodes.is_empty() || self.current.is_some() {
            self.nodes.clear();
            self.current = None;
            set(&self.all, "d", "");
            set(&self.one, "d", "");
        }
    }

    /// The marked nodes.
    pub(crate) fn nodes(&self) -> &[NodeIndex] {
        &self.nodes
    }
}
