//! `misspelled-reference`: a mapping's source that nearly is a reference.

use flowglass_expression::{Language, SyntaxProblem, legacy};

use super::quoted;
use crate::document::Document;
use crate::finding::{Example, Findings, Fix, Page, Rule, Severity, Told, Words};
use crate::model::{Data, Flow, Mapping, StepKind, Value};
use crate::span::{Span, Spanned};

pub(super) static PAGE: Page = Page {
    code: "misspelled-reference",
    title: Words::new("A source that nearly is a reference", "疑似拼错的引用"),
    text: Words::new(
        "A source that begins with `$input`, `$local` or `$context` is a reference; every other text is a constant. A name that is close to one of the three is most likely a slip, and its text would be handed on as it is written.",
        "以 `$input`、`$local` 或 `$context` 开头的 source 是引用，其他文本都是常量。与这三者相近的名称多半是笔误，它的文本会原样传递。",
    ),
    severities: &[Severity::Warning],
    source: "[EX:oss-batch-process]; `fdl-v1.md` 9.1",
    covers: &[],
    examples: &[Example {
        wrong: "version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: a\n    outputMappings:\n      - {target: id, source: $Input.id}\n",
        at: "$Input",
        right: "version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: a\n    outputMappings:\n      - {target: id, source: $input.id}\n",
    }],
};

/// A constant that reads like a reference.
pub(crate) struct MisspelledReference {
    at: Span,
    found: String,
    meant: &'static str,
}

/// Reports every such source of the flow's and the steps' mappings.
pub(crate) fn check(document: &Document, flow: &Flow, findings: &mut Findings) {
    look_at(document, &flow.data, findings);
    for (_, step) in flow.steps() {
        look_at(document, &step.data, findings);
        if let StepKind::Task(task) = &step.kind {
            look_at_list(document, task.error_mappings.as_deref(), findings);
        }
    }
}

fn look_at(document: &Document, data: &Data, findings: &mut Findings) {
    if let Data::Mappings { input, output } = data {
        look_at_list(document, input.as_deref(), findings);
        look_at_list(document, output.as_deref(), findings);
    }
}

fn look_at_list(document: &Document, mappings: Option<&[Mapping]>, findings: &mut Findings) {
    for mapping in mappings.unwrap_or_default() {
        let Spanned { value: Value::Constant(value), at } = &mapping.source else { continue };
        let Some(text) = value.as_str().filter(|text| text.starts_with('$') && text.len() > 1) else { continue };
        let Err(error) = legacy::Reference::parse(text) else { continue };
        let SyntaxProblem::UnknownRoot { meant: Some(meant), .. } = error.problem else { continue };
        findings.report(|| MisspelledReference {
            at: document.scalar_at(*at).map_or(*at, |node| document.part_of_scalar(node, error.at.clone())),
            found: text.get(error.at.clone()).unwrap_or(text).to_owned(),
            meant,
        });
    }
}

impl Rule for MisspelledReference {
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
        let (found, meant) = (quoted(&self.found), quoted(self.meant));
        match language {
            Language::English => Told::new(
                format!("{found} begins no reference"),
                "References begin with `$input`, `$local` or `$context`; this text is handed on as it is written.",
                format!("Write {meant}, if a reference is meant."),
            ),
            Language::Chinese => Told::new(
                format!("{found} 不是引用的开头"),
                "引用以 `$input`、`$local` 或 `$context` 开头；这段文本会原样传递。",
                format!("如果要写引用，请写 {meant}。"),
            ),
        }
    }
    fn fix(&self) -> Option<Fix> {
        Some(Fix::rewrite(self.at, self.meant, false))
    }
}
