//! Asks the browser for frames, one at a time, and none after its owner is gone.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Window;

use crate::error::ViewerError;

/// Calls a function at the next frame, whenever it is asked to.
#[derive(Debug)]
pub(crate) struct Frames {
    window: Window,
    /// The number of the frame that was asked for.
    asked: Rc<Cell<Option<i32>>>,
    call: Closure<dyn FnMut(f64)>,
}

impl Frames {
    /// Makes frames that call `frame` with the time in milliseconds.
    pub(crate) fn new(frame: impl Fn(f64) + 'static) -> Result<Self, ViewerError> {
        let window = web_sys::window().ok_or_else(|| ViewerError::new("there is no window"))?;
        let asked = Rc::new(Cell::new(None));
        let answered = Rc::clone(&asked);
        let call = Closure::<dyn FnMut(f64)>::new(move |now| {
            answered.set(None);
            frame(now);
        });
        Ok(Self { window, asked, call })
    }

    /// Asks for the next frame, unless one is asked for already.
    pub(crate) fn ask(&self) {
        if self.asked.get().is_none() {
            self.asked.set(self.window.request_animation_frame(self.call.as_ref().unchecked_ref()).ok());
        }
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        if let Some(asked) = self.asked.get() {
            // It fails never: an unknown number is passed over.
            let _ = self.window.cancel_animation_frame(asked);
        }
    }
}
