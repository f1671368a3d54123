//! The life of a step that all kinds share: entered, started, succeeded, left; and how a scope is left.

use flowglass_expression::Json;
use flowglass_flow::{Data, Dialect, Flow, StepId, StepKind, Target, WhenDone};
use flowglass_history::{Detail, DetailView, EventId, EventType, Member};

use crate::begin_end::Ending;
use crate::failure::{self, Failure};
use crate::frame::{Doing, FrameId, Role, StepRun};
use crate::machine::Machine;
use crate::queue::What;
use crate::settings::Vocabulary;
use crate::task::{is_result, no_result};
use crate::vocabulary::Phase;
use crate::way::Way;

impl Machine<'_> {
    /// Records that a step is entered.
    pub(crate) fn enter(
        &mut self,
        frame: FrameId,
        step: StepId,
        incoming: Json,
        caught: Option<Box<Failure>>,
        trigger: EventId,
    ) {
        let flow = self.flow();
        let Some(around) = self.frame(frame) else { return };
        let kind = self.execution.state.vocabulary.of_step(Phase::Entered);
        let entered = match flow.dialect {
            Dialect::Legacy => {
                let (input, local) = (around.input.clone(), around.local.clone());
                let detail = [(Member::Input, &input), (Member::Local, &local)];
                self.record(trigger, kind, step, DetailView::of(&detail))
            }
            Dialect::StateMachine => self.record(trigger, kind, step, DetailView::of(&[(Member::Input, &incoming)])),
        };
        let Some(entered) = entered else { return };
        self.take_way(entered, step, Way::Enter);
        if let Some(frame) = self.frame_mut(frame) {
            frame.step = Some(StepRun::new(step, entered, incoming, caught));
        }
        self.later(frame, entered, 0, What::Start { delay: None });
    }

    /// Builds the step's input, records that it starts and lets its kind begin. `delay` is the pause in seconds before
    /// a container that is tried again.
    pub(crate) fn start(&mut self, frame: FrameId, delay: Option<f64>, trigger: EventId) {
        let flow = self.flow();
        let Some(id) = self.step_id(frame) else { return };
        let step = flow.step(id);
        let built = self.build_input(frame);
        let input = match self.edited_input(frame, built) {
            Ok(input) => input,
            Err(why) => return self.fail(frame, why, trigger),
        };
        let Some(run) = self.run_mut(frame) else { return };
        run.input = input.clone();
        run.output = Json::Null;
        let attempt = run.retries.saturating_add(1);
        let wait = match &step.kind {
            StepKind::Wait(wait) => Some(self.plan_wait(frame, wait)),
            _ => None,
        };
        let started = if wait.is_none() && delay.is_none() {
            self.record_step(frame, Phase::Started, DetailView::of(&[(Member::Input, &input)]), trigger)
        } else {
            let mut detail = Detail::new().with(Member::Input, input);
            if let Some(Ok(seconds)) = &wait {
                detail = detail.with(Member::WaitSeconds, *seconds);
            }
            if let Some(seconds) = delay {
                detail = detail.with(Member::Attempt, attempt).with(Member::DelaySeconds, seconds);
            }
            self.record_step(frame, Phase::Started, detail.view(), trigger)
        };
        let Some(started) = started else { return };
        if let Some(run) = self.run_mut(frame) {
            run.started = started;
        }
        match &step.kind {
            StepKind::Pass => self.begin_pass(frame, started),
            StepKind::Task(_) => {
                self.later(frame, started, 0, What::Schedule { delay: None });
            }
            StepKind::Wait(_) => self.begin_wait(frame, wait, started),
            StepKind::Choice(choice) => self.begin_choice(frame, choice, started),
            StepKind::Parallel(parallel) => self.begin_parallel(frame, parallel, delay, started),
            StepKind::Map(map) => self.begin_map(frame, map, delay, started),
            StepKind::Succeed => self.begin_succeed(frame, started),
            StepKind::Fail(fail) => self.begin_fail(frame, fail, started),
            StepKind::Loop(_) => {
                let cause = "steps of type loop are not documented, so nothing is known of what they do";
                self.fail_later(frame, Failure::of_step(failure::UNKNOWN_STEP_TYPE, cause), started);
            }
            StepKind::Unknown(name) => {
                let cause = match name {
                    Some(name) => format!("{} is not a step type of this language", name.value),
                    None => "the step has no type".to_owned(),
                };
                self.fail_later(frame, Failure::of_step(failure::UNKNOWN_STEP_TYPE, cause), started);
            }
        }
    }

    /// Builds the step's output from its raw one and records that it has succeeded.
    pub(crate) fn succeed(&mut self, frame: FrameId, raw: Json, trigger: EventId) {
        let flow = self.flow();
        let Some(id) = self.step_id(frame) else { return };
        let step = flow.step(id);
        // The result of a task was changed when it arrived.
        let edited = if matches!(step.kind, StepKind::Task(_)) { None } else { self.edited_output(frame) };
        if let Some(edited) = edited.as_ref().filter(|edited| !is_result(flow.dialect, step, edited)) {
            return self.fail(frame, no_result(edited), trigger);
        }
        let raw = edited.unwrap_or(raw);
        if let Some(run) = self.run_mut(frame) {
            run.output = raw.clone();
        }
        let built = match &step.data {
            Data::Mappings { .. } => self.map_output(frame, raw).map(|output| (output, None)),
            Data::Constructors { .. } => self.construct_output(frame, raw),
        };
        let (output, globals) = match built {
            Ok(built) => built,
            Err(why) => return self.fail(frame, why, trigger),
        };
        if let Some(globals) = &globals
            && let Err(over) = self.write_globals(globals)
        {
            return self.end(Ending::Failed(over), trigger);
        }
        let jump = match (self.run_mut(frame).and_then(|run| run.chosen.take()), &step.when_done) {
            (Some(chosen), _) => chosen,
            (None, WhenDone::Go(jump)) => jump.target.clone(),
            (None, WhenDone::ByKind) => Target::Missing,
        };
        let vocabulary = self.execution.state.vocabulary;
        let kind = vocabulary.of_step(Phase::Succeeded);
        let measured = [(Member::Output, &output)];
        let measured = DetailView::of(&measured);
        if !self.is_allowed(trigger, kind, id, measured) {
            return;
        }
        let succeeded = if vocabulary == Vocabulary::State {
            // Beside the data that is measured: no vocabulary makes an execution fail that would not in another.
            let mut detail = Detail::new().with(Member::Output, &output);
            if matches!(step.kind, StepKind::Choice(_)) {
                detail = detail.with(Member::Next, target_name(flow, &jump));
            }
            if let Some(globals) = globals.filter(|globals| globals.as_object().is_some_and(|all| !all.is_empty())) {
                detail = detail.with(Member::Global, globals);
            }
            self.push(Some(trigger), kind, Some(id), detail.view())
        } else {
            self.push(Some(trigger), kind, Some(id), measured)
        };
        if let Some(around) = self.frame_mut(frame).filter(|_| vocabulary.of_leaving().is_none()) {
            // With this event the run is over: what comes now does not cut it off any more.
            around.step = None;
        } else if let Some(run) = self.run_mut(frame) {
            run.last = succeeded;
        }
        self.later(frame, succeeded, 0, What::Exit { output, jump });
    }

    /// Hands the output on and records that the step is left; where no event says so, it takes the same time.
    pub(crate) fn exit(&mut self, frame: FrameId, output: Json, jump: Target, trigger: EventId) {
        let Some(kind) = self.execution.state.vocabulary.of_leaving() else {
            return self.go(frame, &jump, output, None, trigger);
        };
        let flow = self.flow();
        let exited = match flow.dialect {
            Dialect::Legacy => {
                let Some(around) = self.frame_mut(frame) else { return };
                let local = around.local.merge(&output);
                around.local = local.clone();
                self.record_of(frame, kind, DetailView::of(&[(Member::Local, &local)]), trigger)
            }
            Dialect::StateMachine => self.record_of(frame, kind, DetailView::of(&[(Member::Output, &output)]), trigger),
        };
        let Some(exited) = exited else { return };
        self.go(frame, &jump, output, None, exited);
    }

    /// Goes where a jump leads: to a step, which receives `incoming`, or out of the scope.
    pub(crate) fn go(
        &mut self,
        frame: FrameId,
        target: &Target,
        incoming: Json,
        caught: Option<Box<Failure>>,
        trigger: EventId,
    ) {
        let flow = self.flow();
        let Some(around) = self.frame_mut(frame) else { return };
        around.step = None;
        let broken = |cause: String| Err(Failure::of_step(failure::UNKNOWN_STEP, cause));
        let result = match target {
            Target::Step(step) => {
                self.later(frame, trigger, 0, What::Enter { step: *step, incoming, caught });
                return;
            }
            Target::End => Ok(match flow.dialect {
                Dialect::Legacy => around.local.clone(),
                Dialect::StateMachine => incoming,
            }),
            Target::Unknown(name) => broken(format!("no step of this scope is named {name}")),
            Target::Missing => broken("the definition does not say which step comes next".to_owned()),
        };
        self.leave_later(frame, result, trigger);
    }

    /// Puts in the end of a frame's scope. A choice has no event for its body's end: it goes on itself.
    pub(crate) fn leave_later(&mut self, frame: FrameId, result: Result<Json, Failure>, trigger: EventId) {
        let Some(around) = self.frame(frame) else { return };
        let (Role::Body, Some(choice)) = (around.role, around.parent) else {
            self.later(frame, trigger, 0, What::Leave(result));
            return;
        };
        self.execution.state.frames.remove(frame);
        if let Some(run) = self.run_mut(choice) {
            run.doing = Doing::Plain;
        }
        let what = match result {
            Ok(local) => What::Succeed(local),
            Err(why) => What::Fail(why.seen_from_outside()),
        };
        self.later(choice, trigger, 0, what);
    }

    /// Records the end of a frame's scope.
    pub(crate) fn leave(&mut self, frame: FrameId, result: Result<Json, Failure>, trigger: EventId) {
        let Some(around) = self.frame(frame) else { return };
        let (kind, index) = match around.role {
            Role::Root => return self.leave_flow(frame, result, trigger),
            Role::Branch(index) => (EventType::BranchExited, index),
            Role::Iteration(index) => (EventType::IterationExited, index),
            // Bodies of choices are left by the choice's own events.
            Role::Body => return,
        };
        let Some(container) = around.parent else { return };
        let number = Json::from(index);
        let left = match &result {
            Ok(value) => {
                let member = match self.execution.flow.dialect {
                    Dialect::Legacy => Member::Local,
                    Dialect::StateMachine => Member::Output,
                };
                let detail = [(Member::Index, &number), (member, value)];
                self.record_of(container, kind, DetailView::of(&detail), trigger)
            }
            Err(why) => {
                let detail = why.add_to(Detail::new().with(Member::Index, number));
                self.record_of(container, kind, detail.view(), trigger)
            }
        };
        let Some(left) = left else { return };
        self.execution.state.frames.remove(frame);
        match result {
            Ok(result) => self.member_succeeded(container, index, result, left),
            Err(why) => self.member_failed(container, index, why.seen_from_outside(), left),
        }
    }

    fn leave_flow(&mut self, frame: FrameId, result: Result<Json, Failure>, trigger: EventId) {
        let flow = self.flow();
        let output = match (result, &flow.data) {
            (Ok(local), Data::Mappings { output: Some(mappings), .. }) => {
                let input = self.frame(frame).map(|root| root.input.clone()).unwrap_or_default();
                self.map_flow(mappings, &input, &local)
            }
            (result, _) => result,
        };
        match output {
            Ok(output) => self.end(Ending::Succeeded(output), trigger),
            Err(why) => self.end(Ending::Failed(why), trigger),
        }
    }

    /// Records something about the step that runs in a frame, under the name that the vocabulary has for it.
    #[must_use]
    pub(crate) fn record_step(
        &mut self,
        frame: FrameId,
        phase: Phase,
        detail: DetailView<'_>,
        trigger: EventId,
    ) -> Option<EventId> {
        let kind = self.execution.state.vocabulary.of_step(phase);
        self.record_of(frame, kind, detail, trigger)
    }

    /// The step's effective input.
    fn build_input(&mut self, frame: FrameId) -> Result<Json, Failure> {
        match self.flow().dialect {
            Dialect::Legacy => self.map_input(frame),
            Dialect::StateMachine => self.construct_input(frame),
        }
    }
}

