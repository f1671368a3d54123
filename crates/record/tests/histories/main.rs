//! Mocks from single histories, and what is said where they cannot be like them.

use std::sync::Arc;

use flowglass_flow::{Flow, parse};
use flowglass_history::History;
use flowglass_record::{Mocks, Run, from_history, scenario_text};
use flowglass_simulator::{Outside, Scenario, simulate};

fn flow(text: &str) -> Arc<Flow> {
    let parsed = parse(text);
    Arc::new(parsed.flow.unwrap_or_else(|| panic!("{:?}\n{text}", parsed.findings)))
}

fn legacy(steps: &str) -> String {
    format!("version: v1\ntype: flow\nsteps:\n{steps}")
}

/// The lines of the scenario behind the seed, and the remarks.
fn shown(flow: &Arc<Flow>, mocks: Mocks) -> (String, Vec<String>) {
    let text = scenario_text(&mocks.scenario, &[Arc::clone(flow)], &[]);
    let behind = text.split_once("seed: 0\n").map(|(_, behind)| behind.to_owned()).unwrap_or_default();
    (behind, mocks.remarks.iter().map(ToString::to_string).collect())
}

/// Checks what becomes of a history that is written down; its events are 10 ms apart.
#[track_caller]
fn check(steps: &str, lines: &str, expected: &str, remarks: &[&str]) {
    let flow = flow(&legacy(steps));
    let history = History::from_lines(lines).unwrap_or_else(|error| panic!("{error}\n{lines}"));
    let mocks = from_history(&Run::alone(&flow, "main", &history), Scenario::default());
    let (text, found) = shown(&flow, mocks);
    assert_eq!(text, expected);
    assert_eq!(found.len(), remarks.len(), "{found:#?}");
    for remark in remarks {
        assert!(found.iter().any(|found| found.contains(remark)), "{remark:?} is not in {found:#?}");
    }
}

/// Checks the mocks of a run that is simulated first.
#[track_caller]
fn check_simulated(text: &str, others: &[(&str, &str)], scenario: &str, expected: &str, remarks: &[&str]) {
    let flow_of = flow(text);
    let others: Vec<_> = others.iter().map(|(name, text)| ((*name).to_owned(), flow(text))).collect();
    let scenario = Scenario::parse(scenario).unwrap_or_else(|error| panic!("{error}"));
    let (simulation, id, _) = simulate(&flow_of, "main", &scenario, &others, Outside::Nobody);
    let mocks = from_history(&Run::simulated(&simulation, id), Scenario::default());
    let (text, found) = shown(&flow_of, mocks);
    assert_eq!(text, expected);
    assert_eq!(found, remarks);
}

const CHARGE: &str = "  - {type: task, name: charge, resourceArn: r}\n";

#[test]
fn attempts_become_outcomes() {
    check(
        CHARGE,
        r#"
1 <- 0  ExecutionStarted  {"input":{"a":1}}
2 <- 1  StepEntered    charge  {}
3 <- 2  StepStarted    charge  {}
4 <- 3  TaskScheduled  charge  {}
5 <- 4  TaskStarted    charge  {}
6 <- 5  TaskFailed     charge  {"error":"E","cause":"c"}
7 <- 6  TaskScheduled  charge  {"attempt":2}
8 <- 7  TaskStarted    charge  {}
9 <- 8  TaskSucceeded  charge  {"output":{"paid":true}}
10 <- 9  StepSucceeded  charge  {"output":{}}
11 <- 10  StepExited  charge  {}
12 <- 11  ExecutionSucceeded  {"output":{}}
"#,
        "tasks:\n  - step: charge\n    outcomes:\n      - {error: E, cause: c}\n      - {output: {paid: true}}\n",
        &[],
    );
}

