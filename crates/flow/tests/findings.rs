//! What is said about small definitions, with places: one case per rule and dialect.

use flowglass_flow::{Mode, Parsed, parse, parse_for};

/// Checks all findings of `text`, written as `line:column severity code`.
fn check(text: &str, expected: &[&str]) {
    check_parsed(text, &parse(text), expected);
}

fn check_parsed(text: &str, parsed: &Parsed, expected: &[&str]) {
    let document = &parsed.document;
    let found: Vec<String> = parsed
        .findings
        .iter()
        .map(|finding| {
            let at = document.lines.position(text, finding.at.start as usize);
            for words in [&finding.what, &finding.why, &finding.help] {
                assert!(!words.is_empty(), "{finding:?}");
            }
            format!("{}:{} {} {}", at.line, at.column, finding.severity.word(), finding.code)
        })
        .collect();
    assert_eq!(found, expected, "in\n{text}\n{:#?}", parsed.findings);
}

fn legacy(steps: &str) -> String {
    format!("version: v1\ntype: flow\nsteps:\n{steps}")
}

fn machine(states: &str) -> String {
    format!("Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n{states}")
}

#[test]
fn correct_flows_have_no_findings() {
    check(&legacy("  - {type: pass, name: a}\n"), &[]);
    check(&machine("  - {Type: Pass, Name: A, End: true}\n"), &[]);
    check("{\"Type\": \"StateMachine\", \"SpecVersion\": \"v1\", \"Name\": \"j\", \"StartAt\": \"A\", \"States\": [{\"Type\": \"Succeed\", \"Name\": \"A\"}]}", &[]);
}

#[test]
fn the_header_is_checked() {
    check("type: flow\nsteps: []\n", &["1:1 error missing-key"]);
    check("version: v1\nsteps: []\n", &["1:1 error missing-key"]);
    check("version: v1\ntype: flow\n", &["1:1 error missing-key"]);
    check("version: v1beta1\ntype: flow\nsteps: []\n", &["1:10 note unknown-value"]);
    check("version: v1.0\ntype: flow\nsteps: []\n", &["1:10 warning unknown-value"]);
    check("version: v2\ntype: flow\nsteps: []\n", &["1:10 error unknown-value"]);
    check("version: v1\ntype: flow\nsteps: {}\n", &["3:8 error wrong-type"]);
    check("version: v1\ntype: flow\nsteps: []\ntimeoutSeconds: 0\n", &["4:17 error out-of-range"]);
    check("version: v1\ntype: flow\nsteps: []\nstepz: []\n", &["4:1 error unknown-key"]);
    check(
        "Type: StateMachine\nSpecVersion: v2\nName: 1st\nStates: []\nTimeout: -1\n",
        &["1:1 error missing-key", "1:1 error missing-key", "2:14 error unknown-value", "3:7 error out-of-range", "5:10 error out-of-range"],
    );
}

#[test]
fn steps_and_states_need_a_type_and_a_name() {
    check(&legacy("  - {name: a}\n  - {type: pass}\n  - just text\n"), &["4:6 error missing-key", "5:6 error missing-key", "6:5 error wrong-type"]);
    check(&legacy("  - {type: tasks, name: a}\n"), &["4:12 error unknown-type"]);
    check(&machine("  - {Name: A, End: true}\n  - {Type: Pass, End: true}\n"), &["6:6 error missing-key", "7:6 error missing-key"]);
    check(&machine("  - {Type: Foreach, Name: A, End: true}\n"), &["6:12 error unknown-type"]);
}

#[test]
fn jumps_must_lead_to_a_step_of_the_same_list() {
    check(&legacy("  - {type: choice, name: a, choices: [{condition: $.x, goto: b}], default: {goto: bb}}\n  - {type: pass, name: b}\n"), &["4:83 error unknown-target"]);
    check(
        &legacy("  - type: parallel\n    name: p\n    branches:\n      - steps:\n          - {type: choice, name: c, choices: [{condition: $.x, goto: z}]}\n  - {type: pass, name: z}\n"),
        &["8:68 error unknown-target"],
    );
    check(
        &machine("  - {Type: Pass, Name: A, Next: B}\n  - {Type: Task, Name: C, Action: FC:InvokeFunction, Catch: [{Errors: [E], Next: D}], End: true}\n"),
        &["6:33 error unknown-target", "7:83 error unknown-target"],
    );
    check("Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: B\nStates: [{Type: Succeed, Name: A}]\n", &["4:10 error unknown-target"]);
}

#[test]
fn names_are_unique() {
    check(&legacy("  - {type: pass, name: a}\n  - {type: parallel, name: p, branches: [{steps: [{type: pass, name: a}]}]}\n"), &["5:65 error duplicate-name"]);
    check(
        &machine("  - {Type: Parallel, Name: A, End: true, Branches: [{StartAt: A, States: [{Type: Pass, Name: A, End: true}]}]}\n  - {Type: Pass, Name: B, Next: A}\n  - {Type: Pass, Name: B, Next: A}\n"),
        &["6:91 warning duplicate-name", "8:24 error duplicate-name"],
    );
}

#[test]
fn states_say_how_it_goes_on() {
    check(&machine("  - {Type: Pass, Name: A}\n"), &["6:6 error no-way-on"]);
    check(&machine("  - {Type: Pass, Name: A, Next: A, End: true}\n"), &["6:38 error either-key"]);
    check(&machine("  - {Type: Succeed, Name: A, Next: A}\n"), &["6:32 error misplaced-key"]);
    check(&machine("  - {Type: Fail, Name: A, End: true}\n"), &["6:6 warning missing-key"]);
    check(&machine("  - {Type: Choice, Name: A, Branches: [{Condition: $Input.x, Next: A}], End: true}\n"), &["6:6 error missing-key", "6:75 error misplaced-key"]);
}

