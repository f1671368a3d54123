//! `unreachable-step`: no way leads to a step.

use flowglass_expression::Language;
use rustc_hash::FxHashSet;

use super::{quoted, steps};
use crate::document::Document;
use crate::finding::{Example, Findings, Page, Related, Rule, Severity, Told, Words};
use crate::model::{Dialect, Flow, Scope, StepId};
use crate::paths::{Reach, regions};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "unreachable-step",
    title: Words::new("A step that no way leads to", "无法到达的步骤"),
    text: Words::new(
        "A step runs when the one before it hands on to it, or when a jump names it. Behind a step that ends its list (`end: true`, `succeed`, `fail`), and behind a choice whose every way jumps elsewhere, the next step of the list runs only when a `goto` leads there; in the new language a state runs only when `StartAt`, `Next`, `Default` or a `Catch` names it. Steps that only follow each other are reported once, at the first. Nothing is reported where a jump in the same list names a step that is not there: mend that first.",
        "步骤只有在前一个步骤交接给它，或者有跳转指向它时才会运行。在结束所在列表的步骤（`end: true`、`succeed`、`fail`）之后，以及在所有分支都跳转到别处的选择步骤之后，列表中的下一个步骤只有被 `goto` 指向才会运行；新版语言中，状态只有被 `StartAt`、`Next`、`Default` 或 `Catch` 指向才会运行。彼此相连的步骤只在第一个处报告一次。如果同一列表中有跳转指向不存在的步骤，则不报告：请先修正那个跳转。",
    ),
    severities: &[Severity::Warning],
    source: "by our choice",
    covers: &["V25", "30"],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: pay, end: true}\n  - {type: pass, name: ship}\n",
            at: "ship",
            right: "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: pay}\n  - {type: pass, name: ship}\n",
        },
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: choice\n    name: paid\n    choices: [{condition: $.paid, goto: ship}]\n    default: {goto: ship}\n  - {type: pass, name: remind}\n  - {type: pass, name: ship}\n",
            at: "remind",
            right: "version: v1\ntype: flow\nsteps:\n  - type: choice\n    name: paid\n    choices: [{condition: $.paid, goto: ship}]\n  - {type: pass, name: remind}\n  - {type: pass, name: ship}\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: Pay\nStates:\n  - {Type: Pass, Name: Pay, End: true}\n  - {Type: Succeed, Name: Ship}\n",
            at: "Ship",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: Pay\nStates:\n  - {Type: Pass, Name: Pay, Next: Ship}\n  - {Type: Succeed, Name: Ship}\n",
        },
    ],
};

/// The first of some steps that hang together and that no execution comes to.
struct UnreachableStep {
    at: Span,
    dialect: Dialect,
    name: String,
    /// The steps that nothing but this one leads to, in the order of the text.
    others: Vec<String>,
    /// The step before it in the list, which does not go on to it (older language).
    before: Option<Span>,
}

/// Reports the steps that no way leads to, once for those that hang together; not what they contain.
pub(crate) fn check(document: &Document, flow: &Flow, reach: &Reach, findings: &mut Findings) {
    for (id, scope) in flow.scopes() {
        if !reach.enters(id) || reach.unsure(id) || scope.start.step().is_none() {
            continue;
        }
        if scope.steps.iter().all(|step| reach.comes_to(*step)) {
            continue;
        }
        // What leads to them may stand in the part that could not be read.
        if document.holes.iter().any(|hole| scope.at.start <= hole.end && hole.start <= scope.at.end) {
            continue;
        }
        // A state that no jump can name, or only another one of its name, is reported for its name.
        let mut names = FxHashSet::default();
        let lost = |step: &StepId| {
            let name = flow.step(*step).name.value.as_str();
            let can_be_named = names.insert(name) && !name.is_empty();
            !reach.comes_to(*step) && (can_be_named || flow.dialect == Dialect::Legacy)
        };
        let lost: Vec<StepId> = scope.steps.iter().copied().filter(lost).collect();
        for region in regions(flow, &lost) {
            let Some((first, others)) = region.split_first() else { continue };
            findings.report(|| finding(flow, scope, *first, others));
        }
    }
}

fn finding(flow: &Flow, scope: &Scope, first: StepId, others: &[StepId]) -> UnreachableStep {
    let name = |id: &StepId| flow.step(*id).name.value.clone();
    let place = scope.steps.binary_search(&first).ok();
    let before = place.and_then(|place| scope.steps.get(place.checked_sub(1)?));
    UnreachableStep {
        at: flow.step(first).name.at,
        dialect: flow.dialect,
        name: name(&first),
        others: others.iter().map(name).collect(),
        before: before.filter(|_| flow.dialect == Dialect::Legacy).map(|id| flow.step(*id).name.at),
    }
}

impl Rule for UnreachableStep {
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
        let (name, others) = (quoted(&self.name), steps(&self.others, language));
        let alone = self.others.is_empty();
        match language {
            Language::English => Told::new(
                if alone {
                    format!("no way leads to {name}")
                } else {
                    format!("no way leads to {name}, nor to {others}")
                },
                match self.dialect {
                    Dialect::Legacy => {
                        "The steps before it end the list or jump past it, and no `goto` names it: no execution runs it."
                    }
                    Dialect::StateMachine => {
                        "A state runs only when `StartAt`, `Next`, `Default` or a `Catch` of its scope names it: no execution runs it."
                    }
                },
                "Let a step that runs lead to it, or remove it.",
            ),
            Language::Chinese => Told::new(
                if alone {
                    format!("{name} 无法到达")
                } else {
                    format!("{name} 无法到达，{others} 也因此无法到达")
                },
                match self.dialect {
                    Dialect::Legacy => "前面的步骤结束了列表或跳过了它，也没有 `goto` 指向它：任何执行都不会运行它。",
                    Dialect::StateMachine => {
                        "状态只有被所在作用域的 `StartAt`、`Next`、`Default` 或 `Catch` 指向才会运行：任何执行都不会运行它。"
                    }
                },
                "请让会运行的步骤指向它，或者删除它。",
            ),
        }
    }
    fn related(&self) -> Vec<Related> {
        let what = Words::new("the step before it does not go on to it", "前一个步骤不会继续到它");
        self.before.map(|at| Related { at, what }).into_iter().collect()
    }
}
