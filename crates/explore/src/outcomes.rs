//! What a task is taken to answer: its results, each error that a rule asks for, one that none does, and silence.

use std::collections::BTreeSet;
use std::sync::Arc;

use flowglass_flow::{ALL_ERRORS, Flow, Pattern, Step, StepId, StepKind};
use flowglass_simulator::{Answer, assumed_answer};

use crate::candidates::candidates;
use crate::origins::Source;
use crate::questions::Questions;

/// The error that stands for all that no rule names.
pub(crate) const OTHER_ERROR: &str = "SomeOtherError";
/// The error of a time-out, which no task answers.
const TASK_TIMEOUT: &str = "FnF.TaskTimeout";

/// What one task is taken to answer.
#[derive(Clone, Debug)]
pub(crate) struct Outcomes {
    /// Results, then errors.
    pub(crate) answers: Vec<Answer>,
    /// How many of them are results.
    pub(crate) results: usize,
    /// Whether an attempt without a time limit may wait for ever.
    pub(crate) may_wait: bool,
    /// Whether the results are as good as all that there are.
    pub(crate) complete: bool,
}

/// What a task of the flow is taken to answer.
pub(crate) fn outcomes(flow: &Flow, id: StepId, questions: &Questions) -> Outcomes {
    let step = flow.step(id);
    let StepKind::Task(task) = &step.kind else {
        return Outcomes { answers: Vec::new(), results: 0, may_wait: false, complete: true };
    };
    let results = candidates(questions.asked.get(&Source::Task(id)), &assumed_answer(flow.dialect, task));
    let mut answers: Vec<Answer> = results.values.into_iter().map(Answer::Output).collect();
    let count = answers.len();
    let errors = errors(flow, id, questions.error_matters);
    answers.extend(errors.iter().map(|name| Answer::Error(name.as_str().into(), Arc::default())));
    Outcomes { answers, results: count, may_wait: task.pattern != Pattern::RequestResponse, complete: results.complete }
}

/// The names of errors that rules of the step and of what is around it ask for, and one that none does.
///
/// Names that all of these rules treat alike count as one, unless a condition asks for the name.
fn errors(flow: &Flow, id: StepId, each: bool) -> Vec<String> {
    let around = flow.containers(id).into_iter().map(|owner| flow.step(owner.step)).rev();
    let steps: Vec<&Step> = std::iter::once(flow.step(id)).chain(around).collect();
    let mut named: Vec<String> = Vec::new();
    for step in &steps {
        let names =
            step.retry.iter().flat_map(|rule| &rule.errors).chain(step.catch.iter().flat_map(|rule| &rule.errors));
        for name in names.map(|name| &name.value) {
            let usual = name == ALL_ERRORS || name == TASK_TIMEOUT || name.starts_with("Sim.");
            if !usual && !named.contains(name) {
                named.push(name.clone());
            }
        }
    }
    named.push(OTHER_ERROR.to_owned());
    if each {
        return named;
    }
    let treated = |name: &str| -> Vec<(Option<usize>, Option<usize>)> {
        let rules = |step: &&Step| {
            let retry = step.retry.iter().position(|rule| rule.matches(name));
            (retry, step.catch.iter().position(|rule| rule.matches(name)))
        };
        steps.iter().map(rules).collect()
    };
    let mut seen = BTreeSet::new();
    named.retain(|name| seen.insert(treated(name)));
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questions::questions;

    #[test]
    fn errors_are_those_that_rules_tell_apart() {
        fn check(rules: &str, around: &str, expected: &[&str]) {
            let text = format!(
                "{{Type: StateMachine, StartAt: p, States: [{{Type: Parallel, Name: p{around}, End: true, Branches: [{{StartAt: t, States: [{{Type: Task, Name: t, Action: 'A:B', End: true{rules}}}, {{Type: Pass, Name: x, End: true}}]}}]}}, {{Type: Pass, Name: x, End: true}}]}}"
            );
            let flow = flowglass_flow::parse(&text).flow.expect("it is a flow");
            let found = outcomes(&flow, StepId(1), &questions(&flow));
            let errors: Vec<_> = found.answers[found.results..]
                .iter()
                .map(|answer| match answer {
                    Answer::Error(name, _) => name.to_string(),
                    other => panic!("{other:?}"),
                })
                .collect();
            assert_eq!(errors, expected, "{rules} {around}");
        }
        check("", "", &[OTHER_ERROR]);
        check(", Retry: [{Errors: [A, B]}, {Errors: [C]}]", "", &["A", "C", OTHER_ERROR]);
        check(", Retry: [{Errors: [A, B]}], Catch: [{Errors: [B], Next: x}]", "", &["A", "B", OTHER_ERROR]);
        check(", Catch: [{Errors: [FnF.ALL], Next: x}]", "", &[OTHER_ERROR]);
        check(", Catch: [{Errors: [A, FnF.ALL], Next: x}]", "", &["A"]);
        check(", Retry: [{Errors: [FnF.TaskTimeout]}]", ", Catch: [{Errors: [D], Next: x}]", &["D", OTHER_ERROR]);
    }
}
