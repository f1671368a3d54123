//! What is said about small definitions, with places: one case per rule and dialect.

#[path = "findings/choices.rs"]
mod choices;
#[path = "findings/containers.rs"]
mod containers;
#[path = "findings/error_rules.rs"]
mod error_rules;
#[path = "findings/fixes.rs"]
mod fixes;
#[path = "findings/globals.rs"]
mod globals;
#[path = "findings/parameters.rs"]
mod parameters;
#[path = "findings/waiting.rs"]
mod waiting;
#[path = "findings/written_later.rs"]
mod written_later;

use flowglass_expression::Language;
use flowglass_flow::{Mode, Parsed, parse, parse_for};

/// Checks all findings of `text`, written as `line severity code: what it points at`.
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
            let told = finding.told(Language::English);
            for words in [&told.what, &told.why, &told.help] {
                assert!(!words.is_empty(), "{finding:?}");
            }
            format!("{} {} {}: {}", at.line, finding.severity.word(), finding.code, &text[finding.at.range()])
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
    check(
        "{\"Type\": \"StateMachine\", \"SpecVersion\": \"v1\", \"Name\": \"j\", \"StartAt\": \"A\", \"States\": [{\"Type\": \"Succeed\", \"Name\": \"A\"}]}",
        &[],
    );
}

#[test]
fn the_header_is_checked() {
    check("type: flow\nsteps: [{type: pass, name: a}]\n", &["1 error missing-key: type"]);
    check("version: v1\nsteps: [{type: pass, name: a}]\n", &["1 error missing-key: version"]);
    check("version: v1\ntype: flow\n", &["1 error missing-key: version"]);
    check("version: v1beta1\ntype: flow\nsteps: [{type: pass, name: a}]\n", &["1 note unknown-value: v1beta1"]);
    check("version: v1.0\ntype: flow\nsteps: [{type: pass, name: a}]\n", &["1 warning unknown-value: v1.0"]);
    check("version: v2\ntype: flow\nsteps: [{type: pass, name: a}]\n", &["1 error unknown-value: v2"]);
    check("version: v1\ntype: flow\nsteps: {}\n", &["3 error wrong-type: {}"]);
    check("version: v1\ntype: flow\nsteps: [{type: pass, name: a}]\ntimeoutSeconds: 0\n", &["4 error out-of-range: 0"]);
    check("version: v1\ntype: flow\nsteps: [{type: pass, name: a}]\nstepz: []\n", &["4 error unknown-key: stepz"]);
    check(
        "Type: StateMachine\nSpecVersion: v2\nName: 1st\nStates: []\nTimeout: -1\n",
        &[
            "1 error missing-key: Type",
            "1 error missing-key: Type",
            "2 error unknown-value: v2",
            "3 error out-of-range: 1st",
            "5 error out-of-range: -1",
        ],
    );
}

#[test]
fn steps_and_states_need_a_type_and_a_name() {
    check(
        &legacy("  - {name: a}\n  - {type: pass}\n  - just text\n"),
        &["4 error missing-key: name", "5 error missing-key: type", "6 error wrong-type: just text"],
    );
    check(&legacy("  - {type: tasks, name: a}\n"), &["4 error unknown-type: tasks"]);
    check(
        &machine("  - {Name: A, End: true}\n  - {Type: Pass, End: true}\n"),
        &["6 error missing-key: Name", "7 error missing-key: Type"],
    );
    check(&machine("  - {Type: Foreach, Name: A, End: true}\n"), &["6 error unknown-type: Foreach"]);
}

