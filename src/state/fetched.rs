//! An execution that ran elsewhere, as far as it has been read.

use std::rc::Rc;
use std::sync::Arc;

use flowglass_flow::Flow;
use flowglass_history::{AttemptOutcome, EventId, History, Member, Millis, fold};

use super::run::Waiting;
use crate::source::ExecutionInfo;

/// What is known of it.
#[derive(Clone)]
pub(crate) struct Fetched {
    /// The execution.
    pub(crate) info: ExecutionInfo,
    /// Its definition.
    pub(crate) flow: Arc<Flow>,
    /// Its history so far.
    pub(crate) history: Rc<History>,
    /// The tasks that wait for a report.
    pub(crate) waiting: Vec<Waiting>,
    /// Whether it may be changed.
    pub(crate) write: bool,
    error: Option<(String, String)>,
}

impl Fetched {
    /// Puts together what is known, and looks into the history for what the execution itself does not say.
    ///
    /// Source: api.md 5.1 (an execution has no error; its history has).
    pub(crate) fn new(info: ExecutionInfo, flow: Arc<Flow>, history: Rc<History>, write: bool) -> Self {
        let view = fold(&history, history.len());
        let error = view.error(&history).map(|(name, cause)| (name.to_owned(), cause.to_owned()));
        let attempts = view.instances.iter().filter_map(|instance| Some((instance, instance.attempts.last()?)));
        let waiting = attempts
            .filter(|(_, attempt)| attempt.outcome == AttemptOutcome::Waiting && !info.status.is_ended())
            .filter_map(|(instance, attempt)| {
                let token = attempt.started.and_then(|id| token(&history, id));
                Some(Waiting { step: instance.step.clone(), since: Some(attempt.submitted?), token })
            })
            .collect();
        Self { info, flow, history, waiting, write, error }
    }

    /// When it began; an execution that does not say so began with its first event.
    pub(crate) fn started(&self) -> Millis {
        let first = self.history.at(0).map(|event| event.time);
        self.info.started.or(first).unwrap_or(Millis(0))
    }

    /// The name and the cause of what ended it.
    pub(crate) fn error(&self) -> Option<(&str, &str)> {
        self.error.as_ref().map(|(name, cause)| (name.as_str(), cause.as_str()))
    }
}

impl PartialEq for Fetched {
    fn eq(&self, other: &Self) -> bool {
        self.info == other.info
            && self.write == other.write
            && Arc::ptr_eq(&self.flow, &other.flow)
            && Rc::ptr_eq(&self.history, &other.history)
    }
}

/// The token that the event which started the task tells.
///
/// Source: events.md 3, `taskToken` of TaskStarted in waiting patterns.
fn token(history: &History, started: EventId) -> Option<Rc<str>> {
    let value = history.event(started)?.detail.get(&Member::TaskToken)?;
    value.as_str().map(Rc::from)
}
