//! `misplaced-key`: a key of the language that this kind of step does not have.

use flowglass_expression::Language;

use super::HolderName;
use crate::finding::{Example, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "misplaced-key",
    title: Words::new("A key that this kind of step cannot have", "该类型步骤不支持的键"),
    text: Words::new(
        "The key exists in the language, but not on steps of this type: only tasks of the older language retry, catch and time out; in the new one only Task, Parallel and Map states do; a Choice goes where its branches say; steps that end by themselves need no `end` and no `Next`.",
        "这个键在语言中存在，但该类型的步骤不支持：旧版语言只有任务步骤能重试、捕获和超时；新版语言只有 Task、Parallel 和 Map 状态可以；Choice 的去向由分支决定；自行结束的步骤不需要 `end` 或 `Next`。",
    ),
    severities: &[Severity::Error],
    source: "[TASK], [VSC], [CHOICE], [PAR], [INL]; CHOICE 6",
    covers: &["V23", "V24", "7", "8", "29"],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: a\n    retry: [{errors: [FnF.ALL]}]\n",
            at: "retry",
            right: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: a\n    resourceArn: acs:fc:::services/demo/functions/a\n    retry: [{errors: [FnF.ALL]}]\n",
        },
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - {type: succeed, name: done, end: true}\n",
            at: "end",
            right: "version: v1\ntype: flow\nsteps:\n  - {type: succeed, name: done}\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Succeed, Name: A, Next: B}\n  - {Type: Succeed, Name: B}\n",
            at: "Next",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Pass, Name: A, Next: B}\n  - {Type: Succeed, Name: B}\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Wait\n    Name: A\n    Seconds: 5\n    Retry: [{Errors: [FnF.ALL], MaxAttempts: 1, IntervalSeconds: 1}]\n    End: true\n",
            at: "Retry",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Wait\n    Name: A\n    Seconds: 5\n    End: true\n",
        },
    ],
};

/// A known key on a kind of step that cannot have it.
pub(crate) struct MisplacedKey {
    pub(crate) at: Span,
    pub(crate) key: &'static str,
    pub(crate) owner: HolderName,
    /// Why, in a sentence.
    pub(crate) why: Words,
    /// What to do instead.
    pub(crate) help: Words,
}

impl Rule for MisplacedKey {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let (owner, key) = (self.owner.say(language), self.key);
        let what = match language {
            Language::English => format!("{owner} cannot have `{key}`"),
            Language::Chinese => format!("{owner}不能有 `{key}`"),
        };
        Told::new(what, self.why.say(language), self.help.say(language))
    }
}
