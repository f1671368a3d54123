//! `computed-mapping`: a key that ends with `.$` holds a mapping or a list.

use flowglass_expression::Language;

use super::quoted;
use crate::finding::{Example, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "computed-mapping",
    title: Words::new("A `.$` key that holds more than one expression", "`.$` 键下不是单个表达式"),
    text: Words::new(
        "The value of a key that ends with `.$` is one expression. One sample of the service writes a mapping there; Flowglass then takes each text in it that begins with `$` for an expression, and says so.",
        "以 `.$` 结尾的键，其值是一个表达式。服务文档的一个示例在这里写了映射；Flowglass 会把其中以 `$` 开头的文本当作表达式，并给出提示。",
    ),
    severities: &[Severity::Warning],
    source: "[IO], [SUB]; CHOICE 29",
    covers: &["20"],
    examples: &[Example {
        wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor:\n      user.$: {age: $Input.age}\n    End: true\n",
        at: "{age: $Input.age}",
        right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor:\n      user: {age.$: $Input.age}\n    End: true\n",
    }],
};

/// A `.$` key whose value is no single expression (CHOICE 29).
pub(crate) struct ComputedMapping {
    pub(crate) at: Span,
    pub(crate) key: String,
}

impl Rule for ComputedMapping {
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
                format!("{key} holds more than one expression"),
                "The value of a key that ends with `.$` is an expression [IO]. One sample of the service writes a mapping there [SUB]; here each text in it that begins with `$` is taken for an expression.",
                "Move the `.$` to the keys whose values are expressions.",
            ),
            Language::Chinese => Told::new(
                format!("{key} 的值不是单个表达式"),
                "以 `.$` 结尾的键，其值是一个表达式 [IO]。服务文档的一个示例在这里写了映射 [SUB]；此处把其中以 `$` 开头的文本当作表达式。",
                "请把 `.$` 移到值为表达式的那些键上。",
            ),
        }
    }
}
