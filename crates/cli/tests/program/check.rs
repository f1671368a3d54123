//! `flowglass check`.

use serde_json::Value;

use crate::support::{BAD, DOUBTFUL, Folder, GOOD, Ran};

#[test]
fn a_good_definition_says_nothing() {
    let folder = Folder::with("check_good", &[("a.flow.yaml", GOOD)]);
    folder.run(&["check", "a.flow.yaml"]).check(0, "", "1 file, 0 errors, 0 warnings\n");
}

#[test]
fn a_finding_is_told_with_its_line_and_what_to_do() {
    let folder = Folder::with("check_bad", &[("a.flow.yaml", BAD)]);
    let ran = folder.run(&["check", "a.flow.yaml"]);
    assert_eq!((ran.status, ran.err.as_str()), (1, "1 file, 1 error, 0 warnings\n"));
    let lines: Vec<_> = ran.out.lines().collect();
    assert!(lines[0].starts_with("a.flow.yaml:5:12: error[unknown-type]: "), "{}", ran.out);
    assert_eq!(lines[1..3], ["5 |   - {type: tusk, name: b}", "  |            ^^^^"]);
    assert!(lines[3].starts_with("  = why: ") && lines[4].starts_with("  = help: "), "{}", ran.out);
    assert!(!ran.out.contains('\u{1b}'), "no colours outside a terminal");
}

#[test]
fn standard_input_is_checked_too() {
    let folder = Folder::with("check_stdin", &[]);
    folder.run_with(&["check", "-"], GOOD).check(0, "", "1 file, 0 errors, 0 warnings\n");
    folder.run_with(&["check", "-"], BAD).check_parts(1, &["standard input:5:12: error["], &[]);
    folder.run_with(&["check", "-", "-"], GOOD).check(0, "", "1 file, 0 errors, 0 warnings\n");
}

#[test]
fn warnings_fail_only_when_they_are_denied() {
    let folder = Folder::with("check_warning", &[("a.flow.yaml", DOUBTFUL)]);
    let told = ["a.flow.yaml:1:10: warning[unknown-value]: "];
    let summary = ["1 file, 0 errors, 1 warning (1 can be fixed with --fix)\n"];
    folder.run(&["check", "a.flow.yaml"]).check_parts(0, &told, &summary);
    folder.run(&["check", "--deny-warnings", "a.flow.yaml"]).check_parts(1, &told, &summary);
}

#[test]
fn folders_are_searched_in_order() {
    let files = [
        ("flows/b.flow.yml", DOUBTFUL),
        ("flows/a/z.flow.yaml", BAD),
        ("flows/.hidden/x.flow.yaml", BAD),
        ("flows/node_modules/p/x.flow.yaml", BAD),
        ("flows/target/x.flow.yaml", BAD),
        ("flows/a.scenario.yaml", "no: flow"),
        ("flows/other.yaml", BAD),
        ("empty/readme.md", ""),
    ];
    let folder = Folder::with("check_folder", &files);
    let ran = folder.run(&["check", "flows", "flows/b.flow.yml"]);
    ran.check_parts(1, &[], &["2 files, 1 error, 1 warning (1 can be fixed with --fix)\n"]);
    let heads: Vec<_> = ran.out.lines().filter(|line| line.starts_with("flows")).map(|line| &line[..24]).collect();
    assert_eq!(heads, ["flows/a/z.flow.yaml:5:12", "flows/b.flow.yml:1:10: w"]);
    // A folder that is named is searched, whatever its name is.
    folder.run(&["check", "flows/target"]).check_parts(1, &["flows/target/x.flow.yaml:5:12: "], &["1 file, "]);
    // A file is checked once, by whatever names it is reached.
    folder.run(&["check", "flows/a", "./flows/a/../a/z.flow.yaml"]).check_parts(1, &[], &["1 file, 1 error"]);
    folder.run(&["check", "empty"]).check(
        2,
        "",
        "flowglass: no definition in empty: no file there ends in .flow.yaml or .flow.yml\n",
    );
}

