//! What an expression consists of, for those who look at it without evaluating it.

use std::ops::Range;

use crate::path::Segment;
use crate::state_machine::{Signature, Variable};
use crate::{Json, legacy};

/// A part of an expression or condition, and where it stands.
///
/// Parts come in the order of the text; what holds others comes before them. Parentheses are no part.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<'a> {
    /// Bytes in the text of the expression, with everything this part holds, without parentheses around it.
    pub at: Range<usize>,
    /// In the arguments of how many calls it lies.
    pub calls_around: usize,
    /// What it is.
    pub kind: PartKind<'a>,
}

/// What a part of an expression is.
#[derive(Debug, Clone, PartialEq)]
pub enum PartKind<'a> {
    /// A string, a number, `true`, `false` or `null`.
    Constant(&'a Json),
    /// A path into a value.
    Path(Path<'a>),
    /// A call, of a function that may be unknown.
    Call(Call<'a>),
    /// An array in brackets.
    Array,
    /// An object in braces.
    Object,
    /// An operator; the part holds its operands. `a && b && c` is one part for each `&&`, all at the same place.
    Operator {
        /// As it is written: `!`, `-`, `==`, `in`, `&&` and so on.
        symbol: &'static str,
        /// Bytes of the operator alone.
        symbol_at: Range<usize>,
    },
}

/// A path into a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Path<'a> {
    /// Where it begins.
    pub root: PathRoot,
    /// Bytes of the beginning, with the dollar sign.
    pub root_at: Range<usize>,
    /// The members, elements and wildcards it goes through.
    pub segments: &'a [Segment],
}

/// Where a path begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathRoot {
    /// At a variable of `Type: StateMachine`.
    Variable(Variable),
    /// At a root of `type: flow`.
    Legacy(legacy::Root),
    /// At a name that the language does not have.
    Unknown,
}

impl PathRoot {
    /// Gives the beginning as it is written, with the dollar sign; `None` for a name that the language does not have.
    pub fn text(self) -> Option<&'static str> {
        match self {
            Self::Variable(variable) => Some(variable.text()),
            Self::Legacy(root) => Some(root.text()),
            Self::Unknown => None,
        }
    }
}

/// A call of a built-in function.
#[derive(Debug, Clone, PartialEq)]
pub struct Call<'a> {
    /// The name as it is written.
    pub name: &'a str,
    /// Bytes of the name.
    pub name_at: Range<usize>,
    /// The function; `None` if there is none of this name.
    pub function: Option<&'static Signature>,
    /// Bytes of each argument, with parentheses around it.
    pub arguments: Vec<Range<usize>>,
}
