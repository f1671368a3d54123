//! Each kind of finding, with the flow that has it and one that has not.

use flowglass_explore::{Bounds, Severity, explore};
use flowglass_expression::Json;
use flowglass_history::Status;
use flowglass_simulator::{Answer, Mode};

use crate::support::{check, explored, explored_with, found, legacy, machine, subject};

/// A task that nothing can go wrong with, and what follows it.
const SAFE: &str = "  - {type: task, name: t, resourceArn: r, catch: [{errors: [FnF.ALL], goto: last}]}\n";

#[test]
fn a_flow_that_catches_everything_is_clean() {
    let exploration =
        check(&legacy(&format!("{SAFE}  - {{type: pass, name: mid}}\n  - {{type: pass, name: last}}")), &[]);
    let summary = &exploration.summary;
    assert!(summary.is_whole() && summary.all_values && !exploration.has_errors());
    assert_eq!((summary.ways, summary.ends.as_slice()), (Some(2), &[(Status::Succeeded, 2)][..]));
    // The input, the answer and the error; and the one decision about the task.
    assert_eq!((summary.runs, summary.decisions, summary.steps, summary.turns), (3, 2, (3, 3), (1, 1)));
}

#[test]
fn errors_that_nothing_catches_end_the_execution() {
    let task = |rules: &str| {
        legacy(&format!("  - {{type: task, name: t, resourceArn: r{rules}}}\n  - {{type: pass, name: last}}"))
    };
    let shown = |rules: &str, expected: &[(&str, Option<&str>, usize)]| {
        let exploration = check(&task(rules), &["uncaught-error: when t fails, so does the execution"]);
        let examples = &exploration.findings[0].examples;
        let shown: Vec<_> =
            examples.iter().map(|example| (example.shows.as_str(), example.error.as_deref(), example.events)).collect();
        assert_eq!(shown, expected, "{rules}");
    };
    let other = "t fails with an error that no rule names";
    // Started, entered, started, scheduled, started, failed, failed, ended; each retry adds three.
    shown("", &[(other, Some("SomeOtherError"), 8)]);
    shown(
        ", timeoutSeconds: 5",
        &[(other, Some("SomeOtherError"), 8), ("t does not answer in time", Some("FnF.TaskTimeout"), 8)],
    );
    shown(
        ", retry: [{errors: [Busy], maxAttempts: 2}], catch: [{errors: [NoSeats], goto: last}]",
        &[
            (other, Some("SomeOtherError"), 8),
            ("t fails with Busy, also when it is tried 2 times more", Some("Busy"), 14),
        ],
    );
    check(&task(", catch: [{errors: [FnF.ALL], goto: last}]"), &[]);
}

