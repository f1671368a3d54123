//! The small map: the whole picture in few pixels, and in it what the window shows. A press or a drag moves the window.
//!
//! While the picture is moved, only one rectangle moves here. Another run is painted once a frame at most.

use std::cell::Cell;
use std::rc::{Rc, Weak};

use flowglass_diagram::{Miniature, NodeIndex, Overlay, Point, Rect, Scene, Size, push_rounded};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, PointerEvent};

use crate::attributes::{mark, set};
use crate::error::ViewerError;
use crate::listener::Listener;
use crate::view::View;
use crate::viewer::{Shared, with};

/// The most room that the map takes, in pixels of the window.
const MOST: Size = Size::new(180.0, 140.0);
/// The least side of the rectangle that stands for the window.
const LEAST_WINDOW: f64 = 6.0;
/// So much of the picture may be out of the window before the map is shown, in pixels of the window.
const TOLERANCE: f64 = 1.0;

/// The map in the page; removed with it.
#[derive(Debug)]
pub(crate) struct Minimap {
    root: Element,
    image: Element,
    window: HtmlElement,
    /// Width and height of the rectangle, in tenths of pixels.
    window_size: [u32; 2],
    miniature: Option<Miniature>,
    picture: Size,
    /// The picture is to be painted at the next frame.
    outdated: bool,
    /// The map is of no use: all is in the window.
    hidden: bool,
    _listeners: Vec<Listener>,
}

impl Minimap {
    /// Puts an empty map into `place`.
    pub(crate) fn new(place: &Element, shared: &Weak<Shared>) -> Result<Self, ViewerError> {
        let document =
            place.owner_document().ok_or_else(|| ViewerError::new("the place of the map is in no document"))?;
        let root = document.create_element("div")?;
        set(&root, "class", "fg-minimap is-idle");
        // The arrow keys and the search lead everywhere too.
        set(&root, "aria-hidden", "true");
        let image = document.create_element_ns(Some(crate::elements::SVG), "svg")?;
        let window = document.create_element("div")?;
        set(&window, "class", "fg-minimap-window");
        root.append_child(&image)?;
        root.append_child(&window)?;
        place.append_child(&root)?;
        let listeners = listeners(&root, shared)?;
        Ok(Self {
            root,
            image,
            window: window.unchecked_into(),
            window_size: [0, 0],
            miniature: None,
            picture: Size::default(),
            outdated: false,
            hidden: true,
            _listeners: listeners,
        })
    }

    /// Shows another scene, at the next frame.
    pub(crate) fn draw(&mut self, scene: &Scene) {
        let miniature = Miniature::of(scene, MOST);
        let size = miniature.size();
        let length = |length: f64| {
            let mut text = String::new();
            push_rounded(&mut text, length, 0);
            text
        };
        set(&self.image, "width", &length(size.width));
        set(&self.image, "height", &length(size.height));
        self.picture = scene.size;
        self.miniature = Some(miniature);
        self.outdate();
    }

    /// Has the map painted at the next frame.
    pub(crate) fn outdate(&mut self) {
        self.outdated = true;
    }

    /// Tells whether the map is to be painted; one that is not seen can wait.
    pub(crate) fn is_outdated(&self) -> bool {
        self.outdated && !self.hidden
    }

    /// Paints the map if something has changed.
    pub(crate) fn paint(&mut self, overlay: Option<&Overlay>, hits: &[NodeIndex]) {
        if self.is_outdated()
            && let Some(miniature) = &self.miniature
        {
            self.outdated = false;
            self.image.set_inner_html(&miniature.paths(overlay, hits));
        }
    }

    /// Shows where the window is.
    pub(crate) fn show_view(&mut self, view: View, window: Size) {
        let Some(miniature) = &self.miniature else { return };
        let visible = view.visible(window);
        let hidden = shows_all(&visible, self.picture, TOLERANCE / view.zoom);
        if hidden != self.hidden {
            self.hidden = hidden;
            mark(&self.root, "is-idle", hidden);
        }
        if hidden {
            return;
        }
        let place = window_place(&miniature.place(&visible), miniature.size());
        let style = self.window.style();
        let mut shift = String::from("translate(");
        push_rounded(&mut shift, place.x, 1);
        shift.push_str("px,");
        push_rounded(&mut shift, place.y, 1);
        shift.push_str("px)");
        // The names and the values are well-formed.
        let _ = style.set_property("transform", &shift);
        // While the picture is only moved, nothing is to be laid out.
        let tenths = [place.width, place.height].map(|length| (length * 10.0).round() as u32);
        if self.window_size != tenths {
            self.window_size = tenths;
            for (name, length) in [("width", place.width), ("height", place.height)] {
                let mut text = String::new();
                push_rounded(&mut text, length, 1);
                text.push_str("px");
                let _ = style.set_property(name, &text);
            }
        }
    }

    /// The point of the picture under a point of the browser's window.
    fn to_picture(&self, x: f64, y: f64) -> Option<Point> {
        let place = self.image.get_bounding_client_rect();
        Some(self.miniature.as_ref()?.to_picture(Point::new(x - place.left(), y - place.top())))
    }
}

