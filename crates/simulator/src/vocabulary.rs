//! Which event type says what about a step: the one place that knows the names of a vocabulary.

use flowglass_history::EventType;

use crate::settings::Vocabulary;

/// What happens to a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Entered,
    Started,
    Succeeded,
    Failed,
    Exited,
}

impl Vocabulary {
    /// The event type for a phase of a step (`events.md` E1).
    pub(crate) fn of_step(self, phase: Phase) -> EventType {
        match (self, phase) {
            (Self::Reference, Phase::Entered) => EventType::StepEntered,
            (Self::Reference, Phase::Started) => EventType::StepStarted,
            (Self::Reference, Phase::Succeeded) => EventType::StepSucceeded,
            (Self::Reference, Phase::Failed) => EventType::StepFailed,
            (Self::Reference, Phase::Exited) => EventType::StepExited,
        }
    }
}
