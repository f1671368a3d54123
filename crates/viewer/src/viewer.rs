//! The live picture: a scene in an SVG element of the page.

use std::cell::{Cell, OnceCell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};

use flowglass_diagram::{Overlay, Point, Rect, Scene};
#[cfg(feature = "tooltips")]
use flowglass_diagram::{Pointed, Tip};
use flowglass_flow::StepId;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, KeyboardEvent, MouseEvent, PointerEvent, ResizeObserver, WheelEvent};

use crate::elements::Elements;
use crate::error::ViewerError;
use crate::frames::Frames;
use crate::gesture::Motion;
use crate::keys::{Command, Held, command};
use crate::listener::Listener;
use crate::stage::{News, Stage};
#[cfg(feature = "tooltips")]
use crate::tooltip::Tooltip;
use crate::view::View;

/// What the host is told. Each may call the viewer again.
pub struct Callbacks {
    /// The reader has selected a step, or nothing.
    pub on_select: Box<dyn Fn(Option<StepId>)>,
    /// The reader wants to open a step: a double click on a box, or Enter on the selected one.
    pub on_activate: Box<dyn Fn(StepId)>,
    /// The reader wants to close a group, or to open a closed one: a double click on its title or box, its sign, Enter. The host
    /// answers with [`Viewer::refold`].
    pub on_toggle: Box<dyn Fn(StepId)>,
    /// The picture was moved or zoomed, by the reader or by a call.
    pub on_view: Box<dyn Fn(View)>,
}

impl Default for Callbacks {
    fn default() -> Self {
        Self {
            on_select: Box::new(|_| {}),
            on_activate: Box::new(|_| {}),
            on_toggle: Box::new(|_| {}),
            on_view: Box::new(|_| {}),
        }
    }
}

impl fmt::Debug for Callbacks {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Callbacks")
    }
}

/// What the wheel does without Ctrl or Cmd; with them it always zooms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wheel {
    /// It moves the picture.
    #[default]
    MovesPicture,
    /// It scrolls the page around the picture, as in an embed.
    ScrollsPage,
}

/// Shows a scene, with pan, zoom, selection, keyboard and the tree that screen readers read.
///
/// The picture fills the container; its style sheet is [`flowglass_diagram::svg::stylesheet`]. Dropping the viewer
/// removes its elements and its listeners.
#[derive(Debug)]
pub struct Viewer {
    // The listeners end before what they use.
    _listeners: Vec<Listener>,
    _resize: ResizeWatch,
    pub(crate) shared: Rc<Shared>,
}

/// What the listeners share.
#[derive(Debug)]
pub(crate) struct Shared {
    stage: RefCell<Stage>,
    callbacks: Callbacks,
    wheel: Cell<Wheel>,
    frames: OnceCell<Frames>,
}

impl Viewer {
    /// Makes an empty picture inside `container`.
    ///
    /// # Errors
    /// When the page does not let it: the container is in no document, or there is no window.
    pub fn new(container: &Element, callbacks: Callbacks) -> Result<Self, ViewerError> {
        let stage = Stage::new(Elements::new(container)?);
        let frame = stage.elements.frame.clone();
        let shared =
            Rc::new(Shared { stage: RefCell::new(stage), callbacks, wheel: Cell::default(), frames: OnceCell::new() });
        let weak = Rc::downgrade(&shared);
        let frames = Frames::new(move |now| with(&weak, |shared| shared.act(|stage| stage.frame(now))))?;
        // The cell is new, so this sets it.
        let _ = shared.frames.set(frames);
        let mut listeners = Vec::new();
        for (kind, hear) in HEARD {
            let weak = Rc::downgrade(&shared);
            listeners.push(Listener::new(&frame, kind, move |event| with(&weak, |shared| hear(shared, &event)))?);
        }
        let resize = ResizeWatch::new(&frame, Rc::downgrade(&shared))?;
        Ok(Self { _listeners: listeners, _resize: resize, shared })
    }

    /// Draws a scene. The first one is shown as [`Viewer::begin`] does; later ones keep place and zoom, and the selection where the step is
    /// still there (the host is not told). A run has to be laid over it anew.
    pub fn set_scene(&self, scene: Rc<Scene>) {
        self.shared.act(|stage| stage.set_scene(scene));
    }

    /// Draws the same flow with other groups closed, in the same direction. The group that the reader closed or opened stays
    /// where it is in the window; what is selected in a closed group stands for the group. A run has to be laid over it anew.
    pub fn refold(&self, scene: Rc<Scene>) {
        self.shared.act(|stage| stage.refold(scene));
    }

    /// Lays a run over the scene, or takes it away; touches only what has changed. An overlay of another scene counts
    /// as none.
    pub fn set_overlay(&self, overlay: Option<&Overlay>) {
        self.shared.act(|stage| stage.set_overlay(overlay));
    }

