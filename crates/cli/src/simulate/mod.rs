//! `flowglass simulate`: a flow on a virtual clock.

mod document;
mod events;
mod from_history;
mod given;
mod recording;
mod report;

use std::fs;

use crate::arguments::{Format, SimulateArguments};
use crate::exit::{Exit, Trouble};
use crate::input_files::{Inputs, is_standard_input};
use crate::terminal::{Palette, print};

pub(crate) use given::{Given, Wanted, read_folder, read_input};

/// Runs a flow and writes what happened.
///
/// A definition with errors is not run: what the service would refuse has no history.
///
/// # Errors
/// Something cannot be read, used or written.
pub(crate) fn simulate(arguments: &SimulateArguments) -> Result<Exit, Trouble> {
    let mut inputs = Inputs::default();
    let scenario = match &arguments.scenario {
        Some(path) => Some((path.as_path(), inputs.read(path)?)),
        None => None,
    };
    let wanted = Wanted {
        flow: arguments.flow.as_deref(),
        resource: arguments.resource.as_deref(),
        scenario: scenario.as_ref().map(|(path, text)| (*path, text.as_str())),
        histories: &arguments.from_history,
        input: arguments.input.as_deref(),
        flows: arguments.flows.as_deref(),
        vocabulary: arguments.vocabulary.map(Into::into),
    };
    let given = Given::read(&wanted, &mut inputs)?;
    let Some((simulation, id)) = given.run() else { return Ok(Exit::Wrong) };
    let execution = simulation.execution(id);
    let document = document::document(execution, &given);
    if let Some(path) = &arguments.history_out {
        fs::write(path, document.to_text()).map_err(|error| Trouble::Write(path.display().to_string(), error))?;
    }
    if let Some(origin) = &given.origin {
        origin.complain(execution);
    }
    if let Some(path) = &arguments.record {
        recording::write_recording(path, &given, &simulation, id)?;
        // Standard output holds the scenario and nothing else then.
        if is_standard_input(path) {
            return Ok(Exit::Done);
        }
    }
    print(&match arguments.format {
        Format::Json => document.to_text(),
        Format::Text => report::report(&simulation, id, Palette::for_output()),
    })?;
    Ok(Exit::Done)
}
