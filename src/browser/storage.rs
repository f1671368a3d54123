//! What the page remembers between visits.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::timer::Timeout;
use crate::text::Text;

const KEY: &str = "flowglass";

/// What was open when the page was left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// The file name of the definition.
    pub(crate) name: Rc<str>,
    /// Its text.
    pub(crate) definition: Text,
    /// The text of the scenario.
    pub(crate) scenario: Text,
    /// `light`, `dark`, or nothing for the system's choice.
    #[serde(default)]
    pub(crate) theme: Option<String>,
    /// The numbers of the closed groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) closed: Vec<u64>,
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window().and_then(|window| window.local_storage().ok().flatten())
}

/// What an earlier visit kept; `None` on a first visit, or where the browser keeps nothing.
pub(crate) fn kept() -> Option<Kept> {
    let text = storage()?.get_item(KEY).ok().flatten()?;
    serde_json::from_str(&text).ok()
}

/// Longer definitions (bytes) are kept when the person pauses: writing them takes longer than typing a letter may.
const MOST_AT_ONCE: usize = 100_000;
/// What counts as a pause, in milliseconds.
const PAUSE: i32 = 400;

/// What is to be kept, until that is done: at once, after a pause, or when the page is left. Dropping it keeps nothing.
pub(crate) struct Keeping {
    _later: Option<(Timeout, Leaving)>,
}

impl Keeping {
    /// Begins.
    pub(crate) fn of(kept: &Kept) -> Self {
        if kept.definition.len() <= MOST_AT_ONCE {
            keep(kept);
            return Self { _later: None };
        }
        let (paused, left) = (kept.clone(), kept.clone());
        Self { _later: Some((Timeout::after(PAUSE, move || keep(&paused)), Leaving::hear(move || keep(&left)))) }
    }
}

/// Where the browser keeps nothing (a private window, a text that is too long for it), the page works all the same.
fn keep(kept: &Kept) {
    let text = serde_json::to_string(kept).unwrap_or_default();
    let _ = storage().map(|storage| storage.set_item(KEY, &text));
}

/// Calls a function when the page is left, until it is dropped.
struct Leaving(Closure<dyn FnMut()>);

const LEFT: &str = "pagehide";

impl Leaving {
    fn hear(call: impl FnMut() + 'static) -> Self {
        let call = Closure::<dyn FnMut()>::new(call);
        if let Some(window) = web_sys::window() {
            // Listening to one's own window cannot fail.
            let _ = window.add_event_listener_with_callback(LEFT, call.as_ref().unchecked_ref());
        }
        Self(call)
    }
}

impl Drop for Leaving {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            let _ = window.remove_event_listener_with_callback(LEFT, self.0.as_ref().unchecked_ref());
        }
    }
}

/// What the person chose about the part of the page of this name, if it is kept.
#[cfg(feature = "navigation")]
pub(crate) fn kept_choice(part: &str) -> Option<String> {
    storage()?.get_item(&format!("{KEY}.{part}")).ok().flatten()
}

/// Keeps what the person chose about a part of the page, where the browser keeps anything.
#[cfg(feature = "navigation")]
pub(crate) fn keep_choice(part: &str, choice: &str) {
    if let Some(storage) = storage() {
        // A browser that keeps nothing forgets the choice; that is all.
        let _ = storage.set_item(&format!("{KEY}.{part}"), choice);
    }
}
