//! `operator-outside-condition`: an operator where the pages show none.

use flowglass_expression::{Language, PartKind};

use super::quoted;
use crate::document::Document;
use crate::finding::{Example, Findings, Page, Rule, Severity, Told, Words};
use crate::reads::{Purpose, Says, Written};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "operator-outside-condition",
    title: Words::new("An operator outside a condition", "条件之外的运算符"),
    text: Words::new(
        "The pages describe comparisons, `&&`, `||`, `!` and `in` for the conditions of a Choice only. Flowglass evaluates them in constructors too; whether the service does is not documented.",
        "文档只在 Choice 的条件中说明了比较、`&&`、`||`、`!` 和 `in`。Flowglass 在构造器中同样求值；服务是否如此没有文档说明。",
    ),
    severities: &[Severity::Note],
    source: "[CHOICE]; CHOICE 37",
    covers: &[],
    examples: &[Example {
        wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor:\n      many.$: $Input.count > 3\n    End: true\n",
        at: ">",
        right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Choice\n    Name: A\n    Branches:\n      - Condition: $Input.count > 3\n        Next: Many\n    Default: Few\n  - {Type: Succeed, Name: Many}\n  - {Type: Succeed, Name: Few}\n",
    }],
};

/// The first operator of an expression that is no condition.
pub(crate) struct OperatorOutsideCondition {
    at: Span,
    symbol: &'static str,
}

impl OperatorOutsideCondition {
    /// Reports the first operator of an expression of the new language.
    pub(crate) fn check(document: &Document, written: &Written<'_>, findings: &mut Findings) {
        let Says::Expression(expression) = written.says else { return };
        if written.purpose == Purpose::Condition {
            return;
        }
        let operator = expression.parts().into_iter().find_map(|part| match part.kind {
            PartKind::Operator { symbol, symbol_at } => {
                let sign = symbol == "-" && written.text().get(symbol_at.end..).is_some_and(is_number);
                (!sign).then_some((symbol, symbol_at))
            }
            _ => None,
        });
        if let Some((symbol, at)) = operator {
            findings.report(|| Self { at: written.span(document, at), symbol });
        }
    }
}

/// Tells whether a number begins the text: its sign is no operator for people.
fn is_number(text: &str) -> bool {
    text.trim_start().starts_with(|c: char| c.is_ascii_digit())
}

impl Rule for OperatorOutsideCondition {
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
        let symbol = quoted(self.symbol);
        match language {
            Language::English => Told::new(
                format!("{symbol} stands outside a condition"),
                "The pages describe operators for conditions only [CHOICE]; here it is evaluated all the same (CHOICE 37).",
                "Move the decision into a Choice, if the service refuses it.",
            ),
            Language::Chinese => Told::new(
                format!("{symbol} 出现在条件之外"),
                "文档只在条件中说明了运算符 [CHOICE]；此处仍然求值（CHOICE 37）。",
                "如果服务不接受，请把判断移到 Choice 中。",
            ),
        }
    }
}
