//! A definition run on a virtual clock.

use std::sync::Arc;

use flowglass_account::wire_execution;
use flowglass_api::{WireEvent, WireExecution, execution_history};
use flowglass_expression::{Json, Language};
use flowglass_flow::{Flow, Mode, Parsed, Severity, parse_for};
use flowglass_simulator::{Mode as RunMode, Outside, Scenario};
use serde::Serialize;

/// A simulated execution in the service's own shapes, and what is to be said about it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Simulated {
    execution: WireExecution,
    events: Vec<WireEvent>,
    /// What the simulation assumed.
    notes: Vec<Note>,
    /// The tasks that wait for a report which no scenario gives.
    waiting: Vec<Waiting>,
}

/// A remark about a step.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Note {
    step_name: String,
    message: String,
}

/// A task that waits.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Waiting {
    step_name: String,
    task_token: String,
}

/// Runs a definition. `flows` holds names and definitions in turn, of flows that tasks may start.
///
/// # Errors
/// A definition has errors, the scenario is none, or the input is no JSON object; in words.
pub(super) fn simulate(
    definition: &str,
    name: &str,
    scenario: &str,
    input: Option<&str>,
    flows: &[String],
) -> Result<Simulated, String> {
    let mut scenario = Scenario::parse(scenario).map_err(|error| format!("The scenario: {error}"))?;
    if let Some(text) = input {
        scenario.input = Some(read_input(text)?);
    }
    let mode = match scenario.mode {
        RunMode::Standard => Mode::Standard,
        RunMode::Express => Mode::Express,
    };
    let flow = runnable(parse_for(definition, mode), "The definition")?;
    let own = flow.name.as_ref().map_or(name, |name| &name.value).to_owned();
    let mut others = Vec::with_capacity(flows.len() / 2);
    for pair in flows.chunks_exact(2) {
        let other = runnable(parse_for(&pair[1], Mode::Standard), &format!("The flow {}", pair[0]))?;
        others.push((pair[0].clone(), other));
    }
    let (simulation, id, _) = flowglass_simulator::simulate(&flow, &own, &scenario, &others, Outside::Nobody);
    let execution = simulation.execution(id);
    let waiting = simulation.waiting().into_iter();
    Ok(Simulated {
        execution: WireExecution { flow_definition: Some(definition.to_owned()), ..wire_execution(execution) },
        events: execution_history(&execution.history),
        notes: execution
            .notes
            .iter()
            .map(|note| Note { step_name: note.step.to_string(), message: note.message.clone() })
            .collect(),
        waiting: waiting.map(|task| Waiting { step_name: task.step.to_string(), task_token: task.token }).collect(),
    })
}

fn read_input(text: &str) -> Result<Json, String> {
    match Json::parse(text) {
        Ok(input) if input.as_object().is_some() => Ok(input),
        Ok(other) => Err(format!("The input is of type {}; an execution's input is an object.", other.kind())),
        Err(error) => Err(format!("The input is no JSON: {error}")),
    }
}

/// A flow without errors: what the service would refuse has no history.
fn runnable(parsed: Parsed, what: &str) -> Result<Arc<Flow>, String> {
    if let Some(error) = parsed.findings.iter().find(|finding| finding.severity == Severity::Error) {
        let place = parsed.document.lines.position(&parsed.document.text, error.at.start as usize);
        let told = error.told(Language::English);
        let said = told.what.trim_end_matches('.');
        return Err(format!("{what} has errors; the first: line {}, column {}: {said}.", place.line, place.column));
    }
    parsed.flow.map(Arc::new).ok_or_else(|| format!("{what} is not a flow."))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLOW: &str = "version: v1\ntype: flow\nsteps:\n  - {type: task, name: fetch, resourceArn: acs:fc:::services/s/functions/f}\n";

    #[test]
    fn a_run_is_told_in_the_words_of_the_service() {
        let scenario = "format: 1\ntasks: [{step: fetch, outcomes: [{error: Broken, cause: why}]}]";
        let failed = simulate(FLOW, "shop", scenario, Some(r#"{"a":1}"#), &[]).unwrap();
        let execution = &failed.execution;
        assert_eq!((execution.flow_name.as_str(), execution.status.as_str()), ("shop", "Failed"));
        assert_eq!(execution.input.as_deref(), Some(r#"{"a":1}"#));
        assert_eq!(failed.events.first().map(|event| event.kind.as_str()), Some("ExecutionStarted"));
        assert_eq!(failed.events.last().map(|event| event.kind.as_str()), Some("ExecutionFailed"));
        let answered = simulate(FLOW, "shop", "format: 1", None, &[]).unwrap();
        assert_eq!((answered.execution.status.as_str(), answered.notes.len()), ("Succeeded", 1));
        assert_eq!(answered.waiting, []);
    }

    #[test]
    fn what_cannot_be_run_is_refused() {
        fn check(definition: &str, scenario: &str, input: Option<&str>, expected: &str) {
            let words = simulate(definition, "shop", scenario, input, &[]).unwrap_err();
            assert!(words.starts_with(expected), "{words}");
        }
        check("", "format: 1", None, "The definition has errors; the first: line 1, column 1: ");
        check(FLOW, "tasks: 5", None, "The scenario: ");
        check(FLOW, "format: 1", Some("[]"), "The input is of type array; an execution's input is an object.");
        check(FLOW, "format: 1", Some("{"), "The input is no JSON: line 1");
        let child = ["other".to_owned(), "nothing".to_owned()];
        let words = simulate(FLOW, "shop", "format: 1", None, &child).unwrap_err();
        assert!(words.starts_with("The flow other has errors"), "{words}");
    }
}
