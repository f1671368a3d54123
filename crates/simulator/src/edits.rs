//! What a person changed in a run while it was paused, replayed at the same point.

use std::sync::Arc;

use flowglass_expression::Json;
use flowglass_flow::{Dialect, StepKind};
use flowglass_history::{AttemptOutcome, EventId, Instance, StepStatus};

use crate::execution::{Execution, ExecutionId};
use crate::failure::Failure;
use crate::frame::FrameId;
use crate::machine::Machine;
use crate::outcomes::Place;
use crate::simulation::{Outside, Rest, Simulation};

/// A change of what one attempt of a step receives or results in, in every run of the step that it is meant for.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// The step's name.
    pub step: Arc<str>,
    /// The name or file stem of the step's flow; `None` is the flow of the scenario.
    pub flow: Option<String>,
    /// Enclosing containers, outermost first; others may stand between. Empty: every run of the step.
    pub within: Vec<Place>,
    /// Which attempt of the run, from 1.
    pub attempt: u32,
    /// What is changed.
    pub change: Change,
}

/// What an edit changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The mapped input of the attempt; later attempts have the usual one.
    Input(Json),
    /// Its raw result: what a called system answers, an error included, or what a step of another kind hands to its
    /// output. An attempt without a result has none to change: a call that is refused, a time-out, a fail step, a
    /// container that fails.
    Output(Json),
}

/// The edits of a simulation, and which of them have had an effect.
#[derive(Clone, Debug, Default)]
pub(crate) struct Edits {
    all: Vec<(Edit, bool)>,
}

/// Which part of an attempt is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Input,
    Output,
}

impl Change {
    fn part(&self) -> Part {
        match self {
            Self::Input(_) => Part::Input,
            Self::Output(_) => Part::Output,
        }
    }

    fn value(&self) -> &Json {
        match self {
            Self::Input(value) | Self::Output(value) => value,
        }
    }
}

impl Machine<'_> {
    /// The input of the attempt that begins in `frame`: what was built, unless an edit takes its place.
    ///
    /// What the definition says is built in any case, so that an edit changes nothing else of a run.
    pub(crate) fn edited_input(&mut self, frame: FrameId, built: Result<Json, Failure>) -> Result<Json, Failure> {
        let Some(edited) = self.edited(frame, Part::Input) else { return built };
        // The older language maps once for all attempts.
        let usual = built.ok().filter(|_| self.execution.flow.dialect == Dialect::Legacy);
        if let Some(run) = self.run_mut(frame) {
            run.usual_input = usual;
        }
        Ok(edited)
    }

    /// The result that an edit gives to the attempt that ends in `frame`.
    pub(crate) fn edited_output(&mut self, frame: FrameId) -> Option<Json> {
        self.edited(frame, Part::Output)
    }

    /// The edit that names the most containers wins, and of those the last.
    fn edited(&mut self, frame: FrameId, part: Part) -> Option<Json> {
        if self.world.edits.all.is_empty() {
            return None;
        }
        let run = self.run(frame)?;
        let attempt = run.retries.saturating_add(1);
        let flow = self.flow();
        let step = flow.step(run.id).name.value.as_str();
        let around = self.execution.around(frame);
        let suits = |edit: &Edit| {
            &*edit.step == step
                && edit.attempt == attempt
                && edit.change.part() == part
                && self.is_flow_named(edit.flow.as_deref())
                && Place::all_among(&edit.within, &around)
        };
        let numbered = self.world.edits.all.iter().enumerate();
        let (number, _) = numbered
            .filter(|(_, (edit, _))| suits(edit))
            .max_by_key(|(number, (edit, _))| (edit.within.len(), *number))?;
        let (edit, has_applied) = self.world.edits.all.get_mut(number)?;
        *has_applied = true;
        Some(edit.change.value().clone())
    }
}

impl Simulation {
    /// Sets the edits in place of all others.
    pub fn set_edits(&mut self, edits: Vec<Edit>) {
        self.world.edits = Edits { all: edits.into_iter().map(|edit| (edit, false)).collect() };
    }

    /// Adds an edit to a run that is paused; it counts from now on.
    ///
    /// A replay has the edit from the start. So this gives the events at which it would have changed something if it
    /// had been there: where there are any, name the place or another attempt, or replay the run.
    pub fn edit(&mut self, edit: Edit) -> Vec<(ExecutionId, EventId)> {
        let mut passed = Vec::new();
        for index in 0..self.executions.len() {
            let id = ExecutionId(index as u32);
            if self.machine(id).is_flow_named(edit.flow.as_deref()) {
                passed.extend(self.execution(id).passed(&edit).into_iter().map(|event| (id, event)));
            }
        }
        self.world.edits.all.push((edit, false));
        passed
    }

