//! `several-documents`: the text goes on behind the end of the first document.

use flowglass_expression::Language;

use crate::finding::{Example, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "several-documents",
    title: Words::new("More than one document", "文件中有多个文档"),
    text: Words::new(
        "A definition is one YAML document. What stands behind `---` or `...` is not read.",
        "流程定义是一个 YAML 文档。`---` 或 `...` 之后的内容不会读取。",
    ),
    severities: &[Severity::Error],
    source: "YAML 1.2, 9.2",
    covers: &[],
    examples: &[Example {
        wrong: "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a}\n---\nversion: v1\n",
        at: "---",
        right: "---\nversion: v1\ntype: flow\nsteps:\n  - {type: pass, name: a}\n",
    }],
};

/// The beginning of a second document.
pub(crate) struct SeveralDocuments {
    pub(crate) at: Span,
}

impl Rule for SeveralDocuments {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        match language {
            Language::English => Told::new(
                "a second document begins here",
                "A definition is one document. What stands behind `---` or `...` is not read.",
                "Put each flow into a file of its own.",
            ),
            Language::Chinese => Told::new(
                "第二个文档从这里开始",
                "流程定义是一个文档。`---` 或 `...` 之后的内容不会读取。",
                "请把每个流程放进单独的文件。",
            ),
        }
    }
}
