//! The `state` vocabulary of the new language (`events.md` 1 E1, 4, 6): what it says where, and that it changes nothing.

use flowglass_expression::json;
use flowglass_history::{Millis, Status};

use crate::testing::{assert_lines, error, legacy, machine, notes, prepare, run, times};
use crate::{Execution, Outside, Rest};

/// Runs a flow in the `state` vocabulary and compares the history.
fn check(flow: &str, scenario: &str, expected: &str) {
    let (simulation, id, _) = run(flow, &in_states(scenario));
    assert_lines(simulation.execution(id), expected);
}

fn in_states(scenario: &str) -> String {
    assert!(!scenario.contains("options"), "{scenario}");
    format!("options: {{vocabulary: state}}\n{scenario}")
}

/// The last events without their details: `StateAborted T <- 20`.
fn last(execution: &Execution, count: usize) -> Vec<String> {
    let events: Vec<_> = execution.history.events().collect();
    let line = |event: &flowglass_history::Event<'_>| {
        let trigger = event.trigger.map_or(0, |id| id.0);
        format!("{} {} <- {trigger}", event.kind.name(), event.step).replace("  ", " ")
    };
    events[events.len().saturating_sub(count)..].iter().map(line).collect()
}

const NESTED: &str = r"  - Type: Parallel
    Name: P
    End: true
    Branches:
      - StartAt: M
        States:
          - Type: Map
            Name: M
            ItemsPath: $Input.xs
            End: true
            Processor:
              StartAt: T
              States: [{Type: Task, Name: T, Action: 'A:B', TaskMode: WaitForCustomCallback, End: true}]
      - StartAt: Nap
        States:
          - {Type: Wait, Name: Nap, Seconds: 1, Next: F}
          - {Type: Fail, Name: F, Code: E, Detail: d}
";

/// `events.md` 4.5: by ascending branch, innermost first, each from its own last event.
#[test]
fn what_a_failing_sibling_cuts_off_is_aborted() {
    check(
        &machine("P", NESTED),
        "input: {xs: [{n: 1}, {n: 2}]}",
        r#"
 1 <- 0  ExecutionStarted  {"input":{"xs":[{"n":1},{"n":2}]}}
 2 <- 1  StateEntered  P  {"input":{"xs":[{"n":1},{"n":2}]}}
 3 <- 2  StateStarted  P  {"input":{"xs":[{"n":1},{"n":2}]}}
 4 <- 3  BranchEntered  P  {"index":0,"input":{"xs":[{"n":1},{"n":2}]}}
 5 <- 3  BranchEntered  P  {"index":1,"input":{"xs":[{"n":1},{"n":2}]}}
 6 <- 4  StateEntered  M  {"input":{"xs":[{"n":1},{"n":2}]}}
 7 <- 5  StateEntered  Nap  {"input":{"xs":[{"n":1},{"n":2}]}}
 8 <- 6  StateStarted  M  {"input":{"xs":[{"n":1},{"n":2}]}}
 9 <- 7  StateStarted  Nap  {"input":{"xs":[{"n":1},{"n":2}]},"waitSeconds":1}
10 <- 8  IterationEntered  M  {"index":0,"input":{"n":1}}
11 <- 8  IterationEntered  M  {"index":1,"input":{"n":2}}
12 <- 10  StateEntered  T  {"input":{"n":1}}
13 <- 11  StateEntered  T  {"input":{"n":2}}
14 <- 12  StateStarted  T  {"input":{"n":1}}
15 <- 13  StateStarted  T  {"input":{"n":2}}
16 <- 14  TaskScheduled  T  {"action":"A:B","pattern":"WaitForCustomCallback","input":{}}
17 <- 15  TaskScheduled  T  {"action":"A:B","pattern":"WaitForCustomCallback","input":{}}
18 <- 16  TaskStarted  T  {"taskToken":"c2ltOjEy"}
19 <- 17  TaskStarted  T  {"taskToken":"c2ltOjEz"}
20 <- 18  TaskSubmitted  T  {"output":{}}
21 <- 19  TaskSubmitted  T  {"output":{}}
22 <- 9  StateSucceeded  Nap  {"output":{"xs":[{"n":1},{"n":2}]}}
23 <- 22  StateEntered  F  {"input":{"xs":[{"n":1},{"n":2}]}}
24 <- 23  StateStarted  F  {"input":{"xs":[{"n":1},{"n":2}]}}
25 <- 24  StateFailed  F  {"error":"E","cause":"d"}
26 <- 25  BranchExited  P  {"index":1,"error":"E","cause":"d"}
27 <- 20  StateAborted  T  {"cause":"sibling failed"}
28 <- 21  StateAborted  T  {"cause":"sibling failed"}
29 <- 11  StateAborted  M  {"cause":"sibling failed"}
30 <- 26  StateFailed  P  {"error":"E","cause":"d"}
31 <- 30  ExecutionFailed  {"error":"E","cause":"d"}
"#,
    );
}

