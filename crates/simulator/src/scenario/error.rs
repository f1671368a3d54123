//! Why a text is no scenario.

use std::fmt;

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
    let nearest = known.iter().map(|key| (distance(unknown, key), *key)).min()?;
    let hint = if nearest.0 <= 1 + unknown.chars().count() / 3 {
        format!("did you mean `{}`?", nearest.1)
    } else {
        format!("known keys are {}", known.join(", "))
    };
    Some(format!("{place}unknown key `{unknown}`; {hint}"))
}

/// Words the message for a key that stands twice anew: the place is that of the mapping.
fn with_double_key(words: &str) -> Option<String> {
    let (place, key) = words.split_once("duplicate field ")?;
    Some(format!("{place}the key {key} stands twice in the mapping that begins here"))
}

/// How many characters must be put in, taken out, changed or swapped with their neighbour; upper and lower case are
/// the same. Long texts are as far as can be.
fn distance(one: &str, other: &str) -> usize {
    const LONGEST: usize = 64;
    let lower = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<Vec<_>>();
    let (one, other) = (lower(one), lower(other));
    if one.len() > LONGEST || other.len() > LONGEST {
        return usize::MAX;
    }
    let row = |index: usize| (0..=other.len()).map(move |column| if index == 0 { column } else { index });
    let mut rows: Vec<Vec<usize>> = (0..=one.len()).map(|index| row(index).collect()).collect();
    for i in 1..=one.len() {
        for j in 1..=other.len() {
            let change = rows[i - 1][j - 1] + usize::from(one[i - 1] != other[j - 1]);
            let mut least = change.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = least;
        }
    }
    rows[one.len()][other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_edits() {
        for (one, other, expected) in
            [("", "", 0), ("task", "tasks", 1), ("outcoems", "outcomes", 1), ("Mode", "mode", 0), ("ab", "cd", 2)]
        {
            assert_eq!(distance(one, other), expected, "{one} {other}");
        }
    }
}
