//! An account in the page itself, with the examples as its flows and some executions of them.

use std::cell::RefCell;
use std::rc::Rc;

use flowglass_account::{Account, ApiError, Request, Response};
use flowglass_account::{DescribeExecution, GetExecutionHistory, ListExecutions, ListFlows, ReportTaskFailed};
use flowglass_account::{ReportTaskSucceeded, StartExecution, StopExecution};
use flowglass_api::{WireEvent, history_from_events};
use flowglass_expression::Json;
use flowglass_history::{EventId, Millis, Status};
use flowglass_simulator::{Scenario, Settings};
use yew::Callback;

use super::{Answer, At, Control, ExecutionInfo, Executions, Filter, FlowInfo, HistoryPage, Listed, News, Problem};
use super::{Session, Watch};
use crate::browser::{self, Interval};
use crate::examples::{EXAMPLES, file_stem};
use crate::state::Report;

/// Rows a page: few enough that there is more than one page to see.
const ROWS: i64 = 20;
/// Events a page.
const EVENTS: i64 = 500;
/// Milliseconds between two looks at an execution that is watched.
const TICK_MS: i32 = 400;
/// How long before now the account's first execution started, in milliseconds.
const PAST_MS: i64 = 3 * 3_600_000;
/// Executions of the first example.
const ORDERS: i64 = 45;

/// The account; it runs on the clock of the browser.
pub(crate) struct Sample {
    account: Rc<RefCell<Account>>,
}

impl Sample {
    /// Makes the account, with a past that ends now.
    pub(crate) fn new() -> Self {
        Self { account: Rc::new(RefCell::new(account_with_past(browser::now()))) }
    }

    fn call<T: 'static>(&self, request: &Request, read: impl FnOnce(Response) -> Result<T, Problem>) -> Answer<T> {
        let answer = self.account.borrow_mut().call(request, browser::now());
        let answer = answer.map_err(Problem::from).and_then(read);
        Box::pin(async move { answer })
    }
}

impl Executions for Sample {
    fn session(&self) -> Answer<Session> {
        let session = Session { title: "sample account".into(), detail: "in this page".into(), write: true };
        Box::pin(async move { Ok(session) })
    }

    fn flows(&self, token: Option<&str>) -> Answer<Listed<FlowInfo>> {
        let next_token = token.map(str::to_owned);
        self.call(
            &Request::ListFlows(ListFlows { next_token, limit: Some(ROWS), ..ListFlows::default() }),
            |response| {
                let Response::Flows(list) = response else { return Err(other_answer()) };
                Ok(Listed {
                    rows: list.flows.iter().map(FlowInfo::from).collect(),
                    next: list.next_token.map(Rc::from),
                })
            },
        )
    }

    fn executions(&self, flow: &str, filter: &Filter, token: Option<&str>) -> Answer<Listed<ExecutionInfo>> {
        let asked = ListExecutions {
            flow_name: flow.to_owned(),
            next_token: token.map(str::to_owned),
            limit: Some(ROWS),
            status: filter.status.map(|status| status.name().to_owned()),
            started_time_begin: filter.from.map(Millis::to_rfc3339),
            started_time_end: filter.to.map(Millis::to_rfc3339),
            execution_name_prefix: Some(filter.prefix.clone()),
            ..ListExecutions::default()
        };
        self.call(&Request::ListExecutions(asked), |response| {
            let Response::Executions(list) = response else { return Err(other_answer()) };
            let rows = list.executions.iter().map(ExecutionInfo::from).collect();
            Ok(Listed { rows, next: list.next_token.map(Rc::from) })
        })
    }

    fn describe(&self, at: &At) -> Answer<ExecutionInfo> {
        self.call(&describe(at), read_execution)
    }

    fn history(&self, at: &At, token: Option<&str>) -> Answer<HistoryPage> {
        self.call(&history(at, token), read_history)
    }

