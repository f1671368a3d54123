//! `endless-loop`: steps lead back to themselves without a wait and without a task.

use flowglass_expression::{Language, PartKind, PathRoot, state_machine};

use super::steps;
use crate::finding::{Example, Findings, Page, Related, Rule, Severity, Told, Words};
use crate::model::{Arm, ConditionExpression, Data, Dialect, Flow, StepId, StepKind};
use crate::paths::Cycle;
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "endless-loop",
    title: Words::new("A loop without a wait and without a task", "既无等待也无任务的循环"),
    text: Words::new(
        "An execution runs such steps as fast as it can, and each round costs events: after 5,000 of them the execution fails. It is a warning when the round cannot be left, or when nothing in it writes data, so that its conditions see the same in every round. Where the round writes data and can be left it may end in time, as a loop that counts does: then it is a note.",
        "执行会以最快速度反复运行这些步骤，每一轮都会产生事件：超过 5000 个事件后执行失败。如果循环没有出口，或者循环中没有任何步骤写入数据（因此每一轮的条件看到的都一样），则为警告。如果循环会写入数据且有出口，例如计数循环，则可能及时结束：此时只是提示。",
    ),
    severities: &[Severity::Warning, Severity::Note],
    source: "[LIM]; by our choice",
    covers: &["V31"],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: look}\n  - type: choice\n    name: ready\n    choices: [{condition: $.ready, goto: go}]\n    default: {goto: look}\n  - {type: pass, name: go}\n",
            at: "look",
            right: "version: v1\ntype: flow\nsteps:\n  - {type: task, name: look, resourceArn: 'acs:fc:::services/s/functions/look'}\n  - type: choice\n    name: ready\n    choices: [{condition: $.ready, goto: go}]\n    default: {goto: look}\n  - {type: pass, name: go}\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: Count\nStates:\n  - Type: Pass\n    Name: Count\n    OutputConstructor: {n.$: 'intAdd($Input.n, 1)'}\n    Next: Enough\n  - Type: Choice\n    Name: Enough\n    Branches: [{Condition: $Input.n < 9, Next: Count}]\n    Default: Done\n  - {Type: Succeed, Name: Done}\n",
            at: "Count",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: Count\nStates:\n  - Type: Pass\n    Name: Count\n    OutputConstructor: {n.$: 'intAdd($Input.n, 1)'}\n    Next: Pause\n  - {Type: Wait, Name: Pause, Seconds: 1, Next: Enough}\n  - Type: Choice\n    Name: Enough\n    Branches: [{Condition: $Input.n < 9, Next: Count}]\n    Default: Done\n  - {Type: Succeed, Name: Done}\n",
        },
    ],
};

/// Steps that lead back to themselves without a wait and without a task.
struct EndlessLoop {
    /// The jump that closes the round.
    at: Span,
    /// The steps of the round, in the order of the text.
    names: Vec<String>,
    /// Where the round begins in the text.
    first: Span,
    /// Set when some way leads out of it.
    can_end: bool,
    /// Set when a round may see other data than the one before.
    changes: bool,
}

