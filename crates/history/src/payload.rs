//! What went into a run of a step and what came out of it.

use flowglass_expression::Json;

use crate::{Attempt, DetailView, Event, EventId, EventType, History, Instance, StepStatus};

impl Instance {
    /// What the step before handed over: the input of the Entered event.
    pub fn received<'h>(&self, history: &'h History) -> Option<&'h Json> {
        detail(history, self.entered)?.input()
    }

    /// The steps' shared data before this one (older language).
    pub fn local_before<'h>(&self, history: &'h History) -> Option<&'h Json> {
        detail(history, self.entered)?.local()
    }

    /// The steps' shared data after this one (older language).
    pub fn local_after<'h>(&self, history: &'h History) -> Option<&'h Json> {
        let exited = self.find_last(history, EventType::is_exited)?;
        exited.detail.local()
    }

    /// What the step worked on: the input of the Started event, after mappings or constructor.
    pub fn mapped_input<'h>(&self, history: &'h History) -> Option<&'h Json> {
        detail(history, self.started)?.input()
    }

    /// What the called system answered, before mappings or constructor.
    pub fn raw_result<'h>(&self, history: &'h History) -> Option<&'h Json> {
        self.find_last(history, |kind| kind == EventType::TaskSucceeded)?.detail.output()
    }

    /// What the step handed on: the output of its Succeeded event, or of the event with which a caught failure left.
    pub fn output<'h>(&self, history: &'h History) -> Option<&'h Json> {
        let done = self.find_last(history, EventType::is_succeeded).and_then(|event| event.detail.output());
        done.or_else(|| detail(history, self.ended)?.output())
    }

    /// The error that the step failed with, or pauses after, as its name and its cause (either may be empty).
    ///
    /// `None` for a run that is at work or went well, also when earlier attempts failed.
    pub fn error<'h>(&self, history: &'h History) -> Option<(&'h str, &'h str)> {
        match self.status {
            StepStatus::Retrying | StepStatus::Caught | StepStatus::Failed | StepStatus::TimedOut => {}
            StepStatus::Aborted => return detail(history, self.ended).and_then(error_of),
            StepStatus::Entered | StepStatus::Running | StepStatus::Waiting | StepStatus::Succeeded => return None,
        }
        self.events.iter().rev().find_map(|id| error_of(history.event(*id)?.detail))
    }

    /// Milliseconds from its first event to its last; 0 when times go back.
    ///
    /// Source: events.md 7.
    pub fn duration_ms(&self, history: &History) -> i64 {
        span_ms(history, self.events.first().copied(), Some(self.last)).unwrap_or(0)
    }

    /// The last event of a kind, looked for from the end.
    fn find_last<'h>(&self, history: &'h History, is: impl Fn(EventType) -> bool) -> Option<Event<'h>> {
        let events = self.events.iter().rev().filter_map(|id| history.event(*id));
        events.into_iter().find(|event| event.kind.known().is_some_and(&is))
    }
}

impl Attempt {
    /// What the call carries.
    pub fn input<'h>(&self, history: &'h History) -> Option<&'h Json> {
        detail(history, Some(self.scheduled))?.input()
    }

    /// What the called system answered at the end.
    pub fn output<'h>(&self, history: &'h History) -> Option<&'h Json> {
        detail(history, self.ended)?.output()
    }

    /// The error that it ended with, as its name and its cause (either may be empty).
    pub fn error<'h>(&self, history: &'h History) -> Option<(&'h str, &'h str)> {
        error_of(detail(history, self.ended)?)
    }

    /// Milliseconds from its start to its end, as far as both have come.
    ///
    /// Source: events.md 7.
    pub fn duration_ms(&self, history: &History) -> Option<i64> {
        span_ms(history, self.started, self.ended)
    }
}

fn detail(history: &History, id: Option<EventId>) -> Option<DetailView<'_>> {
    Some(history.event(id?)?.detail)
}

/// A detail that carries an error or a cause; other details tell none.
pub(crate) fn error_of(detail: DetailView<'_>) -> Option<(&str, &str)> {
    let (error, cause) = (detail.error(), detail.cause());
    (error.is_some() || cause.is_some()).then(|| (error.unwrap_or(""), cause.unwrap_or("")))
}

fn span_ms(history: &History, from: Option<EventId>, to: Option<EventId>) -> Option<i64> {
    let (from, to) = (history.event(from?)?, history.event(to?)?);
    Some(to.time.since(from.time).max(0))
}
