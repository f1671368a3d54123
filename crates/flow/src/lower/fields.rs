//! Takes the keys of a mapping one by one, and tells what is left.

use flowglass_expression::{Json, closest};

use super::{Lowering, keys};
use crate::document::{Document, NodeId, NodeKind};
use crate::finding::{Severity, Words};
use crate::rules::Holder;
use crate::rules::out_of_range::{Allowed, OutOfRange};
use crate::rules::unknown_key::UnknownKey;
use crate::rules::wrong_type::{FoundValue, Subject, WrongType};
use crate::span::{Span, Spanned};

/// A mapping whose keys are being read.
pub(super) struct Fields<'document> {
    entries: &'document [(NodeId, NodeId)],
    taken: Taken,
    /// How messages call it: `the task step "charge"`.
    pub(super) owner: Holder<'document>,
    /// What messages about the mapping as a whole point at: its first key.
    pub(super) at: Span,
}

/// Which keys of a mapping were taken, by their place in it.
#[derive(Default)]
struct Taken {
    /// The first 64.
    first: u64,
    rest: Vec<usize>,
}

impl Taken {
    fn add(&mut self, index: usize) {
        match bit(index) {
            Some(bit) => self.first |= bit,
            None => self.rest.push(index),
        }
    }

    fn has(&self, index: usize) -> bool {
        bit(index).map_or_else(|| self.rest.contains(&index), |bit| self.first & bit != 0)
    }
}

fn bit(index: usize) -> Option<u64> {
    1_u64.checked_shl(u32::try_from(index).ok()?)
}

/// A key that was found, with its value.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) key: &'static str,
    pub(super) key_at: Span,
    pub(super) value: NodeId,
}

/// What values should be, where they are not.
const TEXT: Words = Words::new("text", "文本");
const LIST: Words = Words::new("a list", "列表");
pub(super) const MAPPING: Words = Words::new("a mapping of keys and values", "由键和值组成的映射");
const WHOLE_NUMBER: Words = Words::new("a whole number", "整数");
const NUMBER: Words = Words::new("a number", "数字");
const BOOLEAN: Words = Words::new("`true` or `false`", "`true` 或 `false`");

impl<'document> Fields<'document> {
    /// Takes a key, if the mapping has it.
    pub(super) fn take(&mut self, lowering: &Lowering<'_>, key: &'static str) -> Option<Field> {
        let index = self.entries.iter().position(|(id, _)| is_key(lowering, *id, key))?;
        self.taken.add(index);
        let (id, value) = self.entries[index];
        Some(Field { key, key_at: lowering.document.node(id).at, value })
    }

    /// Tells whether somebody took every key.
    pub(super) fn all_taken(&self) -> bool {
        self.left().next().is_none()
    }

    /// The keys that nobody took, with their values.
    fn left(&self) -> impl Iterator<Item = &(NodeId, NodeId)> {
        self.entries.iter().enumerate().filter(|(index, _)| !self.taken.has(*index)).map(|(_, entry)| entry)
    }

    /// Tells whether the value of a key is one that a deployment tool writes.
    pub(super) fn is_unknown(&self, lowering: &Lowering<'_>, key: &str) -> bool {
        self.entries.iter().any(|(id, value)| is_key(lowering, *id, key) && lowering.document.is_unknown(*value))
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
    pub(super) fn fields(&mut self, node: NodeId, owner: Holder<'document>) -> Option<Fields<'document>> {
        let document = self.document;
        match &document.node(node).kind {
            NodeKind::Mapping(entries) => {
                let at = entries.first().map_or(document.node(node).at, |(key, _)| document.node(*key).at);
                Some(Fields { entries, taken: Taken::default(), owner, at })
            }
            NodeKind::Scalar(_) | NodeKind::Sequence(_) => {
                if !document.is_unknown(node) {
                    self.findings.report(|| wrong_type(document, node, Subject::Holder(owner.name()), MAPPING, false));
                }
                None
            }
        }
    }

    /// Reports the keys that nobody took. `known` are the keys of this place.
    pub(super) fn finish(&mut self, fields: Fields<'_>, known: &[&'static str], severity: Severity) {
        let (document, dialect) = (self.document, self.flow.dialect);
        for (key, _) in fields.left() {
            self.findings.report(|| {
                let text = document.key_text(*key);
                let other_word = keys::replacement(dialect, text, known);
                UnknownKey {
                    at: document.node(*key).at,
                    owner: fields.owner.name(),
                    closest: other_word.or_else(|| closest(text, known.iter().copied())),
                    misspelled: other_word.is_none(),
                    key: text.to_string(),
                    known: known.to_vec(),
                    severity,
                }
            });
        }
    }

    pub(super) fn wrong_type(&mut self, node: NodeId, key: &str, expected: Words) {
        let document = self.document;
        if !document.is_unknown(node) {
            self.findings.report(|| wrong_type(document, node, Subject::Key(key.to_owned()), expected, false));
        }
    }

    /// Warns that a number or Boolean stands where a text belongs; it is taken as it is written.
    pub(super) fn not_text(&mut self, node: NodeId, key: &str, expected: Words) {
        let document = self.document;
        self.findings.report(|| wrong_type(document, node, Subject::Key(key.to_owned()), expected, true));
    }

    /// The text of a scalar; a number or Boolean is taken as it is written, with a warning.
    pub(super) fn text(&mut self, field: &Field) -> Option<Spanned<String>> {
        self.str(field).map(|text| Spanned::new(text.value.to_owned(), text.at))
    }

    /// The same, borrowed from the document.
    pub(super) fn str(&mut self, field: &Field) -> Option<Spanned<&'document str>> {
        let document = self.document;
        let node = document.node(field.value);
        match &node.kind {
            NodeKind::Scalar(scalar) if !scalar.is_null() => {
                if !scalar.is_text() {
                    self.not_text(field.value, field.key, TEXT);
                }
                Some(Spanned::new(scalar.text(), node.at))
            }
            NodeKind::Scalar(_) | NodeKind::Sequence(_) | NodeKind::Mapping(_) => {
                self.wrong_type(field.value, field.key, TEXT);
                None
            }
        }
    }

