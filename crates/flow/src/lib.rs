//! Text of a CloudFlow definition → spanned document → one [`Flow`] for both dialects, with findings.
//!
//! Reading never fails: [`parse`] returns what it understood, and findings that point at the text.

mod finding;
mod model;
mod span;

pub use finding::{Finding, Findings, Related, Rule, Severity};
pub use model::{
    ALL_ERRORS, Arm, Catch, Choice, Condition, ConditionExpression, Data, Dialect, Distributed, Fail, Flow, Jump, Loop,
    Map, Mapping, Owner, Parallel, Pattern, Retry, Scope, ScopeId, Step, StepId, StepKind, Target, Task, TaskTarget,
    Template, Value, Wait, WhenDone,
};
pub use span::{LineIndex, Position, Span, Spanned, byte_offset, utf16_offset};
