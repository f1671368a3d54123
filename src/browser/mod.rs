//! The only part of the page that talks to the browser.

mod address;
mod clock;
mod download;
mod editor;
mod files;
mod http;
mod keys;
mod live;
mod page;
mod print;
mod storage;
mod timer;
mod worker;

pub(crate) use address::{address, fragment, set_fragment};
pub(crate) use clock::{now, today};
pub(crate) use download::{copy, download_png, download_text};
pub(crate) use editor::{Callbacks, Diagnostic, Editor, EditorOptions, Help};
pub(crate) use files::read_text;
pub(crate) use http::{HttpAnswer, HttpFailure, get, post};
pub(crate) use keys::on_key;
pub(crate) use live::{LiveNews, LiveStream};
#[cfg(feature = "navigation")]
pub(crate) use page::scroll_to;
pub(crate) use page::{focused_near, prefers_dark, prefers_reduced_motion, set_theme};
pub(crate) use print::on_print;
pub(crate) use storage::{Keeping, Kept, kept};
#[cfg(feature = "navigation")]
pub(crate) use storage::{keep_choice, kept_choice};
pub(crate) use timer::{Interval, Timeout};
pub(crate) use worker::{Beside, Heard, is_page, serve};
