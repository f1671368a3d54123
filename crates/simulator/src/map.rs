//! A map step (`foreach` in the older language): runs its body once for each item of a list.

use std::sync::Arc;

use flowglass_expression::{Json, Object};
use flowglass_flow::{Dialect, Distributed, Map, ScopeId};
use flowglass_history::EventId;

use crate::failure::{self, Failure};
use crate::frame::{Doing, FrameId, Role};
use crate::gathering::Members;
use crate::machine::Machine;
use crate::retry_catch::delay_ms;
use crate::settings::{DistributedBy, ScalarItems};
use crate::wait::shown;

/// How many iterations of the older language run at a time. Source: [EACH].
const LEGACY_AT_ONCE: u32 = 100;
/// How many iterations of the new language run at a time at most. Source: [MAP].
const INLINE_AT_ONCE: u32 = 40;

impl Machine<'_> {
    /// Finds the items and puts in the first iterations, or starts the executions of a distributed Map.
    pub(crate) fn begin_map(&mut self, frame: FrameId, map: &Map, delay: Option<f64>, started: EventId) {
        if let Some(how) = map.distributed.as_ref().filter(|how| self.is_distributed(how)) {
            return self.begin_map_run(frame, map, how, delay, started);
        }
        match self.items(frame, map) {
            Ok(items) => {
                self.note_scalar_items(frame, &items);
                let at_once = match self.execution.flow.dialect {
                    Dialect::Legacy => LEGACY_AT_ONCE,
                    Dialect::StateMachine => {
                        map.concurrency.as_ref().map_or(INLINE_AT_ONCE, |most| most.value.clamp(1, INLINE_AT_ONCE))
                    }
                };
                let total = u32::try_from(items.len()).unwrap_or(u32::MAX);
                let members = Members { total, at_once, items: Some(items) };
                self.begin_members(frame, members, delay_ms(delay), started);
            }
            Err(why) => self.fail_later(frame, why, started),
        }
    }

    fn is_distributed(&self, how: &Distributed) -> bool {
        match self.world.settings.options.distributed_by {
            DistributedBy::ProcessorConfig => true,
            DistributedBy::ExpressOnly => !how.standard,
        }
    }

    /// The list that the definition points at.
    ///
    /// # Errors
    /// There is no list, or no body to run for its items (A10, CHOICE 15).
    pub(crate) fn items(&mut self, frame: FrameId, map: &Map) -> Result<Arc<Vec<Json>>, Failure> {
        if map.body.is_none() {
            let cause = "the definition does not say what to run for each item";
            return Err(Failure::of_step(failure::INVALID_DEFINITION, cause));
        }
        let Some(items) = &map.items else {
            let cause = "the definition does not say where the items are";
            return Err(Failure::of_step(failure::INVALID_DEFINITION, cause));
        };
        match self.value(frame, &items.value)? {
            Json::Array(items) => Ok(items),
            other => {
                let error = match self.execution.flow.dialect {
                    Dialect::Legacy => failure::COLLECTION_NOT_ARRAY,
                    Dialect::StateMachine => failure::ITEMS_NOT_ARRAY,
                };
                Err(Failure::of_step(error, format!("the items are {}, not an array", shown(&other))))
            }
        }
    }

    /// Tells that an item which is no object is passed on as it is (CHOICE 16).
    pub(crate) fn note_scalar_items(&mut self, frame: FrameId, items: &[Json]) {
        let passes = self.execution.flow.dialect == Dialect::StateMachine
            && self.world.settings.options.scalar_items == ScalarItems::Pass;
        if let Some(scalar) = items.iter().find(|item| passes && item.as_object().is_none()) {
            let message = format!("the item {} is no object, as inputs are; it is passed on as it is", shown(scalar));
            self.note(frame, message);
        }
    }

    /// What iteration `index` runs and receives: the item, in the older language merged into the step's input.
    pub(crate) fn iteration(
        &self,
        frame: FrameId,
        map: &Map,
        body: ScopeId,
        index: u32,
    ) -> Option<(ScopeId, Json, Role)> {
        let run = self.run(frame)?;
        let Doing::Gathering(gathering) = &run.doing else { return None };
        let item = gathering.items.as_ref()?.get(index as usize)?.clone();
        let input = match self.execution.flow.dialect {
            Dialect::StateMachine => item,
            Dialect::Legacy => {
                let mut added = Object::new();
                if let Some(key) = &map.item_key {
                    added.insert(key.value.as_str(), item);
                }
                if let Some(key) = &map.index_key {
                    added.insert(key.value.as_str(), Json::from(index));
                }
                run.input.merge(&added.into())
            }
        };
        Some((body, input, Role::Iteration(index)))
    }
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;

    use crate::testing::{error, legacy, machine, run};

    /// `fdl-v1.md` 8, the own example.
    #[test]
    fn an_iteration_of_the_older_language_sees_the_step_and_its_item() {
        let flow = legacy(
            r"  - type: foreach
    name: each
    iterationMapping: {collection: $.names, item: n, index: i}
    steps: [{type: task, name: t, resourceArn: r}]
    outputMappings: [{target: total, source: '$local[*].len'}]",
        );
        let (simulation, id, _) =
            run(&flow, "input: {names: [a, b], lang: en}\ntasks: [{step: t, outcomes: [{output: {len: 1}}]}]");
        let execution = simulation.execution(id);
        let inputs: Vec<_> = execution
            .history
            .events()
            .filter(|event| event.kind.name() == "IterationEntered")
            .map(|event| event.detail.to_text())
            .collect();
        let expected = [
            r#"{"index":0,"input":{"names":["a","b"],"lang":"en","n":"a","i":0}}"#,
            r#"{"index":1,"input":{"names":["a","b"],"lang":"en","n":"b","i":1}}"#,
        ];
        assert_eq!(inputs, expected);
        assert_eq!(execution.output, Some(json!({"total": [1, 1]})));
    }

    #[test]
    fn a_hundred_iterations_of_the_older_language_run_at_a_time() {
        let flow = legacy(
            "  - {type: foreach, name: e, iterationMapping: {collection: $.xs, item: x}, inputMappings: [{target: xs, source: $input.xs}], steps: [{type: wait, name: w, duration: 1}]}",
        );
        let items = vec!["0"; 101].join(",");
        let (simulation, id, _) = run(&flow, &format!("input: {{xs: [{items}]}}"));
        let execution = simulation.execution(id);
        let entered: Vec<_> =
            execution.history.events().filter(|event| event.kind.name() == "IterationEntered").collect();
        assert_eq!(entered.iter().filter(|event| event.trigger.map(|id| id.0) == Some(3)).count(), 100);
        assert_eq!(entered.len(), 101);
    }

    #[test]
    fn what_is_no_list_fails_the_step() {
        fn check(flow: &str, expected: &str) {
            let (simulation, id, _) = run(flow, "input: {xs: {}}");
            assert_eq!(error(simulation.execution(id)), Some(expected), "{flow}");
        }
        let body = "steps: [{type: pass, name: p}]";
        check(
            &legacy(&format!(
                "  - {{type: foreach, name: e, iterationMapping: {{collection: $.xs, item: x}}, {body}}}"
            )),
            "Sim.CollectionNotArray",
        );
        check(
            &legacy(&format!(
                "  - {{type: foreach, name: e, iterationMapping: {{collection: $.none, item: x}}, {body}}}"
            )),
            "Sim.CollectionNotArray",
        );
        check(
            &legacy(&format!("  - {{type: foreach, name: e, iterationMapping: {{item: x}}, {body}}}")),
            "Sim.InvalidDefinition",
        );
        let body = "Processor: {StartAt: p, States: [{Type: Pass, Name: p, End: true}]}";
        check(
            &machine("m", &format!("  - {{Type: Map, Name: m, ItemsPath: $Input.xs, End: true, {body}}}")),
            "Sim.ItemsPathNotArray",
        );
        check(&machine("m", "  - {Type: Map, Name: m, ItemsPath: $Input.xs, End: true}"), "Sim.InvalidDefinition");
    }
}
