//! `expression-syntax`: a condition, reference or expression cannot be read.

use flowglass_expression::{Language, SyntaxError};

use crate::finding::{Example, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "expression-syntax",
    title: Words::new("An expression that cannot be read", "无法解析的表达式"),
    text: Words::new(
        "Conditions, references and the values of `.$` keys are small languages of their own. The finding points at the place where reading stopped. A condition that cannot be read counts as false; any other such value fails the execution that comes to it.",
        "条件、引用以及 `.$` 键的值各有自己的语法。提示指向解析停止的位置。无法解析的条件视为不成立；其他位置的此类值会使执行到达时失败。",
    ),
    severities: &[Severity::Error],
    source: "[CHOICE], [EACH], [IO]",
    covers: &["V16", "V17", "20"],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: choice\n    name: big\n    choices:\n      - condition: $.amount >\n        goto: done\n  - {type: succeed, name: done}\n",
            at: "",
            right: "version: v1\ntype: flow\nsteps:\n  - type: choice\n    name: big\n    choices:\n      - condition: $.amount > 10\n        goto: done\n  - {type: succeed, name: done}\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor:\n      sum.$: $Input.a + 1\n    End: true\n",
            at: "+",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor:\n      sum.$: intAdd($Input.a, 1)\n    End: true\n",
        },
    ],
};

/// Text that is no expression.
pub(crate) struct ExpressionSyntax {
    pub(crate) at: Span,
    pub(crate) key: String,
    /// What the expression's parser says.
    pub(crate) error: SyntaxError,
}

impl Rule for ExpressionSyntax {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let key = &self.key;
        let message = self.error.words(language);
        let message = message.trim_end_matches(['.', '。']);
        match language {
            Language::English => Told::new(
                format!("`{key}` cannot be read: {message}"),
                "An execution that evaluates it fails, or takes a condition for false.",
                "Mend the expression at the marked place.",
            ),
            Language::Chinese => Told::new(
                format!("`{key}` 无法解析：{message}"),
                "执行到此处会失败，若是条件则视为不成立。",
                "请在标记处修正表达式。",
            ),
        }
    }
}
