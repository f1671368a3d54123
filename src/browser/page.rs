//! The page as a whole: its colours, and what the person told the system.

use wasm_bindgen::JsCast;

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

/// The element that has the focus, in the document or the shadow tree that `node` is in.
pub(crate) fn focused_near(node: &web_sys::Node) -> Option<web_sys::HtmlElement> {
    // Documents and shadow roots both have it, without a type that says so.
    let element = js_sys::Reflect::get(&node.get_root_node(), &"activeElement".into()).ok()?;
    // Elements of SVG have the same method, and what cannot take the focus does nothing.
    element.dyn_into::<web_sys::Element>().ok().map(JsCast::unchecked_into)
}

/// Brings the element with this id into view in the list around it.
#[cfg(feature = "navigation")]
pub(crate) fn scroll_to(id: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(element) = document.and_then(|document| document.get_element_by_id(id)) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

fn matches(query: &str) -> bool {
    web_sys::window().and_then(|window| window.match_media(query).ok().flatten()).is_some_and(|query| query.matches())
}
