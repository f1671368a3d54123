//! Why a text is no scenario.

use std::fmt;

use flowglass_flow::{Document, LineIndex, SyntaxError};

/// Why a text is no scenario, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioError {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What is wrong and, if known, what to write.
    pub message: String,
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for ScenarioError {}

impl ScenarioError {
    /// Something is wrong at the byte `offset` of a document.
    pub(super) fn at(document: &Document, offset: usize, message: String) -> Self {
        let place = document.lines.position(&document.text, offset);
        Self { line: place.line, column: place.column, message }
    }

    /// The text is no YAML.
    pub(super) fn syntax(text: &str, error: SyntaxError) -> Self {
        let place = LineIndex::new(text).position(text, error.offset);
        Self { line: place.line, column: place.column, message: error.message }
    }
}
