//! A choice step: takes the first arm whose condition holds.

use flowglass_expression::Json;
use flowglass_flow::{Arm, Choice, Dialect, ScopeId};
use flowglass_history::EventId;

use crate::failure::{self, Failure};
use crate::frame::{Doing, Frame, FrameId, Role};
use crate::machine::Machine;
use crate::queue::{PlaceIndices, What};
use crate::settings::PassThrough;

impl Machine<'_> {
    /// Takes an arm: into its steps in the older language, to its state in the new one.
    ///
    /// Source: `fdl-v1.md` 4.4, `state-machine.md` 2.3.
    pub(crate) fn begin_choice(&mut self, frame: FrameId, choice: &Choice, started: EventId) {
        let taken = self.take_arm(frame, choice);
        match (self.execution.flow.dialect, taken) {
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

    fn take_arm<'c>(&mut self, frame: FrameId, choice: &'c Choice) -> Option<&'c Arm> {
        let mut arms = choice.arms.iter();
        arms.find(|arm| arm.condition.as_ref().is_some_and(|condition| self.holds(frame, condition)))
            .or(choice.default.as_ref())
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
