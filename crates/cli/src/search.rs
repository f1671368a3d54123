//! Finding definitions in folders.

use std::fs;
use std::path::{Path, PathBuf};

use crate::exit::Trouble;

/// The endings of the names of definitions.
const ENDINGS: [&str; 2] = [".flow.yaml", ".flow.yml"];

/// All definitions in a folder and the folders in it, sorted. Hidden folders and links to folders are passed over.
///
/// # Errors
/// A folder cannot be read, or there is no definition.
pub(crate) fn find_flows(folder: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let unreadable = |error| Trouble::Read(folder.display().to_string(), error);
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if entry.file_type().map_err(unreadable)?.is_dir() {
                if !name.starts_with('.') {
                    open.push(entry.path());
                }
            } else if ENDINGS.iter().any(|ending| name.ends_with(ending)) && !entry.path().is_dir() {
                found.push(entry.path());
            }
        }
    }
    if found.is_empty() {
        return Err(Trouble::NoFlows(folder.to_owned()));
    }
    found.sort();
    Ok(found)
}
