//! Measuring how long things take, and how large they are.

use super::package;
use crate::{
    Outcome,
    process::{cargo, command, run},
};

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bench {
    /// The time of laying out graphs.
    Layout,
    /// The bytes of the npm package's modules.
    Embed,
}

impl Bench {
    /// Reads the words after `bench`.
    pub(super) fn parse(words: &[String]) -> Result<Self, String> {
        let Some((name, rest)) = words.split_first() else { return Ok(Self::Layout) };
        if name != "embed" {
            return Err(format!("there is no benchmark `{name}`; there is `embed`."));
        }
        match rest.first() {
            None => Ok(Self::Embed),
            Some(word) => Err(format!("`bench` does not take `{word}`.")),
        }
    }
}

/// Measures.
///
/// # Errors
/// What is to be measured does not build.
pub(super) fn bench(what: Bench) -> Outcome {
    match what {
        // Optimised as in the published app.
        Bench::Layout => run(&mut cargo(&["run", "--release", "--package", "flowglass-layout", "--example", "time"])),
        Bench::Embed => {
            package::package()?;
            run(command("node").arg("www/package/measure.mjs").arg(package::folder()?))
        }
    }
}
