//! What the documentation says of a rule; `docs/findings.md` is made of these pages, and the tests run their examples.

use super::{Severity, Words};
use crate::lower::Mode;

/// The page of one rule.
#[derive(Debug)]
pub struct Page {
    /// The stable code, in kebab case.
    pub code: &'static str,
    /// What the rule finds, in one line.
    pub title: Words,
    /// When it is reported, why that matters and what to do, in a few sentences.
    pub text: Words,
    /// The weights that it can have, the heaviest first.
    pub severities: &'static [Severity],
    /// Where the rule comes from: pages of the service by their tags, or choices of our own by their numbers.
    pub source: &'static str,
    /// The numbers of the rule in the references: `V8` of the older language, `5` of the new one.
    pub covers: &'static [&'static str],
    /// Definitions that show the rule, at least one.
    pub examples: &'static [Example],
}

/// A definition that breaks a rule, and the same definition mended.
#[derive(Debug)]
pub struct Example {
    /// A definition with the finding.
    pub wrong: &'static str,
    /// The text that the finding points at; it is the first of the definition's findings with the rule's code.
    pub at: &'static str,
    /// The definition without the finding.
    pub right: &'static str,
}

impl Example {
    /// The mode that the definitions are for: Express when a comment in the first line says so.
    pub fn mode(&self) -> Mode {
        if self.wrong.starts_with("# Express") { Mode::Express } else { Mode::Standard }
    }
}
