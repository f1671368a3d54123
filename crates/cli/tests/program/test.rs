//! `flowglass test`.

use quick_junit::{Report, TestCaseStatus};
use serde_json::{Value, json};

use crate::support::{BAD, Folder};

/// Charges a card, and sends a refund when it is refused.
const SHOP: &str = "version: v1
type: flow
steps:
  - type: task
    name: charge
    resourceArn: acs:fc:::services/shop/functions/charge
    catch: [{errors: [Refused], goto: refund}]
    outputMappings: [{target: paid, source: $local.paid}]
  - {type: succeed, name: done}
  - {type: pass, name: refund, outputMappings: [{target: back, source: true}]}
";

const PAID: &str = "name: it is paid
flow: shop.flow.yaml
tasks: [{step: charge, outcomes: [{output: {paid: true}, after: 1s}]}]
expect: {status: Succeeded, output: {paid: true}, path: [charge, done], never: [refund]}
";

/// What is expected here is wrong in two ways.
const WRONG: &str = "name: the card is refused
flow: shop.flow.yaml
tasks: [{step: charge, outcomes: [{error: Refused, cause: code 51}]}]
expect:
  output: {back: false, money: 3}
  events: {TaskFailed: 2}
";

fn shop(test: &str, scenarios: &[(&str, &str)]) -> Folder {
    Folder::with(test, &[&[("shop.flow.yaml", SHOP)], scenarios].concat())
}

#[test]
fn what_is_met_and_what_is_not_is_told_in_order() {
    let folder = shop("test_text", &[("b.scenario.yaml", PAID), ("a.scenario.yml", WRONG)]);
    let out = "FAILED  ./a.scenario.yml: the card is refused (Succeeded, 12 events, 0.110 s)
        ./a.scenario.yml:5:11: output is not as expected
            $.back: expected false, found true
            $.money: expected 3, found nothing
        ./a.scenario.yml:6:12: events: expected 2 TaskFailed, found 1
        its events: flowglass simulate --scenario ./a.scenario.yml
ok      ./b.scenario.yaml: it is paid (Succeeded, 13 events, 1.120 s)

coverage
  flow                      steps            edges
  shop.flow.yaml       3/3  100 %       3/3  100 %
";
    folder.run(&["test", "."]).check(1, out, "2 scenarios: 1 passed, 1 failed\n");
    for jobs in ["1", "7"] {
        folder.run(&["test", ".", "--jobs", jobs]).check(1, out, "2 scenarios: 1 passed, 1 failed\n");
    }
    let only_failed = out.split("ok ").next().unwrap();
    folder.run(&["test", ".", "--quiet"]).check(1, only_failed, "");
    folder.run(&["test", "b.scenario.yaml", "-q"]).check(0, "", "");
}

#[test]
fn what_was_never_reached_is_named() {
    let folder = shop("test_reached", &[("one.scenario.yaml", PAID)]);
    let out = "ok      one.scenario.yaml: it is paid (Succeeded, 13 events, 1.120 s)

coverage
  flow                      steps            edges
  shop.flow.yaml       2/3   66 %       1/3   33 %
      never entered: refund (line 10)
      never taken: charge → refund (catch 0, line 7)
";
    folder.run(&["test", "one.scenario.yaml"]).check(0, out, "1 scenario: 1 passed\n");
}

#[test]
fn paths_are_relative_to_the_scenario_and_a_flow_is_one_flow() {
    let named = |flow: &str| PAID.replace("shop.flow.yaml", flow);
    let folder = Folder::with(
        "test_relative",
        &[
            ("flows/shop.flow.yaml", SHOP),
            ("tests/paid.scenario.yaml", &named("../flows/shop.flow.yaml")),
            ("tests/deep/paid.scenario.yaml", &named("../.././flows/shop.flow.yaml")),
        ],
    );
    let ran = folder.run(&["test", "tests", "tests/paid.scenario.yaml"]);
    ran.check_parts(
        0,
        &["ok      tests/deep/paid.scenario.yaml: ", "\n  flows/shop.flow.yaml  "],
        &["2 scenarios: 2 passed\n"],
    );
    assert_eq!(ran.out.matches("flows/shop.flow.yaml").count(), 1, "{}", ran.out);
}

