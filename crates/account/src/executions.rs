//! The operations on single executions.
//!
//! Source: api.md 5.1.

use std::sync::Arc;

use flowglass_api::{ErrorCode, WireExecution};
use flowglass_expression::Json;
use flowglass_flow::Mode;
use flowglass_simulator::{Execution, ExecutionId};

use crate::account::{Account, throttled};
use crate::environment;
use crate::error::ApiError;
use crate::names::{check_length, check_name, given};
use crate::request::{DescribeExecution, StartExecution, StopExecution};
use crate::response::Response;

/// How many executions run at a time. Source: api.md 7.
const MOST_RUNNING: usize = 10_000;

/// How long `DescribeExecution` waits at most, in seconds.
const LONGEST_WAIT: i64 = 60;

impl Account {
    pub(crate) fn start_execution(&mut self, asked: &StartExecution) -> Result<Response, ApiError> {
        if let Some(name) = given(&asked.execution_name) {
            check_name("ExecutionName", name)?;
        }
        let input = given(&asked.input).map_or_else(|| Ok(Json::object()), read_input)?;
        let known = self.register.find("FlowName", &asked.flow_name)?;
        if known.mode == Mode::Express {
            // The answer of StartSyncExecution to a Standard flow, the other way round (CHOICE).
            return Err(ApiError::with_detail(
                ErrorCode::ActionNotSupported,
                &["StartExecution"],
                "An Express flow cannot be started so.",
            ));
        }
        let existing = given(&asked.execution_name).and_then(|name| known.by_name.get(name).copied());
        if let Some(id) = existing {
            let execution = self.simulation.execution(id);
            if execution.status().is_ended() {
                return Err(ApiError::new(ErrorCode::ExecutionAlreadyExists, &[&execution.name, &execution.flow_name]));
            }
            return Ok(Response::Execution(self.wire(id)));
        }
        let running = self.simulation.executions().filter(|(_, execution)| !execution.status().is_ended()).count();
        if running >= MOST_RUNNING {
            return Err(throttled(&format!("{MOST_RUNNING} executions are running.")));
        }
        let flow = Arc::clone(&known.flow);
        let name = match given(&asked.execution_name) {
            Some(name) => name.to_owned(),
            // With a letter first, so that it satisfies the rule for names (CHOICE).
            None => self.fresh("run-"),
        };
        let id = self.simulation.start(flow, &asked.flow_name, &name, input);
        if let Some(token) = given(&asked.callback_token) {
            self.callbacks.push((id, token.to_owned()));
        }
        self.learn();
        Ok(Response::Execution(self.wire(id)))
    }

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
        let mut wire = self.wire(id);
        let role = self.origins.get(id.0 as usize).and_then(Option::as_ref).map(|origin| origin.role_arn.clone());
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
        let origin = self.origins.get(id.0 as usize).and_then(Option::as_ref);
        WireExecution {
            flow_definition: origin.map(|origin| origin.definition.clone()),
            environment: origin.and_then(|origin| origin.environment.as_ref()).map(environment::of_execution),
            ..wire_execution(execution)
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

/// The input of an execution: the text of a JSON object.
fn read_input(text: &str) -> Result<Json, ApiError> {
    let input = Json::parse(text).map_err(|error| ApiError::argument(&format!("Input is no JSON: {error}.")))?;
    if input.as_object().is_none() {
        return Err(ApiError::argument("Input is the text of a JSON object."));
    }
    Ok(input)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{PASS, START, WAIT, account, call, describe, execution, refusal, start};
    use crate::{CreateFlow, Request};

    #[test]
    fn a_name_is_for_one_execution() {
        let mut account = account(&[("shop", WAIT)]);
        let first = execution(call(&mut account, start("shop", "one", r#"{"a":1}"#)));
        assert_eq!((first.name.as_str(), first.status.as_str()), ("one", "Starting"));
        assert_eq!((first.stopped_time.as_str(), first.output.as_deref()), ("1970-01-01T00:00:00Z", Some("")));
        // As long as it runs, the same name gives the same execution.
        let again = execution(account.call(&start("shop", "one", r#"{"a":2}"#), START.plus(5)));
        assert_eq!((again.status.as_str(), again.input.as_deref()), ("Running", Some(r#"{"a":1}"#)));
        assert_eq!(again.started_time, first.started_time);
        account.run();
        let expected = "ExecutionAlreadyExists: Execution one for flow shop already exists.";
        assert_eq!(refusal(call(&mut account, start("shop", "one", "{}"))), expected);
        let ended = execution(call(&mut account, describe("shop", "one")));
        assert_eq!((ended.status.as_str(), ended.output.as_deref()), ("Succeeded", Some("{}")));
        assert_eq!(account.simulation().executions().len(), 1);
    }

    #[test]
    fn names_are_made() {
        let mut account = account(&[("shop", PASS)]);
        let mut made = |name: Option<&str>| {
            let asked = StartExecution {
                flow_name: "shop".into(),
                execution_name: name.map(str::to_owned),
                ..StartExecution::default()
            };
            let made = execution(call(&mut account, Request::StartExecution(asked)));
            assert_eq!((check_name("", &made.name), made.input.as_deref()), (Ok(()), Some("{}")));
            made.name
        };
        assert_ne!(made(None), made(Some("")));
    }

    #[test]
    fn starts_that_cannot_be_are_refused() {
        fn check(flow: &str, name: &str, input: &str, expected: &str) {
            let mut account = account(&[("shop", PASS)]);
            let express = CreateFlow {
                name: "fast".into(),
                definition: PASS.into(),
                kind: "FDL".into(),
                execution_mode: Some("Express".into()),
                ..CreateFlow::default()
            };
            call(&mut account, Request::CreateFlow(express)).unwrap();
            let refusal = refusal(call(&mut account, start(flow, name, input)));
            assert!(refusal.starts_with(expected), "{refusal}");
            assert_eq!(account.simulation().executions().len(), 0);
        }
        let wrong = "InvalidArgument: Parameter error. ";
        check("other", "a", "{}", "FlowNotExists: Flow other does not exist.");
        check("shop", "a b", "{}", &format!("{wrong}ExecutionName is"));
        check("", "a", "{}", &format!("{wrong}FlowName is"));
        check("shop", "a", "[]", &format!("{wrong}Input is the text of a JSON object."));
        check("shop", "a", "{", &format!("{wrong}Input is no JSON: line 1"));
        check("other", "a", "{", &format!("{wrong}Input is no JSON"));
        check("fast", "a", "{}", "ActionNotSupported: The requested API operation 'StartExecution' is incorrect.");
    }

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
