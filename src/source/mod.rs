//! Where executions are that did not run in the workbench: behind a gateway, or in an account in the page.
//!
//! [`Executions`] and [`Control`] are all that the page asks of such a place, and their types are its own: what the
//! service's JSON looks like is known to `gateway` and `sample` only.

mod ask;
mod facts;
mod gateway;
mod problem;
mod query;
mod sample;

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use flowglass_expression::Json;
use flowglass_history::EventId;
use yew::Callback;

pub(crate) use ask::{Ask, Reply, perform};
pub(crate) use facts::{At, ExecutionInfo, Filter, FlowInfo, HistoryPage, Listed, Session};
pub(crate) use gateway::Gateway;
pub(crate) use problem::Problem;
pub(crate) use sample::Sample;

use crate::state::Report;

/// What a place answers, in its time.
pub(crate) type Answer<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

/// The reading half: what is there, and what happened.
pub(crate) trait Executions {
    /// Which account this is, and what may be done with it.
    fn session(&self) -> Answer<Session>;
    /// A page of its flows.
    fn flows(&self, token: Option<&str>) -> Answer<Listed<FlowInfo>>;
    /// A page of a flow's executions, the youngest first.
    fn executions(&self, flow: &str, filter: &Filter, token: Option<&str>) -> Answer<Listed<ExecutionInfo>>;
    /// An execution with the definition that it runs.
    fn describe(&self, at: &At) -> Answer<ExecutionInfo>;
    /// A page of an execution's history.
    fn history(&self, at: &At, token: Option<&str>) -> Answer<HistoryPage>;
    /// Tells what happens to an execution behind its event `after`, until what it returns is dropped.
    fn watch(&self, at: &At, after: EventId, hear: Callback<News>) -> Box<dyn Watch>;
}

/// The changing half.
pub(crate) trait Control {
    /// Starts an execution; without a name the account makes one.
    fn start(&self, flow: &str, name: Option<&str>, input: &Json) -> Answer<ExecutionInfo>;
    /// Stops an execution.
    fn stop(&self, at: &At, error: &str, cause: &str) -> Answer<ExecutionInfo>;
    /// Answers a task that waits.
    fn report(&self, report: &Report) -> Answer<()>;
}

/// A place that is read and changed.
pub(crate) trait Source: Executions + Control {}

impl<T: Executions + Control> Source for T {}

/// Keeps news coming as long as it lives.
pub(crate) trait Watch {}

/// What a watched execution does.
#[derive(Clone, Debug)]
pub(crate) enum News {
    /// These events have been recorded.
    Events(HistoryPage),
    /// It stands so now.
    Execution(Box<ExecutionInfo>),
    /// It has ended; nothing more comes.
    End,
    /// Something does not work, and is tried again.
    Problem(Problem),
    /// The connection is interrupted and comes back by itself.
    Interrupted,
    /// Nothing more comes until somebody asks again.
    Broken(Problem),
}

/// The places that the page can ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Place {
    /// The account behind the gateway that serves the page.
    #[default]
    Gateway,
    /// An account with a few flows in the page itself.
    Sample,
}

impl Place {
    /// Makes the connection to the place.
    pub(crate) fn connect(self) -> Rc<dyn Source> {
        match self {
            Self::Gateway => Rc::new(Gateway),
            Self::Sample => Rc::new(Sample::new()),
        }
    }
}
