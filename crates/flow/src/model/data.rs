//! How a step's input and output are made: mappings in the older language, constructors in the new one.

use flowglass_expression::{Json, legacy, state_machine};

use super::Dialect;
use crate::span::{Span, Spanned};

/// How input and output of a step, or of a legacy flow, are made.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Data {
    /// The older language. `None` means the default of the step's kind; an empty list builds `{}`.
    Mappings {
        /// `inputMappings`.
        input: Option<Vec<Mapping>>,
        /// `outputMappings`.
        output: Option<Vec<Mapping>>,
    },
    /// The new language.
    Constructors {
        /// `InputConstructor`.
        input: Option<Template>,
        /// `OutputConstructor`.
        output: Option<Template>,
        /// `GlobalConstructor`.
        global: Option<Template>,
    },
}

impl Data {
    /// Nothing is said: every default of the dialect applies.
    pub fn none(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Legacy => Self::Mappings { input: None, output: None },
            Dialect::StateMachine => Self::Constructors { input: None, output: None, global: None },
        }
    }
}

/// One entry of a mapping list of the older language.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Mapping {
    /// The key to create.
    pub target: Spanned<String>,
    /// Its value.
    pub source: Spanned<Value>,
}

/// A value that is written down or computed.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Value {
    /// A constant.
    Constant(#[cfg_attr(feature = "serde", serde(with = "crate::as_text"))] Json),
    /// `$input.…`, `$local.…`, `$context.…` or `$.…` (older language).
    Reference(#[cfg_attr(feature = "serde", serde(with = "crate::as_text"))] Box<legacy::Reference>),
    /// An expression (new language).
    Expression(#[cfg_attr(feature = "serde", serde(with = "crate::as_text"))] Box<state_machine::Expression>),
    /// A value that a deployment tool writes before the service sees the definition; the text names it.
    Unknown(String),
    /// Text that should be a reference or an expression and cannot be read; a run that comes here fails.
    Broken(String),
}

/// A value with computed parts: a constructor, `Parameters`, `serviceParams`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Template {
    /// A constant, or a computed value.
    Value(Spanned<Value>),
    /// An object; keys in the order of the text, without `.$`.
    Object(Vec<(Spanned<String>, Template)>),
    /// A list.
    List(Vec<Template>),
}

impl Template {
    /// Makes the constant `value`.
    pub fn constant(value: Json, at: Span) -> Self {
        Self::Value(Spanned::new(Value::Constant(value), at))
    }

    /// The member of an object, with its key.
    pub fn member(&self, key: &str) -> Option<(&Spanned<String>, &Self)> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(name, _)| name.value == key).map(|(name, value)| (name, value))
    }

    /// The constant that it is, and its place.
    pub fn as_constant(&self) -> Option<(&Json, Span)> {
        match self {
            Self::Value(Spanned { value: Value::Constant(value), at }) => Some((value, *at)),
            Self::Value(_) | Self::Object(_) | Self::List(_) => None,
        }
    }

    /// Shows `see` every value in it, in the order of the text.
    pub fn each_value<'a>(&'a self, see: &mut impl FnMut(&'a Spanned<Value>)) {
        match self {
            Self::Value(value) => see(value),
            Self::Object(members) => members.iter().for_each(|(_, member)| member.each_value(see)),
            Self::List(items) => items.iter().for_each(|item| item.each_value(see)),
        }
    }
}
