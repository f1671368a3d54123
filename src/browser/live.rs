//! A stream of server-sent events.

use wasm_bindgen::prelude::*;
use web_sys::{EventSource, MessageEvent};
use yew::Callback;

/// The kinds of events that the gateway sends.
const EVENTS: [&str; 4] = ["history", "execution", "end", "problem"];

/// What a stream tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LiveNews {
    /// The server sent this.
    Message { event: &'static str, data: String },
    /// The connection broke, and the browser makes a new one.
    Interrupted,
    /// The connection broke for good.
    Closed,
}

/// An open stream; dropping it closes it.
pub(crate) struct LiveStream {
    source: EventSource,
    _messages: Vec<Closure<dyn FnMut(MessageEvent)>>,
    _error: Closure<dyn FnMut()>,
}

impl LiveStream {
    /// Opens the stream at an address; `None` where the browser cannot.
    pub(crate) fn open(address: &str, hear: Callback<LiveNews>) -> Option<Self> {
        let source = EventSource::new(address).ok()?;
        let messages = EVENTS
            .map(|event| {
                let hear = hear.clone();
                let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
                    hear.emit(LiveNews::Message { event, data: message.data().as_string().unwrap_or_default() });
                });
                // Listening on an object that was just made cannot fail.
                let _ = source.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
                listener
            })
            .into();
        let error = {
            let source = source.clone();
            Closure::<dyn FnMut()>::new(move || {
                let closed = source.ready_state() == EventSource::CLOSED;
                hear.emit(if closed { LiveNews::Closed } else { LiveNews::Interrupted });
            })
        };
        source.set_onerror(Some(error.as_ref().unchecked_ref()));
        Some(Self { source, _messages: messages, _error: error })
    }
}

impl Drop for LiveStream {
    fn drop(&mut self) {
        self.source.set_onerror(None);
        self.source.close();
    }
}
