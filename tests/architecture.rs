//! The parts point one way: which package may use which, read from what Cargo itself says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Each package and the packages that it may use; what lies behind those, it may use too.
///
/// A package that is not listed here fails the test: say first what it may know.
const ARROWS: [(&str, &[&str]); 22] = [
    ("flowglass-expression", &[]),
    ("flowglass-layout", &[]),
    ("flowglass-flow", &["flowglass-expression"]),
    // The values that are written are the expressions' JSON.
    ("flowglass-yaml", &["flowglass-expression"]),
    ("flowglass-convert", &["flowglass-flow", "flowglass-yaml"]),
    ("flowglass-assist", &["flowglass-flow", "flowglass-expression"]),
    // The values in events are the expressions' JSON.
    ("flowglass-history", &["flowglass-expression"]),
    ("flowglass-diagram", &["flowglass-flow", "flowglass-layout", "flowglass-history"]),
    ("flowglass-viewer", &["flowglass-diagram"]),
    ("flowglass-simulator", &["flowglass-flow", "flowglass-expression", "flowglass-history"]),
    ("flowglass-suite", &["flowglass-simulator"]),
    ("flowglass-record", &["flowglass-simulator", "flowglass-yaml"]),
    ("flowglass-explore", &["flowglass-simulator", "flowglass-flow", "flowglass-expression", "flowglass-history"]),
    ("flowglass-api", &["flowglass-history"]),
    ("flowglass-account", &["flowglass-simulator", "flowglass-api"]),
    ("flowglass-gateway", &["flowglass-account"]),
    (
        "flowglass",
        &[
            "flowglass-gateway",
            "flowglass-diagram",
            "flowglass-convert",
            "flowglass-record",
            "flowglass-suite",
            "flowglass-explore",
        ],
    ),
    ("flowglass-app", &["flowglass-viewer", "flowglass-account", "flowglass-convert", "flowglass-assist"]),
    ("flowglass-embed", &["flowglass-viewer", "flowglass-app"]),
    ("flowglass-bench", &["flowglass-simulator", "flowglass-viewer"]),
    ("xtask", &[]),
    ("wasm-tools", &[]),
];

/// Packages that know no browser and no program, not even in their tests.
const PURE: [&str; 14] = [
    "flowglass-assist",
    "flowglass-explore",
    "flowglass-expression",
    "flowglass-layout",
    "flowglass-flow",
    "flowglass-convert",
    "flowglass-history",
    "flowglass-diagram",
    "flowglass-simulator",
    "flowglass-record",
    "flowglass-suite",
    "flowglass-yaml",
    "flowglass-api",
    "flowglass-account",
];

/// Who may use the browser, and what counts as using it.
const BROWSER_PACKAGES: [&str; 4] = ["flowglass-viewer", "flowglass-app", "flowglass-embed", "flowglass-bench"];
const BROWSER_CRATES: [&str; 3] = ["web-sys", "js-sys", "yew"];

struct Package {
    name: String,
    manifest: String,
    dependencies: Vec<Dependency>,
}

struct Dependency {
    name: String,
    for_tests: bool,
}

/// The members of the workspace.
fn packages() -> Vec<Package> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let text = |value: &Value| value.as_str().expect("cargo writes texts").to_owned();
    let list = |value: &Value| value.as_array().expect("cargo writes lists").clone();
    list(&metadata["packages"])
        .iter()
        .map(|package| Package {
            name: text(&package["name"]),
            manifest: fs::read_to_string(text(&package["manifest_path"])).expect("a member has a manifest"),
            dependencies: list(&package["dependencies"])
                .iter()
                .map(|dependency| Dependency {
                    name: text(&dependency["name"]),
                    for_tests: dependency["kind"] == "dev",
                })
                .collect(),
        })
        .collect()
}

/// All packages that a package may use.
fn allowed(package: &str) -> BTreeSet<&'static str> {
    let arrows: BTreeMap<_, _> = ARROWS.into_iter().collect();
    let mut allowed = BTreeSet::new();
    let mut open: Vec<&str> = arrows.get(package).map_or(Vec::new(), |list| list.to_vec());
    while let Some(next) = open.pop() {
        let Some((known, behind)) = arrows.get_key_value(next) else { panic!("{next} is used but not listed") };
        if allowed.insert(*known) {
            open.extend(*behind);
        }
    }
    allowed
}

#[test]
fn arrows_point_one_way() {
    let packages = packages();
    let members: BTreeSet<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    for package in &packages {
        let listed = ARROWS.iter().any(|(name, _)| *name == package.name);
        assert!(listed, "{} is not in the table of this test", package.name);
        let allowed = allowed(&package.name);
        for dependency in package.dependencies.iter().filter(|dependency| members.contains(dependency.name.as_str())) {
            let name = dependency.name.as_str();
            if dependency.for_tests {
                let forbidden = ["flowglass-app", "flowglass-viewer", "flowglass"].contains(&name);
                assert!(
                    !(forbidden && PURE.contains(&package.name.as_str())),
                    "the tests of {} use {name}",
                    package.name
                );
            } else {
                assert!(allowed.contains(name), "{} uses {name}", package.name);
            }
        }
    }
}

#[test]
fn the_table_has_no_circles() {
    for (package, _) in ARROWS {
        assert!(!allowed(package).contains(package), "{package} leads back to itself");
    }
}

#[test]
fn few_packages_know_the_browser() {
    for package in packages() {
        let used = package.dependencies.iter().filter(|used| BROWSER_CRATES.contains(&used.name.as_str()));
        let used: Vec<_> = used.map(|used| used.name.as_str()).collect();
        assert!(used.is_empty() || BROWSER_PACKAGES.contains(&package.name.as_str()), "{}: {used:?}", package.name);
    }
}

#[test]
fn every_dependency_is_inherited_so_there_is_one_version_of_each() {
    for package in packages() {
        let mut inside = false;
        for line in package.manifest.lines() {
            if line.starts_with('[') {
                inside = line.trim_end().ends_with("dependencies]") && line.trim_end() != "[workspace.dependencies]";
                assert!(!line.contains("dependencies."), "{}: write {line} as a line of its section", package.name);
            }
            let names_one = line.starts_with(|first: char| first.is_ascii_alphabetic()) && line.contains('=');
            if inside && names_one {
                let inherited = line.contains(".workspace = true") || line.contains("{ workspace = true");
                assert!(inherited, "{}: {line}", package.name);
            }
        }
    }
}

#[test]
fn no_profile_strips_what_the_browser_build_needs() {
    let root = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).expect("the root manifest");
    let stripping = root.lines().filter(|line| line.trim_start().starts_with("strip"));
    assert_eq!(stripping.count(), 0, "a stripped wasm file has lost the names that wasm-bindgen reads");
}
