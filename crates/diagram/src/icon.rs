//! What a step is, as a small drawing: paths, never a font's signs. Each fills 16 by 16 pixels around the origin.

use flowglass_flow::StepKind;

use crate::called::Called;

/// What a step is, as drawn in its tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Icon {
    /// A task: drawn as what it calls.
    Task(Called),
    /// A choice: a diamond with a question.
    Choice,
    /// A pass step: an arrow through.
    Pass,
    /// A wait: an hourglass.
    Wait,
    /// A parallel step: bars side by side.
    Parallel,
    /// A Map or foreach: a pile.
    Map,
    /// The undocumented loop: a round.
    Loop,
    /// A succeed step: a flag.
    Succeed,
    /// A fail step: an octagon with a bar.
    Fail,
    /// A type that the language does not have: a question.
    Unknown,
}

impl Icon {
    /// Every icon, in the order of a legend.
    pub const ALL: [Self; 15] = [
        Self::Task(Called::Function),
        Self::Task(Called::Queue),
        Self::Task(Called::Flow),
        Self::Task(Called::Http),
        Self::Task(Called::Api),
        Self::Task(Called::Unknown),
        Self::Choice,
        Self::Parallel,
        Self::Map,
        Self::Loop,
        Self::Wait,
        Self::Pass,
        Self::Succeed,
        Self::Fail,
        Self::Unknown,
    ];

    /// The drawing for a kind of step.
    pub fn of(kind: &StepKind) -> Self {
        match kind {
            StepKind::Pass => Self::Pass,
            StepKind::Task(task) => Self::Task(Called::by(task)),
            StepKind::Wait(_) => Self::Wait,
            StepKind::Choice(_) => Self::Choice,
            StepKind::Parallel(_) => Self::Parallel,
            StepKind::Map(_) => Self::Map,
            StepKind::Succeed => Self::Succeed,
            StepKind::Fail(_) => Self::Fail,
            StepKind::Loop(_) => Self::Loop,
            StepKind::Unknown(_) => Self::Unknown,
        }
    }

    /// The name of the kind as a class in the picture and as a word for screen readers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Task(_) => "task",
            Self::Choice => "choice",
            Self::Pass => "pass",
            Self::Wait => "wait",
            Self::Parallel => "parallel",
            Self::Map => "map",
            Self::Loop => "loop",
            Self::Succeed => "succeed",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
        }
    }

    /// The lines of the drawing, around the origin.
    pub fn path(self) -> &'static str {
        match self {
            Self::Task(called) => called.path(),
            Self::Choice => "M0-7 7 0 0 7-7 0zM-1.7-1.4A1.7 1.7 0 1 1 0 .6M0 3.1V3.2",
            Self::Pass => "M-6.5 0H6M2-4 6 0 2 4",
            Self::Wait => {
                "M-4.5-6.5H4.5M-4.5 6.5H4.5M-3.5-6.5V-4C-3.5-1.5 3.5 1.5 3.5 4V6.5M3.5-6.5V-4C3.5-1.5-3.5 1.5-3.5 4V6.5"
            }
            Self::Parallel => "M-5-6V6M0-6V6M5-6V6",
            Self::Map => "M-2.5-6.5H6.5V2.5M-6.5-2.5H2.5V6.5H-6.5z",
            Self::Loop => "M5.2-3.2A6 6 0 1 0 6 1M5.6-6.8V-3H1.8",
            Self::Succeed => "M-4 7V-6.5M-4-6H5.5L3-2.5 5.5 1H-4",
            Self::Fail => "M-2.8-6.7H2.8L6.7-2.8V2.8L2.8 6.7H-2.8L-6.7 2.8V-2.8zM0-3.5V.8M0 3.4V3.5",
            Self::Unknown => "M-3.2-3.4A3.3 3.3 0 1 1 1-.7Q0-.2 0 1.8M0 5.4V5.5",
        }
    }
}