#[test]
fn a_scenario_that_cannot_be_used_keeps_no_other_from_running() {
    let folder = shop(
        "test_unusable",
        &[
            ("a.scenario.yaml", "flow: shop.flow.yaml\nexpect: {statsu: Failed}\n"),
            ("b.scenario.yaml", "flow: shop.flow.yaml\nexpect:\n  never: [refnud]\n"),
            ("c.scenario.yaml", "name: no flow\n"),
            ("d.scenario.yaml", "flow: nowhere.flow.yaml\n"),
            ("e.scenario.yaml", PAID),
            ("f.scenario.yaml", WRONG),
        ],
    );
    let ran = folder.run(&["test", ".", "nowhere.scenario.yaml"]);
    ran.check_parts(
        2,
        &[
            "ERROR   ./a.scenario.yaml\n        ./a.scenario.yaml:2:10: unknown key `statsu`; did you mean `status`?\n",
            "ERROR   ./b.scenario.yaml\n        ./b.scenario.yaml:3:11: shop.flow.yaml has no step `refnud`; did you mean `refund`?\n",
            "ERROR   ./c.scenario.yaml: no flow\n        ./c.scenario.yaml: it names no flow; write `flow: FILE`, relative to the scenario\n",
            "ERROR   ./d.scenario.yaml\n        cannot read nowhere.flow.yaml: ",
            "ok      ./e.scenario.yaml: it is paid",
            "ERROR   nowhere.scenario.yaml\n        cannot read nowhere.scenario.yaml: ",
        ],
        &["7 scenarios: 1 passed, 1 failed, 5 could not be used\n"],
    );
    folder.run(&["test", "nowhere"]).check_parts(2, &["cannot read nowhere: "], &["1 scenario: 0 passed, 1 could not"]);
}

#[test]
fn a_definition_with_errors_is_not_run() {
    let folder = Folder::with("test_refused", &[("bad.flow.yaml", BAD), ("a.scenario.yaml", "flow: bad.flow.yaml\n")]);
    folder.run(&["test", "."]).check_parts(
        1,
        &["FAILED  ./a.scenario.yaml\n        not run: the service would refuse bad.flow.yaml\n            bad.flow.yaml:5:12: error[unknown-type]: "],
        &["1 scenario: 0 passed, 1 failed\n"],
    );
}

#[test]
fn folders_without_scenarios_and_filters_that_fit_nothing_are_mistakes() {
    let folder = shop("test_nothing", &[("deep/a.scenario.yaml", PAID)]);
    folder.write("empty/x.flow.yaml", SHOP.as_bytes());
    folder.run(&["test", "empty"]).check(
        2,
        "",
        "flowglass: no scenario in empty: no file there ends in .scenario.yaml or .scenario.yml\n0 scenarios: 0 passed\n",
    );
    let ran = folder.run(&["test", ".", "--filter", "refused"]);
    ran.check(2, "", "flowglass: no scenario has refused in its path or its name\n");
}

#[test]
fn a_filter_looks_at_paths_and_names() {
    let folder = shop("test_filter", &[("a.scenario.yaml", PAID), ("b.scenario.yaml", WRONG)]);
    folder.run(&["test", ".", "--filter", "is paid"]).check_parts(
        0,
        &["ok      ./a.scenario.yaml"],
        &["1 scenario: 1"],
    );
    folder.run(&["test", ".", "--filter", "b.scen"]).check_parts(1, &["FAILED  ./b.scenario.yaml"], &["1 scenario: 0"]);
}

#[test]
fn the_first_failure_can_be_the_last() {
    let names: Vec<String> = (0..20).map(|number| format!("{number:02}.scenario.yaml")).collect();
    let text = |number: usize| if number >= 3 { WRONG } else { PAID };
    let files: Vec<_> = names.iter().enumerate().map(|(number, name)| (name.as_str(), text(number))).collect();
    let folder = shop("test_fail_fast", &files);
    for jobs in ["1", "4"] {
        let ran = folder.run(&["test", ".", "--fail-fast", "--jobs", jobs]);
        assert_eq!(ran.out.matches("FAILED").count(), 1, "{}", ran.out);
        assert_eq!((ran.status, ran.err.as_str()), (1, "4 scenarios: 3 passed, 1 failed\n"));
    }
}

