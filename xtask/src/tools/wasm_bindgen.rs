//! The wasm-bindgen program, built from the workspace's lock file so that it equals the crate.

use super::say;
use crate::{
    Outcome,
    process::{cargo, run},
    repository,
};

/// Builds the program into the folder of the workspace's own programs.
///
/// The whole workspace is named so that dependencies get the features that the tests build them with, once for both.
///
/// # Errors
/// Cargo cannot build it.
pub(super) fn build() -> Outcome {
    let program = repository::programs()?.join(format!("wasm-bindgen{}", std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        say("building wasm-bindgen from Cargo.lock (once, about a minute)");
    }
    run(&mut cargo(&["build", "--quiet", "--locked", "--workspace", "--bin", "wasm-bindgen"]))
}
