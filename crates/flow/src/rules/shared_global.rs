//! `shared-global`: two branches write the same global variable.

use flowglass_expression::Language;
use rustc_hash::FxHashMap;

use super::quoted;
use crate::finding::{Example, Findings, Page, Related, Rule, Severity, Told, Words};
use crate::model::{Data, Flow, Owner, StepId, StepKind, Template};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "shared-global",
    title: Words::new("One global variable, written by two branches", "两个分支写入同一全局变量"),
    text: Words::new(
        "Branches of a Parallel run at the same time. When two of them write the same key, the one that ends last wins, and which one that is may differ from run to run. The service's page advises a key for each branch.",
        "Parallel 的各分支同时运行。两个分支写入同一个键时，以后结束的为准，而每次执行的先后可能不同。服务文档建议每个分支使用不同的键。",
    ),
    severities: &[Severity::Warning],
    source: "[GLOB]",
    covers: &["32"],
    examples: &[Example {
        wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Parallel\n    Name: A\n    Branches:\n      - StartAt: B\n        States: [{Type: Pass, Name: B, GlobalConstructor: {by: left}, End: true}]\n      - StartAt: C\n        States: [{Type: Pass, Name: C, GlobalConstructor: {'by': right}, End: true}]\n    End: true\n",
        at: "'by'",
        right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Parallel\n    Name: A\n    Branches:\n      - StartAt: B\n        States: [{Type: Pass, Name: B, GlobalConstructor: {byLeft: left}, End: true}]\n      - StartAt: C\n        States: [{Type: Pass, Name: C, GlobalConstructor: {byRight: right}, End: true}]\n    End: true\n",
    }],
};

/// A key that another branch writes too.
struct SharedGlobal {
    at: Span,
    first: Span,
    key: String,
}

/// Looks for keys that two branches of a Parallel write.
pub(crate) fn check(flow: &Flow, findings: &mut Findings) {
    // The branch that writes a key of a Parallel first, and where.
    let mut writers: FxHashMap<(StepId, &str), (u32, Span)> = FxHashMap::default();
    for (id, step) in flow.steps() {
        let Data::Constructors { global: Some(Template::Object(members)), .. } = &step.data else { continue };
        let parallels = parallels_around(flow, id);
        for (key, _) in members {
            let mut others = Vec::new();
            for branch in &parallels {
                let (slot, first) = *writers.entry((branch.step, &key.value)).or_insert((branch.slot, key.at));
                if slot != branch.slot {
                    others.push(first);
                }
            }
            if let Some(first) = others.first() {
                findings.report(|| SharedGlobal { at: key.at, first: *first, key: key.value.clone() });
            }
        }
    }
}

/// The branches around a step that belong to its own execution, innermost first.
fn parallels_around(flow: &Flow, id: StepId) -> Vec<Owner> {
    let mut branches = Vec::new();
    for owner in flow.containers(id).into_iter().rev() {
        match &flow.step(owner.step).kind {
            StepKind::Parallel(_) => branches.push(owner),
            StepKind::Map(map) if map.distributed.is_some() => break,
            _ => {}
        }
    }
    branches
}

impl Rule for SharedGlobal {
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
        let key = quoted(&self.key);
        match language {
            Language::English => Told::new(
                format!("another branch writes the global variable {key} too"),
                "Branches run at the same time: the one that ends last wins, whichever that is [GLOB].",
                "Give each branch a key of its own.",
            ),
            Language::Chinese => Told::new(
                format!("另一个分支也写入全局变量 {key}"),
                "各分支同时运行：以后结束的为准，先后并不确定 [GLOB]。",
                "请让每个分支使用各自的键。",
            ),
        }
    }
    fn related(&self) -> Vec<Related> {
        vec![Related {
            at: self.first, what: Words::new("the other branch writes it here", "另一个分支在这里写入")
        }]
    }
}
