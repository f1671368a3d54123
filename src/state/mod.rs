//! What the page shows, as one value, and the only ways to change it.

mod action;
mod cloud;
mod cloud_action;
mod drawing;
mod fetched;
mod listing;
mod opened;
mod page;
mod proposal;
mod run;
mod runs;
mod section;
mod shown;
mod simulated;
mod startable;
mod tab;
mod theme;
mod workbench;

pub(crate) use action::Action;
pub(crate) use cloud::{Cloud, Ticket};
pub(crate) use cloud_action::CloudAction;
pub(crate) use drawing::{Drawing, MOST_STEPS};
pub(crate) use fetched::Fetched;
pub(crate) use listing::Listing;
pub(crate) use opened::{Live, Opened, Reading};
pub(crate) use page::{Mode, Page, PageAction};
pub(crate) use proposal::Proposal;
pub(crate) use run::{Offers, Report, Run, Waiting};
pub(crate) use runs::Runs;
pub(crate) use section::Section;
pub(crate) use shown::Shown;
pub(crate) use simulated::Simulated;
pub(crate) use startable::Startable;
pub(crate) use tab::{BottomTab, LeftTab};
pub(crate) use theme::Theme;
pub(crate) use workbench::Workbench;
