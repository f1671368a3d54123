//! Text of a CloudFlow definition → spanned document → one [`Flow`] for both dialects, with findings.
//!
//! Reading never fails: [`parse`] returns what it understood, and findings that point at the text.

#[cfg(feature = "serde")]
mod as_text;
mod check;
mod check_steps;
mod document;
mod file;
mod finding;
mod known_data;
mod lower;
mod model;
mod parse;
mod paths;
mod reads;
mod rules;
pub mod services;
mod span;
mod started_flow;
mod timestamp;

pub use document::{Document, Node, NodeId, NodeKind, Scalar, SyntaxError, read_whole};
pub use file::{Definition, Elsewhere, FileKind, Opened, Reading, open, open_as};
pub use finding::{Edit, Example, Finding, Fix, Page, Related, Severity, Told, Words, apply};
pub use known_data::{KnownData, KnownObject, Member, Shape, StepData, known_data};
pub use lower::{Mode, keys};
pub use model::{
    ALL_ERRORS, Arm, Catch, Choice, Condition, ConditionExpression, Data, Dialect, Distributed, Fail, Flow, Jump, Loop,
    Map, Mapping, Owner, Parallel, Pattern, Retry, Scope, ScopeId, Step, StepId, StepKind, Target, Task, TaskTarget,
    Template, Value, Wait, WhenDone,
};
pub use parse::{Parsed, parse, parse_for, text_of};
pub use rules::pages;
pub use span::{LineIndex, Position, Span, Spanned, Utf16Index};
pub use started_flow::{flow_of_resource, starts_execution};
