//! `idle-arm`: a choice has an entry that neither runs steps nor jumps.

use flowglass_expression::Language;

use crate::finding::{Example, Findings, Page, Rule, Severity, Told, Words};
use crate::model::{Arm, Choice};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "idle-arm",
    title: Words::new("An entry of a choice that does nothing", "什么也不做的选择分支"),
    text: Words::new(
        "An entry of `choices` without `steps` and `goto` has no effect but one that is easily overlooked: when its condition holds, neither the entries below nor `default` are taken, and the flow goes on behind the choice. An empty `default` does what happens without it, and is only noted.",
        "`choices` 中既没有 `steps` 也没有 `goto` 的一项不执行任何操作，但有一个容易忽略的影响：条件成立时，后面的分支和 `default` 都不会执行，流程直接继续到选择步骤之后。空的 `default` 与不写相同，只作提示。",
    ),
    severities: &[Severity::Warning, Severity::Note],
    source: "[CHOICE]; by our choice",
    covers: &["V18"],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: choice\n    name: paid\n    choices:\n      - condition: $.paid\n    default: {goto: remind}\n  - {type: pass, name: ship, end: true}\n  - {type: pass, name: remind}\n",
            at: "$.paid",
            right: "version: v1\ntype: flow\nsteps:\n  - type: choice\n    name: paid\n    choices:\n      - condition: $.paid\n        goto: ship\n    default: {goto: remind}\n  - {type: pass, name: ship, end: true}\n  - {type: pass, name: remind}\n",
        },
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: choice\n    name: paid\n    choices: [{condition: $.paid, goto: ship}]\n    default: {}\n  - {type: pass, name: remind, end: true}\n  - {type: pass, name: ship}\n",
            at: "{}",
            right: "version: v1\ntype: flow\nsteps:\n  - type: choice\n    name: paid\n    choices: [{condition: $.paid, goto: ship}]\n  - {type: pass, name: remind, end: true}\n  - {type: pass, name: ship}\n",
        },
    ],
};

/// An arm that runs nothing and leads nowhere.
struct IdleArm {
    at: Span,
    is_default: bool,
}

/// Looks for arms of a choice of the older language that do nothing.
pub(crate) fn check(choice: &Choice, findings: &mut Findings) {
    let is_idle = |arm: &&Arm| arm.body.is_none() && arm.jump.is_none();
    for arm in choice.arms.iter().filter(is_idle) {
        let at = arm.condition.as_ref().map_or(arm.at, |condition| condition.text.at);
        findings.report(|| IdleArm { at, is_default: false });
    }
    for arm in choice.default.iter().filter(is_idle) {
        findings.report(|| IdleArm { at: arm.at, is_default: true });
    }
}

impl Rule for IdleArm {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn severity(&self) -> Severity {
        if self.is_default { Severity::Note } else { Severity::Warning }
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let (what, why, help) = if self.is_default {
            (
                Words::new("this default does nothing", "这个 default 什么也不做"),
                Words::new(
                    "When no condition holds, the flow goes on behind the choice in any case [CHOICE].",
                    "没有条件成立时，流程本来就会继续到选择步骤之后 [CHOICE]。",
                ),
                Words::new("Add `steps` or `goto`, or remove it.", "请添加 `steps` 或 `goto`，或者删除它。"),
            )
        } else {
            (
                Words::new("nothing happens when this condition holds", "这个条件成立时什么也不会发生"),
                Words::new(
                    "The entry has neither `steps` nor `goto`: the flow goes on behind the choice, and neither the entries below nor `default` are taken [CHOICE].",
                    "这一项既没有 `steps` 也没有 `goto`：流程会继续到选择步骤之后，后面的分支和 `default` 都不会执行 [CHOICE]。",
                ),
                Words::new(
                    "Add `steps` or `goto`; to leave the choice here on purpose, jump to the step that follows.",
                    "请添加 `steps` 或 `goto`；如果确实要在这里离开选择步骤，请跳转到后面的步骤。",
                ),
            )
        };
        Told::new(what.say(language), why.say(language), help.say(language))
    }
}
