//! Which ways an execution can take through a flow, told from the text alone.
//!
//! It knows neither data nor time: a condition may hold or not, a task may answer or fail.

mod cycles;
mod reach;
mod regions;
mod timed;
mod traps;
mod ways;

pub(crate) use cycles::{Cycle, cycles};
pub(crate) use reach::Reach;
pub(crate) use regions::regions;
pub(crate) use traps::traps;
pub(crate) use ways::{By, each_way};
