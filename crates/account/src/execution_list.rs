//! The operation that lists executions: which ones, in which order, and how much of them.
//!
//! Source: api.md 3 and 5.1.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;

use flowglass_api::{ExecutionList, WireExecution};
use flowglass_history::{Millis, Status};
use flowglass_simulator::{Execution, ExecutionId};

use crate::account::{Account, Started};
use crate::error::ApiError;
use crate::names::given;
use crate::page::{self, Order};
use crate::published::Qualifier;
use crate::register::Registered;
use crate::request::ListExecutions;
use crate::response::Response;

/// How many executions a page has at most. Source: api.md 3.
const MOST_PER_PAGE: usize = 100;

impl Account {
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
            let taken = filter.takes(self.simulation.execution(id)) && filter.takes_start(self.started(id));
            taken.then_some((order, id))
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
}

/// Which executions are listed, and what is shown of them.
struct Filter<'a> {
    status: Option<Status>,
    begin: Option<Millis>,
    end: Option<Millis>,
    prefix: &'a str,
    qualifier: Option<Qualifier>,
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
            qualifier: given(&asked.qualifier).map(Qualifier::read).transpose()?,
            metadata_only: asked.metadata_only,
        })
    }

    fn takes(&self, execution: &Execution) -> bool {
        self.status.is_none_or(|status| execution.status() == status)
            && self.begin.is_none_or(|begin| execution.started >= begin)
            && self.end.is_none_or(|end| execution.started <= end)
            && execution.name.starts_with(self.prefix)
    }

    /// An alias stands for what was started by it, a number for what runs that version, by whatever name (CHOICE).
    fn takes_start(&self, started: Option<&Started>) -> bool {
        match &self.qualifier {
            None => true,
            Some(Qualifier::Version(number)) => started.is_some_and(|started| started.version == Some(*number)),
            Some(Qualifier::Alias(name)) => started.is_some_and(|started| started.alias.as_ref() == Some(name)),
        }
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
    use crate::Request;
    use crate::testing::{PASS, START, WAIT, account, call, describe, execution, list, start};

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
