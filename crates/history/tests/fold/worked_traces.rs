//! The worked traces of the event reference (events.md 8), folded at every prefix.

use crate::support::{check_changes, check_sound, history};
use flowglass_expression::{Json, json};
use flowglass_history::{AttemptOutcome, EventId, Instance, fold};

const RETRIED_THEN_CAUGHT: &str = r#"
 1 <-  0  ExecutionStarted            {"input":{"order":7}}
 2 <-  1  StepEntered         charge  {"input":{"order":7},"local":{}}
 3 <-  2  StepStarted         charge  {"input":{"order":7}}
 4 <-  3  TaskScheduled       charge  {"resourceArn":"acs:fc:::services/shop/functions/charge","pattern":"requestResponse","input":{"order":7}}
 5 <-  4  TaskStarted         charge  {}
 6 <-  5  TaskFailed          charge  {"error":"FC.ResourceExhausted","cause":"busy"}
 7 <-  6  TaskScheduled       charge  {"resourceArn":"acs:fc:::services/shop/functions/charge","pattern":"requestResponse","input":{"order":7},"attempt":2,"delaySeconds":1}
 8 <-  7  TaskStarted         charge  {}
 9 <-  8  TaskFailed          charge  {"error":"CardRefused","cause":"code 51"}
10 <-  9  StepExited          charge  {"local":{"why":"CardRefused"}}
11 <- 10  StepEntered         refund  {"input":{"order":7},"local":{"why":"CardRefused"}}
12 <- 11  StepStarted         refund  {"input":{"order":7,"why":"CardRefused"}}
13 <- 12  StepSucceeded       refund  {"output":{}}
14 <- 13  StepExited          refund  {"local":{"why":"CardRefused"}}
15 <- 14  ExecutionSucceeded          {"output":{"why":"CardRefused"}}
"#;

const TWO_BRANCHES: &str = r#"
 1 <-  0  ExecutionStarted           {"input":{}}
 2 <-  1  StepEntered         both   {"input":{},"local":{}}
 3 <-  2  StepStarted         both   {"input":{}}
 4 <-  3  BranchEntered       both   {"index":0,"input":{}}
 5 <-  3  BranchEntered       both   {"index":1,"input":{}}
 6 <-  4  StepEntered         quick  {"input":{},"local":{}}
 7 <-  5  StepEntered         nap    {"input":{},"local":{}}
 8 <-  6  StepStarted         quick  {"input":{}}
 9 <-  7  StepStarted         nap    {"input":{},"waitSeconds":1}
10 <-  8  StepSucceeded       quick  {"output":{"a":1}}
11 <- 10  StepExited          quick  {"local":{"a":1}}
12 <- 11  BranchExited        both   {"index":0,"local":{"a":1}}
13 <-  9  StepSucceeded       nap    {"output":{}}
14 <- 13  StepExited          nap    {"local":{}}
15 <- 14  BranchExited        both   {"index":1,"local":{}}
16 <- 15  StepSucceeded       both   {"output":{}}
17 <- 16  StepExited          both   {"local":{}}
18 <- 17  ExecutionSucceeded         {"output":{}}
"#;

const STOPPED_WHILE_WAITING: &str = r#"
1 <- 0  ExecutionStarted           {"input":{"id":"p1"}}
2 <- 1  StateEntered      Approve  {"input":{"id":"p1"}}
3 <- 2  StateStarted      Approve  {"input":{"id":"p1"}}
4 <- 3  TaskScheduled     Approve  {"action":"MNS:SendMessage","pattern":"WaitForCustomCallback","input":{"message":"p1"}}
5 <- 4  TaskStarted       Approve  {"taskToken":"c2ltOjI="}
6 <- 5  TaskSubmitted     Approve  {"output":{}}
7 <- 6  StateAborted      Approve  {"cause":"stopped"}
8 <- 1  ExecutionStopped           {"error":"Operator","cause":"no longer needed"}
"#;

const SECOND_ITEM_FAILS_STATE: &str = r#"
 1 <-  0  ExecutionStarted         {"input":{"xs":[{"v":"1"},{"v":"x"}]}}
 2 <-  1  StateEntered      Each   {"input":{"xs":[{"v":"1"},{"v":"x"}]}}
 3 <-  2  StateStarted      Each   {"input":{"xs":[{"v":"1"},{"v":"x"}]}}
 4 <-  3  IterationEntered  Each   {"index":0,"input":{"v":"1"}}
 5 <-  4  StateEntered      Check  {"input":{"v":"1"}}
 6 <-  5  StateStarted      Check  {"input":{"v":"1"}}
 7 <-  6  StateSucceeded    Check  {"output":{"n":1}}
 8 <-  7  IterationExited   Each   {"index":0,"output":{"n":1}}
 9 <-  8  IterationEntered  Each   {"index":1,"input":{"v":"x"}}
