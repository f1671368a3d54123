//! `wrong-type`: a value is of another type than its key takes.

use flowglass_expression::Language;

use super::quoted;
use crate::finding::{Edit, Example, Fix, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "wrong-type",
    title: Words::new("A value of another type", "值的类型不对"),
    text: Words::new(
        "The key takes a list, a mapping, text, a number or a Boolean, and something else stands there. A number or Boolean where text is wanted is taken as it is written, with a warning: quotes make the meaning clear.",
        "该键需要列表、映射、文本、数字或布尔值，但写的是别的类型。需要文本的位置写了数字或布尔值时，按原文处理并给出警告：加引号可以消除歧义。",
    ),
    severities: &[Severity::Error, Severity::Warning],
    source: "[FDL], [VSC]",
    covers: &["V4"],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps: {type: pass, name: a}\n",
            at: "{type: pass, name: a}",
            right: "version: v1\ntype: flow\nsteps: [{type: pass, name: a}]\n",
        },
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: 1}\n",
            at: "1",
            right: "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: \"1\"}\n",
        },
    ],
};

/// A value that its key cannot take.
pub(crate) struct WrongType {
    pub(crate) at: Span,
    /// The key, or what the mapping would be.
    pub(crate) subject: Subject,
    pub(crate) expected: Words,
    pub(crate) found: FoundValue,
    /// Set when the value can be taken all the same.
    pub(crate) tolerated: bool,
}

/// What is of the wrong type.
#[derive(Clone, Debug)]
pub(crate) enum Subject {
    /// The value of a key.
    Key(String),
    /// A mapping that has a name of its own.
    Holder(super::HolderName),
}

impl Subject {
    fn say(&self, language: Language) -> String {
        match self {
            Self::Key(key) => format!("`{key}`"),
            Self::Holder(owner) => owner.say(language).to_owned(),
        }
    }
}

/// A value, as messages call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FoundValue {
    List,
    /// A list of so many entries.
    ListOf(usize),
    Mapping,
    Empty,
    Boolean(String),
    Number(String),
    Text(String),
}

impl FoundValue {
    pub(crate) fn say(&self, language: Language) -> String {
        let english = language == Language::English;
        match self {
            Self::List => Words::new("a list", "列表").say(language).to_owned(),
            Self::ListOf(count) if english => format!("a list of {count}"),
            Self::ListOf(count) => format!("含 {count} 项的列表"),
            Self::Mapping => Words::new("a mapping", "映射").say(language).to_owned(),
            Self::Empty => Words::new("empty", "空值").say(language).to_owned(),
            Self::Boolean(text) if english => format!("the Boolean {}", quoted(text)),
            Self::Boolean(text) => format!("布尔值 {}", quoted(text)),
            Self::Number(text) if english => format!("the number {}", quoted(text)),
            Self::Number(text) => format!("数字 {}", quoted(text)),
            Self::Text(text) if english => format!("the text {}", quoted(text)),
            Self::Text(text) => format!("文本 {}", quoted(text)),
        }
    }
}

impl Rule for WrongType {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn severity(&self) -> Severity {
        if self.tolerated { Severity::Warning } else { Severity::Error }
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let (subject, found) = (self.subject.say(language), self.found.say(language));
        let expected = self.expected.say(language);
        match (language, self.tolerated) {
            (Language::English, true) => Told::new(
                format!("{subject} is {found}, not {expected}"),
                "YAML reads this value as something else than text; here it is taken as it is written.",
                "Put the value in quotes.",
            ),
            (Language::English, false) => Told::new(
                format!("{subject} is {found}, not {expected}"),
                format!("Only {expected} can stand here; the value is left out."),
                format!("Write {expected} here."),
            ),
            (Language::Chinese, true) => Told::new(
                format!("{subject} 是{found}，不是{expected}"),
                "YAML 不把这个值读作文本；此处按原文处理。",
                "请给这个值加上引号。",
            ),
            (Language::Chinese, false) => Told::new(
                format!("{subject} 是{found}，不是{expected}"),
                format!("此处只能是{expected}；这个值不会被采用。"),
                format!("请在这里写{expected}。"),
            ),
        }
    }
    fn fix(&self) -> Option<Fix> {
        let (FoundValue::Boolean(text) | FoundValue::Number(text)) = &self.found else { return None };
        let at = |offset: u32| Span::new(offset as usize, offset as usize);
        let quote = |offset: u32| Edit { at: at(offset), text: "\"".to_owned() };
        self.tolerated.then(|| Fix {
            title: Words::new("Put `{}` in quotes", "给 `{}` 加上引号"),
            name: text.clone(),
            edits: vec![quote(self.at.start), quote(self.at.end)],
            safe: true,
        })
    }
}
