//! The time of day.

use flowglass_history::Millis;

/// Today, as it is written on paper: `25 November 2026`.
pub(crate) fn today() -> String {
    let style = js_sys::Object::new();
    // A property of an object that was just made can be set.
    let _ = js_sys::Reflect::set(&style, &"dateStyle".into(), &"long".into());
    js_sys::Date::new_0().to_locale_date_string("en-GB", &style).into()
}

/// The time now.
pub(crate) fn now() -> Millis {
    Millis(js_sys::Date::now() as i64)
}
