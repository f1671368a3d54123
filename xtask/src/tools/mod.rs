//! The set-up: everything that a chore needs beyond Cargo, Node.js and a shell, installed when it is missing.
//!
//! Each step prints one line when it has something to do, and neither prints nor asks the network when it has not.

pub(crate) mod chromium;
mod crates;
mod editor;
pub(crate) mod python;
mod rust;
pub(crate) mod trunk;
mod wasm_bindgen;

pub(crate) use rust::WASM;
use trunk::Trunk;

use crate::Outcome;

/// Installs what building the app takes, and returns the Trunk that builds it.
///
/// # Errors
/// A step cannot be done; the failure says what a person has to install.
pub(crate) fn for_the_app() -> Outcome<Trunk> {
    for_modules()?;
    trunk::find_or_install()
}

/// Installs what building WebAssembly modules and bundling scripts takes.
///
/// # Errors
/// A step cannot be done; the failure says what a person has to install.
pub(crate) fn for_modules() -> Outcome {
    rust::add_wasm_target()?;
    crates::fetch()?;
    editor::bundle()?;
    wasm_bindgen::build()
}

/// Installs what checking form and lints takes.
///
/// # Errors
/// A step cannot be done; the failure says what a person has to install.
pub(crate) fn for_lints() -> Outcome {
    rust::add_components()?;
    rust::add_wasm_target()
}

/// Prints the line that says what is being done while it is done.
fn say(what: &str) {
    eprintln!("set-up: {what}");
}
