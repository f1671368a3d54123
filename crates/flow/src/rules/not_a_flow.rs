//! `not-a-flow`: the text is readable, but no definition.

use crate::finding::Rule;
use crate::span::Span;

/// What stands where a definition should.
pub(crate) struct NotAFlow {
    pub(crate) at: Span,
    pub(crate) found: Found,
}

/// What was found instead of a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing but blanks and comments.
    Nothing,
    /// A single value.
    Scalar,
    /// A list.
    Sequence,
    /// A mapping without a sign of either language.
    Mapping,
}

impl Rule for NotAFlow {
    const CODE: &'static str = "not-a-flow";
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        match self.found {
            Found::Nothing => "there is no definition here yet",
            Found::Scalar => "this is a single value, not a definition",
            Found::Sequence => "this is a list, not a definition",
            Found::Mapping => "this is neither a `Type: StateMachine` nor a `type: flow` definition",
        }
        .to_owned()
    }
    fn why(&self) -> String {
        "A definition is a mapping that names its language and its steps.".to_owned()
    }
    fn help(&self) -> String {
        "Begin with `Type: StateMachine`, `SpecVersion: v1`, `Name`, `StartAt` and `States` (or, in the older language, with `version: v1`, `type: flow` and `steps`).".to_owned()
    }
}
