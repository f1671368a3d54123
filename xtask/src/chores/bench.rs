//! Measuring how long things take, and how large they are.

use std::{env, path::PathBuf};

use super::package;
use crate::{
    Outcome,
    process::{cargo, command, run},
    repository,
    tools::{self, WASM, chromium},
};

/// What is measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Bench {
    /// The time of laying out flows and how good the pictures are, beside peers; of all flows, or of the named one.
    Layout(Option<String>),
    /// The time of reading definitions, beside peers.
    Parse,
    /// The time and memory of running flows, beside peers.
    Simulate,
    /// The bytes of the npm package's modules.
    Embed,
    /// Mounting and moving pictures in Chromium, beside peers.
    Draw,
}

impl Bench {
    /// Reads the words after `bench`.
    pub(super) fn parse(words: &[String]) -> Result<Self, String> {
        let Some((name, rest)) = words.split_first() else { return Ok(Self::Layout(None)) };
        let bench = match name.as_str() {
            "layout" => match rest {
                [word, only] if word == "--only" => return Ok(Self::Layout(Some(only.clone()))),
                _ => Self::Layout(None),
            },
            "parse" => Self::Parse,
            "simulate" => Self::Simulate,
            "embed" => Self::Embed,
            "draw" => Self::Draw,
            other => {
                let known = "`layout`, `parse`, `simulate`, `embed` and `draw`";
                return Err(format!("there is no benchmark `{other}`; there are {known}."));
            }
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
        Bench::Layout(only) => {
            let module = module("bench", NODE, &[])?;
            install_peers()?;
            in_node("layout", &[module], only.as_deref())
        }
        Bench::Parse => {
            let module = module("bench", NODE, &[])?;
            in_node("parse", &[module], None)
        }
        Bench::Simulate => {
            let modules = [module("bench", NODE, &[])?, module("bench-counted", NODE, &["--features", "counted"])?];
            install_peers()?;
            in_node("simulate", &modules, None)
        }
        Bench::Embed => {
            package::package()?;
            run(command("node").arg("www/package/measure.mjs").arg(package::folder()?))
        }
        Bench::Draw => {
            tools::for_the_app()?;
            let browser = chromium::find_or_install()?;
            let module = module("bench-draw", BROWSER, &["--no-default-features", "--features", "draw"])?;
            let viewer = package::viewer()?;
            install_peers()?;
            let mut script = command("node");
            run(script.arg("crates/bench/js/draw.mjs").args([module, viewer]).env(chromium::VARIABLE, browser))
        }
    }
}

/// What `wasm-bindgen` calls modules for Node.js and for browsers.
const NODE: &str = "experimental-nodejs-module";
const BROWSER: &str = "web";

/// Builds the module of the benchmarks as the app is built, and returns the folder of its script.
fn module(folder: &str, made_for: &str, features: &[&str]) -> Outcome<PathBuf> {
    tools::for_modules()?;
    let build = ["build", "--quiet", "--locked", "--release", "--package", "flowglass-bench", "--target", WASM];
    run(cargo(&build).args(features))?;
    let target = repository::target()?;
    let folder = target.join(folder);
    let program = repository::programs()?.join(format!("wasm-bindgen{}", env::consts::EXE_SUFFIX));
    run(command(program)
        .args(["--target", made_for, "--no-typescript", "--remove-name-section", "--remove-producers-section"])
        .args(["--out-name", "bench", "--out-dir"])
        .arg(&folder)
        .arg(target.join(WASM).join("release").join("flowglass_bench.wasm")))?;
    Ok(folder)
}

/// Runs one of the scripts of the benchmarks, on all its flows or on the named one.
fn in_node(script: &str, modules: &[PathBuf], only: Option<&str>) -> Outcome {
    run(command("node").arg("--expose-gc").arg(format!("crates/bench/js/{script}.mjs")).args(modules).args(only))
}

/// Installs the npm packages that only the simulator, the layout and pictures are measured beside, just those of the lock file.
fn install_peers() -> Outcome {
    let folder = repository::root().join("crates").join("bench");
    // One of them asks for a newer Node.js than the rest of the project does, which is no error and runs.
    let install = ["ci", "--ignore-scripts", "--loglevel=error"];
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    run(command(program).args(install).current_dir(folder))
}
