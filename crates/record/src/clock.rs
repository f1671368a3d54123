//! When the simulation will record the events of a history.
//!
//! A service takes 14 to 34 ms from one event to the next, the simulation the same time always. Tasks make up for
//! that: each ends when it ended in the history, so that parallel branches keep their order.

use flowglass_history::{Event, EventId, EventType, History, InstanceId, Member, RunView};
use flowglass_simulator::Options;

/// When each event of a history will be recorded by a simulation of it.
pub(crate) struct Clock {
    /// Milliseconds between an event and what it triggers.
    pub(crate) overhead_ms: i64,
    /// Milliseconds from the first event, by position in the history.
    times: Vec<i64>,
}

impl Clock {
    /// Sets the clock for a history. `elsewhere` tells the runs of steps that wait for executions of their own.
    pub(crate) fn new(
        history: &History,
        view: &RunView,
        overhead_ms: i64,
        elsewhere: impl Fn(InstanceId) -> bool,
    ) -> Self {
        let mut clock = Self { overhead_ms, times: Vec::with_capacity(history.len()) };
        let Some(start) = history.at(0).map(|first| first.time) else { return clock };
        for event in history.events() {
            let real = event.time.since(start).max(0);
            let position = event.trigger.and_then(|id| history.position(id));
            let trigger = position.and_then(|position| Some((history.at(position)?, *clock.times.get(position)?)));
            let instance = view.instance_of(event.id);
            let time = match (trigger, event.kind.known()) {
                (None, _) => real,
                (Some((_, before)), Some(EventType::TaskTimedOut)) => {
                    clock.deadline(history, view, event.id).unwrap_or(real.max(before))
                }
                (Some((trigger, before)), kind) => {
                    // A state is left without an event of its own, and that takes its time.
                    let steps = if trigger.kind.known() == Some(EventType::StateSucceeded) { 2 } else { 1 };
                    let next = before.saturating_add(overhead_ms.saturating_mul(steps));
                    if kind.is_some_and(is_from_outside) || instance.is_some_and(&elsewhere) {
                        real.max(next)
                    } else {
                        next.saturating_add(pause_ms(&event, &trigger))
                    }
                }
            };
            clock.times.push(time);
        }
        clock
    }

    /// When the attempt that ended by this time-out had to end.
    fn deadline(&self, history: &History, view: &RunView, timed_out: EventId) -> Option<i64> {
        let instance = view.instance(view.instance_of(timed_out)?)?;
        let attempt = instance.attempts.iter().find(|attempt| attempt.ended == Some(timed_out))?;
        Some(self.time(history, attempt.started?)?.saturating_add(attempt.timeout_ms?))
    }

    /// Milliseconds from the first event to this one.
    pub(crate) fn time(&self, history: &History, id: EventId) -> Option<i64> {
        let position = history.position(id)?;
        self.times.get(position).copied()
    }
}

/// Whether an event comes when a task or somebody outside says so. A limit ends an execution in place of any event.
fn is_from_outside(kind: EventType) -> bool {
    use EventType as E;
    let is_answer = matches!(kind, E::TaskSucceeded | E::TaskFailed | E::TaskSubmitFailed);
    is_answer || matches!(kind, E::ExecutionStopped | E::ExecutionTimedOut | E::ExecutionFailed)
}

/// How long the definition makes an event wait after its trigger, besides the overhead.
fn pause_ms(event: &Event<'_>, trigger: &Event<'_>) -> i64 {
    let (Some(kind), Some(before)) = (event.kind.known(), trigger.kind.known()) else { return 0 };
    let pause = |member| trigger.detail.millis(&member).unwrap_or(0);
    if before == EventType::TaskScheduled && kind == EventType::TaskStarted {
        pause(Member::DelaySeconds)
    } else if before.is_started() && (kind.opens_group() || kind.is_succeeded()) {
        pause(Member::DelaySeconds).saturating_add(pause(Member::WaitSeconds))
    } else {
        0
    }
}

/// What passes between an event and what it triggers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Overhead {
    /// Milliseconds in the simulation.
    pub(crate) ms: i64,
    /// Whether the history has the same everywhere.
    pub(crate) is_steady: bool,
}

/// The milliseconds between an event and what it triggers, as a history shows them.
///
/// A simulation has one number, and that is it. In a service they vary; then it is one of the smaller ones, at most
/// the usual one: what the simulation is early, its tasks wait.
pub(crate) fn overhead(history: &History) -> Overhead {
    let usual = Options::default().overhead_ms;
    let gap = |event: Event<'_>| {
        let trigger = history.event(event.trigger?)?;
        let (kind, before) = (event.kind.known()?, trigger.kind.known()?);
        let at_once = kind.is_started() && before.is_entered()
            || kind.is_entered() && (before == EventType::ExecutionStarted || before.is_exited())
            || kind.is_exited() && before.is_succeeded()
            || kind.is_succeeded() && before == EventType::TaskSucceeded
            || kind == EventType::TaskScheduled;
        at_once.then(|| event.time.since(trigger.time).max(0))
    };
    let mut gaps: Vec<i64> = history.events().filter_map(gap).collect();
    gaps.sort_unstable();
    match (gaps.first(), gaps.last()) {
        (Some(least), Some(most)) if least == most => Overhead { ms: *least, is_steady: true },
        _ => {
            let ms = gaps.get(gaps.len() / 4).map_or(usual, |gap| (*gap).clamp(1, usual));
            Overhead { ms, is_steady: gaps.is_empty() }
        }
    }
}
