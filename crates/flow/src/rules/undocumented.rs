//! `undocumented`: something that only the vendor's editor schema knows.

use crate::finding::{Rule, Severity};
use crate::span::Span;

/// A key or type that no page of the service describes.
pub(crate) struct Undocumented {
    pub(crate) at: Span,
    pub(crate) what: &'static str,
    pub(crate) help: &'static str,
}

impl Rule for Undocumented {
    const CODE: &'static str = "undocumented";
    fn severity(&self) -> Severity {
        Severity::Warning
    }
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        format!("{} is not documented", self.what)
    }
    fn why(&self) -> String {
        "Only the vendor's editor schema knows it [VSC]; what the service does with it is not known, so it is not simulated.".to_owned()
    }
    fn help(&self) -> String {
        self.help.to_owned()
    }
}
