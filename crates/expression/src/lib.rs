//! The expression languages of both flow dialects: text in, checked expression out, value out of that.
//!
//! [`legacy`] reads the references and conditions of `type: flow`; [`state_machine`] reads the expressions of
//! `Type: StateMachine`. [`Json`] is the value type of the whole project. Nothing here knows flows, YAML or time, and
//! randomness comes in as a [`Random`].
//!
//! What is wrong comes in three degrees: a [`SyntaxError`] where a text is no expression, a
//! [`Fault`](state_machine::Fault) where one can be read but never has a value, a [`Remark`] where a part of it fails or
//! does nothing whenever it is evaluated. All of them, and the [`Part`]s that an expression consists of, point into its
//! text.

mod closest;
mod documentation;
mod error;
mod json;
mod language;
pub mod legacy;
mod operator;
mod part;
mod path;
mod random;
mod remark;
mod scan;
pub mod state_machine;
mod syntax;
mod unexpected;

pub use closest::closest;
pub use documentation::{Documentation, Evidence, Member};
pub use error::{ErrorKind, EvaluationError, Note};
pub use json::{Json, JsonError, MAX_DEPTH, Number, Object, text_len};
pub use language::Language;
pub use part::{Call, Part, PartKind, Path, PathRoot};
pub use path::{Segment, Step};
pub use random::Random;
pub use remark::{Remark, RemarkKind};
pub use syntax::{SyntaxError, SyntaxProblem};
