//! `unknown-key`: a key that the language does not have at this place.

use super::{one_of, quoted};
use crate::finding::{Rule, Severity};
use crate::span::Span;

/// A key that nothing reads.
pub(crate) struct UnknownKey {
    pub(crate) at: Span,
    pub(crate) key: String,
    pub(crate) owner: String,
    /// What is most likely meant.
    pub(crate) closest: Option<&'static str>,
    /// All keys of the place.
    pub(crate) known: Vec<&'static str>,
    pub(crate) severity: Severity,
}

impl Rule for UnknownKey {
    const CODE: &'static str = "unknown-key";
    fn severity(&self) -> Severity {
        self.severity
    }
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        format!("{} has no key {}", self.owner, quoted(&self.key))
    }
    fn why(&self) -> String {
        match self.severity {
            Severity::Error => "The language's schema allows no other keys here [VSC].",
            Severity::Warning | Severity::Note => "Nothing reads this key, so it has no effect.",
        }
        .to_owned()
    }
    fn help(&self) -> String {
        match self.closest {
            Some(key) => format!("Write `{key}`."),
            None => format!("Remove it; known here: {}.", one_of(&self.known)),
        }
    }
}
