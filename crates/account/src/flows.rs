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
use crate::register::{Origin, Registered, read_mode};
use crate::request::{CreateFlow, ListFlows, UpdateFlow};
use crate::response::Response;

/// How many flows an account has at most. Source: api.md 7.
const MOST_FLOWS: usize = 10_000;

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
        if self.register.len() >= MOST_FLOWS {
            // Nothing published says what happens then (CHOICE).
            return Err(ApiError::argument(&format!("An account has at most {MOST_FLOWS} flows.")));
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
            by_name: BTreeMap::new(),
            by_start: BTreeSet::new(),
        };
        let wire = registered.wire(&asked.name);
        self.register.insert(&asked.name, registered);
        self.make_startable(&asked.name, flow, mode);
        Ok(Response::Flow(wire))
    }

    pub(crate) fn describe_flow(&self, name: &str) -> Result<Response, ApiError> {
        Ok(Response::Flow(self.register.find("Name", name)?.wire(name)))
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
