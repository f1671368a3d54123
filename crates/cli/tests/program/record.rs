//! `flowglass simulate --record` and `--from-history`.

use serde_json::Value;

use crate::support::Folder;

const ORDER: &str = "\
version: v1
type: flow
steps:
  - {type: task, name: charge, resourceArn: r, retry: [{errors: [Busy]}]}
  - type: foreach
    name: each
    iterationMapping: {collection: $.items, item: item}
    steps:
      - {type: task, name: pack, resourceArn: r}
";

const BUSY: &str = "\
flow: ../order.flow.yaml
input: {items: [a, b]}
tasks:
  - step: charge
    outcomes: [{error: Busy, cause: 'later: please', after: 200ms, times: 2}, {output: {paid: true}, after: 1s}]
";

const RECORDED: &str = "\
# Recorded from a run of order.flow.yaml.
# It ended Succeeded with event 37.
format: 1
flow: \"../order.flow.yaml\"
input: {items: [a, b]}
execution: {name: run}
clock: 2026-01-01T00:00:00Z
seed: 0
tasks:
  - step: charge
    outcomes:
      - {error: Busy, cause: \"later: please\", after: 200ms, times: 2}
      - {output: {paid: true}, after: 1s}
  - step: pack
    outcomes:
      - {output: {}}
expect:
  status: Succeeded
  output: {paid: true}
";

fn folder(test: &str) -> Folder {
    Folder::with(test, &[("order.flow.yaml", ORDER), ("tests/busy.scenario.yaml", BUSY)])
}

#[test]
fn a_recording_repeats_the_run_and_names_what_was_assumed() {
    let folder = folder("record");
    let run = ["simulate", "order.flow.yaml", "--scenario", "tests/busy.scenario.yaml"];
    let ran =
        folder.run(&[&run[..], &["--record", "tests/recorded.scenario.yaml", "--history-out", "h.json"]].concat());
    ran.check_parts(0, &["status     Succeeded\n", "pack: no answer given, {} assumed"], &[]);
    assert_eq!(folder.read("tests/recorded.scenario.yaml"), RECORDED);
    let again = folder.run(&["simulate", "--scenario", "tests/recorded.scenario.yaml", "--format", "json"]);
    assert_eq!((again.status, again.err.as_str()), (0, ""));
    assert_eq!(again.out, folder.read("h.json"));
    // To standard output, and nothing else there.
    let shown = folder.run(&[&run[..], &["--record", "-"]].concat());
    shown.check(0, &RECORDED.replace("\"../order.flow.yaml\"", "order.flow.yaml"), "");
    folder.run(&[&run[..], &["--record", "no/such/folder/f"]].concat()).check_parts(2, &[], &["cannot write no/such"]);
}

#[test]
fn mocks_made_from_a_history_reproduce_it() {
    let folder = folder("from_history");
    folder.run(&["simulate", "--scenario", "tests/busy.scenario.yaml", "--history-out", "h.json"]);
    let expected = RECORDED.replace("Recorded from a run of order.flow.yaml", "Made from the history in h.json");
    let ran = folder.run(&["simulate", "order.flow.yaml", "--from-history", "h.json", "--record", "-"]);
    ran.check(
        0,
        &expected.replace("\"../order.flow.yaml\"", "order.flow.yaml"),
        "h.json: all 37 events are reproduced\n",
    );
    // The execution's own definition, and the history from standard input.
    let history = folder.read("h.json");
    let ran = folder.run_with(&["simulate", "--from-history", "-", "--format", "json"], &history);
    ran.check(0, &history, "standard input: all 37 events are reproduced\n");
}

#[test]
fn pages_of_the_service_are_one_history() {
    let folder = folder("history_pages");
    folder.run(&["simulate", "--scenario", "tests/busy.scenario.yaml", "--history-out", "h.json"]);
    let document: Value = serde_json::from_str(&folder.read("h.json")).unwrap();
    let events = document["Events"].as_array().unwrap();
    let page = |events: &[Value]| serde_json::json!({"Events": events, "RequestId": "x"}).to_string();
    folder.write("1.json", page(&events[..20]).as_bytes());
    folder.write("2.json", page(&events[19..]).as_bytes());
    let ran = folder.run(&["simulate", "order.flow.yaml", "--from-history", "1.json", "--from-history", "2.json"]);
    ran.check_parts(0, &["status     Succeeded\n"], &["1.json: all 37 events are reproduced\n"]);
    let ran = folder.run(&["simulate", "--from-history", "1.json"]);
    ran.check_parts(2, &[], &["which flow?"]);
}

#[test]
fn where_the_simulation_differs_is_told_with_the_reason() {
    let folder = folder("history_differs");
    folder.run(&["simulate", "--scenario", "tests/busy.scenario.yaml", "--history-out", "h.json"]);
    let changed = ORDER.replace("maxAttempts", "x").replace("name: pack", "name: wrap");
    folder.write("changed.flow.yaml", changed.as_bytes());
    let ran = folder.run(&["simulate", "changed.flow.yaml", "--from-history", "h.json", "--record", "r.yaml"]);
    let expected = "\
h.json: the simulation differs in 28 of 49 events
  the first is event 19 of the history, event 19 of the simulation: pack, iteration 0 of each in the history; wrap, iteration 0 of each in the simulation: StepEntered of pack in the history, of wrap in the simulation
  perhaps because of pack: the flow has no such step there; is it the same definition?
";
    assert_eq!((ran.status, ran.err.as_str()), (0, expected));
    assert!(folder.read("r.yaml").starts_with("# Made from the history in h.json.\n# It ended Succeeded"));
    assert!(folder.read("r.yaml").contains("\n# h.json: the simulation differs in 28 of 49 events\n"));
}

#[test]
fn what_is_no_history_is_refused() {
    let folder = folder("no_history");
    folder.write("events.json", b"{\"Events\": [{\"Type\": \"A\"}]}");
    let simulate = |file: &str| folder.run(&["simulate", "order.flow.yaml", "--from-history", file]);
    simulate("order.flow.yaml").check_parts(2, &[], &["order.flow.yaml: line 1, column 1"]);
    simulate("events.json").check_parts(2, &[], &["events.json: the event with EventId 0"]);
    simulate("missing.json").check_parts(2, &[], &["cannot read missing.json"]);
}

#[test]
fn flows_that_were_started_are_named_and_their_histories_are_used() {
    let main = "version: v1\ntype: flow\nsteps:\n  - {type: task, name: call, resourceArn: 'acs:fnf:::flow/pay', pattern: sync}\n";
    let pay = "version: v1\ntype: flow\nsteps:\n  - {type: task, name: charge, resourceArn: r}\n";
    let scenario =
        "flow: main.flow.yaml\ntasks: [{step: charge, flow: pay, outcomes: [{output: {paid: true}, after: 1s}]}]\n";
    let folder = Folder::with(
        "record_children",
        &[("main.flow.yaml", main), ("flows/pay.flow.yaml", pay), ("s.scenario.yaml", scenario)],
    );
    let run = ["simulate", "--scenario", "s.scenario.yaml", "--flows", "flows"];
    let ran = folder.run(&[&run[..], &["--record", "r.scenario.yaml", "--history-out", "h.json"]].concat());
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let recorded = folder.read("r.scenario.yaml");
    assert!(recorded.contains("flow: main.flow.yaml\nflows: [flows/pay.flow.yaml]\n"), "{recorded}");
    // The recording needs no folder of flows.
    let again = folder.run(&["simulate", "--scenario", "r.scenario.yaml", "--format", "json"]);
    assert_eq!(again.out, folder.read("h.json"));
    // The history of the child alone tells nothing about its parent, but with the parent's it is the child's.
    let document: Value = serde_json::from_str(&folder.read("h.json")).unwrap();
    let submitted =
        document["Events"].as_array().unwrap().iter().find(|event| event["Type"] == "TaskSubmitted").unwrap();
    let answer: Value = serde_json::from_str(submitted["EventDetail"].as_str().unwrap()).unwrap();
    let name = answer["output"]["ExecutionName"].as_str().unwrap();
    let child = folder.run(&["simulate", "flows/pay.flow.yaml", "--format", "json"]);
    let child = child.out.replace("\"Name\": \"run\"", &format!("\"Name\": \"{name}\""));
    folder.write("child.json", child.as_bytes());
    let both = ["--from-history", "h.json", "--from-history", "child.json", "--record", "-"];
    let ran = folder.run(&[&["simulate", "main.flow.yaml", "--flows", "flows"][..], &both].concat());
    ran.check_parts(0, &["  - step: charge\n    flow: pay\n    outcomes:\n      - {output: {}}\n"], &["h.json: "]);
}
