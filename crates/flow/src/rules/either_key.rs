//! `either-key`: of two keys exactly one must be there.

use flowglass_expression::Language;

use super::HolderName;
use crate::finding::{Example, Page, Related, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "either-key",
    title: Words::new("Both keys of a pair, or neither", "二选一的键都写了或都没写"),
    text: Words::new(
        "Some keys exclude each other and one of them is needed: `duration` and `timestamp` of a wait, `resourceArn` and `action` of a task, `Next` and `End: true` of a state, a key and its computed form with `.$`.",
        "有些键互斥且必须有一个：等待步骤的 `duration` 与 `timestamp`、任务步骤的 `resourceArn` 与 `action`、状态的 `Next` 与 `End: true`、普通键与带 `.$` 的动态键。",
    ),
    severities: &[Severity::Error],
    source: "[WAIT], [TASK], [VSC]; CHOICE 5, 12 and 28",
    covers: &["V9", "V12", "6"],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: wait\n    name: pause\n    duration: 10\n    timestamp: 2026-01-01T00:00:00Z\n",
            at: "timestamp",
            right: "version: v1\ntype: flow\nsteps:\n  - type: wait\n    name: pause\n    duration: 10\n",
        },
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: pay\n",
            at: "type",
            right: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: pay\n    resourceArn: acs:fc:::services/shop/functions/pay\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Pass, Name: A, Next: B, End: true}\n  - {Type: Succeed, Name: B}\n",
            at: "End",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Pass, Name: A, Next: B}\n  - {Type: Succeed, Name: B}\n",
        },
    ],
};

/// Both keys of a pair, or none of them.
pub(crate) struct EitherKey {
    pub(crate) at: Span,
    pub(crate) owner: HolderName,
    pub(crate) keys: [&'static str; 2],
    /// The second key, when both are there.
    pub(crate) both: Option<Span>,
    pub(crate) why: Words,
}

impl Rule for EitherKey {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn at(&self) -> Span {
        self.both.unwrap_or(self.at)
    }
    fn told(&self, language: Language) -> Told {
        let [one, other] = self.keys;
        let owner = self.owner.say(language);
        let why = self.why.say(language);
        match (language, self.both.is_some()) {
            (Language::English, true) => {
                Told::new(format!("{owner} has both `{one}` and `{other}`"), why, "Remove one of them.")
            }
            (Language::English, false) => Told::new(
                format!("{owner} has neither `{one}` nor `{other}`"),
                why,
                format!("Add `{one}` or `{other}`."),
            ),
            (Language::Chinese, true) => {
                Told::new(format!("{owner}同时有 `{one}` 和 `{other}`"), why, "请删除其中一个。")
            }
            (Language::Chinese, false) => Told::new(
                format!("{owner}既没有 `{one}` 也没有 `{other}`"),
                why,
                format!("请添加 `{one}` 或 `{other}`。"),
            ),
        }
    }
    fn related(&self) -> Vec<Related> {
        let first = Related { at: self.at, what: Words::new("the other one stands here", "另一个在这里") };
        self.both.map(|_| first).into_iter().collect()
    }
}
