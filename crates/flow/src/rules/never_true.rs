//! `never-true`: a condition whose value is neither true nor false.

use flowglass_expression::Language;

use super::never_a_list::kind_words;
use crate::document::Document;
use crate::finding::{Example, Findings, Page, Rule, Severity, Told, Words};
use crate::reads::{Purpose, Says, Written};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "never-true",
    title: Words::new("A condition that can never hold", "永远不成立的条件"),
    text: Words::new(
        "A condition selects its branch when its value is true. This one gives a value of another kind whatever the input is, so its branch is never taken.",
        "条件的值为 true 时才会选中分支。无论输入是什么，这个条件得到的都是其他类型的值，因此永远不会选中该分支。",
    ),
    severities: &[Severity::Warning],
    source: "[CHOICE]; CHOICE 48",
    covers: &[],
    examples: &[Example {
        wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Choice\n    Name: A\n    Branches:\n      - Condition: length($Input.items)\n        Next: B\n    Default: C\n  - {Type: Succeed, Name: B}\n  - {Type: Succeed, Name: C}\n",
        at: "length($Input.items)",
        right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Choice\n    Name: A\n    Branches:\n      - Condition: length($Input.items) > 0\n        Next: B\n    Default: C\n  - {Type: Succeed, Name: B}\n  - {Type: Succeed, Name: C}\n",
    }],
};

/// A condition of another kind than a Boolean.
pub(crate) struct NeverTrue {
    at: Span,
    kind: &'static str,
}

impl NeverTrue {
    /// Reports a condition of the new language whose kind is known and is no Boolean.
    pub(crate) fn check(document: &Document, written: &Written<'_>, findings: &mut Findings) {
        let Says::Expression(expression) = written.says else { return };
        let kind = expression.kind().filter(|kind| written.purpose == Purpose::Condition && *kind != "boolean");
        if let Some(kind) = kind {
            findings.report(|| Self { at: written.span(document, 0..written.text().len()), kind });
        }
    }
}

impl Rule for NeverTrue {
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
        let kind = kind_words(self.kind).say(language);
        match language {
            Language::English => Told::new(
                format!("this condition gives {kind}, neither true nor false"),
                "Only true selects a branch; any other value counts as not matched (CHOICE 48).",
                "Compare the value with another one.",
            ),
            Language::Chinese => Told::new(
                format!("这个条件得到的是{kind}，既不是 true 也不是 false"),
                "只有 true 会选中分支；其他值视为不匹配（CHOICE 48）。",
                "请把这个值与另一个值比较。",
            ),
        }
    }
}
