//! What is simulated: a flow, a scenario, and the flows that may be started.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use flowglass_expression::Json;
use flowglass_flow::Flow;
use flowglass_simulator::{Mode, Scenario};

use crate::arguments::SimulateArguments;
use crate::exit::Trouble;
use crate::input_files::{FlowFile, Inputs, name_of};
use crate::search::find_flows;
use crate::terminal::complain;

/// What is simulated.
#[derive(Debug)]
pub(super) struct Given {
    /// The definition.
    pub(super) flow: FlowFile,
    /// The run.
    pub(super) scenario: Scenario,
    /// The flows that the scenario names.
    named: Vec<FlowFile>,
    /// The flows of the folder of the command line that have no errors.
    found: Vec<FlowFile>,
}

impl Given {
    /// Reads what the command line and the scenario name; the command line wins.
    ///
    /// A definition with errors in the folder of flows is left out, with words on standard error.
    ///
    /// # Errors
    /// Something cannot be read, or it is no scenario or no input.
    pub(super) fn read(arguments: &SimulateArguments) -> Result<Self, Trouble> {
        let mut inputs = Inputs::default();
        let mut scenario = match &arguments.scenario {
            Some(path) => read_scenario(path, &mut inputs)?,
            None => Scenario::default(),
        };
        // What a scenario names is relative to its own file.
        let folder = arguments.scenario.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        let path = arguments.flow.clone().or_else(|| scenario.flow.as_deref().map(|name| folder.join(name)));
        let mode = match scenario.mode {
            Mode::Standard => flowglass_flow::Mode::Standard,
            Mode::Express => flowglass_flow::Mode::Express,
        };
        let flow = inputs.read_flow(&path.ok_or(Trouble::NoFlow)?, arguments.resource.as_deref(), mode)?;
        if let Some(vocabulary) = arguments.vocabulary {
            scenario.options.vocabulary = vocabulary.into();
        }
        if let Some(text) = &arguments.input {
            scenario.input = Some(read_input(text, &mut inputs)?);
        }
        let mut read = |path: PathBuf| inputs.read_flow(&path, None, flowglass_flow::Mode::Standard);
        let named = scenario.flows.iter().map(|name| read(folder.join(name))).collect::<Result<_, _>>()?;
        let found = match &arguments.flows {
            Some(folder) => read_folder(folder, &mut inputs)?,
            None => Vec::new(),
        };
        Ok(Self { flow, scenario, named, found })
    }

    /// The definitions that somebody named and that therefore must be good.
    pub(super) fn files(&self) -> impl Iterator<Item = &FlowFile> {
        std::iter::once(&self.flow).chain(&self.named)
    }

    /// The flows that tasks may start, by the names of their files; of equal names the last wins. `flow` is the one
    /// that is run, which goes by its own name too.
    pub(super) fn startable(&self, flow: &Arc<Flow>) -> Vec<(String, Arc<Flow>)> {
        let of = |file: &FlowFile| Some((file.stem(), Arc::new(file.parsed.flow.clone()?)));
        let own = [self.flow.stem(), self.flow.flow_name()].map(|name| (name, Arc::clone(flow)));
        self.found.iter().filter_map(of).chain(own).chain(self.named.iter().filter_map(of)).collect()
    }
}

fn read_scenario(path: &Path, inputs: &mut Inputs) -> Result<Scenario, Trouble> {
    let text = inputs.read(path)?;
    Scenario::parse(&text).map_err(|error| Trouble::Scenario { name: name_of(path), error })
}

/// Reads the definitions of a folder that tasks may start. One with errors is left out, with words on standard error.
///
/// # Errors
/// The folder or a file in it cannot be read.
pub(crate) fn read_folder(folder: &Path, inputs: &mut Inputs) -> Result<Vec<FlowFile>, Trouble> {
    let mut found = Vec::new();
    for path in find_flows(folder)? {
        let file = inputs.read_flow(&path, None, flowglass_flow::Mode::Standard)?;
        if file.parsed.has_errors() {
            complain(&format!("{}: it has errors and cannot be started; see flowglass check", file.name()));
        } else {
            found.push(file);
        }
    }
    Ok(found)
}

/// Reads the input of the execution from the command line, or from the file that it names.
///
/// # Errors
/// The file cannot be read, or the text is no JSON object.
pub(crate) fn read_input(text: &str, inputs: &mut Inputs) -> Result<Json, Trouble> {
    let (name, text) = match text.strip_prefix('@') {
        Some(path) => (name_of(Path::new(path)), inputs.read(Path::new(path))?),
        None => ("--input".to_owned(), text.to_owned()),
    };
    match Json::parse(&text) {
        Ok(input) if input.as_object().is_some() => Ok(input),
        Ok(other) => Err(Trouble::InputType { name, kind: other.kind() }),
        Err(error) => Err(Trouble::InputSyntax { name, error }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_input_is_a_json_object() {
        fn check(text: &str, expected: Result<&str, &str>) {
            let found = read_input(text, &mut Inputs::default());
            let found = found.map(|input| input.to_compact()).map_err(|error| error.to_string());
            match (&found, expected) {
                (Ok(found), Ok(expected)) => assert_eq!(found, expected),
                (Err(found), Err(expected)) => assert!(found.starts_with(expected), "{found}"),
                (found, expected) => panic!("{text}: {found:?}, not {expected:?}"),
            }
        }
        check(r#" {"order": 7} "#, Ok(r#"{"order":7}"#));
        check("[1]", Err("--input is of type array"));
        check("", Err("--input is no JSON: line 1, column 1"));
        check("{\n  'a': 1}", Err("--input is no JSON: line 2, column 3"));
        check("@/nowhere/at/all", Err("cannot read /nowhere/at/all: "));
    }
}
