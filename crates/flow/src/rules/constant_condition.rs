//! `constant-condition`: a condition that has the same answer in every run.

use flowglass_expression::state_machine::{self, Expression};
use flowglass_expression::{Json, Language, Part, PartKind, Random};
use rustc_hash::FxHashMap;

use super::quoted;
use crate::finding::{Example, Findings, Page, Related, Rule, Severity, Told, Words};
use crate::model::{Choice, Condition, ConditionExpression, Flow, StepKind};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "constant-condition",
    title: Words::new("A condition that always has the same answer", "结果永远相同的条件"),
    text: Words::new(
        "A condition that reads nothing holds always or never. One that never holds makes its arm useless, one that always holds makes all behind it useless. The same is true of a condition that stands a second time: where it could hold, the first one has been taken.",
        "不读取任何数据的条件要么永远成立，要么永远不成立。永远不成立的条件使其分支失去作用，永远成立的条件使其后的分支失去作用。重复出现的条件也是如此：在它可能成立时，前一个已经被选中。",
    ),
    severities: &[Severity::Warning],
    source: "[CHOICE]",
    covers: &[],
    examples: &[
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: Paid\nStates:\n  - Type: Choice\n    Name: Paid\n    Branches: [{Condition: '\"paid\" == \"open\"', Next: Ship}]\n    Default: Wait\n  - {Type: Succeed, Name: Ship}\n  - {Type: Succeed, Name: Wait}\n",
            at: "'\"paid\" == \"open\"'",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: Paid\nStates:\n  - Type: Choice\n    Name: Paid\n    Branches: [{Condition: '$Input.paid == \"open\"', Next: Ship}]\n    Default: Wait\n  - {Type: Succeed, Name: Ship}\n  - {Type: Succeed, Name: Wait}\n",
        },
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: choice\n    name: size\n    choices:\n      - {condition: $.n > 10, goto: large}\n      - {condition: $.n > 10, goto: small}\n  - {type: succeed, name: small}\n  - {type: succeed, name: large}\n",
            at: "$.n > 10",
            right: "version: v1\ntype: flow\nsteps:\n  - type: choice\n    name: size\n    choices:\n      - {condition: $.n > 10, goto: large}\n      - {condition: $.n > 5, goto: small}\n  - {type: succeed, name: small}\n  - {type: succeed, name: large}\n",
        },
    ],
};

/// A condition whose answer is known.
struct ConstantCondition {
    at: Span,
    text: String,
    answer: Answer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// It holds in no run.
    Never,
    /// It holds in every run.
    Always,
    /// The same condition stands here, before it.
    Taken(Span),
}

/// Reports conditions whose answer is known from the text.
pub(crate) fn check(flow: &Flow, findings: &mut Findings) {
    for (_, step) in flow.steps() {
        if let StepKind::Choice(choice) = &step.kind {
            check_choice(choice, findings);
        }
    }
}

fn check_choice(choice: &Choice, findings: &mut Findings) {
    let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
    for (number, arm) in choice.arms.iter().enumerate() {
        let Some(condition) = &arm.condition else { continue };
        let (text, at) = (condition.text.value.trim(), condition.text.at);
        let answer = match (constant(condition), seen.get(text)) {
            (Some(true), _) => Answer::Always,
            (Some(false), _) => Answer::Never,
            (None, Some(first)) => Answer::Taken(*first),
            (None, None) => {
                seen.insert(text, at);
                continue;
            }
        };
        // The last arm may be written as the one for all other cases.
        if answer == Answer::Always && number + 1 == choice.arms.len() {
            continue;
        }
        findings.report(|| ConstantCondition { at, text: text.to_owned(), answer });
    }
}

/// The answer of a condition that reads nothing; `None` when it reads something, or cannot be evaluated.
fn constant(condition: &Condition) -> Option<bool> {
    match condition.expression.as_ref()? {
        ConditionExpression::Legacy(condition) => {
            let mut notes = Vec::new();
            let answer = reads_nothing(&condition.parts()).then(|| condition.evaluate(&Json::Null, &mut notes))?;
            notes.is_empty().then_some(answer)
        }
        ConditionExpression::StateMachine(expression) => {
            reads_nothing(&expression.parts()).then(|| evaluated(expression))?
        }
    }
}

fn reads_nothing(parts: &[Part<'_>]) -> bool {
    parts.iter().all(|part| match part.kind {
        PartKind::Constant(_) | PartKind::Array | PartKind::Object | PartKind::Operator { .. } => true,
        PartKind::Path(_) | PartKind::Call(_) => false,
    })
}

fn evaluated(expression: &Expression) -> Option<bool> {
    let nothing = Json::Null;
    let scope = state_machine::Scope { input: &nothing, output: None, context: &nothing, global: &nothing, item: None };
    let mut notes = Vec::new();
    let options = state_machine::Options::default();
    let value = expression.evaluate(&scope, &options, &mut Random::new(0), &mut notes).ok()?;
    value.as_bool().filter(|_| notes.is_empty())
}

impl Rule for ConstantCondition {
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
        let text = quoted(&self.text);
        let (what, why) = match (self.answer, language) {
            (Answer::Never, Language::English) => {
                (format!("{text} never holds"), "It reads nothing, so its arm is never taken.")
            }
            (Answer::Always, Language::English) => (
                format!("{text} always holds"),
                "It reads nothing, so the arms behind it and the default are never taken.",
            ),
            (Answer::Taken(_), Language::English) => (
                format!("{text} stands a second time"),
                "Arms are tried in order [CHOICE]: where it could hold, the first one has been taken.",
            ),
            (Answer::Never, Language::Chinese) => {
                (format!("{text} 永远不成立"), "它不读取任何数据，因此该分支永远不会被选中。")
            }
            (Answer::Always, Language::Chinese) => {
                (format!("{text} 永远成立"), "它不读取任何数据，因此其后的分支和默认分支永远不会被选中。")
            }
            (Answer::Taken(_), Language::Chinese) => {
                (format!("{text} 重复出现"), "分支按顺序判断 [CHOICE]：在它可能成立时，前一个已经被选中。")
            }
        };
        let help = Words::new("Mend the condition, or remove the arm.", "请修改条件，或者删除该分支。");
        Told::new(what, why, help.say(language))
    }
    fn related(&self) -> Vec<Related> {
        match self.answer {
            Answer::Taken(at) => vec![Related { at, what: Words::new("the same condition", "相同的条件") }],
            Answer::Never | Answer::Always => Vec::new(),
        }
    }
}
