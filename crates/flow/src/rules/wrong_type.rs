//! `wrong-type`: a value is of another type than its key takes.

use crate::finding::{Rule, Severity};
use crate::span::Span;

/// A value that its key cannot take.
pub(crate) struct WrongType {
    pub(crate) at: Span,
    pub(crate) key: String,
    /// What it should be: `a list`, `text`.
    pub(crate) expected: &'static str,
    /// What it is: `a mapping`, `the number 3`.
    pub(crate) found: String,
    /// Set when the value can be taken all the same.
    pub(crate) tolerated: bool,
}

impl Rule for WrongType {
    const CODE: &'static str = "wrong-type";
    fn severity(&self) -> Severity {
        if self.tolerated { Severity::Warning } else { Severity::Error }
    }
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        format!("`{}` is {}, not {}", self.key, self.found, self.expected)
    }
    fn why(&self) -> String {
        if self.tolerated {
            "YAML reads this value as something else than text; here it is taken as it is written.".to_owned()
        } else {
            format!("This key takes {}; the value is left out.", self.expected)
        }
    }
    fn help(&self) -> String {
        if self.tolerated { "Put the value in quotes.".to_owned() } else { format!("Write {} here.", self.expected) }
    }
}
