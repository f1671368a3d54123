//! `never-a-list`: what a Map walks can never be a list.

use flowglass_expression::Language;

use crate::document::Document;
use crate::finding::{Example, Findings, Page, Rule, Severity, Told, Words};
use crate::reads::{Purpose, Says, Written};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "never-a-list",
    title: Words::new("An `ItemsPath` that never gives a list", "`ItemsPath` 永远不是列表"),
    text: Words::new(
        "A Map runs once per element of an array. The expression gives something else whatever the input is, so every execution that comes here fails.",
        "Map 对数组的每个元素运行一次。无论输入是什么，这个表达式都不会得到数组，因此执行到这里必然失败。",
    ),
    severities: &[Severity::Error],
    source: "[INL]; CHOICE 15",
    covers: &[],
    examples: &[Example {
        wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Map\n    Name: A\n    ItemsPath: length($Input.items)\n    Processor:\n      StartAt: B\n      States: [{Type: Succeed, Name: B}]\n    End: true\n",
        at: "length($Input.items)",
        right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Map\n    Name: A\n    ItemsPath: $Input.items\n    Processor:\n      StartAt: B\n      States: [{Type: Succeed, Name: B}]\n    End: true\n",
    }],
};

/// An expression of another kind than an array.
pub(crate) struct NeverAList {
    at: Span,
    kind: &'static str,
}

impl NeverAList {
    /// Reports an `ItemsPath` whose kind is known and is no array.
    pub(crate) fn check(document: &Document, written: &Written<'_>, findings: &mut Findings) {
        let Says::Expression(expression) = written.says else { return };
        let kind = expression.kind().filter(|kind| written.purpose == Purpose::Items && *kind != "array");
        if let Some(kind) = kind {
            findings.report(|| Self { at: written.span(document, 0..written.text().len()), kind });
        }
    }
}

impl Rule for NeverAList {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let kind = kind_words(self.kind).say(language);
        match language {
            Language::English => Told::new(
                format!("`ItemsPath` gives {kind}, never a list"),
                "A Map walks an array; with anything else it fails with `Sim.ItemsPathNotArray` (CHOICE 15).",
                "Write the path of a list.",
            ),
            Language::Chinese => Told::new(
                format!("`ItemsPath` 得到的是{kind}，永远不是列表"),
                "Map 遍历数组；遇到其他值会以 `Sim.ItemsPathNotArray` 失败（CHOICE 15）。",
                "请写出列表的路径。",
            ),
        }
    }
}

/// A kind of value in a sentence.
pub(super) fn kind_words(kind: &str) -> Words {
    match kind {
        "null" => Words::new("null", " null"),
        "boolean" => Words::new("a Boolean", "布尔值"),
        "number" => Words::new("a number", "数字"),
        "string" => Words::new("text", "文本"),
        "array" => Words::new("a list", "列表"),
        _ => Words::new("an object", "对象"),
    }
}