#[test]
fn jumps_must_lead_to_a_step_of_the_same_list() {
    check(
        &legacy(
            "  - {type: choice, name: a, choices: [{condition: $.x, goto: b}], default: {goto: bb}}\n  - {type: pass, name: b}\n",
        ),
        &["4 error unknown-target: bb"],
    );
    check(
        &legacy(
            "  - type: parallel\n    name: p\n    branches:\n      - steps:\n          - {type: choice, name: c, choices: [{condition: $.x, goto: z}]}\n  - {type: pass, name: z}\n",
        ),
        &["8 error unknown-target: z"],
    );
    check(
        &machine(
            "  - {Type: Pass, Name: A, Next: B}\n  - {Type: Task, Name: C, Action: ECS:RunInstances, Catch: [{Errors: [E], Next: D}], End: true}\n",
        ),
        &["6 error unknown-target: B", "7 error unknown-target: D"],
    );
    check(
        "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: B\nStates: [{Type: Succeed, Name: A}]\n",
        &["4 error unknown-target: B"],
    );
}

#[test]
fn names_are_unique() {
    check(
        &legacy(
            "  - {type: pass, name: a}\n  - {type: parallel, name: p, branches: [{steps: [{type: pass, name: a}]}]}\n",
        ),
        &["5 error duplicate-name: a"],
    );
    check(
        &machine(
            "  - {Type: Parallel, Name: A, Next: B, Branches: [{StartAt: A, States: [{Type: Pass, Name: A, End: true}]}]}\n  - {Type: Pass, Name: B, End: true}\n  - {Type: Pass, Name: B, Next: A}\n",
        ),
        &["6 warning duplicate-name: A", "8 error duplicate-name: B"],
    );
}

#[test]
fn states_say_how_it_goes_on() {
    check(&machine("  - {Type: Pass, Name: A}\n"), &["6 error no-way-on: Type"]);
    check(&machine("  - {Type: Pass, Name: A, Next: A, End: true}\n"), &["6 error either-key: End"]);
    check(&machine("  - {Type: Succeed, Name: A, Next: A}\n"), &["6 error misplaced-key: Next"]);
    check(&machine("  - {Type: Fail, Name: A, End: true}\n"), &["6 warning missing-key: Type"]);
    check(
        &machine("  - {Type: Choice, Name: A, Branches: [{Condition: $Input.x, Next: A}], End: true}\n"),
        &["6 error missing-key: Type", "6 error misplaced-key: End"],
    );
}

#[test]
fn kinds_have_what_they_need() {
    check(&legacy("  - {type: task, name: a}\n"), &["4 error either-key: type"]);
    check(&legacy("  - {type: task, name: a, resourceArn: x, action: y:Z}\n"), &["4 error either-key: action"]);
    check(&legacy("  - {type: task, name: a, resourceArn: x, pattern: async}\n"), &["4 error unknown-value: async"]);
    check(
        &legacy(
            "  - {type: wait, name: a}\n  - {type: wait, name: b, duration: 200000}\n  - {type: wait, name: c, timestamp: soon}\n  - {type: wait, name: d, duration: $.s}\n",
        ),
        &["4 error either-key: type", "5 error out-of-range: 200000", "6 error out-of-range: soon"],
    );
    check(&legacy("  - {type: parallel, name: a, branches: []}\n"), &["4 error out-of-range: branches"]);
    check(
        &legacy(
            "  - {type: foreach, name: a, iterationMapping: {collection: items, item: i}, steps: [{type: pass, name: b}]}\n",
        ),
        &["4 error not-a-path: items"],
    );
    check(&legacy("  - {type: foreach, name: a}\n"), &["4 error missing-key: type", "4 error missing-key: type"]);
    check(&legacy("  - {type: loop, name: a, steps: [{type: pass, name: b}]}\n"), &["4 warning undocumented: type"]);
    check(
        &machine("  - {Type: Task, Name: A, Action: invoke, TaskMode: sync, Timeout: 700000, End: true}\n"),
        &["6 error out-of-range: invoke", "6 error unknown-value: sync", "6 error out-of-range: 700000"],
    );
    check(
        &machine(
            "  - {Type: Wait, Name: A, Next: B}\n  - {Type: Wait, Name: B, Seconds: 301, Next: C}\n  - {Type: Wait, Name: C, Seconds.$: $Input.s, End: true}\n",
        ),
        &["6 error missing-key: Type", "7 error out-of-range: 301"],
    );
    check(
        &machine("  - {Type: Map, Name: A, End: true}\n"),
        &["6 error missing-key: Type", "6 error missing-key: Type"],
    );
    check(
        &machine(
            "  - {Type: Map, Name: A, ItemsPath: $Input.xs, MaxConcuccency: 41, Processor: {StartAt: B, States: [{Type: Succeed, Name: B}]}, End: true}\n",
        ),
        &["6 error out-of-range: 41"],
    );
    check(
        &machine("  - {Type: Parallel, Name: A, Branches: [{States: []}], End: true}\n"),
        &["6 error missing-key: States", "6 error missing-key: States"],
    );
}

