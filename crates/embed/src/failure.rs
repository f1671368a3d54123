//! How what went wrong reaches JavaScript.

use wasm_bindgen::JsValue;

/// Makes the `Error` that JavaScript sees.
pub(crate) fn failure(words: &str) -> JsValue {
    js_sys::Error::new(words).into()
}
