//! `flowglass simulate`: a flow on a virtual clock.

mod document;
mod events;
pub(crate) mod given;
mod report;

use std::fs;
use std::sync::Arc;

use flowglass_simulator::Outside;

use crate::arguments::{Format, SimulateArguments};
use crate::exit::{Exit, Trouble};
use crate::render::complain_of_errors;
use crate::terminal::{Palette, complain, print};
use given::Given;

/// Runs a flow and writes what happened.
///
/// A definition with errors is not run: what the service would refuse has no history.
///
/// # Errors
/// Something cannot be read, used or written.
pub(crate) fn simulate(arguments: &SimulateArguments) -> Result<Exit, Trouble> {
    let given = Given::read(arguments)?;
    let mut refused = false;
    for file in given.files() {
        if complain_of_errors(file) > 0 {
            complain(&format!("{}: not simulated: the service would refuse this definition", file.name()));
            refused = true;
        }
    }
    let Some(flow) = given.flow.parsed.flow.clone().filter(|_| !refused) else { return Ok(Exit::Wrong) };
    let (flow, name) = (Arc::new(flow), given.flow.flow_name());
    let others = given.startable(&flow);
    let (simulation, id, _) = flowglass_simulator::simulate(&flow, &name, &given.scenario, &others, Outside::Nobody);
    let execution = simulation.execution(id);
    let document = document::document(execution, &given);
    if let Some(path) = &arguments.history_out {
        fs::write(path, document.to_text()).map_err(|error| Trouble::Write(path.display().to_string(), error))?;
    }
    print(&match arguments.format {
        Format::Json => document.to_text(),
        Format::Text => report::report(&simulation, id, Palette::for_output()),
    })?;
    Ok(Exit::Done)
}
