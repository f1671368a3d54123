//! `custom-tag`: a tag such as `!Ref` that a deployment tool resolves.

use flowglass_expression::Language;

use crate::finding::{Example, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(crate) static PAGE: Page = Page {
    code: "custom-tag",
    title: Words::new("A tag that a deployment tool resolves", "由部署工具解析的标签"),
    text: Words::new(
        "Tags such as `!Ref` and `!GetAtt` belong to deployment templates, not to the flow language. The deployment tool writes the real value before the service sees the definition; here the value is taken as text.",
        "`!Ref`、`!GetAtt` 等标签属于部署模板，不属于流程语言。部署工具会在提交给服务之前替换成真实的值；此处按文本处理。",
    ),
    severities: &[Severity::Note],
    source: "[EX:wait-for-callback-task]",
    covers: &[],
    examples: &[Example {
        wrong: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: notify\n    resourceArn: !Ref demo/notify\n",
        at: "!Ref demo/notify",
        right: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: notify\n    resourceArn: acs:fc:::services/demo/functions/notify\n",
    }],
};

/// A tag that is not YAML's own; its value is taken as text.
pub(crate) struct CustomTag {
    pub(crate) at: Span,
    pub(crate) tag: String,
}

impl Rule for CustomTag {
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
        let tag = &self.tag;
        match language {
            Language::English => Told::new(
                format!("the tag `{tag}` is not part of the language"),
                "A deployment tool has to replace it: the service never sees such a tag. Here its value is taken as text.",
                "Nothing, if the flow is deployed with such a tool; otherwise write the value itself.",
            ),
            Language::Chinese => Told::new(
                format!("标签 `{tag}` 不属于流程语言"),
                "它必须由部署工具替换，服务看不到这样的标签。此处把它的值当作文本。",
                "如果用这类工具部署，则无需处理；否则请直接写出值。",
            ),
        }
    }
}
