//! Where things lie in the repository and its target folder.

use std::path::{Path, PathBuf};

use crate::{Outcome, failure::Failure};

/// Returns the folder of the workspace's `Cargo.toml`.
pub(crate) fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// Returns the folder of the built app.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Returns the folder of npm's packages that are programs.
pub(crate) fn npm_programs() -> PathBuf {
    root().join("node_modules").join(".bin")
}

/// Returns the folder where Cargo puts the workspace's own programs: the one that this program was started from.
///
/// # Errors
/// The system does not say where this program lies.
pub(crate) fn programs() -> Outcome<PathBuf> {
    let own =
        std::env::current_exe().map_err(|error| Failure::Unreadable { path: "xtask's own path".into(), error })?;
    Ok(own.parent().map_or_else(|| root().join("target").join("debug"), Path::to_path_buf))
}

/// Returns Cargo's target folder.
///
/// # Errors
/// The system does not say where this program lies.
pub(crate) fn target() -> Outcome<PathBuf> {
    let programs = programs()?;
    Ok(programs.parent().map_or_else(|| root().join("target"), Path::to_path_buf))
}

/// Returns the browser tests, in the order of their names.
///
/// # Errors
/// The folder `tests/browser` cannot be read.
pub(crate) fn browser_tests() -> Outcome<Vec<PathBuf>> {
    let folder = root().join("tests").join("browser");
    let unreadable = |error| Failure::Unreadable { path: folder.display().to_string(), error };
    let mut tests = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.to_string_lossy().ends_with(".test.mjs") {
            tests.push(path);
        }
    }
    tests.sort();
    Ok(tests)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_has_the_workspace_manifest() {
        let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
        assert!(manifest.starts_with("[workspace]"), "{manifest}");
    }

    #[test]
    fn the_harness_is_no_test() {
        let tests = browser_tests().unwrap();
        assert!(tests.iter().any(|path| path.ends_with("editor.test.mjs")));
        assert!(!tests.iter().any(|path| path.ends_with("harness.mjs")));
    }
}
