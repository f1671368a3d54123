//! A Python of its own for the vendor's Python SDK.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{say, trunk::tools_folder};
use crate::{
    Outcome,
    failure::Failure,
    process::{answer, command, on_path, run},
    repository,
};

/// The name of the copy of the requirements that says that all of them are installed.
const INSTALLED: &str = "installed.txt";

/// Returns the Python of a virtual environment that has the SDK, making it when it is not there; or why there is none.
///
/// The environment lies outside of the repository, so that it serves every clone.
///
/// # Errors
/// The packages cannot be installed, or the requirements cannot be read.
pub(crate) fn with_the_sdk() -> Outcome<Result<PathBuf, &'static str>> {
    let list = repository::root().join("tests").join("sdk").join("requirements.txt");
    let wanted =
        fs::read_to_string(&list).map_err(|error| Failure::Unreadable { path: list.display().to_string(), error })?;
    let folder = tools_folder()?.join("python-sdk");
    let python = program_of(&folder);
    let marker = folder.join(INSTALLED);
    if python.is_file() && fs::read_to_string(&marker).is_ok_and(|installed| installed == wanted) {
        return Ok(Ok(python));
    }
    let Some(system) = on_path("python3").or_else(|| on_path("python")) else {
        return Ok(Err("there is no Python 3 on the PATH"));
    };
    say(&format!("making a Python environment in {} (once)", folder.display()));
    if answer(command(system).args(["-m", "venv", "--clear"]).arg(&folder)).is_none() {
        return Ok(Err("Python cannot make virtual environments here (on Debian: apt install python3-venv)"));
    }
    run(command(&python)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement"])
        .arg(&list))?;
    fs::write(&marker, wanted)
        .map_err(|error| Failure::Advice(format!("{} could not be written: {error}.", marker.display())))?;
    Ok(Ok(python))
}

/// The Python program of a virtual environment.
fn program_of(folder: &Path) -> PathBuf {
    if cfg!(windows) { folder.join("Scripts").join("python.exe") } else { folder.join("bin").join("python") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_requirement_has_one_version() {
        let list = fs::read_to_string(repository::root().join("tests/sdk/requirements.txt")).unwrap();
        let packages: Vec<_> = list.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(packages.iter().any(|line| line.starts_with("alibabacloud-fnf20190315==")), "{list}");
        for line in packages {
            assert_eq!(line.matches("==").count(), 1, "{line}");
        }
    }
}
