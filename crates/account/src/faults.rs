//! Errors that somebody ordered, to see what a program makes of them.

use std::fmt;
use std::str::FromStr;

use flowglass_api::{ErrorCode, Operation};
use flowglass_expression::closest;
use flowglass_history::Millis;

use crate::error::ApiError;
use crate::request::Request;

/// An error that an operation answers although nothing is wrong; it does nothing else then.
///
/// As a text it is `OPERATION=CODE` or `OPERATION=CODE@N`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which operation.
    pub operation: Operation,
    /// What it answers.
    pub code: ErrorCode,
    /// Which of its calls, counted from 1 from when the fault was ordered; `None` is every one.
    pub call: Option<u32>,
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let (operation, rest) = text.split_once('=').ok_or(FaultError::Shape)?;
        let (code, call) = match rest.split_once('@') {
            None => (rest, None),
            Some((code, call)) => {
                let number = call.parse().ok().filter(|number| *number > 0);
                (code, Some(number.ok_or_else(|| FaultError::Call(call.to_owned()))?))
            }
        };
        let known = Operation::from_name(operation).ok_or_else(|| FaultError::NoOperation {
            name: operation.to_owned(),
            closest: closest(operation, Operation::ALL.map(Operation::name)),
        })?;
        if is_of_schedules(known) {
            return Err(FaultError::NoSchedules);
        }
        let code = ErrorCode::from_name(code).ok_or_else(|| FaultError::NoCode {
            name: code.to_owned(),
            closest: closest(code, ErrorCode::all().map(ErrorCode::name)),
        })?;
        Ok(Self { operation: known, code, call })
    }
}

fn is_of_schedules(operation: Operation) -> bool {
    use Operation as O;
    matches!(
        operation,
        O::CreateSchedule | O::UpdateSchedule | O::DeleteSchedule | O::DescribeSchedule | O::ListSchedules
    )
}

/// Why a text is no fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultError {
    /// It is not written as faults are.
    Shape,
    /// There is no operation of this name; the closest one, if any is close.
    NoOperation {
        /// What was said.
        name: String,
        /// What may have been meant.
        closest: Option<&'static str>,
    },
    /// An account has no schedules, so that no call of such an operation ever gets there.
    NoSchedules,
    /// There is no error code of this name; the closest one, if any is close.
    NoCode {
        /// What was said.
        name: String,
        /// What may have been meant.
        closest: Option<&'static str>,
    },
    /// This is no number of a call.
    Call(String),
}

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, name, closest) = match self {
            Self::Shape => {
                return f.write_str(
                    "a fault is OPERATION=CODE for every call, or OPERATION=CODE@N for the N-th one, such as \
                     StartExecution=ResourceThrottled@2",
                );
            }
            Self::NoSchedules => {
                return f.write_str("operations on schedules are not emulated: they answer ActionNotSupported anyway");
            }
            Self::Call(call) => return write!(f, "@{call} is no number of a call: calls are counted from 1"),
            Self::NoOperation { name, closest } => ("operation", name, closest),
            Self::NoCode { name, closest } => ("error code", name, closest),
        };
        write!(f, "no {kind} is called {name}")?;
        closest.map_or(Ok(()), |closest| write!(f, "; did you mean {closest}?"))
    }
}

impl std::error::Error for FaultError {}

/// All faults that were ordered, and how many calls each has met.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults {
    ordered: Vec<(Fault, u32)>,
}

impl Faults {
    pub(crate) fn order(&mut self, fault: Fault) {
        self.ordered.push((fault, 0));
    }

    /// Counts a call, and answers it if that was ordered; of several faults, the first one.
    ///
    /// # Errors
    /// What was ordered.
    pub(crate) fn meet(&mut self, request: &Request, now: Millis) -> Result<(), ApiError> {
        let mut code = None;
        let operation = request.operation();
        for (fault, met) in self.ordered.iter_mut().filter(|(fault, _)| fault.operation == operation) {
            *met = met.saturating_add(1);
            if code.is_none() && fault.call.is_none_or(|call| call == *met) {
                code = Some(fault.code);
            }
        }
        code.map_or(Ok(()), |code| Err(error(code, request, now)))
    }
}

