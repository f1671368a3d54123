//! What tests of this crate share: a definition and a case from texts.

use std::sync::Arc;

use flowglass_simulator::Scenario;

use crate::{Case, Definition, Outcome};

/// Reads a definition that has to be readable.
pub(crate) fn definition(file: &str, text: &str) -> Arc<Definition> {
    let parsed = flowglass_flow::parse(text);
    let stem = file.trim_end_matches(".flow.yaml").to_owned();
    let flow = parsed.flow.unwrap_or_else(|| panic!("no flow: {:?}", parsed.findings));
    let name = flow.name.as_ref().map_or_else(|| stem.clone(), |name| name.value.clone());
    Arc::new(Definition {
        file: file.to_owned(),
        stem,
        name,
        flow: Arc::new(flow),
        text: Arc::clone(&parsed.document.text),
        lines: Arc::clone(&parsed.document.lines),
    })
}

/// A scenario for the flow `main`, which may start `others`.
pub(crate) fn case(flow: &str, scenario: &str, others: &[(&str, &str)]) -> Case {
    let scenario = Scenario::parse(scenario).unwrap_or_else(|error| panic!("{error}\n{scenario}"));
    let others = others.iter().map(|(file, text)| definition(file, text)).collect();
    Case::new(scenario, definition("main.flow.yaml", flow), others).unwrap_or_else(|error| panic!("{error}"))
}

/// Runs a scenario for a flow.
pub(crate) fn run(flow: &str, scenario: &str) -> Outcome {
    case(flow, scenario, &[]).run()
}

/// Writes a flow of the older language around its steps.
pub(crate) fn legacy(steps: &str) -> String {
    format!("version: v1\ntype: flow\nsteps:\n{steps}")
}

/// Writes a flow of the new language around its states.
pub(crate) fn machine(start: &str, states: &str) -> String {
    format!("Type: StateMachine\nSpecVersion: v1\nName: main\nStartAt: {start}\nStates:\n{states}")
}
