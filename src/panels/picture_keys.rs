//! Keys of the picture that are not the viewer's alone.

use wasm_bindgen::JsCast;
use yew::prelude::*;

/// What such a key does.
pub(crate) enum PictureKey {
    /// Shows what the signs mean, or not any more.
    Legend,
    /// Changes the zoom, which the viewer does and the page tells.
    Zoom,
    /// Searches.
    #[cfg(feature = "navigation")]
    Find,
}

/// What a key means while the picture has the focus.
pub(crate) fn picture_key(event: &KeyboardEvent) -> Option<PictureKey> {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())?;
    let in_picture = element.closest(".fg-viewer").ok().flatten().is_some();
    if !in_picture || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    match event.key().as_str() {
        "?" => Some(PictureKey::Legend),
        "+" | "=" | "-" | "_" | "0" | "1" => Some(PictureKey::Zoom),
        #[cfg(feature = "navigation")]
        "/" => Some(PictureKey::Find),
        _ => None,
    }
}
