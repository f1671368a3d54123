//! The page's address, and the part of it behind `#`, which never leaves the browser.

use wasm_bindgen::JsValue;

/// The whole address.
pub(crate) fn address() -> String {
    web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default()
}

/// What stands behind `#`.
pub(crate) fn fragment() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// Lets `fragment` stand there, without another entry in the browser's history.
pub(crate) fn set_fragment(fragment: &str) {
    if fragment == self::fragment() {
        return;
    }
    let Some(window) = web_sys::window() else { return };
    let location = window.location();
    let address = match fragment {
        "" => location.pathname().and_then(|path| Ok(path + &location.search()?)),
        _ => Ok(format!("#{fragment}")),
    };
    if let (Ok(address), Ok(history)) = (address, window.history()) {
        // Where the browser refuses (a page without an address of its own), the page works all the same.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}
