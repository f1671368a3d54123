//! Which kinds of events there are.

/// What an event tells, in the service's own words.
///
/// Source: events.md 1: the 21 types of the `GetExecutionHistory` reference, the `State…` family of the page about
/// the product's two versions, and `MapRunStarted`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[expect(missing_docs, reason = "the names are the service's, and the families say what they mean")]
pub enum EventType {
    ExecutionStarted,
    ExecutionSucceeded,
    ExecutionFailed,
    ExecutionTimedOut,
    ExecutionStopped,
    StepEntered,
    StepStarted,
    StepSucceeded,
    StepFailed,
    StepExited,
    BranchEntered,
    BranchExited,
    IterationEntered,
    IterationExited,
    TaskScheduled,
    TaskStarted,
    TaskSubmitted,
    TaskSubmitFailed,
    TaskSucceeded,
    TaskFailed,
    TaskTimedOut,
    StateEntered,
    StateStarted,
    StateSucceeded,
    StateFailed,
    StateTimedOut,
    StateAborted,
    MapRunStarted,
}

/// What a type of event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// The execution itself.
    Execution,
    /// One run of a step, under either of its names (`Step…`, `State…`).
    Step,
    /// One arm of a parallel step.
    Branch,
    /// One pass of a loop over items.
    Iteration,
    /// One attempt of a task.
    Task,
    /// The child executions of a distributed Map.
    MapRun,
}

/// The type of an event: one that this build knows, or the name of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind<'h> {
    /// One of the published types.
    Known(EventType),
    /// A name that is in no published list; kept and shown as it is.
    Other(&'h str),
}

impl EventType {
    /// All types, in the order of the published lists.
    pub const ALL: [Self; 28] = [
        Self::ExecutionStarted,
        Self::ExecutionSucceeded,
        Self::ExecutionFailed,
        Self::ExecutionTimedOut,
        Self::ExecutionStopped,
        Self::StepEntered,
        Self::StepStarted,
        Self::StepSucceeded,
        Self::StepFailed,
        Self::StepExited,
        Self::BranchEntered,
        Self::BranchExited,
        Self::IterationEntered,
        Self::IterationExited,
        Self::TaskScheduled,
        Self::TaskStarted,
        Self::TaskSubmitted,
        Self::TaskSubmitFailed,
        Self::TaskSucceeded,
        Self::TaskFailed,
        Self::TaskTimedOut,
        Self::StateEntered,
        Self::StateStarted,
        Self::StateSucceeded,
        Self::StateFailed,
        Self::StateTimedOut,
        Self::StateAborted,
        Self::MapRunStarted,
    ];

    /// The service's name of the type.
    pub fn name(self) -> &'static str {
        match self {
            Self::ExecutionStarted => "ExecutionStarted",
            Self::ExecutionSucceeded => "ExecutionSucceeded",
            Self::ExecutionFailed => "ExecutionFailed",
            Self::ExecutionTimedOut => "ExecutionTimedOut",
            Self::ExecutionStopped => "ExecutionStopped",
            Self::StepEntered => "StepEntered",
            Self::StepStarted => "StepStarted",
            Self::StepSucceeded => "StepSucceeded",
            Self::StepFailed => "StepFailed",
            Self::StepExited => "StepExited",
            Self::BranchEntered => "BranchEntered",
            Self::BranchExited => "BranchExited",
            Self::IterationEntered => "IterationEntered",
            Self::IterationExited => "IterationExited",
            Self::TaskScheduled => "TaskScheduled",
            Self::TaskStarted => "TaskStarted",
            Self::TaskSubmitted => "TaskSubmitted",
            Self::TaskSubmitFailed => "TaskSubmitFailed",
            Self::TaskSucceeded => "TaskSucceeded",
            Self::TaskFailed => "TaskFailed",
            Self::TaskTimedOut => "TaskTimedOut",
            Self::StateEntered => "StateEntered",
            Self::StateStarted => "StateStarted",
            Self::StateSucceeded => "StateSucceeded",
            Self::StateFailed => "StateFailed",
            Self::StateTimedOut => "StateTimedOut",
            Self::StateAborted => "StateAborted",
            Self::MapRunStarted => "MapRunStarted",
        }
    }

    /// Finds the type with this name; names are case-sensitive.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What the type is about.
    pub fn family(self) -> Family {
        match self {
            Self::ExecutionStarted
            | Self::ExecutionSucceeded
            | Self::ExecutionFailed
            | Self::ExecutionTimedOut
            | Self::ExecutionStopped => Family::Execution,
            Self::StepEntered
            | Self::StepStarted
            | Self::StepSucceeded
            | Self::StepFailed
            | Self::StepExited
            | Self::StateEntered
            | Self::StateStarted
            | Self::StateSucceeded
            | Self::StateFailed
            | Self::StateTimedOut
            | Self::StateAborted => Family::Step,
            Self::BranchEntered | Self::BranchExited => Family::Branch,
            Self::IterationEntered | Self::IterationExited => Family::Iteration,
            Self::TaskScheduled
            | Self::TaskStarted
            | Self::TaskSubmitted
            | Self::TaskSubmitFailed
            | Self::TaskSucceeded
            | Self::TaskFailed
            | Self::TaskTimedOut => Family::Task,
            Self::MapRunStarted => Family::MapRun,
        }
    }

    /// Whether a run of a step begins with it: `StepEntered`, `StateEntered`.
    pub fn is_entered(self) -> bool {
        matches!(self, Self::StepEntered | Self::StateEntered)
    }

    /// Whether a step's input is ready: `StepStarted`, `StateStarted`.
    pub fn is_started(self) -> bool {
        matches!(self, Self::StepStarted | Self::StateStarted)
    }

    /// Whether a step is done: `StepSucceeded`, `StateSucceeded`.
    pub fn is_succeeded(self) -> bool {
        matches!(self, Self::StepSucceeded | Self::StateSucceeded)
    }

    /// Whether a step is left: `StepExited`, which only one of the two families has.
    pub fn is_exited(self) -> bool {
        self == Self::StepExited
    }

    /// Whether a step failed: `StepFailed`, `StateFailed`.
    pub fn is_failed(self) -> bool {
        matches!(self, Self::StepFailed | Self::StateFailed)
    }

    /// Whether a step failed in any way: `StepFailed`, `StateFailed`, `StateTimedOut`, `StateAborted`.
    pub fn is_defeat(self) -> bool {
        self.is_failed() || matches!(self, Self::StateTimedOut | Self::StateAborted)
    }

    /// Whether a branch or an iteration begins with it.
    pub fn opens_group(self) -> bool {
        matches!(self, Self::BranchEntered | Self::IterationEntered)
    }

    /// Whether a branch or an iteration ends with it.
    pub fn closes_group(self) -> bool {
        matches!(self, Self::BranchExited | Self::IterationExited)
    }

    /// Whether the execution ends with it.
    pub fn ends_execution(self) -> bool {
        self.family() == Family::Execution && self != Self::ExecutionStarted
    }
}

