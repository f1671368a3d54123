//! Building the app for publishing.

use crate::{
    Outcome,
    process::{run, tell},
    repository,
    tools::{self, trunk::Trunk},
};

/// Sets up and builds the app into `dist/`.
///
/// # Errors
/// Something is missing, or the app does not build.
pub(crate) fn build() -> Outcome {
    release(&tools::for_the_app()?)?;
    tell(&format!("The app is in {}.", repository::dist().display()));
    Ok(())
}

/// Builds the app into `dist/` with tools that are there already.
///
/// # Errors
/// The app does not build.
pub(super) fn release(trunk: &Trunk) -> Outcome {
    run(&mut trunk.command(&["build", "--release", "--locked"]))
}
