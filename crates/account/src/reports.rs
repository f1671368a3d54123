//! The operations that report to tasks.
//!
//! Source: api.md 5.3.

use flowglass_api::{ErrorCode, Reported};
use flowglass_expression::Json;
use flowglass_history::EventId;
use flowglass_simulator::ReportError;

use crate::account::Account;
use crate::error::ApiError;
use crate::names::{check_length, given};
use crate::request::{ReportTaskFailed, ReportTaskSucceeded};
use crate::response::Response;

impl Account {
    pub(crate) fn report_succeeded(&mut self, asked: &ReportTaskSucceeded) -> Result<Response, ApiError> {
        let output =
            Json::parse(&asked.output).map_err(|error| ApiError::argument(&format!("Output is no JSON: {error}.")))?;
        let reported = self.simulation.report_succeeded(&asked.task_token, output);
        answer(&asked.task_token, reported)
    }

    pub(crate) fn report_failed(&mut self, asked: &ReportTaskFailed) -> Result<Response, ApiError> {
        check_length("Error", &asked.error, 128)?;
        let cause = given(&asked.cause).unwrap_or_default();
        if !cause.is_empty() {
            check_length("Cause", cause, 4096)?;
        }
        let reported = self.simulation.report_failed(&asked.task_token, &asked.error, cause);
        answer(&asked.task_token, reported)
    }
}

fn answer(token: &str, reported: Result<EventId, ReportError>) -> Result<Response, ApiError> {
    match reported {
        Ok(event) => Ok(Response::Reported(Reported { event_id: i64::from(event.0), ..Reported::default() })),
        Err(ReportError::InvalidToken) => Err(ApiError::argument("TaskToken is that of no task.")),
        Err(ReportError::TaskAlreadyCompleted) => Err(ApiError::new(ErrorCode::TaskAlreadyCompleted, &[token])),
        Err(ReportError::TaskInvalidState) => Err(ApiError::new(ErrorCode::TaskInvalidState, &[])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Request;
    use crate::testing::{ASK, account, call, describe, execution, refusal, start};

    fn succeeded(task_token: &str, output: &str) -> Request {
        Request::ReportTaskSucceeded(ReportTaskSucceeded { task_token: task_token.into(), output: output.into() })
    }

    fn failed(task_token: &str, error: &str, cause: Option<&str>) -> Request {
        let cause = cause.map(str::to_owned);
        Request::ReportTaskFailed(ReportTaskFailed { task_token: task_token.into(), error: error.into(), cause })
    }

    /// An account with an execution that waits for a report, and the token for that.
    fn waiting() -> (Account, String) {
        let mut account = account(&[("desk", ASK)]);
        execution(call(&mut account, start("desk", "one", "{}")));
        account.run();
        let token = account.simulation().waiting()[0].token.clone();
        (account, token)
    }

    #[test]
    fn a_report_ends_the_task() {
        for (request, status) in [
            (succeeded as fn(&str, &str) -> Request, "Succeeded"),
            (|token, _| failed(token, "E", Some("c")), "Failed"),
        ] {
            let (mut account, token) = waiting();
            let answer = call(&mut account, request(&token, "{}")).unwrap();
            assert_eq!(answer, Response::Reported(Reported { event_id: 7, ..Reported::default() }));
            account.run();
            assert_eq!(execution(call(&mut account, describe("desk", "one"))).status, status);
            let expected = format!("TaskAlreadyCompleted: Task {token} has already completed.");
            assert_eq!(refusal(call(&mut account, succeeded(&token, "{}"))), expected);
        }
    }

    #[test]
    fn reports_that_do_not_fit_are_refused() {
        fn check(request: impl Fn(&str) -> Request, expected: &str) {
            let (mut account, token) = waiting();
            assert_eq!(refusal(call(&mut account, request(&token))), expected);
            assert_eq!(account.simulation().waiting().len(), 1);
        }
        let wrong = |detail: &str| format!("InvalidArgument: Parameter error. {detail}");
        check(|_| succeeded("x", "{}"), &wrong("TaskToken is that of no task."));
        check(|_| failed("x", "E", None), &wrong("TaskToken is that of no task."));
        check(
            |token| succeeded(token, "{"),
            &wrong("Output is no JSON: line 1, column 1: EOF while parsing an object."),
        );
        check(|token| failed(token, "", None), &wrong("Error has 1 to 128 characters."));
        check(|token| failed(token, "E", Some(&"c".repeat(4097))), &wrong("Cause has 1 to 4096 characters."));
    }

    #[test]
    fn a_task_that_does_not_wait_yet_is_in_a_wrong_state() {
        let mut account = account(&[("desk", ASK)]);
        execution(call(&mut account, start("desk", "one", "{}")));
        let (_, token) = waiting();
        // The step is entered an overhead of 10 ms after the start, and its call accepted 40 ms later.
        let now = account.now().plus(20);
        let refusal = account.call(&succeeded(&token, "{}"), now).unwrap_err().to_string();
        assert_eq!(refusal, "TaskInvalidState: Task is in an invalid state, please retry.");
    }
}