/// The error that the service would answer to a request, filled in as far as the request says.
fn error(code: ErrorCode, request: &Request, now: Millis) -> ApiError {
    use ErrorCode as E;
    let (flow, execution, token) = subject(request);
    let now = now.to_rfc3339();
    let parts: [&str; 2] = match code {
        E::ActionNotSupported => [request.operation().name(), ""],
        E::ApiVersionNotSupported => ["2019-03-15", ""],
        E::EntityTooLarge => ["1048576", ""],
        E::MissingRequiredHeader => ["x-acs-action", ""],
        E::MissingRequiredParams => ["Action", ""],
        E::InvalidAccessKeyId => ["of this request", ""],
        E::RequestTimeTooSkewed => [&now, &now],
        E::ExecutionAlreadyExists | E::ExecutionAlreadyCompleted | E::ExecutionNotExists => [execution, flow],
        E::TaskAlreadyCompleted => [token, ""],
        E::FlowNotExists | E::FlowAlreadyExists => [flow, ""],
        E::ScheduleNotExists | E::ScheduleAlreadyExists => ["daily", flow],
        E::InvalidArgument
        | E::AccessDenied
        | E::SignatureNotMatch
        | E::SignatureNonceUsed
        | E::UnsupportedMediaType
        | E::InternalServerError
        | E::ConcurrentUpdateError
        | E::TaskInvalidState
        | E::PreconditionFailed
        | E::ResourceThrottled => ["", ""],
    };
    ApiError::new(code, &parts)
}

