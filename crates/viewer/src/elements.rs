//! The SVG element in the page and what stands in it: the only place that changes the document.

use flowglass_diagram::svg::{edge_class, node_class, node_content, picture_tree};
use flowglass_diagram::{EdgeIndex, NodeIndex, NodeState, Overlay, Point, Scene, Size, accessible_name};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, FocusOptions, HtmlElement};

use crate::error::ViewerError;
use crate::view::View;

const SVG: &str = "http://www.w3.org/2000/svg";

/// The picture in the page.
#[derive(Debug)]
pub(crate) struct Elements {
    document: Document,
    /// The `<svg>`; removed from the page with the viewer.
    pub(crate) svg: Element,
    /// The `<g>` that the view moves.
    layer: Element,
    /// By node.
    nodes: Vec<Element>,
    /// By edge.
    edges: Vec<Element>,
    /// The window's size when it was measured last.
    pub(crate) window: Size,
}

impl Elements {
    /// Makes the empty picture inside `container`.
    pub(crate) fn new(container: &Element) -> Result<Self, ViewerError> {
        let document = container.owner_document().ok_or_else(|| ViewerError::new("the container is in no document"))?;
        let svg = document.create_element_ns(Some(SVG), "svg")?;
        svg.set_attribute("class", "fg-picture fg-viewer")?;
        svg.set_attribute("role", "tree")?;
        svg.set_attribute("tabindex", "-1")?;
        let layer = document.create_element_ns(Some(SVG), "g")?;
        layer.set_attribute("role", "presentation")?;
        svg.append_child(&layer)?;
        container.append_child(&svg)?;
        Ok(Self { document, svg, layer, nodes: Vec::new(), edges: Vec::new(), window: Size::default() })
    }

    /// Draws a scene anew.
    pub(crate) fn draw(&mut self, scene: &Scene) {
        let title = if scene.title.is_empty() { "Flow" } else { &scene.title };
        set(&self.svg, "aria-label", title);
        self.layer.set_inner_html(&picture_tree(scene, None));
        self.nodes = self.numbered("data-node");
        self.edges = self.numbered("data-edge");
    }

    /// Shows another state of the same scene: touches only what is different.
    pub(crate) fn repaint(&self, scene: &Scene, old: Option<&Overlay>, new: Option<&Overlay>) {
        let edge_state = |overlay: Option<&Overlay>, index| overlay.map(|overlay| overlay.edge(index));
        for (index, _) in scene.edges() {
            let status = edge_state(new, index);
            if status != edge_state(old, index)
                && let Some(element) = self.edge(index)
            {
                set(element, "class", &edge_class(scene, index, status));
            }
        }
        let not_run = NodeState::default();
        for (index, _) in scene.nodes() {
            let state = new.map(|overlay| overlay.node(index));
            let before = old.map(|overlay| overlay.node(index));
            let changed = state != before;
            // The name of a node tells which of its edges were taken.
            let way_changed = || {
                let mut edges = scene.edges_from(index).iter();
                edges.any(|edge| edge_state(new, *edge) != edge_state(old, *edge))
            };
            let Some(element) = self.node(index) else { continue };
            if changed {
                let selected = element.class_list().contains(SELECTED);
                set(element, "class", &node_class(scene, index, state));
                mark(element, SELECTED, selected);
            }
            // Without a run a node looks like one that has not run.
            if state.unwrap_or(&not_run) != before.unwrap_or(&not_run) {
                let mut content = String::new();
                node_content(&mut content, scene, index, state);
                element.set_inner_html(&content);
            }
            if changed || way_changed() {
                set(element, "aria-label", &accessible_name(scene, index, new));
            }
        }
    }

    /// Shows a node as selected, or not any more.
    pub(crate) fn show_selected(&self, index: NodeIndex, selected: bool) {
        let Some(element) = self.node(index) else { return };
        mark(element, SELECTED, selected);
        if selected {
            set(element, "aria-selected", "true");
        } else {
            // It fails never: a missing attribute is no error.
            let _ = element.remove_attribute("aria-selected");
        }
    }

    /// Makes a node the one that Tab leads to, or not any more.
    pub(crate) fn show_active(&self, index: NodeIndex, active: bool) {
        if let Some(element) = self.node(index) {
            set(element, "tabindex", if active { "0" } else { "-1" });
        }
    }

    /// Puts the focus on a node without scrolling the page.
    pub(crate) fn focus(&self, index: NodeIndex) {
        if let Some(element) = self.node(index) {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            // Elements of SVG have the same method. It fails never: what cannot be focused stays as it is.
            let _ = element.unchecked_ref::<HtmlElement>().focus_with_options(&options);
        }
    }

    /// Tells whether the focus is in the picture.
    pub(crate) fn has_focus(&self) -> bool {
        self.svg.query_selector(":focus").ok().flatten().is_some()
    }

    /// Shows the picture as `view` says.
    pub(crate) fn show_view(&self, view: View) {
        set(&self.layer, "transform", &view.transform());
    }

    /// Shows that the picture is being moved.
    pub(crate) fn show_panning(&self, panning: bool) {
        mark(&self.svg, "is-panning", panning);
    }

    /// Measures the window. The browser lays out the page for it, so it is not done for every movement.
    pub(crate) fn measure(&mut self) {
        let place = self.svg.get_bounding_client_rect();
        self.window = Size::new(place.width(), place.height());
    }

    /// Turns a place in the browser's window into one in the picture's window.
    pub(crate) fn point(&self, x: f64, y: f64) -> Point {
        let place = self.svg.get_bounding_client_rect();
        Point::new(x - place.left(), y - place.top())
    }

    /// The node that an event's element belongs to.
    pub(crate) fn hit(&self, element: &Element) -> Option<NodeIndex> {
        let number = element.closest("[data-node]").ok()??.get_attribute("data-node")?.parse().ok()?;
        ((number as usize) < self.nodes.len()).then_some(NodeIndex(number))
    }

    /// Tells whether the reader has asked for less motion.
    pub(crate) fn wants_less_motion(&self) -> bool {
        let window = self.document.default_view();
        let query = window.and_then(|window| window.match_media("(prefers-reduced-motion: reduce)").ok().flatten());
        query.is_none_or(|query| query.matches())
    }

    fn node(&self, index: NodeIndex) -> Option<&Element> {
        self.nodes.get(index.0 as usize)
    }

    fn edge(&self, index: EdgeIndex) -> Option<&Element> {
        self.edges.get(index.0 as usize)
    }

    /// The elements that carry a number, in the order of the numbers.
    fn numbered(&self, attribute: &str) -> Vec<Element> {
        let Ok(found) = self.layer.query_selector_all(&format!("[{attribute}]")) else { return Vec::new() };
        let elements = (0..found.length()).filter_map(|at| found.item(at)?.dyn_into::<Element>().ok());
        let mut numbered: Vec<(u32, Element)> =
            elements.filter_map(|element| Some((element.get_attribute(attribute)?.parse().ok()?, element))).collect();
        numbered.sort_by_key(|(number, _)| *number);
        numbered.into_iter().map(|(_, element)| element).collect()
    }
}

impl Drop for Elements {
    fn drop(&mut self) {
        self.svg.remove();
    }
}

const SELECTED: &str = "is-selected";

/// Sets an attribute. Browsers refuse only names that are none, and ours are all written here.
fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

fn mark(element: &Element, class: &str, on: bool) {
    // It fails only for a class with blanks.
    let _ = element.class_list().toggle_with_force(class, on);
}
