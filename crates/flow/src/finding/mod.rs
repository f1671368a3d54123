//! What is said about a definition.

mod fix;
mod moved;
mod page;
mod words;

use std::fmt;
use std::sync::Arc;

use flowglass_expression::Language;

use crate::span::Span;

pub use fix::{Edit, Fix, apply};
pub(crate) use moved::Moved;
pub use page::{Example, Page};
pub use words::Words;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Severity {
    /// The service refuses the definition, or an execution cannot do what is written.
    Error,
    /// Accepted, and most likely not what was meant.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word that people read, and that machines can rely on.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }

    /// The word in one of the languages of the texts.
    pub fn words(self) -> Words {
        match self {
            Self::Error => Words::new("error", "错误"),
            Self::Warning => Words::new("warning", "警告"),
            Self::Note => Words::new("note", "提示"),
        }
    }
}

/// One thing that is said about a place of a definition.
#[derive(Clone)]
pub struct Finding {
    /// How much it weighs.
    pub severity: Severity,
    /// The stable code of the rule.
    pub code: &'static str,
    /// The smallest place that explains it.
    pub at: Span,
    rule: Arc<dyn Rule>,
}

/// What is said of one finding, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Told {
    /// What is wrong, in one line.
    pub what: String,
    /// Why that matters.
    pub why: String,
    /// What to do.
    pub help: String,
}

impl Told {
    pub(crate) fn new(what: impl Into<String>, why: impl Into<String>, help: impl Into<String>) -> Self {
        Self { what: what.into(), why: why.into(), help: help.into() }
    }
}

/// A second place of a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// The place.
    pub at: Span,
    /// What stands there.
    pub what: Words,
}

impl Finding {
    /// What is wrong, why that matters, and what to do.
    pub fn told(&self, language: Language) -> Told {
        self.rule.told(language)
    }

    /// Other places that matter, each with a word on why.
    pub fn related(&self) -> Vec<Related> {
        self.rule.related()
    }

    /// An edit of the text that mends it, where one is known.
    pub fn fix(&self) -> Option<Fix> {
        self.rule.fix()
    }

    /// What the documentation says of the rule.
    pub fn page(&self) -> &'static Page {
        self.rule.page()
    }
}

impl fmt::Debug for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = self.told(Language::English);
        write!(formatter, "{} {} at {:?}: {}", self.severity.word(), self.code, self.at, told.what)
    }
}

impl PartialEq for Finding {
    fn eq(&self, other: &Self) -> bool {
        let same_place = (self.severity, self.code, self.at) == (other.severity, other.code, other.at);
        let same_words = || self.told(Language::English) == other.told(Language::English);
        same_place && (Arc::ptr_eq(&self.rule, &other.rule) || same_words())
    }
}

/// A rule's typed finding: it knows its words.
pub(crate) trait Rule: Send + Sync + 'static {
    /// What the documentation says of the rule, with its stable code.
    fn page(&self) -> &'static Page;
    /// How much it weighs.
    fn severity(&self) -> Severity {
        Severity::Error
    }
    /// The smallest place that explains it.
    fn at(&self) -> Span;
    /// What is wrong, why that matters, and what to do.
    fn told(&self, language: Language) -> Told;
    /// Other places that matter.
    fn related(&self) -> Vec<Related> {
        Vec::new()
    }
    /// An edit that mends it, where one is known.
    fn fix(&self) -> Option<Fix> {
        None
    }
}

/// The findings of one text, while they are collected.
///
/// Without the feature `findings` nothing is collected, and what would be said is never made: the picture in a docs
/// page carries no words that it never shows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings(Vec<Finding>);

impl Findings {
    /// Adds what a rule found.
    pub(crate) fn report<R: Rule>(&mut self, rule: impl FnOnce() -> R) {
        if cfg!(feature = "findings") {
            self.0.push(finding(rule()));
        }
    }

    /// Puts another finding in place of each.
    pub(crate) fn each<R: Rule>(self, change: impl Fn(Arc<dyn Rule>) -> R) -> Self {
        Self(self.0.into_iter().map(|found| finding(change(found.rule))).collect())
    }

    /// Leaves out the findings that are not to be told.
    pub(crate) fn retain(&mut self, tell: impl FnMut(&Finding) -> bool) {
        self.0.retain(tell);
    }

    /// Adds what was found elsewhere.
    pub(crate) fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The findings in the order of the text; equal places keep the order of their discovery.
    pub(crate) fn into_sorted(mut self) -> Vec<Finding> {
        self.0.sort_by_key(|finding| (finding.at.start, finding.at.end));
        self.0
    }
}

/// Keeps what a rule found.
pub(crate) fn finding<R: Rule>(rule: R) -> Finding {
    Finding { severity: rule.severity(), code: rule.page().code, at: rule.at(), rule: Arc::new(rule) }
}
