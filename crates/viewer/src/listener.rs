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
    phase: Phase,
}

/// When a listener hears an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// After the elements inside of the target.
    Bubbling,
    /// Before them.
    #[cfg(feature = "tooltips")]
    Capturing,
}

impl Listener {
    /// Begins to listen. The events may be kept from the browser (they are not passive).
    pub(crate) fn new(
        target: &EventTarget,
        kind: &'static str,
        hear: impl FnMut(Event) + 'static,
    ) -> Result<Self, ViewerError> {
        Self::in_phase(target, kind, Phase::Bubbling, hear)
    }

    /// Begins to listen in a phase.
    pub(crate) fn in_phase(
        target: &EventTarget,
        kind: &'static str,
        phase: Phase,
        hear: impl FnMut(Event) + 'static,
    ) -> Result<Self, ViewerError> {
        let hear = Closure::<dyn FnMut(Event)>::new(hear);
        let options = AddEventListenerOptions::new();
        options.set_passive(false);
        options.set_capture(phase != Phase::Bubbling);
        target.add_event_listener_with_callback_and_add_event_listener_options(
            kind,
            hear.as_ref().unchecked_ref(),
            &options,
        )?;
        Ok(Self { target: target.clone(), kind, hear, phase })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // It fails only for what was never added.
        let _ = self.target.remove_event_listener_with_callback_and_bool(
            self.kind,
            self.hear.as_ref().unchecked_ref(),
            self.phase != Phase::Bubbling,
        );
    }
}