#[test]
fn express_mode_has_rules_of_its_own() {
    let text = machine(
        "  - {Type: Task, Name: A, Action: HTTP:Request, TaskMode: WaitForCustomCallback, Parameters: {url: 'https://example.com', method: GET}, Next: B}\n  - {Type: Wait, Name: B, Seconds: 30, End: true}\n",
    );
    check(&text, &[]);
    check_parsed(
        &text,
        &parse_for(&text, Mode::Express),
        &["6 error unknown-value: WaitForCustomCallback", "7 error out-of-range: 30"],
    );
}

#[test]
fn unknown_and_misplaced_keys_are_told() {
    check(&legacy("  - {type: pass, name: a, inputMapping: []}\n"), &["4 error unknown-key: inputMapping"]);
    check(
        &legacy("  - {type: pass, name: a, retry: []}\n  - {type: succeed, name: b, end: true}\n"),
        &["4 error misplaced-key: retry", "5 error misplaced-key: end"],
    );
    check(&machine("  - {Type: Pass, Name: A, ResultPath: $, End: true}\n"), &["6 warning unknown-key: ResultPath"]);
    check(&machine("  - {Type: Pass, Name: A, Retry: [], End: true}\n"), &["6 error misplaced-key: Retry"]);
    let parsed = parse(&machine("  - {Type: Pass, Name: A, ResultPath: $, End: true}\n"));
    assert_eq!(parsed.findings[0].told(Language::English).help, "Write `OutputConstructor`.");
}

#[test]
fn error_rules_are_checked() {
    check(
        &legacy("  - {type: task, name: a, resourceArn: x, retry: [{maxAttempts: -1}], catch: [{errors: []}]}\n"),
        &[
            "4 error missing-key: maxAttempts",
            "4 error out-of-range: -1",
            "4 error missing-key: errors",
            "4 error missing-key: errors",
        ],
    );
    check(
        &legacy("  - {type: task, name: a, resourceArn: x, catch: [{errors: [E], goto: a, steps: []}]}\n"),
        &["4 warning undocumented: steps"],
    );
    check(
        &machine(
            "  - {Type: Task, Name: A, Action: FC:X, Retry: [{Errors: [E]}], Catch: [{Errors: [E]}], End: true}\n",
        ),
        &["6 error missing-key: Errors", "6 error missing-key: Errors", "6 error missing-key: Errors"],
    );
}

#[test]
fn expressions_are_read_where_they_stand() {
    check(
        &legacy("  - {type: choice, name: a, choices: [{condition: '$.x >', goto: a}]}\n"),
        &["4 error expression-syntax: "],
    );
    check(
        &machine("  - {Type: Pass, Name: A, OutputConstructor: {x.$: nope(1)}, End: true}\n"),
        &["6 error expression-fault: nope"],
    );
    check(
        &machine("  - {Type: Pass, Name: A, OutputConstructor: {x: 1, x.$: $Input}, End: true}\n"),
        &["6 error duplicate-key: x.$"],
    );
    check(
        &machine("  - {Type: Pass, Name: A, OutputConstructor: {x.$: {y: $Input.z}}, End: true}\n"),
        &["6 warning computed-mapping: {y: $Input.z}"],
    );
    check(
        &legacy("  - {type: pass, name: a, inputMappings: [{target: t, source: $.x}, {source: 1}, {target: u}]}\n"),
        &["4 warning own-path-in-mapping: $.x", "4 error missing-key: source", "4 warning missing-key: target"],
    );
}