10 <-  9  StateEntered      Check  {"input":{"v":"x"}}
11 <- 10  StateStarted      Check  {"input":{"v":"x"}}
12 <- 11  StateFailed       Check  {"error":"Sim.FunctionError","cause":"stringToJson: x is not JSON"}
13 <- 12  IterationExited   Each   {"index":1,"error":"Sim.FunctionError","cause":"stringToJson: x is not JSON"}
14 <- 13  StateFailed       Each   {"error":"Sim.FunctionError","cause":"stringToJson: x is not JSON"}
15 <- 14  ExecutionFailed          {"error":"Sim.FunctionError","cause":"stringToJson: x is not JSON"}
"#;

const SECOND_ITEM_FAILS_REFERENCE: &str = r#"
 1 <-  0  ExecutionStarted         {"input":{"xs":[{"v":"1"},{"v":"x"}]}}
 2 <-  1  StepEntered       Each   {"input":{"xs":[{"v":"1"},{"v":"x"}]}}
 3 <-  2  StepStarted       Each   {"input":{"xs":[{"v":"1"},{"v":"x"}]}}
 4 <-  3  IterationEntered  Each   {"index":0,"input":{"v":"1"}}
 5 <-  4  StepEntered       Check  {"input":{"v":"1"}}
 6 <-  5  StepStarted       Check  {"input":{"v":"1"}}
 7 <-  6  StepSucceeded     Check  {"output":{"n":1}}
 8 <-  7  StepExited        Check  {"output":{"n":1}}
 9 <-  8  IterationExited   Each   {"index":0,"output":{"n":1}}
10 <-  9  IterationEntered  Each   {"index":1,"input":{"v":"x"}}
11 <- 10  StepEntered       Check  {"input":{"v":"x"}}
12 <- 11  StepStarted       Check  {"input":{"v":"x"}}
13 <- 12  StepFailed        Check  {"error":"Sim.FunctionError","cause":"stringToJson: x is not JSON"}
14 <- 13  IterationExited   Each   {"index":1,"error":"Sim.FunctionError","cause":"stringToJson: x is not JSON"}
15 <- 14  StepFailed        Each   {"error":"Sim.FunctionError","cause":"stringToJson: x is not JSON"}
16 <- 15  ExecutionFailed          {"error":"Sim.FunctionError","cause":"stringToJson: x is not JSON"}
"#;

#[test]
fn a_task_is_retried_once_then_caught() {
    let history = history(RETRIED_THEN_CAUGHT);
    check_sound(&history);
    let changes = [
        "Running",
        "charge Entered",
        "charge Running",
        "",
        "",
        "",
        "charge Retrying",
        "charge Running",
        "",
        "charge Caught",
        "refund Entered",
        "refund Running",
        "refund Succeeded",
        "",
        "Succeeded",
    ];
    check_changes(&history, &changes);

    let view = fold(&history, usize::MAX);
    assert_eq!(view.output(&history), Some(&json!({"why": "CardRefused"})));
    let charge = &view.instances[0];
    let attempts: Vec<_> = charge
        .attempts
        .iter()
        .map(|a| (a.number, a.scheduled.0, a.started.map(|id| id.0), a.ended.map(|id| id.0), a.outcome, a.delay_ms))
        .collect();
    let expected =
        [(1, 4, Some(5), Some(6), AttemptOutcome::Failed, 0), (2, 7, Some(8), Some(9), AttemptOutcome::Failed, 1_000)];
    assert_eq!(attempts, expected);
    assert_eq!(charge.attempts[0].error(&history), Some(("FC.ResourceExhausted", "busy")));
    assert_eq!(charge.attempts[1].input(&history), Some(&json!({"order": 7})));
    assert_eq!(charge.attempts[1].duration_ms(&history), Some(10));
    assert_eq!(charge.duration_ms(&history), 80);
    assert_eq!(charge.error(&history), Some(("CardRefused", "code 51")));
    assert_eq!(fold(&history, 7).instances[0].error(&history), Some(("FC.ResourceExhausted", "busy")));
    assert_eq!(fold(&history, 8).instances[0].error(&history), None);

    // Received, shared data before, mapped input, raw result, output, shared data after.
    let payloads = |instance: &Instance| {
        [
            instance.received(&history).cloned(),
            instance.local_before(&history).cloned(),
            instance.mapped_input(&history).cloned(),
            instance.raw_result(&history).cloned(),
            instance.output(&history).cloned(),
            instance.local_after(&history).cloned(),
        ]
    };
    let (order, why) = (json!({"order": 7}), json!({"why": "CardRefused"}));
    let of_charge = [Some(order.clone()), Some(Json::object()), Some(order.clone()), None, None, Some(why.clone())];
    assert_eq!(payloads(charge), of_charge);
    let mapped = json!({"order": 7, "why": "CardRefused"});
    let of_refund = [Some(order), Some(why.clone()), Some(mapped), None, Some(Json::object()), Some(why)];
    assert_eq!(payloads(&view.instances[1]), of_refund);
}

