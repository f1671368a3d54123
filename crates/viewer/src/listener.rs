//! An event listener that ends with its owner.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{AddEventListenerOptions, Event, EventTarget};

use crate::error::ViewerError;

/// Listens to one kind of event until it is dropped.
#[derive(Debug)]
pub(crate) struct Listener {
    target: EventTarget,
    kind: &'static str,
    hear: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Begins to listen. The events may be kept from the browser (they are not passive).
    pub(crate) fn new(
        target: &EventTarget,
        kind: &'static str,
        hear: impl FnMut(Event) + 'static,
    ) -> Result<Self, ViewerError> {
        let hear = Closure::<dyn FnMut(Event)>::new(hear);
        let options = AddEventListenerOptions::new();
        options.set_passive(false);
        target.add_event_listener_with_callback_and_add_event_listener_options(
            kind,
            hear.as_ref().unchecked_ref(),
            &options,
        )?;
        Ok(Self { target: target.clone(), kind, hear })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // It fails only for what was never added.
        let _ = self.target.remove_event_listener_with_callback(self.kind, self.hear.as_ref().unchecked_ref());
    }
}
