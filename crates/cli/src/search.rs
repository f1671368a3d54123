//! Finding definitions and scenarios in folders.

use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use crate::exit::Trouble;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Definitions.
    Flows,
    /// Scenarios.
    Scenarios,
}

impl Wanted {
    /// The endings of their names.
    pub(crate) fn endings(self) -> [&'static str; 2] {
        match self {
            Self::Flows => [".flow.yaml", ".flow.yml"],
            Self::Scenarios => [".scenario.yaml", ".scenario.yml"],
        }
    }

    /// What one is called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Flows => "definition",
            Self::Scenarios => "scenario",
        }
    }
}

/// Folders of what was installed or built, which nobody writes definitions into.
const PASSED_OVER: [&str; 2] = ["node_modules", "target"];

/// All definitions in a folder and the folders in it, sorted. Hidden folders, those of installed and built things, and
/// links to folders are passed over.
///
/// # Errors
/// A folder cannot be read, or there is no definition.
pub(crate) fn find_flows(folder: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let mut troubles = Vec::new();
    let found = search(folder, Wanted::Flows, &mut |trouble| troubles.push(trouble));
    troubles.into_iter().next().map_or(Ok(found), Err)
}

/// As [`find_flows`] for what is wanted, but `tell`s what cannot be read and goes on.
pub(crate) fn search(folder: &Path, wanted: Wanted, tell: &mut impl FnMut(Trouble)) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut whole = true;
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let read = fs::read_dir(&folder).and_then(|entries| {
            for entry in entries {
                look(&entry?, wanted, &mut open, &mut found)?;
            }
            Ok(())
        });
        if let Err(error) = read {
            whole = false;
            tell(Trouble::Read(folder.display().to_string(), error));
        }
    }
    if found.is_empty() && whole {
        tell(Trouble::NothingFound(wanted, folder.to_owned()));
    }
    found.sort();
    found
}

fn look(entry: &DirEntry, wanted: Wanted, open: &mut Vec<PathBuf>, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let name = entry.file_name();
    let name = name.to_string_lossy();
    if entry.file_type()?.is_dir() {
        if !name.starts_with('.') && !PASSED_OVER.contains(&&*name) {
            open.push(entry.path());
        }
    } else if wanted.endings().iter().any(|ending| name.ends_with(ending)) {
        // A link that leads nowhere is kept: reading it tells why.
        let is_other = fs::metadata(entry.path()).is_ok_and(|metadata| !metadata.is_file());
        if !is_other {
            found.push(entry.path());
        }
    }
    Ok(())
}
