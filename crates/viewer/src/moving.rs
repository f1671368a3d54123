//! Shows in the document how far everything is on its way.

use flowglass_diagram::{Rect, Scene, push_rounded};
use web_sys::{Document, Element};

use crate::attributes::{mark, set};
use crate::elements::SVG;
use crate::near::Near;
pub(crate) use crate::refolding::Refolding;
use crate::refolding::between;

/// The sheets of groups that close; they are in no scene.
#[derive(Debug, Default)]
pub(crate) struct Moving {
    sheets: Vec<Element>,
}

impl Moving {
    /// Puts the sheets of groups that close behind everything else in `layer`.
    pub(crate) fn begin(&mut self, refolding: &Refolding, document: &Document, frame: &Element, layer: &Element) {
        self.end(frame);
        mark(frame, "is-moving", true);
        for _ in &refolding.sheets {
            // It fails only for a name that is none.
            let Ok(sheet) = document.create_element_ns(Some(SVG), "rect") else { return };
            set(&sheet, "class", "fg-sheet");
            set(&sheet, "rx", "14");
            // It fails only for places outside of a document's tree.
            let _ = layer.insert_before(&sheet, layer.first_child().as_ref());
            self.sheets.push(sheet);
        }
    }

    /// Puts everything where it stands at the moment.
    pub(crate) fn show(&self, refolding: &Refolding, scene: &Scene, near: &Near) {
        let opacity = number(refolding.opacity());
        for (index, from) in &refolding.nodes {
            let Some(element) = near.node(*index) else { continue };
            let node = scene.node(*index);
            let place = between(from, &node.rect, refolding.share);
            set(element, "transform", &translate(place.x, place.y));
            if node.is_group()
                && let Ok(Some(sheet)) = element.query_selector(".fg-sheet")
            {
                set(&sheet, "width", &number(place.width));
                set(&sheet, "height", &number(place.height));
            }
        }
        for (index, by) in &refolding.edges {
            if let Some(element) = near.edge(*index) {
                let left = 1.0 - refolding.share;
                set(element, "transform", &translate(by.x * left, by.y * left));
            }
        }
        let nodes = refolding.new_nodes.iter().filter_map(|index| near.node(*index));
        for element in nodes.chain(refolding.new_edges.iter().filter_map(|index| near.edge(*index))) {
            set(element, "opacity", &opacity);
        }
        for (sheet, (from, to)) in self.sheets.iter().zip(&refolding.sheets) {
            let Rect { x, y, width, height } = between(from, to, refolding.share);
            for (name, length) in [("x", x), ("y", y), ("width", width), ("height", height)] {
                set(sheet, name, &number(length));
            }
            set(sheet, "opacity", &number(1.0 - refolding.share));
        }
    }

    /// Leaves everything as if nothing had moved.
    pub(crate) fn settle(&mut self, refolding: &mut Refolding, scene: &Scene, near: &Near, frame: &Element) {
        refolding.share = 1.0;
        self.show(refolding, scene, near);
        let edges = refolding.edges.iter().filter_map(|(index, _)| near.edge(*index));
        let new_edges = refolding.new_edges.iter().filter_map(|index| near.edge(*index));
        let new_nodes = refolding.new_nodes.iter().filter_map(|index| near.node(*index));
        let own = edges.map(|element| (element, "transform"));
        // It fails never: a missing attribute is no error.
        for (element, name) in own.chain(new_edges.chain(new_nodes).map(|element| (element, "opacity"))) {
            let _ = element.remove_attribute(name);
        }
        self.end(frame);
    }

    /// Takes away what is in no scene.
    pub(crate) fn end(&mut self, frame: &Element) {
        mark(frame, "is-moving", false);
        for sheet in self.sheets.drain(..) {
            sheet.remove();
        }
    }
}

fn translate(x: f64, y: f64) -> String {
    format!("translate({} {})", number(x), number(y))
}

fn number(number: f64) -> String {
    let mut text = String::new();
    push_rounded(&mut text, number, 2);
    text
}