    fn watch(&self, at: &At, after: EventId, hear: Callback<News>) -> Box<dyn Watch> {
        let (account, at) = (self.account.clone(), at.clone());
        let mut seen = Seen { events: after, status: None };
        Box::new(Interval::every(TICK_MS, move || {
            let news = seen.look(&mut account.borrow_mut(), &at, browser::now());
            // What hears the news may ask the account at once, so it is not held any more.
            news.into_iter().for_each(|news| hear.emit(news));
        }))
    }
}

impl Watch for Interval {}

impl Control for Sample {
    fn start(&self, flow: &str, name: Option<&str>, input: &Json) -> Answer<ExecutionInfo> {
        self.call(&start(flow, name, input), read_execution)
    }

    fn stop(&self, at: &At, error: &str, cause: &str) -> Answer<ExecutionInfo> {
        let asked = StopExecution {
            flow_name: at.flow.to_string(),
            execution_name: at.execution.to_string(),
            error: Some(error.to_owned()),
            cause: Some(cause.to_owned()),
        };
        self.call(&Request::StopExecution(asked), read_execution)
    }

    fn report(&self, report: &Report) -> Answer<()> {
        self.call(&reported(report), |_| Ok(()))
    }
}

/// What a listener has been told.
struct Seen {
    events: EventId,
    status: Option<Status>,
}

impl Seen {
    /// What is new of an execution.
    fn look(&mut self, account: &mut Account, at: &At, now: Millis) -> Vec<News> {
        account.advance_to(now);
        let Some(id) = account.execution_id(&at.flow, &at.execution) else { return vec![News::End] };
        let execution = account.simulation().execution(id);
        let known = self.events;
        self.events = execution.history.last().map_or(known, |event| event.id);
        let status = execution.status();
        let mut news = Vec::new();
        if self.events > known {
            let new = execution.history.events().filter(|event| event.id > known);
            let events: Vec<_> = new.map(WireEvent::from).collect();
            news.push(match history_from_events(&events) {
                Ok(events) => News::Events(HistoryPage { events: events.into(), next: None }),
                Err(error) => News::Broken(Problem::unreadable(error)),
            });
        }
        if self.status.replace(status) != Some(status) {
            if let Ok(info) = account.call(&describe(at), now).map_err(Problem::from).and_then(read_execution) {
                news.push(News::Execution(Box::new(info)));
            }
            if status.is_ended() {
                news.push(News::End);
            }
        }
        news
    }
}

/// An account whose flows are the examples, and that has been at work for some hours.
fn account_with_past(now: Millis) -> Account {
    let begin = now.plus(-PAST_MS);
    let mut account = Account::new(Settings { clock: begin, seed: 7, ..Settings::default() });
    let mut inputs = Vec::new();
    for example in EXAMPLES {
        let name = file_stem(example.name);
        // The examples are part of the program; a test reads all of them.
        let Ok(scenario) = Scenario::parse(example.scenario) else { continue };
        let _ = account.seed(name, example.definition, &scenario);
        inputs.push((name, scenario.input()));
    }
    // Calls at growing times, as an account gets them.
    let mut calls: Vec<(Millis, Request)> = Vec::new();
    for (index, (name, input)) in inputs.iter().enumerate() {
        let runs = if index == 0 { ORDERS } else { 2 };
        for run in 0..runs {
            let time = begin.plus(index as i64 * 11_000 + run * (PAST_MS - 300_000) / runs);
            // Every ninth order comes without items.
            let input = if index == 0 && run % 9 == 4 { Json::object() } else { input.clone() };
            calls.push((time, start(name, Some(&format!("{name}-{:03}", run + 1)), &input)));
        }
    }
    calls.sort_by_key(|(time, _)| *time);
    for (time, request) in &calls {
        // What the account refuses is not there; a test says that it refuses nothing.
        let _ = account.call(request, *time);
    }
    account.advance_to(now);
    account
}

fn start(flow: &str, name: Option<&str>, input: &Json) -> Request {
    Request::StartExecution(StartExecution {
        flow_name: flow.to_owned(),
        execution_name: name.map(str::to_owned),
        input: Some(input.to_compact()),
        ..StartExecution::default()
    })
}