    /// Selects a step, or nothing, without telling the host; `reveal` brings it into the window.
    pub fn select(&self, step: Option<StepId>, reveal: bool) {
        self.shared.act(|stage| stage.select_step(step, reveal));
    }

    /// The selected step.
    pub fn selected(&self) -> Option<StepId> {
        self.shared.stage.try_borrow().ok()?.selected_step()
    }

    /// Shows the picture as a first one: all of it, or its beginning when all would be too small to be told apart.
    pub fn begin(&self) {
        self.shared.act(Stage::begin);
    }

    /// Shows the whole picture.
    pub fn fit(&self) {
        self.shared.act(Stage::fit);
    }

    /// Changes the zoom by a factor around the middle of the window.
    pub fn zoom_by(&self, factor: f64) {
        self.shared.act(|stage| stage.obey(Command::Zoom(factor)));
    }

    /// Shows the picture in its own size.
    pub fn zoom_to_actual(&self) {
        self.shared.act(|stage| stage.obey(Command::ActualSize));
    }

    /// Pixels of the window for each pixel of the picture.
    pub fn zoom(&self) -> f64 {
        self.view().zoom
    }

    /// Where the window stands over the picture.
    pub fn view(&self) -> View {
        self.shared.stage.try_borrow().map(|stage| stage.view).unwrap_or_default()
    }

    /// The part of the picture that the window shows.
    pub fn visible(&self) -> Rect {
        let stage = self.shared.stage.try_borrow();
        stage.map(|stage| stage.view.visible(stage.elements.window)).unwrap_or_default()
    }

    /// Moves the picture so that this point of it is in the middle of the window.
    pub fn center_on(&self, point: Point) {
        self.shared.act(|stage| stage.center_on(point));
    }

    /// Tells words about the part of the picture that the pointer rests on. Where the page does not let it, there are none.
    #[cfg(feature = "tooltips")]
    pub fn set_tooltips(&self, tell: impl Fn(Pointed) -> Option<Tip> + 'static) {
        let weak = Rc::downgrade(&self.shared);
        self.shared.act(|stage| {
            // The one before ends first.
            stage.elements.extras.tooltip = None;
            stage.elements.extras.tooltip = Tooltip::new(stage, &weak, Box::new(tell)).ok();
        });
    }

    /// Says what the wheel does.
    pub fn set_wheel(&self, wheel: Wheel) {
        self.shared.wheel.set(wheel);
    }
}

/// Acts on what the listeners share, unless the viewer is gone.
pub(crate) fn with(weak: &Weak<Shared>, act: impl FnOnce(&Shared)) {
    if let Some(shared) = weak.upgrade() {
        act(&shared);
    }
}

impl Shared {
    /// Changes the stage, then tells the host what happened. A change in the middle of a change (the focus moves while
    /// the picture is drawn) is the viewer's own doing and is passed over.
    pub(crate) fn act(&self, change: impl FnOnce(&mut Stage)) {
        let Ok(mut stage) = self.stage.try_borrow_mut() else { return };
        change(&mut stage);
        let news = std::mem::take(&mut stage.news);
        let wants_frame = stage.wants_frame();
        drop(stage);
        if wants_frame && let Some(frames) = self.frames.get() {
            frames.ask();
        }
        for news in news {
            match news {
                News::Selected(step) => (self.callbacks.on_select)(step),
                News::Activated(step) => (self.callbacks.on_activate)(step),
                News::Toggled(group) => (self.callbacks.on_toggle)(group),
                News::Viewed(view) => (self.callbacks.on_view)(view),
            }
        }
    }
}

#[cfg(feature = "tooltips")]
impl Shared {
    /// Looks at the stage, unless it is being changed.
    pub(crate) fn look(&self, see: impl FnOnce(&Stage)) {
        if let Ok(stage) = self.stage.try_borrow() {
            see(&stage);
        }
    }
}

type Hear = fn(&Shared, &Event);

/// What the picture listens to.
const HEARD: [(&str, Hear); 8] = [
    ("pointerdown", pointer_down),
    ("pointermove", pointer_moved),
    ("pointerup", pointer_up),
    ("pointercancel", pointer_cancelled),
    ("dblclick", double_clicked),
    ("wheel", wheeled),
    ("keydown", key_pressed),
    ("focusin", focused),
];

fn pointer_down(shared: &Shared, event: &Event) {
    let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
    // The main button, and the middle one, which readers use for moving.
    if event.button() > 1 {
        return;
    }
    shared.act(|stage| {
        let at = stage.elements.point(f64::from(event.client_x()), f64::from(event.client_y()));
        let node = stage.hit(at);
        stage.gesture.down(event.pointer_id(), at, node);
    });
}

