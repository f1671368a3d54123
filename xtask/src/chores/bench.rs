//! Measuring how long things take.

use crate::{
    Outcome,
    process::{cargo, run},
};

/// Times the layout of generated graphs, optimised as in the published app.
///
/// # Errors
/// The example does not build.
pub(super) fn bench() -> Outcome {
    run(&mut cargo(&["run", "--release", "--package", "flowglass-layout", "--example", "time"]))
}
