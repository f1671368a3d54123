//! Calls a function a little later, once, and not any more when its owner is gone or changes its mind.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Window;

use crate::error::ViewerError;

/// A function that waits for its time.
#[derive(Debug)]
pub(crate) struct Later {
    window: Window,
    /// The number of the timer that runs.
    asked: Rc<Cell<Option<i32>>>,
    call: Closure<dyn FnMut()>,
}

impl Later {
    /// Makes something that calls `act` whenever it has been asked to.
    pub(crate) fn new(act: impl Fn() + 'static) -> Result<Self, ViewerError> {
        let window = web_sys::window().ok_or_else(|| ViewerError::new("there is no window"))?;
        let asked = Rc::new(Cell::new(None));
        let answered = Rc::clone(&asked);
        let call = Closure::<dyn FnMut()>::new(move || {
            answered.set(None);
            act();
        });
        Ok(Self { window, asked, call })
    }

    /// Asks for the call in so many milliseconds; what was asked for before is forgotten.
    pub(crate) fn ask(&self, milliseconds: i32) {
        self.stop();
        let call = self.call.as_ref().unchecked_ref();
        self.asked.set(self.window.set_timeout_with_callback_and_timeout_and_arguments_0(call, milliseconds).ok());
    }

    /// Forgets what was asked for.
    pub(crate) fn stop(&self) {
        if let Some(asked) = self.asked.take() {
            self.window.clear_timeout_with_handle(asked);
        }
    }
}

impl Drop for Later {
    fn drop(&mut self) {
        self.stop();
    }
}
