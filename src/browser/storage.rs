//! What the page remembers between visits.

use serde::{Deserialize, Serialize};

const KEY: &str = "flowglass";

/// What was open when the page was left.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// The file name of the definition.
    pub(crate) name: String,
    /// Its text.
    pub(crate) definition: String,
    /// The text of the scenario.
    pub(crate) scenario: String,
    /// `light`, `dark`, or nothing for the system's choice.
    #[serde(default)]
    pub(crate) theme: Option<String>,
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window().and_then(|window| window.local_storage().ok().flatten())
}

/// What an earlier visit kept; `None` on a first visit, or where the browser keeps nothing.
pub(crate) fn kept() -> Option<Kept> {
    let text = storage()?.get_item(KEY).ok().flatten()?;
    serde_json::from_str(&text).ok()
}

/// Keeps what is open; tells whether the browser took it.
pub(crate) fn keep(kept: &Kept) -> bool {
    let text = serde_json::to_string(kept).unwrap_or_default();
    storage().is_some_and(|storage| storage.set_item(KEY, &text).is_ok())
}
