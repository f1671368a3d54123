//! Paper: when the person prints the page.

use wasm_bindgen::prelude::*;

/// Listeners on the window; dropping them removes them.
pub(crate) struct PrintListener {
    listeners: [(&'static str, Listener); 2],
}

type Listener = Closure<dyn FnMut()>;

/// Calls `begin` before the page is printed, in time for what it changes to be on the paper, and `end` afterwards.
pub(crate) fn on_print(begin: impl FnMut() + 'static, end: impl FnMut() + 'static) -> PrintListener {
    let listeners = [("beforeprint", Listener::new(begin)), ("afterprint", Listener::new(end))];
    if let Some(window) = web_sys::window() {
        for (event, listener) in &listeners {
            // Listening on the window of a living page cannot fail.
            let _ = window.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
        }
    }
    PrintListener { listeners }
}

impl Drop for PrintListener {
    fn drop(&mut self) {
        let Some(window) = web_sys::window() else { return };
        for (event, listener) in &self.listeners {
            let _ = window.remove_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
        }
    }
}
