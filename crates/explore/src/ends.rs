//! How a run ended, and which step decided it.

use std::collections::BTreeSet;
use std::sync::Arc;

use flowglass_flow::{Flow, ScopeId, StepId, StepKind};
use flowglass_history::{AttemptOutcome, Event, EventId, EventType, Instance, RunView, Status, fold};
use flowglass_simulator::{Execution, ExecutionId, Simulation};

/// How a run ended.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct End {
    pub(crate) status: Status,
    pub(crate) cause: Cause,
    /// The events of the execution.
    pub(crate) events: usize,
    /// Milliseconds from its start.
    pub(crate) ms: i64,
}

/// What decided how a run ended.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cause {
    /// Everything went well.
    Done,
    /// A Fail step ended it.
    FailStep { step: StepId, error: Arc<str> },
    /// A task failed, and nothing caught that.
    Task { step: StepId, error: Arc<str>, how: Failed },
    /// A step failed by itself.
    Step { step: StepId, error: Arc<str>, why: Arc<str> },
    /// The most events there may be were reached, at last in steps of these names.
    EventLimit { names: BTreeSet<Arc<str>> },
    /// A failure of the execution as a whole.
    Execution { error: Arc<str>, why: Arc<str> },
    /// The time-out of the flow or of the mode is over; these steps were at work.
    TimedOut { steps: Vec<StepId> },
    /// Nothing is left to happen; these tasks wait for something that never comes.
    Waits { steps: Vec<StepId> },
}

/// How the last attempt of a task failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Failed {
    Answered,
    TimedOut,
    /// The execution that it started failed.
    Started,
}

/// How many events before its end tell what an execution with too many events was doing.
const LATE_EVENTS: usize = 1_000;
/// The error of an execution with too many events.
const TOO_MANY_EVENTS: &str = "Sim.TooManyEvents";

/// Tells how the execution that was started from outside has ended, given that nothing is left to happen.
pub(crate) fn end(simulation: &Simulation, id: ExecutionId) -> End {
    let execution = simulation.execution(id);
    let stopped = execution.stopped.unwrap_or(simulation.now());
    End {
        status: execution.status(),
        cause: cause(simulation, execution),
        events: execution.history.len(),
        ms: stopped.since(execution.started),
    }
}

fn cause(simulation: &Simulation, execution: &Execution) -> Cause {
    match execution.status() {
        Status::Succeeded => return Cause::Done,
        Status::Failed => {}
        Status::TimedOut => return Cause::TimedOut { steps: at_work(execution) },
        Status::Starting | Status::Running | Status::Stopped => {
            return Cause::Waits { steps: at_work(execution) };
        }
    }
    let (error, why) = execution.error.clone().unwrap_or_default();
    if &*error == TOO_MANY_EVENTS {
        let last = execution.history.events().rev().take(LATE_EVENTS);
        return Cause::EventLimit { names: last.map(|event| event.step.into()).collect() };
    }
    failing_step(simulation, execution, &error, &why).unwrap_or(Cause::Execution { error, why })
}

/// The innermost step whose failure led to that of the execution.
fn failing_step(simulation: &Simulation, execution: &Execution, error: &Arc<str>, why: &Arc<str>) -> Option<Cause> {
    let history = &execution.history;
    let mut at = history.last()?;
    let mut failed: Option<EventId> = None;
    let mut attempt: Option<Event<'_>> = None;
    while let Some(before) = at.trigger.and_then(|id| history.event(id)) {
        match before.kind.known()? {
            kind if kind.is_failed() => failed = Some(before.id),
            EventType::BranchExited | EventType::IterationExited if before.detail.error().is_some() => {}
            EventType::TaskFailed | EventType::TaskTimedOut | EventType::TaskSubmitFailed => {
                attempt = Some(before);
                break;
            }
            _ => break,
        }
        at = before;
    }
    let view = fold(history, history.len());
    let instance = view.instance(view.instance_of(failed?)?)?;
    let step = step_of(&execution.flow, &view, instance)?;
    let error = Arc::clone(error);
    let by_child = simulation.executions().any(|(_, child)| {
        child.status() != Status::Succeeded
            && child.parent.as_ref().is_some_and(|parent| Some(parent.entered) == instance.entered)
    });
    Some(match (&execution.flow.step(step).kind, attempt) {
        (StepKind::Fail(_), _) => Cause::FailStep { step, error },
        (StepKind::Map(_), None) if by_child => Cause::Task { step, error, how: Failed::Started },
        (_, Some(attempt)) => {
            let how = match attempt.kind.known() {
                Some(EventType::TaskTimedOut) => Failed::TimedOut,
                _ if by_child => Failed::Started,
                _ => Failed::Answered,
            };
            Cause::Task { step, error, how }
        }
        (_, None) => Cause::Step { step, error, why: Arc::clone(why) },
    })
}

/// The steps that were at work last, without those that only contain others.
fn at_work(execution: &Execution) -> Vec<StepId> {
    let view = fold(&execution.history, execution.history.len());
    let mut steps: Vec<StepId> = view
        .instances
        .iter()
        .filter(|instance| is_open(instance))
        .filter_map(|instance| step_of(&execution.flow, &view, instance))
        .collect();
    steps.sort();
    steps.dedup();
    steps
}

/// Whether a run of a step has not ended, or was cut off by the end of the execution.
fn is_open(instance: &Instance) -> bool {
    let cut = instance.attempts.last().is_some_and(|attempt| {
        matches!(attempt.outcome, AttemptOutcome::Running | AttemptOutcome::Waiting | AttemptOutcome::Aborted)
    });
    instance.ended.is_none() && instance.groups.is_empty() && (cut || instance.wait_ms.is_some())
}

/// The step of the flow that a run of a step is of: found from the outside in, because names repeat.
pub(crate) fn step_of(flow: &Flow, view: &RunView, instance: &Instance) -> Option<StepId> {
    let mut chain = vec![instance];
    let mut group = instance.group;
    while let Some(owner) = group.owner().and_then(|id| view.instance(id)) {
        chain.push(owner);
        group = owner.group;
    }
    let mut scopes = vec![flow.root];
    let mut found = None;
    let mut outer = chain.into_iter().rev().peekable();
    while let Some(instance) = outer.next() {
        let step = scopes.iter().find_map(|scope| flow.find(*scope, &instance.step))?;
        let inner: Vec<ScopeId> = flow.step(step).kind.scopes();
        let index = outer.peek().and_then(|inside| inside.group.index());
        scopes = match (&flow.step(step).kind, index) {
            (StepKind::Parallel(_), Some(index)) => inner.get(index as usize).copied().into_iter().collect(),
            _ => inner,
        };
        found = Some(step);
    }
    found
}
