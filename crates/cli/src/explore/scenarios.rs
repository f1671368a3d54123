//! The scenarios of an exploration as files.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use flowglass_explore::{Example, Exploration, Subject};
use flowglass_flow::{Flow, Position};
use flowglass_record::scenario_text;
use flowglass_simulator::{Expectations, Scenario, Written};

use crate::exit::Trouble;
use crate::input_files::FlowFile;
use crate::relative::relative;

/// Writes one file for every run that an exploration tells of; the folder is made when it is not there.
///
/// Each file names the definition, when that is a file, and expects the status and the error that the execution ended with.
///
/// # Errors
/// The folder or a file cannot be written.
pub(super) fn write_scenarios(
    folder: &Path,
    file: &FlowFile,
    others: &[FlowFile],
    subject: &Subject,
    exploration: &Exploration,
) -> Result<(), Trouble> {
    let trouble = |path: &Path| {
        let name = path.display().to_string();
        move |error| Trouble::Write(name, error)
    };
    fs::create_dir_all(folder).map_err(trouble(folder))?;
    let flow = file.path().map(|path| relative(folder, path));
    let known: Vec<Arc<Flow>> = subject.flows.iter().map(|(_, flow)| Arc::clone(flow)).collect();
    for (name, example) in exploration.examples() {
        let started = others.iter().filter(|other| starts(example, other)).filter_map(FlowFile::path);
        let flows = started.map(|path| relative(folder, path)).collect();
        let scenario =
            Scenario { flow: flow.clone(), flows, expect: Some(expected(example)), ..example.scenario.clone() };
        let path = folder.join(format!("{name}.scenario.yaml"));
        fs::write(&path, scenario_text(&scenario, &known, &[])).map_err(trouble(&path))?;
    }
    Ok(())
}

/// That the run ends as it did.
fn expected(example: &Example) -> Expectations {
    Expectations {
        status: Some(written(example.status)),
        error: example.error.clone().map(written),
        ..Expectations::default()
    }
}

/// A value that stands in no text yet.
fn written<T>(value: T) -> Written<T> {
    Written { value, at: Position { line: 0, column: 0 } }
}

/// Whether a run starts the flow of a file.
fn starts(example: &Example, file: &FlowFile) -> bool {
    example.starts.iter().any(|name| *name == file.stem() || *name == file.flow_name())
}
