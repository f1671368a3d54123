//! `--record`: the run as a scenario file that repeats it.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use flowglass_flow::Flow;
use flowglass_record::{record, scenario_text};
use flowglass_simulator::{ExecutionId, Simulation};

use super::Given;
use crate::exit::Trouble;
use crate::input_files::FlowFile;
use crate::plain::plain;
use crate::relative::relative;
use crate::render::write;

/// Writes the scenario that repeats a run to a file, or to standard output for `-`.
///
/// # Errors
/// The file cannot be written.
pub(super) fn write_recording(
    path: &Path,
    given: &Given,
    simulation: &Simulation,
    id: ExecutionId,
) -> Result<(), Trouble> {
    let execution = simulation.execution(id);
    let mut scenario = record(&given.scenario, simulation, id);
    let folder = path.parent().unwrap_or(Path::new(""));
    scenario.flow = given.flow.path().map(|file| relative(folder, file));
    let started: BTreeSet<&str> = simulation.executions().map(|(_, execution)| &*execution.flow_name).collect();
    let was_started = |file: &&FlowFile| started.contains(&*file.stem()) || started.contains(&*file.flow_name());
    let files: BTreeSet<&Path> = given.startable_files().filter(was_started).filter_map(FlowFile::path).collect();
    let own = given.flow.path();
    scenario.flows = files.into_iter().filter(|file| Some(*file) != own).map(|file| relative(folder, file)).collect();
    let mut comments = match &given.origin {
        Some(origin) => vec![format!("Made from the history in {}.", origin.name)],
        None => vec![format!("Recorded from a run of {}.", given.flow.name())],
    };
    comments.push(format!("It ended {} with event {}.", execution.status().name(), execution.history.len()));
    comments.extend(given.origin.iter().flat_map(|origin| origin.differences(execution)));
    let comments: Vec<String> = comments.iter().map(|line| plain(line).into_owned()).collect();
    let mut flows: Vec<Arc<Flow>> = Vec::new();
    for (_, execution) in simulation.executions() {
        if !flows.iter().any(|flow| Arc::ptr_eq(flow, &execution.flow)) {
            flows.push(Arc::clone(&execution.flow));
        }
    }
    write(Some(path), &scenario_text(&scenario, &flows, &comments))
}
