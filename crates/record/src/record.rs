//! A simulation as a scenario that repeats it, with everything in it that was decided by default.

use std::collections::BTreeSet;
use std::sync::Arc;

use flowglass_flow::{Flow, StepId, StepKind};
use flowglass_simulator::{Answer, Entry, ExecutionId, Outcome, Place, Scenario, Simulation};

use crate::expectations::as_it_was;

/// Makes the scenario that repeats an execution of a simulation, whatever the defaults become.
///
/// `scenario` is the one that the simulation ran under. The answers that it does not give, the name, the input, the
/// clock and the seed are written out, and so is what the run ended with, as an expectation, unless there are some.
/// A task that waited for a report keeps waiting for one.
///
/// # Panics
/// When the number comes from another simulation.
pub fn record(scenario: &Scenario, simulation: &Simulation, id: ExecutionId) -> Scenario {
    let execution = simulation.execution(id);
    let settings = simulation.settings();
    let mut recorded = scenario.clone();
    recorded.input = Some(execution.input.clone());
    recorded.execution = Some(execution.name.to_string());
    recorded.clock = Some(settings.clock);
    recorded.tasks.extend(assumed(simulation, &execution.flow));
    (recorded.tasks_at, recorded.edits_at) = (Vec::new(), Vec::new());
    recorded.expect.get_or_insert_with(|| as_it_was(execution));
    recorded
}

/// The answers that nobody gave, as entries. They are found where no other entry fits, as the assumption was made there.
fn assumed(simulation: &Simulation, own: &Arc<Flow>) -> Vec<Entry> {
    let mut met = BTreeSet::new();
    let mut entries = Vec::new();
    for (_, execution) in simulation.executions() {
        let flow = &execution.flow;
        let label = (!Arc::ptr_eq(flow, own)).then(|| execution.flow_name.to_string());
        for (step, output) in &execution.assumed {
            if met.insert((label.clone(), *step)) {
                let answer = Answer::Output(output.clone());
                entries.push(Entry {
                    step: flow.step(*step).name.value.as_str().into(),
                    flow: label.clone(),
                    within: within(flow, *step),
                    outcomes: vec![Outcome { answer, after_ms: 0, times: 1 }],
                });
            }
        }
    }
    entries
}

/// The containers that tell a step from others of its name; none when there are no others.
fn within(flow: &Flow, id: StepId) -> Vec<Place> {
    let name = &flow.step(id).name.value;
    if !flow.steps().any(|(other, step)| other != id && step.name.value == *name) {
        return Vec::new();
    }
    let owners = flow.containers(id).into_iter();
    let place = owners.map(|owner| {
        let step = flow.step(owner.step);
        let index = matches!(step.kind, StepKind::Parallel(_)).then_some(owner.slot);
        Place { step: step.name.value.as_str().into(), index }
    });
    place.collect()
}
