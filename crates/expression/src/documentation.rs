//! How things of a language are described to people: in completions, on hover, in generated pages.

use crate::Language;

/// What people are told about a name of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Documentation {
    /// The name as it is written; for a member, the path to it with points.
    pub name: &'static str,
    /// One or two sentences in English.
    pub english: &'static str,
    /// The same in Chinese.
    pub chinese: &'static str,
    /// How it is known that the service has it.
    pub evidence: Evidence,
    /// The page that it is known from: its tag in the list of sources of the language's reference.
    pub source: &'static str,
}

/// A member of an object that the service provides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// The JSON type of its value.
    pub kind: &'static str,
    /// What it is.
    pub about: Documentation,
}

/// How it is known that the service has something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// A page describes it.
    Listed,
    /// It is named in a table only.
    Index,
    /// It is used in a published flow.
    Flow,
    /// It follows from what is documented, but its name is our choice of this number.
    Choice(u8),
}

impl Documentation {
    /// Gives the description.
    pub fn words(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::Chinese => self.chinese,
        }
    }
}

impl Evidence {
    /// Says how it is known.
    pub fn words(self, language: Language) -> String {
        let words = match (self, language) {
            (Self::Listed, Language::English) => "described in the documentation",
            (Self::Listed, Language::Chinese) => "文档中有说明",
            (Self::Index, Language::English) => "named in the documentation, not described",
            (Self::Index, Language::Chinese) => "文档中仅列出名称",
            (Self::Flow, Language::English) => "used in a published flow",
            (Self::Flow, Language::Chinese) => "见于官方发布的流程",
            (Self::Choice(number), Language::English) => return format!("our choice, CHOICE {number}"),
            (Self::Choice(number), Language::Chinese) => return format!("我们的选择（CHOICE {number}）"),
        };
        words.to_owned()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Checks that a description is there in both languages, and that a source is named.
    pub(crate) fn check(documentation: &Documentation) {
        let Documentation { name, english, chinese, source, .. } = *documentation;
        assert_eq!(documentation.words(Language::English), english);
        assert_eq!(documentation.words(Language::Chinese), chinese);
        assert!(english.ends_with('.') && english.is_ascii(), "{name}: {english}");
        assert!(chinese.ends_with('。') && !chinese.contains([',', ';']), "{name}: {chinese}");
        assert!(!source.is_empty() && !source.contains(['[', ']', ' ']), "{name}: {source}");
        assert_eq!(english.contains("CHOICE"), chinese.contains("CHOICE"), "{name}");
    }

    #[test]
    fn evidence_has_words_in_both_languages() {
        fn check(evidence: Evidence, english: &str, chinese: &str) {
            assert_eq!(evidence.words(Language::English), english);
            assert_eq!(evidence.words(Language::Chinese), chinese);
        }
        check(Evidence::Listed, "described in the documentation", "文档中有说明");
        check(Evidence::Index, "named in the documentation, not described", "文档中仅列出名称");
        check(Evidence::Flow, "used in a published flow", "见于官方发布的流程");
        check(Evidence::Choice(46), "our choice, CHOICE 46", "我们的选择（CHOICE 46）");
    }
}
