//! What happens when a step fails: it is tried again, its error is caught, or its scope fails.

use flowglass_expression::{Json, json};
use flowglass_flow::{Catch, Dialect, Retry, Step, StepKind, Target};
use flowglass_history::{Detail, EventId, Member};

use crate::failure::{Failure, Origin};
use crate::frame::{Doing, FrameId};
use crate::limits::pause_ms;
use crate::machine::Machine;
use crate::queue::{Urgency, What};
use crate::settings::{CaughtOutput, ExpressionErrors, FailInScope};
use crate::step::target_name;
use crate::vocabulary::Phase;
use crate::way::Way;

impl Machine<'_> {
    /// An attempt of the step has failed, and an event says so: puts in the next attempt or the failure.
    ///
    /// Source: `fdl-v1.md` 7.1, `state-machine.md` 8.3.
    pub(crate) fn attempt_failed(&mut self, frame: FrameId, why: Failure, failed: EventId) {
        let flow = self.flow();
        let Some(run) = self.run_mut(frame) else { return };
        run.error = Some(Box::new(why.clone()));
        let step = flow.step(run.id);
        let Some(seconds) = next_pause(&step.retry, &why, &mut run.used) else {
            return self.fail_later(frame, why, failed);
        };
        run.retries += 1;
        if matches!(step.kind, StepKind::Task(_)) {
            run.doing = Doing::Task(Box::default());
            self.later(frame, failed, 0, What::Schedule { delay: Some(seconds) });
        } else {
            run.doing = Doing::Plain;
            self.later(frame, failed, 0, What::Start { delay: Some(seconds) });
        }
    }

    /// Puts in that the step fails, an overhead after `trigger`.
    pub(crate) fn fail_later(&mut self, frame: FrameId, why: Failure, trigger: EventId) {
        self.later(frame, trigger, 0, What::Fail(why));
    }

    /// Records that the step has failed and is not tried again: it is left by a catch rule, or its scope fails.
    pub(crate) fn fail(&mut self, frame: FrameId, why: Failure, trigger: EventId) {
        let flow = self.flow();
        let Some(run) = self.run_mut(frame) else { return };
        run.error = Some(Box::new(why.clone()));
        let id = run.id;
        let step = flow.step(id);
        let uncatchable = self.world.settings.options.expression_errors == ExpressionErrors::Uncatchable;
        let rule = match why.origin {
            Origin::Limit => None,
            Origin::Step | Origin::Inside if uncatchable => None,
            Origin::Called | Origin::TimedOut | Origin::Step | Origin::Inside => {
                (0_u32..).zip(&step.catch).find(|(_, rule)| rule.matches(&why.error))
            }
        };
        let why = match rule.map(|(number, rule)| (number, self.caught(frame, step, rule, &why))) {
            Some((number, Ok(handed_on))) => return self.leave_caught(frame, number, handed_on, why, trigger),
            Some((_, Err(second))) => second,
            None => why,
        };
        let phase = if why.origin == Origin::TimedOut { Phase::TimedOut } else { Phase::Failed };
        let Some(failed) = self.record_step(frame, phase, why.detail().view(), trigger) else { return };
        if let Some(around) = self.frame_mut(frame) {
            around.step = None;
        }
        let ends_all = self.world.settings.options.fail_in_scope == FailInScope::EndsExecution
            && flow.dialect == Dialect::StateMachine
            && matches!(step.kind, StepKind::Fail(_))
            && why.origin == Origin::Called;
        if ends_all {
            // Nothing around it and beside it records anything any more.
            for run in self.execution.state.frames.take_runs() {
                self.release(run, false);
            }
            self.end_failed_later(why, failed);
        } else {
            self.leave_later(frame, Err(why), failed);
        }
    }

    /// What a caught error hands on: the changed local in the older language, the next step's input in the new one.
    fn caught(&mut self, frame: FrameId, step: &Step, rule: &Catch, why: &Failure) -> Result<Caught, Failure> {
        let target = rule.jump.target.clone();
        if self.flow().dialect == Dialect::Legacy {
            let mappings = match &step.kind {
                StepKind::Task(task) => task.error_mappings.as_deref(),
                _ => None,
            };
            let mapped = self.map_error(frame, mappings, why)?;
            return Ok(Caught { value: mapped, target });
        }
        let value = match (&rule.output, self.world.settings.options.caught_without_constructor) {
            (Some(template), _) => {
                if let Some(run) = self.run_mut(frame) {
                    run.output = Json::Null;
                }
                self.construct(frame, template, None)?
            }
            (None, CaughtOutput::EffectiveInput) => self.run(frame).map(|run| run.input.clone()).unwrap_or_default(),
            (None, CaughtOutput::Error) => json!({"Code": &why.error, "Detail": &why.cause}),
        };
        Ok(Caught { value, target })
    }

    /// Records that the step is left although it failed (`events.md` 4.4), and goes where the rule leads.
    fn leave_caught(&mut self, frame: FrameId, rule: u32, caught: Caught, why: Failure, trigger: EventId) {
        let flow = self.flow();
        let Some(id) = self.step_id(frame) else { return };
        let detail = match flow.dialect {
            Dialect::Legacy => {
                let Some(around) = self.frame_mut(frame) else { return };
                around.local = around.local.merge(&caught.value);
                Detail::new().with(Member::Local, around.local.clone())
            }
            Dialect::StateMachine => {
                let next = target_name(flow, &caught.target);
                why.add_to(Detail::new()).with(Member::Next, next).with(Member::Output, caught.value.clone())
            }
        };
        let phase = if why.origin == Origin::TimedOut { Phase::CaughtTimedOut } else { Phase::Caught };
        let Some(exited) = self.record_step(frame, phase, detail.view(), trigger) else { return };
        self.take_way(exited, id, Way::Catch(rule));
        self.go(frame, &caught.target, caught.value, Some(Box::new(why)), exited);
    }

    /// Puts in the end of the whole execution: a Fail state ends it whatever is around it (CHOICE 10).
    fn end_failed_later(&mut self, why: Failure, trigger: EventId) {
        let due = self.world.now.plus(self.world.settings.options.overhead_ms);
        self.for_execution(due, Urgency::Ordinary, Some(trigger), What::EndFailed(why));
    }
}

