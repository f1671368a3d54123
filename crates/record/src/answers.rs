//! What became of each attempt of a task, as the outcome of a scenario.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

use flowglass_expression::Json;
use flowglass_flow::Pattern;
use flowglass_history::{Attempt, Event, EventId, EventType, Family, History, Instance, RunView, StepStatus};
use flowglass_simulator::{Answer, Outcome};

use crate::clock::Clock;
use crate::remark::Remark;
use crate::whereabouts::indices;

/// One attempt of a task.
#[derive(Clone, Debug)]
pub(crate) struct Attempted {
    /// The event that began it.
    pub(crate) began: EventId,
    /// What became of it.
    pub(crate) outcome: Outcome,
    /// Whether something came over it: then nobody knows what would have become of it.
    pub(crate) is_cut_off: bool,
}

/// A history while the answers of its tasks are looked up.
pub(crate) struct Lookup<'a> {
    pub(crate) history: &'a History,
    pub(crate) view: &'a RunView,
    pub(crate) clock: &'a Clock,
}

/// The longest time that a scenario can say, in milliseconds.
const LONGEST_MS: i64 = 100_000_000_000_000;

impl Lookup<'_> {
    /// The attempts of a run of a task that used up outcomes.
    pub(crate) fn outcomes(
        &self,
        instance: &Instance,
        pattern: Pattern,
        remarks: &mut BTreeSet<Remark>,
    ) -> Vec<Attempted> {
        if instance.attempts.is_empty() {
            return self.without_attempts(instance, pattern, remarks).into_iter().collect();
        }
        let begun = instance.attempts.iter().filter_map(|attempt| {
            // A planned attempt that never began used nothing up.
            let began = attempt.started.or(attempt.submitted).or(attempt.ended)?;
            let outcome = self.outcome(instance, attempt, began, pattern, remarks);
            Some(Attempted { began, outcome, is_cut_off: self.end(attempt).is_none() })
        });
        begun.collect()
    }

    fn outcome(
        &self,
        instance: &Instance,
        attempt: &Attempt,
        began: EventId,
        pattern: Pattern,
        remarks: &mut BTreeSet<Remark>,
    ) -> Outcome {
        let waits = pattern != Pattern::RequestResponse;
        let step = &instance.step;
        let ended = self.end(attempt);
        let kind = ended.and_then(|event| event.kind.known());
        if waits && kind != Some(EventType::TaskSubmitFailed) && ended.is_some() && attempt.submitted.is_none() {
            remarks.insert(Remark::NotSubmitted(Arc::clone(step)));
        }
        let submission = attempt.submitted.and_then(|id| self.history.event(id)?.detail.output());
        if submission.is_some_and(|answer| *answer != Json::object()) {
            remarks.insert(Remark::SubmissionAnswer(Arc::clone(step)));
        }
        let (answer, end) = match (ended, kind) {
            (Some(event), Some(EventType::TaskSucceeded)) => {
                (Answer::Output(self.output(instance, &event, remarks)), Some(event.id))
            }
            (Some(event), Some(EventType::TaskSubmitFailed)) if waits => {
                let (error, cause) = self.failure(instance, &event);
                (Answer::Refused(error, cause), Some(event.id))
            }
            (Some(event), Some(EventType::TaskFailed | EventType::TaskSubmitFailed)) => {
                let (error, cause) = self.failure(instance, &event);
                (Answer::Error(error, cause), Some(event.id))
            }
            (Some(_), _) => (Answer::Never, None),
            (None, _) => return self.open(instance, attempt, began, waits, remarks),
        };
        let from = match answer {
            Answer::Refused(..) => attempt.started.or(Some(began)),
            _ => attempt.submitted.or(attempt.started).or(Some(began)),
        };
        let unseen = u8::from(waits && attempt.submitted.is_none() && !matches!(answer, Answer::Refused(..)));
        let after_ms = end.map_or(0, |end| self.after_ms(from, end, unseen));
        Outcome { answer, after_ms, times: 1 }
    }

    /// The Task event that ended an attempt; what cuts a state off is none.
    fn end(&self, attempt: &Attempt) -> Option<Event<'_>> {
        let event = self.history.event(attempt.ended?)?;
        event.kind.known().is_none_or(|kind| kind.family() == Family::Task).then_some(event)
    }

    /// An attempt that did not end: something came over it, or it goes on.
    fn open(
        &self,
        instance: &Instance,
        attempt: &Attempt,
        began: EventId,
        waits: bool,
        remarks: &mut BTreeSet<Remark>,
    ) -> Outcome {
        let never = Outcome { answer: Answer::Never, after_ms: 0, times: 1 };
        let last = attempt.submitted.or(attempt.started).unwrap_or(began);
        // A limit ended the execution in place of the event that was to come.
        let limit =
            self.view.ending.and_then(|id| self.history.event(id)).filter(|ending| {
                ending.kind.known() == Some(EventType::ExecutionFailed) && ending.trigger == Some(last)
            });
        let Some(limit) = limit else {
            let late = attempt.started.filter(|_| waits && attempt.submitted.is_none());
            return late.and_then(|started| self.refused_too_late(instance, started)).unwrap_or(never);
        };
        if limit.detail.error() == Some("Sim.DataLimitExceeded") {
            remarks.insert(Remark::AnswerTooLarge(Arc::clone(&instance.step)));
        }
        let after_ms = self.after_ms(Some(last), limit.id, 0);
        let answer = match (waits, attempt.submitted) {
            // That the call is accepted comes by itself; only a refusal takes time.
            (true, None) if after_ms == 0 => return never,
            (true, None) => Answer::Refused("".into(), "".into()),
            _ => Answer::Output(Json::object()),
        };
        Outcome { answer, after_ms, times: 1 }
    }

    /// A call that was not accepted although there was time for it, until something came over the step: it would have
    /// been refused later.
    fn refused_too_late(&self, instance: &Instance, started: EventId) -> Option<Outcome> {
        let cut = self.cut_off_by(instance, started)?;
        let (begun, end) = (self.clock.time(self.history, started)?, self.clock.time(self.history, cut)?);
        let left = end.saturating_sub(begun);
        let there_was_time = match left.cmp(&self.clock.overhead_ms) {
            Ordering::Greater => true,
            // At the same moment the branch of the lower number comes first (`events.md` E2t).
            Ordering::Equal => self
                .view
                .group_of(cut)
                .is_some_and(|group| indices(self.view, instance.group_run) < indices(self.view, group)),
            Ordering::Less => false,
        };
        let answer = Answer::Refused("".into(), "".into());
        there_was_time.then_some(Outcome { answer, after_ms: left.saturating_add(1).min(LONGEST_MS), times: 1 })
    }

    /// The event that ended a step from outside after `begun`: a sibling's end that failed a container, or the end of
    /// the execution.
    fn cut_off_by(&self, instance: &Instance, begun: EventId) -> Option<EventId> {
        let mut cuts: Vec<EventId> = self.view.ending.into_iter().collect();
        let mut owner = instance.group.owner();
        while let Some(container) = owner.and_then(|id| self.view.instance(id)) {
            let mut later = container.events.iter().filter(|id| **id > begun).filter_map(|id| self.history.event(*id));
            // That a state was cut off is told only after what cut it off.
            let over = later.find(|event| {
                let kind = event.kind.known().filter(|kind| *kind != EventType::StateAborted);
                kind.is_some_and(|kind| !kind.opens_group() && !kind.closes_group())
            });
            cuts.extend(over.and_then(|over| over.trigger));
            owner = container.group.owner();
        }
        cuts.into_iter().min()
    }

    /// A task of which the history has no Task events.
    fn without_attempts(
        &self,
        instance: &Instance,
        pattern: Pattern,
        remarks: &mut BTreeSet<Remark>,
    ) -> Option<Attempted> {
        // One that failed so may have failed before the call.
        let ended = instance.ended.filter(|_| instance.status == StepStatus::Succeeded)?;
        let from = instance.started.or(instance.entered)?;
        let event = self.history.event(ended)?;
        let output = self.output(instance, &event, remarks);
        // TaskScheduled, TaskStarted, TaskSucceeded, and perhaps TaskSubmitted.
        let unseen = if pattern == Pattern::RequestResponse { 3 } else { 4 };
        let after_ms = self.after_ms(Some(from), ended, unseen);
        let outcome = Outcome { answer: Answer::Output(output), after_ms, times: 1 };
        Some(Attempted { began: from, outcome, is_cut_off: false })
    }

    /// What the called system answered, or what comes closest to it.
    fn output(&self, instance: &Instance, event: &Event<'_>, remarks: &mut BTreeSet<Remark>) -> Json {
        let own = event.kind.known() == Some(EventType::TaskSucceeded);
        if let Some(output) = event.detail.output().filter(|_| own) {
            return output.clone();
        }
        match instance.output(self.history) {
            Some(output) => {
                remarks.insert(Remark::AnswerGuessed(Arc::clone(&instance.step)));
                output.clone()
            }
            None => {
                remarks.insert(Remark::AnswerUnknown(Arc::clone(&instance.step)));
                Json::object()
            }
        }
    }

    fn failure(&self, instance: &Instance, event: &Event<'_>) -> (Arc<str>, Arc<str>) {
        let own = (event.detail.error(), event.detail.cause());
        let (error, cause) = match own {
            (None, None) => instance.error(self.history).unwrap_or_default(),
            (error, cause) => (error.unwrap_or_default(), cause.unwrap_or_default()),
        };
        (error.into(), cause.into())
    }

    /// The time between two events besides the overhead; `unseen` events between them are missing in the history.
    fn after_ms(&self, from: Option<EventId>, to: EventId, unseen: u8) -> i64 {
        let time = |id| self.clock.time(self.history, id);
        let Some((from, to)) = from.and_then(time).zip(time(to)) else { return 0 };
        let overhead = self.clock.overhead_ms.saturating_mul(1 + i64::from(unseen));
        to.saturating_sub(from).saturating_sub(overhead).clamp(0, LONGEST_MS)
    }
}
