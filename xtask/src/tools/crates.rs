//! The sources of all dependencies, fetched at once so that later steps need no network.

use super::say;
use crate::{
    Outcome,
    process::{answer, cargo, run},
};

/// Fetches the crates of `Cargo.lock`; asks the network only when one is missing.
///
/// # Errors
/// Cargo cannot fetch them.
pub(super) fn fetch() -> Outcome {
    if answer(&mut cargo(&["fetch", "--locked", "--offline"])).is_some() {
        return Ok(());
    }
    say("fetching the crates of Cargo.lock");
    run(&mut cargo(&["fetch", "--locked"]))
}
