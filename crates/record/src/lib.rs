//! Scenarios from runs: [`record`] repeats a simulation, [`from_history`] makes mocks from the history of an execution,
//! and [`scenario_text`] writes either as a file.
//!
//! Nothing here knows the service's JSON, files or screens.

mod answers;
mod chance;
mod clock;
mod expectations;
mod from_history;
mod lists;
mod record;
mod remark;
mod run;
mod text;
mod whereabouts;

pub use from_history::{Mocks, from_history};
pub use record::record;
pub use remark::Remark;
pub use run::{Child, Run};
pub use text::scenario_text;
