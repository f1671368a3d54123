//! The nodes and edges that are in the document as elements of their own, in the order in which they are painted and read.

use flowglass_diagram::svg::{
    Piece, TreePlace, edge, edge_class, node_class, pieces, tree_content, tree_item, tree_places,
};
use flowglass_diagram::{EdgeIndex, NodeIndex, NodeState, Overlay, Rect, Scene, accessible_name, arrival_words};
#[cfg(feature = "navigation")]
use flowglass_flow::StepId;
use web_sys::Element;

use crate::attributes::{mark, set};
use crate::changes::{Changes, state};
use crate::detail::is_cut;

/// A piece whose box is drawn over its place: a focus ring, a pill.
const AROUND: f64 = 12.0;
const SELECTED: &str = "is-selected";
#[cfg(feature = "navigation")]
const OPENABLE: &str = "is-openable";

/// What is shown of a scene.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look<'a> {
    pub(crate) scene: &'a Scene,
    pub(crate) overlay: Option<&'a Overlay>,
    pub(crate) selected: Option<NodeIndex>,
    /// The node that Tab leads to.
    pub(crate) active: Option<NodeIndex>,
    /// The way along which the keyboard came there.
    pub(crate) came: Option<EdgeIndex>,
}

/// The elements of the pieces.
#[derive(Debug)]
pub(crate) struct Near {
    pub(crate) layer: Element,
    /// All pieces of the scene in their order; the numbers below are places in it.
    order: Vec<Piece>,
    places: Vec<TreePlace>,
    /// By node and by edge: its place in the order.
    slot_of_node: Vec<usize>,
    slot_of_edge: Vec<usize>,
    /// By place in the order: the element, while it is in the document.
    elements: Vec<Option<Element>>,
    /// The places that have elements, ascending.
    present: Vec<usize>,
    region: Option<Rect>,
    /// The steps that can be opened, ascending, with the words that tell so.
    #[cfg(feature = "navigation")]
    openable: Vec<(StepId, String)>,
}

impl Near {
    /// Puts elements into `layer`.
    pub(crate) fn new(layer: Element) -> Self {
        Self {
            layer,
            order: Vec::new(),
            places: Vec::new(),
            slot_of_node: Vec::new(),
            slot_of_edge: Vec::new(),
            elements: Vec::new(),
            present: Vec::new(),
            region: None,
            #[cfg(feature = "navigation")]
            openable: Vec::new(),
        }
    }

    /// Says which steps can be opened.
    #[cfg(feature = "navigation")]
    pub(crate) fn set_openable(&mut self, scene: &Scene, mut openable: Vec<(StepId, String)>) {
        openable.sort_unstable();
        let before = std::mem::replace(&mut self.openable, openable);
        for (step, _) in before.iter().chain(&self.openable) {
            if let Some(index) = scene.node_of(*step) {
                self.show_openable(scene, index);
            }
        }
    }

    /// Shows whether a node that is in the document can be opened.
    #[cfg(feature = "navigation")]
    fn show_openable(&self, scene: &Scene, index: NodeIndex) {
        let (Some(element), Some(step)) = (self.node(index), scene.node(index).step()) else { return };
        let found = self.openable.binary_search_by_key(&step, |(step, _)| *step);
        let words = found.ok().and_then(|at| self.openable.get(at));
        mark(element, OPENABLE, words.is_some());
        if let Some((_, words)) = words {
            set(element, "aria-description", words);
        } else {
            // It fails never: a missing attribute is no error.
            let _ = element.remove_attribute("aria-description");
        }
    }

    /// Forgets the scene.
    pub(crate) fn clear(&mut self) {
        self.layer.set_inner_html("");
        self.order.clear();
        self.slot_of_node.clear();
        self.slot_of_edge.clear();
        self.elements.clear();
        self.present.clear();
        self.region = None;
    }

