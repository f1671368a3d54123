//! The viewer layer: one flow drawn in one element, coloured by a recorded history.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use flowglass_diagram::{Overlay, Scene, draw_in};
use flowglass_flow::Flow;
use flowglass_history::fold;
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
    viewer: Viewer,
    drawn: Rc<RefCell<Option<Drawn>>>,
    recorded: RefCell<Option<Recorded>>,
}

impl fmt::Debug for Picture {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Picture")
    }
}

struct Drawn {
    flow: Flow,
    scene: Rc<Scene>,
}

#[wasm_bindgen]
impl Picture {
    /// Makes an empty picture inside `container`; `on_select` hears the name of the selected step, or `undefined`.
    ///
    /// # Errors
    /// The page does not let it.
    #[wasm_bindgen(constructor)]
    pub fn new(container: &Element, on_select: Function) -> Result<Self, JsValue> {
        let drawn = Rc::new(RefCell::new(None::<Drawn>));
        let on_select = {
            let drawn = Rc::clone(&drawn);
            Box::new(move |step: Option<flowglass_flow::StepId>| {
                let name = drawn.try_borrow().ok().and_then(|drawn| {
                    let name = &drawn.as_ref()?.flow.step(step?).name.value;
                    Some(JsValue::from_str(name))
                });
                // What the page's own listener throws is reported by the browser.
                let _ = on_select.call1(&JsValue::UNDEFINED, &name.unwrap_or(JsValue::UNDEFINED));
            })
        };
        let callbacks = Callbacks { on_select, ..Callbacks::default() };
        let viewer = Viewer::new(container, callbacks).map_err(|error| failure(&error.to_string()))?;
        viewer.set_wheel(Wheel::ScrollsPage);
        Ok(Self { viewer, drawn, recorded: RefCell::new(None) })
    }

    /// Draws a definition, from left to right when `direction` is `lr`. What was recorded before is forgotten.
    ///
    /// # Errors
    /// The text is no flow; the error says why, and the picture stays as it is.
    pub fn draw(&self, definition: &str, direction: &str) -> Result<(), JsValue> {
        let flow = shown_flow(definition).map_err(|words| failure(&words))?;
        let scene = Rc::new(draw_in(&flow, direction_of(direction)));
        self.recorded.replace(None);
        self.drawn.replace(Some(Drawn { flow, scene: Rc::clone(&scene) }));
        self.viewer.set_scene(scene);
        self.viewer.begin();
        Ok(())
    }

    /// The flow's own name, if it has one.
    #[wasm_bindgen(getter)]
    pub fn name(&self) -> Option<String> {
        self.drawn.borrow().as_ref()?.flow.name.as_ref().map(|name| name.value.clone())
    }

    /// The number of steps.
    #[wasm_bindgen(getter)]
    pub fn steps(&self) -> usize {
        self.drawn.borrow().as_ref().map_or(0, |drawn| drawn.flow.steps().len())
    }

    /// Takes a recorded execution, `{"Execution":{…},"Events":[…]}`, shows all of it and returns the number of its
    /// events.
    ///
    /// # Errors
    /// The text is something else.
    pub fn record(&self, file: &str) -> Result<usize, JsValue> {
        let recorded = Recorded::read(file).map_err(|words| failure(&words))?;
        let events = recorded.history.len();
        self.recorded.replace(Some(recorded));
        self.show(events);
        Ok(events)
    }

    /// Shows the first events of the record, and returns the service's word for where the execution stands there.
    pub fn show(&self, events: usize) -> Option<String> {
        let (drawn, recorded) = (self.drawn.borrow(), self.recorded.borrow());
        let (drawn, recorded) = (drawn.as_ref()?, recorded.as_ref()?);
        let view = fold(&recorded.history, events);
        self.viewer.set_overlay(Some(&Overlay::from_run(&drawn.flow, &drawn.scene, &view, &recorded.history)));
        let whole = events >= recorded.history.len();
        let status = recorded.status.filter(|_| whole).unwrap_or(view.status);
        Some(status.name().to_owned())
    }

    /// Tells whether the execution has ended with its last event.
    #[wasm_bindgen(getter)]
    pub fn ended(&self) -> bool {
        let recorded = self.recorded.borrow();
        recorded.as_ref().is_some_and(|recorded| {
            let status = || fold(&recorded.history, recorded.history.len()).status;
            recorded.status.unwrap_or_else(status).is_ended()
        })
    }

    /// Shows the whole picture.
    pub fn fit(&self) {
        self.viewer.fit();
    }

    /// Changes the zoom by a factor.
    #[wasm_bindgen(js_name = zoomBy)]
    pub fn zoom_by(&self, factor: f64) {
        self.viewer.zoom_by(factor);
    }
}
