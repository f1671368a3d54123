//! Takes the keys of a mapping one by one, and tells what is left.

use flowglass_expression::{Json, closest};

use super::Lowering;
use crate::document::{NodeId, NodeKind};
use crate::finding::Severity;
use crate::rules::out_of_range::OutOfRange;
use crate::rules::quoted;
use crate::rules::unknown_key::UnknownKey;
use crate::rules::wrong_type::WrongType;
use crate::span::{Span, Spanned};

/// A mapping whose keys are being read.
pub(super) struct Fields<'document> {
    entries: &'document [(NodeId, NodeId)],
    taken: Vec<bool>,
    /// How messages call it: `the task step "charge"`.
    pub(super) owner: String,
    /// What messages about the mapping as a whole point at: its first key.
    pub(super) at: Span,
}

/// A key that was found, with its value.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) key: &'static str,
    pub(super) key_at: Span,
    pub(super) value: NodeId,
}

impl Fields<'_> {
    /// Takes a key, if the mapping has it.
    pub(super) fn take(&mut self, lowering: &Lowering<'_>, key: &'static str) -> Option<Field> {
        let index = self.entries.iter().position(|(id, _)| is_key(lowering, *id, key))?;
        self.taken[index] = true;
        let (id, value) = self.entries[index];
        Some(Field { key, key_at: lowering.document.node(id).at, value })
    }

    /// Tells whether the mapping has a key, without taking it.
    pub(super) fn has(&self, lowering: &Lowering<'_>, key: &str) -> bool {
        self.entries.iter().any(|(id, _)| is_key(lowering, *id, key))
    }
}

fn is_key(lowering: &Lowering<'_>, id: NodeId, key: &str) -> bool {
    matches!(&lowering.document.node(id).kind, NodeKind::Scalar(scalar) if scalar.text() == key)
}