fn pointer_moved(shared: &Shared, event: &Event) {
    let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
    shared.act(|stage| {
        if stage.gesture.is_over() {
            return;
        }
        let at = stage.elements.point(f64::from(event.client_x()), f64::from(event.client_y()));
        let motion = stage.gesture.moved(event.pointer_id(), at);
        if let Motion::Pan { begins: true, .. } = motion {
            // It fails only for a pointer that is gone already; then nothing is to be captured.
            let _ = stage.elements.frame.set_pointer_capture(event.pointer_id());
            stage.elements.show_panning(true);
        }
        stage.perform(motion);
    });
}

fn pointer_up(shared: &Shared, event: &Event) {
    let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
    shared.act(|stage| {
        let click = stage.gesture.up(event.pointer_id());
        if stage.gesture.is_over() {
            stage.elements.show_panning(false);
        }
        if let Some(node) = click
            && event.button() == 0
        {
            let at = stage.elements.point(f64::from(event.client_x()), f64::from(event.client_y()));
            match stage.toggle_at(at) {
                Some(group) => stage.toggle(group),
                None => stage.choose(node),
            }
        }
    });
}

fn pointer_cancelled(shared: &Shared, event: &Event) {
    let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
    shared.act(|stage| {
        stage.gesture.cancelled(event.pointer_id());
        if stage.gesture.is_over() {
            stage.elements.show_panning(false);
        }
    });
}

fn double_clicked(shared: &Shared, event: &Event) {
    let Some(event) = event.dyn_ref::<MouseEvent>() else { return };
    shared.act(|stage| {
        let at = stage.elements.point(f64::from(event.client_x()), f64::from(event.client_y()));
        // On a sign each of the two clicks has done what it does.
        if stage.toggle_at(at).is_none()
            && let Some(node) = stage.hit(at)
        {
            stage.open(node, at);
        }
    });
}

/// A line and a page of the wheel in pixels, for browsers that count so.
const LINE: f64 = 16.0;
/// How much a pixel of the wheel changes the zoom, as the exponent of e.
const WHEEL_ZOOM: f64 = 0.01;
/// The most pixels of one event that count for the zoom: a notch of a mouse is no leap.
const MOST_WHEEL_ZOOM: f64 = 25.0;

fn wheeled(shared: &Shared, event: &Event) {
    let Some(event) = event.dyn_ref::<WheelEvent>() else { return };
    let zooms = event.ctrl_key() || event.meta_key();
    if !zooms && shared.wheel.get() == Wheel::ScrollsPage {
        return;
    }
    event.prevent_default();
    shared.act(|stage| {
        let unit = match event.delta_mode() {
            WheelEvent::DOM_DELTA_LINE => LINE,
            WheelEvent::DOM_DELTA_PAGE => stage.elements.window.height,
            _ => 1.0,
        };
        let (dx, dy) = (event.delta_x() * unit, event.delta_y() * unit);
        if zooms {
            let at = stage.elements.point(f64::from(event.client_x()), f64::from(event.client_y()));
            let factor = js_sys::Math::exp(-dy.clamp(-MOST_WHEEL_ZOOM, MOST_WHEEL_ZOOM) * WHEEL_ZOOM);
            stage.show(stage.zoomed(stage.view, factor, at));
        } else {
            let sideways = event.shift_key() && dx == 0.0;
            let by = if sideways { Point::new(-dy, 0.0) } else { Point::new(-dx, -dy) };
            stage.show(stage.view.moved(by));
        }
    });
}

fn key_pressed(shared: &Shared, event: &Event) {
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
    let held = Held { ctrl: event.ctrl_key(), alt: event.alt_key(), meta: event.meta_key() };
    let key = event.key();
    shared.act(|stage| {
        let direction = stage.scene.as_ref().map(|scene| scene.direction).unwrap_or_default();
        // A name that is being typed goes before the keys that its signs are.
        let mut taken = !held.any() && stage.typed(&key, event.time_stamp());
        if !taken && let Some(command) = command(&key, held, direction) {
            stage.obey(command);
            taken = true;
        }
        if taken {
            event.prevent_default();
            event.stop_propagation();
        }
    });
}

fn focused(shared: &Shared, event: &Event) {
    let element = target(event);
    shared.act(|stage| {
        // While a pointer is down the focus follows it, and the picture must not move away from under it.
        if stage.gesture.is_over()
            && let Some(node) = element.and_then(|element| stage.elements.node_of(&element))
        {
            stage.focused(node);
        }
    });
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Tells the stage when the picture gets a size.
#[derive(Debug)]
struct ResizeWatch {
    observer: ResizeObserver,
    _call: Closure<dyn FnMut()>,
}

impl ResizeWatch {
    fn new(frame: &Element, shared: Weak<Shared>) -> Result<Self, ViewerError> {
        let call = Closure::<dyn FnMut()>::new(move || with(&shared, |shared| shared.act(Stage::resized)));
        let observer = ResizeObserver::new(call.as_ref().unchecked_ref())?;
        observer.observe(frame);
        Ok(Self { observer, _call: call })
    }
}

impl Drop for ResizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
