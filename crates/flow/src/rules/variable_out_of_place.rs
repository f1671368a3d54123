//! `variable-out-of-place`: a variable is read where it has no value.

use flowglass_expression::state_machine::Variable;
use flowglass_expression::{Language, PathRoot};

use super::quoted;
use crate::document::Document;
use crate::finding::{Example, Findings, Page, Rule, Severity, Told, Words};
use crate::reads::{Place, Read};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "variable-out-of-place",
    title: Words::new("A variable that has no value here", "变量在此处没有值"),
    text: Words::new(
        "`$Output` exists from the return of a state's work on: `OutputConstructor` and `GlobalConstructor` can read it, what prepares the work cannot. In a catch rule it is null, because the work has failed. `$Item` exists only in the `ItemConstructor` of a distributed Map.",
        "`$Output` 在状态的工作返回之后才存在：`OutputConstructor` 和 `GlobalConstructor` 可以读取，工作之前的部分不能。在捕获规则中它为 null，因为工作失败了。`$Item` 只存在于分布式 Map 的 `ItemConstructor` 中。",
    ),
    severities: &[Severity::Error, Severity::Warning],
    source: "[IO], [GLOB], [DIST]; `state-machine.md` 3.2 and 8.3",
    covers: &["24", "25"],
    examples: &[
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    InputConstructor:\n      id.$: $Output.id\n    End: true\n",
            at: "$Output",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    InputConstructor:\n      id.$: $Input.id\n    End: true\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor:\n      id.$: $Item.id\n    End: true\n",
            at: "$Item",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor:\n      id.$: $Input.id\n    End: true\n",
        },
    ],
};

/// A path that begins at a variable without a value.
pub(crate) struct VariableOutOfPlace {
    at: Span,
    variable: Variable,
    /// Set in a catch rule, where the variable is there and null.
    is_null: bool,
}

impl VariableOutOfPlace {
    /// Reports the path if its variable has no value at its place.
    pub(crate) fn check(document: &Document, read: &Read<'_>, findings: &mut Findings) {
        let PathRoot::Variable(variable) = read.path.root else { return };
        let out_of_place = match variable {
            Variable::Output => read.place != Place::Output,
            Variable::Item => read.place != Place::Item,
            Variable::Input | Variable::Context | Variable::Global => false,
        };
        if out_of_place {
            findings.report(|| Self {
                at: read.span(document, read.path.root_at.clone()),
                variable,
                is_null: variable == Variable::Output && read.place == Place::Error,
            });
        }
    }
}

impl Rule for VariableOutOfPlace {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn severity(&self) -> Severity {
        if self.is_null { Severity::Warning } else { Severity::Error }
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let name = quoted(self.variable.text());
        let what = match (language, self.is_null) {
            (Language::English, true) => format!("{name} is null in a catch rule"),
            (Language::English, false) => format!("{name} has no value here"),
            (Language::Chinese, true) => format!("{name} 在捕获规则中为 null"),
            (Language::Chinese, false) => format!("{name} 在此处没有值"),
        };
        let (why, help) = match (self.variable, self.is_null) {
            (Variable::Item, _) => (
                Words::new(
                    "Only the `ItemConstructor` of a distributed Map has an item [DIST]; the states inside get what it builds as `$Input`.",
                    "只有分布式 Map 的 `ItemConstructor` 有当前条目 [DIST]；内部状态以 `$Input` 取得构造的结果。",
                ),
                Words::new("Write `$Input`.", "请写 `$Input`。"),
            ),
            (_, true) => (
                Words::new(
                    "The state has failed, so it has no output; the error stands in `$Context.Current.Error`.",
                    "状态已经失败，因此没有输出；错误在 `$Context.Current.Error` 中。",
                ),
                Words::new(
                    "Write `$Input` or `$Context.Current.Error`, whichever is meant.",
                    "请按含义写 `$Input` 或 `$Context.Current.Error`。",
                ),
            ),
            (_, false) => (
                Words::new(
                    "A state's output exists when its work is done; this is evaluated before [IO].",
                    "状态的输出在工作完成之后才存在，而这里在此之前求值 [IO]。",
                ),
                Words::new(
                    "Read `$Input` here; the output of the state before is this state's `$Input`.",
                    "请在此处读取 `$Input`；上一个状态的输出就是本状态的 `$Input`。",
                ),
            ),
        };
        Told::new(what, why.say(language), help.say(language))
    }
}
