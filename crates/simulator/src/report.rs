//! Reports from outside for tasks that wait for one.

use std::fmt;
use std::sync::Arc;

use flowglass_expression::Json;
use flowglass_flow::{StepId, StepKind};
use flowglass_history::{EventId, Kind, Millis};

use crate::execution::ExecutionId;
use crate::frame::{Attempt, Doing, FrameId, Stage};
use crate::outcomes::{Answer, Place};
use crate::simulation::Simulation;
use crate::token;
use crate::vocabulary::Phase;

/// Why a report is not taken; the names are the service's.
///
/// Source: `events.md` 4.2, `api.md` 5.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportError {
    /// No task has such a token.
    InvalidToken,
    /// The run of the step that the token was for is over.
    TaskAlreadyCompleted,
    /// The step does not wait right now: its call is not accepted yet, or it pauses before a retry.
    TaskInvalidState,
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InvalidToken => "no task has this token",
            Self::TaskAlreadyCompleted => "the task has already been completed",
            Self::TaskInvalidState => "the task does not wait for a report right now",
        })
    }
}

impl std::error::Error for ReportError {}

/// A task that waits for a report that no scenario gives.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitingTask {
    /// The execution.
    pub execution: ExecutionId,
    /// The step's name.
    pub step: Arc<str>,
    /// The step in the execution's flow.
    pub step_id: StepId,
    /// The containers around it, outermost first.
    pub within: Vec<Place>,
    /// What a report names it by.
    pub token: String,
    /// When the call was accepted.
    pub since: Millis,
    /// The TaskSubmitted event.
    pub event: EventId,
}

impl Simulation {
    /// Reports that the task with this token has succeeded; records the event at once and gives its number.
    ///
    /// # Errors
    /// See [`ReportError`].
    pub fn report_succeeded(&mut self, token: &str, output: Json) -> Result<EventId, ReportError> {
        self.report(token, Answer::Output(output))
    }

    /// Reports that the task with this token has failed; records the event at once and gives its number.
    ///
    /// # Errors
    /// See [`ReportError`].
    pub fn report_failed(&mut self, token: &str, error: &str, cause: &str) -> Result<EventId, ReportError> {
        self.report(token, Answer::Error(error.into(), cause.into()))
    }

    /// The tasks that wait for a report that no scenario gives, by execution and event.
    pub fn waiting(&self) -> Vec<WaitingTask> {
        let waiting = self.world.waiting.iter();
        waiting.filter_map(|((execution, event), frame)| self.waiting_task(*execution, *event, *frame)).collect()
    }

    fn waiting_task(&self, id: ExecutionId, event: EventId, frame: FrameId) -> Option<WaitingTask> {
        let execution = self.executions.get(id.0 as usize)?;
        let run = execution.state.frames.get(frame)?.step.as_ref()?;
        Some(WaitingTask {
            execution: id,
            step: execution.flow.step(run.id).name.value.as_str().into(),
            step_id: run.id,
            within: execution.around(frame),
            token: token::token(id, run.entered),
            since: execution.history.event(event)?.time,
            event,
        })
    }

    fn report(&mut self, text: &str, answer: Answer) -> Result<EventId, ReportError> {
        let (id, entered) = token::read(text).ok_or(ReportError::InvalidToken)?;
        if !self.is_task_entry(id, entered) {
            return Err(ReportError::InvalidToken);
        }
        let (id, _, frame) = self.find_token(text).ok_or(ReportError::TaskAlreadyCompleted)?;
        let mut machine = self.machine(id);
        let Some(run) = machine.run(frame) else { return Err(ReportError::TaskAlreadyCompleted) };
        let Doing::Task(attempt) = &run.doing else { return Err(ReportError::TaskInvalidState) };
        let submitted = match **attempt {
            Attempt { stage: Stage::Submitted, last: Some(last), .. } => last,
            Attempt { stage: Stage::Ended, .. } => return Err(ReportError::TaskAlreadyCompleted),
            _ => return Err(ReportError::TaskInvalidState),
        };
        machine.answer_task(frame, answer, submitted);
        let recorded = EventId(machine.execution.history.len() as u32);
        self.settle();
        Ok(recorded)
    }

    /// The open step run that a token stands for.
    pub(crate) fn find_token(&self, text: &str) -> Option<(ExecutionId, EventId, FrameId)> {
        let (id, entered) = token::read(text)?;
        let execution = self.executions.get(id.0 as usize)?;
        let mut frames = execution.state.frames.iter();
        let (frame, _) = frames.find(|(_, frame)| frame.step.as_ref().is_some_and(|run| run.entered == entered))?;
        Some((id, entered, frame))
    }

