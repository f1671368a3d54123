//! `unknown-type`: a step is of a type that the language does not have.

use super::{one_of, quoted};
use crate::finding::Rule;
use crate::span::Span;

/// A type that names no kind of step.
pub(crate) struct UnknownType {
    pub(crate) at: Span,
    pub(crate) found: String,
    pub(crate) closest: Option<&'static str>,
    pub(crate) known: &'static [&'static str],
}

impl Rule for UnknownType {
    const CODE: &'static str = "unknown-type";
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        format!("{} is not a type of step", quoted(&self.found))
    }
    fn why(&self) -> String {
        "The service refuses a step of a type that it does not know; such a step is drawn, and a run that reaches it fails.".to_owned()
    }
    fn help(&self) -> String {
        match self.closest {
            Some(name) => format!("Write `{name}`."),
            None => format!("Write {}.", one_of(self.known)),
        }
    }
}
