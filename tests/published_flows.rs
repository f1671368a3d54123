//! Definitions that other people published: read, drawn and run.
//!
//! They are not part of this repository. The test reads the folder that `FLOWGLASS_PUBLISHED_FLOWS` names, or
//! `../shared/flows`, and is run only when it is asked for by name; `cargo xtask test` asks when the folder is there.

#[path = "support/overlaps.rs"]
mod overlaps;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flowglass_convert::{Weight, convert};
use flowglass_diagram::draw;
use flowglass_expression::Language;
use flowglass_flow::{Parsed, Severity, parse, text_of};
use flowglass_history::{Status, check_invariants};
use flowglass_simulator::{Execution, Outside, Scenario, simulate};
use overlaps::overlaps;

/// The definitions that are wrong, by their file: the lines and codes of findings that must be there.
///
/// Source: "Error cases" of the folder's own list. Files that only carry `!Ref` are good, and so are those listed for
/// `outputMappings` at the top level: the flow's own mappings are documented there (fdl-v1.md 2).
const BROKEN: [(&str, &[(u32, &str)]); 8] = [
    ("legacy/alibabacloud-typescript-sdk--listflowsresponsebody.yaml", &[(6, "yaml-syntax")]),
    ("legacy/crawled--rst-parallel-headerless.yaml", &[(1, "missing-key")]),
    ("legacy/crawled--tutorial-next-attribute.yaml", &[(21, "unknown-key"), (22, "wrong-type")]),
    ("legacy/fnf-time-trigger--sample-project-56fcbed.yaml", &[(1, "unknown-key"), (1, "missing-key")]),
    ("legacy/fnfig--ros.yaml", &[(28, "yaml-syntax")]),
    ("legacy/hera-recorder--convert_workflow.yaml", &[(69, "missing-key"), (115, "missing-key")]),
    ("legacy/serverless-vscode--mock-ae748e5.yaml", &[(35, "unknown-target"), (40, "missing-key")]),
    ("new/alibabacloud-typescript-sdk--flowversion.yaml", &[(1, "missing-key")]),
];

/// Runs that end otherwise than `Succeeded`: status, error, why the flow itself is the reason, and the files.
const OTHER_ENDS: [(Status, &str, &str, &[&str]); 5] = [
    (
        Status::Running,
        "",
        "a callback without a time-out waits for its report",
        &["legacy/task-mns-topics--sample-project.yaml", "legacy/task-mns-topics--template-flow.yaml"],
    ),
    (
        Status::Failed,
        "Sim.InvalidWait",
        "the seconds to wait are in the input, which is empty",
        &["legacy/terraform-provider-alicloud--fnf_execution.yaml"],
    ),
    (
        Status::Failed,
        "Sim.CollectionNotArray",
        "the list to go through is in the input, which is empty",
        &[
            "legacy/fork-flows--main.yaml",
            "legacy/oss-restore--subflow-675e0d6.yaml",
            "legacy/oss-restore--subflow-8c14b22.yaml",
            "legacy/oss-restore--subflow.yaml",
        ],
    ),
    (
        Status::Failed,
        "Sim.CollectionNotArray",
        "a task finds the list to go through, and the answer is empty",
        &[
            "legacy/fc-fnf-video-processing--video-processing-fc-68edf68.yaml",
            "legacy/fc-fnf-video-processing--video-processing-fc-8f5cd61.yaml",
            "legacy/fc-fnf-video-processing--video-processing-fc-93d6b18.yaml",
            "legacy/fc-fnf-video-processing--video-processing-fc-bfbbfb2.yaml",
            "legacy/fc-fnf-video-processing--video-processing-fc.yaml",
            "legacy/oss-copy--copy-multiple-files-9798c6b.yaml",
            "legacy/oss-copy--copy-multiple-files.yaml",
            "legacy/oss-copy--copy-multiple-objects-02f9f75.yaml",
            "legacy/oss-copy--copy-multiple-objects-4d50a4e.yaml",
            "legacy/oss-copy--copy-multiple-objects-e1b3c5d.yaml",
            "legacy/oss-copy--copy-single-file-9798c6b.yaml",
            "legacy/oss-copy--copy-single-file.yaml",
            "legacy/oss-copy--copy-single-object-e1b3c5d.yaml",
            "legacy/oss-copy--historical-58c1c40.yaml",
            "legacy/oss-copy--historical-f50ca3d.yaml",
            "legacy/oss-copy--incremental-58c1c40.yaml",
            "legacy/oss-copy--incremental-ac34b64.yaml",
            "legacy/oss-copy--incremental-d4184b4.yaml",
            "legacy/second-level-timer--flow-1a4a62f.yaml",
            "legacy/second-level-timer--template-flow-3489a75.yaml",
            "legacy/second-level-timer--template-flow.yaml",
            "legacy/serverless-face-recognition--index.yaml",
            "legacy/start-ffmpeg--video-processing-fc-0fa2962.yaml",
            "legacy/start-ffmpeg--video-processing-fc-2.yaml",
            "legacy/start-ffmpeg--video-processing-fc.yaml",
        ],
    ),
    (
        Status::Failed,
        "Sim.TooManyEvents",
        "the loop ends when a task says so, and an empty answer never does",
        &[
            "legacy/oss-restore--template-mainrestoreflow-675e0d6.yaml",
            "legacy/oss-restore--template-mainrestoreflow-8c14b22.yaml",
            "legacy/oss-restore--template-mainrestoreflow.yaml",
        ],
    ),
];

