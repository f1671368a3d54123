//! Findings of a text that a string of another file holds.

use std::sync::Arc;

use flowglass_expression::Language;

use super::{Fix, Page, Related, Rule, Severity, Told};
use crate::document::{Places, Writing};
use crate::span::Span;

/// A finding whose places and edits are made to fit the file around.
pub(crate) struct Moved {
    rule: Arc<dyn Rule>,
    /// From the string to the file; nothing when the places are the file's already.
    places: Option<Arc<Places>>,
    writing: Writing,
}

impl Moved {
    /// A finding of reading the string, whose places are those in the string.
    pub(crate) fn read(rule: Arc<dyn Rule>, places: &Arc<Places>, writing: Writing) -> Self {
        Self { rule, places: Some(Arc::clone(places)), writing }
    }

    /// A finding whose places are those in the file already.
    pub(crate) fn understood(rule: Arc<dyn Rule>, writing: Writing) -> Self {
        Self { rule, places: None, writing }
    }

    fn place(&self, at: Span) -> Span {
        self.places.as_ref().map_or(at, |places| places.span(at))
    }
}

impl Rule for Moved {
    fn page(&self) -> &'static Page {
        self.rule.page()
    }
    fn severity(&self) -> Severity {
        self.rule.severity()
    }
    fn at(&self) -> Span {
        self.place(self.rule.at())
    }
    fn told(&self, language: Language) -> Told {
        self.rule.told(language)
    }
    fn related(&self) -> Vec<Related> {
        let related = self.rule.related().into_iter();
        related.map(|other| Related { at: self.place(other.at), ..other }).collect()
    }
    /// In quotes an edit would have to be escaped, and new lines need an indent that the string does not have.
    fn fix(&self) -> Option<Fix> {
        let mut fix = self.rule.fix().filter(|_| self.writing == Writing::Lines)?;
        if self.places.is_some() && fix.edits.iter().any(|edit| edit.text.contains('\n')) {
            return None;
        }
        for edit in &mut fix.edits {
            edit.at = self.place(edit.at);
        }
        Some(fix)
    }
}
