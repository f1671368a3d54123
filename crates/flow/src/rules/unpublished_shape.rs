//! `unpublished-shape`: a mapping whose keys the service does not publish.

use flowglass_expression::Language;

use crate::finding::{Example, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "unpublished-shape",
    title: Words::new("A setting whose parts are not published", "未公开结构的设置"),
    text: Words::new(
        "`MaxItems`, `ToleratedFailureCount` and `ToleratedFailurePercentage` of a distributed Map may be mappings whose inner keys were not readable. A single number in them is taken; otherwise the simulation leaves the setting out.",
        "分布式 Map 的 `MaxItems`、`ToleratedFailureCount` 和 `ToleratedFailurePercentage` 可能是内部键未公开的映射。若其中恰有一个数字则采用该数字，否则模拟时忽略此设置。",
    ),
    severities: &[Severity::Warning],
    source: "[DIST]",
    covers: &[],
    examples: &[Example {
        wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Map\n    Name: A\n    ItemsPath: $Input.items\n    ProcessorConfig: {ExecutionMode: Express}\n    MaxItems: {From: 1, To: 5}\n    Processor:\n      StartAt: B\n      States: [{Type: Succeed, Name: B}]\n    End: true\n",
        at: "{From: 1, To: 5}",
        right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Map\n    Name: A\n    ItemsPath: $Input.items\n    ProcessorConfig: {ExecutionMode: Express}\n    MaxItems: 5\n    Processor:\n      StartAt: B\n      States: [{Type: Succeed, Name: B}]\n    End: true\n",
    }],
};

/// A setting that is left out.
pub(crate) struct UnpublishedShape {
    pub(crate) at: Span,
    pub(crate) key: &'static str,
}

impl Rule for UnpublishedShape {
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
        let key = self.key;
        match language {
            Language::English => Told::new(
                format!("the parts of `{key}` are not published, and no single number stands in it"),
                "The simulation leaves this setting out.",
                "Write a number, if that is what is meant.",
            ),
            Language::Chinese => Told::new(
                format!("`{key}` 的内部结构未公开，其中也没有唯一的数字"),
                "模拟时会忽略此设置。",
                "如果要表达的是一个数字，请直接写数字。",
            ),
        }
    }
}
