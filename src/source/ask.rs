//! What the page asks of a place, as values: the state says what it wants, and an effect does it.

use std::rc::Rc;

use flowglass_expression::Json;

use super::{At, ExecutionInfo, Filter, FlowInfo, HistoryPage, Listed, Problem, Session, Source};
use crate::state::Report;

/// One question or one order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ask {
    /// Which account this is.
    Session,
    /// A page of flows.
    Flows { token: Option<Rc<str>> },
    /// A page of executions.
    Executions { flow: Rc<str>, filter: Filter, token: Option<Rc<str>> },
    /// An execution.
    Describe(At),
    /// A page of its history.
    History { at: At, token: Option<Rc<str>> },
    /// Start one.
    Start { flow: Rc<str>, name: Option<Rc<str>>, input: Json },
    /// Stop one.
    Stop { at: At, error: Rc<str>, cause: Rc<str> },
    /// Answer a task.
    Report(Report),
}

/// The answer to an [`Ask`] of the same name.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    Session(Session),
    Flows(Listed<FlowInfo>),
    Executions(Listed<ExecutionInfo>),
    Described(Box<ExecutionInfo>),
    History(HistoryPage),
    Started(Box<ExecutionInfo>),
    Stopped(Box<ExecutionInfo>),
    Reported,
}

/// Asks a place.
pub(crate) async fn perform(source: &dyn Source, ask: &Ask) -> Result<Reply, Problem> {
    Ok(match ask {
        Ask::Session => Reply::Session(source.session().await?),
        Ask::Flows { token } => Reply::Flows(source.flows(token.as_deref()).await?),
        Ask::Executions { flow, filter, token } => {
            Reply::Executions(source.executions(flow, filter, token.as_deref()).await?)
        }
        Ask::Describe(at) => Reply::Described(source.describe(at).await?.into()),
        Ask::History { at, token } => Reply::History(source.history(at, token.as_deref()).await?),
        Ask::Start { flow, name, input } => Reply::Started(source.start(flow, name.as_deref(), input).await?.into()),
        Ask::Stop { at, error, cause } => Reply::Stopped(source.stop(at, error, cause).await?.into()),
        Ask::Report(report) => {
            source.report(report).await?;
            Reply::Reported
        }
    })
}
