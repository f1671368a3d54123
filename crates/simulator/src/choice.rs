//! A choice step: takes the first arm whose condition holds.

use flowglass_expression::Json;
use flowglass_flow::{Arm, Choice, Dialect, ScopeId};
use flowglass_history::EventId;

use crate::failure::{self, Failure};
use crate::frame::{Doing, Frame, FrameId, Role};
use crate::machine::Machine;
use crate::queue::{PlaceIndices, What};
use crate::settings::PassThrough;
use crate::way::Way;

impl Machine<'_> {
    /// Takes an arm: into its steps in the older language, to its state in the new one.
    ///
    /// Source: `fdl-v1.md` 4.4, `state-machine.md` 2.3.
    pub(crate) fn begin_choice(&mut self, frame: FrameId, choice: &Choice, started: EventId) {
        let taken = self.take_arm(frame, choice);
        if let Some(step) = self.step_id(frame) {
            let way = taken.map_or(Way::NoArm, |(number, _)| Way::Arm(number));
            self.take_way(started, step, way);
        }
        match (self.execution.flow.dialect, taken.map(|(_, arm)| arm)) {
            (Dialect::Legacy, None) => {
                self.later(frame, started, 0, What::Succeed(Json::object()));
            }
            (Dialect::Legacy, Some(arm)) => self.enter_arm(frame, arm, started),
            (Dialect::StateMachine, None) => {
                let cause = "no condition holds and the state has no Default";
                self.fail_later(frame, Failure::of_step(failure::NO_CHOICE, cause), started);
            }
            (Dialect::StateMachine, Some(arm)) => {
                self.choose(frame, arm);
                let raw = match self.world.settings.options.pass_through {
                    PassThrough::Input => self.input_or_empty(frame),
                    PassThrough::Empty => Json::object(),
                };
                self.later(frame, started, 0, What::Succeed(raw));
            }
        }
    }

    /// The arm that is taken, with its number; the default is the last.
    fn take_arm<'c>(&mut self, frame: FrameId, choice: &'c Choice) -> Option<(u32, &'c Arm)> {
        let numbered = || (0_u32..).zip(&choice.arms);
        numbered()
            .find(|(_, arm)| arm.condition.as_ref().is_some_and(|condition| self.holds(frame, condition)))
            .or_else(|| Some((u32::try_from(choice.arms.len()).unwrap_or(u32::MAX), choice.default.as_ref()?)))
    }

    /// Remembers where an arm leads; a jump wins over the step's own way on.
    fn choose(&mut self, frame: FrameId, arm: &Arm) {
        let Some(run) = self.run_mut(frame) else { return };
        run.chosen = arm.jump.as_ref().map(|jump| jump.target.clone());
    }

    /// Runs the steps of an arm with the choice's input and an empty local (older language).
    fn enter_arm(&mut self, frame: FrameId, arm: &Arm, started: EventId) {
        self.choose(frame, arm);
        let flow = self.flow();
        let body = arm.body.filter(|body| !flow.scope(*body).steps.is_empty());
        let Some((scope, place, input)) = body.and_then(|body| self.inside(frame, body)) else {
            self.later(frame, started, 0, What::Succeed(Json::object()));
            return;
        };
        let body = self.execution.state.frames.add(Frame {
            parent: Some(frame),
            role: Role::Body,
            place,
            scope,
            input: input.clone(),
            local: Json::object(),
            step: None,
            serial: 0,
        });
        if let Some(run) = self.run_mut(frame) {
            run.doing = Doing::Body(body);
        }
        self.begin_scope(body, input, started);
    }

    fn inside(&self, frame: FrameId, scope: ScopeId) -> Option<(ScopeId, PlaceIndices, Json)> {
        let around = self.frame(frame)?;
        Some((scope, around.place.clone(), around.step.as_ref()?.input.clone()))
    }
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;

    use crate::testing::{check, error, legacy, machine, names, notes, run};

    /// The steps that were entered, in order.
    fn path(flow: &str, scenario: &str) -> Vec<String> {
        let (simulation, id, _) = run(flow, scenario);
        let names = names(simulation.execution(id));
        names.iter().filter_map(|name| name.strip_prefix("Entered ")).map(str::to_owned).collect()
    }

    #[test]
    fn an_arm_runs_its_steps_and_then_jumps() {
        let flow = legacy(
            r"  - {type: choice, name: c, choices: [{condition: $.a == 1, steps: [{type: pass, name: in}], goto: last}, {condition: $.a == 2, goto: last}, {condition: $.a == 3, steps: [{type: pass, name: in3}]}, {condition: $.a == 4, steps: []}]}
  - {type: pass, name: next}
  - {type: pass, name: last}",
        );
        let check = |a: i64, expected: &[&str]| assert_eq!(path(&flow, &format!("input: {{a: {a}}}")), expected, "{a}");
        check(1, &["c", "in", "last"]);
        check(2, &["c", "last"]);
        check(3, &["c", "in3", "next", "last"]);
        check(4, &["c", "next", "last"]);
        check(5, &["c", "next", "last"]);
    }

    #[test]
    fn a_failing_step_fails_the_choice_and_ends_inside_end_only_the_arm() {
        let steps = |inner: &str| {
            legacy(&format!(
                "  - {{type: choice, name: c, choices: [{{condition: 'true', steps: [{inner}, {{type: pass, name: skipped}}]}}]}}\n  - {{type: pass, name: next}}"
            ))
        };
        assert_eq!(path(&steps("{type: succeed, name: s}"), ""), ["c", "s", "next"]);
        assert_eq!(path(&steps("{type: pass, name: s, end: true}"), ""), ["c", "s", "next"]);
        check(
            &steps("{type: fail, name: f, error: E, cause: c}"),
            "",
            r#"
1 <- 0  ExecutionStarted  {"input":{}}
2 <- 1  StepEntered  c  {"input":{},"local":{}}
3 <- 2  StepStarted  c  {"input":{}}
4 <- 3  StepEntered  f  {"input":{},"local":{}}
5 <- 4  StepStarted  f  {"input":{}}
6 <- 5  StepFailed  f  {"error":"E","cause":"c"}
7 <- 6  StepFailed  c  {"error":"E","cause":"c"}
8 <- 7  ExecutionFailed  {"error":"E","cause":"c"}
"#,
        );
    }

    #[test]
    fn local_is_empty_inside_and_a_note_says_where_to_look() {
        let flow = legacy(
            r"  - {type: pass, name: p, outputMappings: [{target: k, source: 1}]}
  - {type: choice, name: c, default: {steps: [{type: pass, name: in, outputMappings: [{target: x, source: $input.k}], inputMappings: [{target: k, source: $local.k}]}]}}",
        );
        let (simulation, id, _) = run(&flow, "");
        let execution = simulation.execution(id);
        assert_eq!(execution.output, Some(json!({"k": 1, "x": null})));
        assert!(
            notes(execution).iter().any(|note| note.starts_with("in: ") && note.contains("$input.k")),
            "{:?}",
            execution.notes
        );
    }

    #[test]
    fn the_new_language_jumps_after_the_choice() {
        let states = |default: &str| {
            machine(
                "c",
                &format!(
                    "  - {{Type: Choice, Name: c, InputConstructor: {{n.$: $Input.a}}, Branches: [{{Condition: $Input.n > 1, Next: big}}, {{Condition: 'not an expression', Next: big}}]{default}}}\n  - {{Type: Pass, Name: small, End: true}}\n  - {{Type: Pass, Name: big, End: true}}"
                ),
            )
        };
        assert_eq!(path(&states(", Default: small"), "input: {a: 2}"), ["c", "big"]);
        assert_eq!(path(&states(", Default: small"), "input: {a: 1}"), ["c", "small"]);
        let (simulation, id, _) = run(&states(""), "input: {a: 1}");
        assert_eq!(error(simulation.execution(id)), Some("Sim.NoChoiceMatched"));
        assert_eq!(names(simulation.execution(id))[1..], ["Entered c", "Started c", "Failed c", "ExecutionFailed"]);
    }
}
