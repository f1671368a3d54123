//! What is shown beside the picture itself, where the build has it: the small map, the outlines around what was found, the
//! words under the pointer. Without the features nothing is left of it.

#[cfg(feature = "navigation")]
use flowglass_diagram::NodeIndex;
use flowglass_diagram::{Overlay, Rect, Scene, Size};
use web_sys::{Document, Element};

#[cfg(feature = "navigation")]
use crate::marks::Marks;
#[cfg(feature = "navigation")]
use crate::minimap::Minimap;
#[cfg(feature = "tooltips")]
use crate::tooltip::Tooltip;
use crate::view::View;

/// The parts that the build has.
#[derive(Debug, Default)]
pub(crate) struct Extras {
    #[cfg(feature = "navigation")]
    pub(crate) marks: Option<Marks>,
    #[cfg(feature = "navigation")]
    pub(crate) map: Option<Minimap>,
    #[cfg(feature = "tooltips")]
    pub(crate) tooltip: Option<Tooltip>,
}

#[cfg_attr(
    not(all(feature = "navigation", feature = "tooltips")),
    allow(unused_variables, reason = "what a build leaves out is told nothing")
)]
impl Extras {
    /// Puts what lies over the picture into `layer`.
    pub(crate) fn new(document: &Document, layer: &Element) -> Self {
        #[cfg(feature = "navigation")]
        return Self { marks: Marks::new(document, layer), ..Self::default() };
        #[cfg(not(feature = "navigation"))]
        Self::default()
    }

    /// Another scene is shown; nothing in it is marked.
    pub(crate) fn draw(&mut self, scene: &Scene) {
        #[cfg(feature = "navigation")]
        {
            if let Some(marks) = &mut self.marks {
                marks.clear();
            }
            if let Some(map) = &mut self.map {
                map.draw(scene);
            }
        }
        #[cfg(feature = "tooltips")]
        self.hide_tooltip();
    }

    /// Another part of the picture is in the document.
    pub(crate) fn settle(&mut self, scene: &Scene, region: &Rect) {
        #[cfg(feature = "navigation")]
        if let Some(marks) = &mut self.marks {
            marks.settle(scene, region);
        }
    }

    /// Another run lies over the scene.
    pub(crate) fn repaint(&mut self) {
        #[cfg(feature = "navigation")]
        if let Some(map) = &mut self.map {
            map.outdate();
        }
    }

    /// Tells whether something is to be painted at the next frame.
    pub(crate) fn wants_frame(&self) -> bool {
        #[cfg(feature = "navigation")]
        return self.map.as_ref().is_some_and(Minimap::is_outdated);
        #[cfg(not(feature = "navigation"))]
        false
    }

    /// Paints what has changed since the last frame.
    pub(crate) fn frame(&mut self, overlay: Option<&Overlay>) {
        #[cfg(feature = "navigation")]
        if let Some(map) = &mut self.map {
            map.paint(overlay, self.marks.as_ref().map_or(&[], Marks::nodes));
        }
    }

    /// The picture is seen from elsewhere.
    pub(crate) fn show_view(&mut self, view: View, window: Size) {
        #[cfg(feature = "navigation")]
        if let Some(map) = &mut self.map {
            map.show_view(view, window);
        }
        #[cfg(feature = "tooltips")]
        self.hide_tooltip();
    }

    /// Marks what was found, and which of it somebody looks at.
    #[cfg(feature = "navigation")]
    pub(crate) fn mark(&mut self, scene: &Scene, nodes: Vec<NodeIndex>, current: Option<NodeIndex>, region: &Rect) {
        if let Some(marks) = &mut self.marks {
            let others = marks.set(scene, nodes, current, region);
            if others && let Some(map) = &mut self.map {
                map.outdate();
            }
        }
    }

    #[cfg(feature = "tooltips")]
    pub(crate) fn hide_tooltip(&self) {
        if let Some(tooltip) = &self.tooltip {
            tooltip.hide();
        }
    }
}
