//! `duplicate-name`: two steps have the same name.

use super::quoted;
use crate::finding::{Related, Rule, Severity};
use crate::span::Span;

/// The second of two steps with one name.
pub(crate) struct DuplicateName {
    pub(crate) at: Span,
    pub(crate) first: Span,
    pub(crate) name: String,
    /// Set when the two stand in different lists and the language allows it.
    pub(crate) allowed: bool,
}

impl Rule for DuplicateName {
    const CODE: &'static str = "duplicate-name";
    fn severity(&self) -> Severity {
        if self.allowed { Severity::Warning } else { Severity::Error }
    }
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        format!("another step is called {} too", quoted(&self.name))
    }
    fn why(&self) -> String {
        "A jump could mean either, and the history tells steps apart by their bare name.".to_owned()
    }
    fn help(&self) -> String {
        "Rename one of the two.".to_owned()
    }
    fn related(&self) -> Vec<Related> {
        vec![Related { at: self.first, what: "the first one".to_owned() }]
    }
}
