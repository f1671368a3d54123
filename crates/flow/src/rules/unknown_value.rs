//! `unknown-value`: a word that its key does not know.

use super::{one_of, quoted};
use crate::finding::{Rule, Severity};
use crate::span::Span;
use flowglass_expression::closest;

/// A value that is none of those its key takes.
pub(crate) struct UnknownValue {
    pub(crate) at: Span,
    pub(crate) key: &'static str,
    pub(crate) found: String,
    pub(crate) known: &'static [&'static str],
    pub(crate) why: &'static str,
    pub(crate) severity: Severity,
}

impl Rule for UnknownValue {
    const CODE: &'static str = "unknown-value";
    fn severity(&self) -> Severity {
        self.severity
    }
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        format!("`{}` is {}", self.key, quoted(&self.found))
    }
    fn why(&self) -> String {
        self.why.to_owned()
    }
    fn help(&self) -> String {
        match closest(&self.found, self.known.iter().copied()) {
            Some(word) => format!("Write `{word}`."),
            None => format!("Write {}.", one_of(self.known)),
        }
    }
}
