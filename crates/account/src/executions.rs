//! The operations on executions.
//!
//! Source: api.md 5.1.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;

use flowglass_api::{ErrorCode, ExecutionList, WireExecution};
use flowglass_expression::Json;
use flowglass_flow::Mode;
use flowglass_history::{Millis, Status};
use flowglass_simulator::{Execution, ExecutionId};

use crate::account::{Account, throttled};
use crate::environment;
use crate::error::ApiError;
use crate::names::{check_length, check_name, given};
use crate::page::{self, Order};
use crate::register::Registered;
use crate::request::{DescribeExecution, ListExecutions, StartExecution, StopExecution};
use crate::response::Response;

/// How many executions run at a time. Source: api.md 7.
const MOST_RUNNING: usize = 10_000;

/// How many executions a page has at most. Source: api.md 3.
const MOST_PER_PAGE: usize = 100;

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

    /// The newest start comes first, ties go by name, and both ends of the window belong to it (CHOICE).
    pub(crate) fn list_executions(&self, asked: &ListExecutions) -> Result<Response, ApiError> {
        let limit = page::limit(asked.limit, MOST_PER_PAGE)?;
        let filter = Filter::read(asked)?;
        let after = given(&asked.next_token).map(page::read_token).transpose()?;
        let flow = self.register.find("FlowName", &asked.flow_name)?;
        let items;
        let orders = match given(&asked.map_run_name) {
            None => &flow.by_start,
            Some(run) => {
                items = self.items_of_run(flow, run);
                &items
            }
        };
        let start = after.map_or(Bound::Unbounded, Bound::Excluded);
        let mut fitting = orders.range((start, Bound::Unbounded)).filter_map(|order| {
            let id = *flow.by_name.get(&order.1)?;
            filter.takes(self.simulation.execution(id)).then_some((order, id))
        });
        let page: Vec<(&Order, ExecutionId)> = fitting.by_ref().take(limit).collect();
        let last = page.last().map(|(order, _)| page::token_after(order));
        let next_token = last.filter(|_| fitting.next().is_some());
        let executions = page.into_iter().map(|(_, id)| self.wire(id)).map(|wire| filter.shown(wire)).collect();
        Ok(Response::Executions(ExecutionList { executions, next_token, ..ExecutionList::default() }))
    }

    /// The executions of one run of a distributed Map; none when no execution of the flow has such a run.
    fn items_of_run(&self, flow: &Registered, run: &str) -> BTreeSet<Order> {
        let executions = flow.by_name.values().map(|id| self.simulation.execution(*id));
        let run = executions.flat_map(|execution| &execution.map_runs).find(|known| &*known.name == run);
        let children = run.into_iter().flat_map(|run| &run.children).map(|id| self.simulation.execution(*id));
        children.map(|child| (Reverse(child.started), Arc::clone(&child.name))).collect()
    }

    /// Describes an execution.
    pub(crate) fn wire(&self, id: ExecutionId) -> WireExecution {
        let execution = self.simulation.execution(id);
        let origin = self.origins.get(id.0 as usize).and_then(Option::as_ref);
        WireExecution {
            flow_name: execution.flow_name.to_string(),
            name: execution.name.to_string(),
            status: execution.status().name().to_owned(),
            started_time: execution.started.to_rfc3339(),
            stopped_time: WireExecution::stopped_text(execution.stopped),
            input: Some(execution.input.to_compact()),
            // Source: api.md 5.1: empty as long as there is none.
            output: Some(execution.output.as_ref().map(Json::to_compact).unwrap_or_default()),
            flow_definition: origin.map(|origin| origin.definition.clone()),
            environment: origin.and_then(|origin| origin.environment.as_ref()).map(environment::of_execution),
            ..WireExecution::default()
        }
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

/// Which executions are listed, and what is shown of them.
struct Filter<'a> {
    status: Option<Status>,
    begin: Option<Millis>,
    end: Option<Millis>,
    prefix: &'a str,
    metadata_only: bool,
}

impl<'a> Filter<'a> {
    fn read(asked: &'a ListExecutions) -> Result<Self, ApiError> {
        let status = match given(&asked.status) {
            None => None,
            Some(name) => Some(Status::from_name(name).ok_or_else(|| {
                let names = Status::ALL.map(Status::name).join(", ");
                ApiError::argument(&format!("Status is one of {names}."))
            })?),
        };
        let moment = |parameter: &str, text: Option<&str>| {
            text.map(Millis::parse)
                .transpose()
                .map_err(|_| ApiError::argument(&format!("{parameter} is a time such as 2024-06-24T02:58:42Z.")))
        };
        Ok(Self {
            status,
            begin: moment("StartedTimeBegin", given(&asked.started_time_begin))?,
            end: moment("StartedTimeEnd", given(&asked.started_time_end))?,
            prefix: given(&asked.execution_name_prefix).unwrap_or_default(),
            metadata_only: asked.metadata_only,
        })
    }

    fn takes(&self, execution: &Execution) -> bool {
        self.status.is_none_or(|status| execution.status() == status)
            && self.begin.is_none_or(|begin| execution.started >= begin)
            && self.end.is_none_or(|end| execution.started <= end)
            && execution.name.starts_with(self.prefix)
    }

    fn shown(&self, mut wire: WireExecution) -> WireExecution {
        if self.metadata_only {
            (wire.input, wire.output, wire.flow_definition, wire.environment) = (None, None, None, None);
        }
        wire
    }
}
