//! A run as the service would describe it.

use flowglass_account::wire_execution;
use flowglass_api::{ExecutionFile, WireExecution};
use flowglass_expression::{Json, json};
use flowglass_simulator::Execution;

use super::Given;

/// The execution and its history in the service's own shapes.
pub(super) fn document(execution: &Execution, given: &Given) -> ExecutionFile {
    let wire = WireExecution {
        flow_definition: Some(given.flow.parsed.document.definition_text()),
        environment: environment(given),
        ..wire_execution(execution)
    };
    ExecutionFile::new(wire, &execution.history)
}

fn environment(given: &Given) -> Option<Json> {
    let variable = |(name, value): (&String, &String)| json!({"Name": name.as_str(), "Value": value.as_str()});
    let variables: Vec<Json> = given.scenario.environment.iter().map(variable).collect();
    (!variables.is_empty()).then(|| json!({"Variables": variables}))
}
