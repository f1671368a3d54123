//! What the page shows, as one value, and the only ways to change it.

mod drawing;
mod run;
mod shown;
mod workbench;

pub(crate) use drawing::{Drawing, MOST_STEPS};
pub(crate) use run::{Report, Run};
pub(crate) use shown::Shown;
pub(crate) use workbench::{Action, BottomTab, LeftTab, Theme, Workbench};
