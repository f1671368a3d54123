//! `no-retries`: a retry rule that retries nothing.

use flowglass_expression::{Json, Language};

use crate::document::{Document, NodeId, NodeKind};
use crate::finding::{Example, Findings, Page, Rule, Severity, Told, Words};
use crate::model::{ALL_ERRORS, Dialect, Retry, Step};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "no-retries",
    title: Words::new("A retry rule with 0 attempts", "重试次数为 0 的重试规则"),
    text: Words::new(
        "`maxAttempts` and `MaxAttempts` count the retries, so a rule with 0 does what happens without it. Only before a rule that would take the same errors it has a use: the first rule that matches counts, so it keeps them from being retried. Nothing is said then.",
        "`maxAttempts` 和 `MaxAttempts` 是重试的次数，因此值为 0 的规则与不写相同。只有放在会匹配相同错误的规则之前才有用：以第一个匹配的规则为准，它能使这些错误不被重试。这种情况不会提示。",
    ),
    severities: &[Severity::Note],
    source: "[TASK], [ERR]",
    covers: &[],
    examples: &[Example {
        wrong: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: pay\n    resourceArn: acs:fc:::services/shop/functions/pay\n    retry: [{errors: [FnF.ALL], maxAttempts: 0}]\n",
        at: "0",
        right: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: pay\n    resourceArn: acs:fc:::services/shop/functions/pay\n    retry: [{errors: [CardRefused], maxAttempts: 0}, {errors: [FnF.ALL], maxAttempts: 3}]\n",
    }],
};

/// A rule without effect.
struct NoRetries {
    at: Span,
}

/// Looks for retry rules that retry nothing and keep nothing from being retried.
pub(crate) fn check(document: &Document, dialect: Dialect, step: &Step, findings: &mut Findings) {
    if step.retry.iter().all(|rule| rule.max_attempts > 0) {
        return;
    }
    let (key, attempts) = match dialect {
        Dialect::Legacy => ("retry", "maxAttempts"),
        Dialect::StateMachine => ("Retry", "MaxAttempts"),
    };
    let Some((_, list)) = document.entry(step.node, key) else { return };
    let NodeKind::Sequence(entries) = &document.node(list).kind else { return };
    let mut later: Vec<&Retry> = Vec::new();
    for rule in step.retry.iter().rev() {
        if rule.max_attempts == 0 && !later.iter().any(|later| overlap(rule, later)) {
            let entry = entries.iter().copied().find(|entry| document.node(*entry).at == rule.at);
            if let Some(at) = entry.and_then(|entry| zero(document, entry, attempts)) {
                findings.report(|| NoRetries { at });
            }
        }
        if rule.max_attempts > 0 {
            later.push(rule);
        }
    }
}

/// Tells whether some error is taken by both rules.
fn overlap(one: &Retry, other: &Retry) -> bool {
    one.matches(ALL_ERRORS) || one.errors.iter().any(|error| other.matches(&error.value))
}

/// The place of the number of attempts, when it is written as 0.
fn zero(document: &Document, entry: NodeId, key: &str) -> Option<Span> {
    let (_, value) = document.entry(entry, key)?;
    (document.json(value) == Json::from(0)).then(|| document.node(value).at)
}

impl Rule for NoRetries {
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
        let what = Words::new("this rule retries nothing", "这个规则不会重试");
        let why = Words::new(
            "The number counts the retries after the first attempt [TASK][ERR]; with 0 the rule does what happens without it.",
            "这个数是首次尝试之后的重试次数 [TASK][ERR]；为 0 时与不写规则相同。",
        );
        let help = Words::new("Write at least 1, or remove the rule.", "请至少写 1，或者删除该规则。");
        Told::new(what.say(language), why.say(language), help.say(language))
    }
}
