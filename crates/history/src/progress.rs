//! What an event does to the run of the step that it belongs to.
//!
//! Source: events.md 7.

use crate::{Attempt, AttemptOutcome, Event, EventId, EventType, Instance, Member, StepStatus};

/// What follows for the groups inside the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Effect {
    None,
    /// What went on inside belongs to an attempt that is over.
    TriedAgain,
    /// Nothing can go on inside.
    Settled,
}

/// Takes an event into the run; `timed_out` says that its trigger is the time-out of the run's own task.
pub(crate) fn advance(instance: &mut Instance, event: &Event<'_>, timed_out: bool) -> Effect {
    use EventType as E;
    instance.last = event.id;
    instance.events.push(event.id);
    let Some(kind) = event.kind.known() else { return Effect::None };
    let has_next = event.detail.get(&Member::Next).is_some();
    match kind {
        E::StepEntered | E::StateEntered => {
            instance.entered.get_or_insert(event.id);
            Effect::None
        }
        E::StepStarted | E::StateStarted => started(instance, event),
        E::StepSucceeded => settle(instance, event.id, StepStatus::Succeeded, false),
        E::StateSucceeded => settle(instance, event.id, StepStatus::Succeeded, true),
        E::StepFailed | E::StateFailed | E::StateTimedOut if has_next => {
            settle(instance, event.id, StepStatus::Caught, true)
        }
        E::StepFailed if timed_out => settle(instance, event.id, StepStatus::TimedOut, true),
        E::StepFailed | E::StateFailed => settle(instance, event.id, StepStatus::Failed, true),
        E::StateTimedOut => settle(instance, event.id, StepStatus::TimedOut, true),
        E::StateAborted => settle(instance, event.id, StepStatus::Aborted, true),
        E::StepExited => {
            let status = match instance.status {
                StepStatus::Succeeded => StepStatus::Succeeded,
                // An exit behind a failure says nothing new, unless it leads on.
                status @ (StepStatus::Failed | StepStatus::TimedOut) if !has_next => status,
                _ => StepStatus::Caught,
            };
            settle(instance, event.id, status, true)
        }
        E::BranchEntered | E::BranchExited | E::IterationEntered | E::IterationExited | E::MapRunStarted => {
            if let Some(attempt) = instance.attempts.last_mut().filter(|a| a.outcome == AttemptOutcome::Pausing) {
                attempt.started = Some(event.id);
                attempt.outcome = AttemptOutcome::Running;
            }
            go(instance, StepStatus::Running);
            Effect::None
        }
        E::TaskScheduled => {
            scheduled(instance, event);
            Effect::None
        }
        E::TaskStarted => {
            let attempt = current(instance, event.id);
            attempt.started = Some(event.id);
            attempt.outcome = AttemptOutcome::Running;
            go(instance, StepStatus::Running);
            Effect::None
        }
        E::TaskSubmitted => {
            let attempt = current(instance, event.id);
            attempt.submitted = Some(event.id);
            attempt.outcome = AttemptOutcome::Waiting;
            go(instance, StepStatus::Waiting);
            Effect::None
        }
        E::TaskSubmitFailed => answered(instance, event.id, AttemptOutcome::Refused),
        E::TaskSucceeded => answered(instance, event.id, AttemptOutcome::Succeeded),
        E::TaskFailed => answered(instance, event.id, AttemptOutcome::Failed),
        E::TaskTimedOut => answered(instance, event.id, AttemptOutcome::TimedOut),
        E::ExecutionStarted
        | E::ExecutionSucceeded
        | E::ExecutionFailed
        | E::ExecutionTimedOut
        | E::ExecutionStopped => Effect::None,
    }
}

/// Cuts a run off that is still open when what contains it has ended.
pub(crate) fn cut_off(instance: &mut Instance) {
    instance.closed = true;
    if !instance.status.is_settled() {
        instance.status = StepStatus::Aborted;
    }
    if let Some(attempt) = instance.attempts.last_mut().filter(|attempt| !attempt.outcome.is_settled()) {
        attempt.outcome = AttemptOutcome::Aborted;
    }
}

