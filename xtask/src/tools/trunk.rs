//! Trunk, which builds and serves the app.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use super::say;
use crate::{
    Outcome,
    failure::Failure,
    process::{answer, cargo, command, on_path, path_with, run},
    repository,
};

/// The one version that the app is built with; `Trunk.toml` names it too.
///
/// Newer ones need a newer Rust.
const VERSION: &str = "0.21.14";

/// A Trunk of the right version, with what it needs at hand.
#[derive(Debug)]
pub(crate) struct Trunk {
    program: PathBuf,
    path: std::ffi::OsString,
}

impl Trunk {
    /// Returns a Trunk command that finds the workspace's tools and never downloads any.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut trunk = command(&self.program);
        trunk
            .args(arguments)
            .env("PATH", &self.path)
            .env("TRUNK_OFFLINE", "true")
            .env("TRUNK_SKIP_VERSION_CHECK", "true");
        // A mistake in the app's code is no reason to show where in Trunk it was noticed.
        trunk.env_remove("RUST_BACKTRACE");
        // Trunk reads the variable as a truth value and refuses the usual `1`.
        if env::var_os("NO_COLOR").is_some() {
            trunk.env("NO_COLOR", "true");
        }
        trunk
    }
}

/// Finds Trunk on the PATH or among Flowglass's own tools, or else installs it there.
///
/// Another version on the PATH is left alone. The own tools lie outside of the repository, so that they serve every clone.
///
/// # Errors
/// The folder for the tools is unknown, or Cargo cannot install Trunk.
pub(crate) fn find_or_install() -> Outcome<Trunk> {
    let program = match on_path("trunk").filter(|path| is_right(path)) {
        Some(program) => program,
        None => installed_in(&tools_folder()?)?,
    };
    let path = path_with(&[repository::programs()?, repository::npm_programs()]);
    Ok(Trunk { program, path })
}

/// Returns the program under `tools`, installing it first when it is not there.
fn installed_in(tools: &Path) -> Outcome<PathBuf> {
    let folder = tools.join(format!("trunk-{VERSION}"));
    let program = folder.join("bin").join(format!("trunk{}", env::consts::EXE_SUFFIX));
    if is_right(&program) {
        return Ok(program);
    }
    say(&format!("installing Trunk {VERSION} into {} (once, some minutes)", folder.display()));
    let mut install = cargo(&["install", "trunk", "--version", VERSION, "--locked", "--force", "--root"]);
    // Trunk's own release profile takes far longer to compile, and it is not Trunk that the time goes to.
    install
        .arg(&folder)
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    run(&mut install)?;
    Ok(program)
}

fn is_right(program: &Path) -> bool {
    program.is_file()
        && answer(command(program).arg("--version")).is_some_and(|said| said == format!("trunk {VERSION}"))
}

/// Returns the folder of the person's cache where Flowglass keeps tools.
pub(super) fn tools_folder() -> Outcome<PathBuf> {
    cache_folder(env::consts::OS, |name| env::var_os(name).map(PathBuf::from))
        .map(|cache| cache.join("flowglass").join("tools"))
        .ok_or_else(|| {
            Failure::Advice("Please set HOME (on Windows LOCALAPPDATA): tools are installed below it.".into())
        })
}

/// Returns the folder that a system has for a person's caches; only absolute paths count.
fn cache_folder(system: &str, variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    let variable = |name| variable(name).filter(|path| path.is_absolute());
    match system {
        "windows" => variable("LOCALAPPDATA"),
        "macos" => variable("HOME").map(|home| home.join("Library").join("Caches")),
        _ => variable("XDG_CACHE_HOME").or_else(|| variable("HOME").map(|home| home.join(".cache"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(system: &str, variables: &[(&str, &str)], expected: Option<&str>) {
        let found = cache_folder(system, |name| {
            variables.iter().find(|(each, _)| *each == name).map(|(_, value)| PathBuf::from(value))
        });
        assert_eq!(found, expected.map(PathBuf::from), "{system} {variables:?}");
    }

    #[cfg(unix)]
    #[test]
    fn tools_lie_in_the_cache_of_the_system() {
        check("linux", &[("HOME", "/home/ann")], Some("/home/ann/.cache"));
        check("linux", &[("HOME", "/home/ann"), ("XDG_CACHE_HOME", "/var/ann")], Some("/var/ann"));
        check("linux", &[("HOME", "/home/ann"), ("XDG_CACHE_HOME", "relative")], Some("/home/ann/.cache"));
        check("macos", &[("HOME", "/Users/ann"), ("XDG_CACHE_HOME", "/var/ann")], Some("/Users/ann/Library/Caches"));
        check("linux", &[], None);
        check("windows", &[("HOME", "/home/ann")], None);
    }

    #[test]
    fn trunks_settings_name_the_same_version() {
        let settings = std::fs::read_to_string(repository::root().join("Trunk.toml")).unwrap();
        assert!(settings.contains(&format!("trunk-version = \"={VERSION}\"")), "{settings}");
    }
}
