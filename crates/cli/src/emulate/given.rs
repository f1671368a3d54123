//! What the emulator begins with: flows, and the scenarios that answer their tasks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use flowglass_account::Account;
use flowglass_flow::Mode;
use flowglass_simulator::{Options, Scenario};

use crate::arguments::EmulateArguments;
use crate::exit::Trouble;
use crate::input_files::{FlowFile, Inputs, name_of};
use crate::render::complain_of_errors;
use crate::search::find_flows;
use crate::terminal::complain;

use super::EmulateTrouble;

/// What the emulator begins with.
#[derive(Debug)]
pub(super) struct Given {
    /// By the names of flows.
    flows: BTreeMap<String, FlowFile>,
    /// By the names of flows.
    scenarios: BTreeMap<String, Scenario>,
    /// The names of flows by the stems of their files, as scenarios may say them.
    names: BTreeMap<String, String>,
    /// The flows that somebody named and that therefore must be good.
    named: BTreeSet<String>,
}

impl Given {
    /// Reads what the command line and the scenarios name.
    ///
    /// A definition with errors in the folder of flows is left out, with words on standard error.
    ///
    /// # Errors
    /// Something cannot be read, or it is no scenario, or two scenarios are for one flow.
    pub(super) fn read(arguments: &EmulateArguments) -> Result<Self, Trouble> {
        let mut inputs = Inputs::default();
        let mut given =
            Self { flows: BTreeMap::new(), scenarios: BTreeMap::new(), names: BTreeMap::new(), named: BTreeSet::new() };
        if let Some(folder) = &arguments.flows {
            for path in find_flows(folder)? {
                let file = inputs.read_flow(&path, None, Mode::Standard)?;
                if file.parsed.has_errors() {
                    complain(&format!("{}: it has errors and is left out; see flowglass check", file.name()));
                } else {
                    given.add(file);
                }
            }
        }
        for path in &arguments.scenarios {
            given.add_scenario(path, &mut inputs)?;
        }
        Ok(given)
    }

    /// Tells whether a flow that somebody named has errors; they are on standard error then.
    pub(super) fn refused(&self) -> bool {
        let named = self.flows.iter().filter(|(name, _)| self.named.contains(*name));
        named.map(|(_, file)| complain_of_errors(file)).sum::<usize>() > 0
    }

    /// Puts everything into an account; gives the names of the flows.
    ///
    /// # Errors
    /// A definition cannot be that of a flow.
    pub(super) fn seed(&self, account: &mut Account) -> Result<Vec<String>, EmulateTrouble> {
        let nothing = Scenario::default();
        for (name, file) in &self.flows {
            let scenario = self.scenarios.get(name).unwrap_or(&nothing);
            let seeded = account.seed(name, &file.parsed.document.definition_text(), scenario);
            seeded.map_err(|error| EmulateTrouble::Refused(file.name(), error))?;
        }
        Ok(self.flows.keys().cloned().collect())
    }

    fn add(&mut self, file: FlowFile) -> String {
        let name = file.flow_name();
        self.names.insert(file.stem(), name.clone());
        if let Some(other) = self.flows.insert(name.clone(), file)
            && let Some(file) = self.flows.get(&name)
            && other.name() != file.name()
        {
            complain(&format!("{}: {} is a flow {name} too and is left out", file.name(), other.name()));
        }
        name
    }

    fn add_scenario(&mut self, path: &Path, inputs: &mut Inputs) -> Result<(), Trouble> {
        let text = inputs.read(path)?;
        let unusable = |error| Trouble::Scenario { name: name_of(path), error };
        let mut scenario = Scenario::parse(&text).map_err(unusable)?;
        if scenario.options != Options::default() {
            complain(&format!("{}: its options do not count here", name_of(path)));
        }
        if !scenario.edits.is_empty() {
            complain(&format!("{}: its edits do not count here", name_of(path)));
        }
        // What a scenario names is relative to its own file.
        let folder = path.parent().unwrap_or(Path::new(""));
        let mode = match scenario.mode {
            flowglass_simulator::Mode::Standard => Mode::Standard,
            flowglass_simulator::Mode::Express => Mode::Express,
        };
        for other in &scenario.flows {
            let name = self.add(inputs.read_flow(&folder.join(other), None, Mode::Standard)?);
            self.named.insert(name);
        }
        let own = scenario.flow.as_deref().ok_or(Trouble::NoFlow)?;
        let name = self.add(inputs.read_flow(&folder.join(own), None, mode)?);
        self.named.insert(name.clone());
        // Scenarios may name flows by their files, an account knows them by their names.
        for entry in &mut scenario.tasks {
            if let Some(known) = entry.flow.as_ref().and_then(|flow| self.names.get(flow)) {
                entry.flow = Some(known.clone());
            }
        }
        if self.scenarios.insert(name.clone(), scenario).is_some() {
            return Err(EmulateTrouble::TwoScenarios(name).into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use flowglass_simulator::Settings;

    use super::*;
    use crate::arguments::{ClockKind, VocabularyName};

    /// A folder of this repository.
    fn folder(path: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
    }

    fn read(flows: Option<PathBuf>, scenarios: Vec<PathBuf>) -> Result<Given, Trouble> {
        let listen = String::new();
        Given::read(&EmulateArguments {
            listen,
            flows,
            scenarios,
            clock: ClockKind::Virtual,
            vocabulary: VocabularyName::Reference,
            faults: Vec::new(),
            throttle: false,
            log: false,
        })
    }

    fn names(given: &Given) -> Vec<String> {
        given.seed(&mut Account::new(Settings::default())).unwrap()
    }

    #[test]
    fn flows_and_scenarios_are_there_from_the_start() {
        let sdk = folder("tests/sdk");
        let scenario = sdk.join("shop.scenario.yaml");
        assert_eq!(names(&read(None, Vec::new()).unwrap()), [""; 0]);
        assert_eq!(names(&read(Some(sdk.clone()), Vec::new()).unwrap()), ["desk", "shop"]);
        let given = read(None, vec![scenario.clone()]).unwrap();
        assert_eq!((names(&given), given.refused()), (vec!["shop".to_owned()], false));
        // The same file twice is one flow.
        assert_eq!(names(&read(Some(sdk), vec![scenario]).unwrap()), ["desk", "shop"]);
    }

    #[test]
    fn every_example_can_be_emulated() {
        let examples = folder("www/examples");
        let mut scenarios: Vec<_> = std::fs::read_dir(&examples)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.to_string_lossy().ends_with(".scenario.yaml"))
            .collect();
        scenarios.sort();
        assert!(!scenarios.is_empty());
        for scenario in &scenarios {
            let given = read(None, vec![scenario.clone()]).unwrap();
            assert!(!given.refused() && !names(&given).is_empty(), "{}", scenario.display());
        }
    }

    #[test]
    fn a_flow_has_one_scenario() {
        let scenario = folder("tests/sdk").join("shop.scenario.yaml");
        let trouble = read(None, vec![scenario.clone(), scenario]).unwrap_err().to_string();
        assert_eq!(trouble, "two scenarios are for the flow shop: name one of them");
        assert!(read(Some(folder("tests/sdk/nowhere")), Vec::new()).is_err());
        assert!(read(None, vec![folder("tests/sdk/nowhere.scenario.yaml")]).is_err());
    }
}
