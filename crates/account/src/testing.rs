//! What the tests of several modules need.

use flowglass_api::WireExecution;
use flowglass_history::Millis;
use flowglass_simulator::Settings;

use crate::{
    Account, ApiError, CreateFlow, DescribeExecution, DescribeFlow, GetExecutionHistory, ListExecutions, Request,
    Response, StartExecution, StopExecution,
};

/// Where the clock of an account starts: 2026-01-01T00:00:00Z.
pub(crate) const START: Millis = Millis(1_767_225_600_000);

/// A flow of one step that ends at once.
pub(crate) const PASS: &str = "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: p}\n";
/// A flow that waits for ten seconds.
pub(crate) const WAIT: &str = "version: v1\ntype: flow\nsteps:\n  - {type: wait, name: w, duration: 10}\n";
/// A flow that waits for a report.
pub(crate) const ASK: &str =
    "version: v1\ntype: flow\nsteps:\n  - {type: task, name: ask, resourceArn: r, pattern: waitForCallback}\n";

/// An account with these flows.
pub(crate) fn account(flows: &[(&str, &str)]) -> Account {
    let mut account = Account::new(Settings::default());
    for (name, definition) in flows {
        account.call(&create(name, definition), START).unwrap();
    }
    account
}

pub(crate) fn create(name: &str, definition: &str) -> Request {
    Request::CreateFlow(CreateFlow {
        name: name.to_owned(),
        definition: definition.to_owned(),
        kind: "FDL".to_owned(),
        ..CreateFlow::default()
    })
}

/// Makes a flow of the mode Express.
pub(crate) fn create_express(name: &str, definition: &str) -> Request {
    Request::CreateFlow(CreateFlow {
        name: name.to_owned(),
        definition: definition.to_owned(),
        kind: "FDL".to_owned(),
        execution_mode: Some("Express".to_owned()),
        ..CreateFlow::default()
    })
}

pub(crate) fn describe_flow(name: &str) -> Request {
    Request::DescribeFlow(DescribeFlow { name: name.to_owned(), flow_version: None })
}

pub(crate) fn start(flow: &str, execution: &str, input: &str) -> Request {
    Request::StartExecution(StartExecution {
        flow_name: flow.to_owned(),
        execution_name: Some(execution.to_owned()),
        input: Some(input.to_owned()),
        ..StartExecution::default()
    })
}

pub(crate) fn describe(flow: &str, execution: &str) -> Request {
    Request::DescribeExecution(DescribeExecution {
        flow_name: flow.to_owned(),
        execution_name: execution.to_owned(),
        wait_time_seconds: None,
    })
}

pub(crate) fn stop(flow: &str, execution: &str) -> Request {
    Request::StopExecution(StopExecution {
        flow_name: flow.to_owned(),
        execution_name: execution.to_owned(),
        ..StopExecution::default()
    })
}

pub(crate) fn list(flow: &str) -> ListExecutions {
    ListExecutions { flow_name: flow.to_owned(), ..ListExecutions::default() }
}

pub(crate) fn history(flow: &str, execution: &str) -> GetExecutionHistory {
    GetExecutionHistory { flow_name: flow.to_owned(), execution_name: execution.to_owned(), ..Default::default() }
}

/// Does an operation at the account's own time.
pub(crate) fn call(account: &mut Account, request: Request) -> Result<Response, ApiError> {
    let now = account.now();
    account.call(&request, now)
}

/// The execution of an answer.
pub(crate) fn execution(answer: Result<Response, ApiError>) -> WireExecution {
    match answer {
        Ok(Response::Execution(execution)) => execution,
        other => panic!("no execution: {other:?}"),
    }
}

/// Code and text of a refusal.
pub(crate) fn refusal(answer: Result<Response, ApiError>) -> String {
    answer.expect_err("it should be refused").to_string()
}
