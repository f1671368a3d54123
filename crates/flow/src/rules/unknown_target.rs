//! `unknown-target`: a jump names a step that its scope does not have.

use super::quoted;
use crate::finding::{Related, Rule};
use crate::span::Span;

/// A jump that leads nowhere.
pub(crate) struct UnknownTarget {
    pub(crate) at: Span,
    /// The key that holds the name: `goto`, `Next`.
    pub(crate) key: &'static str,
    pub(crate) name: String,
    /// The closest name in scope, when one is close enough to suggest.
    pub(crate) closest: Option<String>,
    /// A step of this name in another scope.
    pub(crate) elsewhere: Option<Span>,
}

impl Rule for UnknownTarget {
    const CODE: &'static str = "unknown-target";
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        match self.elsewhere {
            Some(_) => {
                format!("`{}` leads out of its scope: {} stands in another list of steps", self.key, quoted(&self.name))
            }
            None => format!("`{}` names no step: {}", self.key, quoted(&self.name)),
        }
    }
    fn why(&self) -> String {
        "A jump reaches only steps of the same list; an execution that comes here cannot go on.".to_owned()
    }
    fn help(&self) -> String {
        match (&self.closest, self.elsewhere) {
            (Some(name), _) => format!("Write {}.", quoted(name)),
            (None, Some(_)) => "Jump to a step beside this one; a container's end leads out of it.".to_owned(),
            (None, None) => "Name a step of the same list, or add the step.".to_owned(),
        }
    }
    fn related(&self) -> Vec<Related> {
        self.elsewhere.map(|at| Related { at, what: "the step of this name".to_owned() }).into_iter().collect()
    }
}
