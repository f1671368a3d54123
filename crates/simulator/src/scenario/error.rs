//! Why a text is no scenario.

use std::fmt;

use flowglass_expression::closest;

/// Why a text is no scenario, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioError {
    /// The line, from 1; 0 when the place is not known.
    pub line: usize,
    /// The column in characters, from 1; 0 when the place is not known.
    pub column: usize,
    /// What is wrong and, if known, what to write.
    pub message: String,
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            return f.write_str(&self.message);
        }
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for ScenarioError {}

impl From<serde_yaml::Error> for ScenarioError {
    fn from(error: serde_yaml::Error) -> Self {
        let (line, column) = error.location().map_or((0, 0), |at| (at.line(), at.column()));
        let text = error.to_string();
        // The place is told apart from the words.
        let suffix = format!(" at line {line} column {column}");
        let words = text.replacen(&suffix, "", 1);
        Self { line, column, message: with_nearest_key(&words).or_else(|| with_double_key(&words)).unwrap_or(words) }
    }
}

/// Words the message for an unknown key anew, with the known key that is most like it.
fn with_nearest_key(words: &str) -> Option<String> {
    let (place, rest) = words.split_once("unknown field `")?;
    let mut parts = rest.split('`');
    let unknown = parts.next()?;
    // What follows alternates between words and the known keys in their quotes.
    let known: Vec<&str> = parts.skip(1).step_by(2).collect();
    let hint = match closest(unknown, known.iter().copied()) {
        Some(key) => format!("did you mean `{key}`?"),
        None => format!("known keys are {}", known.join(", ")),
    };
    Some(format!("{place}unknown key `{unknown}`; {hint}"))
}

/// Words the message for a key that stands twice anew: the place is that of the mapping.
fn with_double_key(words: &str) -> Option<String> {
    let (place, key) = words.split_once("duplicate field ")?;
    Some(format!("{place}the key {key} stands twice in the mapping that begins here"))
}