    /// Takes a scene after the one before is cleared; nothing of it is in the document yet.
    pub(crate) fn prepare(&mut self, scene: &Scene) {
        self.order = pieces(scene);
        self.places = tree_places(scene);
        self.slot_of_node = vec![0; scene.nodes.len()];
        self.slot_of_edge = vec![0; scene.edges.len()];
        for (slot, piece) in self.order.iter().enumerate() {
            match piece {
                Piece::Node(index) => self.slot_of_node[index.0 as usize] = slot,
                Piece::Edge(index) => self.slot_of_edge[index.0 as usize] = slot,
            }
        }
        self.elements = vec![None; self.order.len()];
    }

    /// Has the pieces in the document that touch `region`, if there is one, and the `kept` nodes. Returns the area that the
    /// pieces in the region take.
    pub(crate) fn show(&mut self, look: &Look<'_>, region: Option<Rect>, kept: &[NodeIndex]) -> Rect {
        let mut kept: Vec<usize> =
            kept.iter().filter_map(|node| self.slot_of_node.get(node.0 as usize).copied()).collect();
        kept.sort_unstable();
        let mut area: Option<Rect> = None;
        let wanted = match &region {
            Some(region) => {
                let mut wanted = Vec::new();
                for (slot, piece) in self.order.iter().enumerate() {
                    let place = match piece {
                        Piece::Node(index) => look.scene.node(*index).rect.inflate(AROUND),
                        Piece::Edge(index) => look.scene.edge(*index).bounds,
                    };
                    let seen = place.overlaps(region);
                    if seen {
                        area = Some(area.map_or(place, |area| area.around(&place)));
                    }
                    if seen || kept.binary_search(&slot).is_ok() {
                        wanted.push(slot);
                    }
                }
                wanted
            }
            None => kept,
        };
        let cut_anew = self.region != region;
        self.region = region;
        let before = std::mem::replace(&mut self.present, wanted);
        for slot in before {
            if self.present.binary_search(&slot).is_err()
                && let Some(element) = self.elements[slot].take()
            {
                element.remove();
            } else if cut_anew
                && let Some(Piece::Node(index)) = self.order.get(slot)
                && is_cut(look.scene, *index)
            {
                self.write_content(look, *index);
            }
        }
        self.insert_missing(look);
        area.unwrap_or_default()
    }

    /// Inserts what is to be present and is not: pieces that follow each other at once.
    fn insert_missing(&mut self, look: &Look<'_>) {
        let mut behind: Option<Element> = None;
        let mut end = self.present.len();
        while end > 0 {
            let mut start = end;
            while start > 0 && self.elements[self.present[start - 1]].is_none() {
                start -= 1;
            }
            if start < end {
                self.insert(look, start..end, behind.as_ref());
            }
            end = start.saturating_sub(1);
            behind = self.present.get(end).and_then(|slot| self.elements[*slot].clone());
        }
    }

    /// Inserts the pieces at some places of the list of present ones before an element, or at the end.
    fn insert(&mut self, look: &Look<'_>, run: std::ops::Range<usize>, behind: Option<&Element>) {
        let region = self.region.unwrap_or_default();
        let mut text = String::new();
        for slot in &self.present[run.clone()] {
            match self.order[*slot] {
                Piece::Node(index) => {
                    let place = self.places[index.0 as usize];
                    let within = is_cut(look.scene, index).then_some(&region);
                    tree_item(&mut text, look.scene, index, look.overlay, place, within);
                }
                Piece::Edge(index) => {
                    edge(&mut text, look.scene, index, look.overlay.map(|overlay| overlay.edge(index)));
                }
            }
        }
        // Both fail only for places outside of a document's tree.
        let mut last = match behind {
            Some(behind) => {
                let _ = behind.insert_adjacent_html("beforebegin", &text);
                behind.previous_element_sibling()
            }
            None => {
                let _ = self.layer.insert_adjacent_html("beforeend", &text);
                self.layer.last_element_child()
            }
        };
        for at in run.rev() {
            let Some(element) = last else { return };
            last = element.previous_element_sibling();
            let slot = self.present[at];
            if let Piece::Node(index) = self.order[slot]
                && look.selected == Some(index)
            {
                select(&element, true);
            }
            self.elements[slot] = Some(element);
            #[cfg(feature = "navigation")]
            if !self.openable.is_empty()
                && let Piece::Node(index) = self.order[slot]
            {
                self.show_openable(look.scene, index);
            }
            if let Piece::Node(index) = self.order[slot]
                && look.active == Some(index)
            {
                self.show_active(index, true);
                self.name(look, index);
            }
        }
    }

