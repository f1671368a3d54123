//! How messages call the mapping that a key stands in.

use flowglass_expression::Language;

use super::quoted;
use crate::finding::Words;
use crate::model::Dialect;

/// Whose key something is, while the definition is read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Holder<'document> {
    /// The definition as a whole.
    Flow,
    /// A step; its type and name are empty when the text gives none.
    Step { dialect: Dialect, kind: &'document str, name: &'document str },
    /// An entry of the list under this key.
    Entry(&'static str),
    /// The mapping under this key.
    Key(&'static str),
    /// Something that has a word of its own.
    Part(Words),
}

/// What an [`Holder`] is called.
#[derive(Clone, Debug)]
pub(crate) struct HolderName {
    en: String,
    zh: String,
}

impl Holder<'_> {
    /// The name to keep in a finding.
    pub(crate) fn name(self) -> HolderName {
        HolderName { en: self.words(Language::English), zh: self.words(Language::Chinese) }
    }

    fn words(self, language: Language) -> String {
        let in_chinese = language == Language::Chinese;
        match self {
            Self::Flow => Words::new("the flow", "流程").say(language).to_owned(),
            Self::Entry(key) if in_chinese => format!("`{key}` 的一项"),
            Self::Entry(key) => format!("an entry of `{key}`"),
            Self::Key(key) => format!("`{key}`"),
            Self::Part(words) => words.say(language).to_owned(),
            Self::Step { dialect, kind, name } => {
                let noun = match dialect {
                    Dialect::Legacy => Words::new("step", "步骤"),
                    Dialect::StateMachine => Words::new("state", "状态"),
                };
                let noun = noun.say(language);
                match (kind, name, in_chinese) {
                    ("", "", false) => format!("a {noun}"),
                    ("", "", true) => format!("一个{noun}"),
                    (kind, "", false) => format!("a {kind} {noun}"),
                    (kind, "", true) => format!("一个 {kind} {noun}"),
                    ("", name, false) => format!("the {noun} {}", quoted(name)),
                    ("", name, true) => format!("{noun} {}", quoted(name)),
                    (kind, name, false) => format!("the {kind} {noun} {}", quoted(name)),
                    (kind, name, true) => format!("{kind} {noun} {}", quoted(name)),
                }
            }
        }
    }
}

impl HolderName {
    pub(crate) fn say(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Chinese => &self.zh,
        }
    }
}
