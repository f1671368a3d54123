//! Parts of the Rust toolchain that rustup installs on request.

use std::path::Path;

use super::say;
use crate::{
    Outcome,
    failure::Failure,
    process::{answer, cargo, command, run},
};

/// The target that the app is compiled for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Adds the standard library for the app's target.
///
/// # Errors
/// It is missing and rustup cannot add it.
pub(super) fn add_wasm_target() -> Outcome {
    let libraries = answer(command("rustc").args(["--print", "target-libdir", "--target", WASM]));
    if libraries.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    say(&format!("adding the Rust target {WASM}"));
    rustup(&["target", "add", WASM], "the Rust target wasm32-unknown-unknown")
}

/// Adds rustfmt and Clippy.
///
/// # Errors
/// One is missing and rustup cannot add it.
pub(super) fn add_components() -> Outcome {
    for (chore, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if answer(&mut cargo(&[chore, "--version"])).is_none() {
            say(&format!("adding the Rust component {component}"));
            rustup(&["component", "add", component], component)?;
        }
    }
    Ok(())
}

fn rustup(arguments: &[&str], what: &str) -> Outcome {
    run(command("rustup").args(arguments)).map_err(|failure| match failure {
        Failure::NotStarted { .. } => {
            Failure::Advice(format!("Please install {what}: there is no rustup here to do it."))
        }
        other => other,
    })
}
