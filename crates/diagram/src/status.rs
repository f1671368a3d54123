//! Where the parts of a run stand, with the word, the class and the glyph for each: colour is never alone.

/// Where a step of a run stands: what its outline, its fill and its glyph say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum NodeStatus {
    /// Not reached, and may still be: hollow.
    #[default]
    NotRun,
    /// The run went another way: dashed.
    NotTaken,
    /// Entered, not started: dotted.
    Scheduled,
    /// Running: a ring.
    Running,
    /// Waits for a callback: a pause sign.
    Waiting,
    /// Pauses before it is tried again: a turning arrow.
    Retrying,
    /// Succeeded: a tick.
    Succeeded,
    /// Failed, and the error was caught: an arrow aside.
    Caught,
    /// Failed: a cross.
    Failed,
    /// Timed out: a clock.
    TimedOut,
    /// Cut off by an end from outside or beside: a square.
    Aborted,
}

impl NodeStatus {
    /// Every status, in the order of a legend.
    pub const ALL: [Self; 11] = [
        Self::NotRun,
        Self::NotTaken,
        Self::Scheduled,
        Self::Running,
        Self::Waiting,
        Self::Retrying,
        Self::Succeeded,
        Self::Caught,
        Self::Failed,
        Self::TimedOut,
        Self::Aborted,
    ];

    /// The class of a node that stands so.
    pub fn class(self) -> &'static str {
        match self {
            Self::NotRun => "is-not-run",
            Self::NotTaken => "is-not-taken",
            Self::Scheduled => "is-scheduled",
            Self::Running => "is-running",
            Self::Waiting => "is-waiting",
            Self::Retrying => "is-retrying",
            Self::Succeeded => "is-succeeded",
            Self::Caught => "is-caught",
            Self::Failed => "is-failed",
            Self::TimedOut => "is-timed-out",
            Self::Aborted => "is-aborted",
        }
    }

    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotRun => "not run",
            Self::NotTaken => "not taken",
            Self::Scheduled => "scheduled",
            Self::Running => "running",
            Self::Waiting => "waiting for callback",
            Self::Retrying => "retrying",
            Self::Succeeded => "succeeded",
            Self::Caught => "failed, caught",
            Self::Failed => "failed",
            Self::TimedOut => "timed out",
            Self::Aborted => "aborted",
        }
    }

    /// The lines of the glyph, around the origin; what has not run has none.
    pub fn glyph(self) -> Option<&'static str> {
        Some(match self {
            Self::NotRun | Self::NotTaken => return None,
            Self::Scheduled => "M-4 0V.1M0 0V.1M4 0V.1",
            Self::Running => "M0-5.5A5.5 5.5 0 1 1-5.5 0",
            Self::Waiting => "M-2.6-4.5V4.5M2.6-4.5V4.5",
            Self::Retrying => "M5-3.2A6 6 0 1 0 5.9 1.2M5.5-7.2V-3H1.3",
            Self::Succeeded => "M-5 .4-1.6 3.8 5-3.6",
            Self::Caught => "M-5 4C-5-1.5-1-2 4.5-2M1.5-5 4.5-2 1.5 1",
            Self::Failed => "M-4-4 4 4M4-4-4 4",
            Self::TimedOut => "M0-5.2A5.2 5.2 0 1 1-.1-5.2zM0-2.6V.2L2 1.6",
            Self::Aborted => "M-4-4H4V4H-4z",
        })
    }
}

/// Whether a run went along an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum EdgeStatus {
    /// Not taken, and may still be.
    #[default]
    Open,
    /// Taken: dark and thick.
    Taken,
    /// The run went another way: dashed.
    PassedBy,
}

impl EdgeStatus {
    /// The class of an edge that stands so.
    pub fn class(self) -> &'static str {
        match self {
            Self::Open => "is-open",
            Self::Taken => "is-taken",
            Self::PassedBy => "is-passed-by",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_statuses_look_or_sound_the_same() {
        for (index, one) in NodeStatus::ALL.iter().enumerate() {
            for other in &NodeStatus::ALL[index + 1..] {
                assert_ne!(one.class(), other.class());
                assert_ne!(one.word(), other.word());
                assert!(one.glyph() != other.glyph() || one.glyph().is_none(), "{one:?} {other:?}");
            }
        }
    }
}