/// Warnings about good definitions, each with the reason why a person would agree.
const WARNED: [(&str, &str, &str); 1] = [(
    "legacy/alibabacloud-typescript-sdk--updateflowrequest.yaml",
    "unknown-value",
    "`version: v1.0` stands only in examples of the API pages, and the overview names `v1` alone",
)];

fn folder() -> PathBuf {
    let named = std::env::var_os("FLOWGLASS_PUBLISHED_FLOWS").map(PathBuf::from);
    named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/flows"))
}

/// All definitions by their names, such as `legacy/fnf--flow.yaml`.
fn texts() -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for language in ["legacy", "new"] {
        let entries = fs::read_dir(folder().join(language)).unwrap_or_else(|error| panic!("{language}: {error}"));
        for entry in entries {
            let path = entry.expect("the folder can be read").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
            texts.insert(format!("{language}/{name}"), text_of(&bytes));
        }
    }
    assert!(texts.len() >= 60, "only {} definitions in {}", texts.len(), folder().display());
    texts
}

fn is_broken(name: &str) -> bool {
    BROKEN.iter().any(|(broken, _)| *broken == name)
}

/// Findings as lines, for messages.
fn told(parsed: &Parsed, text: &str) -> Vec<String> {
    let line = |at: usize| parsed.document.lines.position(text, at).line;
    let findings = parsed.findings.iter().filter(|finding| finding.severity == Severity::Error);
    findings
        .map(|finding| {
            format!("{} {}: {}", line(finding.at.start as usize), finding.code, finding.told(Language::English).what)
        })
        .collect()
}

fn run(name: &str, parsed: &Parsed) -> Execution {
    let flow = parsed.flow.clone().unwrap_or_else(|| panic!("{name} is no flow"));
    let (simulation, id, _) = simulate(&Arc::new(flow), name, &Scenario::default(), &[], Outside::Nobody);
    simulation.execution(id).clone()
}

#[test]
fn good_definitions_have_no_errors_and_broken_ones_the_right_one() {
    for (name, text) in texts() {
        let parsed = parse(&text);
        let told = told(&parsed, &text);
        let Some((_, expected)) = BROKEN.iter().find(|(broken, _)| *broken == name) else {
            assert_eq!(told, [""; 0], "{name}");
            continue;
        };
        for (line, code) in *expected {
            let expected = format!("{line} {code}: ");
            assert!(told.iter().any(|told| told.starts_with(&expected)), "{name}: {expected} is not in {told:#?}");
        }
    }
}

#[test]
fn good_definitions_have_the_warnings_that_a_person_agrees_with() {
    let mut warned = BTreeSet::new();
    for (name, text) in texts().into_iter().filter(|(name, _)| !is_broken(name)) {
        let parsed = parse(&text);
        let warnings = parsed.findings.iter().filter(|finding| finding.severity == Severity::Warning);
        warned.extend(warnings.map(|finding| (name.clone(), finding.code.to_owned())));
    }
    let expected: BTreeSet<_> = WARNED.iter().map(|(name, code, _)| ((*name).to_owned(), (*code).to_owned())).collect();
    assert_eq!(warned, expected);
}

#[test]
fn nothing_overlaps_in_their_pictures() {
    for (name, text) in texts() {
        if let Some(flow) = parse(&text).flow {
            assert_eq!(overlaps(&draw(&flow)), [""; 0], "{name}");
        }
    }
}

#[test]
fn runs_with_empty_answers_come_to_rest() {
    for (name, text) in texts().iter().filter(|(name, _)| !is_broken(name)) {
        let execution = run(name, &parse(text));
        let error = execution.error.as_ref().map_or("", |(error, _)| error);
        let other = OTHER_ENDS.iter().find(|(.., files)| files.contains(&name.as_str()));
        let (status, expected, reason) = other
            .map_or((Status::Succeeded, "", "nothing keeps it from it"), |(status, error, reason, _)| {
                (*status, *error, *reason)
            });
        let history = execution.history.to_lines();
        assert_eq!((execution.status(), error), (status, expected), "{name}: expected since {reason}\n{history}");
        assert_eq!(check_invariants(&execution.history), [""; 0], "{name}");
    }
}

/// All good definitions of the older language become definitions without errors, that come to the same end when tasks
/// answer nothing and no person had anything to decide.
#[test]
fn definitions_of_the_older_language_are_converted() {
    let mut same = 0;
    for (name, text) in texts().iter().filter(|(name, _)| name.starts_with("legacy/") && !is_broken(name)) {
        let old = parse(text);
        let new = convert(&old, "main", Language::English).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let parsed = parse(&new.text);
        assert_eq!(told(&parsed, &new.text), [""; 0], "{name}\n{}", new.text);
        let (before, after) = (run(name, &old), run(name, &parsed));
        assert_eq!(check_invariants(&after.history), [""; 0], "{name}");
        if new.notes.iter().all(|note| note.weight != Weight::Decide) {
            assert_eq!(before.status(), after.status(), "{name}\n{}\n{}", new.text, after.history.to_lines());
            same += 1;
        }
    }
    assert!(same >= 5, "only {same} of them need no decision");
}

#[test]
fn the_tables_name_files_that_are_there() {
    let texts = texts();
    let broken = BROKEN.iter().map(|(name, _)| name);
    let mut seen = BTreeSet::new();
    for name in broken.chain(OTHER_ENDS.iter().flat_map(|(.., files)| *files)) {
        assert!(texts.contains_key(*name), "{name} is not there");
        assert!(seen.insert(name), "{name} stands twice");
    }
}
