//! `flowglass explore`: every way that a flow can take.

mod json;
mod report;
mod scenarios;

use std::sync::Arc;

use flowglass_explore::{Bounds, Subject};
use flowglass_simulator::{Mode, Scenario};

use crate::arguments::{self, ExploreArguments, Format};
use crate::exit::{Exit, Trouble};
use crate::input_files::Inputs;
use crate::render::complain_of_errors;
use crate::simulate::{read_folder, read_input};
use crate::terminal::{Palette, complain, print};

/// Walks every way that a flow can take and writes what can go wrong.
///
/// A definition with errors is not explored: what the service would refuse has no runs.
///
/// # Errors
/// Something cannot be read, used or written.
pub(crate) fn explore(arguments: &ExploreArguments) -> Result<Exit, Trouble> {
    let mut inputs = Inputs::default();
    let file = inputs.read_flow(&arguments.flow, arguments.resource.as_deref(), arguments.mode.into())?;
    let input = arguments.input.as_deref().map(|text| read_input(text, &mut inputs)).transpose()?;
    let found = match &arguments.flows {
        Some(folder) => read_folder(folder, &mut inputs)?,
        None => Vec::new(),
    };
    let refused = complain_of_errors(&file) > 0;
    if refused {
        complain(&format!("{}: not explored: the service would refuse this definition", file.name()));
    }
    let Some(flow) = file.parsed.flow.clone().filter(|_| !refused) else { return Ok(Exit::Wrong) };
    let flow = Arc::new(flow);
    let others = found.iter().filter_map(|other| Some((other.stem(), Arc::new(other.parsed.flow.clone()?))));
    let mode = match arguments.mode {
        arguments::Mode::Standard => Mode::Standard,
        arguments::Mode::Express => Mode::Express,
    };
    let subject = Subject {
        name: file.flow_name(),
        flows: others.chain([(file.stem(), Arc::clone(&flow))]).collect(),
        flow,
        base: Scenario { mode, input, ..Scenario::default() },
    };
    let bounds = Bounds { runs: arguments.runs, events: arguments.events, depth: arguments.depth };
    let exploration = flowglass_explore::explore(&subject, bounds);
    if let Some(folder) = &arguments.scenarios {
        scenarios::write_scenarios(folder, &file, &found, &subject, &exploration)?;
    }
    print(&match arguments.format {
        Format::Json => json::json(&file, &exploration),
        Format::Text => report::report(&file, &exploration, Palette::for_output()),
    })?;
    Ok(if exploration.has_errors() { Exit::Wrong } else { Exit::Done })
}
