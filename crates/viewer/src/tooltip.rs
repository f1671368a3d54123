//! The words about the part of the picture that the pointer rests on.
//!
//! They can be pointed at and selected, stay until the pointer has left them, and go with Escape. Who uses the keyboard hears
//! the same in the names of the steps, so the focus shows none.

use std::cell::{Cell, OnceCell};
use std::rc::{Rc, Weak};

use flowglass_diagram::{Pointed, Rect, Size, Tip, pointed, push_rounded};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Event, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};

use crate::attributes::{mark, set};
use crate::detail::is_readable;
use crate::error::ViewerError;
use crate::later::Later;
use crate::listener::{Listener, Phase};
use crate::stage::Stage;
use crate::tooltip_place::tooltip_place;
use crate::viewer::{Shared, with};

/// How long the pointer rests before words come, and how long they stay when it has left, in milliseconds.
const REST: i32 = 450;
const GRACE: i32 = 220;
/// How far beside a line the pointer meets it, in pixels of the window.
const REACH: f64 = 6.0;

/// Tells the words about a part of the picture.
pub(crate) type Tell = Box<dyn Fn(Pointed) -> Option<Tip>>;

/// The words and what they wait for.
#[derive(Debug)]
pub(crate) struct Tooltip {
    inner: Rc<Inner>,
    _listeners: Vec<Listener>,
}

type Hear = fn(&Inner, &Event);

struct Inner {
    document: Document,
    element: HtmlElement,
    tell: Tell,
    /// Where the pointer is in the browser's window, while it is over the picture.
    pointer: Cell<Option<(f64, f64)>>,
    /// The pointer is over the words.
    over: Cell<bool>,
    shown: Cell<Option<Pointed>>,
    /// What Escape has sent away; it comes back when the pointer has been elsewhere.
    dismissed: Cell<Option<Pointed>>,
    later: OnceCell<Later>,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Tooltip")
    }
}

impl Tooltip {
    /// Makes words over `container`, which has the picture in it.
    pub(crate) fn new(stage: &Stage, shared: &Weak<Shared>, tell: Tell) -> Result<Self, ViewerError> {
        let frame = &stage.elements.frame;
        let container = frame.parent_element().ok_or_else(|| ViewerError::new("the picture is in no document"))?;
        let document = frame.owner_document().ok_or_else(|| ViewerError::new("the picture is in no document"))?;
        let element = document.create_element("div")?;
        set(&element, "class", "fg-tip is-idle");
        set(&element, "role", "tooltip");
        container.append_child(&element)?;
        let inner = Rc::new(Inner {
            document: document.clone(),
            element: element.clone().unchecked_into(),
            tell,
            pointer: Cell::new(None),
            over: Cell::new(false),
            shown: Cell::new(None),
            dismissed: Cell::new(None),
            later: OnceCell::new(),
        });
        let later = {
            let (shared, inner) = (shared.clone(), Rc::downgrade(&inner));
            Later::new(move || {
                if let Some(inner) = inner.upgrade() {
                    with(&shared, |shared| shared.look(|stage| inner.decide(stage)));
                }
            })?
        };
        // The cell is new, so this sets it.
        let _ = inner.later.set(later);
        let mut listeners = Vec::new();
        let hear: [(&Element, &'static str, Hear); 7] = [
            (frame, "pointermove", moved),
            (frame, "pointerover", came_to),
            (frame, "pointerleave", left),
            (frame, "pointerdown", put_away),
            (frame, "wheel", put_away),
            (&element, "pointerenter", entered_words),
            (&element, "pointerleave", left_words),
        ];
        for (target, kind, hear) in hear {
            let inner = Rc::downgrade(&inner);
            listeners.push(Listener::new(target, kind, move |event| {
                if let Some(inner) = inner.upgrade() {
                    hear(&inner, &event);
                }
            })?);
        }
        let dismissing = Rc::downgrade(&inner);
        listeners.push(Listener::in_phase(&document, "keydown", Phase::Capturing, move |event| {
            if let Some(inner) = dismissing.upgrade() {
                key_pressed(&inner, &event);
            }
        })?);
        Ok(Self { inner, _listeners: listeners })
    }

    /// Takes the words away, and those that were to come.
    pub(crate) fn hide(&self) {
        self.inner.hide();
    }
}

impl Drop for Tooltip {
    fn drop(&mut self) {
        self.inner.element.remove();
    }
}

impl Inner {
    fn ask(&self, milliseconds: i32) {
        if let Some(later) = self.later.get() {
            later.ask(milliseconds);
        }
    }

