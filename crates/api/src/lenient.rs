//! How members are read that may come in more than one form.

use flowglass_expression::Json;
use serde::de::{Deserialize, Deserializer, Error};

/// Reads a text; `null` is an empty one, and any other value becomes its compact JSON text.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(optional_text(deserializer)?.unwrap_or_default())
}

/// Reads a text that may be missing or `null`; any other value becomes its compact JSON text.
pub(crate) fn optional_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Json::deserialize(deserializer)? {
        Json::Null => None,
        Json::String(text) => Some(text.as_ref().to_owned()),
        other => Some(other.to_compact()),
    })
}

/// Reads a whole number, also as a text; `null` and an empty text are 0.
pub(crate) fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    Ok(optional_integer(deserializer)?.unwrap_or(0))
}

/// Reads a whole number that may be missing, `null` or an empty text; also as a text.
pub(crate) fn optional_integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let value = Json::deserialize(deserializer)?;
    match &value {
        Json::Null => Ok(None),
        Json::String(text) if text.trim().is_empty() => Ok(None),
        _ => whole(&value).map(Some),
    }
}

/// Reads a list that may be `null`.
pub(crate) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Reads the token of a next page; an empty one is none (api.md 3, CHOICE for readers).
pub(crate) fn token<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(optional_text(deserializer)?.filter(|token| !token.is_empty()))
}

fn whole<E: Error>(value: &Json) -> Result<i64, E> {
    let read = match value {
        Json::Number(number) => number.as_i64(),
        Json::String(text) => text.trim().parse().ok(),
        Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) => None,
    };
    read.ok_or_else(|| E::custom(format!("expected a whole number, and this is of type {}", value.kind())))
}
