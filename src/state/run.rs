//! An execution as the workbench shows it, wherever it ran.

use std::rc::Rc;
use std::sync::Arc;

use flowglass_expression::Json;
use flowglass_flow::Flow;
use flowglass_history::{EventId, History, Millis, Status};
use flowglass_simulator::RunNote;

use super::{Fetched, Simulated};

/// An execution and its history so far.
#[derive(Clone, PartialEq)]
pub(crate) enum Run {
    /// It ran here.
    Simulated(Simulated),
    /// It ran elsewhere.
    Fetched(Rc<Fetched>),
}

/// What a person says to a task that waits.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Report {
    /// The task has succeeded with this output.
    Succeeded { token: Rc<str>, output: Json },
    /// The task has failed.
    Failed { token: Rc<str>, error: Rc<str>, cause: Rc<str> },
}

/// A task that waits for a report.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Waiting {
    /// The step.
    pub(crate) step: Arc<str>,
    /// The event since which it waits; only of the shown execution, not of one that it started.
    pub(crate) since: Option<EventId>,
    /// What a report names it by, as far as that is known.
    pub(crate) token: Option<Rc<str>>,
}

/// What can be done with a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Offers {
    /// Its tasks can be answered, and it can be stopped.
    pub(crate) control: bool,
    /// Its clock can jump.
    pub(crate) time: bool,
}

/// An execution that the shown one started.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Child {
    pub(crate) flow: Arc<str>,
    pub(crate) name: Arc<str>,
    pub(crate) status: Status,
    pub(crate) events: usize,
}

impl Run {
    /// The name of its flow.
    pub(crate) fn flow_name(&self) -> &str {
        match self {
            Self::Simulated(run) => &run.execution().flow_name,
            Self::Fetched(run) => &run.info.at.flow,
        }
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Simulated(run) => &run.execution().name,
            Self::Fetched(run) => &run.info.at.execution,
        }
    }

    /// The definition that it runs.
    pub(crate) fn flow(&self) -> &Arc<Flow> {
        match self {
            Self::Simulated(run) => &run.execution().flow,
            Self::Fetched(run) => &run.flow,
        }
    }

    /// Its history.
    pub(crate) fn history(&self) -> &History {
        match self {
            Self::Simulated(run) => &run.execution().history,
            Self::Fetched(run) => &run.history,
        }
    }

    /// Where it stands.
    pub(crate) fn status(&self) -> Status {
        match self {
            Self::Simulated(run) => run.execution().status(),
            Self::Fetched(run) => run.info.status,
        }
    }

    /// When it began.
    pub(crate) fn started(&self) -> Millis {
        match self {
            Self::Simulated(run) => run.execution().started,
            Self::Fetched(run) => run.started(),
        }
    }

    /// What it was started with.
    pub(crate) fn input(&self) -> &Json {
        match self {
            Self::Simulated(run) => &run.execution().input,
            Self::Fetched(run) => &run.info.input,
        }
    }

    /// What it ended with.
    pub(crate) fn output(&self) -> Option<&Json> {
        match self {
            Self::Simulated(run) => run.execution().output.as_ref(),
            Self::Fetched(run) => run.info.output.as_ref().filter(|_| run.info.status == Status::Succeeded),
        }
    }

    /// The name and the cause of what ended it otherwise.
    pub(crate) fn error(&self) -> Option<(&str, &str)> {
        match self {
            Self::Simulated(run) => run.execution().error.as_ref().map(|(name, cause)| (&**name, &**cause)),
            Self::Fetched(run) => run.error(),
        }
    }

    /// What a person should know of it and no event tells.
    pub(crate) fn notes(&self) -> &[RunNote] {
        match self {
            Self::Simulated(run) => &run.execution().notes,
            Self::Fetched(_) => &[],
        }
    }

    /// The executions that it started, as far as they are known.
    pub(crate) fn children(&self) -> Vec<Child> {
        match self {
            Self::Simulated(run) => run.children(),
            Self::Fetched(_) => Vec::new(),
        }
    }

    /// The tasks that wait for a report.
    pub(crate) fn waiting(&self) -> Vec<Waiting> {
        match self {
            Self::Simulated(run) => run.waiting(),
            Self::Fetched(run) => run.waiting.clone(),
        }
    }

    /// What can be done with it.
    pub(crate) fn offers(&self) -> Offers {
        match self {
            Self::Simulated(_) => Offers { control: true, time: true },
            Self::Fetched(run) => Offers { control: run.write, time: false },
        }
    }
}