    fn hide(&self) {
        if let Some(later) = self.later.get() {
            later.stop();
        }
        self.over.set(false);
        if self.shown.take().is_some() {
            mark(&self.element, "is-idle", true);
        }
    }

    /// Shows the words for what the pointer is at, or none.
    fn decide(&self, stage: &Stage) {
        if self.over.get() {
            return;
        }
        let found = self.pointer.get().and_then(|(x, y)| find(stage, x, y));
        let part = found.map(|(part, _)| part);
        if part != self.dismissed.get() {
            self.dismissed.set(None);
        }
        if part.is_some() && part == self.shown.get() {
            return;
        }
        self.hide();
        let Some((part, place)) = found.filter(|_| self.dismissed.get().is_none()) else { return };
        let Some(tip) = (self.tell)(part) else { return };
        if tip.tells_more || !is_readable(stage.view.zoom) {
            self.write(&tip);
            self.place(&place, stage.elements.window);
            self.shown.set(Some(part));
        }
    }

    fn write(&self, tip: &Tip) {
        self.element.set_text_content(None);
        let lines = std::iter::once(("b", &tip.title)).chain(tip.lines.iter().map(|line| ("span", line)));
        for (name, words) in lines {
            if let Ok(line) = self.document.create_element(name) {
                line.set_text_content(Some(words));
                // It fails never: the element is in the document.
                let _ = self.element.append_child(&line);
            }
        }
    }

    fn place(&self, place: &Rect, window: Size) {
        mark(&self.element, "is-idle", false);
        let size = Size::new(f64::from(self.element.offset_width()), f64::from(self.element.offset_height()));
        let at = tooltip_place(place, size, window);
        for (name, length) in [("left", at.x), ("top", at.y)] {
            let mut text = String::new();
            push_rounded(&mut text, length, 1);
            text.push_str("px");
            // The names and the values are well-formed.
            let _ = self.element.style().set_property(name, &text);
        }
    }
}

/// What is at a point of the browser's window, and where the words go: beside a step, or beside the pointer.
fn find(stage: &Stage, x: f64, y: f64) -> Option<(Pointed, Rect)> {
    let scene = stage.scene.as_deref()?;
    let at = stage.elements.point(x, y);
    let part = pointed(scene, stage.view.to_picture(at), REACH / stage.view.zoom)?;
    let beside = Rect::new(at.x - 6.0, at.y - 8.0, 12.0, 16.0);
    let place = match part {
        Pointed::Node(index) if !scene.node(index).is_group() => stage.view.to_window(&scene.node(index).rect),
        Pointed::Node(_) | Pointed::Badge(..) | Pointed::Edge(_) | Pointed::Caption(_) => beside,
    };
    Some((part, place))
}

fn moved(inner: &Inner, event: &Event) {
    let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
    // Fingers do not rest on anything without pressing it.
    if event.pointer_type() == "touch" || event.buttons() != 0 {
        return inner.hide();
    }
    inner.pointer.set(Some((f64::from(event.client_x()), f64::from(event.client_y()))));
    inner.ask(if inner.shown.get().is_some() { GRACE } else { REST });
}

/// The browser's own words would come beside ours.
fn came_to(_: &Inner, event: &Event) {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let part = element.and_then(|element| element.closest("[data-node],[data-edge]").ok().flatten());
    let titles = part.and_then(|part| part.query_selector_all("title").ok());
    for at in 0..titles.as_ref().map_or(0, web_sys::NodeList::length) {
        if let Some(title) =
            titles.as_ref().and_then(|titles| titles.item(at)).and_then(|node| node.dyn_into::<Element>().ok())
        {
            title.remove();
        }
    }
}

fn left(inner: &Inner, _: &Event) {
    inner.pointer.set(None);
    inner.ask(GRACE);
}

fn put_away(inner: &Inner, event: &Event) {
    inner.hide();
    // What was pressed is known; the words come again when the pointer has been elsewhere.
    if let Some(event) = event.dyn_ref::<MouseEvent>() {
        inner.pointer.set(Some((f64::from(event.client_x()), f64::from(event.client_y()))));
    }
}

fn entered_words(inner: &Inner, _: &Event) {
    inner.over.set(true);
}

fn left_words(inner: &Inner, _: &Event) {
    inner.over.set(false);
    inner.ask(GRACE);
}

fn key_pressed(inner: &Inner, event: &Event) {
    let escape = event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape");
    if escape && let Some(part) = inner.shown.get() {
        event.prevent_default();
        event.stop_propagation();
        inner.hide();
        inner.dismissed.set(Some(part));
    }
}
