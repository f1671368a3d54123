//! A text in both languages that Flowglass speaks.

use flowglass_expression::Language;

/// The same text in English and in Chinese.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    en: &'static str,
    zh: &'static str,
}

impl Words {
    /// Pairs the English text with the Chinese one.
    pub const fn new(en: &'static str, zh: &'static str) -> Self {
        Self { en, zh }
    }

    /// The text in `language`.
    pub const fn say(self, language: Language) -> &'static str {
        match language {
            Language::English => self.en,
            Language::Chinese => self.zh,
        }
    }
}
