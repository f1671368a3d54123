//! `no-end`: from a step no end can be reached.

use std::collections::BTreeSet;

use flowglass_expression::Language;

use super::{quoted, steps};
use crate::finding::{Example, Findings, Page, Rule, Severity, Told, Words};
use crate::model::{Flow, StepId};
use crate::paths::{Cycle, Reach, regions, traps};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "no-end",
    title: Words::new("Steps from which no end can be reached", "无法到达终点的步骤"),
    text: Words::new(
        "Every way on leads back into the same steps: an execution that comes here can only fail, time out or be stopped. Reported once for steps that hang together. A loop without a wait and a task is reported as `endless-loop` instead.",
        "所有去向都回到同一组步骤：执行到这里后只能失败、超时或被停止。彼此相连的步骤只报告一次。既无等待也无任务的循环改由 `endless-loop` 报告。",
    ),
    severities: &[Severity::Warning],
    source: "by our choice",
    covers: &["30"],
    examples: &[
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: Pause\nStates:\n  - {Type: Wait, Name: Pause, Seconds: 60, Next: Poll}\n  - {Type: Task, Name: Poll, Action: 'ECS:RunInstances', Next: Pause}\n",
            at: "Pause",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: Pause\nStates:\n  - {Type: Wait, Name: Pause, Seconds: 60, Next: Poll}\n  - {Type: Task, Name: Poll, Action: 'ECS:RunInstances', Next: Ready}\n  - Type: Choice\n    Name: Ready\n    Branches: [{Condition: $Input.Body.ready, Next: Done}]\n    Default: Pause\n  - {Type: Succeed, Name: Done}\n",
        },
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - {type: wait, name: pause, duration: 60}\n  - type: choice\n    name: again\n    default: {goto: pause}\n    choices: [{condition: $.ready, goto: pause}]\n",
            at: "pause",
            right: "version: v1\ntype: flow\nsteps:\n  - {type: wait, name: pause, duration: 60}\n  - type: choice\n    name: again\n    choices: [{condition: $.ready, goto: pause}]\n",
        },
    ],
};

/// The first of some steps that hang together and from which no end can be reached.
struct NoEnd {
    at: Span,
    name: String,
    others: Vec<String>,
}

/// Reports where an execution can come to no end, unless it runs in one of `cycles` there.
pub(crate) fn check(flow: &Flow, reach: &Reach, cycles: &[Cycle<'_>], findings: &mut Findings) {
    let trapped = traps(flow, reach);
    if trapped.is_empty() {
        return;
    }
    let told: BTreeSet<StepId> = cycles.iter().flat_map(|cycle| &cycle.steps).copied().collect();
    for region in regions(flow, &trapped) {
        let Some((first, others)) = region.split_first() else { continue };
        if region.iter().any(|id| told.contains(id)) {
            continue;
        }
        let name = |id: &StepId| flow.step(*id).name.value.clone();
        findings.report(|| NoEnd {
            at: flow.step(*first).name.at,
            name: name(first),
            others: others.iter().map(name).collect(),
        });
    }
}

impl Rule for NoEnd {
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
                    format!("from {name} no end can be reached")
                } else {
                    format!("from {name} and {others} no end can be reached")
                },
                "Every way on leads back to the same steps: an execution that comes here can only fail, time out or be stopped.",
                "Add a way out: a choice that leads on, or a step that ends.",
            ),
            Language::Chinese => Told::new(
                if alone {
                    format!("从 {name} 出发无法到达终点")
                } else {
                    format!("从 {name} 和 {others} 出发无法到达终点")
                },
                "所有去向都回到同一组步骤：执行到这里后只能失败、超时或被停止。",
                "请添加出口：一个通往别处的选择，或者一个结束的步骤。",
            ),
        }
    }
}
