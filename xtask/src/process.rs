//! Starting other programs, and finding them.

use std::{
    env,
    ffi::{OsStr, OsString},
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{Outcome, failure::Failure, repository};

/// Returns a command that runs in the root of the repository with an environment as a person's shell has it.
///
/// `cargo run` tells this program about its own package in variables. Build scripts of some dependencies watch those, so
/// that handing them on would make Cargo build the same things anew in each of the two environments.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(repository::root());
    for (name, _) in env::vars_os() {
        if is_about_this_package(&name) {
            command.env_remove(name);
        }
    }
    command
}

fn is_about_this_package(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "CARGO_PRIMARY_PACKAGE"
}

/// Returns a `cargo` command of the toolchain that built this program.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(arguments);
    cargo
}

/// Runs a command to its end; what it prints goes where this program's output goes.
///
/// # Errors
/// The program cannot be started, or ends with another status than 0.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| Failure::NotStarted { program: program_of(command), error })?;
    if status.success() { Ok(()) } else { Err(Failure::Ended { command: line_of(command), status }) }
}

/// Returns what a command prints on its standard output, or nothing when it fails or cannot be started.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Prints a line of the chore's own; a reader that has gone away is no failure.
pub(crate) fn tell(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Returns the first file on the PATH with this name (on Windows with `.exe`).
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(&file)).find(|path| path.is_file())
}

/// Returns the PATH with these folders in front; a folder whose name a PATH cannot hold is left out.
pub(crate) fn path_with(folders: &[PathBuf]) -> OsString {
    let before = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(env::split_paths(&before));
    env::join_paths(all).unwrap_or(before)
}

fn program_of(command: &Command) -> String {
    let program = Path::new(command.get_program());
    program.file_stem().unwrap_or(program.as_os_str()).to_string_lossy().into_owned()
}

/// Returns the command as one would type it, for messages only.
fn line_of(command: &Command) -> String {
    let arguments = command.get_args().map(|argument| argument.to_string_lossy().into_owned());
    std::iter::once(program_of(command)).chain(arguments).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_of_the_own_package_stay_here() {
        for (name, own) in [
            ("CARGO_PKG_NAME", true),
            ("CARGO_MANIFEST_DIR", true),
            ("CARGO_MANIFEST_PATH", true),
            ("CARGO_HOME", false),
            ("CARGO_TARGET_DIR", false),
            ("CARGO", false),
            ("PATH", false),
        ] {
            assert_eq!(is_about_this_package(OsStr::new(name)), own, "{name}");
        }
    }

    #[test]
    fn messages_show_commands_as_typed() {
        assert_eq!(line_of(command("/somewhere/bin/cargo").args(["fmt", "--all"])), "cargo fmt --all");
    }

    #[test]
    fn a_program_that_is_missing_is_named() {
        let failure = run(&mut command("flowglass-no-such-program")).unwrap_err();
        assert_eq!(failure.to_string(), "`flowglass-no-such-program` is not installed or not on the PATH.");
        assert_eq!(answer(&mut command("flowglass-no-such-program")), None);
    }

    #[test]
    fn folders_are_put_in_front_of_the_path() {
        let path = path_with(&[PathBuf::from("first"), PathBuf::from("second")]);
        let folders: Vec<_> = env::split_paths(&path).take(2).collect();
        assert_eq!(folders, [PathBuf::from("first"), PathBuf::from("second")]);
    }
}
