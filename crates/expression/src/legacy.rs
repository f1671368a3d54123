//! The expressions of `type: flow`: references into data, and the conditions of choices.
//!
//! There are no functions and no text interpolation in this language.
//! Source: legacy reference 9 and 10.

mod coerce;
mod condition;
mod documented;
mod evaluate;
mod parse;
mod reference;
mod remarks;

pub use condition::Condition;
pub use documented::{CONTEXT_MEMBERS, ROOT_DOCUMENTATION};
pub use reference::{Reference, Root, Scope, is_reference};
