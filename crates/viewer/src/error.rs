//! Why a picture cannot be shown.

use std::fmt;

use wasm_bindgen::JsValue;

/// The page did not let the viewer make its elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewerError {
    message: String,
}

impl ViewerError {
    pub(crate) fn new(message: &str) -> Self {
        Self { message: message.to_owned() }
    }
}

impl fmt::Display for ViewerError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the picture cannot be shown: {}", self.message)
    }
}

impl std::error::Error for ViewerError {}

impl From<JsValue> for ViewerError {
    fn from(value: JsValue) -> Self {
        let message = value.as_string().unwrap_or_else(|| String::from(js_sys::Object::from(value).to_string()));
        Self { message }
    }
}