#[test]
fn nothing_expected_is_told_and_notes_can_be_denied() {
    let folder = shop("test_notes", &[("a.scenario.yaml", "flow: shop.flow.yaml\n")]);
    folder.run(&["test", "."]).check_parts(
        0,
        &["ok      ./a.scenario.yaml (Succeeded, 13 events, 0.120 s, nothing expected)\n        note: charge: no answer given, {} assumed\n"],
        &["1 scenario: 1 passed, of which 1 expects nothing\n"],
    );
    folder.run(&["test", ".", "--deny-notes"]).check_parts(
        1,
        &["FAILED  ./a.scenario.yaml", "\n        a note, and notes are denied: charge: no answer given, {} assumed\n"],
        &["1 scenario: 0 passed, 1 failed\n"],
    );
}

#[test]
fn a_run_that_rests_says_what_it_waits_for() {
    let flow = "version: v1\ntype: flow\nsteps:\n  - {type: task, name: approve, resourceArn: 'acs:mns:::/topics/t/messages', pattern: waitForCallback, inputMappings: [{target: token, source: $context.task.token}], serviceParams: {MessageBody: $}}\n";
    let scenario = |expect: &str| format!("flow: a.flow.yaml\nexpect: {{{expect}}}\n");
    let folder = Folder::with(
        "test_rests",
        &[
            ("a.flow.yaml", flow),
            ("a.scenario.yaml", &scenario("status: Succeeded")),
            ("b.scenario.yaml", &scenario("status: Running, steps: [{step: approve, attempts: 1}]")),
        ],
    );
    folder.run(&["test", "."]).check_parts(
        1,
        &[
            "./a.scenario.yaml:2:18: status: expected Succeeded, found Running\n        approve waits since 0.050 s for a report that nobody can give here; its token is c2ltOjI=\n",
            "ok      ./b.scenario.yaml (Running, ",
        ],
        &[],
    );
}

#[test]
fn a_scenario_comes_from_standard_input_too() {
    let folder = shop("test_stdin", &[]);
    folder.run_with(&["test", "-"], PAID).check_parts(0, &["ok      standard input: it is paid"], &[]);
    let ran = folder.run_with(&["test", "-"], WRONG);
    ran.check_parts(1, &["        standard input:5:11: output is not as expected\n"], &[]);
    assert!(!ran.out.contains("its events"), "{}", ran.out);
}

#[test]
fn programs_get_everything_in_one_document() {
    let folder =
        shop("test_json", &[("a.scenario.yaml", PAID), ("b.scenario.yaml", WRONG), ("c.scenario.yaml", "x: 1")]);
    let ran = folder.run(&["test", ".", "--format", "json", "--coverage", "c.json"]);
    assert_eq!((ran.status, ran.err.as_str()), (2, "3 scenarios: 1 passed, 1 failed, 1 could not be used\n"));
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    let expected = json!({
        "path": "./a.scenario.yaml", "name": "it is paid", "flow": "shop.flow.yaml", "verdict": "passed", "failures": [],
        "run": {"status": "Succeeded", "durationMs": 1120, "events": 13, "nothingExpected": false, "notes": [], "waiting": []},
    });
    assert_eq!(document["scenarios"][0], expected);
    let failures = json!([
        {"line": 5, "column": 11, "message": "output is not as expected",
            "details": ["$.back: expected false, found true", "$.money: expected 3, found nothing"]},
        {"line": 6, "column": 12, "message": "events: expected 2 TaskFailed, found 1", "details": []},
    ]);
    assert_eq!(
        (&document["scenarios"][1]["verdict"], &document["scenarios"][1]["failures"]),
        (&json!("failed"), &failures)
    );
    let unusable = &document["scenarios"][2];
    assert_eq!((&unusable["verdict"], &unusable["run"]), (&json!("unusable"), &Value::Null));
    assert!(unusable["error"].as_str().unwrap().starts_with("./c.scenario.yaml:1:1: unknown key `x`"), "{unusable}");
    assert_eq!([&document["passed"], &document["failed"], &document["unusable"]], [1, 1, 1]);
    let coverage: Value = serde_json::from_str(&folder.read("c.json")).unwrap();
    assert_eq!(document["coverage"], coverage);
    let steps = json!([
        {"step": "charge", "line": 5, "column": 11, "count": 2},
        {"step": "done", "line": 9, "column": 27, "count": 1},
        {"step": "refund", "line": 10, "column": 24, "count": 1},
    ]);
    let edges = json!([
        {"from": 0, "to": 1, "kind": "next", "line": 5, "column": 11, "count": 1},
        {"from": 0, "to": 2, "kind": "catch", "index": 0, "line": 7, "column": 13, "count": 1},
        {"from": 2, "to": null, "kind": "next", "line": 10, "column": 24, "count": 1},
    ]);
    let flow = json!({"path": "shop.flow.yaml", "name": "shop", "stepsReached": 3, "edgesTaken": 3, "steps": steps, "edges": edges});
    assert_eq!(coverage, json!({"format": 1, "flows": [flow]}));
}

