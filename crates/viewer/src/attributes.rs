//! Attributes and classes of elements, with names that browsers never refuse.

use web_sys::Element;

/// Sets an attribute. Browsers refuse only names that are none, and ours are all written here.
pub(crate) fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

/// Gives an element a class, or takes it away.
pub(crate) fn mark(element: &Element, class: &str, on: bool) {
    // It fails only for a class with blanks.
    let _ = element.class_list().toggle_with_force(class, on);
}
