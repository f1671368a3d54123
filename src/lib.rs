//! The Flowglass page: a definition, its picture and its runs, side by side.
//!
//! What is shown is one value, [`state::Workbench`], changed by [`state::Action`]s only. `browser` is the only module
//! that touches the browser; panels draw what they are given and report what the person did. What ran elsewhere comes
//! through the two traits of `source`.

mod app;
mod beside;
mod browser;
mod effects;
mod examples;
mod export;
mod help;
mod panels;
mod playback;
mod player;
mod print;
mod reader;
mod source;
mod state;
mod text;

pub use app::{App, start};
pub use examples::{EXAMPLES, Example};
pub use player::{Player, PlayerNews, PlayerProps};
