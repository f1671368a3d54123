//! Flows and scenarios that an account begins with.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use flowglass_flow::Mode;
use flowglass_simulator::{Answers, Entry, Scenario};

use crate::account::Account;
use crate::definition;
use crate::environment;
use crate::error::ApiError;
use crate::names::check_name;
use crate::register::{Origin, Registered};

impl Account {
    /// Puts a flow into the account, as it would be made now, and lets a scenario answer its tasks.
    ///
    /// Mode, role and environment come from the scenario, and so do the answers: in every execution of the flow each
    /// list of outcomes begins anew. Limits, switches, clock and stop of a scenario are those of one run and do not
    /// count here. A flow of this name is replaced and keeps its executions.
    ///
    /// # Errors
    /// `InvalidArgument`, as for `CreateFlow`.
    pub fn seed(&mut self, flow_name: &str, definition: &str, scenario: &Scenario) -> Result<(), ApiError> {
        check_name("Name", flow_name)?;
        let mode = match scenario.mode {
            flowglass_simulator::Mode::Standard => Mode::Standard,
            flowglass_simulator::Mode::Express => Mode::Express,
        };
        let flow = definition::read(flow_name, definition, mode)?;
        let now = self.now();
        let origin = Arc::new(Origin {
            definition: definition.to_owned(),
            role_arn: scenario.role.clone().unwrap_or_default(),
            environment: environment::of_variables(&scenario.environment),
        });
        let description = scenario.name.clone().unwrap_or_default();
        let registered = match self.register.get(flow_name) {
            Some(known) => {
                Registered { description, mode, modified: now, flow: Arc::clone(&flow), origin, ..known.clone() }
            }
            None => Registered {
                id: self.fresh(""),
                description,
                mode,
                external_storage_location: None,
                resource_group_id: None,
                created: now,
                modified: now,
                flow: Arc::clone(&flow),
                origin,
                by_name: BTreeMap::new(),
                by_start: BTreeSet::new(),
            },
        };
        self.register.insert(flow_name, registered);
        self.make_startable(flow_name, flow, mode);
        self.answer(flow_name, scenario);
        Ok(())
    }

    /// Lets a scenario answer the tasks of a flow of this name, in place of an earlier scenario; there need be no such
    /// flow yet.
    pub fn answer(&mut self, flow_name: &str, scenario: &Scenario) {
        let of_flow = |entry: &Entry| Entry {
            flow: Some(entry.flow.clone().unwrap_or_else(|| flow_name.to_owned())),
            ..entry.clone()
        };
        let entries = scenario.tasks.iter().map(of_flow).collect();
        self.answers.retain(|(name, _)| name != flow_name);
        self.answers.push((flow_name.to_owned(), entries));
        let all = self.answers.iter().flat_map(|(_, entries)| entries).cloned().collect();
        self.simulation.set_answers(Answers::new(all));
    }
}