/// The input is ready; a container that starts again is tried again as a whole.
fn started(instance: &mut Instance, event: &Event<'_>) -> Effect {
    let first = *instance.started.get_or_insert(event.id);
    instance.wait_ms = event.detail.millis(&Member::WaitSeconds).or(instance.wait_ms);
    let next = if first == event.id { 1 } else { instance.attempt().saturating_add(1) };
    let number = event.detail.count(&Member::Attempt).unwrap_or(next);
    if number < 2 || instance.status.is_settled() {
        go(instance, StepStatus::Running);
        return Effect::None;
    }
    if instance.attempts.is_empty() && first != event.id {
        let mut attempt = Attempt::new(1, first);
        attempt.started = Some(first);
        instance.attempts.push(attempt);
    }
    end_attempt(instance, event.trigger, AttemptOutcome::Failed);
    let mut attempt = Attempt::new(number, event.id);
    attempt.outcome = AttemptOutcome::Pausing;
    attempt.delay_ms = event.detail.millis(&Member::DelaySeconds).unwrap_or(0);
    instance.attempts.push(attempt);
    go(instance, StepStatus::Retrying);
    Effect::TriedAgain
}

/// A call is planned.
fn scheduled(instance: &mut Instance, event: &Event<'_>) {
    end_attempt(instance, event.trigger, AttemptOutcome::Failed);
    let next = instance.attempts.last().map_or(1, |attempt| attempt.number.saturating_add(1));
    let number = event.detail.count(&Member::Attempt).unwrap_or(next);
    let mut attempt = Attempt::new(number, event.id);
    attempt.delay_ms = event.detail.millis(&Member::DelaySeconds).unwrap_or(0);
    attempt.timeout_ms = event.detail.millis(&Member::TimeoutSeconds);
    if number >= 2 {
        attempt.outcome = AttemptOutcome::Pausing;
    }
    instance.attempts.push(attempt);
    go(instance, if number >= 2 { StepStatus::Retrying } else { StepStatus::Running });
}

/// An attempt is over; what becomes of the step is still to come.
fn answered(instance: &mut Instance, id: EventId, outcome: AttemptOutcome) -> Effect {
    let attempt = current(instance, id);
    attempt.outcome = outcome;
    attempt.ended = Some(id);
    go(instance, StepStatus::Running);
    Effect::None
}

fn settle(instance: &mut Instance, id: EventId, status: StepStatus, closed: bool) -> Effect {
    instance.ended = Some(id);
    instance.status = status;
    instance.closed |= closed;
    let outcome = match status {
        StepStatus::Succeeded => AttemptOutcome::Succeeded,
        StepStatus::TimedOut => AttemptOutcome::TimedOut,
        StepStatus::Aborted => AttemptOutcome::Aborted,
        _ => AttemptOutcome::Failed,
    };
    end_attempt(instance, Some(id), outcome);
    Effect::Settled
}

/// Ends the last attempt if it still goes on.
fn end_attempt(instance: &mut Instance, ended: Option<EventId>, outcome: AttemptOutcome) {
    if let Some(attempt) = instance.attempts.last_mut().filter(|attempt| !attempt.outcome.is_settled()) {
        attempt.outcome = outcome;
        attempt.ended = ended;
    }
}

/// The attempt that goes on; one that was not planned begins here.
fn current(instance: &mut Instance, id: EventId) -> &mut Attempt {
    let next = match instance.attempts.last() {
        None => Some(1),
        Some(last) => last.outcome.is_settled().then(|| last.number.saturating_add(1)),
    };
    if let Some(number) = next {
        instance.attempts.push(Attempt::new(number, id));
    }
    let last = instance.attempts.len() - 1;
    &mut instance.attempts[last]
}

/// Changes the status of a run that is not over.
fn go(instance: &mut Instance, status: StepStatus) {
    if !instance.status.is_settled() {
        instance.status = status;
    }
}
