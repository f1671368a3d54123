//! The operations on flows.
//!
//! Source: api.md 5.2.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use flowglass_api::{ErrorCode, FlowList, Nothing};
use flowglass_flow::{Flow, Mode};

use crate::account::Account;
use crate::definition;
use crate::environment;
use crate::error::ApiError;
use crate::names::{check_name, given};
use crate::page;
use crate::published::Published;
use crate::register::{Origin, Registered, read_mode};
use crate::request::{CreateFlow, DescribeFlow, ListFlows, UpdateFlow};
use crate::response::Response;
use crate::versions;

/// How many flows a page has at most. Source: api.md 3.
const MOST_PER_PAGE: usize = 1_000;

impl Account {
    pub(crate) fn create_flow(&mut self, asked: &CreateFlow) -> Result<Response, ApiError> {
        check_name("Name", &asked.name)?;
        check_kind(&asked.kind)?;
        let mode = read_mode(given(&asked.execution_mode))?;
        let environment = given(&asked.environment).map(environment::read).transpose()?;
        let flow = definition::read(&asked.name, &asked.definition, mode)?;
        if self.register.contains(&asked.name) {
            return Err(ApiError::new(ErrorCode::FlowAlreadyExists, &[&asked.name]));
        }
        let most = self.limits.flows;
        if self.register.len() >= most {
            // Nothing published says what happens then (CHOICE).
            return Err(ApiError::argument(&format!("An account has at most {most} flows.")));
        }
        let now = self.now();
        let registered = Registered {
            id: self.fresh(""),
            description: asked.description.clone(),
            mode,
            external_storage_location: given(&asked.external_storage_location).map(str::to_owned),
            resource_group_id: given(&asked.resource_group_id).map(str::to_owned),
            created: now,
            modified: now,
            flow: Arc::clone(&flow),
            origin: Arc::new(Origin {
                definition: asked.definition.clone(),
                role_arn: asked.role_arn.clone().unwrap_or_default(),
                environment,
            }),
            published: Published::default(),
            by_name: BTreeMap::new(),
            by_start: BTreeSet::new(),
        };
        let wire = registered.wire(&asked.name);
        self.register.insert(&asked.name, registered);
        self.simulation.set_role(&asked.name, &wire.role_arn);
        self.make_startable(&asked.name, flow, mode);
        Ok(Response::Flow(wire))
    }

    pub(crate) fn describe_flow(&self, asked: &DescribeFlow) -> Result<Response, ApiError> {
        let version = given(&asked.flow_version).map(|text| versions::number("FlowVersion", text)).transpose()?;
        let flow = self.register.find("Name", &asked.name)?;
        let wire = match version {
            None => flow.wire(&asked.name),
            Some(number) => versions::wire_flow(&asked.name, flow, flow.published.version(&asked.name, number)?),
        };
        Ok(Response::Flow(wire))
    }

    /// Flows come in the order of their names, and a token is the name that the next page begins at (CHOICE).
    pub(crate) fn list_flows(&self, asked: &ListFlows) -> Result<Response, ApiError> {
        let limit = page::limit(asked.limit, MOST_PER_PAGE)?;
        let from = given(&asked.next_token).unwrap_or_default();
        if !from.is_empty() && check_name("NextToken", from).is_err() {
            return Err(page::wrong_token());
        }
        let group = given(&asked.resource_group_id);
        let mut flows = self
            .register
            .from(from)
            .filter(|(_, flow)| group.is_none_or(|group| flow.resource_group_id.as_deref() == Some(group)));
        let list = flows.by_ref().take(limit).map(|(name, flow)| flow.wire(name)).collect();
        let next_token = flows.next().map(|(name, _)| name.to_owned());
        Ok(Response::Flows(FlowList { flows: list, next_token, ..FlowList::default() }))
    }

