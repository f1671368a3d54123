//! What is simulated: a flow, a scenario, and the flows that may be started.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use flowglass_expression::Json;
use flowglass_flow::Flow;
use flowglass_simulator::{ExecutionId, Mode, Outside, Scenario, Simulation, Vocabulary, simulate};

use super::from_history::{self, Origin};
use crate::exit::Trouble;
use crate::history_file::read_histories;
use crate::input_files::{FlowFile, Inputs, name_of};
use crate::render::complain_of_errors;
use crate::search::find_flows;
use crate::terminal::complain;

/// What is asked for; what is left out is as usual.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wanted<'a> {
    /// The definition; wins over the scenario's.
    pub(crate) flow: Option<&'a Path>,
    /// Which flow of a file that declares several.
    pub(crate) resource: Option<&'a str>,
    /// A scenario's file and its text.
    pub(crate) scenario: Option<(&'a Path, &'a str)>,
    /// Histories that mocks are made from.
    pub(crate) histories: &'a [PathBuf],
    /// The input; wins over the scenario's.
    pub(crate) input: Option<&'a str>,
    /// A folder with definitions that tasks may start.
    pub(crate) flows: Option<&'a Path>,
    /// The names that events have; win over the scenario's.
    pub(crate) vocabulary: Option<Vocabulary>,
}

/// What is simulated.
#[derive(Debug)]
pub(crate) struct Given {
    /// The definition.
    pub(super) flow: FlowFile,
    /// The name that its executions tell.
    pub(super) flow_name: String,
    /// The run.
    pub(super) scenario: Scenario,
    /// Where the mocks of the run come from.
    pub(super) origin: Option<Origin>,
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
    /// Something cannot be read, or it is no scenario, no history or no input.
    pub(crate) fn read(wanted: &Wanted<'_>, inputs: &mut Inputs) -> Result<Self, Trouble> {
        let mut scenario = match wanted.scenario {
            Some((path, text)) => read_scenario(path, text)?,
            None => Scenario::default(),
        };
        let histories = read_histories(wanted.histories, inputs)?;
        // What a scenario names is relative to its own file.
        let folder = wanted.scenario.and_then(|(path, _)| path.parent()).unwrap_or(Path::new(""));
        let path = wanted.flow.map(Path::to_owned).or_else(|| scenario.flow.as_deref().map(|name| folder.join(name)));
        let mode = match scenario.mode {
            Mode::Standard => flowglass_flow::Mode::Standard,
            Mode::Express => flowglass_flow::Mode::Express,
        };
        let flow = match (path, histories.first()) {
            (Some(path), _) => inputs.read_flow(&path, wanted.resource, mode)?,
            (None, Some(file)) => from_history::definition(file, mode)?,
            (None, None) => return Err(Trouble::NoFlow),
        };
        if let Some(vocabulary) = wanted.vocabulary {
            scenario.options.vocabulary = vocabulary;
        }
        if let Some(text) = wanted.input {
            scenario.input = Some(read_input(text, inputs)?);
        }
        let mut read = |path: PathBuf| inputs.read_flow(&path, None, flowglass_flow::Mode::Standard);
        let named = scenario.flows.iter().map(|name| read(folder.join(name))).collect::<Result<_, _>>()?;
        let found = match wanted.flows {
            Some(folder) => read_folder(folder, inputs)?,
            None => Vec::new(),
        };
        let flow_name = flow.flow_name();
        let mut given = Self { flow, flow_name, scenario, origin: None, named, found };
        if !histories.is_empty() {
            from_history::take_over(&mut given, histories);
        }
        Ok(given)
    }

    /// Runs it until nothing happens any more; `None` when a definition has errors, which are told then.
    pub(crate) fn run(&self) -> Option<(Simulation, ExecutionId)> {
        let mut refused = false;
        for file in self.files() {
            if complain_of_errors(file) > 0 {
                complain(&format!("{}: not simulated: the service would refuse this definition", file.name()));
                refused = true;
            }
        }
        let flow = Arc::new(self.flow.parsed.flow.clone().filter(|_| !refused)?);
        let others = self.startable(&flow);
        let (simulation, id, _) = simulate(&flow, &self.flow_name, &self.scenario, &others, Outside::Nobody);
        Some((simulation, id))
    }

    /// The definitions that somebody named and that therefore must be good.
    fn files(&self) -> impl Iterator<Item = &FlowFile> {
        std::iter::once(&self.flow).chain(&self.named)
    }

    /// The files of the definitions that tasks may start.
    pub(super) fn startable_files(&self) -> impl Iterator<Item = &FlowFile> {
        self.named.iter().chain(&self.found)
    }

    /// The flows that tasks may start, by the names of their files; of equal names the last wins. `flow` is the one
    /// that is run, which goes by its own name too.
    pub(super) fn startable(&self, flow: &Arc<Flow>) -> Vec<(String, Arc<Flow>)> {
        let of = |file: &FlowFile| Some((file.stem(), Arc::new(file.parsed.flow.clone()?)));
        let own = [self.flow.stem(), self.flow.flow_name()].map(|name| (name, Arc::clone(flow)));
        self.found.iter().filter_map(of).chain(own).chain(self.named.iter().filter_map(of)).collect()
    }
}

fn read_scenario(path: &Path, text: &str) -> Result<Scenario, Trouble> {
    Scenario::parse(text).map_err(|error| Trouble::Scenario { name: name_of(path), error })
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