#[test]
fn what_cannot_be_read_has_status_2_and_the_rest_is_checked() {
    let folder = Folder::with("check_unreadable", &[("a.flow.yaml", BAD)]);
    let ran = folder.run(&["check", "missing.yaml", "a.flow.yaml"]);
    ran.check_parts(
        2,
        &["a.flow.yaml:5:12: error["],
        &["flowglass: cannot read missing.yaml: ", "1 file, 1 error, 0 warnings\n"],
    );
}

#[test]
fn the_mode_decides_what_is_allowed() {
    let text = "Type: StateMachine\nSpecVersion: v1\nName: a\nStartAt: W\nStates: [{Type: Wait, Name: W, Seconds: 60, End: true}]\n";
    let folder = Folder::with("check_mode", &[("a.flow.yaml", text)]);
    folder.run(&["check", "a.flow.yaml"]).check_parts(0, &[], &["0 errors"]);
    folder.run(&["check", "a.flow.yaml", "--mode", "Standard"]).check_parts(0, &[], &["0 errors"]);
    folder.run(&["check", "a.flow.yaml", "--mode", "Express"]).check_parts(1, &["error[out-of-range]"], &[]);
}

#[test]
fn programs_get_one_json_document() {
    let repeated = "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: 步骤}\n  - {type: pass, name: 步骤}\n";
    let folder = Folder::with("check_json", &[("a.flow.yaml", GOOD), ("b.flow.yaml", repeated)]);
    let ran = folder.run(&["check", ".", "--format", "json"]);
    assert_eq!((ran.status, ran.err.as_str()), (1, "2 files, 1 error, 0 warnings\n"));
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&report["errors"], &report["warnings"], &report["notes"]), (&1.into(), &0.into(), &0.into()));
    assert_eq!(report["files"][0], serde_json::json!({"path": "./a.flow.yaml", "findings": []}));
    let finding = &report["files"][1]["findings"][0];
    assert_eq!((&finding["severity"], &finding["code"]), (&"error".into(), &"duplicate-name".into()));
    // 30 bytes before the steps' lines; the name's own characters have three bytes each.
    let second = 30 + "  - {type: pass, name: 步骤}\n".len() + 23;
    assert_eq!(finding["start"], serde_json::json!({"line": 5, "column": 24, "byte": second}));
    assert_eq!(finding["end"], serde_json::json!({"line": 5, "column": 26, "byte": second + 6}));
    assert_eq!(finding["related"][0]["start"], serde_json::json!({"line": 4, "column": 24, "byte": 30 + 23}));
    for words in ["what", "why", "help"] {
        assert!(finding[words].as_str().is_some_and(|text| !text.is_empty()), "{words}");
    }
}

#[test]
fn bytes_that_are_no_text_are_a_finding() {
    let folder = Folder::with("check_bytes", &[]);
    folder.write("a.flow.yaml", b"version: v1\ntype: flow\nsteps: [{type: pass, name: \"\xff\"}]\n");
    folder.run(&["check", "a.flow.yaml"]).check_parts(1, &["a.flow.yaml:3:", "error["], &[]);
}

#[test]
fn many_files_say_the_same_on_one_thread_and_on_many() {
    let texts = [GOOD, BAD, DOUBTFUL];
    let files: Vec<_> =
        (0..90).map(|number| (format!("{}/{number}.flow.yaml", number % 7), texts[number % 3])).collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let folder = Folder::with("check_many", &files);
    for format in ["text", "json", "sarif"] {
        let run = |jobs| folder.run(&["check", ".", "missing.yaml", "--format", format, "--jobs", jobs]);
        let alone = run("1");
        alone.check_parts(2, &["6/83.flow.yaml"], &["cannot read missing.yaml: ", "90 files, 30 errors, 30 warnings"]);
        let together = run("8");
        assert_eq!((together.status, together.out, together.err), (alone.status, alone.out, alone.err), "{format}");
    }
}

