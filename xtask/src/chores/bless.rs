//! Taking what the code does now as what the fixtures expect.

use crate::{
    Outcome,
    process::{cargo, run},
};

/// The variable that makes fixture suites rewrite their expected parts.
pub(super) const VARIABLE: &str = "FLOWGLASS_BLESS";

/// Runs the native tests with blessing switched on; what changed is then read as a diff.
///
/// # Errors
/// A test fails for another reason than a fixture that differs.
pub(super) fn bless() -> Outcome {
    run(cargo(&["test", "--workspace"]).env(VARIABLE, "1"))
}
