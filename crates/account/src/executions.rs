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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{PASS, START, WAIT, account, call, describe, execution, list, refusal, start};
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

    /// Names and whether there is a next page, or the code of the refusal.
    fn names(account: &mut Account, asked: ListExecutions) -> Result<(String, Option<String>), &'static str> {
        match call(account, Request::ListExecutions(asked)) {
            Ok(Response::Executions(list)) => {
                let names: Vec<_> = list.executions.into_iter().map(|execution| execution.name).collect();
                Ok((names.join(" "), list.next_token))
            }
            Ok(other) => panic!("{other:?}"),
            Err(error) => Err(error.code.name()),
        }
    }

    #[test]
    fn executions_are_listed_by_filters() {
        let mut account = account(&[("shop", WAIT), ("other", PASS)]);
        for (second, name) in [(0, "a-1"), (1, "b-1"), (1, "a-2"), (3, "c")] {
            execution(account.call(&start("shop", name, "{}"), START.plus(second * 1_000)));
        }
        account.advance_to(START.plus(10_500));
        let mut check = |asked: ListExecutions, expected: Result<&str, &'static str>| {
            let found = names(&mut account, asked.clone()).map(|(names, _)| names);
            assert_eq!(found, expected.map(str::to_owned), "{asked:?}");
        };
        let shop = || list("shop");
        check(shop(), Ok("c a-2 b-1 a-1"));
        check(ListExecutions { status: Some("Succeeded".into()), ..shop() }, Ok("a-1"));
        check(ListExecutions { status: Some("Running".into()), ..shop() }, Ok("c a-2 b-1"));
        check(ListExecutions { status: Some(String::new()), ..shop() }, Ok("c a-2 b-1 a-1"));
        check(ListExecutions { status: Some("running".into()), ..shop() }, Err("InvalidArgument"));
        check(ListExecutions { execution_name_prefix: Some("a".into()), ..shop() }, Ok("a-2 a-1"));
        let window = |begin: &str, end: &str| ListExecutions {
            started_time_begin: Some(begin.into()),
            started_time_end: Some(end.into()),
            ..shop()
        };
        check(window("2026-01-01T00:00:01Z", "2026-01-01T00:00:01Z"), Ok("a-2 b-1"));
        check(window("2026-01-01T00:00:01.001Z", ""), Ok("c"));
        check(window("", "2026-01-01T08:00:00.999+08:00"), Ok("a-1"));
        check(window("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z"), Ok(""));
        check(window("yesterday", ""), Err("InvalidArgument"));
        check(list("other"), Ok(""));
        check(list("nobody"), Err("FlowNotExists"));
        check(list(""), Err("InvalidArgument"));
        for limit in [0, 101] {
            check(ListExecutions { limit: Some(limit), ..shop() }, Err("InvalidArgument"));
        }
        check(ListExecutions { next_token: Some("?".into()), ..shop() }, Err("InvalidArgument"));
    }

    #[test]
    fn pages_keep_their_place_while_executions_start() {
        let mut account = account(&[("shop", PASS)]);
        for (second, name) in [(0, "a"), (1, "c"), (1, "b"), (2, "d"), (3, "e")] {
            execution(account.call(&start("shop", name, "{}"), START.plus(second * 1_000)));
        }
        let mut token = None;
        let mut seen = Vec::new();
        for newcomer in ["n1", "n2", "n3"] {
            let asked = ListExecutions { limit: Some(2), next_token: token, ..list("shop") };
            let (names, next) = names(&mut account, asked).unwrap();
            seen.push(names);
            token = next;
            let now = account.now().plus(1_000);
            execution(account.call(&start("shop", newcomer, "{}"), now));
        }
        assert_eq!((seen, token), (vec!["e d".to_owned(), "b c".to_owned(), "a".to_owned()], None));
    }

    #[test]
    fn metadata_is_small() {
        let mut account = account(&[("shop", PASS)]);
        execution(call(&mut account, start("shop", "one", "{}")));
        let asked = ListExecutions { metadata_only: true, ..list("shop") };
        let Ok(Response::Executions(list)) = call(&mut account, Request::ListExecutions(asked)) else {
            panic!("no list")
        };
        let one = &list.executions[0];
        assert_eq!((&one.input, &one.output, &one.flow_definition, &one.environment), (&None, &None, &None, &None));
        assert_eq!((one.name.as_str(), one.status.as_str()), ("one", "Running"));
    }

    #[test]
    fn items_of_a_map_are_listed_with_their_run() {
        let flow = "Type: StateMachine\nSpecVersion: v1\nName: shop\nStartAt: each\nStates:\n  - {Type: Map, Name: each, End: true, ItemsPath: $Input.xs, ProcessorConfig: {ExecutionMode: Standard}, \
                    Processor: {StartAt: p, States: [{Type: Pass, Name: p, End: true}]}}\n";
        let mut account = account(&[("shop", flow)]);
        execution(call(&mut account, start("shop", "one", r#"{"xs":[{},{}]}"#)));
        account.run();
        assert_eq!(names(&mut account, list("shop")), Ok(("one".into(), None)));
        let id = account.execution_id("shop", "one").unwrap();
        let run = account.simulation().execution(id).map_runs[0].name.to_string();
        let asked = ListExecutions { map_run_name: Some(run.clone()), ..list("shop") };
        let (items, _) = names(&mut account, asked).unwrap();
        assert_eq!(items, format!("{run}-0 {run}-1"));
        let item = execution(call(&mut account, describe("shop", &format!("{run}-1"))));
        assert_eq!(item.status, "Succeeded");
        let nobody = ListExecutions { map_run_name: Some("x".into()), ..list("shop") };
        assert_eq!(names(&mut account, nobody), Ok((String::new(), None)));
    }
}
