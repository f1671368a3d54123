//! Runs flows on a virtual clock: flow and scenario in, history out.
//!
//! A [`Simulation`] is a value that holds several executions and one queue of what will happen. Taking the next thing
//! from the queue records exactly one event and puts what it causes back. Nothing here knows real time, the
//! service's JSON or a screen; time, randomness and the answers of tasks come in as values.

mod batches;
mod begin_end;
mod call;
mod child;
mod choice;
mod context;
mod cut_off;
mod data_legacy;
mod data_state_machine;
mod edits;
mod execution;
mod failure;
mod fingerprint;
mod frame;
mod gathering;
#[cfg(any(test, feature = "generated"))]
mod generated;
mod keys;
mod limits;
mod machine;
mod map;
mod map_run;
mod map_run_change;
mod map_run_child;
mod outcomes;
mod parallel;
mod pass;
mod queue;
mod report;
mod retry_catch;
mod run_to;
mod scenario;
mod settings;
mod simulate;
mod simulation;
mod step;
mod succeed_fail;
mod task;
mod token;
mod vocabulary;
mod wait;
mod way;
mod whereabouts;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod state_vocabulary;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod worked_traces;

pub use call::NextCall;
pub use edits::{Change, Edit};
pub use execution::{Execution, ExecutionId, ItemCounts, MapRun, Parent, RunNote};
#[cfg(any(test, feature = "generated"))]
pub use generated::{Generated, generated};
pub use limits::{MAX_EVENTS, MAX_EXECUTIONS, MAX_NESTED_EXECUTIONS};
pub use map_run_change::MapRunChange;
pub use outcomes::{Answer, Answers, Entry, Outcome, Place};
pub use report::{ReportError, WaitingTask};
pub use run_to::{Breakpoint, Goal, Halted, NextStart, When};
pub use scenario::{Expectations, NamedStep, Scenario, ScenarioError, StepExpectation, Stop, TimeSpan, Written};
pub use settings::{
    CaughtOutput, DistributedBy, ExpressionErrors, FailInScope, MissingPaths, Mode, Options, PassThrough, ScalarItems,
    Settings, Vocabulary,
};
pub use simulate::{begin, simulate};
pub use simulation::{Outside, Rest, Simulation};
pub use task::assumed_answer;
pub use way::{Taken, Way};