#[test]
fn what_a_history_lacks_is_told() {
    let lines = r#"
1 <- 0  ExecutionStarted  {}
2 <- 1  StepEntered    charge  {}
3 <- 2  StepStarted    charge  {}
4 <- 3  TaskScheduled  charge  {}
5 <- 4  TaskStarted    charge  {}
6 <- 5  TaskSucceeded  charge  {}
7 <- 6  StepSucceeded  charge  {"output":{"mapped":1}}
8 <- 7  StepExited     charge  {}
9 <- 8  ExecutionSucceeded  {}
"#;
    let guessed = "tasks:\n  - step: charge\n    outcomes:\n      - {output: {mapped: 1}}\n";
    check(
        CHARGE,
        lines,
        guessed,
        &["charge: the answer of the called system is not in the history; the step's output"],
    );
    let nothing = "tasks:\n  - step: charge\n    outcomes:\n      - {output: {}}\n";
    let bare = lines.replace(r#"{"output":{"mapped":1}}"#, "{}");
    check(CHARGE, &bare, nothing, &["charge: the answer of the called system is not in the history; {} stands in"]);
    // A history without the events of tasks.
    let lines = r#"
1 <- 0  ExecutionStarted  {}
2 <- 1  StepEntered    charge  {}
3 <- 2  StepStarted    charge  {}
4 <- 3  StepSucceeded  charge  {"output":{"mapped":1}}
5 <- 4  StepExited     charge  {}
6 <- 5  ExecutionSucceeded  {}
"#;
    check(CHARGE, lines, guessed, &["the step's output stands in"]);
}

#[test]
fn what_does_not_fit_the_flow_or_the_model_is_told() {
    check(
        "  - {type: pass, name: a}\n",
        r#"
3 <- 2  StepEntered  a  {}
4 <- 3  StepStarted  a  {}
7 <- 4  StepNoticed  a  {}
8 <- 0  StepEntered  elsewhere  {}
"#,
        "",
        &[
            "the history begins with event 3",
            "events are missing before event 7",
            "the execution had not ended with event 8",
            "elsewhere: the flow has no such step there",
            "elsewhere: the history does not say clearly",
            "a: the history does not say clearly",
            "events of the unknown type StepNoticed are not simulated",
        ],
    );
}

#[test]
fn equal_places_share_an_entry_and_others_have_their_own() {
    let each = legacy(
        "  - {type: foreach, name: each, iterationMapping: {collection: $.xs, item: x}, steps: [{type: task, name: t, resourceArn: r, retry: [{errors: [E]}]}]}\n",
    );
    let input = "input: {xs: [1, 2, 3]}\ntasks:\n";
    let all = "  - {step: t, outcomes: [{error: E, times: 2}, {output: {n: 1}, after: 1s}]}\n";
    let common =
        "tasks:\n  - step: t\n    outcomes:\n      - {error: E, times: 2}\n      - {output: {\"n\": 1}, after: 1s}\n";
    check_simulated(&each, &[], &format!("{input}{all}"), common, &[]);
    let one = "  - {step: t, in: [{step: each, iteration: 1}], outcomes: [{output: {n: 2}}]}\n";
    let narrower = "  - step: t\n    in: [{step: each, iteration: 1}]\n    outcomes:\n      - {output: {\"n\": 2}}\n";
    check_simulated(&each, &[], &format!("{input}{all}{one}"), &format!("{common}{narrower}"), &[]);
}

#[test]
fn a_stop_and_what_it_cut_off() {
    let text = legacy("  - {type: task, name: ask, resourceArn: r, pattern: waitForCallback}\n");
    let scenario = "stop: {after: 3h, error: Operator, cause: no longer needed}";
    let expected = "tasks:\n  - step: ask\n    outcomes:\n      - {never: true}\nstop: {after: 3h, error: Operator, cause: no longer needed}\n";
    check_simulated(&text, &[], scenario, expected, &[]);
}

#[test]
fn a_flow_that_was_started_runs_again_when_its_history_is_known() {
    let main = legacy("  - {type: task, name: call, resourceArn: 'acs:fnf:::flow/pay', pattern: sync}\n");
    let pay = legacy("  - {type: task, name: charge, resourceArn: r}\n");
    let scenario = "tasks: [{step: charge, flow: pay, outcomes: [{output: {paid: true}, after: 1s}]}]";
    let expected =
        "tasks:\n  - step: charge\n    flow: pay\n    outcomes:\n      - {output: {paid: true}, after: 1s}\n";
    check_simulated(&main, &[("pay", &pay)], scenario, expected, &[]);
    // Without it, the task that started it answers as it did, and what the start itself answered is lost.
    let (flow, pay) = (flow(&main), flow(&pay));
    let scenario = Scenario::parse(scenario).unwrap_or_default();
    let (simulation, id, _) = simulate(&flow, "main", &scenario, &[("pay".to_owned(), pay)], Outside::Nobody);
    let alone = Run::alone(&flow, "main", &simulation.execution(id).history);
    let (text, remarks) = shown(&flow, from_history(&alone, Scenario::default()));
    let mock = "tasks:\n  - step: call\n    outcomes:\n      - {output: {paid: true}, after: 1080ms}\n";
    assert_eq!(text, mock);
    assert_eq!(remarks, ["call: the call itself was answered with data; a mock answers {} there"]);
}

#[test]
fn chance_and_shared_names_are_told() {
    let text = "{Type: StateMachine, SpecVersion: v1, Name: main, StartAt: p, States: [{Type: Pass, Name: p, OutputConstructor: {u.$: \"stringToJson(uuid())\"}, End: true}]}";
    check_simulated(text, &[], "", "", &["p: uuid() gives another value in every run"]);
}

#[test]
fn the_words_of_states_are_kept() {
    let text = "{Type: StateMachine, SpecVersion: v1, Name: main, StartAt: t, States: [{Type: Task, Name: t, Action: \"A:B\", End: true}]}";
    let expected = "options: {vocabulary: state}\ntasks:\n  - step: t\n    outcomes:\n      - {output: {}}\n";
    check_simulated(text, &[], "options: {vocabulary: state}", expected, &[]);
}

#[test]
fn limits_that_the_history_has_passed_are_raised() {
    let text = legacy(
        "  - {type: foreach, name: each, iterationMapping: {collection: $.xs, item: x}, steps: [{type: pass, name: p}]}\n",
    );
    let flow = flow(&text);
    let long = "x".repeat(40_000);
    let scenario = format!("input: {{xs: [1, 2], long: {long}}}\noptions: {{dataLimit: 100000, eventLimit: 6000}}");
    let scenario = Scenario::parse(&scenario).unwrap_or_else(|error| panic!("{error}"));
    let (simulation, id, _) = simulate(&flow, "main", &scenario, &[], Outside::Nobody);
    let history = &simulation.execution(id).history;
    let few = Scenario::parse("options: {eventLimit: 5}").unwrap_or_else(|error| panic!("{error}"));
    let mocks = from_history(&Run::alone(&flow, "main", history), few);
    let (again, id, _) = simulate(&flow, "main", &mocks.scenario, &[], Outside::Nobody);
    assert_eq!(again.execution(id).history, *history);
    assert!(mocks.scenario.options.data_limit.is_some_and(|limit| limit > 40_000 && limit < 41_000));
}
