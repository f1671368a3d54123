//! What is known of flows and executions that are elsewhere.

use std::rc::Rc;

use flowglass_api::WireExecution;
use flowglass_expression::Json;
use flowglass_history::{History, Millis, Status};

/// An account, as the page needs to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    /// What it is called: its region.
    pub(crate) title: Rc<str>,
    /// Where it is: the host of its endpoint.
    pub(crate) detail: Rc<str>,
    /// Whether executions may be started and stopped, and tasks answered.
    pub(crate) write: bool,
}

/// Which execution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct At {
    /// Its flow.
    pub(crate) flow: Rc<str>,
    /// Its name.
    pub(crate) execution: Rc<str>,
}

/// A flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FlowInfo {
    /// Its name.
    pub(crate) name: Rc<str>,
    /// Its definition as it is today.
    pub(crate) definition: Rc<str>,
    /// What its author says of it.
    pub(crate) description: Rc<str>,
    /// When it was changed last.
    pub(crate) modified: Option<Millis>,
}

/// An execution.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ExecutionInfo {
    /// Which one.
    pub(crate) at: At,
    /// Where it stands; a status that is empty or unknown counts as running.
    ///
    /// Source: api.md 5.1.
    pub(crate) status: Status,
    /// When it began.
    pub(crate) started: Option<Millis>,
    /// When it ended.
    pub(crate) stopped: Option<Millis>,
    /// What it was started with.
    pub(crate) input: Json,
    /// What it ended with.
    pub(crate) output: Option<Json>,
    /// The definition that it runs; lists may leave it out.
    pub(crate) definition: Option<Rc<str>>,
}

impl From<&WireExecution> for ExecutionInfo {
    fn from(wire: &WireExecution) -> Self {
        Self {
            at: At { flow: wire.flow_name.as_str().into(), execution: wire.name.as_str().into() },
            status: wire.known_status().unwrap_or(Status::Running),
            started: wire.started(),
            stopped: wire.stopped(),
            input: wire.input_value(),
            output: wire.output_value(),
            definition: wire.flow_definition.as_deref().filter(|text| !text.trim().is_empty()).map(Rc::from),
        }
    }
}

/// Which executions of a flow are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    /// Only those that stand so.
    pub(crate) status: Option<Status>,
    /// Only those that began then or later.
    pub(crate) from: Option<Millis>,
    /// Only those that began then or earlier.
    pub(crate) to: Option<Millis>,
    /// Only those whose names begin so.
    pub(crate) prefix: String,
}

impl Filter {
    /// Whether it lets everything through.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Listed<T> {
    /// What is on it.
    pub(crate) rows: Vec<T>,
    /// What the next page is asked for with; nothing on the last one.
    pub(crate) next: Option<Rc<str>>,
}

/// A page of a history.
#[derive(Clone)]
pub(crate) struct HistoryPage {
    /// Its events.
    pub(crate) events: Rc<History>,
    /// What the next page is asked for with; nothing on the last one.
    pub(crate) next: Option<Rc<str>>,
}

impl std::fmt::Debug for HistoryPage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HistoryPage({} events, next {:?})", self.events.len(), self.next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_without_meaning_counts_as_running() {
        fn check(status: &str, stopped: &str, expected: Status, ended: Option<Millis>) {
            let wire = WireExecution {
                status: status.to_owned(),
                stopped_time: stopped.to_owned(),
                ..WireExecution::default()
            };
            let info = ExecutionInfo::from(&wire);
            assert_eq!((info.status, info.stopped), (expected, ended), "{status}");
        }
        check("", "", Status::Running, None);
        check("Queued", "1970-01-01T00:00:00Z", Status::Running, None);
        check("Starting", "1970-01-01T00:00:00Z", Status::Starting, None);
        check("Succeeded", "1970-01-01T00:00:01Z", Status::Succeeded, Some(Millis(1_000)));
    }

    #[test]
    fn an_empty_definition_is_none() {
        let wire = WireExecution { flow_definition: Some(" \n".to_owned()), ..WireExecution::default() };
        assert_eq!(ExecutionInfo::from(&wire).definition, None);
    }
}
