//! Which event type says what about a step: the one place that knows the names of a vocabulary.

use flowglass_flow::Dialect;
use flowglass_history::EventType;

use crate::settings::Vocabulary;

/// What happens to a step in every vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Entered,
    Started,
    Succeeded,
    Failed,
    /// Failed because its own task took too long.
    TimedOut,
    /// Failed, and a rule leads on.
    Caught,
    /// Failed because its own task took too long, and a rule leads on.
    CaughtTimedOut,
}

impl Vocabulary {
    /// The vocabulary of an execution whose flow is written in `dialect`: the older language has only one.
    ///
    /// Source: `events.md` 1, E1.
    pub(crate) fn of(self, dialect: Dialect) -> Self {
        match dialect {
            Dialect::Legacy => Self::Reference,
            Dialect::StateMachine => self,
        }
    }

    /// The event type for a phase of a step (`events.md` E1, 4.4).
    pub(crate) fn of_step(self, phase: Phase) -> EventType {
        match (self, phase) {
            (Self::Reference, Phase::Entered) => EventType::StepEntered,
            (Self::Reference, Phase::Started) => EventType::StepStarted,
            (Self::Reference, Phase::Succeeded) => EventType::StepSucceeded,
            (Self::Reference, Phase::Failed | Phase::TimedOut) => EventType::StepFailed,
            (Self::Reference, Phase::Caught | Phase::CaughtTimedOut) => EventType::StepExited,
            (Self::State, Phase::Entered) => EventType::StateEntered,
            (Self::State, Phase::Started) => EventType::StateStarted,
            (Self::State, Phase::Succeeded) => EventType::StateSucceeded,
            (Self::State, Phase::Failed | Phase::Caught) => EventType::StateFailed,
            (Self::State, Phase::TimedOut | Phase::CaughtTimedOut) => EventType::StateTimedOut,
        }
    }

    /// The event that says that a step which has succeeded is left.
    pub(crate) fn of_leaving(self) -> Option<EventType> {
        match self {
            Self::Reference => Some(EventType::StepExited),
            Self::State => None,
        }
    }

    /// The event that says that a step is cut off by what happens elsewhere.
    pub(crate) fn of_cutting_off(self) -> Option<EventType> {
        match self {
            Self::Reference => None,
            Self::State => Some(EventType::StateAborted),
        }
    }

    /// The event that says that the items of a distributed Map start.
    pub(crate) fn of_map_run(self) -> Option<EventType> {
        match self {
            Self::Reference => None,
            Self::State => Some(EventType::MapRunStarted),
        }
    }
}