    /// Notes which edits had no effect, once nothing happens any more.
    pub(crate) fn tell_unused_edits(&mut self, outside: Outside) {
        let unused: Vec<Edit> =
            self.world.edits.all.iter().filter(|(_, has_applied)| !has_applied).map(|(edit, _)| edit.clone()).collect();
        if unused.is_empty() || self.rest(outside) == Rest::Suspended {
            return;
        }
        if let Some(first) = self.executions.first_mut() {
            for edit in unused {
                first.note(&edit.step, edit.unused_words());
            }
        }
    }
}

impl Edit {
    fn unused_words(&self) -> String {
        let place: Vec<String> = self.within.iter().map(ToString::to_string).collect();
        let place = if place.is_empty() { String::new() } else { format!(" in {}", place.join(", ")) };
        let flow = self.flow.as_ref().map(|flow| format!(" of the flow {flow}")).unwrap_or_default();
        let attempt = self.attempt;
        match &self.change {
            Change::Input(_) => {
                format!("the edit of its input never applied: no run{flow}{place} started its attempt {attempt}")
            }
            Change::Output(_) => {
                format!("the edit of its output never applied: attempt {attempt} of no run{flow}{place} had a result")
            }
        }
    }
}

impl Execution {
    /// The events at which an edit would have changed something.
    fn passed(&self, edit: &Edit) -> Vec<EventId> {
        let view = self.view();
        let runs = view.instances_of(&edit.step).iter().filter_map(|id| Some((*id, view.instance(*id)?)));
        runs.filter(|(id, _)| Place::all_among(&edit.within, &self.places(&view, *id)))
            .filter_map(|(_, run)| match edit.change.part() {
                Part::Input => input_of(run, edit.attempt),
                Part::Output => self.output_of(run, edit.attempt),
            })
            .collect()
    }

    /// The event that showed the result of an attempt.
    fn output_of(&self, run: &Instance, attempt: u32) -> Option<EventId> {
        let is_task = |step: &flowglass_flow::Step| matches!(step.kind, StepKind::Task(_));
        if self.flow.steps().any(|(_, step)| *step.name.value == *run.step && is_task(step)) {
            let tried = run.attempts.iter().find(|tried| tried.number == attempt)?;
            return tried.ended.filter(|_| matches!(tried.outcome, AttemptOutcome::Succeeded | AttemptOutcome::Failed));
        }
        run.ended.filter(|_| run.status == StepStatus::Succeeded && run.attempt() == attempt)
    }
}

