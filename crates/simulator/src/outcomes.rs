//! Who answers a task: the outcomes that a scenario lists for its step.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use flowglass_expression::Json;

use crate::execution::Execution;
use crate::frame::{FrameId, Role};
use crate::machine::Machine;

/// The answers that a scenario gives, found by the name of the step.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    by_step: BTreeMap<Arc<str>, Vec<Entry>>,
}

/// What happens to the attempts of one step.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The step's name.
    pub step: Arc<str>,
    /// The name or file stem of the step's flow; `None` is the flow of the scenario.
    pub flow: Option<String>,
    /// Enclosing containers, outermost first; others may stand between. Empty: every run of the step.
    pub within: Vec<Place>,
    /// The outcomes in order; the last one repeats.
    pub outcomes: Vec<Outcome>,
}

/// One container around a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The container's name.
    pub step: Arc<str>,
    /// The branch or iteration, from 0; `None` for any.
    pub index: Option<u32>,
}

/// What becomes of an attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The answer.
    pub answer: Answer,
    /// Milliseconds from TaskStarted, in waiting patterns from TaskSubmitted.
    pub after_ms: i64,
    /// How many attempts it is for; at least 1.
    pub times: u32,
}

/// What a called system answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The result.
    Output(Json),
    /// An error and its cause.
    Error(Arc<str>, Arc<str>),
    /// Nothing: only a time-out or a stop ends the attempt.
    Never,
    /// The call itself is refused, with error and cause.
    Refused(Arc<str>, Arc<str>),
}

impl Answers {
    /// Makes the answers of a list of entries. Where several fit a run of a step, the one that names the most
    /// containers wins, and of those the first.
    pub fn new(entries: Vec<Entry>) -> Self {
        let mut by_step: BTreeMap<Arc<str>, Vec<Entry>> = BTreeMap::new();
        for entry in entries {
            let others = by_step.entry(Arc::clone(&entry.step)).or_default();
            // Behind its equals, so these stay in the order of the file.
            let place = others.partition_point(|other| other.within.len() >= entry.within.len());
            others.insert(place, entry);
        }
        Self { by_step }
    }
}

impl Entry {
    /// The outcome of the attempt number `used`, counted from 0.
    fn outcome(&self, used: u32) -> Option<&Outcome> {
        let mut left = used;
        for outcome in &self.outcomes {
            match left.checked_sub(outcome.times.max(1)) {
                Some(rest) => left = rest,
                None => return Some(outcome),
            }
        }
        self.outcomes.last()
    }

    fn fits(&self, around: &[Place]) -> bool {
        Place::all_among(&self.within, around)
    }
}

impl Place {
    /// Tells whether all `wanted` containers are among those `around` a step, in this order; others may stand between.
    pub fn all_among(wanted: &[Self], around: &[Self]) -> bool {
        let mut around = around.iter();
        wanted.iter().all(|place| {
            around.any(|there| there.step == place.step && (place.index.is_none() || place.index == there.index))
        })
    }
}

/// As messages say it: `each[2]`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.step)?;
        self.index.map_or(Ok(()), |index| write!(f, "[{index}]"))
    }
}

impl Machine<'_> {
    /// Uses up the next outcome for the step that runs in `frame`; `None` when the scenario says nothing of it.
    pub(crate) fn next_outcome(&mut self, frame: FrameId) -> Option<Outcome> {
        let flow = self.flow();
        let answers = Arc::clone(&self.world.answers);
        let id = self.step_id(frame)?;
        let entries = answers.by_step.get(flow.step(id).name.value.as_str())?;
        let around = if entries.iter().any(|entry| !entry.within.is_empty()) {
            self.execution.around(frame)
        } else {
            Vec::new()
        };
        let entry = entries.iter().find(|entry| self.is_flow_named(entry.flow.as_deref()) && entry.fits(&around))?;
        let place = Arc::clone(&self.frame(frame)?.place);
        let used = self.execution.state.used.entry((id, place)).or_insert(0);
        let outcome = entry.outcome(*used).cloned();
        *used = used.saturating_add(1);
        outcome
    }

    /// Tells whether a scenario means the flow of this execution when it names one so; its own when it names none.
    pub(crate) fn is_flow_named(&self, wanted: Option<&str>) -> bool {
        let Some(wanted) = wanted else { return self.execution.state.own };
        let flow = &self.execution.flow;
        &*self.execution.flow_name == wanted
            || flow.name.as_ref().is_some_and(|name| name.value == wanted)
            || self.world.flows.iter().any(|(name, known)| &**name == wanted && Arc::ptr_eq(known, flow))
    }
}

impl Execution {
    /// The containers around a frame's steps, outermost first.
    pub(crate) fn around(&self, frame: FrameId) -> Vec<Place> {
        let mut inner = Vec::new();
        let mut at = self.state.frames.get(frame);
        while let Some((here, parent)) = at.and_then(|here| Some((here, here.parent?))) {
            at = self.state.frames.get(parent);
            let step = at.and_then(|container| container.step.as_ref()).map(|run| self.flow.step(run.id));
            let index = match here.role {
                Role::Branch(index) | Role::Iteration(index) => Some(index),
                Role::Root | Role::Body => None,
            };
            if let Some(step) = step {
                inner.push(Place { step: step.name.value.as_str().into(), index });
            }
        }
        self.state.outer.iter().cloned().chain(inner.into_iter().rev()).collect()
    }
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;

    use super::*;
    use crate::testing::{legacy, machine, notes, run, run_with};

