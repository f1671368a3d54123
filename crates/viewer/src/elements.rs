//! The elements in the page: the window, the picture in it, and how the picture is moved.
use flowglass_diagram::{NodeIndex, Overlay, Point, Rect, Scene, Size, push_rounded};
#[cfg(feature = "navigation")]
use flowglass_flow::StepId;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, FocusOptions, HtmlElement};

use crate::attributes::{mark, set};
use crate::changes::changes;
use crate::detail::{Level, level, region};
use crate::error::ViewerError;
use crate::extras::Extras;
use crate::far::Far;
use crate::kept::kept;
use crate::moving::{Moving, Refolding};
use crate::near::{Look, Near};
use crate::view::View;

pub(crate) const SVG: &str = "http://www.w3.org/2000/svg";
/// How far the browser moves the picture as it was painted before it is painted at a new place, in pixels of the window.
const MOST_SHIFT: f64 = 4096.0;

/// What a screen reader says about the keys when it comes to the picture.
const HELP: &str = "Arrow keys go along the flow, and across it to its other ways. Right bracket enters a group, left bracket \
    leaves it, Enter closes and opens it. Typing leads to a name.";

/// The picture in the page.
#[derive(Debug)]
pub(crate) struct Elements {
    document: Document,
    /// The window that the picture is seen in; removed from the page with the viewer.
    pub(crate) frame: Element,
    /// The `<svg>`, which the browser moves without painting it anew.
    svg: Element,
    /// An empty `<rect>` below all else that is as large as the picture around the window. What lies on it is painted into
    /// its layer, at the pixels of the window. Without it, pieces far from each other would get layers of their own, and
    /// those would be painted in the picture's own size and then made smaller: thin lines get lost so.
    ground: Element,
    /// The part of the picture that the ground lies under.
    grounded: Rect,
    /// The `<g>` that carries the zoom.
    layer: Element,
    near: Near,
    far: Far,
    moving: Moving,
    pub(crate) extras: Extras,
    level: Level,
    /// What has to be in the document, as it was worked out last.
    settled: Option<Settled>,
    /// The view that `layer` carries.
    painted: View,
    /// The window's size when it was measured last.
    pub(crate) window: Size,
    /// Pixels of the screen for each CSS pixel, at the same time.
    density: f64,
}

#[derive(Clone, Debug, PartialEq)]
struct Settled {
    level: Level,
    region: Rect,
    zoom: f64,
    kept: Vec<NodeIndex>,
}

impl Elements {
    /// Makes the empty picture inside `container`.
    pub(crate) fn new(container: &Element) -> Result<Self, ViewerError> {
        let document = container.owner_document().ok_or_else(|| ViewerError::new("the container is in no document"))?;
        let frame = document.create_element("div")?;
        frame.set_attribute("class", "fg-viewer")?;
        frame.set_attribute("role", "tree")?;
        frame.set_attribute("aria-description", HELP)?;
        frame.set_attribute("tabindex", "-1")?;
        let inside = |parent: &Element, name: &str, class: &str| {
            let element = document.create_element_ns(Some(SVG), name)?;
            element.set_attribute("class", class)?;
            element.set_attribute("role", "presentation")?;
            parent.append_child(&element)?;
            Ok::<_, ViewerError>(element)
        };
        let svg = inside(&frame, "svg", "fg-picture")?;
        let ground = inside(&svg, "rect", "fg-ground")?;
        let layer = inside(&svg, "g", "fg-layer")?;
        let far = inside(&layer, "g", "fg-far")?;
        far.set_attribute("aria-hidden", "true")?;
        let near = inside(&layer, "g", "fg-near")?;
        container.append_child(&frame)?;
        Ok(Self {
            near: Near::new(near),
            far: Far::new(document.clone(), far),
            moving: Moving::default(),
            extras: Extras::new(&document, &layer),
            document,
            frame,
            svg,
            ground,
            grounded: Rect::default(),
            layer,
            level: Level::Whole,
            settled: None,
            painted: View::default(),
            window: Size::default(),
            density: 1.0,
        })
    }

