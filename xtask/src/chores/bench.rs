//! Measuring how long things take, and how large they are.

use std::env;

use super::package;
use crate::{
    Outcome,
    process::{cargo, command, run},
    repository,
    tools::{self, WASM},
};

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bench {
    /// The time of laying out graphs.
    Layout,
    /// The time of reading definitions, beside peers.
    Parse,
    /// The bytes of the npm package's modules.
    Embed,
}

impl Bench {
    /// Reads the words after `bench`.
    pub(super) fn parse(words: &[String]) -> Result<Self, String> {
        let Some((name, rest)) = words.split_first() else { return Ok(Self::Layout) };
        let bench = match name.as_str() {
            "parse" => Self::Parse,
            "embed" => Self::Embed,
            other => return Err(format!("there is no benchmark `{other}`; there are `parse` and `embed`.")),
        };
        match rest.first() {
            None => Ok(bench),
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
        Bench::Parse => in_node("parse"),
        Bench::Embed => {
            package::package()?;
            run(command("node").arg("www/package/measure.mjs").arg(package::folder()?))
        }
    }
}

/// Builds the module of the benchmarks as the app is built, and runs one of its scripts.
fn in_node(script: &str) -> Outcome {
    tools::for_modules()?;
    run(&mut cargo(&["build", "--quiet", "--locked", "--release", "--package", "flowglass-bench", "--target", WASM]))?;
    let target = repository::target()?;
    let bench = target.join("bench");
    let program = repository::programs()?.join(format!("wasm-bindgen{}", env::consts::EXE_SUFFIX));
    run(command(program)
        .args(["--target", "experimental-nodejs-module", "--no-typescript", "--out-name", "bench", "--out-dir"])
        .arg(&bench)
        .arg(target.join(WASM).join("release").join("flowglass_bench.wasm")))?;
    run(command("node").arg("--expose-gc").arg(format!("crates/bench/js/{script}.mjs")).arg(&bench))
}
