//! The only part of the page that talks to the browser.

mod editor;
mod files;
mod keys;
mod page;
mod storage;
mod timer;

pub(crate) use editor::{Callbacks, Diagnostic, Editor, EditorOptions};
pub(crate) use files::read_text;
pub(crate) use keys::on_key;
pub(crate) use page::{prefers_reduced_motion, set_theme};
pub(crate) use storage::{Kept, keep, kept};
pub(crate) use timer::Interval;
