//! Values of a definition as words: constants plain, computed ones as they are written.

use flowglass_expression::Json;
use flowglass_flow::{Template, Value};

/// The value as a reader of the definition knows it.
pub(crate) fn value_words(value: &Value) -> String {
    match value {
        Value::Constant(constant) => constant_words(constant),
        Value::Reference(reference) => reference.text().to_owned(),
        Value::Expression(expression) => expression.text().to_owned(),
        Value::Unknown(text) | Value::Broken(text) => text.clone(),
    }
}

/// The plain text of a constant: without quotes around a string.
pub(crate) fn constant_words(constant: &Json) -> String {
    constant.as_str().map_or_else(|| constant.to_compact(), str::to_owned)
}

/// The value under `key` of an object that is written out, as words.
pub(crate) fn member_words(template: Option<&Template>, key: &str) -> Option<String> {
    match template? {
        Template::Object(members) => {
            let (_, value) = members.iter().find(|(name, _)| name.value == key)?;
            match value {
                Template::Value(value) => Some(value_words(&value.value)),
                Template::Object(_) | Template::List(_) => None,
            }
        }
        Template::Value(value) => match &value.value {
            Value::Constant(constant) => constant.get(key).map(constant_words),
            Value::Reference(_) | Value::Expression(_) | Value::Unknown(_) | Value::Broken(_) => None,
        },
        Template::List(_) => None,
    }
}