#[test]
fn two_branches_run_side_by_side() {
    let history = history(TWO_BRANCHES);
    check_sound(&history);
    let changes = [
        "Running",
        "both Entered",
        "both Running",
        "",
        "",
        "both[0].quick Entered",
        "both[1].nap Entered",
        "both[0].quick Running",
        "both[1].nap Running",
        "both[0].quick Succeeded",
        "",
        "",
        "both[1].nap Succeeded",
        "",
        "",
        "both Succeeded",
        "",
        "Succeeded",
    ];
    check_changes(&history, &changes);
    let view = fold(&history, usize::MAX);
    assert_eq!(view.instances.iter().map(|instance| instance.wait_ms).collect::<Vec<_>>(), [None, None, Some(1_000)]);
    assert_eq!(view.instances[0].events, [2, 3, 4, 5, 12, 15, 16, 17].map(EventId));
    assert_eq!(view.group_of(EventId(15)), view.group_of(EventId(7)));
    assert_eq!(view.instance_of(EventId(15)), view.youngest("both"));
    assert_eq!(view.instance_of(EventId(18)), None);
}

#[test]
fn a_callback_is_stopped_while_it_waits() {
    let history = history(STOPPED_WHILE_WAITING);
    check_sound(&history);
    let changes =
        ["Running", "Approve Entered", "Approve Running", "", "", "Approve Waiting", "Approve Aborted", "Stopped"];
    check_changes(&history, &changes);
    let view = fold(&history, usize::MAX);
    assert_eq!(view.error(&history), Some(("Operator", "no longer needed")));
    let approve = &view.instances[0];
    assert_eq!(approve.error(&history), Some(("", "stopped")));
    assert_eq!(approve.attempts[0].submitted, Some(EventId(6)));
    assert_eq!(approve.attempts[0].outcome, AttemptOutcome::Aborted);
    assert_eq!(fold(&history, 6).instances[0].attempts[0].outcome, AttemptOutcome::Waiting);
}

#[test]
fn the_second_of_two_items_fails() {
    let with_exits = history(SECOND_ITEM_FAILS_REFERENCE);
    let without = history(SECOND_ITEM_FAILS_STATE);
    check_sound(&with_exits);
    check_sound(&without);
    let mut changes = vec![
        "Running",
        "Each Entered",
        "Each Running",
        "",
        "Each[0].Check Entered",
        "Each[0].Check Running",
        "Each[0].Check Succeeded",
        "",
        "",
        "Each[1].Check Entered",
        "Each[1].Check Running",
        "Each[1].Check Failed",
        "",
        "Each Failed",
        "Failed",
    ];
    check_changes(&without, &changes);
    changes.insert(7, "");
    check_changes(&with_exits, &changes);
    let view = fold(&without, usize::MAX);
    assert_eq!(view.error(&without), Some(("Sim.FunctionError", "stringToJson: x is not JSON")));
    assert_eq!(view.instances_of("Check").len(), 2);
}

#[test]
fn the_traces_are_written_as_they_were_read() {
    for lines in
        [RETRIED_THEN_CAUGHT, TWO_BRANCHES, STOPPED_WHILE_WAITING, SECOND_ITEM_FAILS_STATE, SECOND_ITEM_FAILS_REFERENCE]
    {
        assert_eq!(history(lines).to_lines(), lines.trim_start_matches('\n'));
    }
}
