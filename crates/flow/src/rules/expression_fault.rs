//! `expression-fault`: an expression reads well and can never be evaluated.

use flowglass_expression::Language;
use flowglass_expression::state_machine::Fault;

use crate::finding::{Example, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "expression-fault",
    title: Words::new("An expression that can never be evaluated", "永远无法求值的表达式"),
    text: Words::new(
        "The expression can be read, but it calls a function that does not exist or with the wrong number of arguments, nests more than 10 calls, or names a variable that does not exist. A condition with such a part counts as false; any other such value fails the execution that comes to it.",
        "表达式可以解析，但它调用了不存在的函数、参数个数不对、嵌套超过 10 层调用，或者使用了不存在的变量。含有这种部分的条件视为不成立；其他位置的此类值会使执行到达时失败。",
    ),
    severities: &[Severity::Error],
    source: "[FN], [IO]; CHOICE 38 and 47",
    covers: &["22", "23"],
    examples: &[
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor:\n      n.$: len($Input.items)\n    End: true\n",
            at: "len",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor:\n      n.$: length($Input.items)\n    End: true\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor:\n      who.$: $input.who\n    End: true\n",
            at: "$input",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor:\n      who.$: $Input.who\n    End: true\n",
        },
    ],
};

/// A part that fails whenever it is evaluated.
pub(crate) struct ExpressionFault {
    pub(crate) at: Span,
    pub(crate) key: String,
    pub(crate) fault: Fault,
}

impl Rule for ExpressionFault {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let key = &self.key;
        let message = self.fault.words(language);
        let message = message.trim_end_matches(['.', '。']);
        match language {
            Language::English => Told::new(
                format!("`{key}` can never be evaluated: {message}"),
                "An execution that evaluates it fails, or takes a condition for false (CHOICE 47).",
                "Mend the expression at the marked place.",
            ),
            Language::Chinese => Told::new(
                format!("`{key}` 永远无法求值：{message}"),
                "执行到此处会失败，若是条件则视为不成立（CHOICE 47）。",
                "请在标记处修正表达式。",
            ),
        }
    }
}
