//! `empty-steps`: a list of steps without steps.

use flowglass_expression::Language;

use crate::document::Document;
use crate::finding::{Example, Findings, Page, Rule, Severity, Told, Words};
use crate::model::{Dialect, Flow, Scope};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "empty-steps",
    title: Words::new("A list without steps", "空的步骤列表"),
    text: Words::new(
        "A flow, a branch, an iteration or an entry of a choice of the older language has `steps: []`. No page forbids it, and nothing is run.",
        "旧版语言的流程、分支、迭代或选择分支写了 `steps: []`。没有文档禁止这样写，但不会执行任何步骤。",
    ),
    severities: &[Severity::Warning],
    source: "[VSC]",
    covers: &["V30"],
    examples: &[Example {
        wrong: "version: v1\ntype: flow\nsteps:\n  - type: parallel\n    name: both\n    branches:\n      - steps: [{type: pass, name: left}]\n      - steps: []\n",
        at: "[]",
        right: "version: v1\ntype: flow\nsteps:\n  - type: parallel\n    name: both\n    branches:\n      - steps: [{type: pass, name: left}]\n      - steps: [{type: pass, name: right}]\n",
    }],
};

/// A list that says that there is nothing to do.
struct EmptySteps {
    at: Span,
}

/// Looks for empty lists of steps; the new language has an error of its own for them.
pub(crate) fn check(document: &Document, flow: &Flow, findings: &mut Findings) {
    if flow.dialect != Dialect::Legacy {
        return;
    }
    for (_, scope) in flow.scopes().filter(|(_, scope)| is_written_empty(document, scope)) {
        findings.report(|| EmptySteps { at: scope.at });
    }
}

/// A list whose entries cannot be read has no steps either, but it is not empty.
fn is_written_empty(document: &Document, scope: &Scope) -> bool {
    let source = document.text.get(scope.at.range()).unwrap_or_default();
    let inside = source.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    scope.steps.is_empty() && inside.is_some_and(|inside| inside.trim().is_empty())
}

impl Rule for EmptySteps {
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
        let what = Words::new("this list has no steps", "这个列表没有步骤");
        let why = Words::new(
            "Nothing is run here; most likely the list is unfinished.",
            "这里不会执行任何步骤，很可能还没有写完。",
        );
        let help = Words::new("Add a step, for example a pass.", "请添加步骤，例如 pass。");
        Told::new(what.say(language), why.say(language), help.say(language))
    }
}