impl<'h> Kind<'h> {
    /// The kind with this name: a published type if there is one.
    pub fn from_name(name: &'h str) -> Self {
        EventType::from_name(name).map_or(Self::Other(name), Self::Known)
    }

    /// The name of the type, as the service writes it.
    pub fn name(self) -> &'h str {
        match self {
            Self::Known(kind) => kind.name(),
            Self::Other(name) => name,
        }
    }

    /// The published type, if it is one.
    pub fn known(self) -> Option<EventType> {
        match self {
            Self::Known(kind) => Some(kind),
            Self::Other(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_found_by_its_name() {
        for (index, kind) in EventType::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, index);
            assert_eq!(EventType::from_name(kind.name()), Some(kind));
            assert_eq!(kind.name(), format!("{kind:?}"));
            assert_eq!(Kind::from_name(kind.name()), Kind::Known(kind));
        }
        assert_eq!(EventType::from_name("stepEntered"), None);
        assert_eq!(EventType::from_name(""), None);
        assert_eq!(Kind::from_name("StepSkipped").name(), "StepSkipped");
        assert_eq!(Kind::from_name("StepSkipped").known(), None);
    }

    #[test]
    fn a_name_tells_its_family() {
        for kind in EventType::ALL {
            let expected = match kind.name() {
                name if name.starts_with("Execution") => Family::Execution,
                name if name.starts_with("Step") || name.starts_with("State") => Family::Step,
                name if name.starts_with("Branch") => Family::Branch,
                name if name.starts_with("Iteration") => Family::Iteration,
                name if name.starts_with("Task") => Family::Task,
                _ => Family::MapRun,
            };
            assert_eq!(kind.family(), expected, "{kind:?}");
        }
    }

    #[test]
    fn phases_are_those_of_steps_only() {
        fn check(phase: fn(EventType) -> bool, expected: &[&str]) {
            let names: Vec<_> = EventType::ALL.into_iter().filter(|kind| phase(*kind)).map(EventType::name).collect();
            assert_eq!(names, expected);
        }
        check(EventType::is_entered, &["StepEntered", "StateEntered"]);
        check(EventType::is_started, &["StepStarted", "StateStarted"]);
        check(EventType::is_succeeded, &["StepSucceeded", "StateSucceeded"]);
        check(EventType::is_exited, &["StepExited"]);
        check(EventType::is_failed, &["StepFailed", "StateFailed"]);
        check(EventType::is_defeat, &["StepFailed", "StateFailed", "StateTimedOut", "StateAborted"]);
        check(EventType::opens_group, &["BranchEntered", "IterationEntered"]);
        check(EventType::closes_group, &["BranchExited", "IterationExited"]);
        check(
            EventType::ends_execution,
            &["ExecutionSucceeded", "ExecutionFailed", "ExecutionTimedOut", "ExecutionStopped"],
        );
    }
}
