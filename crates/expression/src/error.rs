//! What evaluation tolerates, and why it fails.

use std::fmt;
use std::ops::Range;

use crate::Json;

/// Something that evaluation tolerated, worth telling the author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Bytes in the text of the expression.
    pub at: Range<usize>,
    /// One sentence: what was found and what was taken instead.
    pub message: String,
}

/// Why an expression has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationError {
    /// Which kind of thing failed; decides the error name.
    pub kind: ErrorKind,
    /// What failed, in words.
    pub message: String,
}

/// What failed while an expression was evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// An operator met a value it cannot work on.
    Expression,
    /// A built-in function refused its arguments.
    Function,
    /// A path leads nowhere, and the options ask to fail then.
    MissingPath,
}

impl ErrorKind {
    /// Names the error as a simulated step reports it.
    ///
    /// Source: state machine reference 4.2; the names are ours, the service documents none.
    pub fn code(self) -> &'static str {
        match self {
            Self::Expression => "Sim.ExpressionError",
            Self::Function => "Sim.FunctionError",
            Self::MissingPath => "Sim.MissingPath",
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Display for EvaluationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.code(), self.message)
    }
}

impl std::error::Error for EvaluationError {}

/// Shortens a text for a message: at most 80 characters, then `…`.
pub(crate) fn shortened(text: &str) -> String {
    const MOST: usize = 80;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Describes a value in a message: scalars as they are, texts shortened, containers by their type.
pub(crate) fn described(value: &Json) -> String {
    match value {
        Json::Null => "null".to_owned(),
        Json::Bool(_) | Json::Number(_) => value.to_compact(),
        Json::String(text) => format!("the text \"{}\"", shortened(text)),
        Json::Array(_) => "an array".to_owned(),
        Json::Object(_) => "an object".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_say_their_code_and_cause() {
        fn check(kind: ErrorKind, expected: &str) {
            assert_eq!(EvaluationError { kind, message: "why".to_owned() }.to_string(), expected);
        }
        check(ErrorKind::Expression, "Sim.ExpressionError: why");
        check(ErrorKind::Function, "Sim.FunctionError: why");
        check(ErrorKind::MissingPath, "Sim.MissingPath: why");
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(shortened("中"), "中");
        assert_eq!(shortened(&"中".repeat(80)), "中".repeat(80));
        assert_eq!(shortened(&"中".repeat(81)), format!("{}…", "中".repeat(80)));
    }
}
