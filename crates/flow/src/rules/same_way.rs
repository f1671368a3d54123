//! `same-way`: a choice goes the same way whatever its conditions say.

use flowglass_expression::Language;

use super::quoted;
use crate::finding::{Example, Findings, Page, Related, Rule, Severity, Told, Words};
use crate::model::{Arm, Choice, Flow, StepId};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "same-way",
    title: Words::new("A choice that always goes the same way", "总是走向同一处的选择"),
    text: Words::new(
        "Every branch and the default lead to the same step, so the conditions decide nothing. Most likely one of the names is a leftover.",
        "所有分支和默认分支都通向同一个步骤，条件不起任何作用。很可能其中某个名称忘了修改。",
    ),
    severities: &[Severity::Note],
    source: "[CHOICE]; by our choice",
    covers: &[],
    examples: &[
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Choice, Name: A, Branches: [{Condition: $Input.paid, Next: B}], Default: B}\n  - {Type: Succeed, Name: B}\n",
            at: "B",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Choice, Name: A, Branches: [{Condition: $Input.paid, Next: C}], Default: B}\n  - {Type: Succeed, Name: B}\n  - {Type: Succeed, Name: C}\n",
        },
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - {type: choice, name: paid, choices: [{condition: $.paid, goto: ship}], default: {goto: ship}}\n  - {type: pass, name: ship}\n",
            at: "ship",
            right: "version: v1\ntype: flow\nsteps:\n  - {type: choice, name: paid, choices: [{condition: $.paid, goto: ship}], default: {goto: stop}}\n  - {type: pass, name: ship, end: true}\n  - {type: pass, name: stop}\n",
        },
    ],
};

/// A choice whose conditions do not matter.
struct SameWay {
    at: Span,
    first: Span,
    target: String,
}

/// Looks whether all arms of a choice only jump, and to the same step.
pub(crate) fn check(flow: &Flow, choice: &Choice, findings: &mut Findings) {
    let (Some(default), Some(first)) = (&choice.default, choice.arms.first()) else { return };
    let Some(target) = only_jumps_to(default) else { return };
    if !choice.arms.iter().all(|arm| only_jumps_to(arm) == Some(target)) {
        return;
    }
    let at = |arm: &Arm| arm.jump.as_ref().and_then(|jump| jump.at).unwrap_or(arm.at);
    let target = flow.step(target).name.value.clone();
    findings.report(|| SameWay { at: at(default), first: at(first), target });
}

fn only_jumps_to(arm: &Arm) -> Option<StepId> {
    let jump = arm.jump.as_ref().filter(|_| arm.body.is_none())?;
    jump.step()
}

impl Rule for SameWay {
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
        let target = quoted(&self.target);
        match language {
            Language::English => Told::new(
                format!("every way out of this choice leads to {target}"),
                "The conditions decide nothing: the flow goes on there whatever they say [CHOICE].",
                format!("Name another step in one of the branches, or put {target} in place of the choice."),
            ),
            Language::Chinese => Told::new(
                format!("这个选择的所有分支都通向 {target}"),
                "条件不起作用：无论结果如何，流程都会到达那里 [CHOICE]。",
                format!("请修改某个分支的目标，或者去掉选择，直接进入 {target}。"),
            ),
        }
    }
    fn related(&self) -> Vec<Related> {
        vec![Related {
            at: self.first, what: Words::new("the first branch leads there too", "第一个分支也通向那里")
        }]
    }
}