/// What a catch rule made of an error, and where it leads.
struct Caught {
    value: Json,
    target: Target,
}

/// The pause in seconds before the next attempt, counted on the first rule that takes the error; `None` when no rule
/// does, or that one is used up.
fn next_pause(rules: &[Retry], why: &Failure, used: &mut Vec<u32>) -> Option<f64> {
    if matches!(why.origin, Origin::Step | Origin::Limit) {
        return None;
    }
    let number = rules.iter().position(|rule| rule.matches(&why.error))?;
    used.resize(rules.len(), 0);
    let (rule, used) = (rules.get(number)?, used.get_mut(number)?);
    if *used >= rule.max_attempts {
        return None;
    }
    *used += 1;
    // A pause that overflows is as long as any pause can be.
    Some(rule.delay_seconds(*used)).map(|seconds| if seconds.is_finite() { seconds.max(0.0) } else { LONGEST_PAUSE })
}

/// Seconds of the longest pause that a rule may ask for. Source: [TASK], [ERR].
const LONGEST_PAUSE: f64 = 86_400.0;

/// Milliseconds of the pause before something is tried again.
pub(crate) fn delay_ms(delay: Option<f64>) -> i64 {
    delay.map_or(0, pause_ms)
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;

    use crate::testing::{error, flow, legacy, machine, names, run};
    use crate::{Outside, Scenario, simulate};

    /// The events of a task `t` and what follows, without the execution's first one.
    fn check(flow: &str, scenario: &str, expected: &[&str], output: Result<flowglass_expression::Json, &str>) {
        let (simulation, id, _) = run(flow, scenario);
        let execution = simulation.execution(id);
        assert_eq!(names(execution)[1..], *expected, "{flow}");
        let result = execution.output.clone().ok_or_else(|| error(execution).unwrap_or_default());
        assert_eq!(result, output, "{flow}");
    }

    fn task(rules: &str) -> String {
        legacy(&format!("  - {{type: task, name: t, resourceArn: r, {rules}}}\n  - {{type: pass, name: after}}"))
    }

    fn state(rules: &str) -> String {
        let states = "  - {Type: Task, Name: t, Action: \"A:B\", InputConstructor: {k: 1}, End: true, RULES}\n  \
                      - {Type: Succeed, Name: after}";
        machine("t", &states.replace("RULES", rules))
    }

    const ERROR: &str = "tasks: [{step: t, outcomes: [{error: E, cause: c}]}]";
    const ATTEMPT: [&str; 3] = ["TaskScheduled t", "TaskStarted t", "TaskFailed t"];

    #[test]
    fn rules_of_the_older_language() {
        let begun = ["Entered t", "Started t"];
        let failed = ["Failed t", "ExecutionFailed"];
        let two = [&begun[..], &ATTEMPT, &ATTEMPT, &failed].concat();
        check(&task("retry: [{errors: [E], maxAttempts: 1}]"), ERROR, &two, Err("E"));
        let one = [&begun[..], &ATTEMPT, &failed].concat();
        check(&task("retry: [{errors: [e]}]"), ERROR, &one, Err("E"));
        check(&task("retry: [{errors: [E], maxAttempts: 0}, {errors: [FnF.ALL]}]"), ERROR, &one, Err("E"));
        let after =
            ["Exited t", "Entered after", "Started after", "Succeeded after", "Exited after", "ExecutionSucceeded"];
        let caught = [&begun[..], &ATTEMPT, &after].concat();
        check(&task("catch: [{errors: [x], goto: t}, {errors: [E], goto: after}]"), ERROR, &caught, Ok(json!({})));
        let mapped = "catch: [{errors: [FnF.ALL], goto: after}], errorMappings: [{target: a, source: $local.error}, \
                      {target: b, source: $local.cause}, {target: c, source: $local.code}]";
        check(&task(mapped), ERROR, &caught, Ok(json!({"a": "E", "b": "c", "c": "E"})));
    }

    #[test]
    fn rules_of_the_new_language() {
        let begun = ["Entered t", "Started t"];
        let after =
            ["Exited t", "Entered after", "Started after", "Succeeded after", "Exited after", "ExecutionSucceeded"];
        let caught = [&begun[..], &ATTEMPT, &after].concat();
        // Without a constructor the next state receives the effective input.
        check(&state("Catch: [{Errors: [E], Next: after}]"), ERROR, &caught, Ok(json!({"k": 1})));
        let as_error = format!("{ERROR}\noptions: {{caughtWithoutConstructor: error}}");
        let error = json!({"Code": "E", "Detail": "c"});
        check(&state("Catch: [{Errors: [E], Next: after}]"), &as_error, &caught, Ok(error));
        let built = "Catch: [{Errors: [E], Next: after, OutputConstructor: {d.$: $Context.Current.Error.Detail, i.$: $Input.k}}]";
        check(&state(built), ERROR, &caught, Ok(json!({"d": "c", "i": 1})));
        // An error in the rule's own constructor fails the scope; there is no second catch.
        let broken = "Catch: [{Errors: [FnF.ALL], Next: after, OutputConstructor: {d.$: \"intAdd(1, true)\"}}]";
        let failed = [&begun[..], &ATTEMPT, &["Failed t", "ExecutionFailed"]].concat();
        check(&state(broken), ERROR, &failed, Err("Sim.FunctionError"));
    }

    #[test]
    fn the_simulators_own_errors_are_caught_but_never_retried() {
        let rules = |name: &str| {
            let states = "  - {Type: Task, Name: t, Action: \"A:B\", Parameters: {x.$: \"intAdd(1, true)\"}, End: true, \
                          Retry: [{Errors: [FnF.ALL], MaxAttempts: 3, IntervalSeconds: 1}], \
                          Catch: [{Errors: [NAME], Next: after}]}\n  - {Type: Succeed, Name: after}";
            machine("t", &states.replace("NAME", name))
        };
        let after =
            ["Exited t", "Entered after", "Started after", "Succeeded after", "Exited after", "ExecutionSucceeded"];
        let caught = [&["Entered t", "Started t"][..], &after].concat();
        check(&rules("FnF.ALL"), "", &caught, Ok(json!({})));
        check(&rules("Sim.FunctionError"), "", &caught, Ok(json!({})));
        let failed = ["Entered t", "Started t", "Failed t", "ExecutionFailed"];
        check(&rules("FnF.ALL"), "options: {expressionErrors: uncatchable}", &failed, Err("Sim.FunctionError"));
        let unbuilt =
            "  - {Type: Task, Name: t, Action: \"A:B\", InputConstructor: {x.$: \"intAdd(1, true)\"}, End: true}";
        let failed = ["Entered t", "Failed t", "ExecutionFailed"];
        check(&machine("t", unbuilt), "", &failed, Err("Sim.FunctionError"));
    }

    /// `events.md` 4.3: the container repeats Started, with its pause before the branches.
    #[test]
    fn a_container_is_retried_as_a_whole() {
        let states = "  - {Type: Parallel, Name: p, End: true, Branches: [{StartAt: t, States: [{Type: Task, Name: t, Action: \"A:B\", End: true}]}], \
                      Retry: [{Errors: [E], MaxAttempts: 1, IntervalSeconds: 3}]}";
        let scenario = "options: {overhead: 0ms}\ntasks: [{step: t, outcomes: [{error: E}, {output: {ok: 1}}]}]";
        let scenario = Scenario::parse(scenario).unwrap();
        let (simulation, id, _) = simulate(&flow(&machine("p", states)), "main", &scenario, &[], Outside::Nobody);
        let execution = simulation.execution(id);
        assert_eq!(execution.output, Some(json!({"Branch0": {"ok": 1}})));
        let starts: Vec<_> = execution
            .history
            .events()
            .filter(|event| event.step == "p" && event.kind.name() == "StepStarted")
            .map(|event| (event.id.0, event.trigger.map(|id| id.0), event.detail.to_text()))
            .collect();
        let expected = [
            (3, Some(2), r#"{"input":{}}"#.to_owned()),
            (12, Some(11), r#"{"input":{},"attempt":2,"delaySeconds":3}"#.to_owned()),
        ];
        assert_eq!(starts, expected);
        let second = execution.history.event(flowglass_history::EventId(13)).unwrap();
        assert_eq!((second.kind.name(), second.trigger.map(|id| id.0)), ("BranchEntered", Some(12)));
        assert_eq!(second.time.since(execution.started), 3_000);
    }

    #[test]
    fn a_fail_state_in_a_branch_is_caught_unless_it_ends_everything() {
        let states = "  - {Type: Parallel, Name: p, End: true, Branches: [{StartAt: f, States: [{Type: Fail, Name: f, Code: X}]}], \
                      Catch: [{Errors: [X], Next: after}]}\n  - {Type: Succeed, Name: after}";
        let inside = ["Entered p", "Started p", "BranchEntered p", "Entered f", "Started f", "Failed f"];
        let after = [
            "BranchExited p",
            "Exited p",
            "Entered after",
            "Started after",
            "Succeeded after",
            "Exited after",
            "ExecutionSucceeded",
        ];
        check(&machine("p", states), "", &[&inside[..], &after].concat(), Ok(json!({})));
        let ended = [&inside[..], &["ExecutionFailed"]].concat();
        check(&machine("p", states), "options: {failInScope: endsExecution}", &ended, Err("X"));
        // What goes on beside it records nothing more either, not even at the same moment.
        let beside =
            states.replace(", Code: X}]}", ", Code: X}]}, {StartAt: q, States: [{Type: Pass, Name: q, End: true}]}");
        let (simulation, id, _) = run(&machine("p", &beside), "options: {failInScope: endsExecution}");
        let names = names(simulation.execution(id));
        assert_eq!(names[names.len() - 3..], ["Started q", "Failed f", "ExecutionFailed"]);
    }
}
