//! `no-way-on`: a state says neither where to go nor that it is the end.

use super::quoted;
use crate::finding::Rule;
use crate::span::Span;

/// A state with neither `Next` nor `End: true`.
pub(crate) struct NoWayOn {
    pub(crate) at: Span,
    pub(crate) name: String,
}

impl Rule for NoWayOn {
    const CODE: &'static str = "no-way-on";
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        format!("{} has neither `Next` nor `End: true`", quoted(&self.name))
    }
    fn why(&self) -> String {
        "States are not run in the order of the list; after this one an execution cannot go on.".to_owned()
    }
    fn help(&self) -> String {
        "Add `Next` with the name of the following state, or `End: true`.".to_owned()
    }
}
