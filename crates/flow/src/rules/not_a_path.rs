//! `not-a-path`: a list to walk is not given as a path.

use flowglass_expression::Language;

use super::quoted;
use crate::finding::{Example, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "not-a-path",
    title: Words::new("A `collection` that is not a path", "`collection` 不是路径"),
    text: Words::new(
        "A foreach step walks a list of its input; `collection` is the path of that list and begins with `$`.",
        "foreach 步骤遍历其输入中的列表；`collection` 是这个列表的路径，以 `$` 开头。",
    ),
    severities: &[Severity::Error],
    source: "[EACH]",
    covers: &["V16"],
    examples: &[Example {
        wrong: "version: v1\ntype: flow\nsteps:\n  - type: foreach\n    name: each\n    iterationMapping: {collection: items, item: item}\n    steps: [{type: pass, name: a}]\n    outputMappings: []\n",
        at: "items",
        right: "version: v1\ntype: flow\nsteps:\n  - type: foreach\n    name: each\n    iterationMapping: {collection: $.items, item: item}\n    steps: [{type: pass, name: a}]\n    outputMappings: []\n",
    }],
};

/// A constant where a path is needed.
pub(crate) struct NotAPath {
    pub(crate) at: Span,
    pub(crate) found: String,
}

impl Rule for NotAPath {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let found = quoted(&self.found);
        match language {
            Language::English => Told::new(
                format!("`collection` is {found}, which does not begin with `$`"),
                "The list is a path into the step's input, such as `$.items` [EACH].",
                "Write the path of the list.",
            ),
            Language::Chinese => Told::new(
                format!("`collection` 是 {found}，没有以 `$` 开头"),
                "这个列表是步骤输入中的路径，例如 `$.items` [EACH]。",
                "请写出列表的路径。",
            ),
        }
    }
}