fn describe(at: &At) -> Request {
    Request::DescribeExecution(DescribeExecution {
        flow_name: at.flow.to_string(),
        execution_name: at.execution.to_string(),
        wait_time_seconds: None,
    })
}

fn history(at: &At, token: Option<&str>) -> Request {
    Request::GetExecutionHistory(GetExecutionHistory {
        flow_name: at.flow.to_string(),
        execution_name: at.execution.to_string(),
        next_token: token.map(str::to_owned),
        limit: Some(EVENTS),
    })
}

fn reported(report: &Report) -> Request {
    match report {
        Report::Succeeded { token, output } => Request::ReportTaskSucceeded(ReportTaskSucceeded {
            task_token: token.to_string(),
            output: output.to_compact(),
        }),
        Report::Failed { token, error, cause } => Request::ReportTaskFailed(ReportTaskFailed {
            task_token: token.to_string(),
            error: error.to_string(),
            cause: Some(cause.to_string()),
        }),
    }
}

fn read_execution(response: Response) -> Result<ExecutionInfo, Problem> {
    let Response::Execution(wire) = response else { return Err(other_answer()) };
    Ok(ExecutionInfo::from(&wire))
}

fn read_history(response: Response) -> Result<HistoryPage, Problem> {
    let Response::History(list) = response else { return Err(other_answer()) };
    let events = history_from_events(&list.events).map_err(Problem::unreadable)?;
    Ok(HistoryPage { events: events.into(), next: list.next_token.map(Rc::from) })
}

fn other_answer() -> Problem {
    Problem::unreadable("it is that of another operation")
}

impl From<ApiError> for Problem {
    fn from(error: ApiError) -> Self {
        let advice = match error.code.http_status() {
            404 => "It may have been deleted; go back to the list.",
            409 | 429 => "Try again.",
            _ => "Change what was asked, then try again.",
        };
        Self::new(error.code.name(), error.message, advice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = Millis(1_800_000_000_000);

    fn statuses(account: &mut Account, flow: &str) -> Vec<Status> {
        let asked = ListExecutions { flow_name: flow.to_owned(), limit: Some(100), ..ListExecutions::default() };
        let Ok(Response::Executions(list)) = account.call(&Request::ListExecutions(asked), NOW) else {
            panic!("{flow} can be listed")
        };
        list.executions.iter().map(|wire| ExecutionInfo::from(wire).status).collect()
    }

    #[test]
    fn every_example_is_a_flow_with_executions() {
        let mut account = account_with_past(NOW);
        for (index, example) in EXAMPLES.iter().enumerate() {
            let name = file_stem(example.name);
            let expected = if index == 0 { ORDERS } else { 2 };
            let count = statuses(&mut account, name).len() as i64;
            // Others may have started some more.
            assert!(count >= expected, "{name} has {count}");
        }
        let all = statuses(&mut account, "order");
        assert!(all.contains(&Status::Succeeded) && all.contains(&Status::Failed), "{all:?}");
        assert!(statuses(&mut account, "leave-request").iter().all(|status| *status == Status::Running));
    }

    #[test]
    fn a_listener_is_told_everything_once() {
        let mut account = account_with_past(NOW);
        let at = At { flow: "leave-request".into(), execution: "leave-request-001".into() };
        let mut seen = Seen { events: EventId(0), status: None };
        let first = seen.look(&mut account, &at, NOW);
        assert!(
            matches!(&first[..], [News::Events(_), News::Execution(info)] if info.status == Status::Running),
            "{first:?}"
        );
        assert!(seen.look(&mut account, &at, NOW.plus(1_000)).is_empty());
        let stop = StopExecution {
            flow_name: "leave-request".to_owned(),
            execution_name: "leave-request-001".to_owned(),
            ..StopExecution::default()
        };
        account.call(&Request::StopExecution(stop), NOW.plus(2_000)).unwrap();
        let last = seen.look(&mut account, &at, NOW.plus(2_000));
        assert!(
            matches!(&last[..], [News::Events(page), News::Execution(info), News::End] if page.events.len() == 1 && info.status == Status::Stopped),
            "{last:?}"
        );
    }
}
