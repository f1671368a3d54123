//! `dropped-results`: what branches or iterations produce goes nowhere.

use flowglass_expression::Language;

use crate::document::Document;
use crate::finding::{Example, Findings, Page, Rule, Severity, Told, Words};
use crate::model::{Data, Flow, Step, StepKind};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "dropped-results",
    title: Words::new("Results that are dropped", "结果被丢弃"),
    text: Words::new(
        "A parallel or foreach step without `outputMappings` outputs nothing: what its branches or iterations produced cannot be seen by any later step. That is right when they work by what they do, not by what they return. Nothing is said when the steps inside produce nothing.",
        "没有 `outputMappings` 的 parallel 或 foreach 步骤不输出任何内容：后面的步骤看不到各分支或迭代产生的结果。如果只需要它们的副作用，这样写没有问题。内部步骤不产生结果时不会提示。",
    ),
    severities: &[Severity::Note],
    source: "[PAR], [EACH]",
    covers: &["V26"],
    examples: &[Example {
        wrong: "version: v1\ntype: flow\nsteps:\n  - type: foreach\n    name: each\n    iterationMapping: {collection: $.orders, item: order}\n    steps:\n      - type: task\n        name: price\n        resourceArn: acs:fc:::services/shop/functions/price\n",
        at: "foreach",
        right: "version: v1\ntype: flow\nsteps:\n  - type: foreach\n    name: each\n    iterationMapping: {collection: $.orders, item: order}\n    steps:\n      - type: task\n        name: price\n        resourceArn: acs:fc:::services/shop/functions/price\n    outputMappings: [{target: prices, source: '$local[*].price'}]\n",
    }],
};

/// A container of the older language whose results nobody sees.
struct DroppedResults {
    at: Span,
}

/// Looks whether a parallel or foreach step hands on what its steps produce.
pub(crate) fn check(document: &Document, flow: &Flow, step: &Step, findings: &mut Findings) {
    let is_told = document.entry(step.node, "outputMappings").is_some();
    if is_told || !produces_inside(flow, step) {
        return;
    }
    if let Some((_, kind)) = document.entry(step.node, "type") {
        findings.report(|| DroppedResults { at: document.node(kind).at });
    }
}

/// Tells whether a step directly inside outputs anything.
fn produces_inside(flow: &Flow, step: &Step) -> bool {
    let inner = step.kind.scopes().into_iter().flat_map(|scope| &flow.scope(scope).steps);
    inner.copied().any(|id| produces(flow, flow.step(id)))
}

fn produces(flow: &Flow, step: &Step) -> bool {
    if let Data::Mappings { output: Some(output), .. } = &step.data {
        return !output.is_empty();
    }
    match &step.kind {
        StepKind::Task(_) | StepKind::Unknown(_) => true,
        // The output of a choice is what its arm produced.
        StepKind::Choice(_) | StepKind::Loop(_) => produces_inside(flow, step),
        StepKind::Pass
        | StepKind::Wait(_)
        | StepKind::Parallel(_)
        | StepKind::Map(_)
        | StepKind::Succeed
        | StepKind::Fail(_) => false,
    }
}

impl Rule for DroppedResults {
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
        let what = Words::new("the results of the steps inside are dropped", "内部步骤的结果会被丢弃");
        let why = Words::new(
            "Without `outputMappings` the step outputs nothing, so later steps cannot see them [PAR][EACH].",
            "没有 `outputMappings` 时该步骤不输出任何内容，后面的步骤看不到这些结果 [PAR][EACH]。",
        );
        let help = Words::new(
            "To keep results, map them, for example `{target: results, source: $local}`.",
            "要保留结果，请添加映射，例如 `{target: results, source: $local}`。",
        );
        Told::new(what.say(language), why.say(language), help.say(language))
    }
}
