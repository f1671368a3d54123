//! Scenarios as tests: a [`Case`] is a scenario with the definitions that it runs; its [`Outcome`] says which
//! expectations are broken, and which steps and edges the run reached.
//!
//! Nothing here knows files, terminals or pages: whoever has read a scenario and its definitions hands them over.

mod broken;
mod case;
mod check;
mod coverage;
mod definition;
mod difference;
mod edge;
mod executed;
mod outcome;
mod waiting;

#[cfg(test)]
mod testing;

pub use broken::{Broken, What};
pub use case::Case;
pub use coverage::{Coverage, FlowCoverage};
pub use definition::Definition;
pub use difference::Difference;
pub use edge::{Edge, EdgeKind};
pub use outcome::Outcome;
pub use waiting::{Waiting, WaitsFor, waiting};
