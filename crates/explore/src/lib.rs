//! Walks every way that a flow can take, on the simulator itself, and tells what can go wrong.
//!
//! A run goes on until something outside decides: which input there is, what a task answers. There it parts into one
//! run for each outcome that makes a difference, and where the same is still to come as in an earlier run, it ends.
//! What is told is shown: each run that matters comes with the scenario that repeats it. Nothing here knows files or
//! terminals.

mod atoms;
mod candidates;
mod classes;
mod contradictions;
mod data_path;
mod ends;
mod exploration;
mod explore;
mod failures;
mod impossible;
mod longest;
mod loops;
mod origins;
mod outcomes;
mod questions;
mod replay;
mod script;
mod subject;
mod unreached;
mod walk;
mod ways;

pub use exploration::{Example, Exploration, Finding, Kind, Longest, Severity, Summary};
pub use explore::explore;
pub use subject::{Bounds, Subject};
pub use walk::Cut;
