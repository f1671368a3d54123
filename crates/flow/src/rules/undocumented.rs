//! `undocumented`: something that no current page of the service describes.

use flowglass_expression::Language;

use crate::finding::{Example, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "undocumented",
    title: Words::new("Something that no page describes", "没有文档说明的写法"),
    text: Words::new(
        "Only the vendor's editor schema, or an old edition of a page, knows it. What the service does with it today is not known.",
        "只有厂商的编辑器 Schema 或旧版文档提到过它。服务如今如何处理它并不清楚。",
    ),
    severities: &[Severity::Warning],
    source: "[VSC], [WAIT-2023]; CHOICE 21",
    covers: &["V7"],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: loop\n    name: again\n    steps: [{type: pass, name: a}]\n",
            at: "type",
            right: "version: v1\ntype: flow\nsteps:\n  - type: foreach\n    name: each\n    iterationMapping: {collection: $.items, item: item}\n    steps: [{type: pass, name: a}]\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Wait, Name: A, UntilDateTime: '2026-01-01T00:00:00Z', End: true}\n",
            at: "'2026-01-01T00:00:00Z'",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Wait, Name: A, Seconds: 60, End: true}\n",
        },
    ],
};

/// A key or type that no current page of the service describes.
pub(crate) struct Undocumented {
    pub(crate) at: Span,
    /// What it is, as the subject of a sentence.
    pub(crate) subject: Words,
    pub(crate) why: Words,
    pub(crate) help: Words,
}

/// Only the vendor's editor schema knows it.
pub(crate) const ONLY_IN_THE_SCHEMA: Words = Words::new(
    "Only the vendor's editor schema knows it [VSC]; what the service does with it is not known, so it is not simulated.",
    "只有厂商的编辑器 Schema 认识它 [VSC]；服务如何处理并不清楚，因此不会模拟。",
);

impl Rule for Undocumented {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn severity(&self) -> Severity {
        Severity::Warning
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let subject = self.subject.say(language);
        let what = match language {
            Language::English => format!("{subject} is not documented"),
            Language::Chinese => format!("{subject}没有文档说明"),
        };
        Told::new(what, self.why.say(language), self.help.say(language))
    }
}
