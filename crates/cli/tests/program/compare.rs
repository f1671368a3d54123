//! `flowglass compare`.

use serde_json::{Value, json};

use crate::support::{BAD, Folder};

const FLOW: &str = "\
version: v1
type: flow
steps:
  - type: parallel
    name: both
    branches:
      - steps: [{type: task, name: charge, resourceArn: r, retry: [{errors: [Busy], maxAttempts: 1}]}]
      - steps: [{type: task, name: pack, resourceArn: r}]
  - {type: pass, name: done}
";

fn scenario(charge: &str, pack: &str) -> String {
    format!(
        "flow: f.flow.yaml\ntasks:\n  - {{step: charge, outcomes: [{charge}]}}\n  - {{step: pack, outcomes: [{pack}]}}\n"
    )
}

fn folder(test: &str) -> Folder {
    let one = scenario("{output: {n: {paid: [1, 2]}}, after: 1s}", "{output: {}, after: 2s}");
    let other = scenario("{output: {n: {paid: [1, 3]}}, after: 3s}", "{output: {}, after: 2s}");
    let later = scenario("{output: {n: {paid: [1, 2]}}, after: 3s}", "{output: {}, after: 2s}");
    let failed = scenario("{error: Busy, cause: c}, {error: Gone, cause: d}", "{output: {}, after: 2s}");
    Folder::with(
        test,
        &[
            ("f.flow.yaml", FLOW),
            ("one.yaml", &one),
            ("other.yaml", &other),
            ("later.yaml", &later),
            ("failed.yaml", &failed),
        ],
    )
}

#[test]
fn equal_runs_are_equal_whatever_they_come_from() {
    let folder = folder("compare_same");
    let history = folder.run(&["simulate", "--scenario", "one.yaml", "--format", "json"]).out;
    let expected = "A  one.yaml: run of f\nB  standard input: run of f\n\nno difference in 28 events\n";
    folder.run_with(&["compare", "one.yaml", "-"], &history).check(0, expected, "");
    folder.run_with(&["compare", "-", "one.yaml", "--times"], &history).check_parts(0, &["no difference"], &[]);
    let scenario = folder.read("one.yaml");
    folder.run_with(&["compare", "-", "one.yaml"], &scenario).check_parts(0, &["no difference"], &[]);
}

#[test]
fn the_first_difference_is_named_in_its_own_branch() {
    let folder = folder("compare_differs");
    let expected = "\
A  one.yaml: run of f
B  other.yaml: run of f

the first difference: event 14 of A, event 18 of B
  charge, branch 0 of both
  output.n.paid[1]: 2 in A, 3 in B

   A   B  type           step    detail
  10  10  TaskScheduled  charge  {\"resourceArn\":\"r\",\"pattern\":\"requestResponse\",\"input\":{}}
  11  11  TaskScheduled  pack    {\"resourceArn\":\"r\",\"pattern\":\"requestResponse\",\"input\":{}}
  12  12  TaskStarted    charge  {}
  13  13  TaskStarted    pack    {}
- 14      TaskSucceeded  charge  {\"output\":{\"n\":{\"paid\":[1,2]}}}
+     18  TaskSucceeded  charge  {\"output\":{\"n\":{\"paid\":[1,3]}}}

4 of 28 events differ
note: events of different branches came in another order, first event 18 of A, event 14 of B

summary
  charge: 1.060 s in A, 3.060 s in B
";
    let ran = folder.run(&["compare", "one.yaml", "other.yaml"]);
    assert_eq!((ran.status, ran.err.as_str()), (1, ""));
    assert_eq!(ran.out, expected);
}

#[test]
fn the_order_of_branches_and_times_are_no_difference_unless_times_count() {
    let folder = folder("compare_order");
    let ran = folder.run(&["compare", "one.yaml", "later.yaml"]);
    ran.check_parts(0, &["no difference in ", "note: events of different branches came in another order"], &[]);
    let ran = folder.run(&["compare", "one.yaml", "later.yaml", "--times"]);
    ran.check_parts(1, &["  charge, branch 0 of both\n  1.080 s after the start in A, 3.080 s in B\n"], &[]);
}

#[test]
fn the_summary_tells_status_error_and_steps() {
    let folder = folder("compare_summary");
    let expected = [
        "  TaskSucceeded in A, TaskFailed in B\n",
        "  charge, branch 0 of both in A; charge, attempt 1, branch 0 of both in B\n",
        "\nsummary\n  status: Succeeded in A, Failed in B\n  error: none in A, Gone: d in B\n  only in A: done, 1 run\n",
        "  charge: 1 run and 1 attempt in A, 1 run and 2 attempts in B\n",
    ];
    folder.run(&["compare", "one.yaml", "failed.yaml"]).check_parts(1, &expected, &[]);
}

#[test]
fn programs_get_json() {
    let folder = folder("compare_json");
    let ran = folder.run(&["compare", "one.yaml", "other.yaml", "--format", "json"]);
    assert_eq!((ran.status, ran.err.as_str()), (1, ""));
    let found: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&found["same"], &found["events"]["differing"]), (&json!(false), &json!(4)));
    let place = json!({"step": "charge", "in": [{"step": "both", "branch": 0}]});
    let event = |number: u32, trigger: u32| json!({"event": number, "type": "TaskSucceeded", "trigger": trigger, "place": place});
    assert_eq!(found["first"]["a"], event(14, 12));
    assert_eq!(found["first"]["difference"], json!({"kind": "value", "path": "output.n.paid[1]", "a": 2, "b": 3}));
    let same = folder.run(&["compare", "one.yaml", "one.yaml", "--format", "json"]);
    let found: Value = serde_json::from_str(&same.out).unwrap();
    assert_eq!((same.status, &found["same"], &found["first"]), (0, &json!(true), &json!(null)));
}

#[test]
fn what_cannot_be_compared_is_told() {
    let folder = folder("compare_unusable");
    folder.write("bad.flow.yaml", BAD.as_bytes());
    folder.write("bad.yaml", b"flow: bad.flow.yaml\n");
    folder.write("no.yaml", b"input: {}\n");
    folder.write("events.json", b"{\"Events\": [{\"Type\": \"A\"}]}");
    let compare = |file: &str| folder.run(&["compare", "one.yaml", file]);
    compare("missing.yaml").check_parts(2, &[], &["cannot read missing.yaml"]);
    compare("f.flow.yaml").check_parts(2, &[], &["f.flow.yaml:1:1: unknown key `version`"]);
    compare("bad.yaml").check_parts(2, &[], &["bad.flow.yaml: not simulated"]);
    compare("no.yaml").check_parts(2, &[], &["which flow?"]);
    compare("events.json").check_parts(2, &[], &["events.json: the event with EventId 0"]);
    folder.run(&["compare", "one.yaml", "no.yaml", "--flow", "f.flow.yaml"]).check_parts(
        1,
        &["  output.n: {\"paid\":[1,2]} in A, nothing in B\n"],
        &[],
    );
}