    /// The answer says where large data is kept and does not say the mode, as the service's does.
    pub(crate) fn update_flow(&mut self, asked: &UpdateFlow) -> Result<Response, ApiError> {
        check_name("Name", &asked.name)?;
        if let Some(kind) = given(&asked.kind) {
            check_kind(kind)?;
        }
        let environment = given(&asked.environment).map(environment::read).transpose()?;
        let mode = self.register.find("Name", &asked.name)?.mode;
        let read = |text| definition::read(&asked.name, text, mode);
        let flow = given(&asked.definition).map(read).transpose()?;
        let now = self.now();
        let Some(registered) = self.register.get_mut(&asked.name) else {
            return Err(ApiError::new(ErrorCode::FlowNotExists, &[&asked.name]));
        };
        let origin = Arc::make_mut(&mut registered.origin);
        if let Some(definition) = given(&asked.definition) {
            definition.clone_into(&mut origin.definition);
        }
        if let Some(role) = given(&asked.role_arn) {
            role.clone_into(&mut origin.role_arn);
        }
        if environment.is_some() {
            origin.environment = environment;
        }
        if let Some(description) = given(&asked.description) {
            description.clone_into(&mut registered.description);
        }
        registered.modified = now;
        if let Some(flow) = &flow {
            registered.flow = Arc::clone(flow);
        }
        let mut wire = registered.wire(&asked.name);
        wire.execution_mode = None;
        wire.external_storage_location = Some(registered.external_storage_location.clone().unwrap_or_default());
        self.simulation.set_role(&asked.name, &wire.role_arn);
        if let Some(flow) = flow {
            self.make_startable(&asked.name, flow, mode);
        }
        Ok(Response::Flow(wire))
    }

    /// Its executions stop at once, where the service lets the step in progress end: nobody can see them any more.
    pub(crate) fn delete_flow(&mut self, name: &str) -> Result<Response, ApiError> {
        self.register.find("Name", name)?;
        self.register.remove(name);
        self.simulation.remove_flow(name);
        Ok(Response::Nothing(Nothing::default()))
    }

    /// Lets tasks start a flow. Source: api.md 5.1: only Standard flows can be started so.
    pub(crate) fn make_startable(&mut self, name: &str, flow: Arc<Flow>, mode: Mode) {
        if mode == Mode::Standard {
            self.simulation.add_flow(name, flow);
        }
    }
}

fn check_kind(kind: &str) -> Result<(), ApiError> {
    if kind == "FDL" { Ok(()) } else { Err(ApiError::argument("Type is FDL.")) }
}

#[cfg(test)]
mod tests {
    use flowglass_api::WireFlow;
    use flowglass_simulator::Settings;

    use super::*;
    use crate::testing::{
        PASS, START, WAIT, account, call, create, describe, describe_flow, execution, list, refusal, start,
    };
    use crate::{Limits, Request};

    fn flow(answer: Result<Response, ApiError>) -> WireFlow {
        match answer {
            Ok(Response::Flow(flow)) => flow,
            other => panic!("no flow: {other:?}"),
        }
    }

    fn creation() -> CreateFlow {
        CreateFlow { name: "shop".into(), definition: PASS.into(), kind: "FDL".into(), ..CreateFlow::default() }
    }

