//! What is seen of the workbench, one panel a file. Panels draw what they are given and report what the person did.

mod diagram;
mod events;
mod inspector;
mod json_view;
mod message;
mod problems;
mod result;
mod status_chip;
mod tabs;
mod text_editor;
mod timeline;
mod top_bar;
mod waiting;
mod words;

pub(crate) use diagram::Diagram;
pub(crate) use events::Events;
pub(crate) use inspector::Inspector;
pub(crate) use message::Message;
pub(crate) use problems::Problems;
pub(crate) use result::RunResult;
pub(crate) use tabs::{Tab, TabId, Tabs};
pub(crate) use text_editor::TextEditor;
pub(crate) use timeline::Timeline;
pub(crate) use top_bar::TopBar;
