//! `out-of-range`: a value beyond what its key takes.

use flowglass_expression::Language;

use super::wrong_type::FoundValue;
use crate::finding::{Example, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "out-of-range",
    title: Words::new("A value beyond what its key takes", "值超出允许范围"),
    text: Words::new(
        "Waits, pauses, time limits, numbers of branches and of iterations have bounds, and times and names have a form. Some bounds depend on the mode: a Wait of the new language lasts 1 to 300 seconds in Standard and 1 to 20 in Express mode. Bounds that a quota can raise are warnings.",
        "等待、间隔、时限、分支数和迭代数都有上下限，时间和名称有固定格式。有些限制取决于执行模式：新版语言的 Wait 在标准模式下为 1 到 300 秒，在快速模式下为 1 到 20 秒。可以申请提高的限制只作警告。",
    ),
    severities: &[Severity::Error, Severity::Warning],
    source: "[WAIT], [TASK], [ERR], [PAR], [INL], [LIM], [MODE], [VSC]; CHOICE 3",
    covers: &["V13", "V14", "V20", "V33", "10", "12", "13", "14", "19", "27", "31", "37"],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - {type: wait, name: pause, duration: 200000}\n",
            at: "200000",
            right: "version: v1\ntype: flow\nsteps:\n  - {type: wait, name: pause, duration: 172800}\n",
        },
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - {type: wait, name: pause, timestamp: tomorrow}\n",
            at: "tomorrow",
            right: "version: v1\ntype: flow\nsteps:\n  - {type: wait, name: pause, timestamp: 2026-01-01T08:00:00Z}\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Wait, Name: A, Seconds: 301, End: true}\n",
            at: "301",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Wait, Name: A, Seconds: 300, End: true}\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: 1st\nStartAt: A\nStates:\n  - {Type: Succeed, Name: A}\n",
            at: "1st",
            right: "Type: StateMachine\nSpecVersion: v1\nName: first\nStartAt: A\nStates:\n  - {Type: Succeed, Name: A}\n",
        },
    ],
};

/// A value that the service does not take.
pub(crate) struct OutOfRange {
    pub(crate) at: Span,
    pub(crate) key: &'static str,
    pub(crate) found: FoundValue,
    pub(crate) allowed: Allowed,
    pub(crate) why: Words,
    pub(crate) severity: Severity,
}

/// What a key takes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Allowed {
    /// A number from the first to the second; `whole` when fractions are refused.
    Number { least: f64, most: f64, whole: bool },
    /// Something that has a word of its own.
    Form(Words),
}

impl Allowed {
    fn say(self, language: Language) -> String {
        match self {
            Self::Form(words) => words.say(language).to_owned(),
            Self::Number { least, most, whole } => {
                let kind =
                    if whole { Words::new("a whole number", "整数") } else { Words::new("a number", "数字") };
                let kind = kind.say(language);
                let open = most >= f64::from(u32::MAX);
                match language {
                    Language::English if open && least > 0.0 && !whole => format!("{kind} above 0"),
                    Language::English if open => format!("{kind} of at least {least}"),
                    Language::English => format!("{kind} from {least} to {most}"),
                    Language::Chinese if open && least > 0.0 && !whole => format!("大于 0 的{kind}"),
                    Language::Chinese if open => format!("不小于 {least} 的{kind}"),
                    Language::Chinese => format!("{least} 到 {most} 之间的{kind}"),
                }
            }
        }
    }
}

impl Rule for OutOfRange {
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
        let (key, found, allowed) = (self.key, self.found.say(language), self.allowed.say(language));
        let why = self.why.say(language);
        match language {
            Language::English => Told::new(format!("`{key}` is {found}"), why, format!("Write {allowed}.")),
            Language::Chinese => Told::new(format!("`{key}` 是{found}"), why, format!("请写{allowed}。")),
        }
    }
}
