//! The viewer layer: one flow drawn in one element, coloured by a recorded history.

use std::cell::{Cell, OnceCell, RefCell};
use std::fmt;
use std::rc::Rc;

use flowglass_diagram::{Closed, Direction, Overlay, Scene, draw_closed};
use flowglass_flow::{Flow, StepId};
use flowglass_history::{Status, fold};
use flowglass_viewer::{Callbacks, Viewer, Wheel};
use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::direction::direction_of;
use crate::failure::failure;
use crate::recorded::Recorded;
use crate::shown_flow::shown_flow;

/// A flow in an element of the page. The wheel scrolls the page around it.
#[wasm_bindgen]
pub struct Picture {
    shared: Rc<Shared>,
}

/// What the viewer's callbacks need too.
#[derive(Default)]
struct Shared {
    /// Set as soon as there is a picture.
    viewer: OnceCell<Viewer>,
    drawn: RefCell<Option<Drawn>>,
    recorded: RefCell<Option<Recorded>>,
    /// How many events of the record are shown.
    events: Cell<usize>,
}

impl fmt::Debug for Picture {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Picture")
    }
}

struct Drawn {
    flow: Flow,
    direction: Direction,
    closed: Closed,
    scene: Rc<Scene>,
}

impl Shared {
    /// The name of a step.
    fn name(&self, step: Option<StepId>) -> Option<JsValue> {
        let drawn = self.drawn.try_borrow().ok()?;
        Some(JsValue::from_str(&drawn.as_ref()?.flow.step(step?).name.value))
    }

    /// Closes an open group, opens a closed one.
    fn toggle(&self, group: StepId) {
        let mut drawn = self.drawn.borrow_mut();
        let (Some(drawn), Some(viewer)) = (drawn.as_mut(), self.viewer.get()) else { return };
        drawn.closed.toggle(group);
        drawn.scene = Rc::new(draw_closed(&drawn.flow, drawn.direction, &drawn.closed));
        viewer.refold(Rc::clone(&drawn.scene));
        self.color(drawn);
    }

    /// Lays the record over the picture; returns where the execution stands.
    fn color(&self, drawn: &Drawn) -> Option<Status> {
        let recorded = self.recorded.borrow();
        let recorded = recorded.as_ref()?;
        let events = self.events.get();
        let view = fold(&recorded.history, events);
        let overlay = Overlay::from_run(&drawn.flow, &drawn.scene, &view, &recorded.history);
        self.viewer.get()?.set_overlay(Some(&overlay));
        let whole = events >= recorded.history.len();
        Some(recorded.status.filter(|_| whole).unwrap_or(view.status))
    }
}

#[wasm_bindgen]
impl Picture {
    /// Makes an empty picture inside `container`; `on_select` hears the name of the selected step, or `undefined`.
    ///
    /// # Errors
    /// The page does not let it.
    #[wasm_bindgen(constructor)]
    pub fn new(container: &Element, on_select: Function) -> Result<Self, JsValue> {
        let shared = Rc::<Shared>::default();
        let (named, toggled) = (Rc::downgrade(&shared), Rc::downgrade(&shared));
        let callbacks = Callbacks {
            on_select: Box::new(move |step| {
                let name = named.upgrade().and_then(|shared| shared.name(step));
                // What the page's own listener throws is reported by the browser.
                let _ = on_select.call1(&JsValue::UNDEFINED, &name.unwrap_or(JsValue::UNDEFINED));
            }),
            on_toggle: Box::new(move |group| {
                if let Some(shared) = toggled.upgrade() {
                    shared.toggle(group);
                }
            }),
            ..Callbacks::default()
        };
        let viewer = Viewer::new(container, callbacks).map_err(|error| failure(&error.to_string()))?;
        viewer.set_wheel(Wheel::ScrollsPage);
        // The cell is new, so this sets it.
        let _ = shared.viewer.set(viewer);
        Ok(Self { shared })
    }

    fn viewer(&self) -> Option<&Viewer> {
        self.shared.viewer.get()
    }

    /// Draws a definition, from left to right when `direction` is `lr`. What was recorded before is forgotten.
    ///
    /// # Errors
    /// The text is no flow; the error says why, and the picture stays as it is.
    pub fn draw(&self, definition: &str, direction: &str) -> Result<(), JsValue> {
        let flow = shown_flow(definition).map_err(|words| failure(&words))?;
        let (direction, closed) = (direction_of(direction), Closed::default());
        let scene = Rc::new(draw_closed(&flow, direction, &closed));
        self.shared.recorded.replace(None);
        self.shared.drawn.replace(Some(Drawn { flow, direction, closed, scene: Rc::clone(&scene) }));
        if let Some(viewer) = self.viewer() {
            viewer.set_scene(scene);
            viewer.begin();
        }
        Ok(())
    }

    /// The flow's own name, if it has one.
    #[wasm_bindgen(getter)]
    pub fn name(&self) -> Option<String> {
        self.shared.drawn.borrow().as_ref()?.flow.name.as_ref().map(|name| name.value.clone())
    }

    /// The number of steps.
    #[wasm_bindgen(getter)]
    pub fn steps(&self) -> usize {
        self.shared.drawn.borrow().as_ref().map_or(0, |drawn| drawn.flow.steps().len())
    }

    /// Takes a recorded execution, `{"Execution":{…},"Events":[…]}`, shows all of it and returns the number of its
    /// events.
    ///
    /// # Errors
    /// The text is something else.
    pub fn record(&self, file: &str) -> Result<usize, JsValue> {
        let recorded = Recorded::read(file).map_err(|words| failure(&words))?;
        let events = recorded.history.len();
        self.shared.recorded.replace(Some(recorded));
        self.show(events);
        Ok(events)
    }

    /// Shows the first events of the record, and returns the service's word for where the execution stands there.
    pub fn show(&self, events: usize) -> Option<String> {
        self.shared.events.set(events);
        let status = self.shared.color(self.shared.drawn.borrow().as_ref()?)?;
        Some(status.name().to_owned())
    }

    /// Tells whether the execution has ended with its last event.
    #[wasm_bindgen(getter)]
    pub fn ended(&self) -> bool {
        let recorded = self.shared.recorded.borrow();
        recorded.as_ref().is_some_and(|recorded| {
            let status = || fold(&recorded.history, recorded.history.len()).status;
            recorded.status.unwrap_or_else(status).is_ended()
        })
    }

    /// Shows the whole picture.
    pub fn fit(&self) {
        if let Some(viewer) = self.viewer() {
            viewer.fit();
        }
    }

    /// Changes the zoom by a factor.
    #[wasm_bindgen(js_name = zoomBy)]
    pub fn zoom_by(&self, factor: f64) {
        if let Some(viewer) = self.viewer() {
            viewer.zoom_by(factor);
        }
    }
}