    /// Takes everything out of the document: another scene comes.
    pub(crate) fn forget(&mut self) {
        self.moving.end(&self.frame);
        self.near.clear();
        self.far.clear();
        self.level = Level::Whole;
        self.settled = None;
    }

    /// Draws a scene after the one before is forgotten.
    pub(crate) fn draw(&mut self, look: &Look<'_>, view: View) {
        let title = if look.scene.title.is_empty() { "Flow" } else { &look.scene.title };
        set(&self.frame, "aria-label", title);
        self.near.prepare(look.scene);
        self.extras.draw(look.scene);
        self.settled = None;
        self.settle(look, view, None);
    }

    /// Has in the document what the view shows, what the keyboard is at and what it is at still.
    pub(crate) fn settle(&mut self, look: &Look<'_>, view: View, still: Option<NodeIndex>) {
        let level = level(look.scene.nodes.len(), view.zoom, self.level);
        let before = self.settled.as_ref().filter(|before| before.level == level);
        let settled = Settled {
            level,
            region: region(view, self.window, level, before.map(|before| &before.region)),
            zoom: if level == Level::Far { view.zoom } else { 1.0 },
            kept: if level == Level::Whole {
                Vec::new()
            } else {
                kept(look.scene, look.active, &[look.selected, still])
            },
        };
        if self.settled.as_ref() == Some(&settled) {
            return;
        }
        let is_far = level == Level::Far;
        if is_far {
            self.far.show(look.scene, look.overlay, &settled.region, view.zoom);
        } else {
            self.far.hide();
        }
        let near = self.near.show(look, (!is_far).then_some(settled.region), &settled.kept);
        let Size { width, height } = look.scene.size;
        self.grounded = if is_far { Rect::new(0.0, 0.0, width, height) } else { near };
        self.lay_ground();
        self.extras.settle(look.scene, &settled.region);
        mark(&self.frame, "is-far", is_far);
        self.level = level;
        self.settled = Some(settled);
    }

    /// Shows another run over the same scene, that of the look: touches only what is different. Tells whether the active node
    /// has to be named anew.
    pub(crate) fn repaint(&mut self, look: &Look<'_>, old: Option<&Overlay>) -> bool {
        let changes = changes(look.scene, old, look.overlay);
        self.far.repaint(look.scene, look.overlay, &changes);
        self.extras.repaint();
        self.near.repaint(look, old, &changes)
    }

    /// Says which steps can be opened.
    #[cfg(feature = "navigation")]
    pub(crate) fn set_openable(&mut self, scene: &Scene, openable: Vec<(StepId, String)>) {
        self.near.set_openable(scene, openable);
    }

    /// Says what a node is.
    pub(crate) fn name(&self, look: &Look<'_>, index: NodeIndex) {
        self.near.name(look, index);
    }

    /// The part of the picture that is in the document.
    #[cfg(feature = "navigation")]
    pub(crate) fn region(&self) -> Rect {
        self.settled.as_ref().map(|settled| settled.region).unwrap_or_default()
    }

    /// Shows the beginning of the way towards the scene that is drawn.
    pub(crate) fn begin_refolding(&mut self, refolding: &Refolding, scene: &Scene) {
        self.moving.begin(refolding, &self.document, &self.frame, &self.near.layer);
        self.moving.show(refolding, scene, &self.near);
    }

    /// Shows how far it has come.
    pub(crate) fn show_refolding(&self, refolding: &Refolding, scene: &Scene) {
        self.moving.show(refolding, scene, &self.near);
    }

    /// Shows its end.
    pub(crate) fn end_refolding(&mut self, refolding: &mut Refolding, scene: &Scene) {
        self.moving.settle(refolding, scene, &self.near, &self.frame);
    }

    /// Tells whether nodes are elements of their own: not from far away.
    pub(crate) fn is_near(&self) -> bool {
        self.level != Level::Far
    }

