//! One of the runs that are compared: read from a history, or run from a scenario.

use std::path::Path;

use flowglass_history::{History, RunView, Status, fold};

use crate::arguments::CompareArguments;
use crate::exit::Trouble;
use crate::history_file::{is_history, read_history};
use crate::input_files::{Inputs, name_of};
use crate::simulate::{Given, Wanted};

/// One of the runs.
#[derive(Debug)]
pub(super) struct Side {
    /// What it is called in messages.
    pub(super) name: String,
    /// What it is: the execution of which flow.
    pub(super) what: String,
    /// What happened.
    pub(super) history: History,
    /// What that says.
    pub(super) view: RunView,
    /// Where it stands; the word of the service wins over what the events tell.
    pub(super) status: Status,
}

impl Side {
    /// Reads a history, or reads and runs a scenario. `None` when the scenario's definition has errors, which have been
    /// told then.
    ///
    /// # Errors
    /// It cannot be read, or is neither.
    pub(super) fn read(
        path: &Path,
        arguments: &CompareArguments,
        inputs: &mut Inputs,
    ) -> Result<Option<Self>, Trouble> {
        let (name, text) = (name_of(path), inputs.read(path)?);
        if is_history(&text) {
            let file = read_history(path, &text)?;
            let view = fold(&file.history, usize::MAX);
            let status = file.execution.known_status().unwrap_or(view.status);
            let what = what(&file.execution.name, &file.execution.flow_name);
            return Ok(Some(Self { name, what, history: file.history, view, status }));
        }
        let wanted = Wanted {
            flow: arguments.flow.as_deref(),
            scenario: Some((path, &text)),
            flows: arguments.flows.as_deref(),
            ..Wanted::default()
        };
        let given = Given::read(&wanted, inputs)?;
        let Some((simulation, id)) = given.run() else { return Ok(None) };
        let execution = simulation.execution(id);
        let view = fold(&execution.history, usize::MAX);
        let (history, status) = (execution.history.clone(), execution.status());
        Ok(Some(Self { name, what: what(&execution.name, &execution.flow_name), history, view, status }))
    }
}

/// The names of an execution and its flow, as far as they are known.
fn what(execution: &str, flow: &str) -> String {
    match (execution, flow) {
        ("", "") => String::new(),
        ("", flow) => format!("an execution of {flow}"),
        (execution, "") => execution.to_owned(),
        (execution, flow) => format!("{execution} of {flow}"),
    }
}
