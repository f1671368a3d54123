//! An execution and the answers about it, for tests.

use std::rc::Rc;

use flowglass_expression::Json;
use flowglass_history::{History, Status};

use super::Cloud;
use crate::source::{Ask, At, ExecutionInfo, HistoryPage, Problem, Reply};
use crate::state::CloudAction;

const HISTORY: &str = r#"
1 <- 0  ExecutionStarted     {}
2 <- 1  StepEntered    a     {}
3 <- 2  StepStarted    a     {}
4 <- 3  StepSucceeded  a     {}
"#;

/// Which execution it is.
pub(super) fn at() -> At {
    At { flow: "f".into(), execution: "x".into() }
}

/// What is said of it.
pub(super) fn info(status: Status) -> ExecutionInfo {
    ExecutionInfo {
        at: at(),
        status,
        started: None,
        stopped: None,
        input: Json::object(),
        output: None,
        definition: Some("version: v1".into()),
    }
}

/// The events with the numbers from `first` to `last`.
pub(super) fn page(first: u32, last: u32, next: Option<&str>) -> HistoryPage {
    let all = History::from_lines(HISTORY).unwrap();
    let mut events = History::new();
    for event in all.events().filter(|event| (first..=last).contains(&event.id.0)) {
        events.record(&event).unwrap();
    }
    HistoryPage { events: events.into(), next: next.map(Rc::from) }
}

/// A refusal.
pub(super) fn problem() -> Problem {
    Problem::from_answer(429, r#"{"Code":"ResourceThrottled","Message":"m"}"#)
}

/// Answers the first question of that kind.
pub(super) fn answer(cloud: &mut Cloud, kind: impl Fn(&Ask) -> bool, answer: Result<Reply, Problem>) {
    let ticket = cloud.asks.iter().find(|(_, ask)| kind(ask)).map(|(ticket, _)| *ticket);
    let ticket = ticket.expect("it was asked");
    cloud.apply(CloudAction::Answered(ticket, Box::new(answer)));
}

/// Whether a page of the history is asked for.
pub(super) fn is_history(ask: &Ask) -> bool {
    matches!(ask, Ask::History { .. })
}

/// Answers the question for the execution.
pub(super) fn described(cloud: &mut Cloud, status: Status) {
    answer(cloud, |ask| matches!(ask, Ask::Describe(_)), Ok(Reply::Described(info(status).into())));
}

/// An execution that has been opened and read up to event 2.
pub(super) fn opened(status: Status) -> Cloud {
    let mut cloud = Cloud::default();
    cloud.apply(CloudAction::Open(at()));
    described(&mut cloud, status);
    answer(&mut cloud, is_history, Ok(Reply::History(page(1, 2, None))));
    cloud
}
