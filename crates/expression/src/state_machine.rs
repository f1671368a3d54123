//! The expressions of `Type: StateMachine`: paths from variables, operators and built-in functions.
//!
//! They stand behind keys that end in `.$`, in `ItemsPath` and in `Condition`.
//! Source: state machine reference 4 and 5.

mod advice;
mod documented;
mod evaluate;
mod expression;
mod fault;
mod functions;
mod operators;
mod parse;
mod remarks;
mod signature;

use crate::Json;

pub use documented::{CONTEXT_MEMBERS, FUNCTION_DOCUMENTATION, VARIABLE_DOCUMENTATION};
pub use expression::Expression;
pub use fault::{Fault, FaultKind};
pub use signature::{FUNCTIONS, Signature, function};

/// A variable that the service defines.
///
/// Source: state machine reference 3.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Variable {
    /// `$Input`, the input of the current state.
    Input,
    /// `$Output`, the raw output of the current state; only where an output is built.
    Output,
    /// `$Context`, facts about the execution and the current state.
    Context,
    /// `$Global`, what `GlobalConstructor`s have written.
    Global,
    /// `$Item`, the original item; only in the `ItemConstructor` of a distributed Map.
    Item,
}

impl Variable {
    /// Every variable, in the order of the documentation.
    pub const EVERY: [Self; 5] = [Self::Input, Self::Output, Self::Context, Self::Global, Self::Item];

    /// Gives the name as it is written, with the dollar sign.
    pub fn text(self) -> &'static str {
        match self {
            Self::Input => "$Input",
            Self::Output => "$Output",
            Self::Context => "$Context",
            Self::Global => "$Global",
            Self::Item => "$Item",
        }
    }
}

/// The values of the variables; `None` where a variable does not exist.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// `$Input`.
    pub input: &'a Json,
    /// `$Output`.
    pub output: Option<&'a Json>,
    /// `$Context`.
    pub context: &'a Json,
    /// `$Global`.
    pub global: &'a Json,
    /// `$Item`.
    pub item: Option<&'a Json>,
}

impl<'a> Scope<'a> {
    pub(crate) fn value(&self, variable: Variable) -> Option<&'a Json> {
        match variable {
            Variable::Input => Some(self.input),
            Variable::Output => self.output,
            Variable::Context => Some(self.context),
            Variable::Global => Some(self.global),
            Variable::Item => self.item,
        }
    }
}

/// Choices where the documentation is silent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// What a path that leads nowhere means, outside of conditions.
    pub missing_path: MissingPath,
}

/// What a path that leads nowhere means.
///
/// Source: state machine reference, CHOICE 39.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MissingPath {
    /// It is `null`, with a note.
    #[default]
    Null,
    /// Evaluation fails with `Sim.MissingPath`.
    Fail,
}