    #[test]
    fn a_flow_is_described_as_it_was_made() {
        let mut account = Account::new(Settings::default());
        let asked = CreateFlow {
            description: "sells".into(),
            role_arn: Some("acs:ram::1:role/r".into()),
            external_storage_location: Some("oss://b".into()),
            execution_mode: Some("Express".into()),
            environment: Some(r#"{"Variables":[{"Name":"A","Value":"1"}]}"#.into()),
            resource_group_id: Some("rg-1".into()),
            ..creation()
        };
        let made = flow(account.call(&Request::CreateFlow(asked), START.plus(7)));
        let time = "2026-01-01T00:00:00.007Z";
        assert_eq!((made.created_time.as_str(), made.last_modified_time.as_str()), (time, time));
        assert_eq!((made.kind.as_str(), made.id.len(), made.execution_mode.as_deref()), ("FDL", 36, Some("Express")));
        assert_eq!((made.description.as_str(), made.role_arn.as_str()), ("sells", "acs:ram::1:role/r"));
        assert_eq!((made.definition.as_str(), made.resource_group_id.as_deref()), (PASS, Some("rg-1")));
        assert_eq!(flow(call(&mut account, describe_flow("shop"))), made);
    }

    #[test]
    fn what_cannot_be_a_flow_is_refused() {
        fn check(asked: CreateFlow, expected: &str) {
            let mut account = account(&[("there", PASS)]);
            let refusal = refusal(call(&mut account, Request::CreateFlow(asked)));
            assert!(refusal.starts_with(expected), "{refusal}");
        }
        let wrong = "InvalidArgument: Parameter error. ";
        check(CreateFlow { name: "7".into(), ..creation() }, &format!("{wrong}Name is a letter"));
        check(CreateFlow { kind: "fdl".into(), ..creation() }, &format!("{wrong}Type is FDL."));
        check(
            CreateFlow { execution_mode: Some("Fast".into()), ..creation() },
            &format!("{wrong}ExecutionMode is Standard or Express."),
        );
        check(CreateFlow { environment: Some("[]".into()), ..creation() }, &format!("{wrong}Environment is"));
        check(CreateFlow { definition: "steps: [".into(), ..creation() }, &format!("{wrong}Definition, line 1"));
        check(CreateFlow { name: "there".into(), ..creation() }, "FlowAlreadyExists: Flow there already exists.");
        // What one sends is wrong before what is there.
        check(CreateFlow { name: "there".into(), kind: String::new(), ..creation() }, wrong);
        let callback = "Type: StateMachine\nSpecVersion: v1\nName: shop\nStartAt: a\nStates:\n  - {Type: Task, Name: a, Action: \"A:B\", TaskMode: WaitForCustomCallback, End: true}\n";
        let express = CreateFlow { execution_mode: Some("Express".into()), definition: callback.into(), ..creation() };
        check(express, &format!("{wrong}Definition, line 6"));
    }

    #[test]
    fn an_account_has_room_for_so_many_flows() {
        let mut account = account(&[("a", PASS), ("b", PASS)]);
        account.set_limits(Limits { flows: 2, ..Limits::default() });
        let full = "InvalidArgument: Parameter error. An account has at most 2 flows.";
        assert_eq!(refusal(call(&mut account, create("c", PASS))), full);
        assert_eq!(refusal(call(&mut account, create("b", PASS))), "FlowAlreadyExists: Flow b already exists.");
        call(&mut account, Request::DeleteFlow("a".into())).unwrap();
        assert!(call(&mut account, create("c", PASS)).is_ok());
    }

    #[test]
    fn an_update_changes_what_is_sent() {
        let mut account = account(&[("shop", PASS)]);
        execution(call(&mut account, start("shop", "old", "{}")));
        let update = UpdateFlow { name: "shop".into(), ..UpdateFlow::default() };
        let described = |account: &mut Account| flow(call(account, describe_flow("shop")));
        let before = described(&mut account);
        let asked = Request::UpdateFlow(UpdateFlow {
            definition: Some(WAIT.into()),
            description: Some(String::new()),
            environment: Some(r#"{"Variables":[]}"#.into()),
            ..update.clone()
        });
        let answer = flow(account.call(&asked, START.plus(1_000)));
        assert_eq!((answer.execution_mode, answer.external_storage_location.as_deref()), (None, Some("")));
        let after = described(&mut account);
        assert_eq!((after.definition.as_str(), after.last_modified_time.as_str()), (WAIT, "2026-01-01T00:00:01.000Z"));
        assert_eq!(
            (&after.id, &after.created_time, &after.role_arn),
            (&before.id, &before.created_time, &before.role_arn)
        );
        assert!(after.environment.is_some());
        // An execution keeps the definition that it started with, and runs by it.
        account.run();
        let old = execution(call(&mut account, describe("shop", "old")));
        assert_eq!(
            (old.flow_definition.as_deref(), old.environment, old.status.as_str()),
            (Some(PASS), None, "Succeeded")
        );
        let new = execution(call(&mut account, start("shop", "new", "{}")));
        assert_eq!((new.flow_definition.as_deref(), &new.environment), (Some(WAIT), &None));
        assert!(execution(call(&mut account, describe("shop", "new"))).environment.is_some());
        let more = UpdateFlow {
            description: Some("d".into()),
            role_arn: Some("r".into()),
            kind: Some("FDL".into()),
            ..update.clone()
        };
        let answer = flow(call(&mut account, Request::UpdateFlow(more)));
        assert_eq!(
            (answer.description.as_str(), answer.role_arn.as_str(), answer.definition.as_str()),
            ("d", "r", WAIT)
        );
        for (asked, expected) in [
            (UpdateFlow { definition: Some("x".into()), ..update.clone() }, "InvalidArgument: "),
            (UpdateFlow { kind: Some("x".into()), ..update.clone() }, "InvalidArgument: "),
            (UpdateFlow { environment: Some("x".into()), ..update.clone() }, "InvalidArgument: "),
            (UpdateFlow { name: "-".into(), ..update.clone() }, "InvalidArgument: "),
            (UpdateFlow { name: "nobody".into(), ..update }, "FlowNotExists: Flow nobody does not exist."),
        ] {
            let refusal = refusal(call(&mut account, Request::UpdateFlow(asked)));
            assert!(refusal.starts_with(expected), "{refusal}");
        }
        assert_eq!(described(&mut account).definition, WAIT);
    }

    #[test]
    fn a_deleted_flow_takes_its_executions_along() {
        let mut account = account(&[("shop", WAIT)]);
        execution(call(&mut account, start("shop", "one", "{}")));
        assert!(matches!(call(&mut account, Request::DeleteFlow("shop".into())), Ok(Response::Nothing(_))));
        assert_eq!(account.next_due(), None);
        let gone = "FlowNotExists: Flow shop does not exist.";
        for request in [
            describe_flow("shop"),
            Request::DeleteFlow("shop".into()),
            describe("shop", "one"),
            start("shop", "one", "{}"),
            Request::ListExecutions(list("shop")),
        ] {
            assert_eq!(refusal(call(&mut account, request)), gone);
        }
        // A new flow of that name is another one.
        call(&mut account, create("shop", PASS)).unwrap();
        let none = "ExecutionNotExists: Execution one for flow shop does not exist.";
        assert_eq!(refusal(call(&mut account, describe("shop", "one"))), none);
        assert_eq!(execution(call(&mut account, start("shop", "one", "{}"))).status, "Starting");
    }

    #[test]
    fn flows_are_listed_by_name_in_pages() {
        let mut account = account(&[("b", PASS), ("a", PASS), ("d", PASS), ("c", PASS)]);
        let grouped = CreateFlow { name: "g".into(), resource_group_id: Some("rg".into()), ..creation() };
        call(&mut account, Request::CreateFlow(grouped)).unwrap();
        let mut page = |token: Option<&str>, limit, group: Option<&str>| {
            let asked =
                ListFlows { next_token: token.map(str::to_owned), limit, resource_group_id: group.map(str::to_owned) };
            match call(&mut account, Request::ListFlows(asked)) {
                Ok(Response::Flows(list)) => {
                    let names: Vec<_> = list.flows.into_iter().map(|flow| flow.name).collect();
                    Ok((names.join(" "), list.next_token))
                }
                Ok(other) => panic!("{other:?}"),
                Err(error) => Err(error.code.name()),
            }
        };
        assert_eq!(page(None, None, None), Ok(("a b c d g".into(), None)));
        assert_eq!(page(None, Some(2), None), Ok(("a b".into(), Some("c".into()))));
        assert_eq!(page(Some("c"), Some(2), None), Ok(("c d".into(), Some("g".into()))));
        assert_eq!(page(Some("g"), Some(2), None), Ok(("g".into(), None)));
        assert_eq!(page(Some(""), Some(1000), Some("rg")), Ok(("g".into(), None)));
        assert_eq!(page(Some("zz"), None, None), Ok((String::new(), None)));
        assert_eq!(page(Some("?"), None, None), Err("InvalidArgument"));
        assert_eq!(page(None, Some(1001), None), Err("InvalidArgument"));
        assert_eq!(page(None, Some(0), None), Err("InvalidArgument"));
    }
}
