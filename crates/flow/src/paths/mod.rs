//! Which ways an execution can take through a flow, told from the text alone.
//!
//! A condition may hold or not, a task may answer or fail: nothing here knows what a run would find.

mod cycles;
mod least;
mod reach;
mod regions;
mod timed;
mod traps;
mod ways;

pub(crate) use cycles::{Cycle, cycles};
pub(crate) use least::{Measure, cheapest};
pub(crate) use reach::Reach;
pub(crate) use regions::regions;
pub(crate) use traps::traps;
pub(crate) use ways::{By, each_way};
