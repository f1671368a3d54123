//! `duplicate-name`: two steps have the same name.

use flowglass_expression::Language;

use super::quoted;
use crate::finding::{Example, Page, Related, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "duplicate-name",
    title: Words::new("Two steps with one name", "步骤重名"),
    text: Words::new(
        "A jump to the name could mean either step, and the history tells steps apart by their bare name. The older language wants a name once in the whole flow; in the new one equal names in different scopes are allowed and only make histories harder to read.",
        "跳转到这个名称时无法区分是哪个步骤，执行历史也只用名称区分步骤。旧版语言要求名称在整个流程中唯一；新版语言允许不同作用域内重名，但会使执行历史难以阅读。",
    ),
    severities: &[Severity::Error, Severity::Warning],
    source: "[VSC]; by our choice in the new language",
    covers: &["V6", "4"],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a}\n  - {type: pass, name: a}\n",
            at: "a",
            right: "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a}\n  - {type: pass, name: b}\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Pass, Name: A, Next: B}\n  - {Type: Pass, Name: B, Next: A2}\n  - {Type: Succeed, Name: A2}\n  - {Type: Succeed, Name: A2}\n",
            at: "A2",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Pass, Name: A, Next: B}\n  - {Type: Pass, Name: B, Next: A2}\n  - {Type: Succeed, Name: A2}\n",
        },
    ],
};

/// The second of two steps with one name.
pub(crate) struct DuplicateName {
    pub(crate) at: Span,
    pub(crate) first: Span,
    pub(crate) name: String,
    /// Set when the two stand in different lists and the language allows it.
    pub(crate) allowed: bool,
}

impl Rule for DuplicateName {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn severity(&self) -> Severity {
        if self.allowed { Severity::Warning } else { Severity::Error }
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let name = quoted(&self.name);
        match language {
            Language::English => Told::new(
                format!("another step is called {name} too"),
                "A jump could mean either, and the history tells steps apart by their bare name.",
                "Rename one of the two.",
            ),
            Language::Chinese => Told::new(
                format!("另一个步骤也叫 {name}"),
                "跳转时无法区分是哪一个，执行历史也只用名称区分步骤。",
                "请给其中一个改名。",
            ),
        }
    }
    fn related(&self) -> Vec<Related> {
        vec![Related { at: self.first, what: Words::new("the first one", "第一个") }]
    }
}
