//! `doubtful-expression`: a part of an expression that fails whenever it is evaluated, or does nothing.

use flowglass_expression::{Language, Remark};

use crate::document::Document;
use crate::finding::{Example, Findings, Page, Rule, Severity, Told, Words};
use crate::reads::{Says, Written};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "doubtful-expression",
    title: Words::new("A part of an expression that fails or does nothing", "表达式中必然失败或不起作用的部分"),
    text: Words::new(
        "The expression can be read, and the kinds of its constants and functions show that a part of it cannot work: a function refuses its argument, values of different types are compared, an operand is no truth value, `format` gets more or fewer values than its template has places.",
        "表达式可以解析，但从常量和函数的类型可以看出其中一部分行不通：函数不接受该参数、比较不同类型的值、操作数不是真假值，或者 `format` 的值与模板中的占位数不符。",
    ),
    severities: &[Severity::Warning],
    source: "[FN], [CHOICE]; CHOICE 40 to 43 and 47; `fdl-v1.md` 10.1",
    covers: &[],
    examples: &[
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor:\n      id.$: format(\"{}\", $Input.a, $Input.b)\n    End: true\n",
            at: "$Input.b",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor:\n      id.$: format(\"{}-{}\", $Input.a, $Input.b)\n    End: true\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Choice\n    Name: A\n    Branches:\n      - Condition: $Input.kind == \"x\" || \"y\"\n        Next: B\n    Default: C\n  - {Type: Succeed, Name: B}\n  - {Type: Succeed, Name: C}\n",
            at: "\"y\"",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Choice\n    Name: A\n    Branches:\n      - Condition: $Input.kind == \"x\" || $Input.kind == \"y\"\n        Next: B\n    Default: C\n  - {Type: Succeed, Name: B}\n  - {Type: Succeed, Name: C}\n",
        },
    ],
};

/// A part that fails or does nothing.
pub(crate) struct DoubtfulExpression {
    at: Span,
    remark: Remark,
}

impl DoubtfulExpression {
    /// Reports what is doubtful in an expression or condition.
    pub(crate) fn check(document: &Document, written: &Written<'_>, findings: &mut Findings) {
        let remarks = match written.says {
            Says::Expression(expression) => expression.remarks(),
            Says::Condition(condition) => condition.remarks(),
            Says::Reference(_) => return,
        };
        for remark in remarks {
            findings.report(|| Self { at: written.span(document, remark.at.clone()), remark });
        }
    }
}

impl Rule for DoubtfulExpression {
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
        let what = match language {
            Language::English => "this part of the expression does not work",
            Language::Chinese => "表达式的这一部分行不通",
        };
        let help =
            Words::new("Mend it, unless this is what you mean.", "请修正这一部分，除非这正是您的本意。").say(language);
        Told::new(what, self.remark.words(language), help)
    }
}
