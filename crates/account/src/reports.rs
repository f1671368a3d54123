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
