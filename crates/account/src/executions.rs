//! The operations on single executions that there are.
//!
//! Source: api.md 5.1.

use flowglass_api::{ErrorCode, WireExecution};
use flowglass_expression::Json;
use flowglass_simulator::{Execution, ExecutionId};

use crate::account::Account;
use crate::environment;
use crate::error::ApiError;
use crate::names::{check_length, given};
use crate::request::{DescribeExecution, StopExecution};
use crate::response::Response;

/// How long `DescribeExecution` waits at most, in seconds.
const LONGEST_WAIT: i64 = 60;

impl Account {
    /// It is stopped when the answer comes.
    pub(crate) fn stop_execution(&mut self, asked: &StopExecution) -> Result<Response, ApiError> {
        let (error, cause) = (given(&asked.error), given(&asked.cause));
        if let Some(error) = error {
            check_length("Error", error, 128)?;
        }
        if let Some(cause) = cause {
            check_length("Cause", cause, 4096)?;
        }
        let id = self.register.find_execution(&asked.flow_name, &asked.execution_name)?;
        if self.simulation.execution(id).status().is_ended() {
            let parts = [asked.execution_name.as_str(), &asked.flow_name];
            return Err(ApiError::new(ErrorCode::ExecutionAlreadyCompleted, &parts));
        }
        self.simulation.stop(id, error.unwrap_or_default(), cause.unwrap_or_default());
        let mut wire = self.wire_changed(id);
        let role = self.started(id).map(|started| started.origin.role_arn.clone());
        wire.role_arn = role.filter(|role| !role.is_empty());
        Ok(Response::Execution(wire))
    }

    pub(crate) fn describe_execution(&self, asked: &DescribeExecution) -> Result<Response, ApiError> {
        if asked.wait_time_seconds.is_some_and(|seconds| !(0..=LONGEST_WAIT).contains(&seconds)) {
            return Err(ApiError::argument(&format!("WaitTimeSeconds is a whole number from 0 to {LONGEST_WAIT}.")));
        }
        let id = self.register.find_execution(&asked.flow_name, &asked.execution_name)?;
        Ok(Response::Execution(self.wire(id)))
    }

    /// Describes an execution.
    pub(crate) fn wire(&self, id: ExecutionId) -> WireExecution {
        let execution = self.simulation.execution(id);
        let origin = self.started(id).map(|started| &started.origin);
        WireExecution {
            flow_definition: origin.map(|origin| origin.definition.clone()),
            environment: origin.and_then(|origin| origin.environment.as_ref()).map(environment::of_execution),
            ..wire_execution(execution)
        }
    }

    /// Describes an execution as what starts or stops it answers: without the environment. Source: api.md 5.1.
    pub(crate) fn wire_changed(&self, id: ExecutionId) -> WireExecution {
        WireExecution { environment: None, ..self.wire(id) }
    }

    /// Describes an execution as a synchronous start answers it: without input and definition, and with the error.
    pub(crate) fn wire_sync(&self, id: ExecutionId) -> WireExecution {
        let error = self.simulation.execution(id).error.as_ref();
        WireExecution {
            input: None,
            flow_definition: None,
            error_code: error.map(|(code, _)| code.to_string()),
            error_message: error.map(|(_, message)| message.to_string()),
            ..self.wire(id)
        }
    }
}

/// A simulated execution as the service describes it, but for the definition and the environment that it started with.
pub fn wire_execution(execution: &Execution) -> WireExecution {
    WireExecution {
        flow_name: execution.flow_name.to_string(),
        name: execution.name.to_string(),
        status: execution.status().name().to_owned(),
        started_time: execution.started.to_rfc3339(),
        stopped_time: WireExecution::stopped_text(execution.stopped),
        input: Some(execution.input.to_compact()),
        // Source: api.md 5.1: empty as long as there is none.
        output: Some(execution.output.as_ref().map(Json::to_compact).unwrap_or_default()),
        ..WireExecution::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{PASS, START, WAIT, account, call, describe, execution, refusal, start};
    use crate::{CreateFlow, Request};

    #[test]
    fn a_stop_ends_what_runs() {
        let mut account = account(&[]);
        let shop = CreateFlow {
            name: "shop".into(),
            definition: WAIT.into(),
            kind: "FDL".into(),
            role_arn: Some("role".into()),
            ..CreateFlow::default()
        };
        call(&mut account, Request::CreateFlow(shop)).unwrap();
        let stop = |name: &str, error: &str| {
            Request::StopExecution(StopExecution {
                flow_name: "shop".into(),
                execution_name: name.into(),
                error: Some(error.into()),
                cause: Some("not needed".into()),
            })
        };
        execution(call(&mut account, start("shop", "one", "{}")));
        let long = "e".repeat(129);
        for (request, expected) in [
            (stop("one", &long), "InvalidArgument: Parameter error. Error has 1 to 128 characters."),
            (stop("two", "E"), "ExecutionNotExists: Execution two for flow shop does not exist."),
        ] {
            assert_eq!(refusal(call(&mut account, request)), expected);
        }
        let stopped = execution(account.call(&stop("one", "E"), START.plus(3_000)));
        assert_eq!((stopped.status.as_str(), stopped.role_arn.as_deref()), ("Stopped", Some("role")));
        assert_eq!(stopped.stopped_time, "2026-01-01T00:00:03.000Z");
        let expected = "ExecutionAlreadyCompleted: Execution 'one' for flow 'shop' has already completed.";
        assert_eq!(refusal(call(&mut account, stop("one", "E"))), expected);
        assert_eq!(execution(call(&mut account, describe("shop", "one"))).role_arn, None);
    }

    #[test]
    fn a_wait_has_bounds() {
        let mut account = account(&[("shop", PASS)]);
        execution(call(&mut account, start("shop", "one", "{}")));
        for (seconds, good) in [(0, true), (60, true), (61, false), (-1, false), (i64::MAX, false)] {
            let asked = DescribeExecution {
                flow_name: "shop".into(),
                execution_name: "one".into(),
                wait_time_seconds: Some(seconds),
            };
            assert_eq!(call(&mut account, Request::DescribeExecution(asked)).is_ok(), good, "{seconds}");
        }
    }
}