    /// The outputs of TaskSucceeded of a run, by event.
    fn outputs(flow: &str, scenario: &str) -> Vec<String> {
        let (simulation, id, _) = run(flow, scenario);
        let events = simulation.execution(id).history.events().filter(|event| event.kind.name() == "TaskSucceeded");
        events.map(|event| event.detail.output().map(Json::to_compact).unwrap_or_default()).collect()
    }

    #[test]
    fn every_place_has_a_list_of_its_own() {
        let each = legacy(
            "  - {type: foreach, name: e, iterationMapping: {collection: $.xs, item: x}, steps: [{type: task, name: t, resourceArn: r}, {type: choice, name: c, choices: [{condition: '!$.last', goto: t}]}]}",
        );
        let scenario = "input: {xs: [1, 2]}\ntasks: [{step: t, outcomes: [{output: {n: 1}}, {output: {n: 2, last: true}}]}, \
                        {step: t, in: [{step: e, iteration: 1}], outcomes: [{output: {n: 3, last: true}, after: 1s}]}]";
        assert_eq!(outputs(&each, scenario), [r#"{"n":1}"#, r#"{"n":2,"last":true}"#, r#"{"n":3,"last":true}"#]);
    }

    #[test]
    fn a_container_that_runs_again_goes_on_in_the_list() {
        let states = "  - {Type: Parallel, Name: p, End: true, Branches: [{StartAt: t, States: [{Type: Task, Name: t, Action: \"A:B\", Next: f}, {Type: Task, Name: f, Action: \"A:B\", End: true}]}], \
                      Retry: [{Errors: [E], MaxAttempts: 1, IntervalSeconds: 1}]}";
        let scenario = "tasks: [{step: t, outcomes: [{output: {n: 1}}, {output: {n: 2}}]}, {step: f, outcomes: [{error: E}, {output: {}}]}]";
        assert_eq!(outputs(&machine("p", states), scenario), [r#"{"n":1}"#, r#"{"n":2}"#, "{}"]);
    }

    #[test]
    fn entries_are_for_one_flow() {
        let child = legacy("  - {type: task, name: t, resourceArn: r}");
        let call = legacy(
            r#"  - {type: task, name: t, resourceArn: r}
  - {type: task, name: call, resourceArn: "acs:fnf:::flow/pay", pattern: sync}"#,
        );
        let output = |tasks: &str| {
            let (simulation, id, _) = run_with(&call, &format!("tasks: [{tasks}]"), &[("pay", &child)]);
            let child = simulation.executions().nth(1).map(|(_, child)| notes(child)).unwrap_or_default();
            (simulation.execution(id).output.clone(), child)
        };
        let assumed = vec!["t: no answer given, {} assumed".to_owned()];
        let own = "{step: t, outcomes: [{output: {own: 1}}]}";
        assert_eq!(output(own), (Some(json!({"own": 1})), assumed));
        let both = format!("{own}, {{step: t, flow: pay, outcomes: [{{output: {{child: 2}}}}]}}");
        assert_eq!(output(&both), (Some(json!({"own": 1, "child": 2})), Vec::new()));
    }

    fn outcome(name: &str, times: u32) -> Outcome {
        Outcome { answer: Answer::Error(name.into(), "".into()), after_ms: 0, times }
    }

    fn entry(within: &[(&str, Option<u32>)], outcomes: Vec<Outcome>) -> Entry {
        let within = within.iter().map(|(step, index)| Place { step: (*step).into(), index: *index }).collect();
        Entry { step: "s".into(), flow: None, within, outcomes }
    }

    #[test]
    fn narrower_entries_come_first_and_equals_stay_as_they_are_written() {
        let named = |name: &str, within: &[(&str, Option<u32>)]| entry(within, vec![outcome(name, 1)]);
        let narrow = [("p", None), ("q", None)];
        let answers = Answers::new(vec![
            named("wide 1", &[]),
            named("middle 1", &narrow[..1]),
            named("narrow", &narrow),
            named("wide 2", &[]),
            named("middle 2", &narrow[1..]),
        ]);
        let order = answers.by_step["s"].iter().map(|entry| &entry.outcomes[0]);
        let expected = ["narrow", "middle 1", "middle 2", "wide 1", "wide 2"].map(|name| outcome(name, 1));
        assert!(order.eq(&expected));
    }

    #[test]
    fn outcomes_are_used_up_in_order_and_the_last_repeats() {
        let entry = entry(&[], vec![outcome("a", 2), outcome("b", 1), outcome("c", 1)]);
        let names: Vec<_> = (0..6)
            .map(|used| match &entry.outcome(used).unwrap().answer {
                Answer::Error(name, _) => name.to_string(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(names, ["a", "a", "b", "c", "c", "c"]);
    }

    #[test]
    fn places_are_met_in_order_with_others_between() {
        let around = [("all", Some(1)), ("pick", None), ("each", Some(2))]
            .map(|(step, index)| Place { step: step.into(), index });
        let check = |within: &[(&str, Option<u32>)], expected| {
            assert_eq!(entry(within, Vec::new()).fits(&around), expected, "{within:?}");
        };
        check(&[], true);
        check(&[("all", Some(1))], true);
        check(&[("each", Some(2))], true);
        check(&[("all", Some(1)), ("each", Some(2))], true);
        check(&[("all", None), ("pick", None)], true);
        check(&[("each", Some(2)), ("all", Some(1))], false);
        check(&[("all", Some(0))], false);
        check(&[("other", None)], false);
        check(&[("all", Some(1)), ("all", Some(1))], false);
    }
}
