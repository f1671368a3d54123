//! `flowglass explore`.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::{BAD, Folder, GOOD};

/// A task that fails when it likes, and a way round that nothing ends.
const LOOP: &str = r"version: v1
type: flow
steps:
  - {type: wait, name: rest, duration: 30}
  - {type: task, name: ask, resourceArn: 'acs:fc:::services/s/functions/f'}
  - {type: choice, name: done, choices: [{condition: $.state == `busy`, goto: rest}]}
";

#[test]
fn what_can_go_wrong_is_told_with_the_run_that_shows_it() {
    let folder = Folder::with("explore_text", &[("poll.flow.yaml", LOOP)]);
    let ran = folder.run(&["explore", "poll.flow.yaml"]);
    ran.check_parts(
        1,
        &[
            "reached      3 of 3 steps, 1 of 1 arms and catch rules\n",
            "\npoll.flow.yaml:4:24: error[endless-loop]: rest, ask and done can go round for ever\n  It goes on as long as ask answers {\"state\":\"busy\"}. It waits in every round. The execution fails at event 5000, the most there may be.\n",
            "\npoll.flow.yaml:5:24: warning[uncaught-error]: when ask fails, so does the execution\n  Neither it nor what is around it catches the error.\n",
            "    ask fails with SomeOtherError\n    → Failed with SomeOtherError after 12 events and 30.110 s\n",
            "\n1 error, 1 warning\n",
        ],
        &[],
    );
    assert_eq!(ran.err, "");
    let from_stdin = folder.run_with(&["explore", "-"], LOOP);
    assert_eq!(from_stdin.out, ran.out.replace("poll.flow.yaml", "standard input"));
}

#[test]
fn a_flow_that_is_right_has_status_0() {
    let folder = Folder::with("explore_good", &[("a.flow.yaml", GOOD)]);
    folder.run(&["explore", "a.flow.yaml"]).check_parts(0, &["\nnothing found\n", "ends         1 Succeeded\n"], &[]);
}

#[test]
fn programs_get_json() {
    let folder = Folder::with("explore_json", &[("poll.flow.yaml", LOOP)]);
    let ran = folder.run(&["explore", "poll.flow.yaml", "--format", "json"]);
    assert_eq!(ran.status, 1);
    let value: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (&value["flow"], &value["whole"], &value["allValues"], &value["ways"]),
        (&json!("poll.flow.yaml"), &json!(true), &json!(true), &Value::Null)
    );
    assert_eq!(value["steps"], json!({"reached": 3, "all": 3}));
    let first = &value["findings"][0];
    assert_eq!(
        (&first["kind"], &first["severity"], &first["step"], &first["line"]),
        (&json!("endless-loop"), &json!("error"), &json!("rest"), &json!(4))
    );
    let run = &first["runs"][0];
    assert_eq!(
        (&run["status"], &run["error"], &run["events"]),
        (&json!("Failed"), &json!("Sim.TooManyEvents"), &json!(5_000))
    );
}

#[test]
fn scenarios_repeat_what_was_told() {
    let parent = "version: v1\ntype: flow\nsteps:\n  - {type: task, name: call, resourceArn: 'acs:fnf:::flow/poll', pattern: sync, timeoutSeconds: 600, catch: [{errors: [FnF.ALL], goto: last}]}\n  - {type: pass, name: last}\n";
    let folder = Folder::with("explore_scenarios", &[("main.flow.yaml", parent), ("lib/poll.flow.yaml", LOOP)]);
    let ran = folder.run(&["explore", "main.flow.yaml", "--flows", "lib", "--scenarios", "found/here"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let names = ["most-events", "most-time"];
    for name in names {
        let file = format!("found/here/{name}.scenario.yaml");
        let text = folder.read(&file);
        assert!(text.contains("flow: \"../../main.flow.yaml\"\nflows: [\"../../lib/poll.flow.yaml\"]\n"), "{text}");
        assert!(text.contains("expect:\n  status: Succeeded\n"), "{text}");
        folder.run(&["simulate", "--scenario", &file]).check_parts(0, &["status     Succeeded\n"], &[]);
    }
    folder.run(&["explore", "lib/poll.flow.yaml", "--scenarios", "loops"]);
    let looped = folder.run(&["simulate", "--scenario", "loops/endless-loop.scenario.yaml"]);
    looped.check_parts(0, &["status     Failed\n", "\nerror\n  Sim.TooManyEvents: "], &[]);
    let tested = folder.run(&["test", "found", "loops"]);
    assert_eq!(tested.status, 0, "{tested:?}");
    folder.write("file", b"");
    let blocked = folder.run(&["explore", "main.flow.yaml", "--scenarios", "file"]);
    blocked.check_parts(2, &[], &["flowglass: cannot write file: "]);
}

#[test]
fn an_input_and_bounds_narrow_what_is_walked() {
    let folder = Folder::with("explore_bounds", &[("poll.flow.yaml", LOOP)]);
    let choice = "version: v1\ntype: flow\nsteps:\n  - {type: choice, name: c, choices: [{condition: $.n > 5, goto: far}]}\n  - {type: pass, name: near, end: true}\n  - {type: pass, name: far}\n";
    folder.write("choice.flow.yaml", choice.as_bytes());
    folder.run(&["explore", "choice.flow.yaml"]).check_parts(0, &["2 from the start to an end\n", "3 of 3 steps"], &[]);
    let given = folder.run(&["explore", "choice.flow.yaml", "--input", r#"{"n": 6}"#]);
    given.check_parts(
        1,
        &["1 from the start to an end\n", "error[unreachable-step]: no execution comes to near\n"],
        &[],
    );
    let few = folder.run(&["explore", "poll.flow.yaml", "--runs", "2"]);
    few.check_parts(0, &["walked       not all\n", "left out     "], &[]);
    let express = folder.run(&["explore", "poll.flow.yaml", "--mode", "express"]);
    assert_eq!(express.status, 0, "{express:?}");
    folder.run(&["explore", "choice.flow.yaml", "--input", "[1]"]).check_parts(2, &[], &["--input is of type array"]);
}

#[test]
fn a_definition_with_errors_is_not_explored() {
    let folder = Folder::with("explore_bad", &[("bad.flow.yaml", BAD)]);
    let ran = folder.run(&["explore", "bad.flow.yaml"]);
    ran.check_parts(1, &[], &["bad.flow.yaml: not explored: the service would refuse this definition"]);
    assert_eq!(ran.out, "");
    folder.run(&["explore", "none.flow.yaml"]).check_parts(2, &[], &["flowglass: cannot read none.flow.yaml: "]);
}

/// docs/exploring.md shows what the program writes.
#[test]
fn the_page_about_exploring_is_right() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = std::fs::read_to_string(root.join("docs/exploring.md")).unwrap();
    let shown = page.split("```text\n$ flowglass explore ").skip(1);
    let mut count = 0;
    for block in shown {
        let (arguments, rest) = block.split_once('\n').unwrap();
        let (expected, _) = rest.split_once("```").unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_flowglass"))
            .arg("explore")
            .args(arguments.split(' '))
            .current_dir(root.join("www/examples"))
            .output()
            .unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), expected, "{arguments}");
        count += 1;
    }
    assert_eq!(count, 2);
}