#[test]
fn the_shortest_run_that_shows_it_is_told() {
    let text = legacy(
        r"  - {type: task, name: a, resourceArn: r, catch: [{errors: [FnF.ALL], goto: b}]}
  - {type: task, name: b, resourceArn: r}",
    );
    let exploration = explored(&text);
    let example = &exploration.findings[0].examples[0];
    assert_eq!(example.decisions, ["a answers {}", "b fails with SomeOtherError"]);
    let tasks = &example.scenario.tasks;
    assert_eq!(tasks.iter().map(|entry| &*entry.step).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(tasks[1].outcomes[0].answer, Answer::Error("SomeOtherError".into(), "".into()));
}

#[test]
fn loops_that_nothing_ends_go_round_for_ever() {
    let spin = legacy("  - {type: pass, name: a}\n  - {type: choice, name: c, choices: [{condition: $.go, goto: a}]}");
    let exploration = check(&spin, &["endless-loop: a and c can go round for ever"]);
    assert!(exploration.has_errors());
    let example = &exploration.findings[0].examples[0];
    assert_eq!(
        (example.status, example.error.as_deref(), example.events),
        (Status::Failed, Some("Sim.TooManyEvents"), 5_000)
    );
    assert_eq!(example.scenario.input.as_ref().map(Json::to_compact).as_deref(), Some(r#"{"go":true}"#));
    let poll = |more: &str| {
        format!(
            "version: v1\ntype: flow\n{more}steps:\n  - {{type: wait, name: w, duration: 30}}\n  - {{type: task, name: t, resourceArn: r, catch: [{{errors: [FnF.ALL], goto: w}}]}}\n  - {{type: choice, name: c, choices: [{{condition: $.state == \"busy\", goto: w}}]}}"
        )
    };
    let endless = explored(&poll(""));
    assert_eq!(
        found(&endless),
        ["endless-loop: w and t can go round for ever", "endless-loop: w, t and c can go round for ever"]
    );
    assert_eq!((endless.summary.ways, endless.most_events.map(|longest| longest.is_longest)), (None, Some(false)));
    let limited = explored(&poll("timeoutSeconds: 600\n"));
    assert!(!limited.has_errors());
    assert_eq!(
        found(&limited),
        [
            "long-loop: w and t can go round until a time-out ends the execution",
            "long-loop: w, t and c can go round until a time-out ends the execution"
        ]
    );
    // The last outcome of a scenario repeats, so that nothing has to be written many times.
    assert_eq!(limited.findings[0].examples[0].scenario.tasks[0].outcomes.len(), 1);
    assert_eq!(limited.findings[0].examples[0].ms, 600_000);
}

#[test]
fn loops_that_end_by_themselves_are_none() {
    let count = machine(
        "Begin",
        r"  - {Type: Pass, Name: Begin, OutputConstructor: {n: 0}, Next: Count}
  - {Type: Pass, Name: Count, OutputConstructor: {n.$: 'intAdd($Input.n, 1)'}, Next: Enough}
  - {Type: Choice, Name: Enough, Branches: [{Condition: $Input.n < 9, Next: Count}], Default: Done}
  - {Type: Succeed, Name: Done}",
    );
    check(&count, &[]);
}

#[test]
fn conditions_that_can_never_hold() {
    let choice = |conditions: &str| {
        legacy(&format!(
            "  - {{type: choice, name: c, choices: [{conditions}]}}\n  - {{type: pass, name: last, end: true}}\n  - {{type: pass, name: far}}"
        ))
    };
    check(
        &choice("{condition: $.x > 5, goto: last}, {condition: $.x > 10, goto: far}"),
        &["impossible-condition: $.x > 10 can never decide", "unreachable-step: no execution comes to far"],
    );
    check(&choice("{condition: $.x > 10, goto: far}, {condition: $.x > 5, goto: last}"), &[]);
    check(
        &choice("{condition: $.x > 5 && $.x < 3, goto: far}"),
        &["impossible-condition: $.x > 5 && $.x < 3 can never hold", "unreachable-step: no execution comes to far"],
    );
}

/// On the same value, a later choice knows what an earlier one has found.
#[test]
fn a_choice_contradicts_an_earlier_one() {
    let states = |second: &str| {
        machine(
            "A",
            &format!(
                r"  - {{Type: Choice, Name: A, Branches: [{{Condition: $Input.x > 5, Next: B}}], Default: Low}}
  - {{Type: Choice, Name: B, Branches: [{{Condition: '{second}', Next: Dead}}], Default: High}}
  - {{Type: Succeed, Name: Low}}
  - {{Type: Succeed, Name: High}}
  - {{Type: Succeed, Name: Dead}}"
            ),
        )
    };
    check(
        &states("$Input.x < 3"),
        &["impossible-condition: $Input.x < 3 can never hold", "unreachable-step: no execution comes to Dead"],
    );
    check(&states("$Input.x > 10"), &[]);
    check(&states("$Input.y < 3"), &[]);
    // It is certain whatever other conditions ask for.
    let computed =
        states("$Input.x < 3").replace("Name: Low}", "Name: Low, OutputConstructor: {n.$: length($Input.name)}}");
    let exploration = explored(&computed.replace(
        "Branches: [{Condition: $Input.x > 5,",
        "Branches: [{Condition: length($Input.name) > 99, Next: Low}, {Condition: $Input.x > 5,",
    ));
    assert!(!exploration.summary.all_values);
    assert_eq!(found(&exploration)[0], "impossible-condition: $Input.x < 3 can never hold");
}

/// What is computed is tried, and told as what it is: not seen, rather than impossible.
#[test]
fn what_is_not_certain_is_told_as_such() {
    let states = r"  - {Type: Choice, Name: A, Branches: [{Condition: length($Input.x) > 5000000, Next: B}], Default: C}
  - {Type: Succeed, Name: B}
  - {Type: Succeed, Name: C}";
    let exploration = check(
        &machine("A", states),
        &["unseen-condition: length($Input.x) > 5000000 was never seen to hold", "unreached-step: B was not reached"],
    );
    assert!(exploration.findings.iter().all(|finding| finding.kind.severity() == Severity::Note));
    assert!(!exploration.has_errors() && exploration.summary.is_whole() && !exploration.summary.all_values);
}

/// Values that are compared with each other are equal in some runs and not in others.
#[test]
fn two_values_from_outside_are_compared() {
    let states = r"  - {Type: Choice, Name: A, Branches: [{Condition: $Input.x > $Input.y, Next: B}, {Condition: $Input.x == $Input.y, Next: C}], Default: D}
  - {Type: Succeed, Name: B}
  - {Type: Succeed, Name: C}
  - {Type: Succeed, Name: D}";
    let exploration = check(&machine("A", states), &[]);
    assert_eq!(exploration.summary.turns, (3, 3));
}

#[test]
fn bounds_are_told() {
    let tasks: Vec<String> =
        (0..8).map(|number| format!("  - {{type: task, name: t{number}, resourceArn: r, outputMappings: [{{target: k{number}, source: $local.x}}]}}\n  - {{type: choice, name: c{number}, choices: [{{condition: $.k{number} == 1}}]}}")).collect();
    let subject = subject(&legacy(&tasks.join("\n")));
    let whole = explore(&subject, Bounds::default());
    assert!(whole.summary.is_whole());
    // What was answered stays in the data: two answers of each task, and an error of each of the tasks before.
    assert_eq!(whole.summary.ways, Some((1 << 8) + ((1 << 8) - 1)));
    let few = explore(&subject, Bounds { runs: 30, ..Bounds::default() });
    assert_eq!((few.summary.runs, few.summary.is_whole()), (30, false));
    assert!(few.summary.cut.by_runs > 0 && found(&few).contains(&"unreached-step: t7 was not reached".to_owned()));
    let shallow = explore(&subject, Bounds { depth: 3, ..Bounds::default() });
    assert!(!shallow.summary.is_whole() && shallow.summary.cut.by_depth > 0);
}

/// Ways that come to the same go on as one: 40 choices in a row are 40 decisions, not 2^40.
#[test]
fn what_comes_to_the_same_is_walked_once() {
    let steps: Vec<String> = (0..40)
        .map(|number| format!("  - {{type: task, name: t{number}, resourceArn: r, outputMappings: [], catch: [{{errors: [A], goto: n{number}}}, {{errors: [FnF.ALL], goto: n{number}}}]}}\n  - {{type: pass, name: n{number}}}"))
        .collect();
    let exploration = check(&legacy(&steps.join("\n")), &[]);
    assert_eq!(exploration.summary.ways, Some(3_u128.pow(40)));
    assert_eq!((exploration.summary.runs, exploration.summary.decisions), (121, 41));
    let longest = exploration.most_events.unwrap();
    assert!(longest.is_longest);
}

#[test]
fn what_nobody_answers_waits_for_ever() {
    let ask =
        |more: &str| legacy(&format!("  - {{type: task, name: ask, resourceArn: r, pattern: waitForCallback{more}}}"));
    let uncaught = "uncaught-error: when ask fails, so does the execution";
    let exploration = check(&ask(""), &["waits-forever: ask can wait for a callback for ever", uncaught]);
    assert_eq!(exploration.findings[0].examples[0].status, Status::Running);
    check(&ask(", timeoutSeconds: 9"), &[uncaught]);
    check(
        &format!("timeoutSeconds: 60\n{}", ask("")),
        &[uncaught, "time-out: the flow's time-out can end the execution at ask"],
    );
    let job = machine(
        "J",
        "  - {Type: Task, Name: J, Action: 'A:B', TaskMode: WaitForSystemCallback, Catch: [{Errors: [FnF.ALL], Next: J}], End: true}",
    );
    assert!(found(&explored(&job)).contains(&"waits-forever: J can wait for the end of a job for ever".to_owned()));
}

#[test]
fn catch_rules_that_take_nothing() {
    let task = |more: &str, rule: &str| {
        legacy(&format!(
            "  - {{type: task, name: t, resourceArn: r{more}, catch: [{{errors: [{rule}], goto: last}}, {{errors: [FnF.ALL], goto: last}}]}}\n  - {{type: pass, name: last}}"
        ))
    };
    check(&task("", "FnF.TaskTimeout"), &["idle-catch: the catch rule for FnF.TaskTimeout of t never takes an error"]);
    check(&task(", timeoutSeconds: 5", "FnF.TaskTimeout"), &[]);
    check(&task("", "A"), &[]);
    check(&task("", "FnF.ALL"), &["idle-catch: the catch rule for FnF.ALL of t never takes an error"]);
}

#[test]
fn steps_that_fail_by_themselves() {
    let each = legacy(
        "  - {type: foreach, name: e, iterationMapping: {collection: $.xs, item: x}, steps: [{type: pass, name: p}]}",
    );
    check(&each, &["failing-step: e can fail by itself with Sim.CollectionNotArray"]);
    let no_default = machine(
        "C",
        "  - {Type: Choice, Name: C, Branches: [{Condition: $Input.a == 1, Next: D}]}\n  - {Type: Succeed, Name: D}",
    );
    check(&no_default, &["failing-step: C can fail by itself with Sim.NoChoiceMatched"]);
}

#[test]
fn flows_that_are_started_are_walked_too() {
    let call = "  - {type: task, name: call, resourceArn: 'acs:fnf:::flow/child', pattern: sync, catch: [{errors: [NoMoney], goto: last}]}\n  - {type: pass, name: last}";
    let child = "  - {type: task, name: charge, resourceArn: r}\n  - {type: choice, name: c, choices: [{condition: $.rest < 0, goto: broke}]}\n  - {type: succeed, name: paid}\n  - {type: fail, name: broke, error: NoMoney}";
    let exploration = explored_with(&legacy(call), &[("child", &legacy(child))], Mode::Standard);
    assert_eq!(found(&exploration), ["uncaught-error: when call fails, so does the execution"]);
    let shows: Vec<_> = exploration.findings[0].examples.iter().map(|example| example.shows.as_str()).collect();
    let error = "fails with an error that no rule names";
    assert_eq!(shows, [format!("call {error}"), format!("the flow that call starts {error}")]);
    assert_eq!(exploration.summary.turns, (1, 1));
}

#[test]
fn express_executions_have_their_own_limits() {
    let wait = machine(
        "W",
        "  - {Type: Wait, Name: W, Seconds: 15, Next: T}\n  - {Type: Task, Name: T, Action: 'A:B', Next: C, Catch: [{Errors: [FnF.ALL], Next: W}]}\n  - {Type: Choice, Name: C, Branches: [{Condition: '$Input.s == \"busy\"', Next: W}], Default: D}\n  - {Type: Succeed, Name: D}",
    );
    let standard = explored(&wait);
    assert!(found(&standard).iter().all(|what| what.starts_with("endless-loop: ")), "{:?}", found(&standard));
    let express = explored_with(&wait, &[], Mode::Express);
    assert!(found(&express).iter().all(|what| what.starts_with("long-loop: ")), "{:?}", found(&express));
    assert_eq!(express.most_time.map(|longest| longest.example.ms), Some(300_000));
}

#[test]
fn the_longest_way_counts_pauses_and_time_outs() {
    let text = legacy(
        "  - {type: task, name: t, resourceArn: r, timeoutSeconds: 10, retry: [{errors: [FnF.TaskTimeout], intervalSeconds: 2, maxAttempts: 2, multiplier: 3}], catch: [{errors: [FnF.ALL], goto: w}]}\n  - {type: wait, name: w, duration: 100}",
    );
    let exploration = explored(&text);
    let (events, time) = (exploration.most_events.unwrap(), exploration.most_time.unwrap());
    assert!(events.is_longest && time.is_longest);
    // Three attempts of 10 s, pauses of 2 s and 6 s, the wait, and an overhead before all events but the first:
    // two of the task before its attempts, three for each, its exit, five of the wait and the end.
    assert_eq!((time.example.events, time.example.ms), (1 + 2 + 9 + 1 + 4 + 1, 30_000 + 8_000 + 100_000 + 140));
    // One that succeeds at the third attempt has one event more: TaskSucceeded, StepSucceeded instead of TaskTimedOut.
    assert_eq!(events.example.events, time.example.events + 1);
    assert_eq!(time.example.decisions, ["t does not answer, 3 times"]);
}
