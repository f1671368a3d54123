//! What an exploration has found.

use std::fmt;

use flowglass_flow::{Span, StepId};
use flowglass_history::Status;
use flowglass_simulator::Scenario;

use crate::walk::Cut;

/// What an exploration has found.
#[derive(Clone, Debug)]
pub struct Exploration {
    /// How much was walked.
    pub summary: Summary,
    /// What can go wrong, the worst first.
    pub findings: Vec<Finding>,
    /// The run with the most events.
    pub most_events: Option<Longest>,
    /// The run that takes the most time.
    pub most_time: Option<Longest>,
}

impl Exploration {
    /// Whether something was found that no flow should have.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.kind.severity() == Severity::Error)
    }

    /// Every run that is told of, with a name that no other one has.
    pub fn examples(&self) -> Vec<(String, &Example)> {
        let mut named: Vec<(String, &Example)> = Vec::new();
        let mut add = |name: &str, example| {
            let number = named.iter().filter(|(other, _): &&(String, _)| is_numbered(other, name)).count();
            let name = if number == 0 { name.to_owned() } else { format!("{name}-{}", number + 1) };
            named.push((name, example));
        };
        for finding in &self.findings {
            finding.examples.iter().for_each(|example| add(finding.kind.code(), example));
        }
        let longest = [("most-events", &self.most_events), ("most-time", &self.most_time)];
        for (name, longest) in longest {
            longest.iter().for_each(|longest| add(name, &longest.example));
        }
        named
    }
}

/// Tells whether a name is `base` or `base-NUMBER`.
fn is_numbered(name: &str, base: &str) -> bool {
    let rest = name.strip_prefix(base);
    rest.is_some_and(|rest| {
        rest.is_empty() || rest.strip_prefix('-').is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// How much was walked.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Runs: each goes from one decision to the next, or to an end.
    pub runs: usize,
    /// Points at which something outside decides.
    pub decisions: usize,
    /// Runs that led to a decision that was open before.
    pub met: usize,
    /// Events of all runs together.
    pub events: usize,
    /// Runs that ended, by the status of the execution.
    pub ends: Vec<(Status, usize)>,
    /// Different ways from the start to an end; `None` when a loop makes them endless, or not all were walked.
    pub ways: Option<u128>,
    /// What was left out.
    pub cut: Cut,
    /// Whether the values that were tried are as good as all that there are.
    pub all_values: bool,
    /// Steps that were entered, and all of them.
    pub steps: (usize, usize),
    /// Arms of choices and catch rules that were taken, and all of them.
    pub turns: (usize, usize),
    /// The arms and catch rules that were not taken, in words.
    pub untaken: Vec<String>,
}

impl Summary {
    /// Whether every combination of the outcomes that were taken into account was walked.
    pub fn is_whole(&self) -> bool {
        self.cut == Cut::default()
    }
}

/// What can go wrong in one place.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// The step; `None` when it is about the flow.
    pub step: Option<StepId>,
    /// The place in the text.
    pub at: Span,
    /// One sentence without a full stop.
    pub what: String,
    /// What else to know of it; may be empty.
    pub why: String,
    /// Runs that show it, the shortest first; none for what never happens.
    pub examples: Vec<Example>,
}

/// A run that shows something.
#[derive(Clone, Debug)]
pub struct Example {
    /// What it shows, in a few words.
    pub shows: String,
    /// The decisions that lead there, in words.
    pub decisions: Vec<String>,
    /// The scenario that repeats it.
    pub scenario: Scenario,
    /// The names of the flows that it starts.
    pub starts: Vec<String>,
    /// Where the execution stands at its end.
    pub status: Status,
    /// The error that it ended with.
    pub error: Option<String>,
    /// The events of the execution.
    pub events: usize,
    /// Milliseconds from its start to its end.
    pub ms: i64,
}

/// The longest run.
#[derive(Clone, Debug)]
pub struct Longest {
    /// Whether there can be no longer one; otherwise it is the longest that was found.
    pub is_longest: bool,
    /// The run.
    pub example: Example,
}

/// What can go wrong; each has a code that stays the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A loop goes round until the execution has too many events.
    EndlessLoop,
    /// A condition never holds, and that is certain.
    ImpossibleCondition,
    /// No run comes to a step, and that is certain.
    UnreachableStep,
    /// A loop goes round until a time-out ends the execution.
    LongLoop,
    /// An execution waits for something that never comes.
    WaitsForever,
    /// An error of a task ends the execution: nothing catches it.
    UncaughtError,
    /// A step fails by itself, and that ends the execution.
    FailingStep,
    /// The time-out of the flow ends the execution.
    TimeOut,
    /// A catch rule never takes an error.
    IdleCatch,
    /// A condition was never seen to hold.
    UnseenCondition,
    /// A step was not reached.
    UnreachedStep,
}

/// How bad something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// No flow should have it.
    Error,
    /// It happens when tasks answer so.
    Warning,
    /// Nothing is certain.
    Note,
}

impl Kind {
    /// All of them, the worst first.
    pub const ALL: [Self; 11] = [
        Self::EndlessLoop,
        Self::ImpossibleCondition,
        Self::UnreachableStep,
        Self::LongLoop,
        Self::WaitsForever,
        Self::UncaughtError,
        Self::FailingStep,
        Self::TimeOut,
        Self::IdleCatch,
        Self::UnseenCondition,
        Self::UnreachedStep,
    ];

    /// Its name for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::EndlessLoop => "endless-loop",
            Self::ImpossibleCondition => "impossible-condition",
            Self::UnreachableStep => "unreachable-step",
            Self::LongLoop => "long-loop",
            Self::WaitsForever => "waits-forever",
            Self::UncaughtError => "uncaught-error",
            Self::FailingStep => "failing-step",
            Self::TimeOut => "time-out",
            Self::IdleCatch => "idle-catch",
            Self::UnseenCondition => "unseen-condition",
            Self::UnreachedStep => "unreached-step",
        }
    }

    /// How bad it is.
    pub fn severity(self) -> Severity {
        match self {
            Self::EndlessLoop | Self::ImpossibleCondition | Self::UnreachableStep => Severity::Error,
            Self::LongLoop
            | Self::WaitsForever
            | Self::UncaughtError
            | Self::FailingStep
            | Self::TimeOut
            | Self::IdleCatch => Severity::Warning,
            Self::UnseenCondition | Self::UnreachedStep => Severity::Note,
        }
    }
}

impl Severity {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