    /// Shows a node as selected, or not any more.
    pub(crate) fn show_selected(&self, index: NodeIndex, selected: bool) {
        self.near.show_selected(index, selected);
    }

    /// Makes a node the one that Tab leads to, or not any more.
    pub(crate) fn show_active(&self, index: NodeIndex, active: bool) {
        self.near.show_active(index, active);
    }

    /// Puts the focus on a node without scrolling the page.
    pub(crate) fn focus(&self, index: NodeIndex) {
        if let Some(element) = self.near.node(index) {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            // Elements of SVG have the same method. It fails never: what cannot be focused stays as it is.
            let _ = element.unchecked_ref::<HtmlElement>().focus_with_options(&options);
        }
    }

    /// Tells whether the focus is in the picture.
    pub(crate) fn has_focus(&self) -> bool {
        self.frame.query_selector(":focus").ok().flatten().is_some()
    }

    /// Shows the picture as `view` says. While the zoom stays the same, the browser moves what it has painted already, by
    /// whole pixels of the screen, so that it stays sharp.
    pub(crate) fn show_view(&mut self, view: View) {
        self.extras.show_view(view, self.window);
        let whole = |length: f64| (length * self.density).round() / self.density;
        let (mut x, mut y) = (whole(view.x - self.painted.x), whole(view.y - self.painted.y));
        #[expect(clippy::float_cmp, reason = "the same number, not one that was worked out")]
        let zoomed = view.zoom != self.painted.zoom;
        if zoomed || x.abs() > MOST_SHIFT || y.abs() > MOST_SHIFT {
            set(&self.layer, "transform", &view.transform());
            self.painted = view;
            (x, y) = (0.0, 0.0);
            self.lay_ground();
        }
        let mut shift = String::from("translate(");
        push_rounded(&mut shift, x, 4);
        shift.push_str("px,");
        push_rounded(&mut shift, y, 4);
        shift.push_str("px)");
        // Elements of SVG have the same property; the name and the value are well-formed.
        let _ = self.svg.unchecked_ref::<HtmlElement>().style().set_property("transform", &shift);
    }

    /// Gives the ground its place.
    fn lay_ground(&self) {
        let Rect { x, y, width, height } = self.painted.to_window(&self.grounded);
        for (name, length) in [("x", x), ("y", y), ("width", width), ("height", height)] {
            let mut text = String::new();
            push_rounded(&mut text, length, 0);
            set(&self.ground, name, &text);
        }
    }

    /// Shows that the picture is being moved.
    pub(crate) fn show_panning(&self, panning: bool) {
        mark(&self.frame, "is-panning", panning);
    }

    /// Measures the window. The browser lays out the page for it, so it is not done for every movement.
    pub(crate) fn measure(&mut self) {
        let place = self.frame.get_bounding_client_rect();
        self.window = Size::new(place.width(), place.height());
        let density = self.document.default_view().map_or(1.0, |window| window.device_pixel_ratio());
        self.density = if density > 0.0 { density } else { 1.0 };
    }

    /// Turns a place in the browser's window into one in the picture's window.
    pub(crate) fn point(&self, x: f64, y: f64) -> Point {
        let place = self.frame.get_bounding_client_rect();
        Point::new(x - place.left(), y - place.top())
    }

    /// The node that an event's element belongs to.
    pub(crate) fn node_of(&self, element: &Element) -> Option<NodeIndex> {
        let number = element.closest("[data-node]").ok()??.get_attribute("data-node")?.parse().ok()?;
        self.near.node(NodeIndex(number)).map(|_| NodeIndex(number))
    }

    /// Tells whether the reader has asked for less motion.
    pub(crate) fn wants_less_motion(&self) -> bool {
        let window = self.document.default_view();
        let query = window.and_then(|window| window.match_media("(prefers-reduced-motion: reduce)").ok().flatten());
        query.is_none_or(|query| query.matches())
    }
}

impl Drop for Elements {
    fn drop(&mut self) {
        self.frame.remove();
    }
}
