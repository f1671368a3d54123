//! `missing-key`: a key that must be there is not.

use crate::finding::{Rule, Severity};
use crate::span::Span;

/// A mapping lacks a key.
pub(crate) struct MissingKey {
    /// The mapping's first key, or what stands for the mapping.
    pub(crate) at: Span,
    pub(crate) key: &'static str,
    /// Whose key it is: `a task step`, `a retry rule`.
    pub(crate) owner: String,
    /// Why it is needed, in a sentence.
    pub(crate) why: &'static str,
    pub(crate) severity: Severity,
}

impl Rule for MissingKey {
    const CODE: &'static str = "missing-key";
    fn severity(&self) -> Severity {
        self.severity
    }
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        format!("`{}` is missing in {}", self.key, self.owner)
    }
    fn why(&self) -> String {
        self.why.to_owned()
    }
    fn help(&self) -> String {
        format!("Add `{}`.", self.key)
    }
}
