//! `out-of-range`: a number beyond what its key takes.

use crate::finding::{Rule, Severity};
use crate::span::Span;

/// A number that the service does not take.
pub(crate) struct OutOfRange {
    pub(crate) at: Span,
    pub(crate) key: String,
    pub(crate) found: String,
    /// What is allowed: `1 to 300`.
    pub(crate) allowed: String,
    pub(crate) why: &'static str,
    pub(crate) severity: Severity,
}

impl Rule for OutOfRange {
    const CODE: &'static str = "out-of-range";
    fn severity(&self) -> Severity {
        self.severity
    }
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        format!("`{}` is {}", self.key, self.found)
    }
    fn why(&self) -> String {
        self.why.to_owned()
    }
    fn help(&self) -> String {
        format!("Write {}.", self.allowed)
    }
}
