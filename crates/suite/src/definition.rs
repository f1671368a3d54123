//! A definition that scenarios run.

use std::sync::Arc;

use flowglass_flow::{Flow, LineIndex, Position, Span};

/// A definition that scenarios run, and where it comes from.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The file that holds it, as people are told.
    pub file: String,
    /// The file's name without its ending, or the name of its resource: what tasks and scenarios may call the flow.
    pub stem: String,
    /// The flow's own name; the stem when it has none.
    pub name: String,
    /// What it says.
    pub flow: Arc<Flow>,
    /// The text of the file.
    pub text: Arc<str>,
    /// Where the lines of the text begin.
    pub lines: Arc<LineIndex>,
}

impl Definition {
    /// Whether a scenario may mean it by `name`.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.stem == name || self.name == name
    }

    /// Where a part of it begins in the file.
    pub fn position(&self, at: Span) -> Position {
        self.lines.position(&self.text, at.start as usize)
    }
}
