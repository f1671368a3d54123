//! `catch-without-output`: a catch rule does not say what the next state receives.

use flowglass_expression::Language;
use flowglass_expression::state_machine::Variable;

use super::depends::{template_reads, value_reads};
use super::quoted;
use crate::finding::{Example, Findings, Page, Related, Rule, Severity, Told, Words};
use crate::model::{Data, Flow, Step, StepKind};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "catch-without-output",
    title: Words::new("A catch without `OutputConstructor`", "没有 OutputConstructor 的捕获"),
    text: Words::new(
        "A state that failed has no output, and no page says what the state that a catch leads to then receives. Flowglass takes the input of the failed state. An `OutputConstructor` in the rule makes it certain, and can hand on the error. Nothing is said when the next state does not look at its input.",
        "失败的状态没有输出，文档没有说明捕获后进入的状态会收到什么。Flowglass 采用失败状态的输入。在规则中写 `OutputConstructor` 可以明确数据，还能传递错误信息。下一个状态不使用输入时不会提示。",
    ),
    severities: &[Severity::Note],
    source: "[ERR]; CHOICE 55",
    covers: &[],
    examples: &[Example {
        wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Task\n    Name: A\n    Action: ECS:RunInstances\n    Catch: [{Errors: [FnF.ALL], Next: B}]\n    End: true\n  - {Type: Pass, Name: B, End: true}\n",
        at: "B",
        right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Task\n    Name: A\n    Action: ECS:RunInstances\n    Catch:\n      - Errors: [FnF.ALL]\n        OutputConstructor: {reason.$: $Context.Current.Error.Code}\n        Next: B\n    End: true\n  - {Type: Pass, Name: B, End: true}\n",
    }],
};

/// A catch rule that leaves open what it hands on.
struct CatchWithoutOutput {
    at: Span,
    next: String,
    next_at: Span,
}

/// Looks whether the catch rules of a state say what they hand on.
pub(crate) fn check(flow: &Flow, step: &Step, findings: &mut Findings) {
    for rule in step.catch.iter().filter(|rule| rule.output.is_none()) {
        let (Some(next), Some(at)) = (rule.jump.step(), rule.jump.at) else { continue };
        let next = flow.step(next);
        if !ignores_input(next) {
            findings.report(|| CatchWithoutOutput { at, next: next.name.value.clone(), next_at: next.name.at });
        }
    }
}

/// Tells whether it makes no difference what a state receives.
fn ignores_input(step: &Step) -> bool {
    let Data::Constructors { input, output, .. } = &step.data else { return false };
    let variables = [Variable::Input, Variable::Output, Variable::Context];
    if let Some(input) = input {
        return variables.into_iter().all(|variable| !template_reads(input, variable));
    }
    match &step.kind {
        StepKind::Fail(fail) => {
            let values = [&fail.code, &fail.detail];
            values.into_iter().flatten().all(|value| !value_reads(&value.value, Variable::Input))
        }
        StepKind::Pass | StepKind::Succeed => output
            .as_ref()
            .is_some_and(|output| variables.into_iter().all(|variable| !template_reads(output, variable))),
        _ => false,
    }
}

impl Rule for CatchWithoutOutput {
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
        let next = quoted(&self.next);
        match language {
            Language::English => Told::new(
                format!("no page says what {next} receives after this catch"),
                "A failed state has no output [ERR]; here its input is taken (CHOICE 55).",
                "Say it with an `OutputConstructor` in the rule, for example `reason.$: $Context.Current.Error.Code`.",
            ),
            Language::Chinese => Told::new(
                format!("文档没有说明捕获后 {next} 会收到什么"),
                "失败的状态没有输出 [ERR]；此处采用它的输入（CHOICE 55）。",
                "请在规则中用 `OutputConstructor` 写明，例如 `reason.$: $Context.Current.Error.Code`。",
            ),
        }
    }
    fn related(&self) -> Vec<Related> {
        vec![Related { at: self.next_at, what: Words::new("the state that receives it", "接收数据的状态") }]
    }
}
