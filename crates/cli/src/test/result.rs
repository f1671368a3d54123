//! One scenario as a test, and what came of it.

use std::path::Path;
use std::time::{Duration, Instant};

use flowglass_suite::Outcome;

use super::given::{Reader, Unfit};
use crate::arguments::TestArguments;
use crate::duration::duration_words;
use crate::input_files::name_of;

/// What came of a scenario.
#[derive(Debug)]
pub(super) struct Tested {
    /// Its file, as people are told.
    pub(super) file: String,
    /// What it calls itself.
    pub(super) name: Option<String>,
    /// The file of its flow; nothing when it is not known.
    pub(super) flow: Option<String>,
    pub(super) verdict: Verdict,
    /// Whether a note is a failure.
    notes_denied: bool,
    /// How long reading and running took.
    pub(super) took: Duration,
}

/// What came of running a scenario.
#[derive(Debug)]
pub(super) enum Verdict {
    /// It ran.
    Ran(Box<Outcome>),
    /// It did not: a definition has errors. The definition's name, and the errors as text.
    Refused { flow: String, errors: Vec<String> },
    /// It cannot be used: why.
    Unusable(String),
}

/// Something that makes a scenario fail.
#[derive(Debug)]
pub(super) struct Failure {
    /// Where the scenario says what is not so: line and column.
    pub(super) at: Option<(u32, u32)>,
    pub(super) message: String,
    pub(super) details: Vec<String>,
}

/// Runs the scenario of a file; `None` when neither its path nor its name contains the text of the filter.
#[expect(clippy::disallowed_methods, reason = "reports tell how long a test took on this machine")]
pub(super) fn test_file(reader: &Reader, path: &Path, arguments: &TestArguments) -> Option<Tested> {
    let start = Instant::now();
    let file = name_of(path);
    let read = reader.scenario(path);
    let name = read.as_ref().ok().and_then(|scenario| scenario.name.clone());
    let is_wanted = |text: &String| file.contains(text) || name.as_ref().is_some_and(|name| name.contains(text));
    if !arguments.filter.as_ref().is_none_or(is_wanted) {
        return None;
    }
    let case = read.and_then(|scenario| reader.case(path, scenario));
    let flow = case.as_ref().ok().map(|case| case.own().file.clone());
    let verdict = match case {
        Ok(case) => Verdict::Ran(Box::new(case.run())),
        Err(Unfit::Refused { flow, errors }) => Verdict::Refused { flow, errors },
        Err(Unfit::Trouble(words)) => Verdict::Unusable(words),
    };
    Some(Tested { file, name, flow, verdict, notes_denied: arguments.deny_notes, took: start.elapsed() })
}

impl Tested {
    pub(super) fn is_passed(&self) -> bool {
        match &self.verdict {
            Verdict::Ran(outcome) => outcome.is_met() && (outcome.notes.is_empty() || !self.notes_denied),
            Verdict::Refused { .. } | Verdict::Unusable(_) => false,
        }
    }

    /// What makes it fail; nothing when it passed or could not be used.
    pub(super) fn failures(&self) -> Vec<Failure> {
        match &self.verdict {
            Verdict::Ran(outcome) => {
                let broken = outcome.broken.iter().map(|broken| Failure {
                    at: Some((broken.at.line, broken.at.column)),
                    message: broken.to_string(),
                    details: broken.details(),
                });
                let denied = if self.notes_denied { outcome.notes.as_slice() } else { &[] };
                let notes = denied.iter().map(|note| Failure {
                    at: None,
                    message: format!("a note, and notes are denied: {note}"),
                    details: Vec::new(),
                });
                broken.chain(notes).collect()
            }
            Verdict::Refused { flow, errors } => vec![Failure {
                at: None,
                message: format!("not run: the service would refuse {flow}"),
                details: errors.iter().flat_map(|error| error.lines()).map(str::to_owned).collect(),
            }],
            Verdict::Unusable(_) => Vec::new(),
        }
    }

    /// What there is to know besides failures: what the run waits for, and its notes.
    pub(super) fn remarks(&self) -> Vec<String> {
        let Verdict::Ran(outcome) = &self.verdict else { return Vec::new() };
        let waiting = outcome.waiting.iter().map(|waiting| waiting.words(&duration_words(waiting.since_ms)));
        let notes = outcome.notes.iter().filter(|_| !self.notes_denied).map(|note| format!("note: {note}"));
        waiting.chain(notes).collect()
    }
}
