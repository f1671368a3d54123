//! `duplicate-key`: a key stands twice in one mapping.

use std::sync::Arc;

use flowglass_expression::Language;

use super::quoted;
use crate::finding::{Example, Page, Related, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "duplicate-key",
    title: Words::new("A key that stands twice", "重复的键"),
    text: Words::new(
        "YAML allows a key once in a mapping; which of two equal ones a reader takes is not defined. Flowglass takes the first. In a constructor, `k` and `k.$` create the same key and count as equal.",
        "YAML 中同一映射里的键只能出现一次；重复时取哪一个没有定义。Flowglass 取第一个。在构造器中，`k` 和 `k.$` 生成同一个键，视为重复。",
    ),
    severities: &[Severity::Error],
    source: "YAML 1.2, 3.2.1.3; CHOICE 28",
    covers: &[],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: pay\n    resourceArn: acs:fc:::services/shop/functions/pay\n    timeoutSeconds: 10\n    timeoutSeconds: 20\n",
            at: "timeoutSeconds",
            right: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: pay\n    resourceArn: acs:fc:::services/shop/functions/pay\n    timeoutSeconds: 20\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor:\n      who: nobody\n      who.$: $Input.who\n    End: true\n",
            at: "who.$",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor:\n      who.$: $Input.who\n    End: true\n",
        },
    ],
};

/// The second of two equal keys; the first one counts here.
pub(crate) struct DuplicateKey {
    pub(crate) at: Span,
    pub(crate) first: Span,
    pub(crate) key: Arc<str>,
}

impl Rule for DuplicateKey {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let key = quoted(&self.key);
        match language {
            Language::English => Told::new(
                format!("the key {key} stands here a second time"),
                "YAML allows a key once in a mapping; which of the two a reader takes is not defined. Here the first counts.",
                "Remove one of the two.",
            ),
            Language::Chinese => Told::new(
                format!("键 {key} 在这里重复出现"),
                "YAML 中同一映射里的键只能出现一次；取哪一个没有定义。此处以第一个为准。",
                "请删除其中一个。",
            ),
        }
    }
    fn related(&self) -> Vec<Related> {
        vec![Related { at: self.first, what: Words::new("the first one", "第一个") }]
    }
}
