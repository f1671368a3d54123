//! The file that holds one execution with its history.

use std::fmt;

use flowglass_history::History;
use serde::{Deserialize, Serialize};

use crate::{EventError, WireEvent, WireExecution, execution_history, history_from_events};

/// `{"Execution":{…},"Events":[…]}`: an execution and its history in the service's own shapes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ExecutionFile {
    /// The execution, as `DescribeExecution` answers it.
    #[serde(default)]
    pub execution: WireExecution,
    /// Its events, as `GetExecutionHistory` answers them.
    #[serde(default)]
    pub events: Vec<WireEvent>,
}

impl ExecutionFile {
    /// Puts an execution and its history together.
    pub fn new(execution: WireExecution, history: &History) -> Self {
        Self { execution, events: execution_history(history) }
    }

    /// Writes the file: indented, with a line break at the end.
    pub fn to_text(&self) -> String {
        let text = serde_json::to_string_pretty(self).expect("texts, numbers and named members can always be written");
        text + "\n"
    }
}

/// Reads an execution and its history, with events in any order.
///
/// An answer of `GetExecutionHistory` alone, `{"Events":[…]}`, is read too; the execution is then empty.
///
/// # Errors
/// When the text is no JSON object with `Execution` or `Events`, or when an event cannot be taken over.
pub fn read_execution_file(text: &str) -> Result<(WireExecution, History), ReadError> {
    /// The same with both parts optional, to tell a file of another kind.
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Parts {
        execution: Option<WireExecution>,
        events: Option<Vec<WireEvent>>,
    }
    let text = text.trim_start_matches('\u{feff}');
    let parts: Parts = serde_json::from_str(text).map_err(|error| ReadError::shape(text, &error))?;
    if parts.execution.is_none() && parts.events.is_none() {
        return Err(ReadError::OtherKind);
    }
    let history = history_from_events(&parts.events.unwrap_or_default()).map_err(ReadError::Event)?;
    Ok((parts.execution.unwrap_or_default(), history))
}

/// Why a text is no execution file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It is no JSON, or something in it is of the wrong type.
    Shape {
        /// The line, from 1.
        line: usize,
        /// The character in the line, from 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// It is JSON, but of something else.
    OtherKind,
    /// One of its events cannot be taken over.
    Event(EventError),
}

impl ReadError {
    fn shape(text: &str, error: &serde_json::Error) -> Self {
        let whole = error.to_string();
        let message = whole.rsplit_once(" at line ").map_or(whole.as_str(), |(message, _)| message).to_owned();
        let line = error.line().max(1);
        // The reader counts bytes; people count characters.
        let before = text.split('\n').nth(line - 1).map_or(0, |row| {
            let end = row.floor_char_boundary(error.column().saturating_sub(1).min(row.len()));
            row[..end].chars().count()
        });
        Self::Shape { line, column: before + 1, message }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape { line, column, message } => write!(f, "line {line}, column {column}: {message}"),
            Self::OtherKind => f.write_str(
                "this is no execution: expected an object with `Execution` and `Events`, as `flowglass simulate --history-out` writes it",
            ),
            Self::Event(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ReadError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        let history = History::from_lines(
            r#"
1 <- 0  ExecutionStarted     {"input":{"order":7}}
2 <- 1  StepEntered    步骤  {"input":{"order":7},"local":{}}
3 <- 2  StepNoticed    步骤  "raw"
"#,
        )
        .unwrap();
        let execution = WireExecution { name: "run".to_owned(), ..WireExecution::default() };
        let file = ExecutionFile::new(execution.clone(), &history);
        let text = file.to_text();
        assert!(text.starts_with("{\n  \"Execution\": {\n") && text.ends_with("]\n}\n"), "{text}");
        assert_eq!(read_execution_file(&text), Ok((execution, history)));
        assert_eq!(serde_json::from_str::<ExecutionFile>(&text).unwrap(), file);
    }

    #[test]
    fn parts_are_enough() {
        fn check(text: &str, name: &str, events: usize) {
            let (execution, history) = read_execution_file(text).unwrap();
            assert_eq!((execution.name.as_str(), history.len()), (name, events), "{text}");
        }
        check(r#"{"Execution":{"Name":"a"}}"#, "a", 0);
        check(r#"{"Events":[{"EventId":2,"Type":"B"},{"EventId":1,"Type":"A"}],"RequestId":"x"}"#, "", 2);
        check("\u{feff}{\"Execution\":{\"Name\":\"a\"},\"Events\":null}", "a", 0);
    }

    #[test]
    fn what_is_something_else_is_refused_in_words() {
        fn check(text: &str, expected: &str) {
            let error = read_execution_file(text).unwrap_err().to_string();
            assert!(error.starts_with(expected), "{error}");
        }
        check("", "line 1, column 1: EOF");
        check("steps: []", "line 1, column 1: expected value");
        check("[]", "line 1, column ");
        check("{}", "this is no execution");
        check(r#"{"States":[]}"#, "this is no execution");
        check("{\"Events\":[\n{\"EventId\":true}]}", "line 2, column ");
        check("{\"Events\":[{\"EventId\":1,\"Type\":\"步\"},\n 5]}", "line 2, column 2: invalid type");
        check(r#"{"Events":[{"Type":"A"}]}"#, "the event with EventId 0: events are numbered from 1");
    }
}
