//! What a person should know of a conversion.

use flowglass_expression::Language;
use flowglass_flow::{Span, Told, Words};

/// How much a note weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// The new language has no equivalent: a person must decide before the new flow is used.
    Decide,
    /// The new flow does the same under a condition that the text does not tell.
    Differs,
    /// Worth knowing.
    Information,
}

impl Weight {
    /// The word in one of the languages of the texts.
    pub const fn words(self) -> Words {
        match self {
            Self::Decide => Words::new("decide", "需要决定"),
            Self::Differs => Words::new("differs", "有差异"),
            Self::Information => Words::new("information", "信息"),
        }
    }

    /// The word that machines can rely on.
    pub const fn word(self) -> &'static str {
        self.words().say(Language::English)
    }
}

/// One thing that a person should know of a conversion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The stable code of what it says.
    pub code: &'static str,
    /// How much it weighs.
    pub weight: Weight,
    /// The place in the old text.
    pub at: Span,
    english: Told,
    chinese: Told,
}

impl Note {
    /// What it is about, why that matters, and what to do.
    pub fn told(&self, language: Language) -> &Told {
        match language {
            Language::English => &self.english,
            Language::Chinese => &self.chinese,
        }
    }

    /// A note in both languages: what, why, what to do.
    pub(crate) fn new(
        code: &'static str,
        weight: Weight,
        at: Span,
        what: [String; 2],
        why: Words,
        help: Words,
    ) -> Self {
        let [english, chinese] = what;
        let told =
            |what, language| Told { what, why: why.say(language).to_owned(), help: help.say(language).to_owned() };
        Self { code, weight, at, english: told(english, Language::English), chinese: told(chinese, Language::Chinese) }
    }
}
