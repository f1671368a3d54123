//! Why a step or an execution failed, and the names of the simulator's own errors.

use std::sync::Arc;

use flowglass_expression::{EvaluationError, Json};
use flowglass_history::{Detail, Member};

/// The error of a task that did not end in time. Source: [EX:*], CHOICE 61.
pub(crate) const TASK_TIMEOUT: &str = "FnF.TaskTimeout";
/// The error of a task whose result is no object (older language). Source: [EX:subflow-best-practice], A14.
pub(crate) const INVALID_LOCAL: &str = "FnF.InvalidLocal";

pub(crate) const CHILD_TIMED_OUT: &str = "Sim.ChildTimedOut";
pub(crate) const COLLECTION_NOT_ARRAY: &str = "Sim.CollectionNotArray";
pub(crate) const DATA_LIMIT: &str = "Sim.DataLimitExceeded";
pub(crate) const EXECUTION_TIMEOUT: &str = "Sim.ExecutionTimeout";
pub(crate) const EXPRESSION: &str = "Sim.ExpressionError";
pub(crate) const FLOW_DELETED: &str = "Sim.FlowDeleted";
pub(crate) const INPUT_NOT_OBJECT: &str = "Sim.InputNotObject";
pub(crate) const INVALID_DEFINITION: &str = "Sim.InvalidDefinition";
pub(crate) const INVALID_TIMEOUT: &str = "Sim.InvalidTimeout";
pub(crate) const INVALID_WAIT: &str = "Sim.InvalidWait";
pub(crate) const ITEM_NOT_OBJECT: &str = "Sim.ItemNotObject";
pub(crate) const ITEMS_NOT_ARRAY: &str = "Sim.ItemsPathNotArray";
pub(crate) const MAP_RUN_ABORTED: &str = "Sim.MapRunAborted";
pub(crate) const NO_CHOICE: &str = "Sim.NoChoiceMatched";
pub(crate) const NOT_IN_EXPRESS: &str = "Sim.NotInExpressMode";
pub(crate) const PARENT_ENDED: &str = "Sim.ParentEnded";
pub(crate) const TOO_MANY_EVENTS: &str = "Sim.TooManyEvents";
pub(crate) const TOO_MANY_EXECUTIONS: &str = "Sim.TooManyExecutions";
pub(crate) const TOO_MANY_MAP_RUNS: &str = "Sim.TooManyMapRuns";
pub(crate) const TOO_MANY_ITEMS: &str = "Sim.TooManyItems";
pub(crate) const UNKNOWN_STEP: &str = "Sim.UnknownStep";
pub(crate) const UNKNOWN_STEP_TYPE: &str = "Sim.UnknownStepType";

/// Why something failed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Failure {
    pub(crate) error: Arc<str>,
    pub(crate) cause: Arc<str>,
    pub(crate) origin: Origin,
}

/// Who failed; decides which rules may take the error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// What the step called, or the flow itself by a fail step: retried and caught by any rule.
    Called,
    /// Nobody: the step's own task took too long; retried and caught by any rule.
    TimedOut,
    /// The simulator, while it read or evaluated the step that fails now: never retried.
    Step,
    /// The simulator, in a step further inside.
    Inside,
    /// A limit that nothing can catch.
    Limit,
}

impl Failure {
    /// An error that a task reported, or a fail step raised.
    pub(crate) fn called(error: impl Into<Arc<str>>, cause: impl Into<Arc<str>>) -> Self {
        Self { error: error.into(), cause: cause.into(), origin: Origin::Called }
    }

    /// A task did not end in time.
    pub(crate) fn timed_out(error: impl Into<Arc<str>>, cause: impl Into<Arc<str>>) -> Self {
        Self { error: error.into(), cause: cause.into(), origin: Origin::TimedOut }
    }

    /// An error of the simulator in the step at hand.
    pub(crate) fn of_step(error: &'static str, cause: impl Into<Arc<str>>) -> Self {
        Self { error: error.into(), cause: cause.into(), origin: Origin::Step }
    }

    /// A limit that nothing can catch.
    pub(crate) fn limit(error: &'static str, cause: impl Into<Arc<str>>) -> Self {
        Self { error: error.into(), cause: cause.into(), origin: Origin::Limit }
    }

    /// The same error as the container sees it.
    pub(crate) fn seen_from_outside(mut self) -> Self {
        self.origin = match self.origin {
            Origin::Step | Origin::Inside => Origin::Inside,
            // Only the step that timed out itself is shown as timed out.
            Origin::Called | Origin::TimedOut => Origin::Called,
            Origin::Limit => Origin::Limit,
        };
        self
    }

    /// Members `error` and `cause`, as every failing event has them.
    pub(crate) fn detail(&self) -> Detail {
        self.add_to(Detail::new())
    }

    /// Adds `error` and `cause`.
    pub(crate) fn add_to(&self, detail: Detail) -> Detail {
        detail.with(Member::Error, Json::from(&self.error)).with(Member::Cause, Json::from(&self.cause))
    }
}

impl From<EvaluationError> for Failure {
    fn from(error: EvaluationError) -> Self {
        Self::of_step(error.kind.code(), error.message)
    }
}
