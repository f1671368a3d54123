//! `definition-not-computed`: a template or a configuration computes the definition.

use flowglass_expression::Language;

use super::quoted;
use crate::finding::{Example, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "definition-not-computed",
    title: Words::new("A definition that is computed", "由计算得到的定义"),
    text: Words::new(
        "The definition is made by a function such as `jsonencode(…)` or `Fn::If`, or comes from a variable without a default. Flowglass does not run deployment tools, so this definition is not checked. It reads strings, mappings, `Fn::Sub`, `Fn::Replace`, `Fn::Join` and parameters with a default; in Terraform strings, heredocs, `file`, `templatefile`, variables with a default and locals.",
        "该定义由 `jsonencode(…)`、`Fn::If` 等函数生成，或来自没有默认值的变量。Flowglass 不运行部署工具，因此不检查这个定义。它能读取字符串、映射、`Fn::Sub`、`Fn::Replace`、`Fn::Join` 以及有默认值的参数；在 Terraform 中能读取字符串、heredoc、`file`、`templatefile`、有默认值的变量和 locals。",
    ),
    severities: &[Severity::Note],
    source: "[ROS], [TF]",
    covers: &[],
    examples: &[Example {
        wrong: "resource \"alicloud_fnf_flow\" \"order\" {\n  definition = jsonencode({ steps = [] })\n}\n",
        at: "jsonencode({ steps = [] })",
        right: "resource \"alicloud_fnf_flow\" \"order\" {\n  definition = <<-EOF\n    version: v1\n    type: flow\n    steps:\n      - {type: pass, name: a}\n  EOF\n}\n",
    }],
};

/// A definition that would have to be computed.
pub(crate) struct DefinitionNotComputed {
    pub(crate) at: Span,
    /// The resource.
    pub(crate) name: String,
    /// What makes the definition.
    pub(crate) by: String,
}

impl Rule for DefinitionNotComputed {
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
        let (name, by) = (quoted(&self.name), quoted(&self.by));
        match language {
            Language::English => Told::new(
                format!("the definition of {name} is made by {by}, which is not computed here"),
                "Only the deployment tool can make this definition, so nothing is said about it.",
                "To have it checked, write the definition as text, or deploy it and check what the service has.",
            ),
            Language::Chinese => Told::new(
                format!("{name} 的定义由 {by} 生成，此处不做计算"),
                "只有部署工具才能生成这个定义，因此这里不作检查。",
                "如需检查，请把定义写成文本，或者部署之后检查服务中的定义。",
            ),
        }
    }
}
