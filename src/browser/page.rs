//! The page as a whole: its colours, and what the person told the system.

use crate::state::Theme;

/// Sets the page's colours.
pub(crate) fn set_theme(theme: Theme) {
    let root = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
    let Some(root) = root else { return };
    let name = theme.name().unwrap_or("auto");
    // Attributes of the root element can always be set.
    let _ = root.set_attribute("data-theme", name);
}

/// Tells whether the person wants as little motion as possible.
pub(crate) fn prefers_reduced_motion() -> bool {
    matches("(prefers-reduced-motion: reduce)")
}

/// Tells whether the person's system shows light on dark.
pub(crate) fn prefers_dark() -> bool {
    matches("(prefers-color-scheme: dark)")
}

fn matches(query: &str) -> bool {
    web_sys::window().and_then(|window| window.match_media(query).ok().flatten()).is_some_and(|query| query.matches())
}
