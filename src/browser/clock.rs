//! The time of day.

use flowglass_history::Millis;

/// The time now.
pub(crate) fn now() -> Millis {
    Millis(js_sys::Date::now() as i64)
}
