//! A run as the service would describe it.

use flowglass_api::{ExecutionFile, WireExecution};
use flowglass_expression::{Json, json};
use flowglass_simulator::Execution;

use super::Given;

/// The execution and its history in the service's own shapes.
pub(super) fn document(execution: &Execution, given: &Given) -> ExecutionFile {
    let wire = WireExecution {
        flow_name: execution.flow_name.to_string(),
        name: execution.name.to_string(),
        status: execution.status().name().to_owned(),
        started_time: execution.started.to_rfc3339(),
        stopped_time: WireExecution::stopped_text(execution.stopped),
        input: Some(execution.input.to_compact()),
        // Source: api.md 5.1: empty as long as there is none.
        output: Some(execution.output.as_ref().map(Json::to_compact).unwrap_or_default()),
        flow_definition: Some(given.flow.parsed.document.text.clone()),
        environment: environment(given),
        ..WireExecution::default()
    };
    ExecutionFile::new(wire, &execution.history)
}

fn environment(given: &Given) -> Option<Json> {
    let variable = |(name, value): (&String, &String)| json!({"Name": name.as_str(), "Value": value.as_str()});
    let variables: Vec<Json> = given.scenario.environment.iter().map(variable).collect();
    (!variables.is_empty()).then(|| json!({"Variables": variables}))
}
