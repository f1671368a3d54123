//! Values of a scenario file, and mappings of which every key is known.

use std::fmt;

use flowglass_expression::{Json, closest};
use flowglass_flow::{Document, Node, NodeId, NodeKind, Position};

use super::{ScenarioError, TimeSpan};

type Read<T> = Result<T, ScenarioError>;

/// A value of the file.
#[derive(Clone, Copy)]
pub(super) struct Value<'file> {
    document: &'file Document,
    id: NodeId,
}

/// A mapping of the file; all its keys are known.
#[derive(Clone, Copy)]
pub(super) struct Fields<'file> {
    mapping: Value<'file>,
    entries: &'file [(NodeId, NodeId)],
    expected: &'static str,
}

impl<'file> Value<'file> {
    pub(super) fn new(document: &'file Document, id: NodeId) -> Self {
        Self { document, id }
    }

    fn node(self) -> &'file Node {
        self.document.node(self.id)
    }

    /// Where the value begins.
    pub(super) fn position(self) -> Position {
        self.document.lines.position(&self.document.text, self.node().at.start as usize)
    }

    /// An error that stands at the value.
    pub(super) fn wrong(self, message: impl Into<String>) -> ScenarioError {
        ScenarioError::at(self.document, self.node().at.start as usize, message.into())
    }

    /// The value is something else; `expected` says what it should be.
    fn mismatch(self, expected: impl fmt::Display) -> ScenarioError {
        let found = match &self.node().kind {
            NodeKind::Sequence(_) => "a list".to_owned(),
            NodeKind::Mapping(_) => "a mapping".to_owned(),
            NodeKind::Scalar(scalar) if scalar.text().is_empty() && scalar.is_null() => "nothing".to_owned(),
            NodeKind::Scalar(scalar) => format!("`{}`", shortened(scalar.text())),
        };
        self.wrong(format!("expected {expected}, found {found}"))
    }

    /// Tells whether nothing is written, or the word for it.
    pub(super) fn is_null(self) -> bool {
        matches!(&self.node().kind, NodeKind::Scalar(scalar) if scalar.is_null())
    }

    pub(super) fn json(self) -> Json {
        self.document.json(self.id)
    }

    /// Opens a mapping whose keys are among `known`.
    pub(super) fn fields(self, expected: &'static str, known: &[&'static str]) -> Read<Fields<'file>> {
        let NodeKind::Mapping(entries) = &self.node().kind else { return Err(self.mismatch(expected)) };
        for (key, _) in entries {
            let name = self.document.key_text(*key);
            if known.contains(&name) {
                continue;
            }
            let hint = match closest(name, known.iter().copied()) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("known keys are {}", known.join(", ")),
            };
            let key = Self::new(self.document, *key);
            return Err(key.wrong(format!("unknown key `{}`; {hint}", shortened(name))));
        }
        Ok(Fields { mapping: self, entries, expected })
    }

    /// The keys and values of a mapping whose keys are the author's own.
    pub(super) fn entries(self, expected: &'static str) -> Read<impl Iterator<Item = (String, Value<'file>)>> {
        let document = self.document;
        Ok(self.pairs(expected)?.map(move |(key, value)| (document.key_text(key.id).to_string(), value)))
    }

    /// As [`entries`](Self::entries), with the places of the keys.
    pub(super) fn pairs(
        self,
        expected: &'static str,
    ) -> Read<impl Iterator<Item = (Value<'file>, Value<'file>)> + use<'file>> {
        let NodeKind::Mapping(entries) = &self.node().kind else { return Err(self.mismatch(expected)) };
        let document = self.document;
        Ok(entries.iter().map(move |(key, value)| (Self::new(document, *key), Self::new(document, *value))))
    }

    /// Tells whether the value is a mapping.
    pub(super) fn is_mapping(self) -> bool {
        matches!(self.node().kind, NodeKind::Mapping(_))
    }

    /// The items of a list.
    pub(super) fn items(self, expected: &'static str) -> Read<impl Iterator<Item = Value<'file>>> {
        let NodeKind::Sequence(items) = &self.node().kind else { return Err(self.mismatch(expected)) };
        Ok(items.iter().map(move |item| Self::new(self.document, *item)))
    }

    /// A single value as it is written: the number 5 is the text `5`.
    pub(super) fn text(self, expected: &'static str) -> Read<&'file str> {
        match &self.node().kind {
            NodeKind::Scalar(scalar) => Ok(scalar.text()),
            NodeKind::Sequence(_) | NodeKind::Mapping(_) => Err(self.mismatch(expected)),
        }
    }

    /// A whole number from 0 to `most`.
    pub(super) fn whole(self, most: u64) -> Read<u64> {
        let written = match &self.node().kind {
            NodeKind::Scalar(scalar) => scalar.text(),
            NodeKind::Sequence(_) | NodeKind::Mapping(_) => "",
        };
        let number = match self.json() {
            // The largest ones are no `i64`.
            Json::Number(number) => number.as_i64().map_or_else(|| written.parse().ok(), |whole| whole.try_into().ok()),
            _ => None,
        };
        number.filter(|whole| *whole <= most).ok_or_else(|| self.mismatch(format!("a whole number from 0 to {most}")))
    }

    /// A duration.
    pub(super) fn span(self) -> Read<TimeSpan> {
        self.text("a duration such as 200ms, 1.5s, 3h")?.parse().map_err(|words: String| self.wrong(words))
    }

    /// What one of `words` stands for.
    pub(super) fn one_of<T: Copy>(self, words: &[(&'static str, T)]) -> Read<T> {
        let known = || words.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(" or ");
        let NodeKind::Scalar(scalar) = &self.node().kind else { return Err(self.mismatch(known())) };
        let found = words.iter().find(|(word, _)| *word == scalar.text());
        found.map(|(_, meaning)| *meaning).ok_or_else(|| self.mismatch(known()))
    }
}

impl<'file> Fields<'file> {
    /// The value of a key, also where it is null.
    pub(super) fn value(self, key: &str) -> Option<Value<'file>> {
        let document = self.mapping.document;
        let entry = self.entries.iter().find(|(name, _)| document.key_text(*name) == key);
        entry.map(|(_, value)| Value::new(document, *value))
    }

    /// The value of a key behind which something is written.
    pub(super) fn given(self, key: &str) -> Option<Value<'file>> {
        self.value(key).filter(|value| !value.is_null())
    }

    /// The value of a key that must be there.
    pub(super) fn required(self, key: &str) -> Read<Value<'file>> {
        self.value(key).ok_or_else(|| self.wrong(format!("expected {}; `{key}` is missing", self.expected)))
    }

    /// A text that may be left out.
    pub(super) fn text(self, key: &str) -> Read<Option<String>> {
        Ok(match self.given(key) {
            Some(value) => Some(value.text("text")?.to_owned()),
            None => None,
        })
    }

    /// A number that may be left out.
    pub(super) fn whole(self, key: &str) -> Read<Option<u32>> {
        Ok(match self.given(key) {
            // Not above the bound, so nothing is cut off.
            Some(value) => Some(value.whole(u32::MAX.into())? as u32),
            None => None,
        })
    }

    /// A duration that may be left out.
    pub(super) fn span(self, key: &str) -> Read<Option<TimeSpan>> {
        self.given(key).map(Value::span).transpose()
    }

    /// An error that stands at the mapping.
    pub(super) fn wrong(self, message: impl Into<String>) -> ScenarioError {
        self.mapping.wrong(message)
    }
}

/// A text that fits in a message.
fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