    /// Writes those of the changed pieces anew that are in the document, under the look's overlay. The name of the active node
    /// stays; tells whether it has to be written.
    pub(crate) fn repaint(&self, look: &Look<'_>, old: Option<&Overlay>, changes: &Changes) -> bool {
        let (scene, not_run) = (look.scene, NodeState::default());
        let mut named = true;
        let mut name = |index| {
            if look.active == Some(index) {
                named = false;
            } else {
                self.name(look, index);
            }
        };
        for index in &changes.edges {
            if let Some(element) = self.edge(*index) {
                set(element, "class", &edge_class(scene, *index, look.overlay.map(|overlay| overlay.edge(*index))));
            }
            // The name of a node tells which of its edges were taken.
            name(scene.edge(*index).from);
        }
        for index in &changes.nodes {
            let Some(element) = self.node(*index) else { continue };
            let (before, now) = (state(old, *index), state(look.overlay, *index));
            set(element, "class", &node_class(scene, *index, now));
            mark(element, SELECTED, look.selected == Some(*index));
            #[cfg(feature = "navigation")]
            if !self.openable.is_empty() {
                self.show_openable(scene, *index);
            }
            // Without a run a node looks like one that has not run.
            if now.unwrap_or(&not_run) != before.unwrap_or(&not_run) {
                self.write_content(look, *index);
            }
            name(*index);
        }
        !named
    }

    /// Says what a node is; of the active one first why the way led there along which the keyboard came.
    pub(crate) fn name(&self, look: &Look<'_>, index: NodeIndex) {
        let (Some(element), Some(place)) = (self.node(index), self.places.get(index.0 as usize)) else { return };
        let mut name = accessible_name(look.scene, index, *place, look.overlay);
        let came = look.came.filter(|_| look.active == Some(index));
        if let Some(words) = came.and_then(|way| arrival_words(look.scene, way)) {
            name = format!("{words}: {name}");
        }
        set(element, "aria-label", &name);
    }

    fn write_content(&self, look: &Look<'_>, index: NodeIndex) {
        let Some(element) = self.node(index) else { return };
        let region = self.region.unwrap_or_default();
        let within = is_cut(look.scene, index).then_some(&region);
        let mut content = String::new();
        tree_content(&mut content, look.scene, index, state(look.overlay, index), within);
        element.set_inner_html(&content);
    }

    /// Shows a node as selected, or not any more.
    pub(crate) fn show_selected(&self, index: NodeIndex, selected: bool) {
        if let Some(element) = self.node(index) {
            select(element, selected);
        }
    }

    /// Makes a node the one that Tab leads to, or not any more.
    pub(crate) fn show_active(&self, index: NodeIndex, active: bool) {
        if let Some(element) = self.node(index) {
            set(element, "tabindex", if active { "0" } else { "-1" });
        }
    }

    /// The element of a node that is in the document.
    pub(crate) fn node(&self, index: NodeIndex) -> Option<&Element> {
        self.elements.get(*self.slot_of_node.get(index.0 as usize)?)?.as_ref()
    }

    /// The element of an edge that is in the document.
    pub(crate) fn edge(&self, index: EdgeIndex) -> Option<&Element> {
        self.elements.get(*self.slot_of_edge.get(index.0 as usize)?)?.as_ref()
    }
}

fn select(element: &Element, selected: bool) {
    mark(element, SELECTED, selected);
    if selected {
        set(element, "aria-selected", "true");
    } else {
        // It fails never: a missing attribute is no error.
        let _ = element.remove_attribute("aria-selected");
    }
}
