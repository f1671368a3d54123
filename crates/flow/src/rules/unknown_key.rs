//! `unknown-key`: a key that the language does not have at this place.

use flowglass_expression::Language;

use super::{HolderName, one_of, quoted, write_one_of};
use crate::finding::{Example, Fix, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "unknown-key",
    title: Words::new("A key that the language does not have here", "此处不存在的键"),
    text: Words::new(
        "A misspelled key, one of the other language or of Amazon States Language, or one that belongs elsewhere. The schema of the older language allows no other keys, so there it is an error; in the new language nothing reads the key.",
        "键名拼写错误，或者属于另一种语言、Amazon States Language 或其他位置。旧版语言的 Schema 不允许其他键，因此是错误；在新版语言中该键不起作用。",
    ),
    severities: &[Severity::Error, Severity::Warning],
    source: "[VSC]; `state-machine.md` 14 for the keys of other languages",
    covers: &["V7", "34", "35"],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a, outputMapping: []}\n",
            at: "outputMapping",
            right: "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a, outputMappings: []}\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Pass, Name: A, ResultPath: $.a, End: true}\n",
            at: "ResultPath",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Pass, Name: A, OutputConstructor: {a: 1}, End: true}\n",
        },
    ],
};

/// A key that nothing reads.
pub(crate) struct UnknownKey {
    pub(crate) at: Span,
    pub(crate) key: String,
    pub(crate) owner: HolderName,
    /// What is most likely meant.
    pub(crate) closest: Option<&'static str>,
    /// Set when the key is the same word misspelled, not another word for it.
    pub(crate) misspelled: bool,
    /// All keys of the place.
    pub(crate) known: Vec<&'static str>,
    pub(crate) severity: Severity,
}

impl Rule for UnknownKey {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn severity(&self) -> Severity {
        self.severity
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let (owner, key) = (self.owner.say(language), quoted(&self.key));
        let what = match language {
            Language::English => format!("{owner} has no key {key}"),
            Language::Chinese => format!("{owner}没有键 {key}"),
        };
        let why = match self.severity {
            Severity::Error => Words::new(
                "The language's schema allows no other keys here [VSC].",
                "语言的 Schema 不允许此处有其他键 [VSC]。",
            ),
            Severity::Warning | Severity::Note => {
                Words::new("Nothing reads this key, so it has no effect.", "没有任何地方读取这个键，因此它不起作用。")
            }
        };
        let help = match (self.closest, language) {
            (Some(_), _) => write_one_of(self.closest, &[], language),
            (None, Language::English) => format!("Remove it; known here: {}.", one_of(&self.known, language)),
            (None, Language::Chinese) => format!("请删除它；此处可用的键：{}。", one_of(&self.known, language)),
        };
        Told::new(what, why.say(language), help)
    }
    fn fix(&self) -> Option<Fix> {
        self.closest.filter(|_| self.misspelled).map(|key| Fix::rewrite(self.at, key, false))
    }
}
