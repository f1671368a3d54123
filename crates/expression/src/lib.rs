//! The expression languages of both flow dialects: text in, checked expression out, value out of that.
//!
//! [`legacy`] reads the references and conditions of `type: flow`; [`state_machine`] reads the expressions of
//! `Type: StateMachine`. [`Json`] is the value type of the whole project. Nothing here knows flows, YAML or time, and
//! randomness comes in as a [`Random`].

mod closest;
mod error;
mod json;
mod language;
pub mod legacy;
mod operator;
mod path;
mod random;
mod scan;
pub mod state_machine;

pub use closest::closest;
pub use error::{ErrorKind, EvaluationError, Note, SyntaxError};
pub use json::{Json, JsonError, MAX_DEPTH, Number, Object};
pub use language::Language;
pub use random::Random;
