//! `flowglass simulate`.

use serde_json::{Value, json};

use crate::support::{BAD, Folder, GOOD};

const TASK: &str =
    "version: v1\ntype: flow\nsteps:\n  - {type: task, name: charge, resourceArn: 'acs:fc:::services/s/functions/f'}\n";

#[test]
fn a_run_is_shown_event_by_event() {
    let folder = Folder::with("simulate_text", &[("hello.flow.yaml", GOOD)]);
    let expected = r#"flow       hello
execution  run
status     Succeeded
started    2026-01-01T00:00:00.000Z
duration   0.050 s

id  after     time  type                step   detail
 1      -  0.000 s  ExecutionStarted           {"input":{"who":"ann"}}
 2      1  0.010 s  StepEntered         greet  {"input":{"who":"ann"},"local":{}}
 3      2  0.020 s  StepStarted         greet  {"input":{"who":"ann"}}
 4      3  0.030 s  StepSucceeded       greet  {"output":{"hi":"ann"}}
 5      4  0.040 s  StepExited          greet  {"local":{"hi":"ann"}}
 6      5  0.050 s  ExecutionSucceeded         {"output":{"hi":"ann"}}

output
  {
    "hi": "ann"
  }
"#;
    folder.run(&["simulate", "hello.flow.yaml", "--input", r#"{"who": "ann"}"#]).check(0, expected, "");
    let from_stdin = folder.run_with(&["simulate", "-", "--input", r#"{"who": "ann"}"#], GOOD);
    from_stdin.check(0, &expected.replace("flow       hello", "flow       stdin"), "");
}

#[test]
fn programs_get_the_service_s_own_shape() {
    let folder = Folder::with("simulate_json", &[("hello.flow.yaml", GOOD)]);
    let ran = folder.run(&["simulate", "hello.flow.yaml", "--format", "json", "--history-out", "h.json"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert_eq!(folder.read("h.json"), ran.out);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    let execution = &document["Execution"];
    assert_eq!(
        (&execution["FlowName"], &execution["Name"], &execution["Status"]),
        (&json!("hello"), &json!("run"), &json!("Succeeded"))
    );
    assert_eq!(
        (&execution["StartedTime"], &execution["StoppedTime"]),
        (&json!("2026-01-01T00:00:00.000Z"), &json!("2026-01-01T00:00:00.050Z"))
    );
    assert_eq!((&execution["Input"], &execution["Output"]), (&json!("{}"), &json!(r#"{"hi":null}"#)));
    assert_eq!(execution["FlowDefinition"], json!(GOOD));
    assert_eq!(document["Events"].as_array().map(Vec::len), Some(6));
    assert_eq!(
        document["Events"][1],
        json!({"StepName": "greet", "Type": "StepEntered", "EventId": 2, "ScheduleEventId": 1,
            "EventDetail": r#"{"input":{},"local":{}}"#, "Time": "2026-01-01T00:00:00.010Z"})
    );
}

#[test]
fn a_failed_execution_was_done() {
    let scenario = "flow: charge.flow.yaml\ntasks:\n  - {step: charge, outcomes: [{error: CardRefused, cause: code 51, after: 2s}]}\n";
    let folder =
        Folder::with("simulate_failed", &[("in/charge.flow.yaml", TASK), ("in/refused.scenario.yaml", scenario)]);
    let ran = folder.run(&["simulate", "--scenario", "in/refused.scenario.yaml"]);
    ran.check_parts(0, &["status     Failed\n", "\nerror\n  CardRefused: code 51\n"], &[]);
    assert_eq!(ran.err, "");
}

#[test]
fn the_command_line_wins_over_the_scenario() {
    let scenario =
        "flow: missing.flow.yaml\ninput: {who: bob}\nexecution: {name: night-7}\nclock: 2026-05-01T20:00:00Z\n";
    let folder =
        Folder::with("simulate_wins", &[("hello.flow.yaml", GOOD), ("s.yaml", scenario), ("in.json", "{\"who\": 1}")]);
    folder.run(&["simulate", "--scenario", "s.yaml"]).check_parts(
        2,
        &[],
        &["flowglass: cannot read missing.flow.yaml: "],
    );
    let ran = folder.run(&["simulate", "hello.flow.yaml", "--scenario", "s.yaml"]);
    ran.check_parts(
        0,
        &["execution  night-7\n", "started    2026-05-01T20:00:00.000Z\n", r#"{"input":{"who":"bob"}}"#],
        &[],
    );
    let ran = folder.run(&["simulate", "hello.flow.yaml", "--scenario", "s.yaml", "--input", "@in.json"]);
    ran.check_parts(0, &[r#"{"input":{"who":1}}"#], &[]);
}

/// The names that events have are the scenario's unless the command line says otherwise.
#[test]
fn histories_may_be_told_in_the_words_of_states() {
    let flow =
        "Type: StateMachine\nSpecVersion: v1\nName: one\nStartAt: p\nStates:\n  - {Type: Pass, Name: p, End: true}\n";
    let scenario = "flow: one.flow.yaml\noptions: {vocabulary: state}\n";
    let folder = Folder::with("simulate_state", &[("one.flow.yaml", flow), ("s.yaml", scenario), ("old.yaml", GOOD)]);
    let states = &["StateEntered", "StateStarted", "StateSucceeded"];
    for arguments in [&["--scenario", "s.yaml"][..], &["one.flow.yaml", "--vocabulary", "state"]] {
        let ran = folder.run(&[&["simulate"], arguments].concat());
        ran.check_parts(0, states, &[]);
        assert!(!ran.out.contains("Step"), "{}", ran.out);
    }
    let ran = folder.run(&["simulate", "--scenario", "s.yaml", "--vocabulary", "reference"]);
    ran.check_parts(0, &["StepEntered", "StepExited"], &[]);
    let ran = folder.run(&["simulate", "old.yaml", "--vocabulary", "state"]);
    ran.check_parts(0, &["StepExited", "\nnotes\n  the vocabulary `state` belongs to the new language"], &[]);
}

#[test]
fn answers_that_were_assumed_are_told() {
    let folder = Folder::with("simulate_notes", &[("a.flow.yaml", TASK)]);
    folder.run(&["simulate", "a.flow.yaml"]).check_parts(0, &["\nnotes\n  charge: no answer given, {} assumed\n"], &[]);
}

#[test]
fn a_run_that_waits_says_for_what() {
    let callback = TASK.replace("name: charge,", "name: approve, pattern: waitForCallback,");
    let never = "tasks:\n  - {step: charge, outcomes: [{never: true}]}\n";
    let folder = Folder::with(
        "simulate_waits",
        &[("callback.flow.yaml", &callback), ("task.flow.yaml", TASK), ("never.yaml", never)],
    );
    folder.run(&["simulate", "callback.flow.yaml"]).check_parts(
        0,
        &[
            "status     Running\n",
            "\nwaiting\n  approve waits since 0.050 s for a report that nobody can give here; its token is c2ltOjI=\n",
        ],
        &[],
    );
    folder.run(&["simulate", "task.flow.yaml", "--scenario", "never.yaml"]).check_parts(
        0,
        &[
            "status     Running\n",
            "\nwaiting\n  charge waits since 0.040 s for an answer that the scenario never gives\n",
        ],
        &[],
    );
}

#[test]
fn flows_that_are_started_come_from_the_scenario_or_a_folder() {
    let parent = "version: v1\ntype: flow\nsteps:\n  - {type: task, name: call, resourceArn: 'acs:fnf:::flow/hello', pattern: sync}\n";
    let scenario = "flow: main.flow.yaml\nflows: [lib/hello.flow.yaml]\ninput: {who: ann}\n";
    let files = [
        ("main.flow.yaml", parent),
        ("lib/hello.flow.yaml", GOOD),
        ("lib/broken.flow.yaml", BAD),
        ("s.yaml", scenario),
        ("broken.yaml", "flow: main.flow.yaml\nflows: [lib/broken.flow.yaml]\n"),
    ];
    let folder = Folder::with("simulate_children", &files);
    let child = "\nexecutions started\n  ";
    folder.run(&["simulate", "--scenario", "s.yaml"]).check_parts(
        0,
        &[
            "status     Succeeded\n",
            child,
            " of hello, by call: Succeeded after 0.050 s, 6 events from 0.0",
            r#""hi": "ann""#,
        ],
        &[],
    );
    let ran = folder.run(&["simulate", "main.flow.yaml", "--flows", "lib", "--input", "{\"who\":\"bob\"}"]);
    ran.check_parts(
        0,
        &[child, r#""hi": "bob""#],
        &["lib/broken.flow.yaml: it has errors and cannot be started; see flowglass check\n"],
    );
    let refused = folder.run(&["simulate", "--scenario", "broken.yaml"]);
    refused.check_parts(1, &[], &["lib/broken.flow.yaml:5:12: error[", "lib/broken.flow.yaml: not simulated"]);
    assert_eq!(refused.out, "");
    folder.run(&["simulate", "main.flow.yaml"]).check_parts(0, &["call: no answer given"], &[]);
}

#[test]
fn map_runs_are_listed() {
    let text = "\
Type: StateMachine
SpecVersion: v1
Name: each
StartAt: All
States:
  - Type: Map
    Name: All
    ItemsPath: $Input.xs
    ProcessorConfig: {ExecutionMode: Standard}
    Processor: {StartAt: P, States: [{Type: Pass, Name: P, End: true}]}
    End: true
";
    let folder = Folder::with("simulate_map_run", &[("each.flow.yaml", text)]);
    let ran = folder.run(&["simulate", "each.flow.yaml", "--input", r#"{"xs":[{"a":1},{"a":2}]}"#]);
    ran.check_parts(
        0,
        &["\nmap runs\n  All of ", ": Succeeded; items: 2 succeeded\n", "item 1 of All: Succeeded"],
        &[],
    );
}

#[test]
fn a_definition_that_the_service_refuses_is_not_run() {
    let folder = Folder::with("simulate_refused", &[("a.flow.yaml", BAD), ("text.yaml", "just text\n")]);
    for file in ["a.flow.yaml", "text.yaml"] {
        let ran = folder.run(&["simulate", file, "--format", "json", "--history-out", "h.json"]);
        let end = format!("{file}: not simulated: the service would refuse this definition\n");
        ran.check_parts(1, &[], &["error[", &end]);
        assert_eq!(ran.out, "");
    }
}

#[test]
fn what_cannot_be_used_has_status_2_with_its_place() {
    let files = [("a.flow.yaml", GOOD), ("bad.yaml", "flow: a.flow.yaml\ntusks: []\n"), ("none.yaml", "seed: 1\n")];
    let folder = Folder::with("simulate_unusable", &files);
    let check = |arguments: &[&str], err: &str| {
        let ran = folder.run(&[&["simulate"], arguments].concat());
        ran.check_parts(2, &[], &[err]);
        assert_eq!(ran.out, "");
    };
    check(&["missing"], "flowglass: cannot read missing: ");
    check(&["a.flow.yaml", "--scenario", "missing"], "flowglass: cannot read missing: ");
    check(&["--scenario", "bad.yaml"], "flowglass: bad.yaml:2:1: unknown key `tusks`; did you mean `tasks`?\n");
    check(&["--scenario", "none.yaml"], "flowglass: which flow? Name one on the command line");
    check(&["a.flow.yaml", "--input", "{\n  'a': 1}"], "flowglass: --input is no JSON: line 2, column 3: ");
    check(&["a.flow.yaml", "--input", "[]"], "flowglass: --input is of type array: ");
    check(&["a.flow.yaml", "--input", "@missing"], "flowglass: cannot read missing: ");
    check(&["-", "--input", "@-"], "flowglass: standard input can be read only once\n");
    check(&["a.flow.yaml", "--history-out", "no/such/h.json"], "flowglass: cannot write no/such/h.json: ");
    check(&["a.flow.yaml", "--flows", "missing"], "flowglass: cannot read missing: ");
}
