//! How what stands in a definition as text goes from one program to another of the same build: as that text, which is read
//! again where it arrives.

use flowglass_expression::{Json, legacy, state_machine};
use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serializer};

/// What a text says.
pub(crate) trait AsText: Sized {
    /// The text.
    fn text(&self) -> String;
    /// Reads it again; `None` for a text that says nothing of this kind.
    fn read(text: &str) -> Option<Self>;
}

impl AsText for Json {
    fn text(&self) -> String {
        self.to_compact()
    }

    fn read(text: &str) -> Option<Self> {
        Self::parse(text).ok()
    }
}

impl AsText for Box<legacy::Reference> {
    fn text(&self) -> String {
        legacy::Reference::text(self).to_owned()
    }

    fn read(text: &str) -> Option<Self> {
        legacy::Reference::parse(text).ok().map(Self::new)
    }
}

impl AsText for Box<legacy::Condition> {
    fn text(&self) -> String {
        legacy::Condition::text(self).to_owned()
    }

    fn read(text: &str) -> Option<Self> {
        legacy::Condition::parse(text).ok().map(Self::new)
    }
}

impl AsText for Box<state_machine::Expression> {
    fn text(&self) -> String {
        state_machine::Expression::text(self).to_owned()
    }

    fn read(text: &str) -> Option<Self> {
        state_machine::Expression::parse(text).ok().map(Self::new)
    }
}

pub(crate) fn serialize<T: AsText, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&value.text())
}

pub(crate) fn deserialize<'de, T: AsText, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let text = <&str>::deserialize(deserializer)?;
    T::read(text).ok_or_else(|| D::Error::invalid_value(Unexpected::Str(text), &"a text of a definition"))
}