impl<'document> Lowering<'document> {
    /// Opens a mapping; anything else gets a finding that `owner` is none.
    pub(super) fn fields(&mut self, node: NodeId, owner: impl Into<String>) -> Option<Fields<'document>> {
        let owner = owner.into();
        let document = self.document;
        match &document.node(node).kind {
            NodeKind::Mapping(entries) => {
                let at = entries.first().map_or(document.node(node).at, |(key, _)| document.node(*key).at);
                Some(Fields { entries, taken: vec![false; entries.len()], owner, at })
            }
            NodeKind::Scalar(_) | NodeKind::Sequence(_) => {
                self.wrong_type(node, &owner, "a mapping of keys and values");
                None
            }
        }
    }

    /// Reports the keys that nobody took. `known` are the keys of this place.
    pub(super) fn finish(&mut self, fields: Fields<'_>, known: &[&'static str], severity: Severity) {
        for ((key, _), taken) in fields.entries.iter().zip(&fields.taken) {
            if *taken {
                continue;
            }
            let text = self.document.key_text(*key);
            self.findings.report(UnknownKey {
                at: self.document.node(*key).at,
                owner: fields.owner.clone(),
                closest: super::keys::replacement(self.flow.dialect, &text, known)
                    .or_else(|| closest(&text, known.iter().copied())),
                key: text.to_string(),
                known: known.to_vec(),
                severity,
            });
        }
    }

    pub(super) fn wrong_type(&mut self, node: NodeId, key: &str, expected: &'static str) {
        let found = self.describe(node);
        let at = self.document.node(node).at;
        let at = if at.is_empty() { at } else { super::first_line(self.document, node) };
        self.findings.report(WrongType { at, key: key.to_owned(), expected, found, tolerated: false });
    }

    fn describe(&self, node: NodeId) -> String {
        match &self.document.node(node).kind {
            NodeKind::Sequence(_) => "a list".to_owned(),
            NodeKind::Mapping(_) => "a mapping".to_owned(),
            NodeKind::Scalar(scalar) => match scalar.json() {
                Json::Null => "empty".to_owned(),
                Json::Bool(_) => format!("the Boolean {}", quoted(scalar.text())),
                Json::Number(_) => format!("the number {}", quoted(scalar.text())),
                _ => format!("the text {}", quoted(scalar.text())),
            },
        }
    }

    /// The text of a scalar; a number or Boolean is taken as it is written, with a warning.
    pub(super) fn text(&mut self, field: &Field) -> Option<Spanned<String>> {
        let NodeKind::Scalar(scalar) = &self.document.node(field.value).kind else {
            self.wrong_type(field.value, field.key, "text");
            return None;
        };
        let at = self.document.node(field.value).at;
        match scalar.json() {
            Json::Null => {
                self.wrong_type(field.value, field.key, "text");
                None
            }
            Json::String(_) => Some(Spanned::new(scalar.text().to_owned(), at)),
            _ => {
                let (key, found) = (field.key.to_owned(), self.describe(field.value));
                let text = scalar.text().to_owned();
                self.findings.report(WrongType { at, key, expected: "text", found, tolerated: true });
                Some(Spanned::new(text, at))
            }
        }
    }

    /// The text of a scalar as it is written, whatever YAML would make of it: `true` is a condition too.
    pub(super) fn written(&mut self, field: &Field) -> Option<Spanned<String>> {
        match &self.document.node(field.value).kind {
            NodeKind::Scalar(scalar) if scalar.json() != Json::Null => {
                Some(Spanned::new(scalar.text().to_owned(), self.document.node(field.value).at))
            }
            NodeKind::Scalar(_) | NodeKind::Sequence(_) | NodeKind::Mapping(_) => {
                self.wrong_type(field.value, field.key, "text");
                None
            }
        }
    }

    /// A Boolean.
    pub(super) fn boolean(&mut self, field: &Field) -> Option<bool> {
        match self.document.json(field.value) {
            Json::Bool(value) => Some(value),
            _ => {
                self.wrong_type(field.value, field.key, "`true` or `false`");
                None
            }
        }
    }

    /// A number within bounds; one outside gets a finding and is taken as the nearest bound.
    pub(super) fn number(&mut self, field: &Field, bounds: Bounds) -> Option<Spanned<f64>> {
        let value = self.document.json(field.value);
        let Some(number) = value.as_number().map(|number| number.as_f64()) else {
            self.wrong_type(field.value, field.key, if bounds.whole { "a whole number" } else { "a number" });
            return None;
        };
        let at = self.document.node(field.value).at;
        let within = bounds.least <= number && number <= bounds.most && !(bounds.whole && number.fract() != 0.0);
        if !within {
            let found = format!("the number {}", quoted(self.document.source(field.value)));
            self.findings.report(OutOfRange {
                at,
                key: field.key.to_owned(),
                found,
                allowed: bounds.allowed(),
                why: bounds.why,
                severity: bounds.severity,
            });
        }
        let number = number.clamp(bounds.least, bounds.most.max(bounds.least));
        Some(Spanned::new(if bounds.whole { number.floor() } else { number }, at))
    }

    /// The items of a list.
    pub(super) fn list(&mut self, field: &Field) -> Option<&'document [NodeId]> {
        let document = self.document;
        match &document.node(field.value).kind {
            NodeKind::Sequence(items) => Some(items),
            NodeKind::Scalar(_) | NodeKind::Mapping(_) => {
                self.wrong_type(field.value, field.key, "a list");
                None
            }
        }
    }
}

/// What a number may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) least: f64,
    pub(super) most: f64,
    pub(super) whole: bool,
    /// Why it must be so, in a sentence with its source.
    pub(super) why: &'static str,
    pub(super) severity: Severity,
}

impl Bounds {
    /// Whole numbers from `least` to `most`.
    pub(super) const fn whole(least: f64, most: f64, why: &'static str) -> Self {
        Self { least, most, whole: true, why, severity: Severity::Error }
    }

    /// Any numbers from `least` to `most`.
    pub(super) const fn any(least: f64, most: f64, why: &'static str) -> Self {
        Self { least, most, whole: false, why, severity: Severity::Error }
    }

    /// The same, as a warning.
    pub(super) const fn warning(self) -> Self {
        Self { severity: Severity::Warning, ..self }
    }

    fn allowed(&self) -> String {
        let kind = if self.whole { "a whole number" } else { "a number" };
        if self.most >= f64::from(u32::MAX) {
            format!("{kind} of at least {}", self.least)
        } else {
            format!("{kind} from {} to {}", self.least, self.most)
        }
    }
}
