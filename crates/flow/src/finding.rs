//! What is said about a definition.

use crate::span::Span;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The service refuses the definition, or an execution cannot do what is written.
    Error,
    /// Accepted, and most likely not what was meant.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word that people read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One thing that is said about a place of a definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// How much it weighs.
    pub severity: Severity,
    /// The stable code of the rule.
    pub code: &'static str,
    /// The smallest place that explains it.
    pub at: Span,
    /// What is wrong, in one line.
    pub what: String,
    /// Why that matters.
    pub why: String,
    /// What to do.
    pub help: String,
    /// Other places that matter, each with a word on why.
    pub related: Vec<Related>,
}

/// A second place of a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// The place.
    pub at: Span,
    /// What stands there.
    pub what: String,
}

/// A rule's typed finding: it knows its words.
pub trait Rule {
    /// The stable code, in kebab case.
    const CODE: &'static str;
    /// How much it weighs.
    fn severity(&self) -> Severity {
        Severity::Error
    }
    /// The smallest place that explains it.
    fn at(&self) -> Span;
    /// What is wrong, in one line.
    fn what(&self) -> String;
    /// Why that matters.
    fn why(&self) -> String;
    /// What to do.
    fn help(&self) -> String;
    /// Other places that matter.
    fn related(&self) -> Vec<Related> {
        Vec::new()
    }
}

/// The findings of one text, while they are collected.
#[derive(Clone, Debug, Default)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// Adds what a rule found.
    pub fn report<R: Rule>(&mut self, rule: R) {
        self.0.push(finding(&rule));
    }

    /// Adds what was found elsewhere.
    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The findings in the order of the text; equal places keep the order of their discovery.
    pub fn into_sorted(mut self) -> Vec<Finding> {
        self.0.sort_by_key(|finding| (finding.at.start, finding.at.end));
        self.0
    }
}

/// Words what a rule found.
pub(crate) fn finding<R: Rule>(rule: &R) -> Finding {
    Finding {
        severity: rule.severity(),
        code: R::CODE,
        at: rule.at(),
        what: rule.what(),
        why: rule.why(),
        help: rule.help(),
        related: rule.related(),
    }
}
