//! What is explored, and how far.

use std::sync::Arc;

use flowglass_flow::Flow;
use flowglass_simulator::Scenario;

/// What is explored.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The flow.
    pub flow: Arc<Flow>,
    /// Its name.
    pub name: String,
    /// The flows that it may start, by name or file stem; their tasks are answered too.
    pub flows: Vec<(String, Arc<Flow>)>,
    /// What every run has: mode, clock, options; the input, when it is given here. Answers are none of it.
    pub base: Scenario,
}

/// How far is explored. What lies beyond is told to be cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The most runs: a run goes from one decision to the next, or to its end.
    pub runs: usize,
    /// The most events of all runs together.
    pub events: usize,
    /// The most decisions on one way.
    pub depth: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { runs: 20_000, events: 2_000_000, depth: 200 }
    }
}
