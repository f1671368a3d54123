//! What is seen of the workbench, one panel a file. Panels draw what they are given and report what the person did.

mod account;
mod announcer;
mod by_pointer;
mod caller_bar;
mod connection;
mod conversion;
mod diagram;
mod events;
mod execution_list;
mod execution_row;
mod export_menu;
mod filter_form;
#[cfg(feature = "navigation")]
mod find;
#[cfg(feature = "navigation")]
mod find_row;
mod flow_list;
mod fold_buttons;
mod inspector;
mod json_view;
mod legend;
#[cfg(feature = "navigation")]
mod map_place;
mod message;
mod more;
mod outline;
mod picture_keys;
mod printed_picture;
mod problem_note;
mod problems;
mod reading;
mod redraw_note;
mod result;
mod run_list;
mod section_switch;
mod source_switch;
mod start_form;
mod status_chip;
mod tabs;
mod tell;
mod text_editor;
mod timeline;
mod top_bar;
mod viewer_handle;
mod waiting;
mod words;
mod zoom;

pub(crate) use account::Account;
pub(crate) use caller_bar::CallerBar;
pub(crate) use connection::Connection;
pub(crate) use conversion::ConversionNotes;
pub(crate) use diagram::Diagram;
pub(crate) use events::Events;
pub(crate) use inspector::Inspector;
pub(crate) use message::Message;
pub(crate) use printed_picture::PrintedPicture;
pub(crate) use problems::Problems;
pub(crate) use reading::ReadingNote;
pub(crate) use result::RunResult;
pub(crate) use section_switch::SectionSwitch;
pub(crate) use source_switch::SourceSwitch;
pub(crate) use tabs::{Tab, TabId, Tabs};
pub(crate) use text_editor::{Definition, TextEditor};
pub(crate) use timeline::Timeline;
pub(crate) use top_bar::TopBar;