/// The event that showed the input of an attempt: that of the first one stands at the start of the run.
fn input_of(run: &Instance, attempt: u32) -> Option<EventId> {
    match attempt {
        1 => run.started.or(run.ended),
        later => run.attempts.iter().find(|tried| tried.number == later).map(|tried| tried.scheduled),
    }
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;

    use super::*;
    use crate::testing::{error, legacy, machine, names, notes, prepare, run, run_with};

    /// The details of the events of one type, as text.
    fn details(flow: &str, scenario: &str, kind: &str) -> Vec<String> {
        let (simulation, id, _) = run(flow, scenario);
        let events = simulation.execution(id).history.events().filter(|event| event.kind.name() == kind);
        events.map(|event| event.detail.to_text()).collect()
    }

    const TASK: &str = "  - {type: task, name: t, resourceArn: r, retry: [{errors: [E]}]}";

    #[test]
    fn the_input_of_one_attempt_is_changed() {
        let flow = legacy(TASK);
        let tasks = "input: {a: 1}\ntasks: [{step: t, outcomes: [{error: E, times: 2}, {output: {}}]}]\n";
        let started = |edit: &str| details(&flow, &format!("{tasks}edits: [{edit}]"), "StepStarted");
        let scheduled = |edit: &str| {
            let inputs = details(&flow, &format!("{tasks}edits: [{edit}]"), "TaskScheduled");
            inputs.iter().map(|text| text.contains(r#""input":{"b":2}"#)).collect::<Vec<_>>()
        };
        let first = "{step: t, input: {b: 2}}";
        assert_eq!(
            (started(first), scheduled(first)),
            (vec![r#"{"input":{"b":2}}"#.to_owned()], vec![true, false, false])
        );
        let second = "{step: t, attempt: 2, input: {b: 2}}";
        assert_eq!(
            (started(second), scheduled(second)),
            (vec![r#"{"input":{"a":1}}"#.to_owned()], vec![false, true, false])
        );
        let both = format!("{first}, {second}");
        assert_eq!(scheduled(&both), [true, true, false]);
    }

    #[test]
    fn in_the_new_language_parameters_are_built_from_the_changed_input() {
        let flow = machine(
            "t",
            "  - {Type: Task, Name: t, Action: 'A:B', InputConstructor: {n.$: $Input.a}, Parameters: {p.$: $Input.n}, End: true, Retry: [{Errors: [E], MaxAttempts: 2, IntervalSeconds: 1}]}",
        );
        let tasks = "input: {a: 1}\ntasks: [{step: t, outcomes: [{error: E, times: 2}, {output: {}}]}]\n";
        let parameters = |edit: &str| {
            let scheduled = details(&flow, &format!("{tasks}edits: [{edit}]"), "TaskScheduled");
            scheduled
                .iter()
                .map(|text| text.split(r#""input":{"p":"#).nth(1).unwrap()[..1].to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(parameters("{step: t, input: {n: 2}}"), ["2", "1", "1"]);
        assert_eq!(parameters("{step: t, attempt: 3, input: {n: 3}}"), ["1", "1", "3"]);
        // An input that could not be built is replaced as well.
        let broken = flow.replace("n.$: $Input.a", "n.$: 'intAdd(1, true)'");
        let (simulation, id, _) = run(&broken, &format!("{tasks}edits: [{{step: t, input: {{n: 2}}}}]"));
        assert_eq!(error(simulation.execution(id)), Some("Sim.FunctionError"));
        assert!(names(simulation.execution(id)).contains(&"TaskFailed t".to_owned()));
    }

    #[test]
    fn a_result_takes_the_place_of_an_answer_or_an_error() {
        let flow = legacy(TASK);
        let check = |outcomes: &str, edit: &str, expected: Result<Json, &str>| {
            let scenario = format!("tasks: [{{step: t, outcomes: [{outcomes}]}}]\nedits: [{edit}]");
            let (simulation, id, _) = run(&flow, &scenario);
            let execution = simulation.execution(id);
            assert_eq!(execution.output.clone().ok_or(error(execution).unwrap_or_default()), expected, "{scenario}");
        };
        check("{output: {a: 1}}", "{step: t, output: {b: 2}}", Ok(json!({"b": 2})));
        check("{error: X}", "{step: t, output: {b: 2}}", Ok(json!({"b": 2})));
        check("{error: E}, {output: {a: 1}}", "{step: t, attempt: 2, output: {b: 2}}", Ok(json!({"b": 2})));
        check("{error: E}, {output: {a: 1}}", "{step: t, attempt: 3, output: {b: 2}}", Ok(json!({"a": 1})));
        check("{output: {a: 1}}", "{step: t, output: 5}", Err("FnF.InvalidLocal"));
        // Of equally narrow edits the last counts.
        check("{output: {}}", "{step: t, output: {b: 1}}, {step: t, output: {b: 2}}", Ok(json!({"b": 2})));
    }

    #[test]
    fn results_of_other_steps_are_changed_before_their_output_is_built() {
        let flow = machine(
            "p",
            "  - {Type: Parallel, Name: p, OutputConstructor: {is.$: $Output.x}, Branches: [{StartAt: q, States: [{Type: Pass, Name: q, End: true}]}], End: true}",
        );
        let (simulation, id, _) = run(&flow, "edits: [{step: p, output: {x: 7}}]");
        assert_eq!(simulation.execution(id).output, Some(json!({"is": 7})));
        let legacy_pass = legacy("  - {type: pass, name: p}");
        let (simulation, id, _) = run(&legacy_pass, "edits: [{step: p, output: {x: 7}}]");
        assert_eq!(simulation.execution(id).output, Some(json!({"x": 7})));
        let (simulation, id, _) = run(&legacy_pass, "edits: [{step: p, output: [7]}]");
        assert_eq!(error(simulation.execution(id)), Some("FnF.InvalidLocal"));
    }

    #[test]
    fn edits_are_for_places_and_flows() {
        let each = legacy(
            "  - {type: foreach, name: e, iterationMapping: {collection: $.xs, item: x}, steps: [{type: task, name: t, resourceArn: r}], outputMappings: [{target: all, source: $local}]}",
        );
        let output = |edits: &str| {
            let (simulation, id, _) = run(&each, &format!("input: {{xs: [1, 2]}}\nedits: [{edits}]"));
            simulation.execution(id).output.as_ref().map(Json::to_compact).unwrap_or_default()
        };
        assert_eq!(output("{step: t, output: {b: 1}}"), r#"{"all":[{"b":1},{"b":1}]}"#);
        assert_eq!(output("{step: t, in: [{step: e, iteration: 1}], output: {b: 1}}"), r#"{"all":[{},{"b":1}]}"#);
        let narrow = "{step: t, in: [{step: e, iteration: 1}], output: {c: 1}}, {step: t, output: {b: 1}}";
        assert_eq!(output(narrow), r#"{"all":[{"b":1},{"c":1}]}"#);
        let call = legacy(r#"  - {type: task, name: t, resourceArn: "acs:fnf:::flow/pay", pattern: sync}"#);
        let child = legacy("  - {type: task, name: t, resourceArn: r}");
        let (simulation, id, _) = run_with(&call, "edits: [{step: t, flow: pay, output: {c: 1}}]", &[("pay", &child)]);
        assert_eq!(simulation.execution(id).output, Some(json!({"c": 1})));
        assert_eq!(simulation.execution(ExecutionId(1)).output, Some(json!({"c": 1})));
    }

    #[test]
    fn what_never_applied_is_told() {
        let edits = "[{step: t, attempt: 2, input: {}}, {step: t, output: {}}, {step: gone, flow: pay, in: [{step: p, branch: 1}, {step: q}], output: 1}]";
        let scenario = format!("tasks: [{{step: t, outcomes: [{{never: true}}]}}]\nedits: {edits}");
        let (simulation, id, rest) = run(&legacy(TASK), &scenario);
        assert_eq!(rest, Rest::Quiet);
        let expected = [
            "t: the edit of its input never applied: no run started its attempt 2",
            "t: the edit of its output never applied: attempt 1 of no run had a result",
            "gone: the edit of its output never applied: attempt 1 of no run of the flow pay in p[1], q had a result",
        ];
        assert_eq!(notes(simulation.execution(id)), expected);
        // Nothing is told before the run is over, and nothing of what has applied.
        let (mut simulation, id) = prepare(&legacy(TASK), "edits: [{step: t, output: {}}, {step: t, input: {}}]");
        for _ in 0..4 {
            simulation.advance(Outside::Nobody);
        }
        assert_eq!(notes(simulation.execution(id)), Vec::<String>::new());
        simulation.run(Outside::Nobody);
        assert_eq!(notes(simulation.execution(id)), ["t: no answer given, {} assumed"]);
    }

    /// An edit of a paused run, and the same edit in the scenario, give the same run.
    #[test]
    fn a_paused_run_goes_on_with_an_edit() {
        let flow = legacy(&format!(
            "{TASK}\n  - {{type: pass, name: after, outputMappings: [{{target: is, source: $local}}, {{target: k, source: $input.k}}]}}"
        ));
        let scenario = "tasks: [{step: t, outcomes: [{error: E}, {output: {k: 1}}]}]";
        let (mut paused, id) = prepare(&flow, scenario);
        while names(paused.execution(id)).last().map(String::as_str) != Some("TaskFailed t") {
            paused.advance(Outside::Nobody);
        }
        let unedited = paused.clone();
        let edit = Edit {
            step: "t".into(),
            flow: None,
            within: Vec::new(),
            attempt: 2,
            change: Change::Output(json!({"k": 2})),
        };
        assert_eq!(paused.edit(edit.clone()), []);
        paused.run(Outside::Nobody);
        let (mut replayed, _) =
            prepare(&flow, &format!("{scenario}\nedits: [{{step: t, attempt: 2, output: {{k: 2}}}}]"));
        replayed.run(Outside::Nobody);
        assert_eq!(paused.execution(id).history.to_lines(), replayed.execution(id).history.to_lines());
        assert_eq!(paused.execution(id).output, Some(json!({"k": 2, "is": {}})));
        let mut unedited = unedited;
        unedited.run(Outside::Nobody);
        assert_eq!(unedited.execution(id).output, Some(json!({"k": 1, "is": {}})));
        // Where it comes too late, it says what a replay would change.
        let first = |part: Change| Edit { attempt: 1, change: part, ..edit.clone() };
        assert_eq!(unedited.edit(first(Change::Input(json!({})))), [(id, EventId(3))]);
        assert_eq!(unedited.edit(first(Change::Output(json!({})))), [(id, EventId(6))]);
        assert_eq!(unedited.edit(edit.clone()), [(id, EventId(9))]);
        let pass = Edit { step: "after".into(), ..first(Change::Output(json!({}))) };
        assert_eq!(unedited.edit(pass), [(id, EventId(15))]);
    }

    #[test]
    fn a_replay_would_change_the_runs_of_a_place() {
        let each = machine(
            "m",
            "  - {Type: Map, Name: m, ItemsPath: $Input.xs, End: true, Processor: {StartAt: p, States: [{Type: Pass, Name: p, End: true}]}}",
        );
        let (mut simulation, id) = prepare(&each, "input: {xs: [{}, {}]}");
        simulation.run(Outside::Nobody);
        let place = Place { step: "m".into(), index: Some(1) };
        let change = Change::Input(json!({}));
        let edit = Edit { step: "p".into(), flow: None, within: vec![place], attempt: 1, change };
        let entered = simulation.edit(edit.clone());
        let event = simulation.execution(id).history.event(entered[0].1).unwrap();
        assert_eq!((entered.len(), event.kind.name(), event.trigger), (1, "StepStarted", Some(EventId(7))));
        assert_eq!(simulation.edit(Edit { flow: Some("other".to_owned()), ..edit }), []);
    }
}
