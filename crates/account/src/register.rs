//! The flows of an account, and which executions each has.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use flowglass_api::{ErrorCode, WireFlow};
use flowglass_expression::Json;
use flowglass_flow::{Flow, Mode};
use flowglass_history::Millis;
use flowglass_simulator::{Execution, ExecutionId};

use crate::error::ApiError;
use crate::names::check_name;
use crate::page::Order;
use crate::published::Published;

/// One flow of an account.
#[derive(Clone, Debug)]
pub(crate) struct Registered {
    pub(crate) id: String,
    pub(crate) description: String,
    pub(crate) mode: Mode,
    pub(crate) external_storage_location: Option<String>,
    pub(crate) resource_group_id: Option<String>,
    pub(crate) created: Millis,
    pub(crate) modified: Millis,
    pub(crate) flow: Arc<Flow>,
    /// What an execution keeps of it.
    pub(crate) origin: Arc<Origin>,
    /// Its versions and aliases.
    pub(crate) published: Published,
    /// Its executions by name.
    pub(crate) by_name: BTreeMap<Arc<str>, ExecutionId>,
    /// Its executions in the order of lists, without the items of distributed Maps.
    pub(crate) by_start: BTreeSet<Order>,
}

/// What an execution keeps of its flow, as it was at the start.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Origin {
    pub(crate) definition: String,
    pub(crate) role_arn: String,
    pub(crate) environment: Option<Json>,
}

impl Registered {
    /// Describes the flow.
    pub(crate) fn wire(&self, name: &str) -> WireFlow {
        WireFlow {
            name: name.to_owned(),
            kind: "FDL".to_owned(),
            definition: self.origin.definition.clone(),
            description: self.description.clone(),
            role_arn: self.origin.role_arn.clone(),
            id: self.id.clone(),
            created_time: self.created.to_rfc3339(),
            last_modified_time: self.modified.to_rfc3339(),
            execution_mode: Some(mode_name(self.mode).to_owned()),
            environment: self.origin.environment.clone(),
            resource_group_id: self.resource_group_id.clone(),
            ..WireFlow::default()
        }
    }

    /// Notes an execution of the flow.
    pub(crate) fn add_execution(&mut self, id: ExecutionId, execution: &Execution) {
        self.by_name.insert(Arc::clone(&execution.name), id);
        // Items of a distributed Map are listed with the name of its run only (CHOICE).
        if execution.parent.as_ref().is_none_or(|parent| parent.item.is_none()) {
            self.by_start.insert((Reverse(execution.started), Arc::clone(&execution.name)));
        }
    }
}

/// All flows of an account by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Register {
    flows: BTreeMap<String, Registered>,
}

impl Register {
    /// How many flows there are.
    pub(crate) fn len(&self) -> usize {
        self.flows.len()
    }

    /// Tells whether there is a flow of this name.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.flows.contains_key(name)
    }

    /// Adds a flow, or replaces the one of this name.
    pub(crate) fn insert(&mut self, name: &str, flow: Registered) {
        self.flows.insert(name.to_owned(), flow);
    }

    /// Takes a flow out.
    pub(crate) fn remove(&mut self, name: &str) {
        self.flows.remove(name);
    }

    /// The flow of this name, if there is one.
    pub(crate) fn get(&self, name: &str) -> Option<&Registered> {
        self.flows.get(name)
    }

    /// The flow of this name, if there is one.
    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Registered> {
        self.flows.get_mut(name)
    }

    /// The flows from a name on, in the order of names.
    pub(crate) fn from(&self, name: &str) -> impl Iterator<Item = (&str, &Registered)> {
        self.flows.range::<str, _>((Bound::Included(name), Bound::Unbounded)).map(|(name, flow)| (name.as_str(), flow))
    }

    /// Finds a flow for an operation; `parameter` is what the operation calls its name.
    ///
    /// # Errors
    /// `InvalidArgument` when no flow can have this name, `FlowNotExists`.
    pub(crate) fn find(&self, parameter: &str, name: &str) -> Result<&Registered, ApiError> {
        check_name(parameter, name)?;
        self.get(name).ok_or_else(|| ApiError::new(ErrorCode::FlowNotExists, &[name]))
    }

    /// Finds a flow for an operation that changes it, as [`find`](Self::find) does.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    pub(crate) fn find_mut(&mut self, parameter: &str, name: &str) -> Result<&mut Registered, ApiError> {
        check_name(parameter, name)?;
        self.get_mut(name).ok_or_else(|| ApiError::new(ErrorCode::FlowNotExists, &[name]))
    }

    /// Finds an execution for an operation.
    ///
    /// Its name is not checked: those that the service makes break the rule for names (api.md 2).
    ///
    /// # Errors
    /// `InvalidArgument` when no flow can have this name, `FlowNotExists`, `ExecutionNotExists`.
    pub(crate) fn find_execution(&self, flow: &str, execution: &str) -> Result<ExecutionId, ApiError> {
        let known = self.find("FlowName", flow)?.by_name.get(execution);
        known.copied().ok_or_else(|| ApiError::new(ErrorCode::ExecutionNotExists, &[execution, flow]))
    }
}

/// The service's name of an execution mode.
fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::Standard => "Standard",
        Mode::Express => "Express",
    }
}

/// The simulator's word for an execution mode.
pub(crate) fn simulator_mode(mode: Mode) -> flowglass_simulator::Mode {
    match mode {
        Mode::Standard => flowglass_simulator::Mode::Standard,
        Mode::Express => flowglass_simulator::Mode::Express,
    }
}

/// Reads the parameter `ExecutionMode`; one that is not given is Standard.
///
/// # Errors
/// `InvalidArgument`.
pub(crate) fn read_mode(mode: Option<&str>) -> Result<Mode, ApiError> {
    match mode {
        None | Some("Standard") => Ok(Mode::Standard),
        Some("Express") => Ok(Mode::Express),
        Some(_) => Err(ApiError::argument("ExecutionMode is Standard or Express.")),
    }
}
