//! What a task step calls, and how it waits for the answer.

use super::{Mapping, Template, Value};
use crate::span::Spanned;

/// The part of a task step that says what is called and how.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Task {
    /// `resourceArn`, `action`, `Action`; `None` when the text gives none (there is a finding then).
    pub target: Option<Spanned<TaskTarget>>,
    /// `pattern`, `TaskMode`.
    pub pattern: Pattern,
    /// `serviceParams` (a [`Template`] whose values are own references `$.…`), `Parameters`.
    pub parameters: Option<Template>,
    /// `timeoutSeconds`, `Timeout`: seconds that one attempt may take; 0 means no limit in the new language.
    pub timeout: Option<Spanned<Value>>,
    /// `errorMappings` (older language): what a caught error hands on.
    pub error_mappings: Option<Vec<Mapping>>,
}

/// What is called.
///
/// Source: `fdl-v1.md` 5.2, `state-machine.md` 7.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum TaskTarget {
    /// `resourceArn` as written, or the text of an unresolved `!Ref`.
    Resource(String),
    /// `service:Operation` of `action` or `Action`, as written.
    Action(String),
}

impl TaskTarget {
    /// The text as written.
    pub fn text(&self) -> &str {
        match self {
            Self::Resource(text) | Self::Action(text) => text,
        }
    }
}

/// When a task is done.
///
/// Source: `pattern` [TASK][INT] in the older language, `TaskMode` [PAT] in the new one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Pattern {
    /// When the call has returned: `requestResponse`, `RequestComplete`.
    #[default]
    RequestResponse,
    /// When the job that it started has ended: `sync`, `WaitForSystemCallback`.
    Sync,
    /// When somebody reports the task's token: `waitForCallback`, `WaitForCustomCallback`.
    WaitForCallback,
}

impl Pattern {
    /// The word of the older language.
    pub fn legacy_name(self) -> &'static str {
        match self {
            Self::RequestResponse => "requestResponse",
            Self::Sync => "sync",
            Self::WaitForCallback => "waitForCallback",
        }
    }

    /// The word of the new language.
    pub fn state_machine_name(self) -> &'static str {
        match self {
            Self::RequestResponse => "RequestComplete",
            Self::Sync => "WaitForSystemCallback",
            Self::WaitForCallback => "WaitForCustomCallback",
        }
    }
}
