//! Reading scenarios and the definitions that they run; a definition that many scenarios run is read once.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use flowglass_flow::{Mode, Severity};
use flowglass_simulator::Scenario;
use flowglass_suite::{Case, Definition};

use crate::exit::Trouble;
use crate::finding_text::finding_text;
use crate::input_files::{FlowFile, Inputs, name_of};
use crate::language::language;
use crate::terminal::Palette;

/// Why there is nothing to run.
#[derive(Debug)]
pub(super) enum Unfit {
    /// A definition has errors: the service would refuse it. Its name, and its errors as text.
    Refused { flow: String, errors: Vec<String> },
    /// Something cannot be read or used.
    Trouble(String),
}

/// Reads definitions once for all scenarios that run them.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// By the file and by the mode that it is checked for.
    read: Mutex<HashMap<(PathBuf, bool), Arc<Slot>>>,
}

type Slot = OnceLock<Result<Arc<Definition>, Unfit>>;

impl Reader {
    /// Reads a scenario.
    ///
    /// # Errors
    /// It cannot be read, or is no scenario.
    pub(super) fn scenario(&self, path: &Path) -> Result<Scenario, Unfit> {
        let text = Inputs::default().read(path).map_err(|trouble| Unfit::Trouble(trouble.to_string()))?;
        Scenario::parse(&text).map_err(|error| unusable(path, error))
    }

    /// Puts a scenario together with the definitions that it names, relative to its own file.
    ///
    /// # Errors
    /// It names none, or one that cannot be used; or it names steps that are not there.
    pub(super) fn case(&self, path: &Path, scenario: Scenario) -> Result<Case, Unfit> {
        let folder = path.parent().unwrap_or(Path::new(""));
        let Some(flow) = scenario.flow.as_deref() else {
            let words = format!("{}: it names no flow; write `flow: FILE`, relative to the scenario", name_of(path));
            return Err(Unfit::Trouble(words));
        };
        let mode = match scenario.mode {
            flowglass_simulator::Mode::Standard => Mode::Standard,
            flowglass_simulator::Mode::Express => Mode::Express,
        };
        let own = self.definition(&folder.join(flow), mode)?;
        let others = scenario.flows.iter().map(|flow| self.definition(&folder.join(flow), Mode::Standard));
        let others = others.collect::<Result<_, _>>()?;
        Case::new(scenario, own, others).map_err(|error| unusable(path, error))
    }

    fn definition(&self, path: &Path, mode: Mode) -> Result<Arc<Definition>, Unfit> {
        let path = tidy(path);
        let key = (path.clone(), mode == Mode::Express);
        let slot = {
            // Nobody panics while it is locked, and a map of slots would be whole even then.
            let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(read.entry(key).or_default())
        };
        let read = slot.get_or_init(|| {
            let file = Inputs::default().read_flow(&path, None, mode);
            file.map_err(|trouble| Unfit::Trouble(trouble.to_string())).and_then(|file| definition(&file))
        });
        read.as_ref().map(Arc::clone).map_err(Unfit::again)
    }
}

impl Unfit {
    /// The same for another scenario.
    fn again(&self) -> Self {
        match self {
            Self::Refused { flow, errors } => Self::Refused { flow: flow.clone(), errors: errors.clone() },
            Self::Trouble(words) => Self::Trouble(words.clone()),
        }
    }
}

fn unusable(path: &Path, error: flowglass_simulator::ScenarioError) -> Unfit {
    Unfit::Trouble(Trouble::Scenario { name: name_of(path), error }.to_string())
}

/// A definition without errors.
fn definition(file: &FlowFile) -> Result<Arc<Definition>, Unfit> {
    let parsed = &file.parsed;
    match &parsed.flow {
        Some(flow) if !parsed.has_errors() => Ok(Arc::new(Definition {
            file: file.name(),
            stem: file.stem(),
            name: file.flow_name(),
            flow: Arc::new(flow.clone()),
            text: Arc::clone(&parsed.document.text),
            lines: Arc::clone(&parsed.document.lines),
        })),
        _ => {
            let errors = parsed.findings.iter().filter(|finding| finding.severity == Severity::Error);
            let told = |finding| finding_text(&file.name(), &parsed.document, finding, Palette::Plain, language(None));
            Err(Unfit::Refused { flow: file.name(), errors: errors.map(told).collect() })
        }
    }
}

/// The path without `.` and without folders that it leaves again, so that a file has one name for all scenarios.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(tidy.components().next_back(), Some(Component::Normal(_))) => {
                tidy.pop();
            }
            part => tidy.push(part),
        }
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_one_name() {
        fn check(path: &str, expected: &str) {
            assert_eq!(tidy(Path::new(path)), Path::new(expected), "{path}");
        }
        check("a/./b.yaml", "a/b.yaml");
        check("./b.yaml", "b.yaml");
        check("tests/../flows/b.yaml", "flows/b.yaml");
        check("a/b/../../c.yaml", "c.yaml");
        check("../../c.yaml", "../../c.yaml");
        check("/a/../c.yaml", "/c.yaml");
    }
}
