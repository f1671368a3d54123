//! `no-way-on`: a state says neither where to go nor that it is the end.

use flowglass_expression::Language;

use super::quoted;
use crate::finding::{Example, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "no-way-on",
    title: Words::new("A state without `Next` and `End`", "既没有 `Next` 也没有 `End` 的状态"),
    text: Words::new(
        "States are not run in the order of the list: each one that does not end by nature says which state follows, or that it is the last of its scope.",
        "状态不是按列表顺序执行的：除自行结束的状态外，每个状态都要说明下一个状态，或者说明自己是所在作用域的终点。",
    ),
    severities: &[Severity::Error],
    source: "[FDL]; CHOICE 5",
    covers: &["6"],
    examples: &[Example {
        wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Pass, Name: A}\n",
        at: "Type",
        right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Pass, Name: A, End: true}\n",
    }],
};

/// A state with neither `Next` nor `End: true`.
pub(crate) struct NoWayOn {
    pub(crate) at: Span,
    pub(crate) name: String,
}

impl Rule for NoWayOn {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let name = quoted(&self.name);
        match language {
            Language::English => Told::new(
                format!("{name} has neither `Next` nor `End: true`"),
                "States are not run in the order of the list; after this one an execution cannot go on.",
                "Add `Next` with the name of the following state, or `End: true`.",
            ),
            Language::Chinese => Told::new(
                format!("{name} 既没有 `Next` 也没有 `End: true`"),
                "状态不是按列表顺序执行的；执行到这里之后无法继续。",
                "请用 `Next` 写出下一个状态的名称，或者添加 `End: true`。",
            ),
        }
    }
}
