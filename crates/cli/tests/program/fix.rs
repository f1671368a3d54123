//! `flowglass check --fix`.

use std::fs;

use serde_json::Value;

use crate::support::{BAD, DOUBTFUL, Folder, GOOD};

/// A definition with two findings whose fixes are safe, and with one whose fix is not.
const BEFORE: &str = "version: v1.0\ntype: flow\nsteps:\n  - {type: tusk, name: 7}\n";
const AFTER: &str = "version: v1\ntype: flow\nsteps:\n  - {type: tusk, name: \"7\"}\n";
const FIXED: &str =
    "a.flow.yaml:1:10: fixed[unknown-value]: Write `v1`\na.flow.yaml:4:24: fixed[wrong-type]: Put `7` in quotes\n";

#[test]
fn what_is_safe_is_done_and_the_rest_is_told() {
    let folder = Folder::with("fix_plain", &[("a.flow.yaml", BEFORE)]);
    let ran = folder.run(&["check", "--fix", "a.flow.yaml"]);
    ran.check_parts(1, &[FIXED, "\na.flow.yaml:4:12: error[unknown-type]: "], &[]);
    assert!(ran.out.starts_with(FIXED), "{}", ran.out);
    assert_eq!(ran.err, "1 file, 1 error, 0 warnings; 2 fixed\n");
    assert_eq!(folder.read("a.flow.yaml"), AFTER);
    assert_eq!(fs::read_dir(folder.path(".")).unwrap().count(), 1, "nothing is left beside the file");
    let again = folder.run(&["check", "--fix", "a.flow.yaml"]);
    assert_eq!((again.status, again.err.as_str()), (1, "1 file, 1 error, 0 warnings\n"));
    assert_eq!(folder.read("a.flow.yaml"), AFTER);
}

#[test]
fn what_would_be_done_is_shown_and_not_done() {
    let folder = Folder::with("fix_diff", &[("a.flow.yaml", BEFORE), ("b.flow.yaml", BAD)]);
    let diff = "--- a.flow.yaml\n+++ a.flow.yaml\n@@ -1,4 +1,4 @@\n-version: v1.0\n+version: v1\n type: flow\n steps:\n-  - {type: tusk, name: 7}\n+  - {type: tusk, name: \"7\"}\n";
    let ran = folder.run(&["check", "--diff", "."]);
    ran.check(1, diff, "2 files, 2 errors, 2 warnings (2 can be fixed with --fix)\n");
    assert_eq!(folder.read("a.flow.yaml"), BEFORE);
    folder.run_with(&["check", "--diff", "-q", "-"], GOOD).check(0, "", "");
    folder.run_with(&["check", "--diff", "-q", "-"], DOUBTFUL).check_parts(1, &["-version: v1.0\n+version: v1\n"], &[]);
}

#[test]
fn line_ends_and_the_byte_order_mark_stay() {
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let folder = Folder::with("fix_windows", &[("a.flow.yaml", &windows(BEFORE))]);
    folder.run(&["check", "--fix", "a.flow.yaml"]).check_parts(1, &[FIXED], &[]);
    assert_eq!(folder.read("a.flow.yaml"), windows(AFTER));
}

#[test]
fn a_file_without_safe_fixes_is_not_written() {
    let folder = Folder::with("fix_nothing", &[("a.flow.yaml", GOOD), ("b.flow.yaml", BAD)]);
    let times =
        || ["a.flow.yaml", "b.flow.yaml"].map(|name| fs::metadata(folder.path(name)).unwrap().modified().unwrap());
    let before = times();
    folder.run(&["check", "--fix", "."]).check_parts(1, &["error[unknown-type]"], &["2 files, 1 error, 0 warnings\n"]);
    assert_eq!(times(), before);
}

#[test]
fn standard_input_goes_mended_to_standard_output() {
    let folder = Folder::with("fix_stdin", &[]);
    let ran = folder.run_with(&["check", "--fix", "-"], BEFORE);
    assert_eq!((ran.status, ran.out.as_str()), (1, AFTER));
    ran.check_parts(1, &[], &["standard input:1:10: fixed[unknown-value]: ", "error[unknown-type]", "; 2 fixed\n"]);
    folder.run_with(&["check", "--fix", "-"], GOOD).check(0, GOOD, "1 file, 0 errors, 0 warnings\n");
    let ran = folder.run_with(&["check", "--fix", "--quiet", "--format", "json", "-"], BEFORE);
    let report: Value = serde_json::from_str(&ran.err).unwrap();
    assert_eq!((ran.out.as_str(), &report["errors"]), (AFTER, &1.into()));
}

#[test]
fn programs_learn_what_was_done() {
    let folder = Folder::with("fix_json", &[("a.flow.yaml", BEFORE), ("b.flow.yaml", GOOD)]);
    let ran = folder.run(&["check", "--fix", "--format", "json", "."]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&report["errors"], &report["warnings"]), (&1.into(), &0.into()));
    let fixed = serde_json::json!([
        {"code": "unknown-value", "title": "Write `v1`", "line": 1, "column": 10},
        {"code": "wrong-type", "title": "Put `7` in quotes", "line": 4, "column": 24},
    ]);
    assert_eq!((&report["files"][0]["fixed"], &report["files"][1]["fixed"]), (&fixed, &serde_json::json!([])));
}

#[test]
fn a_file_that_cannot_be_written_is_told_and_the_others_are_mended() {
    let folder = Folder::with("fix_read_only", &[("a.flow.yaml", BEFORE), ("b.flow.yaml", BEFORE)]);
    let mut permissions = fs::metadata(folder.path("a.flow.yaml")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(folder.path("a.flow.yaml"), permissions.clone()).unwrap();
    let ran = folder.run(&["check", "--fix", "."]);
    ran.check_parts(
        2,
        &["./a.flow.yaml:1:10: warning[unknown-value]: ", "./b.flow.yaml:1:10: fixed[unknown-value]: "],
        &["flowglass: cannot write ./a.flow.yaml: it is read-only\n", "2 files, 2 errors, 2 warnings; 2 fixed\n"],
    );
    assert_eq!((folder.read("a.flow.yaml"), folder.read("b.flow.yaml")), (BEFORE.to_owned(), AFTER.to_owned()));
}

#[test]
fn bytes_that_are_no_text_are_never_written_anew() {
    let folder = Folder::with("fix_bytes", &[]);
    let bytes = [BEFORE.as_bytes(), b"# \xff\n"].concat();
    folder.write("a.flow.yaml", &bytes);
    folder.run(&["check", "--fix", "a.flow.yaml"]).check_parts(
        2,
        &["warning[unknown-value]"],
        &["flowglass: cannot fix a.flow.yaml: it has bytes that are not UTF-8; mend those first\n"],
    );
    assert_eq!(fs::read(folder.path("a.flow.yaml")).unwrap(), bytes);
}

#[cfg(unix)]
#[test]
fn a_link_stays_and_its_file_is_mended() {
    use std::os::unix::fs::symlink;
    let folder = Folder::with("fix_link", &[("stored/a.txt", BEFORE)]);
    symlink("stored/a.txt", folder.path("a.flow.yaml")).unwrap();
    folder.run(&["check", "--fix", "."]).check_parts(1, &["./a.flow.yaml:1:10: fixed["], &[]);
    assert!(fs::symlink_metadata(folder.path("a.flow.yaml")).unwrap().is_symlink());
    assert_eq!(folder.read("stored/a.txt"), AFTER);
}
