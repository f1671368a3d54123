//! `missing-key`: a key that must be there is not.

use flowglass_expression::Language;

use super::HolderName;
use crate::finding::{Example, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "missing-key",
    title: Words::new("A key that must be there", "缺少必需的键"),
    text: Words::new(
        "The language requires the key at this place, or its list must not be empty; the finding points at the first key of the mapping that lacks it. Two are only advised: `Detail` of a Fail state, which the table requires and a sample on the same page leaves out, and the `source` of a mapping.",
        "语言要求此处有这个键，或者它的列表不能为空；提示指向缺少该键的映射的第一个键。有两个键只是建议：Fail 状态的 `Detail`（表格要求，但同一页的示例省略了它）和映射的 `source`。",
    ),
    severities: &[Severity::Error, Severity::Warning],
    source: "[FDL], [VSC], [CHOICE], [PAR], [EACH], [INL], [DIST], [WAIT], [TASK], [ERR], [FAIL]; CHOICE 2 and 65",
    covers: &["V1", "V4", "V14", "V15", "V17", "V19", "V20", "V21", "2", "7", "9", "10", "11", "13", "14", "26"],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: pass\n",
            at: "type",
            right: "version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: a\n",
        },
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: a\n    resourceArn: acs:fc:::services/demo/functions/a\n    catch:\n      - errors: [FnF.ALL]\n",
            at: "errors",
            right: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: a\n    resourceArn: acs:fc:::services/demo/functions/a\n    catch:\n      - errors: [FnF.ALL]\n        goto: b\n  - {type: pass, name: b}\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Choice\n    Name: A\n    Branches:\n      - Condition: $Input.ok\n        Next: B\n  - {Type: Succeed, Name: B}\n",
            at: "Type",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Choice\n    Name: A\n    Branches:\n      - Condition: $Input.ok\n        Next: B\n    Default: B\n  - {Type: Succeed, Name: B}\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Fail, Name: A, Code: Refused}\n",
            at: "Type",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Fail, Name: A, Code: Refused, Detail: the card was refused}\n",
        },
    ],
};

/// A mapping lacks a key.
pub(crate) struct MissingKey {
    /// The mapping's first key, or what stands for the mapping.
    pub(crate) at: Span,
    pub(crate) key: &'static str,
    /// Whose key it is: `a task step`, `a retry rule`.
    pub(crate) owner: HolderName,
    /// Why it is needed, in a sentence.
    pub(crate) why: Words,
    pub(crate) severity: Severity,
}

impl Rule for MissingKey {
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
        let (owner, key, why) = (self.owner.say(language), self.key, self.why.say(language));
        match language {
            Language::English => Told::new(format!("`{key}` is missing in {owner}"), why, format!("Add `{key}`.")),
            Language::Chinese => Told::new(format!("{owner}缺少 `{key}`"), why, format!("请添加 `{key}`。")),
        }
    }
}
