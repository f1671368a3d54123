//! An expectation that a run does not meet.

use std::fmt;

use flowglass_flow::Position;
use flowglass_history::{EventType, Status};

use crate::difference::Difference;

/// The most lines that are said about one expectation.
pub(crate) const MOST: usize = 12;

/// An expectation that a run does not meet.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    /// Where the scenario says it.
    pub at: Position,
    /// What is not met.
    pub what: What,
}

/// What is not met, and what was found.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// `status`.
    Status {
        /// The one that was expected.
        expected: Status,
        /// How the execution stands, in words.
        found: String,
    },
    /// A text: the `error` or the `cause` of the execution, or of a step.
    Text {
        /// The key.
        key: &'static str,
        /// The run of a step that it is about; `None` is the execution.
        run: Option<String>,
        /// The text that was expected.
        expected: String,
        /// What was found, in words.
        found: String,
    },
    /// A value: the `output` of the execution, or `input`, `sent` or `output` of a step.
    Value {
        /// The key.
        key: &'static str,
        /// The run of a step that it is about; `None` is the execution.
        run: Option<String>,
        /// Where it differs.
        differences: Vec<Difference>,
        /// How many other runs of the step differ as well.
        others: usize,
    },
    /// A value that is not there.
    NoValue {
        /// The key.
        key: &'static str,
        /// The run of a step that it is about; `None` is the execution.
        run: Option<String>,
        /// What was expected, shortened.
        expected: String,
        /// Why there is none.
        found: String,
    },
    /// `path`: a step does not come where it should.
    Path {
        /// The step.
        step: String,
        /// The step of the path before it; `None` when it is the first.
        after: Option<String>,
        /// What was entered behind that one.
        instead: Vec<String>,
        /// Whether the step was entered before that one.
        earlier: bool,
    },
    /// `never`: a step was entered.
    Never {
        /// The step.
        step: String,
        /// How often.
        times: usize,
        /// Where, the first time.
        place: String,
    },
    /// `events`.
    Events {
        /// The type.
        kind: EventType,
        /// How many were expected.
        expected: u32,
        /// How many there are.
        found: usize,
        /// The type that says the same in this run's history, when this one cannot occur there.
        instead: Option<EventType>,
    },
    /// `steps`: a step was not entered, or there is no run of this number.
    NoRun {
        /// The step.
        step: String,
        /// The number that was asked for.
        run: Option<u32>,
        /// How many runs there are.
        found: usize,
    },
    /// A count of `steps`: `runs` or `attempts`.
    Count {
        /// The key.
        key: &'static str,
        /// The step, or one run of it.
        step: String,
        /// How many were expected.
        expected: u32,
        /// How many there are.
        found: u32,
    },
}

/// The first line: what was expected, and what was found.
impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::Status { expected, found } => write!(f, "status: expected {}, found {found}", expected.name()),
            What::Text { key, run, expected, found } => {
                write!(f, "{}: expected {expected}, found {found}", subject(key, run.as_deref()))
            }
            What::Value { key, run, differences, .. } => match differences.as_slice() {
                [only] if only.path == "$" => {
                    let Difference { expected, found, .. } = only;
                    write!(f, "{}: expected {expected}, found {found}", subject(key, run.as_deref()))
                }
                _ => write!(f, "{} is not as expected", subject(key, run.as_deref())),
            },
            What::NoValue { key, run, expected, found } => {
                write!(f, "{}: expected {expected}, found none: {found}", subject(key, run.as_deref()))
            }
            What::Path { step, after: None, .. } => write!(f, "path: {step} was not entered"),
            What::Path { step, after: Some(after), .. } => write!(f, "path: {step} was not entered after {after}"),
            What::Never { step, times, place } => {
                write!(f, "never: {step} was entered{}", times_words(*times))?;
                if place.is_empty() { Ok(()) } else { write!(f, " ({place})") }
            }
            What::Events { kind, expected, found, .. } => {
                write!(f, "events: expected {expected} {}, found {found}", kind.name())
            }
            What::NoRun { step, run: None, .. } => write!(f, "steps: {step} was not entered"),
            What::NoRun { step, run: Some(run), found } => {
                write!(f, "steps: expected a run {run} of {step}, found {}", counted(*found, "run"))
            }
            What::Count { key, step, expected, found } => {
                write!(f, "steps: {step}: {key}: expected {expected}, found {found}")
            }
        }
    }
}

impl Broken {
    /// What there is to know besides the first line; the smallest places that differ, what came instead.
    pub fn details(&self) -> Vec<String> {
        match &self.what {
            What::Value { differences, others, .. } => {
                let mut lines: Vec<String> = match differences.as_slice() {
                    [only] if only.path == "$" => Vec::new(),
                    several => several.iter().take(MOST).map(ToString::to_string).collect(),
                };
                if differences.len() > MOST {
                    lines.push(format!("and {} more", counted(differences.len() - MOST, "difference")));
                }
                if *others > 0 {
                    lines.push(format!("and {} of this step as well", counted(*others, "other run")));
                }
                lines
            }
            What::Path { after, instead, earlier, .. } => {
                let mut lines = Vec::new();
                let names = |most: usize| instead.iter().take(most).cloned().collect::<Vec<_>>().join(", ");
                let more = if instead.len() > MOST { ", …" } else { "" };
                lines.push(match (after, instead.is_empty()) {
                    (None, true) => "no step was entered".to_owned(),
                    (None, false) => format!("entered were {}{more}", names(MOST)),
                    (Some(after), true) => format!("nothing was entered after {after}"),
                    (Some(after), false) => format!("after {after} came {}{more}", names(MOST)),
                });
                if *earlier {
                    lines.push("it was entered before that".to_owned());
                }
                lines
            }
            What::Events { kind, instead: Some(instead), .. } => {
                vec![format!("this history has no events of the type {}; it says {}", kind.name(), instead.name())]
            }
            What::Status { .. }
            | What::Text { .. }
            | What::NoValue { .. }
            | What::Never { .. }
            | What::Events { .. }
            | What::NoRun { .. }
            | What::Count { .. } => Vec::new(),
        }
    }
}

/// What an expectation is about: a key of the execution, or of a step.
fn subject(key: &str, run: Option<&str>) -> String {
    run.map_or_else(|| key.to_owned(), |run| format!("steps: {run}: {key}"))
}

fn times_words(times: usize) -> String {
    if times > 1 { format!(" {times} times") } else { String::new() }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
