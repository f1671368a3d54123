//! The npm package: the WebAssembly modules, and what stands around them.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use crate::{
    Outcome,
    failure::Failure,
    process::{cargo, command, run},
    repository,
    tools::{self, WASM},
};

/// The modules, each with the feature of `flowglass-embed` that makes it.
const LAYERS: [(&str, Option<&str>); 3] = [("viewer", None), ("player", Some("player")), ("tools", Some("tools"))];

/// Sets up, builds the modules and puts the package together, in `target/package`.
///
/// # Errors
/// Something is missing or does not build.
pub(super) fn package() -> Outcome {
    tools::for_modules()?;
    assemble()
}

/// Builds the package with tools that are there already.
///
/// # Errors
/// Something does not build.
pub(super) fn assemble() -> Outcome {
    for (layer, feature) in LAYERS {
        make(layer, feature)?;
    }
    let version = env!("CARGO_PKG_VERSION");
    let folder = folder()?;
    run(command("node").arg("www/package/build.mjs").arg(folder.join("layers")).arg(&folder).arg(version))
}

/// Builds the module that draws, and returns the folder of its script.
///
/// # Errors
/// It does not build.
pub(super) fn viewer() -> Outcome<PathBuf> {
    let (layer, feature) = LAYERS[0];
    make(layer, feature)
}

/// Installs the tarball into an empty project, runs what its README says, checks its types, and compares its pictures with
/// those of `program`, the built `flowglass`.
///
/// # Errors
/// Something of it does not work.
pub(super) fn check(program: &Path) -> Outcome {
    let mut tests = command("node");
    tests.args(["--test", "tests/package/package.test.mjs"]).env("FLOWGLASS_PACKAGE", folder()?);
    run(tests.env("FLOWGLASS_PROGRAM", program))
}

/// The folder that everything about the package lies in.
///
/// # Errors
/// The system does not say where this program lies.
pub(super) fn folder() -> Outcome<PathBuf> {
    Ok(repository::target()?.join("package"))
}

/// The module as Cargo made it, with the names of its functions.
fn named(layer: &str) -> Outcome<PathBuf> {
    Ok(folder()?.join("named").join(format!("{layer}.wasm")))
}

/// Builds a module, and returns the folder of its script.
fn make(layer: &str, feature: Option<&str>) -> Outcome<PathBuf> {
    eprintln!("building the {layer}");
    build(feature)?;
    keep(layer)?;
    bind(layer)
}

fn build(feature: Option<&str>) -> Outcome {
    let mut build = cargo(&["build", "--quiet", "--locked", "--profile", "embed", "--package", "flowglass-embed"]);
    build.args(["--target", WASM]).args(feature.into_iter().flat_map(|feature| ["--features", feature]));
    run(build.env("CARGO_ENCODED_RUSTFLAGS", flags(env::var_os("CARGO_HOME"), env::home_dir())))
}

/// The flags for the compiler, as Cargo takes them: names that tell for which types a function was made, which `cargo
/// xtask bench embed` counts by, the small form of SHA-2, and no path of this machine in the words of broken invariants.
fn flags(cargo_home: Option<OsString>, home: Option<PathBuf>) -> OsString {
    let mut flags = OsString::from("-Csymbol-mangling-version=v0\u{1f}--cfg=sha2_backend_soft=\"compact\"");
    let cargo_home = cargo_home.map(PathBuf::from).or_else(|| home.map(|home| home.join(".cargo")));
    if let Some(folder) = cargo_home {
        flags.push("\u{1f}--remap-path-prefix=");
        flags.push(folder.join("registry").join("src"));
        flags.push("=crates");
    }
    flags
}

/// Runs Clippy over each of the modules, as the browser gets them.
///
/// # Errors
/// Clippy has a complaint.
pub(super) fn lint() -> Outcome {
    for (_, feature) in LAYERS {
        let mut clippy = cargo(&["clippy", "--locked", "--package", "flowglass-embed", "--target", WASM]);
        clippy.args(feature.into_iter().flat_map(|feature| ["--features", feature]));
        run(clippy.args(["--", "-D", "warnings"]))?;
    }
    Ok(())
}

/// Copies what Cargo made, because the next layer gets the same name.
fn keep(layer: &str) -> Outcome {
    let made = repository::target()?.join(WASM).join("embed").join("flowglass_embed.wasm");
    let kept = named(layer)?;
    let copy = |to: &Path| -> std::io::Result<u64> {
        fs::create_dir_all(to.parent().unwrap_or(to))?;
        fs::copy(&made, to)
    };
    copy(&kept).map_err(|error| Failure::Unreadable { path: made.display().to_string(), error })?;
    Ok(())
}

fn bind(layer: &str) -> Outcome<PathBuf> {
    let program = repository::programs()?.join(format!("wasm-bindgen{}", env::consts::EXE_SUFFIX));
    let out = folder()?.join("layers").join(layer);
    run(command(program)
        .args(["--target", "web", "--no-typescript", "--remove-name-section", "--remove-producers-section"])
        .args(["--out-name", layer, "--out-dir"])
        .arg(&out)
        .arg(named(layer)?))?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flags_hide_where_crates_lie() {
        fn check(cargo_home: Option<&str>, home: Option<&str>, expected: &str) {
            let found = flags(cargo_home.map(OsString::from), home.map(PathBuf::from));
            let always = "-Csymbol-mangling-version=v0\u{1f}--cfg=sha2_backend_soft=\"compact\"";
            assert_eq!(found.to_string_lossy().replace('\\', "/"), format!("{always}{expected}"));
        }
        check(None, None, "");
        check(None, Some("/home/ann"), "\u{1f}--remap-path-prefix=/home/ann/.cargo/registry/src=crates");
        check(Some("/opt/cargo"), Some("/home/ann"), "\u{1f}--remap-path-prefix=/opt/cargo/registry/src=crates");
    }
}