/// Reports the rounds that an execution can run without a wait and a task.
pub(crate) fn check(flow: &Flow, cycles: &[Cycle<'_>], findings: &mut Findings) {
    for cycle in cycles {
        let Some(first) = cycle.steps.first() else { continue };
        if cycle.steps.iter().any(|id| is_unfinished(flow, *id)) {
            continue;
        }
        let name = |id: &StepId| flow.step(*id).name.value.clone();
        findings.report(|| EndlessLoop {
            at: cycle.back.at.unwrap_or(flow.step(cycle.from).name.at),
            names: cycle.steps.iter().map(name).collect(),
            first: flow.step(*first).name.at,
            can_end: cycle.can_end,
            changes: cycle.steps.iter().any(|id| changes(flow, *id)),
        });
    }
}

/// Tells whether a choice cannot be read as a whole: what is missing may lead out of the round.
fn is_unfinished(flow: &Flow, id: StepId) -> bool {
    let StepKind::Choice(choice) = &flow.step(id).kind else { return false };
    let unread = |arm: &Arm| arm.condition.as_ref().is_none_or(|condition| condition.expression.is_none());
    let no_default = flow.dialect == Dialect::StateMachine && choice.default.is_none();
    no_default || choice.arms.iter().any(unread)
}

/// Tells whether a step may make the next round differ from this one.
fn changes(flow: &Flow, id: StepId) -> bool {
    let step = flow.step(id);
    let writes = match &step.data {
        Data::Mappings { input, output } => input.is_some() || output.is_some(),
        Data::Constructors { input, output, global } => input.is_some() || output.is_some() || global.is_some(),
    };
    let asks_others = match &step.kind {
        StepKind::Choice(choice) => {
            choice.arms.iter().filter_map(|arm| arm.condition.as_ref()?.expression.as_ref()).any(|condition| {
                match condition {
                    ConditionExpression::StateMachine(expression) => changes_by_itself(expression),
                    ConditionExpression::Legacy(_) => false,
                }
            })
        }
        _ => false,
    };
    writes || asks_others || !step.kind.scopes().is_empty()
}

/// Tells whether an expression may have another value next time: functions are random, others write `$Global`.
fn changes_by_itself(expression: &state_machine::Expression) -> bool {
    expression.parts().iter().any(|part| match &part.kind {
        PartKind::Call(_) => true,
        PartKind::Path(path) => path.root == PathRoot::Variable(state_machine::Variable::Global),
        PartKind::Constant(_) | PartKind::Array | PartKind::Object | PartKind::Operator { .. } => false,
    })
}

impl Rule for EndlessLoop {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn severity(&self) -> Severity {
        if self.can_end && self.changes { Severity::Note } else { Severity::Warning }
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let names = steps(&self.names, language);
        let english = language == Language::English;
        let what = match (english, self.names.len() == 1) {
            (true, true) => format!("{names} leads back to itself without a wait and without a task"),
            (true, false) => format!("a loop without a wait and without a task: {names}"),
            (false, true) => format!("{names} 跳回自身，其间既无等待也无任务"),
            (false, false) => format!("既无等待也无任务的循环：{names}"),
        };
        let why = match (self.can_end, self.changes) {
            (false, _) => Words::new(
                "No way leads out of it. Each round costs events, and after 5,000 of them the execution fails [LIM].",
                "循环没有出口。每一轮都会产生事件，超过 5000 个后执行失败 [LIM]。",
            ),
            (true, false) => Words::new(
                "Nothing in it writes data, so its conditions see the same in every round; each round costs events, and after 5,000 of them the execution fails [LIM].",
                "循环中没有步骤写入数据，因此每一轮的条件看到的都一样；每一轮都会产生事件，超过 5000 个后执行失败 [LIM]。",
            ),
            (true, true) => Words::new(
                "It runs as fast as it can; each round costs events, and after 5,000 of them the execution fails [LIM].",
                "循环会以最快速度运行；每一轮都会产生事件，超过 5000 个后执行失败 [LIM]。",
            ),
        };
        let help = match (self.can_end, self.changes) {
            (false, _) => Words::new("Add a way out of the loop.", "请为循环添加出口。"),
            (true, false) => Words::new(
                "Let a task or a wait stand in the loop, or let a step write what its condition asks for.",
                "请在循环中加入任务或等待，或者让某个步骤写入条件所需的数据。",
            ),
            (true, true) => Words::new(
                "Make sure that it ends after a few hundred rounds; add a wait if it waits for something.",
                "请确保它在几百轮之内结束；如果是在等待某件事，请加入等待。",
            ),
        };
        Told::new(what, why.say(language), help.say(language))
    }
    fn related(&self) -> Vec<Related> {
        vec![Related { at: self.first, what: Words::new("the loop begins here", "循环从这里开始") }]
    }
}
