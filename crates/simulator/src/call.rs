//! The task that is called next, for those who decide what it answers only when it is called.

use flowglass_flow::{StepId, StepKind};
use flowglass_history::EventId;

use crate::execution::ExecutionId;
use crate::frame::{Doing, FrameId};
use crate::outcomes::Place;
use crate::queue::{What, Whom};
use crate::simulation::{Outside, Simulation};

/// A task that is called next; nothing of the call has happened yet.
#[derive(Clone, Debug, PartialEq)]
pub struct NextCall {
    /// The execution.
    pub execution: ExecutionId,
    /// The step in the execution's flow.
    pub step: StepId,
    /// The containers around it, outermost first.
    pub within: Vec<Place>,
    /// How many outcomes the step has used up in this place.
    pub used: u32,
    /// Whether entries of a scenario that name no flow are meant for it.
    pub own: bool,
    /// Milliseconds until the attempt times out, when something limits it.
    pub timeout_ms: Option<i64>,
    /// Whether it starts an execution of a flow that is known, unless an outcome is given.
    pub starts_flow: bool,
}

impl Simulation {
    /// Goes on until a task is called next, or until rest: `None` then. `see` is shown every event as it is recorded.
    ///
    /// [`Simulation::set_answers`] decides what becomes of the call, and [`Simulation::advance`] lets it happen.
    pub fn advance_to_call(
        &mut self,
        outside: Outside,
        mut see: impl FnMut(&Self, ExecutionId, EventId),
    ) -> Option<NextCall> {
        loop {
            self.ready(outside)?;
            if let Some(call) = self.next_call() {
                return Some(call);
            }
            if let Some((id, event)) = self.happen() {
                see(self, id, event);
            }
        }
    }

    /// The call that is the next thing to happen.
    fn next_call(&mut self) -> Option<NextCall> {
        let (key, happening) = self.world.queue.first()?;
        let Whom::Frame { id: frame, .. } = happening.whom else { return None };
        matches!(happening.what, What::StartTask).then_some(())?;
        self.call_of(key.execution, frame)
    }

    fn call_of(&mut self, id: ExecutionId, frame: FrameId) -> Option<NextCall> {
        let mut machine = self.machine(id);
        let step = machine.step_id(frame)?;
        let Doing::Task(attempt) = &machine.run(frame)?.doing else { return None };
        let timeout_ms = attempt.timeout_ms;
        let place = std::sync::Arc::clone(&machine.frame(frame)?.place);
        let flow = machine.flow();
        let StepKind::Task(task) = &flow.step(step).kind else { return None };
        Some(NextCall {
            execution: id,
            step,
            within: machine.execution.around(frame),
            used: machine.execution.state.used.get(&(step, place)).copied().unwrap_or(0),
            own: machine.execution.state.own,
            timeout_ms,
            starts_flow: machine.child_call(frame, task).is_some(),
        })
    }
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;

    use super::*;
    use crate::testing::{legacy, names, prepare};
    use crate::{Answer, Answers, Entry, Outcome};
    use flowglass_history::Status;

    /// Decides each answer when the task is called; the history is the one of a scenario that said so before.
    #[test]
    fn answers_may_be_decided_when_they_are_asked_for() {
        let flow = legacy(
            r#"  - {type: foreach, name: e, iterationMapping: {collection: $.xs, item: x}, steps: [{type: task, name: t, resourceArn: r, timeoutSeconds: 5, retry: [{errors: [E]}]}]}
  - {type: task, name: self, resourceArn: "acs:fnf:::flow/main", pattern: sync}"#,
        );
        let (mut simulation, id) = prepare(&flow, "input: {xs: [1]}");
        let mut seen = Vec::new();
        let call = simulation.advance_to_call(Outside::Nobody, |_, _, event| seen.push(event.0)).unwrap();
        assert_eq!(seen, [1, 2, 3, 4, 5, 6, 7]);
        let place = Place { step: "e".into(), index: Some(0) };
        let expected = NextCall {
            execution: id,
            step: StepId(1),
            within: vec![place.clone()],
            used: 0,
            own: true,
            timeout_ms: Some(5_000),
            starts_flow: false,
        };
        assert_eq!(call, expected);
        let entry = |outcomes: Vec<Answer>| {
            let outcomes = outcomes.into_iter().map(|answer| Outcome { answer, after_ms: 0, times: 1 }).collect();
            Answers::new(vec![Entry { step: "t".into(), flow: None, within: vec![place.clone()], outcomes }])
        };
        let error = Answer::Error("E".into(), "".into());
        simulation.set_answers(entry(vec![error.clone()]));
        assert!(simulation.advance(Outside::Nobody).is_some());
        let again = simulation.advance_to_call(Outside::Nobody, |_, _, _| ()).unwrap();
        assert_eq!(again, NextCall { used: 1, ..expected });
        simulation.set_answers(entry(vec![error, Answer::Output(json!({}))]));
        simulation.advance(Outside::Nobody);
        let last = simulation.advance_to_call(Outside::Nobody, |_, _, _| ()).unwrap();
        assert_eq!((last.step, last.timeout_ms, last.starts_flow), (StepId(2), None, true));
        let (mut told, _) = prepare(
            &flow,
            "{input: {xs: [1]}, tasks: [{step: t, in: [{step: e, iteration: 0}], outcomes: [{error: E}, {output: {}}]}]}",
        );
        told.advance_to_call(Outside::Nobody, |_, _, _| ());
        for _ in 0..2 {
            told.advance(Outside::Nobody);
            told.advance_to_call(Outside::Nobody, |_, _, _| ());
        }
        assert_eq!(names(told.execution(id)), names(simulation.execution(id)));
        assert_eq!(simulation.execution(id).status(), Status::Running);
    }

    #[test]
    fn a_run_without_calls_comes_to_rest() {
        let (mut simulation, id) = prepare(&legacy("  - {type: pass, name: p}"), "");
        assert_eq!(simulation.advance_to_call(Outside::Nobody, |_, _, _| ()), None);
        assert!(simulation.execution(id).status().is_ended());
    }
}
