//! Execution histories: what happened, in order, and what that says about a run.
//!
//! A [`History`] keeps events in flat columns; [`fold`] turns any prefix of one into a [`RunView`]: which run of which
//! step each event belongs to, and how each of them stands. Nothing here knows the wire names of operations or the
//! text of a flow.

mod compare;
mod data;
mod detail;
mod event_type;
mod folder;
mod history;
mod instance;
mod invariants;
mod lines;
mod member;
mod millis;
mod numbering;
mod payload;
mod place;
mod progress;
mod run_view;
mod status;

pub use compare::{
    Comparison, Difference, EndingError, Row, StepTotals, Summary, Times, Totals, ValueDifference, compare,
    value_differences,
};
pub use detail::{Detail, DetailView, Members};
pub use event_type::{EventType, Family, Kind};
pub use folder::{Folder, fold};
pub use history::{Event, History, NewEvent, StepName};
pub use instance::{Attempt, Group, Instance, InstanceId};
pub use invariants::check_invariants;
pub use lines::LineError;
pub use member::Member;
pub use millis::{Millis, TimeError};
pub use numbering::{EventId, OutOfOrder};
pub use run_view::{GroupId, GroupRun, RunView};
pub use status::{AttemptOutcome, GroupStatus, Status, StepStatus};
