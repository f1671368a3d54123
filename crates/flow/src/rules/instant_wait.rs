//! `instant-wait`: a wait of no time.

use flowglass_expression::{Json, Language};

use crate::finding::{Example, Findings, Page, Rule, Severity, Told, Words};
use crate::model::{Value, Wait};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "instant-wait",
    title: Words::new("A wait of 0 seconds", "等待 0 秒"),
    text: Words::new(
        "A wait step of the older language with `duration: 0` ends as soon as it begins. It costs events of the execution's history and does nothing else. The new language does not take 0, which is an error there.",
        "旧版语言中 `duration: 0` 的等待步骤立即结束，只会占用执行历史的事件数。新版语言不接受 0，属于错误。",
    ),
    severities: &[Severity::Note],
    source: "[WAIT]",
    covers: &[],
    examples: &[Example {
        wrong: "version: v1\ntype: flow\nsteps:\n  - {type: wait, name: pause, duration: 0}\n",
        at: "0",
        right: "version: v1\ntype: flow\nsteps:\n  - {type: wait, name: pause, duration: 10}\n",
    }],
};

/// A wait that is over at once.
struct InstantWait {
    at: Span,
}

/// Looks whether a wait of the older language waits at all.
pub(crate) fn check(wait: &Wait, findings: &mut Findings) {
    if let Some(seconds) = &wait.seconds
        && let Value::Constant(constant) = &seconds.value
        && *constant == Json::from(0)
    {
        findings.report(|| InstantWait { at: seconds.at });
    }
}

impl Rule for InstantWait {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn severity(&self) -> Severity {
        Severity::Note
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let what = Words::new("this wait is over at once", "这个等待立即结束");
        let why = Words::new(
            "A wait of 0 seconds does nothing but count towards the 5000 events of an execution [WAIT][LIM].",
            "等待 0 秒不起作用，只会计入一次执行的 5000 个事件 [WAIT][LIM]。",
        );
        let help = Words::new("Write the seconds to wait, or remove the step.", "请写明等待的秒数，或者删除该步骤。");
        Told::new(what.say(language), why.say(language), help.say(language))
    }
}