    /// The text of a scalar as it is written, whatever YAML would make of it: `true` is a condition too.
    pub(super) fn written(&mut self, field: &Field) -> Option<Spanned<String>> {
        let node = self.document.node(field.value);
        match &node.kind {
            NodeKind::Scalar(scalar) if !scalar.is_null() => Some(Spanned::new(scalar.text().to_owned(), node.at)),
            NodeKind::Scalar(_) | NodeKind::Sequence(_) | NodeKind::Mapping(_) => {
                self.wrong_type(field.value, field.key, TEXT);
                None
            }
        }
    }

    /// A Boolean.
    pub(super) fn boolean(&mut self, field: &Field) -> Option<bool> {
        match self.document.json(field.value) {
            Json::Bool(value) => Some(value),
            _ => {
                self.wrong_type(field.value, field.key, BOOLEAN);
                None
            }
        }
    }

    /// A number within bounds; one outside gets a finding and is taken as the nearest bound.
    pub(super) fn number(&mut self, field: &Field, bounds: Bounds) -> Option<Spanned<f64>> {
        let value = self.document.json(field.value);
        let Some(number) = value.as_number().map(|number| number.as_f64()) else {
            self.wrong_type(field.value, field.key, if bounds.whole { WHOLE_NUMBER } else { NUMBER });
            return None;
        };
        let document = self.document;
        let at = document.node(field.value).at;
        let within = bounds.least <= number && number <= bounds.most && !(bounds.whole && number.fract() != 0.0);
        if !within {
            self.findings.report(|| OutOfRange {
                at,
                key: field.key,
                found: FoundValue::Number(document.source(field.value).to_owned()),
                allowed: bounds.allowed(),
                why: bounds.why,
                severity: bounds.severity,
            });
        }
        let number = number.min(bounds.most).max(bounds.least);
        Some(Spanned::new(if bounds.whole { number.floor() } else { number }, at))
    }

    /// The items of a list.
    pub(super) fn list(&mut self, field: &Field) -> Option<&'document [NodeId]> {
        let document = self.document;
        match &document.node(field.value).kind {
            NodeKind::Sequence(items) => Some(items),
            NodeKind::Scalar(_) | NodeKind::Mapping(_) => {
                self.wrong_type(field.value, field.key, LIST);
                None
            }
        }
    }
}

fn wrong_type(document: &Document, node: NodeId, subject: Subject, expected: Words, tolerated: bool) -> WrongType {
    let at = document.node(node).at;
    let at = if at.is_empty() { at } else { document.first_line(node) };
    WrongType { at, subject, expected, found: found(document, node), tolerated }
}

fn found(document: &Document, node: NodeId) -> FoundValue {
    match &document.node(node).kind {
        NodeKind::Sequence(_) => FoundValue::List,
        NodeKind::Mapping(_) => FoundValue::Mapping,
        NodeKind::Scalar(scalar) => match scalar.json() {
            Json::Null => FoundValue::Empty,
            Json::Bool(_) => FoundValue::Boolean(scalar.text().to_owned()),
            Json::Number(_) => FoundValue::Number(scalar.text().to_owned()),
            _ => FoundValue::Text(scalar.text().to_owned()),
        },
    }
}

/// What a number may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) least: f64,
    pub(super) most: f64,
    pub(super) whole: bool,
    /// Why it must be so, in a sentence with its source.
    pub(super) why: Words,
    pub(super) severity: Severity,
}

impl Bounds {
    /// Whole numbers from `least` to `most`.
    pub(super) const fn whole(least: f64, most: f64, why: Words) -> Self {
        Self { least, most, whole: true, why, severity: Severity::Error }
    }

    /// Any numbers from `least` to `most`.
    pub(super) const fn any(least: f64, most: f64, why: Words) -> Self {
        Self { least, most, whole: false, why, severity: Severity::Error }
    }

    /// The same, as a warning.
    pub(super) const fn warning(self) -> Self {
        Self { severity: Severity::Warning, ..self }
    }

    fn allowed(&self) -> Allowed {
        Allowed::Number { least: self.least, most: self.most, whole: self.whole }
    }
}