#[test]
fn findings_speak_the_language_that_is_asked_for_or_the_environments() {
    let folder = Folder::with("check_language", &[("a.flow.yaml", BAD)]);
    let chinese = ["a.flow.yaml:5:12: 错误[unknown-type]：", "\n  = 原因：", "\n  = 建议："];
    let summary = ["1 个文件，1 个错误，0 个警告\n"];
    folder.run(&["check", "a.flow.yaml", "--lang", "zh"]).check_parts(1, &chinese, &summary);
    let speaks = |locale: &str, arguments: &[&str]| -> Ran {
        folder.command(&[&["check", "a.flow.yaml"], arguments].concat()).env("LC_ALL", locale).output().unwrap().into()
    };
    speaks("zh_CN.UTF-8", &[]).check_parts(1, &chinese, &summary);
    speaks("zh_CN.UTF-8", &["--lang", "en"]).check_parts(1, &["error[unknown-type]: "], &["1 file, 1 error"]);
    let report: Value = serde_json::from_str(&speaks("zh_CN.UTF-8", &["--format", "json"]).out).unwrap();
    let finding = &report["files"][0]["findings"][0];
    assert_eq!((&finding["severity"], finding["what"].as_str().unwrap().is_ascii()), (&"error".into(), false));
}

#[test]
fn quiet_leaves_the_summary_out() {
    let folder = Folder::with("check_quiet", &[("a.flow.yaml", BAD), ("b.flow.yaml", GOOD)]);
    folder.run(&["check", "--quiet", "b.flow.yaml"]).check(0, "", "");
    let ran = folder.run(&["check", "-q", "."]);
    ran.check_parts(1, &["./a.flow.yaml:5:12: error["], &[]);
    assert_eq!(ran.err, "");
}

#[test]
fn colours_can_be_asked_for() {
    let folder = Folder::with("check_colours", &[("a.flow.yaml", BAD)]);
    folder.run(&["check", "--color", "always", "a.flow.yaml"]).check_parts(
        1,
        &["\u{1b}[1;31merror[unknown-type]"],
        &[],
    );
    for when in ["auto", "never"] {
        assert!(!folder.run(&["check", "--color", when, "a.flow.yaml"]).out.contains('\u{1b}'), "{when}");
    }
}

#[test]
fn programs_learn_what_would_mend_a_finding() {
    let folder = Folder::with("check_json_fix", &[("a.flow.yaml", DOUBTFUL)]);
    let ran = folder.run(&["check", "a.flow.yaml", "--format", "json", "--lang", "en"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let place = |column: u32| serde_json::json!({"line": 1, "column": column, "byte": column - 1});
    let fix = serde_json::json!({
        "title": "Write `v1`",
        "safe": true,
        "edits": [{"start": place(10), "end": place(14), "text": "v1"}],
    });
    let finding = &report["files"][0]["findings"][0];
    assert_eq!(finding["fix"], fix);
    assert_eq!(finding["fingerprint"].as_str().unwrap().len(), 32);
    assert_eq!(report["files"][0].get("fixed"), None);
}

#[cfg(unix)]
#[test]
fn links_that_lead_in_circles_or_nowhere_do_not_stop_the_search() {
    use std::os::unix::fs::symlink;
    let folder = Folder::with("check_links", &[("flows/a.flow.yaml", GOOD)]);
    symlink(".", folder.path("flows/again")).unwrap();
    symlink("a.flow.yaml", folder.path("flows/b.flow.yaml")).unwrap();
    folder.run(&["check", "flows"]).check(0, "", "1 file, 0 errors, 0 warnings\n");
    symlink("c.flow.yaml", folder.path("flows/c.flow.yaml")).unwrap();
    symlink("gone", folder.path("flows/d.flow.yaml")).unwrap();
    let told = ["cannot read flows/c.flow.yaml: ", "cannot read flows/d.flow.yaml: ", "1 file, 0 errors, 0 warnings\n"];
    folder.run(&["check", "flows"]).check_parts(2, &[], &told);
}