#[test]
fn build_servers_get_junit() {
    let strange = PAID.replace("it is paid", "\"a <b> & \\e[1m\"");
    let folder = shop(
        "test_junit",
        &[
            ("t/a.scenario.yaml", &strange.replace("shop", "../shop")),
            ("b.scenario.yaml", WRONG),
            ("c.scenario.yaml", "x: 1"),
        ],
    );
    let ran = folder.run(&["test", ".", "--junit", "out.xml", "-q"]);
    assert_eq!(ran.status, 2, "{ran:?}");
    let report = Report::deserialize_from_str(&folder.read("out.xml")).unwrap();
    assert_eq!((report.tests, report.failures, report.errors), (3, 1, 1));
    let suites: Vec<_> = report.test_suites.iter().map(|suite| (suite.name.as_str(), suite.tests)).collect();
    assert_eq!(suites, [(".", 2), ("./t", 1)]);
    let cases: Vec<_> = report.test_suites.iter().flat_map(|suite| &suite.test_cases).collect();
    let [failed, unusable, passed] = cases[..] else { panic!("{cases:?}") };
    assert_eq!(
        (failed.name.as_str(), failed.classname.as_ref().unwrap().as_str()),
        ("the card is refused", "./b.scenario.yaml")
    );
    let said = |status: &TestCaseStatus| match status {
        TestCaseStatus::NonSuccess { message, description, .. } => {
            [message, description].map(|text| text.as_ref().unwrap().as_str().to_owned())
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(
        said(&failed.status),
        [
            "output is not as expected",
            "./b.scenario.yaml:5:11: output is not as expected\n    $.back: expected false, found true\n    $.money: expected 3, found nothing\n./b.scenario.yaml:6:12: events: expected 2 TaskFailed, found 1"
        ]
    );
    assert!(said(&unusable.status)[0].contains("unknown key `x`"));
    // A control character cannot stand in XML.
    assert_eq!(passed.name.as_str(), "a <b> & ");
    assert!(matches!(passed.status, TestCaseStatus::Success { .. }));
    assert_eq!(passed.extra.get("file").map(|file| file.as_str()), Some("./t/a.scenario.yaml"));
}

#[test]
fn the_schema_comes_with_the_program() {
    let ran = Folder::with("test_schema", &[]).run(&["test", "--schema"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let schema: Value = serde_json::from_str(&ran.out).unwrap();
    assert!(schema["properties"]["expect"]["properties"]["never"].is_object());
}

/// What docs/testing.md shows first is what happens.
#[test]
fn the_first_test_of_the_documentation_goes_as_it_says() {
    let page = include_str!("../../../../docs/testing.md");
    let section = page.split("\n## ").find(|section| section.starts_with("A first test")).unwrap();
    let mut blocks = section.split("```").skip(1).step_by(2).map(|block| block.split_once('\n').unwrap().1);
    let [flow, scenario, shown] = [(); 3].map(|()| blocks.next().unwrap());
    let folder = Folder::with("test_documentation", &[("order.flow.yaml", flow), ("order.scenario.yaml", scenario)]);
    let ran = folder.run(&["test", "."]);
    ran.check(1, shown.strip_prefix("$ flowglass test .\n").unwrap(), "1 scenario: 0 passed, 1 failed\n");
    assert_eq!(folder.run(&["check", ".", "-q"]).out, "");
}

#[test]
fn the_examples_are_as_they_expect() {
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/examples");
    Folder::with("test_examples", &[]).run(&["test", "--deny-notes", "--quiet", examples]).check(0, "", "");
}
