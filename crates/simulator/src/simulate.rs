//! One run of one flow under one scenario: what the page, the command line and tests do.

use std::sync::Arc;

use flowglass_flow::Flow;

use crate::execution::ExecutionId;
use crate::scenario::Scenario;
use crate::simulation::{Outside, Rest, Simulation};

/// Runs `flow` under `scenario` until rest. `flows` are those that it may start, by name or file stem.
pub fn simulate(
    flow: &Arc<Flow>,
    flow_name: &str,
    scenario: &Scenario,
    flows: &[(String, Arc<Flow>)],
    outside: Outside,
) -> (Simulation, ExecutionId, Rest) {
    let (mut simulation, id) = begin(flow, flow_name, scenario, flows);
    let rest = simulation.run(outside);
    (simulation, id, rest)
}

/// Prepares a run of `flow` under `scenario`; nothing has happened yet.
pub fn begin(
    flow: &Arc<Flow>,
    flow_name: &str,
    scenario: &Scenario,
    flows: &[(String, Arc<Flow>)],
) -> (Simulation, ExecutionId) {
    let mut simulation = Simulation::new(scenario.settings());
    for (name, flow) in flows {
        simulation.add_flow(name, Arc::clone(flow));
    }
    simulation.add_flow(flow_name, Arc::clone(flow));
    simulation.set_answers(scenario.answers());
    simulation.set_edits(scenario.edits.clone());
    let id = simulation.start(Arc::clone(flow), flow_name, scenario.execution_name(), scenario.input());
    if let Some(stop) = scenario.stop() {
        let time = simulation.now().plus(stop.after.millis());
        simulation.stop_at(id, time, &stop.error, &stop.cause);
    }
    (simulation, id)
}
