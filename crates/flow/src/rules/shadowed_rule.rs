//! `shadowed-rule`: an error rule, or a name in it, that an earlier rule leaves nothing for.

use flowglass_expression::Language;
use rustc_hash::FxHashMap;

use super::quoted;
use crate::finding::{Example, Findings, Page, Related, Rule, Severity, Told, Words};
use crate::model::{ALL_ERRORS, Step};
use crate::span::{Span, Spanned};

pub(super) static PAGE: Page = Page {
    code: "shadowed-rule",
    title: Words::new("An error rule that never applies", "永远不会生效的错误规则"),
    text: Words::new(
        "Rules are asked in the order written, and only the first that takes the error counts. A rule behind one with `FnF.ALL` is never asked, and a name that stands in two rules of one list belongs to the first. Retry and catch are two lists: the same name in both is usual.",
        "规则按书写顺序匹配，只有第一个匹配的规则生效。`FnF.ALL` 之后的规则永远轮不到；同一列表的两个规则中出现的同名错误归第一个规则。重试和捕获是两个列表：同一名称在两处都出现很常见。",
    ),
    severities: &[Severity::Warning],
    source: "[ERR], [EX:oss-batch-process]",
    covers: &["28"],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: pay\n    resourceArn: acs:fc:::services/shop/functions/pay\n    catch:\n      - {errors: [FnF.ALL], goto: done}\n      - {errors: [CardRefused], goto: done}\n  - {type: pass, name: done}\n",
            at: "CardRefused",
            right: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: pay\n    resourceArn: acs:fc:::services/shop/functions/pay\n    catch:\n      - {errors: [CardRefused], goto: done}\n      - {errors: [FnF.ALL], goto: done}\n  - {type: pass, name: done}\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Task\n    Name: A\n    Action: ECS:DescribeInstances\n    Retry:\n      - {Errors: [Throttling], MaxAttempts: 3, IntervalSeconds: 1}\n      - {Errors: [Throttling, Busy], MaxAttempts: 1, IntervalSeconds: 9}\n    End: true\n",
            at: "Throttling",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Task\n    Name: A\n    Action: ECS:DescribeInstances\n    Retry:\n      - {Errors: [Throttling], MaxAttempts: 3, IntervalSeconds: 1}\n      - {Errors: [Busy], MaxAttempts: 1, IntervalSeconds: 9}\n    End: true\n",
        },
    ],
};

/// A name that an earlier rule, or an earlier place of the same rule, takes already.
struct ShadowedRule {
    at: Span,
    first: Span,
    name: String,
    shadow: Shadow,
}

/// What lies over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shadow {
    /// `FnF.ALL` in an earlier rule: the whole rule is never asked.
    Everything,
    /// The same name in an earlier rule.
    SameName,
    /// The same name earlier in the same rule.
    Twice,
}

/// Looks through the retry rules and the catch rules of a step.
pub(crate) fn check(step: &Step, findings: &mut Findings) {
    check_list(step.retry.iter().map(|rule| rule.errors.as_slice()), findings);
    check_list(step.catch.iter().map(|rule| rule.errors.as_slice()), findings);
}

fn check_list<'a>(rules: impl Iterator<Item = &'a [Spanned<String>]>, findings: &mut Findings) {
    let mut firsts: FxHashMap<&str, (usize, Span)> = FxHashMap::default();
    let mut all: Option<Span> = None;
    for (rule, errors) in rules.enumerate() {
        for (index, error) in errors.iter().enumerate() {
            let mut report = |first, shadow| {
                findings.report(|| ShadowedRule { at: error.at, first, name: error.value.clone(), shadow });
            };
            let (first_rule, first) = *firsts.entry(&error.value).or_insert((rule, error.at));
            match all {
                Some(all) if index == 0 => report(all, Shadow::Everything),
                Some(_) => {}
                None if first == error.at => {}
                None => report(first, if first_rule == rule { Shadow::Twice } else { Shadow::SameName }),
            }
        }
        all = all.or_else(|| errors.iter().find(|error| error.value == ALL_ERRORS).map(|error| error.at));
    }
}

impl Rule for ShadowedRule {
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
        let name = quoted(&self.name);
        let what = match (self.shadow, language) {
            (Shadow::Everything, Language::English) => {
                "this rule never applies: one above takes every error".to_owned()
            }
            (Shadow::Everything, Language::Chinese) => "这个规则永远不会生效：上面的规则已匹配所有错误".to_owned(),
            (Shadow::SameName, Language::English) => format!("a rule above takes {name} already"),
            (Shadow::SameName, Language::Chinese) => format!("上面的规则已经匹配 {name}"),
            (Shadow::Twice, Language::English) => format!("{name} stands twice in this rule"),
            (Shadow::Twice, Language::Chinese) => format!("{name} 在这个规则中出现了两次"),
        };
        let why = Words::new(
            "Rules are asked in the order written, and only the first that takes the error counts [ERR].",
            "规则按书写顺序匹配，只有第一个匹配的规则生效 [ERR]。",
        );
        let help = match self.shadow {
            Shadow::Everything => Words::new(
                "Move it above the rule with `FnF.ALL`, or remove it.",
                "请把它移到 `FnF.ALL` 规则之前，或者删除它。",
            ),
            Shadow::SameName => {
                Words::new("Remove the name here, or from the rule above.", "请从这里或上面的规则中删除该名称。")
            }
            Shadow::Twice => Words::new("Remove one of the two.", "请删除其中一个。"),
        };
        Told::new(what, why.say(language), help.say(language))
    }
    fn related(&self) -> Vec<Related> {
        let what = match self.shadow {
            Shadow::Everything => Words::new("this takes every error", "这里匹配所有错误"),
            Shadow::SameName | Shadow::Twice => Words::new("the first one, which applies", "第一个，由它生效"),
        };
        vec![Related { at: self.first, what }]
    }
}