/// The flow, the execution and the task token that a request is about; each may be empty.
fn subject(request: &Request) -> (&str, &str, &str) {
    use Request as R;
    match request {
        R::CreateFlow(asked) => (&asked.name, "", ""),
        R::DescribeFlow(asked) => (&asked.name, "", ""),
        R::UpdateFlow(asked) => (&asked.name, "", ""),
        R::DeleteFlow(name) => (name, "", ""),
        R::ListFlows(_) | R::DescribeRegions => ("", "", ""),
        R::PublishFlowVersion(asked) => (&asked.flow_name, "", ""),
        R::ListFlowVersions(asked) => (&asked.flow_name, "", ""),
        R::DeleteFlowVersion(asked) => (&asked.flow_name, "", ""),
        R::CreateFlowAlias(asked) => (&asked.flow_name, "", ""),
        R::UpdateFlowAlias(asked) => (&asked.flow_name, "", ""),
        R::DescribeFlowAlias(asked) => (&asked.flow_name, "", ""),
        R::ListFlowAliases(asked) => (&asked.flow_name, "", ""),
        R::DeleteFlowAlias(asked) => (&asked.flow_name, "", ""),
        R::StartExecution(asked) => (&asked.flow_name, asked.execution_name.as_deref().unwrap_or_default(), ""),
        R::StartSyncExecution(asked) => (&asked.flow_name, asked.execution_name.as_deref().unwrap_or_default(), ""),
        R::StopExecution(asked) => (&asked.flow_name, &asked.execution_name, ""),
        R::DescribeExecution(asked) => (&asked.flow_name, &asked.execution_name, ""),
        R::ListExecutions(asked) => (&asked.flow_name, "", ""),
        R::GetExecutionHistory(asked) => (&asked.flow_name, &asked.execution_name, ""),
        R::DescribeMapRun(asked) => (&asked.flow_name, &asked.execution_name, ""),
        R::UpdateMapRun(asked) => (&asked.flow_name, &asked.execution_name, ""),
        R::ReportTaskSucceeded(asked) => ("", "", &asked.task_token),
        R::ReportTaskFailed(asked) => ("", "", &asked.task_token),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Account;
    use crate::testing::{PASS, WAIT, account, call, describe, describe_flow, execution, refusal, start};

    fn order(account: &mut Account, fault: &str) {
        account.order_fault(fault.parse().unwrap());
    }

    #[test]
    fn a_fault_is_answered_to_the_call_that_it_was_ordered_for() {
        let mut account = account(&[("shop", WAIT)]);
        execution(call(&mut account, start("shop", "zero", "{}")));
        order(&mut account, "StartExecution=InternalServerError@2");
        order(&mut account, "StartExecution=ResourceThrottled@3");
        let mut codes = Vec::new();
        for name in ["one", "two", "two", "two"] {
            // Other operations do not count.
            let _ = call(&mut account, describe("shop", name));
            codes.push(call(&mut account, start("shop", name, "{}")).map(drop).map_err(|error| error.code.name()));
        }
        assert_eq!(codes, [Ok(()), Err("InternalServerError"), Err("ResourceThrottled"), Ok(())]);
        // What was refused did nothing.
        assert_eq!(account.simulation().executions().len(), 3);
    }

    #[test]
    fn a_fault_without_a_number_is_for_every_call() {
        let mut account = account(&[("shop", PASS)]);
        order(&mut account, "DescribeFlow=PreconditionFailed");
        for _ in 0..3 {
            let expected = "PreconditionFailed: The resource to be modified has been changed.";
            assert_eq!(refusal(call(&mut account, describe_flow("shop"))), expected);
        }
        // It is part of the account, so a clone has it too.
        assert!(call(&mut account.clone(), describe_flow("shop")).is_err());
    }

    #[test]
    fn every_code_can_be_ordered_and_is_filled_in() {
        let expected = |code: ErrorCode| match code {
            ErrorCode::FlowNotExists => "Flow shop does not exist.",
            ErrorCode::ExecutionNotExists => "Execution one for flow shop does not exist.",
            ErrorCode::ActionNotSupported => {
                "The requested API operation 'DescribeExecution' is incorrect. Please check."
            }
            ErrorCode::RequestTimeTooSkewed => {
                "The difference between the request time 2026-01-01T00:00:00.000Z and the current time \
                 2026-01-01T00:00:00.000Z is too large."
            }
            _ => "",
        };
        for code in ErrorCode::all() {
            let mut account = account(&[("shop", PASS)]);
            order(&mut account, &format!("DescribeExecution={}", code.name()));
            let error = call(&mut account, describe("shop", "one")).unwrap_err();
            assert_eq!(error.code, code);
            assert!(error.message.starts_with(expected(code)) && !error.message.contains("%s"), "{error}");
        }
    }

    #[test]
    fn texts_that_are_no_fault_are_refused_in_words() {
        fn check(text: &str, expected: &str) {
            let error = text.parse::<Fault>().unwrap_err().to_string();
            assert!(error.starts_with(expected), "{error}");
        }
        check("StartExecution", "a fault is OPERATION=CODE for every call, or OPERATION=CODE@N");
        check("", "a fault is");
        check("StartExecuton=ResourceThrottled", "no operation is called StartExecuton; did you mean StartExecution?");
        check("Xyz=ResourceThrottled", "no operation is called Xyz");
        check("ListFlows=Throttled", "no error code is called Throttled");
        check(
            "ListFlows=resourcethrottled@1",
            "no error code is called resourcethrottled; did you mean ResourceThrottled?",
        );
        check("ListSchedules=ResourceThrottled", "operations on schedules are not emulated");
        for call in ["", "0", "-1", "x", "1.5", "99999999999"] {
            let text = format!("ListFlows=ResourceThrottled@{call}");
            check(&text, &format!("@{call} is no number of a call: calls are counted from 1"));
        }
        let read = "ListFlows=ResourceThrottled@12".parse();
        let fault = Fault { operation: Operation::ListFlows, code: ErrorCode::ResourceThrottled, call: Some(12) };
        assert_eq!(read, Ok(fault));
    }
}