    /// Tells whether an event entered a task step.
    fn is_task_entry(&self, id: ExecutionId, entered: EventId) -> bool {
        let Some(execution) = self.executions.get(id.0 as usize) else { return false };
        let entered_type = execution.state.vocabulary.of_step(Phase::Entered);
        execution.history.event(entered).is_some_and(|event| {
            event.kind == Kind::Known(entered_type)
                && execution
                    .flow
                    .steps()
                    .any(|(_, step)| step.name.value == event.step && matches!(step.kind, StepKind::Task(_)))
        })
    }
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;

    use super::*;
    use crate::testing::{error, legacy, names, prepare};
    use crate::{Outside, Rest};

    const ASK: &str = "  - {type: task, name: ask, resourceArn: r, pattern: waitForCallback, retry: [{errors: [Again], intervalSeconds: 5, maxAttempts: 1}]}\n  - {type: pass, name: after}";

    #[test]
    fn a_report_is_one_event_at_once() {
        let (mut simulation, id) = prepare(&legacy(ASK), "");
        assert_eq!(simulation.run(Outside::CanReport), Rest::Suspended);
        let now = simulation.now();
        let token = simulation.waiting()[0].token.clone();
        assert_eq!(simulation.report_succeeded(&token, json!({"a": 1})), Ok(EventId(7)));
        let event = simulation.execution(id).history.last().unwrap();
        assert_eq!((event.kind.name(), event.trigger, event.time), ("TaskSucceeded", Some(EventId(6)), now));
        assert!(simulation.waiting().is_empty());
    }

    #[test]
    fn reports_that_do_not_fit_are_refused() {
        let (mut simulation, id) = prepare(&legacy(ASK), "");
        let token = token::token(id, EventId(2));
        let mut refused = Vec::new();
        let mut report =
            |simulation: &mut Simulation| refused.push(simulation.report_failed(&token, "Again", "").unwrap_err());
        report(&mut simulation);
        while names(simulation.execution(id)).last().map(String::as_str) != Some("TaskStarted ask") {
            simulation.advance(Outside::CanReport);
        }
        report(&mut simulation);
        simulation.advance(Outside::CanReport);
        assert_eq!(simulation.report_failed(&token, "Again", ""), Ok(EventId(7)));
        report(&mut simulation);
        simulation.advance(Outside::CanReport);
        report(&mut simulation);
        assert_eq!(simulation.run(Outside::CanReport), Rest::Suspended);
        // One token for all attempts of a run of the step.
        assert!(simulation.report_failed(&token, "Again", "").is_ok());
        simulation.advance(Outside::CanReport);
        let mut after = simulation.clone();
        assert_eq!(after.run(Outside::CanReport), Rest::Ended);
        assert_eq!(error(after.execution(id)), Some("Again"));
        let again = [simulation.report_failed(&token, "E", ""), after.report_failed(&token, "E", "")];
        assert_eq!(again, [Err(ReportError::TaskAlreadyCompleted); 2]);
        let expected = [
            ReportError::InvalidToken,
            ReportError::TaskInvalidState,
            ReportError::TaskInvalidState,
            ReportError::TaskInvalidState,
        ];
        assert_eq!(refused, expected);
        for unknown in ["", "x", &token::token(id, EventId(1)), &token::token(ExecutionId(9), EventId(2))] {
            assert_eq!(after.report_succeeded(unknown, Json::Null), Err(ReportError::InvalidToken));
        }
    }

    #[test]
    fn a_report_that_is_no_result_fails_the_task() {
        let (mut simulation, id) = prepare(&legacy(ASK), "");
        simulation.run(Outside::CanReport);
        let token = simulation.waiting()[0].token.clone();
        assert!(simulation.report_succeeded(&token, json!("text")).is_ok());
        simulation.run(Outside::CanReport);
        assert_eq!(error(simulation.execution(id)), Some("FnF.InvalidLocal"));
    }

    /// A report may come before the one that the scenario has in store.
    #[test]
    fn a_report_from_outside_takes_the_place_of_the_scenarios() {
        let (mut simulation, id) =
            prepare(&legacy(ASK), "tasks: [{step: ask, outcomes: [{output: {a: 1}, after: 2h}]}]");
        while names(simulation.execution(id)).last().map(String::as_str) != Some("TaskSubmitted ask") {
            simulation.advance(Outside::CanReport);
        }
        assert!(simulation.waiting().is_empty());
        assert!(simulation.report_succeeded(&token::token(id, EventId(2)), json!({"b": 2})).is_ok());
        assert_eq!(simulation.run(Outside::CanReport), Rest::Ended);
        assert_eq!(simulation.execution(id).output, Some(json!({"b": 2})));
    }
}