/// Cut off at the moment of the exit; the container fails an overhead later, as it does without these events.
#[test]
fn cutting_off_takes_no_time() {
    let (simulation, id, _) = run(&machine("P", NESTED), &in_states("input: {xs: [{}, {}]}"));
    let times = times(simulation.execution(id));
    assert_eq!(times[25..], [1_110, 1_110, 1_110, 1_110, 1_120, 1_130]);
}

/// `events.md` 4.10: a stop aborts every open state, and so does the end of the flow's time.
#[test]
fn what_a_stop_or_a_time_out_cuts_off_is_aborted() {
    let expected = |ending: &str| {
        [
            "StateAborted T <- 20".to_owned(),
            "StateAborted T <- 21".to_owned(),
            "StateAborted M <- 11".to_owned(),
            "StateAborted Nap <- 9".to_owned(),
            "StateAborted P <- 5".to_owned(),
            format!("{ending} <- 1"),
        ]
    };
    let check = |flow: &str, stop: &str, cause: &str, ending: &str| {
        let (simulation, id, _) = run(flow, &in_states(&format!("input: {{xs: [{{}}, {{}}]}}\n{stop}")));
        let execution = simulation.execution(id);
        assert_eq!(last(execution, 6), expected(ending));
        assert_eq!(times(execution)[21..], [500; 6]);
        let causes: Vec<_> = execution.history.events().skip(21).map(|event| event.detail.to_text()).collect();
        assert_eq!(causes[..5], [format!(r#"{{"cause":"{cause}"}}"#).as_str(); 5]);
    };
    check(&machine("P", NESTED), "stop: {after: 500ms, error: E}", "stopped", "ExecutionStopped");
    let nested = NESTED.replace("Seconds: 1,", "Seconds: 3,");
    let timed = format!("Timeout: 2\n{}", machine("P", &nested));
    let (simulation, id, _) = run(&timed, &in_states("input: {xs: [{}, {}]}"));
    let execution = simulation.execution(id);
    assert_eq!(last(execution, 6), expected("ExecutionTimedOut"));
    assert_eq!(times(execution)[21..], [2_000; 6]);
    let first = execution.history.at(21).map(|event| event.detail.to_text());
    assert_eq!(first.as_deref(), Some(r#"{"cause":"timed out"}"#));
}

/// A state that has succeeded is over although it is left an overhead later: nothing aborts it.
#[test]
fn a_state_that_has_succeeded_is_not_aborted() {
    let flow = machine("p", "  - {Type: Pass, Name: p, Next: q}\n  - {Type: Pass, Name: q, End: true}");
    let (mut simulation, id) = prepare(&flow, &in_states(""));
    for _ in 0..4 {
        simulation.advance(Outside::Nobody);
    }
    let mut before = simulation.clone();
    simulation.stop(id, "E", "");
    assert_eq!(last(simulation.execution(id), 2), ["StateSucceeded p <- 3", "ExecutionStopped <- 1"]);
    before.advance(Outside::Nobody);
    before.stop(id, "E", "");
    assert_eq!(last(before.execution(id), 2), ["StateAborted q <- 5", "ExecutionStopped <- 1"]);
}

/// One event at a time also where a stop records several; a second stop in between changes nothing.
#[test]
fn aborted_states_are_told_one_by_one() {
    let (mut simulation, id) =
        prepare(&machine("P", NESTED), &in_states("input: {xs: [{}, {}]}\nstop: {after: 500ms, error: E}"));
    let token = loop {
        assert!(simulation.advance(Outside::Nobody).is_some());
        if simulation.execution(id).history.len() == 22 {
            break crate::token::token(id, flowglass_history::EventId(13));
        }
    };
    assert_eq!(simulation.execution(id).status(), Status::Running);
    // What is cut off takes no report, told of or not.
    let report = simulation.report_succeeded(&token, json!({}));
    assert_eq!(report, Err(crate::ReportError::TaskAlreadyCompleted));
    let mut stopped = simulation.clone();
    stopped.stop(id, "Later", "");
    assert_eq!(simulation.run(Outside::Nobody), Rest::Ended);
    assert_eq!(stopped.execution(id).history.to_lines(), simulation.execution(id).history.to_lines());
    assert_eq!(error(stopped.execution(id)), Some("E"));
}

/// The vocabulary does not change how an execution ends, so a stop stays one where no events are left.
#[test]
fn a_limit_of_events_leaves_room_for_the_end() {
    for (limit, aborted) in [(27, 5), (24, 2), (22, 0)] {
        let scenario = format!(
            "options: {{vocabulary: state, eventLimit: {limit}}}\ninput: {{xs: [{{}}, {{}}]}}\nstop: {{after: 500ms, error: E}}"
        );
        let (simulation, id, _) = run(&machine("P", NESTED), &scenario);
        let execution = simulation.execution(id);
        assert_eq!((execution.status(), execution.history.len()), (Status::Stopped, 22 + aborted), "{limit}");
    }
    // After a sibling's failure the end takes the place of the event that would be one too many.
    let scenario = "options: {vocabulary: state, eventLimit: 28}\ninput: {xs: [{}, {}]}";
    let (simulation, id, _) = run(&machine("P", NESTED), scenario);
    let execution = simulation.execution(id);
    assert_eq!(last(execution, 2), ["StateAborted T <- 20", "ExecutionFailed <- 21"]);
    assert_eq!(error(execution), Some("Sim.TooManyEvents"));
}

#[test]
fn choices_name_their_way_and_states_the_globals_that_they_wrote() {
    check(
        &machine(
            "c",
            "  - {Type: Choice, Name: c, Branches: [{Condition: $Input.n > 3, Next: big}], Default: small}\n  \
             - {Type: Pass, Name: small, GlobalConstructor: {seen.$: $Input.n}, Next: big}\n  \
             - {Type: Pass, Name: big, GlobalConstructor: {}, End: true}",
        ),
        "input: {n: 2}",
        r#"
 1 <- 0  ExecutionStarted  {"input":{"n":2}}
 2 <- 1  StateEntered  c  {"input":{"n":2}}
 3 <- 2  StateStarted  c  {"input":{"n":2}}
 4 <- 3  StateSucceeded  c  {"output":{"n":2},"next":"small"}
 5 <- 4  StateEntered  small  {"input":{"n":2}}
 6 <- 5  StateStarted  small  {"input":{"n":2}}
 7 <- 6  StateSucceeded  small  {"output":{"n":2},"global":{"seen":2}}
 8 <- 7  StateEntered  big  {"input":{"n":2}}
 9 <- 8  StateStarted  big  {"input":{"n":2}}
10 <- 9  StateSucceeded  big  {"output":{"n":2}}
11 <- 10  ExecutionSucceeded  {"output":{"n":2}}
"#,
    );
}

/// A global may be larger than the data of an event; what only this vocabulary adds is not measured.
#[test]
fn globals_do_not_make_an_event_too_large() {
    let flow = machine(
        "t",
        "  - {Type: Task, Name: t, Action: 'A:B', GlobalConstructor: {all.$: $Output, twice.$: $Output}, OutputConstructor: {}, End: true}",
    );
    let scenario = format!("tasks: [{{step: t, outcomes: [{{output: {{a: {}}}}}]}}]", "x".repeat(40_000));
    let (simulation, id, _) = run(&flow, &in_states(&scenario));
    assert_eq!(simulation.execution(id).status(), Status::Succeeded);
}

#[test]
fn failures_of_tasks_that_are_caught() {
    let flow = machine(
        "t",
        "  - {Type: Task, Name: t, Action: 'A:B', Timeout: 5, End: true, Catch: [{Errors: [FnF.ALL], Next: after, OutputConstructor: {why.$: $Context.Current.Error.Code}}]}\n  \
         - {Type: Succeed, Name: after}",
    );
    let begin = r#"
1 <- 0  ExecutionStarted  {"input":{}}
2 <- 1  StateEntered  t  {"input":{}}
3 <- 2  StateStarted  t  {"input":{}}
4 <- 3  TaskScheduled  t  {"action":"A:B","pattern":"RequestComplete","input":{},"timeoutSeconds":5}
5 <- 4  TaskStarted  t  {}
"#;
    let end = |why: &str| {
        format!(
            "8 <- 7  StateEntered  after  {{\"input\":{{\"why\":\"{why}\"}}}}\n\
             9 <- 8  StateStarted  after  {{\"input\":{{\"why\":\"{why}\"}}}}\n\
             10 <- 9  StateSucceeded  after  {{\"output\":{{\"why\":\"{why}\"}}}}\n\
             11 <- 10  ExecutionSucceeded  {{\"output\":{{\"why\":\"{why}\"}}}}\n"
        )
    };
    let failed = r#"6 <- 5  TaskFailed  t  {"error":"E","cause":"c"}
7 <- 6  StateFailed  t  {"error":"E","cause":"c","next":"after","output":{"why":"E"}}
"#;
    let scenario = "tasks: [{step: t, outcomes: [{error: E, cause: c}]}]";
    check(&flow, scenario, &format!("{begin}{failed}{}", end("E")));
    let timed_out = r#"6 <- 5  TaskTimedOut  t  {"error":"FnF.TaskTimeout","cause":"*"}
7 <- 6  StateTimedOut  t  {"error":"FnF.TaskTimeout","cause":"*","next":"after","output":{"why":"FnF.TaskTimeout"}}
"#;
    let scenario = "tasks: [{step: t, outcomes: [{never: true}]}]";
    check(&flow, scenario, &format!("{begin}{timed_out}{}", end("FnF.TaskTimeout")));
}

/// `events.md` 4.5: only the state that timed out itself is TimedOut, whatever the error is called.
#[test]
fn a_time_out_inside_is_a_failure_outside() {
    let flow = machine(
        "p",
        "  - {Type: Parallel, Name: p, End: true, Branches: [{StartAt: t, States: [{Type: Task, Name: t, Action: 'A:B', Timeout: 1, End: true}]}]}",
    );
    let never = "tasks: [{step: t, outcomes: [{never: true}]}]";
    let scenario = format!("options: {{vocabulary: state, taskTimeoutError: Slow}}\n{never}");
    let (simulation, id, _) = run(&flow, &scenario);
    let execution = simulation.execution(id);
    let expected = [
        "TaskTimedOut t <- 8",
        "StateTimedOut t <- 9",
        "BranchExited p <- 10",
        "StateFailed p <- 11",
        "ExecutionFailed <- 12",
    ];
    assert_eq!((last(execution, 5), error(execution)), (expected.map(str::to_owned).to_vec(), Some("Slow")));
    // `state-machine.md` 15: a second error, in the rule that catches, makes the state Failed.
    let broken = machine(
        "t",
        "  - {Type: Task, Name: t, Action: 'A:B', Timeout: 1, End: true, Catch: [{Errors: [FnF.ALL], Next: t, OutputConstructor: {x.$: 'intAdd(1, true)'}}]}",
    );
    let (simulation, id, _) = run(&broken, &in_states(never));
    let expected = ["TaskTimedOut t <- 5", "StateFailed t <- 6", "ExecutionFailed <- 7"];
    assert_eq!(last(simulation.execution(id), 3), expected);
}

#[test]
fn a_container_that_is_tried_again_starts_again() {
    let flow = machine(
        "p",
        "  - {Type: Parallel, Name: p, End: true, Retry: [{Errors: [E], MaxAttempts: 1, IntervalSeconds: 3}], Branches: [{StartAt: f, States: [{Type: Fail, Name: f, Code: E}]}, {StartAt: w, States: [{Type: Wait, Name: w, Seconds: 9, End: true}]}]}",
    );
    let (simulation, id, _) = run(&flow, &in_states(""));
    let execution = simulation.execution(id);
    let again = execution.history.events().find(|event| event.id.0 == 13).unwrap();
    assert_eq!((again.kind.name(), again.trigger.map(|id| id.0)), ("StateStarted", Some(11)));
    assert_eq!(again.detail.to_text(), r#"{"input":{},"attempt":2,"delaySeconds":3}"#);
    let aborted = execution.history.events().find(|event| event.id.0 == 12).unwrap();
    assert_eq!((aborted.kind.name(), aborted.step, aborted.trigger.map(|id| id.0)), ("StateAborted", "w", Some(9)));
}

/// `events.md` 4.7: the map run's name is told between Started and Succeeded, also of one without items.
#[test]
fn a_distributed_map_tells_its_map_run() {
    let flow = machine(
        "m",
        "  - {Type: Map, Name: m, ItemsPath: $Input.xs, ProcessorConfig: {ExecutionMode: Express}, End: true, Processor: {StartAt: p, States: [{Type: Pass, Name: p, End: true}]}}",
    );
    for (items, end) in [("[{}, {}]", 90), ("[]", 30)] {
        let scenario = format!("input: {{xs: {items}}}");
        let (simulation, id, _) = run(&flow, &in_states(&scenario));
        let execution = simulation.execution(id);
        let name = &execution.map_runs[0].name;
        let lines = ["StateStarted m <- 2", "MapRunStarted m <- 3", "StateSucceeded m <- 4", "ExecutionSucceeded <- 5"];
        assert_eq!(last(execution, 4), lines);
        let detail = execution.history.at(3).map(|event| event.detail.to_text());
        assert_eq!(detail, Some(format!(r#"{{"output":{{"MapRunName":"{name}"}}}}"#)));
        assert_eq!(times(execution)[..4], [0, 10, 20, 30]);
        // Leaving a state takes an overhead in every vocabulary.
        let (reference, id, _) = run(&flow, &scenario);
        let succeeded = |execution: &Execution, position: usize| execution.history.at(position).map(|event| event.time);
        let at = |ms: i64| Some(Millis(execution.started.0 + ms));
        assert_eq!(succeeded(execution, 4), succeeded(reference.execution(id), 3));
        assert_eq!((succeeded(execution, 4), execution.stopped), (at(end), at(end + 20)));
    }
}

/// The Map fails in the turn of the iteration that is refused, behind what that cuts off.
#[test]
fn an_item_that_is_refused_cuts_the_others_off() {
    let flow = machine(
        "m",
        "  - {Type: Map, Name: m, ItemsPath: $Input.xs, MaxConcuccency: 2, End: true, Processor: {StartAt: w, States: [{Type: Wait, Name: w, Seconds.$: $Input.s, End: true}]}}",
    );
    let scenario = "options: {vocabulary: state, scalarItems: fail}\ninput: {xs: [{s: 9}, {s: 1}, 5]}";
    let (simulation, id, _) = run(&flow, scenario);
    let expected = ["IterationExited m <- 10", "StateAborted w <- 8", "StateFailed m <- 11", "ExecutionFailed <- 13"];
    assert_eq!(last(simulation.execution(id), 4), expected);
}

#[test]
fn flows_of_the_older_language_keep_their_names() {
    let (simulation, id, _) = run(&legacy("  - {type: pass, name: p}"), &in_states(""));
    let execution = simulation.execution(id);
    assert_eq!(last(execution, 2), ["StepExited p <- 4", "ExecutionSucceeded <- 5"]);
    let notes = notes(execution);
    assert!(
        notes.len() == 1 && notes[0].starts_with("the vocabulary `state` belongs to the new language"),
        "{notes:?}"
    );
}
