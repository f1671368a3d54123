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
use crate::published::Published;
use crate::register::{Origin, Registered};

impl Account {
    /// Puts a flow into the account, as it would be made now, and lets a scenario answer its tasks.
    ///
    /// Mode, role and environment come from the scenario, and so do the answers: in every execution of the flow each
    /// list of outcomes begins anew. Limits, switches, clock, stop and edits of a scenario are those of one run and do
    /// not count here. A flow of this name is replaced and keeps its executions.
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
                published: Published::default(),
                by_name: BTreeMap::new(),
                by_start: BTreeSet::new(),
            },
        };
        self.register.insert(flow_name, registered);
        self.simulation.set_role(flow_name, scenario.role.as_deref().unwrap_or_default());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Response;
    use crate::testing::{call, create, describe, describe_flow, execution, start};
    use flowglass_simulator::Settings;

    const TASK: &str = "version: v1\ntype: flow\nsteps:\n  - {type: task, name: t, resourceArn: r}\n";

    fn scenario(text: &str) -> Scenario {
        Scenario::parse(&format!("format: 1\n{text}")).unwrap()
    }

    fn output(account: &mut Account, flow: &str, name: &str) -> Option<String> {
        execution(call(account, start(flow, name, "{}")));
        account.run();
        execution(call(account, describe(flow, name))).output
    }

    #[test]
    fn each_flow_has_its_answers() {
        let mut account = Account::new(Settings::default());
        account.seed("a", TASK, &scenario("tasks: [{step: t, outcomes: [{output: {of: a}}]}]")).unwrap();
        account.seed("b", TASK, &scenario("tasks: [{step: t, outcomes: [{output: {of: b}}]}]")).unwrap();
        account.seed("c", TASK, &Scenario::default()).unwrap();
        // Answers begin anew in each execution, and stay when the flow is replaced.
        for (flow, name, expected) in [
            ("a", "one", r#"{"of":"a"}"#),
            ("b", "one", r#"{"of":"b"}"#),
            ("a", "two", r#"{"of":"a"}"#),
            ("c", "one", "{}"),
        ] {
            assert_eq!(output(&mut account, flow, name).as_deref(), Some(expected), "{flow} {name}");
        }
        account.answer("later", &scenario("tasks: [{step: t, outcomes: [{output: {of: later}}]}]"));
        call(&mut account, create("later", TASK)).unwrap();
        assert_eq!(output(&mut account, "later", "one").as_deref(), Some(r#"{"of":"later"}"#));
        account.answer("a", &scenario("tasks: [{step: t, outcomes: [{output: {of: new}}]}]"));
        assert_eq!(output(&mut account, "a", "three").as_deref(), Some(r#"{"of":"new"}"#));
    }

    #[test]
    fn a_scenario_says_more_of_its_flow() {
        let mut account = Account::new(Settings::default());
        let said = scenario("name: the shop\nmode: Express\nenvironment: {STAGE: dev}\nexecution: {role: someone}");
        account.seed("shop", TASK, &said).unwrap();
        let Ok(Response::Flow(flow)) = call(&mut account, describe_flow("shop")) else { panic!("no flow") };
        assert_eq!((flow.execution_mode.as_deref(), flow.role_arn.as_str()), (Some("Express"), "someone"));
        assert_eq!(flow.description, "the shop");
        let environment = flow.environment.map(|environment| environment.to_compact());
        assert_eq!(environment.as_deref(), Some(r#"{"Variables":[{"Name":"STAGE","Value":"dev"}]}"#));
    }

    #[test]
    fn a_flow_that_is_seeded_again_keeps_its_executions() {
        let mut account = Account::new(Settings::default());
        account.seed("shop", TASK, &Scenario::default()).unwrap();
        assert!(output(&mut account, "shop", "one").is_some());
        account.seed("shop", crate::testing::PASS, &Scenario::default()).unwrap();
        let one = execution(call(&mut account, describe("shop", "one")));
        assert_eq!(one.flow_definition.as_deref(), Some(TASK));
        assert!(account.seed("shop", "nothing", &Scenario::default()).is_err());
        assert!(account.seed("7", TASK, &Scenario::default()).is_err());
    }
}
