//! Reads conditions, references and expressions, or keeps their text.
//!
//! The viewer of a docs page shows the text of a condition and never evaluates one. It is built without the feature
//! `expressions`, and so without the parsers of both languages.

use flowglass_expression::SyntaxError;
#[cfg(feature = "expressions")]
use flowglass_expression::{legacy, state_machine};

use crate::model::{ConditionExpression, Value};

type Read<T> = Result<T, SyntaxError>;

#[cfg(feature = "expressions")]
pub(super) fn reference(text: &str) -> Read<Value> {
    legacy::Reference::parse(text).map(|reference| Value::Reference(Box::new(reference)))
}

#[cfg(feature = "expressions")]
pub(super) fn expression(text: &str) -> Read<Value> {
    state_machine::Expression::parse(text).map(|expression| Value::Expression(Box::new(expression)))
}

#[cfg(feature = "expressions")]
pub(super) fn legacy_condition(text: &str) -> Read<Option<ConditionExpression>> {
    legacy::Condition::parse(text).map(|condition| Some(ConditionExpression::Legacy(Box::new(condition))))
}

#[cfg(feature = "expressions")]
pub(super) fn state_machine_condition(text: &str) -> Read<Option<ConditionExpression>> {
    state_machine::Expression::parse(text).map(|condition| Some(ConditionExpression::StateMachine(Box::new(condition))))
}

#[cfg(not(feature = "expressions"))]
pub(super) fn reference(text: &str) -> Read<Value> {
    Ok(Value::Broken(text.to_owned()))
}

#[cfg(not(feature = "expressions"))]
pub(super) fn expression(text: &str) -> Read<Value> {
    Ok(Value::Broken(text.to_owned()))
}

#[cfg(not(feature = "expressions"))]
pub(super) fn legacy_condition(_: &str) -> Read<Option<ConditionExpression>> {
    Ok(None)
}

#[cfg(not(feature = "expressions"))]
pub(super) fn state_machine_condition(_: &str) -> Read<Option<ConditionExpression>> {
    Ok(None)
}
