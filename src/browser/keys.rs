//! Keys that the whole page listens to.

use wasm_bindgen::prelude::*;
use web_sys::KeyboardEvent;

/// A listener on the document; dropping it removes it.
pub(crate) struct KeyListener {
    listener: Closure<dyn FnMut(KeyboardEvent)>,
}

/// Calls `handler` for every key that is pressed.
pub(crate) fn on_key(handler: impl FnMut(KeyboardEvent) + 'static) -> KeyListener {
    let listener = Closure::new(handler);
    if let Some(window) = web_sys::window() {
        // Listening on the window of a living page cannot fail.
        let _ = window.add_event_listener_with_callback("keydown", listener.as_ref().unchecked_ref());
    }
    KeyListener { listener }
}

impl Drop for KeyListener {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            let _ = window.remove_event_listener_with_callback("keydown", self.listener.as_ref().unchecked_ref());
        }
    }
}
