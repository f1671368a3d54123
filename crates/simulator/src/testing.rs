//! What tests of this crate share: a flow and a scenario as text in, the history as lines out.

use std::sync::Arc;

use flowglass_expression::Json;
use flowglass_flow::Flow;
use flowglass_history::{Event, History, Member, check_invariants};

use crate::{Execution, ExecutionId, Outside, Rest, Scenario, Simulation, begin, simulate};

/// Reads a definition that has to be readable.
pub(crate) fn flow(text: &str) -> Arc<Flow> {
    let parsed = flowglass_flow::parse(text);
    Arc::new(parsed.flow.unwrap_or_else(|| panic!("no flow: {:?}", parsed.findings)))
}

/// Reads the steps of a flow of the older language.
pub(crate) fn legacy(steps: &str) -> String {
    format!("version: v1\ntype: flow\nsteps:\n{steps}")
}

/// Reads the states of a flow of the new language.
pub(crate) fn machine(start: &str, states: &str) -> String {
    format!("Type: StateMachine\nSpecVersion: v1\nName: main\nStartAt: {start}\nStates:\n{states}")
}

/// Runs a flow under a scenario with nobody outside, and checks the invariants of every history.
pub(crate) fn run(flow_text: &str, scenario: &str) -> (Simulation, ExecutionId, Rest) {
    run_with(flow_text, scenario, &[])
}

/// As [`run`], with other flows that it may start.
pub(crate) fn run_with(flow_text: &str, scenario: &str, others: &[(&str, &str)]) -> (Simulation, ExecutionId, Rest) {
    let scenario = Scenario::parse(scenario).unwrap_or_else(|error| panic!("{error}\n{scenario}"));
    let others: Vec<_> = others.iter().map(|(name, text)| ((*name).to_owned(), flow(text))).collect();
    let done = simulate(&flow(flow_text), "main", &scenario, &others, Outside::Nobody);
    assert_sound(&done.0);
    done
}

/// Prepares a run of a flow under a scenario.
pub(crate) fn prepare(flow_text: &str, scenario: &str) -> (Simulation, ExecutionId) {
    let scenario = Scenario::parse(scenario).unwrap_or_else(|error| panic!("{error}\n{scenario}"));
    begin(&flow(flow_text), "main", &scenario, &[])
}

/// The invariants of `events.md` 9 hold for every execution.
pub(crate) fn assert_sound(simulation: &Simulation) {
    for (id, execution) in simulation.executions() {
        let broken = check_invariants(&execution.history);
        let last = execution.history.last();
        assert!(broken.is_empty(), "execution {id:?}: {broken:#?}\n{}", execution.history.to_lines());
        assert_eq!(execution.status().is_ended(), execution.stopped.is_some());
        if let (Some(output), Some(last)) = (&execution.output, last) {
            assert_eq!(last.detail.output(), Some(output));
        }
    }
}

/// Runs a flow and compares the history with lines; a cause `*` stands for any text.
pub(crate) fn check(flow_text: &str, scenario: &str, expected: &str) {
    let (simulation, id, _) = run(flow_text, scenario);
    assert_lines(simulation.execution(id), expected);
}

/// Compares a history with lines; a cause `*` stands for any text.
pub(crate) fn assert_lines(execution: &Execution, expected: &str) {
    let expected = History::from_lines(expected).unwrap_or_else(|error| panic!("{error}\n{expected}"));
    let same = execution.history.len() == expected.len()
        && execution.history.events().zip(expected.events()).all(|(is, should)| fits(&is, &should));
    assert!(same, "expected\n{}\nbut it was\n{}", expected.to_lines(), execution.history.to_lines());
}

fn fits(is: &Event<'_>, should: &Event<'_>) -> bool {
    let free = should.detail.get(&Member::Cause) == Some(&Json::from("*"));
    let members = |event: &Event<'_>| {
        let members = event.detail.members().filter(|(member, _)| !free || **member != Member::Cause);
        members.map(|(member, value)| (member.clone(), value.clone())).collect::<Vec<_>>()
    };
    (is.id, is.trigger, is.kind, is.step) == (should.id, should.trigger, should.kind, should.step)
        && members(is) == members(should)
}

/// The names of the events with their steps, in short: `Entered a`, `TaskFailed a`, `ExecutionFailed`.
pub(crate) fn names(execution: &Execution) -> Vec<String> {
    let name = |event: Event<'_>| format!("{} {}", event.kind.name().trim_start_matches("Step"), event.step);
    execution.history.events().map(|event| name(event).trim_end().to_owned()).collect()
}

/// Milliseconds from the start of each event.
pub(crate) fn times(execution: &Execution) -> Vec<i64> {
    execution.history.events().map(|event| event.time.since(execution.started)).collect()
}

/// The notes of a run as text.
pub(crate) fn notes(execution: &Execution) -> Vec<String> {
    execution.notes.iter().map(ToString::to_string).collect()
}

/// The error of an execution.
pub(crate) fn error(execution: &Execution) -> Option<&str> {
    execution.error.as_ref().map(|(error, _)| &**error)
}
