//! `global-in-map`: iterations write global variables.

use flowglass_expression::Language;

use crate::document::Document;
use crate::finding::{Example, Findings, Page, Rule, Severity, Told, Words};
use crate::model::{Data, Flow, Step, StepId, StepKind, Template};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "global-in-map",
    title: Words::new("A global variable written by iterations", "迭代写入全局变量"),
    text: Words::new(
        "Iterations of an inline Map run at the same time and write over each other's values, so the service's page advises against `GlobalConstructor` inside a Map. Children of a distributed Map are executions of their own: what they write is lost when they end.",
        "内联 Map 的迭代同时运行，会互相覆盖写入的值，因此服务文档建议不要在 Map 内使用 `GlobalConstructor`。分布式 Map 的子执行是独立的执行：它们写入的值在结束时丢失。",
    ),
    severities: &[Severity::Warning],
    source: "[GLOB]",
    covers: &["32"],
    examples: &[Example {
        wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Map\n    Name: A\n    ItemsPath: $Input.orders\n    Processor:\n      StartAt: B\n      States:\n        - Type: Pass\n          Name: B\n          GlobalConstructor: {last.$: $Input.id}\n          End: true\n    End: true\n",
        at: "GlobalConstructor",
        right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Map\n    Name: A\n    ItemsPath: $Input.orders\n    Processor:\n      StartAt: B\n      States:\n        - Type: Pass\n          Name: B\n          End: true\n    GlobalConstructor: {count.$: length($Output.Items)}\n    End: true\n",
    }],
};

/// A write that iterations do.
struct GlobalInMap {
    at: Span,
    distributed: bool,
}

/// Looks whether a state that writes global variables stands in a Map.
pub(crate) fn check(document: &Document, flow: &Flow, id: StepId, step: &Step, findings: &mut Findings) {
    let Data::Constructors { global: Some(Template::Object(members)), .. } = &step.data else { return };
    if members.is_empty() {
        return;
    }
    let inside = flow.containers(id).into_iter().rev().find_map(|owner| match &flow.step(owner.step).kind {
        StepKind::Map(map) => Some(map.distributed.is_some()),
        _ => None,
    });
    if let (Some(distributed), Some((key, _))) = (inside, document.entry(step.node, "GlobalConstructor")) {
        findings.report(|| GlobalInMap { at: document.node(key).at, distributed });
    }
}

impl Rule for GlobalInMap {
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
        let what = Words::new("every iteration writes these global variables", "每个迭代都会写入这些全局变量");
        let why = if self.distributed {
            Words::new(
                "Each child of a distributed Map is an execution with global variables of its own; what it writes is lost at its end [GLOB].",
                "分布式 Map 的每个子执行都有自己的全局变量；写入的值在它结束时丢失 [GLOB]。",
            )
        } else {
            Words::new(
                "Iterations run at the same time and write over each other; the page advises against it [GLOB].",
                "迭代同时运行，会互相覆盖；服务文档不建议这样做 [GLOB]。",
            )
        };
        let help = Words::new(
            "Put the values into the output of the iteration, and write the variables in the Map's own `GlobalConstructor`.",
            "请把这些值放入迭代的输出，并在 Map 自己的 `GlobalConstructor` 中写入变量。",
        );
        Told::new(what.say(language), why.say(language), help.say(language))
    }
}
