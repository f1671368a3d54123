//! Something that happens again and again.

use wasm_bindgen::prelude::*;

/// Calls a function every so many milliseconds until it is dropped.
pub(crate) struct Interval {
    id: Option<i32>,
    _tick: Closure<dyn FnMut()>,
}

impl Interval {
    /// Starts calling `tick`.
    pub(crate) fn every(milliseconds: i32, tick: impl FnMut() + 'static) -> Self {
        let tick = Closure::<dyn FnMut()>::new(tick);
        let id = web_sys::window().and_then(|window| {
            let function = tick.as_ref().unchecked_ref();
            window.set_interval_with_callback_and_timeout_and_arguments_0(function, milliseconds).ok()
        });
        Self { id, _tick: tick }
    }
}

impl Drop for Interval {
    fn drop(&mut self) {
        if let (Some(id), Some(window)) = (self.id, web_sys::window()) {
            window.clear_interval_with_handle(id);
        }
    }
}
