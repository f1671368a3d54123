//! The form of the code and the lints.

use super::package;
use crate::{
    Outcome,
    process::{cargo, run},
    tools,
};

/// Checks the form, then the lints.
///
/// # Errors
/// The code is not formatted, or Clippy has a complaint.
pub(super) fn lint() -> Outcome {
    tools::for_lints()?;
    form()?;
    native()?;
    wasm()
}

/// Checks that rustfmt would change nothing.
pub(super) fn form() -> Outcome {
    run(&mut cargo(&["fmt", "--all", "--check"]))
}

/// Runs Clippy over everything that runs on this machine, tests included.
pub(super) fn native() -> Outcome {
    run(&mut cargo(&["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

/// Runs Clippy over the app and the npm package's modules as the browser gets them, where other code is switched on.
pub(super) fn wasm() -> Outcome {
    let target = tools::WASM;
    run(&mut cargo(&["clippy", "--locked", "--package", "flowglass-app", "--target", target, "--", "-D", "warnings"]))?;
    package::lint()
}
