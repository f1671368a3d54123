//! npm's packages and the text editor that is bundled from them.

use crate::{
    Outcome,
    failure::Failure,
    process::{command, run},
};

/// Brings `node_modules` and `www/generated/editor.js` up to date; `www/build.mjs` knows when they are.
///
/// # Errors
/// Node.js is missing, or the script fails and has said why.
pub(super) fn bundle() -> Outcome {
    run(command("node").arg("www/build.mjs")).map_err(|failure| match failure {
        Failure::NotStarted { .. } => Failure::Advice("Please install Node.js 20 or newer (with npm).".into()),
        other => other,
    })
}
