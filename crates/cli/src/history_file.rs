//! Reading histories: what `simulate --history-out` writes, and what the service answers.

use std::path::{Path, PathBuf};

use flowglass_api::{ReadError, WireExecution, read_execution_file};
use flowglass_history::{Event, History};

use crate::exit::Trouble;
use crate::input_files::{Inputs, name_of};

/// An execution with its history.
#[derive(Clone, Debug, Default)]
pub(crate) struct HistoryFile {
    /// What it is called in messages.
    pub(crate) name: String,
    /// The execution, as far as the file describes it.
    pub(crate) execution: WireExecution,
    /// What happened.
    pub(crate) history: History,
}

/// Reads a text that holds an execution, or the events of one.
///
/// # Errors
/// It holds neither.
pub(crate) fn read_history(path: &Path, text: &str) -> Result<HistoryFile, Trouble> {
    let name = name_of(path);
    match read_execution_file(text) {
        Ok((execution, history)) => Ok(HistoryFile { name, execution, history }),
        Err(error) => Err(Trouble::History { name, error }),
    }
}

/// Whether a text looks like an execution file rather than like a scenario.
pub(crate) fn is_history(text: &str) -> bool {
    match read_execution_file(text) {
        Ok(_) | Err(ReadError::Event(_)) => true,
        // JSON with something of the wrong type in it is no scenario either.
        Err(ReadError::Shape { .. }) => {
            text.trim_start_matches('\u{feff}').trim_start().starts_with('{')
                && ["\"Events\"", "\"Execution\""].iter().any(|key| text.contains(key))
        }
        Err(ReadError::OtherKind) => false,
    }
}

/// Reads several files: those that describe an execution, each with the pages of events that follow it and describe
/// none. The first is the execution that matters; the others are executions that it started.
///
/// # Errors
/// A file cannot be read, or is no history.
pub(crate) fn read_histories(paths: &[PathBuf], inputs: &mut Inputs) -> Result<Vec<HistoryFile>, Trouble> {
    let mut files: Vec<HistoryFile> = Vec::new();
    for path in paths {
        let file = read_history(path, &inputs.read(path)?)?;
        let is_page = file.execution == WireExecution::default();
        match files.last_mut().filter(|_| is_page) {
            Some(before) => before.history = joined(&before.history, &file.history),
            None => files.push(file),
        }
    }
    Ok(files)
}

/// The events of two pages in the order of their numbers; an event that is on both counts once.
fn joined(one: &History, other: &History) -> History {
    let mut events: Vec<Event<'_>> = one.events().chain(other.events()).collect();
    events.sort_by_key(|event| event.id);
    let mut all = History::new();
    for event in &events {
        // Refused only when the number was there before.
        let _ = all.record(event);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn histories_are_told_from_scenarios() {
        fn check(text: &str, expected: bool) {
            assert_eq!(is_history(text), expected, "{text}");
        }
        check(r#"{"Events": []}"#, true);
        check(r#" {"Execution": {"Name": 5}, "Events": [{}]}"#, true);
        check(r#"{"Events": [{"EventId": true}]}"#, true);
        check(r#"{"input": {}}"#, false);
        check("format: 1\ninput: {}\n", false);
        check("", false);
    }

    #[test]
    fn pages_are_put_together() {
        let page = |lines: &str| History::from_lines(lines).unwrap();
        let (one, two) = (page("1 <- 0 A {}\n2 <- 1 B {}"), page("2 <- 1 B {}\n3 <- 2 C {}"));
        let all = joined(&two, &one);
        let events: Vec<_> = all.events().map(|event| (event.id.0, event.kind.name())).collect();
        assert_eq!(events, [(1, "A"), (2, "B"), (3, "C")]);
    }
}
