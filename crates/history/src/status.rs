//! Where executions, steps, groups and attempts stand.

/// Where an execution stands.
///
/// Source: api.md 5.1, field `Status`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Nothing has happened yet.
    #[default]
    Starting,
    /// It goes on.
    Running,
    /// Somebody stopped it.
    Stopped,
    /// It ended well.
    Succeeded,
    /// An error that nothing caught ended it.
    Failed,
    /// It took longer than its flow allows.
    TimedOut,
}

/// Where one run of a step stands; a step that was not reached has no runs.
///
/// Source: events.md 7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepStatus {
    /// Entered, and its input is not ready yet.
    Entered,
    /// At work.
    Running,
    /// Between a failed attempt and the next one.
    Retrying,
    /// Submitted, and now waits for the report.
    Waiting,
    /// Done.
    Succeeded,
    /// Failed, and the flow goes on at another step.
    Caught,
    /// Failed.
    Failed,
    /// Failed because it took too long.
    TimedOut,
    /// Cut off by the end of what contains it.
    Aborted,
}

/// Where one attempt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AttemptOutcome {
    /// At work.
    Running,
    /// Submitted, and now waits for the report.
    Waiting,
    /// Planned, and waits out the pause before it.
    Pausing,
    /// Answered well.
    Succeeded,
    /// Answered with an error.
    Failed,
    /// Not answered in time.
    TimedOut,
    /// The called system did not accept the call.
    Refused,
    /// Cut off by the end of its step.
    Aborted,
}

/// Where a branch, an iteration or another list of steps stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupStatus {
    /// It goes on.
    Running,
    /// Left well.
    Succeeded,
    /// Left with an error.
    Failed,
    /// Cut off by the end of what contains it.
    Aborted,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Starting, Self::Running, Self::Stopped, Self::Succeeded, Self::Failed, Self::TimedOut];

    /// The service's name of the status.
    pub fn name(self) -> &'static str {
        match self {
            Self::Starting => "Starting",
            Self::Running => "Running",
            Self::Stopped => "Stopped",
            Self::Succeeded => "Succeeded",
            Self::Failed => "Failed",
            Self::TimedOut => "TimedOut",
        }
    }

    /// Finds the status with this name; names are case-sensitive.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// Whether nothing can happen any more.
    pub fn is_ended(self) -> bool {
        !matches!(self, Self::Starting | Self::Running)
    }
}

impl StepStatus {
    /// Whether the run is over.
    pub fn is_settled(self) -> bool {
        match self {
            Self::Entered | Self::Running | Self::Retrying | Self::Waiting => false,
            Self::Succeeded | Self::Caught | Self::Failed | Self::TimedOut | Self::Aborted => true,
        }
    }
}

impl AttemptOutcome {
    /// Whether the attempt is over.
    pub fn is_settled(self) -> bool {
        match self {
            Self::Running | Self::Waiting | Self::Pausing => false,
            Self::Succeeded | Self::Failed | Self::TimedOut | Self::Refused | Self::Aborted => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_found_by_its_name() {
        for status in Status::ALL {
            assert_eq!(Status::from_name(status.name()), Some(status));
            assert_eq!(status.name(), format!("{status:?}"));
        }
        assert_eq!(Status::from_name("running"), None);
        let ended: Vec<_> = Status::ALL.into_iter().filter(|status| status.is_ended()).map(Status::name).collect();
        assert_eq!(ended, ["Stopped", "Succeeded", "Failed", "TimedOut"]);
    }
}
