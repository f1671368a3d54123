//! One scenario with the definitions that it runs.

use std::sync::Arc;

use flowglass_expression::closest;
use flowglass_flow::Position;
use flowglass_simulator::{NamedStep, Place, Scenario, ScenarioError};

use crate::definition::Definition;

/// One scenario with the definitions that it runs; every step and flow that it names is there.
#[derive(Clone, Debug)]
pub struct Case {
    scenario: Scenario,
    own: Arc<Definition>,
    others: Vec<Arc<Definition>>,
}

impl Case {
    /// Puts a scenario together with its own definition and with the `others` that it may start.
    ///
    /// # Errors
    /// The scenario names a step, a container or a flow that is not there; the error says where.
    pub fn new(scenario: Scenario, own: Arc<Definition>, others: Vec<Arc<Definition>>) -> Result<Self, ScenarioError> {
        let case = Self { scenario, own, others };
        case.check_names()?;
        Ok(case)
    }

    /// The scenario.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The definition that it runs.
    pub fn own(&self) -> &Arc<Definition> {
        &self.own
    }

    /// The definitions that the run may start.
    pub fn others(&self) -> &[Arc<Definition>] {
        &self.others
    }

    /// All definitions, the scenario's own first.
    pub(crate) fn definitions(&self) -> impl DoubleEndedIterator<Item = &Arc<Definition>> + Clone {
        std::iter::once(&self.own).chain(&self.others)
    }

    /// The definition that a scenario means by `flow`: its own when it names none.
    pub(crate) fn definition(&self, flow: Option<&str>) -> Option<&Arc<Definition>> {
        match flow {
            None => Some(&self.own),
            // Of equal names the last wins, as where tasks start flows.
            Some(name) => self.definitions().rev().find(|definition| definition.is_called(name)),
        }
    }

    fn check_names(&self) -> Result<(), ScenarioError> {
        for (entry, at) in self.scenario.tasks.iter().zip(&self.scenario.tasks_at) {
            self.check_name(&entry.step, *at, entry.flow.as_deref().map(|flow| (flow, *at)), &entry.within)?;
        }
        for (edit, at) in self.scenario.edits.iter().zip(&self.scenario.edits_at) {
            self.check_name(&edit.step, *at, edit.flow.as_deref().map(|flow| (flow, *at)), &edit.within)?;
        }
        let Some(expect) = &self.scenario.expect else { return Ok(()) };
        let steps = expect.steps.iter().map(|step| &step.named);
        for NamedStep { step, flow, within } in expect.path.iter().chain(&expect.never).chain(steps) {
            let flow = flow.as_ref().map(|flow| (flow.value.as_str(), flow.at));
            self.check_name(&step.value, step.at, flow, within)?;
        }
        Ok(())
    }

    fn check_name(
        &self,
        step: &str,
        at: Position,
        flow: Option<(&str, Position)>,
        within: &[Place],
    ) -> Result<(), ScenarioError> {
        let Some(definition) = self.definition(flow.map(|(name, _)| name)) else {
            let (name, at) = flow.unwrap_or(("", at));
            let known = || self.definitions().flat_map(|definition| [&*definition.stem, &*definition.name]);
            let hint = hint(name, known(), "list its file in `flows`");
            return Err(wrong(at, format!("no flow `{name}` is given; {hint}")));
        };
        let names = || definition.flow.steps().map(|(_, step)| step.name.value.as_str());
        let containers = || {
            let containers = definition.flow.steps().filter(|(_, step)| !step.kind.scopes().is_empty());
            containers.map(|(_, step)| step.name.value.as_str())
        };
        if !names().any(|name| name == step) {
            let hint = hint(step, names(), "see the names of its steps");
            return Err(wrong(at, format!("{} has no step `{step}`; {hint}", definition.file)));
        }
        for place in within {
            // The steps of an item of a distributed Map lie in that Map too, and of a child flow in nothing else.
            if !containers().any(|name| name == &*place.step) {
                let hint = hint(&place.step, containers(), "name steps that hold others");
                let words = format!("{} has no step `{}` that holds others; {hint}", definition.file, place.step);
                return Err(wrong(at, words));
            }
        }
        Ok(())
    }
}

fn wrong(at: Position, message: String) -> ScenarioError {
    ScenarioError { line: at.line, column: at.column, message }
}

fn hint<'k>(name: &str, known: impl Iterator<Item = &'k str>, otherwise: &str) -> String {
    closest(name, known).map_or_else(|| otherwise.to_owned(), |known| format!("did you mean `{known}`?"))
}

#[cfg(test)]
mod tests {
    use flowglass_simulator::Scenario;

    use super::*;
    use crate::testing::definition;

    const FLOW: &str = "version: v1
type: flow
steps:
  - {type: task, name: charge, resourceArn: r}
  - type: parallel
    name: both
    branches: [{steps: [{type: pass, name: left}]}, {steps: [{type: pass, name: right}]}]
";

    #[test]
    fn names_that_nobody_has_are_told_with_their_place() {
        fn check(text: &str, expected: &str) {
            let scenario = Scenario::parse(text).unwrap();
            let (own, other) = (definition("order.flow.yaml", FLOW), definition("pay.flow.yaml", FLOW));
            let found = Case::new(scenario, own, vec![other]).map(drop).map_err(|error| error.to_string());
            assert_eq!(found.err().unwrap_or_default(), expected, "{text}");
        }
        check("expect: {path: [charge, left], never: [right]}", "");
        check("expect: {path: [charge, {step: left, flow: pay, in: [{step: both, branch: 0}]}]}", "");
        check("expect:\n  never: [chrage]", "2:11: order.flow.yaml has no step `chrage`; did you mean `charge`?");
        check("expect: {path: [refund]}", "1:17: order.flow.yaml has no step `refund`; see the names of its steps");
        check("expect: {steps: [{step: charge, flow: pya}]}", "1:39: no flow `pya` is given; did you mean `pay`?");
        check("expect: {steps: [{step: x, flow: ship}]}", "1:34: no flow `ship` is given; list its file in `flows`");
        check(
            "expect: {steps: [{step: left, in: [{step: bth}]}]}",
            "1:25: order.flow.yaml has no step `bth` that holds others; did you mean `both`?",
        );
        check(
            "tasks:\n  - {step: Charge, outcomes: [{output: 1}]}",
            "2:12: order.flow.yaml has no step `Charge`; did you mean `charge`?",
        );
        check("edits: [{step: b, output: 1}]", "1:16: order.flow.yaml has no step `b`; see the names of its steps");
        check(
            "tasks: [{step: charge, flow: x, outcomes: [{output: 1}]}]",
            "1:16: no flow `x` is given; list its file in `flows`",
        );
    }
}