/// The name of the step that a jump leads to; empty where it leads to none.
pub(crate) fn target_name<'f>(flow: &'f Flow, target: &'f Target) -> &'f str {
    match target {
        Target::Step(step) => &flow.step(*step).name.value,
        Target::Unknown(name) => name,
        Target::End | Target::Missing => "",
    }
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;
    use flowglass_history::Status;

    use crate::testing::{check, error, legacy, machine, names, run};

    /// The error of a run and its last events.
    fn fails(flow: &str, scenario: &str, expected: &str, last: &[&str]) {
        let (simulation, id, _) = run(flow, scenario);
        let execution = simulation.execution(id);
        assert_eq!(error(execution), Some(expected), "{flow}");
        let names = names(execution);
        assert_eq!(names[names.len() - last.len()..], *last, "{flow}");
    }

    #[test]
    fn what_a_definition_lacks_fails_the_run_in_words() {
        let gone = machine("p", "  - {Type: Pass, Name: p, Next: nowhere}");
        fails(&gone, "", "Sim.UnknownStep", &["Exited p", "ExecutionFailed"]);
        fails(&machine("p", "  - {Type: Pass, Name: p}"), "", "Sim.UnknownStep", &["Exited p", "ExecutionFailed"]);
        let start = machine("nowhere", "  - {Type: Pass, Name: p, End: true}");
        fails(&start, "", "Sim.UnknownStep", &["ExecutionStarted", "ExecutionFailed"]);
        let jump = legacy("  - {type: choice, name: c, default: {goto: nowhere}}");
        fails(&jump, "", "Sim.UnknownStep", &["Exited c", "ExecutionFailed"]);
        let branch =
            legacy("  - {type: parallel, name: p, branches: [{steps: [{type: choice, name: c, default: {goto: x}}]}]}");
        fails(&branch, "", "Sim.UnknownStep", &["Exited c", "BranchExited p", "Failed p", "ExecutionFailed"]);
        let unknown = legacy("  - {type: lunch, name: l}");
        fails(&unknown, "", "Sim.UnknownStepType", &["Entered l", "Started l", "Failed l", "ExecutionFailed"]);
        let undocumented = legacy("  - {type: loop, name: l, steps: []}");
        fails(&undocumented, "", "Sim.UnknownStepType", &["Started l", "Failed l", "ExecutionFailed"]);
        let unreadable = machine("p", "  - {Type: Pass, Name: p, OutputConstructor: {a.$: '1 +'}, End: true}");
        fails(&unreadable, "", "Sim.ExpressionError", &["Started p", "Failed p", "ExecutionFailed"]);
        fails(
            &legacy("  - {type: task, name: t}"),
            "",
            "Sim.InvalidDefinition",
            &["Started t", "Failed t", "ExecutionFailed"],
        );
    }

    #[test]
    fn an_empty_flow_succeeds() {
        check(&legacy("  []"), "", "1 <- 0 ExecutionStarted {\"input\":{}}\n2 <- 1 ExecutionSucceeded {\"output\":{}}");
    }

    #[test]
    fn the_flows_own_mappings() {
        let flow = "version: v1\ntype: flow\n\
                    inputMappings: [{target: k, source: $input.a}, {target: name, source: $context.execution.name}]\n\
                    outputMappings: [{target: in, source: $input}, {target: out, source: $local.x}]\n\
                    steps:\n  - {type: pass, name: p, outputMappings: [{target: x, source: $input.k}]}";
        let (simulation, id, _) = run(flow, "input: {a: 1, b: 2}\nexecution: {name: e-1}");
        let output = json!({"in": {"k": 1, "name": "e-1"}, "out": 1});
        assert_eq!(simulation.execution(id).output, Some(output));
        assert_eq!(simulation.execution(id).input, json!({"a": 1, "b": 2}));
    }

    #[test]
    fn ends_inside_a_branch_end_the_branch_only() {
        let flow = legacy(
            r"  - {type: parallel, name: p, branches: [{steps: [{type: succeed, name: s}, {type: fail, name: f}]}, {steps: [{type: pass, name: e, end: true}, {type: fail, name: f2}]}]}
  - {type: pass, name: next}",
        );
        let (simulation, id, _) = run(&flow, "");
        assert_eq!(simulation.execution(id).status(), Status::Succeeded);
        assert!(names(simulation.execution(id)).contains(&"Entered next".to_owned()));
    }

    /// A backward jump keeps the local.
    #[test]
    fn loops_by_goto() {
        let flow = legacy(
            r"  - {type: task, name: t, resourceArn: r}
  - {type: choice, name: c, choices: [{condition: $.n < 3, goto: t}]}",
        );
        let outcomes =
            "tasks: [{step: t, outcomes: [{output: {n: 1, first: true}}, {output: {n: 2}}, {output: {n: 3}}]}]";
        let (simulation, id, _) = run(&flow, outcomes);
        assert_eq!(simulation.execution(id).output, Some(json!({"n": 3, "first": true})));
        assert_eq!(names(simulation.execution(id)).iter().filter(|name| *name == "Entered t").count(), 3);
    }

    #[test]
    fn globals_are_written_when_a_state_succeeds() {
        let flow = machine(
            "a",
            r"  - {Type: Pass, Name: a, GlobalConstructor: {x: 1, old.$: $Global.x}, Next: b}
  - {Type: Pass, Name: b, GlobalConstructor: {x: 2, old.$: $Global.x}, Next: c}
  - {Type: Pass, Name: c, OutputConstructor: {g.$: $Global}, End: true}",
        );
        let (simulation, id, _) = run(&flow, "");
        assert_eq!(simulation.execution(id).output, Some(json!({"g": {"x": 2, "old": 1}})));
    }

    #[test]
    fn the_context_object_of_the_new_language() {
        let flow = machine(
            "t",
            "  - {Type: Task, Name: t, Action: \"A:B\", InputConstructor: {k: 1}, OutputConstructor: {c.$: $Context}, End: true}",
        );
        let scenario = "input: {a: 1}\nexecution: {name: e, role: r}\ntasks: [{step: t, outcomes: [{output: {o: 1}}]}]";
        let (simulation, id, _) = run(&flow, scenario);
        let context = json!({
            "Execution": {"Name": "e", "Input": {"a": 1}, "RoleArn": "r"},
            "Current": {"Name": "t", "Input": {"k": 1}, "Output": {"o": 1}, "Error": null, "RetryCount": 0, "TaskToken": "c2ltOjI="},
        });
        assert_eq!(simulation.execution(id).output, Some(json!({"c": context})));
    }
}