#[test]
fn kinds_have_what_they_need() {
    check(&legacy("  - {type: task, name: a}\n"), &["4:6 error either-key"]);
    check(&legacy("  - {type: task, name: a, resourceArn: x, action: y:Z}\n"), &["4:45 error either-key"]);
    check(&legacy("  - {type: task, name: a, resourceArn: x, pattern: async}\n"), &["4:54 error unknown-value"]);
    check(&legacy("  - {type: wait, name: a}\n  - {type: wait, name: b, duration: 200000}\n  - {type: wait, name: c, timestamp: soon}\n  - {type: wait, name: d, duration: $.s}\n"), &["4:6 error either-key", "5:37 error out-of-range", "6:38 error out-of-range"]);
    check(&legacy("  - {type: parallel, name: a, branches: []}\n"), &["4:33 error out-of-range"]);
    check(&legacy("  - {type: foreach, name: a, iterationMapping: {collection: items, item: i}, steps: []}\n"), &["4:63 error expression-syntax"]);
    check(&legacy("  - {type: foreach, name: a}\n"), &["4:6 error missing-key", "4:6 error missing-key"]);
    check(&legacy("  - {type: loop, name: a, steps: []}\n"), &["4:6 warning undocumented"]);
    check(&machine("  - {Type: Task, Name: A, Action: invoke, TaskMode: sync, Timeout: 700000, End: true}\n"), &["6:37 error out-of-range", "6:55 error unknown-value", "6:70 error out-of-range"]);
    check(&machine("  - {Type: Wait, Name: A, End: true}\n  - {Type: Wait, Name: B, Seconds: 301, End: true}\n  - {Type: Wait, Name: C, Seconds.$: $Input.s, End: true}\n"), &["6:6 error missing-key", "7:37 error out-of-range"]);
    check(&machine("  - {Type: Map, Name: A, End: true}\n"), &["6:6 error missing-key", "6:6 error missing-key"]);
    check(&machine("  - {Type: Map, Name: A, ItemsPath: $Input.xs, MaxConcuccency: 41, Processor: {StartAt: B, States: [{Type: Succeed, Name: B}]}, End: true}\n"), &["6:65 error out-of-range"]);
    check(&machine("  - {Type: Parallel, Name: A, Branches: [{States: []}], End: true}\n"), &["6:43 error missing-key", "6:43 error missing-key"]);
}

#[test]
fn express_mode_has_rules_of_its_own() {
    let text = machine("  - {Type: Task, Name: A, Action: MNS:SendMessage, TaskMode: WaitForCustomCallback, Next: B}\n  - {Type: Wait, Name: B, Seconds: 30, End: true}\n");
    check(&text, &[]);
    check_parsed(&text, &parse_for(&text, Mode::Express), &["6:62 error unknown-value", "7:36 error out-of-range"]);
}

#[test]
fn unknown_and_misplaced_keys_are_told() {
    check(&legacy("  - {type: pass, name: a, inputMapping: []}\n"), &["4:27 error unknown-key"]);
    check(&legacy("  - {type: pass, name: a, retry: []}\n  - {type: succeed, name: b, end: true}\n"), &["4:27 error misplaced-key", "5:30 error misplaced-key"]);
    check(&machine("  - {Type: Pass, Name: A, ResultPath: $, End: true}\n"), &["6:27 warning unknown-key"]);
    check(&machine("  - {Type: Pass, Name: A, Retry: [], End: true}\n"), &["6:27 error misplaced-key"]);
    let parsed = parse(&machine("  - {Type: Pass, Name: A, ResultPath: $, End: true}\n"));
    assert_eq!(parsed.findings[0].help, "Write `OutputConstructor`.");
}

#[test]
fn error_rules_are_checked() {
    check(&legacy("  - {type: task, name: a, resourceArn: x, retry: [{maxAttempts: -1}], catch: [{errors: []}]}\n"), &["4:53 error missing-key", "4:66 error out-of-range", "4:81 error missing-key", "4:81 error missing-key"]);
    check(&legacy("  - {type: task, name: a, resourceArn: x, catch: [{errors: [E], goto: a, steps: []}]}\n"), &["4:75 warning undocumented"]);
    check(&machine("  - {Type: Task, Name: A, Action: FC:X, Retry: [{Errors: [E]}], Catch: [{Errors: [E]}], End: true}\n"), &["6:51 error missing-key", "6:51 error missing-key", "6:75 error missing-key"]);
}

#[test]
fn expressions_are_read_where_they_stand() {
    check(&legacy("  - {type: choice, name: a, choices: [{condition: '$.x >', goto: a}]}\n"), &["4:58 error expression-syntax"]);
    check(&machine("  - {Type: Pass, Name: A, OutputConstructor: {x.$: nope(1)}, End: true}\n"), &["6:54 error expression-syntax"]);
    check(&machine("  - {Type: Pass, Name: A, OutputConstructor: {x: 1, x.$: $Input}, End: true}\n"), &["6:55 error duplicate-key"]);
    check(&machine("  - {Type: Pass, Name: A, OutputConstructor: {x.$: {y: $Input.z}}, End: true}\n"), &["6:54 warning computed-mapping"]);
    check(&legacy("  - {type: pass, name: a, inputMappings: [{target: t, source: $.x}, {source: 1}, {target: u}]}\n"), &["4:65 warning expression-syntax", "4:71 error missing-key", "4:84 warning missing-key"]);
}