impl Drop for Minimap {
    fn drop(&mut self) {
        self.root.remove();
    }
}

/// Tells whether nothing of the picture is out of the window.
fn shows_all(visible: &Rect, picture: Size, tolerance: f64) -> bool {
    visible.inflate(tolerance).contains(&Rect::new(0.0, 0.0, picture.width, picture.height))
}

/// The rectangle of the window, as far as it is in the map, and large enough to be seen and taken hold of.
fn window_place(place: &Rect, map: Size) -> Rect {
    let side = |start: f64, length: f64, most: f64| {
        let (from, to) = (start.clamp(0.0, most), (start + length).clamp(0.0, most));
        let missing = (LEAST_WINDOW - (to - from)).max(0.0);
        let from = (from - missing / 2.0).clamp(0.0, (most - LEAST_WINDOW).max(0.0));
        (from, (to - from).max(LEAST_WINDOW).min(most))
    };
    let (x, width) = side(place.x, place.width, map.width);
    let (y, height) = side(place.y, place.height, map.height);
    Rect::new(x, y, width, height)
}

/// Where the middle of the window is from the pointer, while that drags it.
type Held = Rc<Cell<Option<Point>>>;
type Hear = fn(&Shared, &PointerEvent, &Held);

fn listeners(root: &Element, shared: &Weak<Shared>) -> Result<Vec<Listener>, ViewerError> {
    let held: Held = Rc::default();
    let mut listeners = Vec::new();
    let hear: [(&'static str, Hear); 4] =
        [("pointerdown", pressed), ("pointermove", dragged), ("pointerup", released), ("pointercancel", released)];
    for (kind, hear) in hear {
        let (shared, held) = (shared.clone(), Rc::clone(&held));
        listeners.push(Listener::new(root, kind, move |event: Event| {
            if let Some(event) = event.dyn_ref::<PointerEvent>() {
                with(&shared, |shared| hear(shared, event, &held));
            }
        })?);
    }
    Ok(listeners)
}

fn pressed(shared: &Shared, event: &PointerEvent, held: &Held) {
    if event.button() != 0 {
        return;
    }
    event.prevent_default();
    if let Some(root) = event.current_target().and_then(|root| root.dyn_into::<Element>().ok()) {
        // It fails only for a pointer that is gone already; then nothing is to be captured.
        let _ = root.set_pointer_capture(event.pointer_id());
    }
    shared.act(|stage| {
        let map = stage.elements.extras.map.as_ref();
        let Some(at) = map.and_then(|map| map.to_picture(f64::from(event.client_x()), f64::from(event.client_y())))
        else {
            return;
        };
        let visible = stage.view.visible(stage.elements.window);
        let middle = visible.center();
        // Who takes hold of the window drags it from there; elsewhere it comes to the pointer.
        let inside = visible.contains(&Rect::new(at.x, at.y, 0.0, 0.0));
        let from = if inside { Point::new(middle.x - at.x, middle.y - at.y) } else { Point::new(0.0, 0.0) };
        held.set(Some(from));
        stage.center_on(Point::new(at.x + from.x, at.y + from.y));
    });
}

fn dragged(shared: &Shared, event: &PointerEvent, held: &Held) {
    let Some(from) = held.get() else { return };
    shared.act(|stage| {
        let map = stage.elements.extras.map.as_ref();
        if let Some(at) = map.and_then(|map| map.to_picture(f64::from(event.client_x()), f64::from(event.client_y()))) {
            stage.center_on(Point::new(at.x + from.x, at.y + from.y));
        }
    });
}

fn released(_: &Shared, _: &PointerEvent, held: &Held) {
    held.set(None);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_is_needed_when_something_is_out_of_the_window() {
        let picture = Size::new(400.0, 300.0);
        let check =
            |visible: Rect, expected: bool| assert_eq!(shows_all(&visible, picture, 1.0), expected, "{visible:?}");
        check(Rect::new(0.0, 0.0, 400.0, 300.0), true);
        check(Rect::new(-10.0, -10.0, 500.0, 500.0), true);
        check(Rect::new(0.5, 0.0, 400.0, 300.0), true);
        check(Rect::new(2.0, 0.0, 500.0, 500.0), false);
        check(Rect::new(0.0, 0.0, 400.0, 290.0), false);
    }

    #[test]
    fn the_window_stays_in_the_map_and_can_be_taken_hold_of() {
        let map = Size::new(100.0, 140.0);
        let check = |place: Rect, expected: Rect| assert_eq!(window_place(&place, map), expected, "{place:?}");
        check(Rect::new(10.0, 20.0, 30.0, 40.0), Rect::new(10.0, 20.0, 30.0, 40.0));
        check(Rect::new(-10.0, -20.0, 500.0, 500.0), Rect::new(0.0, 0.0, 100.0, 140.0));
        check(Rect::new(90.0, 130.0, 30.0, 40.0), Rect::new(90.0, 130.0, 10.0, 10.0));
        check(Rect::new(50.0, 70.0, 0.1, 0.1), Rect::new(47.05, 67.05, 6.0, 6.0));
        check(Rect::new(-50.0, 500.0, 1.0, 1.0), Rect::new(0.0, 134.0, 6.0, 6.0));
    }
}
