//! `unknown-value`: a word that its key does not know.

use flowglass_expression::{Language, closest};

use super::{quoted, write_one_of};
use crate::finding::{Example, Fix, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "unknown-value",
    title: Words::new("A word that its key does not know", "键不支持的取值"),
    text: Words::new(
        "Keys such as `version`, `type: flow`, `pattern`, `TaskMode` and `ExecutionMode` take a few words. `v1beta1` (a note) and `v1.0` (a warning) are taken as `v1`: no page tells a difference. In Express mode a task can only complete with its request.",
        "`version`、`type: flow`、`pattern`、`TaskMode`、`ExecutionMode` 等键只接受少数取值。`v1beta1`（提示）和 `v1.0`（警告）按 `v1` 处理：没有文档说明它们的区别。快速模式下，任务只能随请求完成。",
    ),
    severities: &[Severity::Error, Severity::Warning, Severity::Note],
    source: "[FDL], [TASK], [MODE], [DIST], [CREATE], [START]; CHOICE 18",
    covers: &["V2", "V3", "V10", "1", "15"],
    examples: &[
        Example {
            wrong: "version: v2\ntype: flow\nsteps:\n  - {type: pass, name: a}\n",
            at: "v2",
            right: "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a}\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Task, Name: A, Action: 'ECS:RunInstances', TaskMode: RequestCompleted, End: true}\n",
            at: "RequestCompleted",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Task, Name: A, Action: 'ECS:RunInstances', TaskMode: RequestComplete, End: true}\n",
        },
    ],
};

/// A value that is none of those its key takes.
pub(crate) struct UnknownValue {
    pub(crate) at: Span,
    pub(crate) key: &'static str,
    pub(crate) found: String,
    pub(crate) known: &'static [&'static str],
    pub(crate) why: Words,
    pub(crate) severity: Severity,
}

impl UnknownValue {
    fn closest(&self) -> Option<&'static str> {
        closest(&self.found, self.known.iter().copied())
    }
}

impl Rule for UnknownValue {
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
        let (key, found) = (self.key, quoted(&self.found));
        let what = match language {
            Language::English => format!("`{key}` is {found}"),
            Language::Chinese => format!("`{key}` 的值是 {found}"),
        };
        Told::new(what, self.why.say(language), write_one_of(self.closest(), self.known, language))
    }
    fn fix(&self) -> Option<Fix> {
        let only = match self.known {
            [only] => Some(*only),
            _ => None,
        };
        // What is taken for the only known word already may be written so.
        let safe = only.is_some() && self.severity != Severity::Error;
        only.or_else(|| self.closest()).map(|word| Fix::rewrite(self.at, word, safe))
    }
}
