//! Something that happens later, or again and again.

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

/// Calls a function once after so many milliseconds, unless it is dropped before.
pub(crate) struct Timeout {
    id: Option<i32>,
    _call: Closure<dyn FnMut()>,
}

impl Timeout {
    /// Begins to wait.
    pub(crate) fn after(milliseconds: i32, call: impl FnOnce() + 'static) -> Self {
        let call = Closure::once(call);
        let id = web_sys::window().and_then(|window| {
            let function = call.as_ref().unchecked_ref();
            window.set_timeout_with_callback_and_timeout_and_arguments_0(function, milliseconds).ok()
        });
        Self { id, _call: call }
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        if let (Some(id), Some(window)) = (self.id, web_sys::window()) {
            window.clear_timeout_with_handle(id);
        }
    }
}

impl Drop for Interval {
    fn drop(&mut self) {
        if let (Some(id), Some(window)) = (self.id, web_sys::window()) {
            window.clear_interval_with_handle(id);
        }
    }
}
