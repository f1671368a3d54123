//! What is said about limits that every execution reaches, and about conditions that never change.

use std::fmt::Write as _;

use flowglass_flow::{Mode, parse_for};

use crate::support::{check, check_parsed, legacy, machine};

fn passes(count: usize) -> String {
    let mut steps = String::new();
    for number in 0..count {
        let _ = writeln!(steps, "  - {{type: pass, name: s{number}}}");
    }
    steps
}

/// Checks the findings about limits only, each as `severity code: what it points at (what is wrong)`.
fn limits(text: &str, mode: Mode, expected: &[&str]) {
    let mut parsed = parse_for(text, mode);
    parsed.findings.retain(|finding| finding.code.ends_with("-limit"));
    check_parsed(text, &parsed, expected);
}

#[test]
fn a_list_of_steps_may_need_too_many_events() {
    let check = |count, expected: &[&str]| limits(&legacy(&passes(count)), Mode::Standard, expected);
    // 4 for each, 2 for the execution.
    check(1_124, &[]);
    check(1_125, &["1128 note event-limit: s1124 (every execution needs at least 4502 events)"]);
    check(1_249, &["1252 note event-limit: s1248 (every execution needs at least 4998 events)"]);
    check(1_250, &["1253 warning event-limit: s1249 (every execution needs at least 5002 events)"]);
    check(1_300, &["1253 warning event-limit: s1249 (every execution needs at least 5202 events)"]);
}

#[test]
fn only_the_cheapest_way_counts() {
    let jump = "  - {type: choice, name: c, choices: [{condition: $.x, goto: z}]}\n";
    let last = "  - {type: pass, name: z}\n";
    limits(
        &legacy(&format!("{}{last}", passes(1_300))),
        Mode::Standard,
        &["1253 warning event-limit: s1249 (every execution needs at least 5206 events)"],
    );
    limits(&legacy(&format!("{jump}{}{last}", passes(1_300))), Mode::Standard, &[]);
    // A task that may be caught.
    let task = "  - {type: task, name: t, resourceArn: 'acs:fc:::services/s/functions/f', catch: [{errors: [FnF.ALL], goto: z}]}\n";
    limits(&legacy(&format!("{task}{}{last}", passes(1_300))), Mode::Standard, &[]);
    // What fails does not come to the end.
    let fails = "  - {type: choice, name: c, choices: [{condition: $.x, steps: [{type: fail, name: f}], goto: z}]}\n";
    limits(
        &legacy(&format!("{fails}{}{last}", passes(1_300))),
        Mode::Standard,
        &["1253 warning event-limit: s1248 (every execution needs at least 5210 events)"],
    );
}

#[test]
fn each_kind_costs_its_events() {
    // 600 times the same step: what one of them costs, is told by the total.
    let told = |step: &str| -> Option<u64> {
        let steps: String = (0..700).map(|number| step.replace('@', &number.to_string())).collect();
        let text = legacy(&steps);
        let parsed = parse_for(&text, Mode::Standard);
        let finding = parsed.findings.iter().find(|finding| finding.code == "event-limit")?;
        let what = finding.told(flowglass_expression::Language::English).what;
        let total: u64 = what.split_whitespace().find_map(|word| word.parse().ok())?;
        (total - 2).checked_div(700)
    };
    let task = "type: task, name: t@, resourceArn: 'acs:fnf:::flow/f'";
    assert_eq!(told(&format!("  - {{{task}}}\n")), Some(7));
    assert_eq!(told(&format!("  - {{{task}, pattern: sync}}\n")), Some(8));
    let pass = "{type: pass, name: p@}";
    // Below the note.
    assert_eq!(told("  - {type: wait, name: w@, duration: 1}\n"), None);
    assert_eq!(told(&format!("  - {{type: choice, name: c@, choices: [], default: {{steps: [{pass}]}}}}\n")), Some(8));
    assert_eq!(
        told(&format!(
            "  - {{type: parallel, name: c@, outputMappings: [], branches: [{{steps: [{pass}]}}, {{steps: []}}]}}\n"
        )),
        Some(12)
    );
    let foreach = |list: &str| {
        format!(
            "  - {{type: foreach, name: c@, outputMappings: [], inputMappings: [{{target: xs, source: {list}}}], iterationMapping: {{collection: $.xs, item: x}}, steps: [{pass}]}}\n"
        )
    };
    assert_eq!(told(&foreach("[1, 2, 3]")), Some(22));
    assert_eq!(told(&foreach("$input.xs")), None);
}

#[test]
fn a_list_counts_from_where_it_is_written() {
    let rows = vec!["{n: 1}"; 900].join(", ");
    let map = |made: &str, more: &str| {
        machine(&format!(
            "  - {{Type: Pass, Name: A, OutputConstructor: {{rows: {made}}}, Next: M}}\n  - Type: Map\n    Name: M\n    ItemsPath: $Input.rows\n{more}    Processor: {{StartAt: B, States: [{{Type: Pass, Name: B, End: true}}]}}\n    End: true\n"
        ))
    };
    limits(
        &map(&format!("[{rows}]"), ""),
        Mode::Standard,
        &["8 warning event-limit: M (every execution needs at least 5410 events)"],
    );
    limits(&map("[{n: 1}]", ""), Mode::Standard, &[]);
    // The items of a distributed Map have histories of their own.
    limits(&map(&format!("[{rows}]"), "    ProcessorConfig: {ExecutionMode: Express}\n"), Mode::Standard, &[]);
}

#[test]
fn waits_add_up_to_the_time_limit() {
    let waits = |timeout: u32, durations: &[u32]| {
        let mut text = format!("version: v1\ntype: flow\ntimeoutSeconds: {timeout}\nsteps:\n");
        for (number, duration) in durations.iter().enumerate() {
            let _ = writeln!(text, "  - {{type: wait, name: w{number}, duration: {duration}}}");
        }
        text
    };
    limits(&waits(100, &[50, 50]), Mode::Standard, &[]);
    limits(
        &waits(100, &[50, 51, 1]),
        Mode::Standard,
        &["6 warning time-limit: w1 (every execution waits at least 102 seconds, and may take only 100)"],
    );
    // Whatever is shorter: what the flow says, or the mode.
    limits(&waits(400, &[301]), Mode::Standard, &[]);
    limits(
        &waits(400, &[301]),
        Mode::Express,
        &["5 warning time-limit: w0 (every execution waits at least 301 seconds, and may take only 300)"],
    );
    // A wait that is computed, a time and a branch that is quicker.
    limits(
        "version: v1\ntype: flow\ntimeoutSeconds: 1\nsteps: [{type: wait, name: w, duration: $.s}]\n",
        Mode::Standard,
        &[],
    );
    limits(
        "version: v1\ntype: flow\ntimeoutSeconds: 10\nsteps:\n  - type: parallel\n    name: p\n    outputMappings: []\n    branches:\n      - {steps: [{type: wait, name: a, duration: 5}]}\n      - {steps: [{type: wait, name: b, duration: 11}]}\n",
        Mode::Standard,
        &["6 warning time-limit: p (every execution waits at least 11 seconds, and may take only 10)"],
    );
}

#[test]
fn constants_may_be_too_large() {
    let text = |bytes: usize| "x".repeat(bytes);
    let mapping = |bytes: usize| {
        legacy(&format!(
            "  - {{type: pass, name: p, outputMappings: [{{target: a, source: 1}}, {{target: big, source: {}}}]}}\n",
            text(bytes)
        ))
    };
    limits(&mapping(32_700), Mode::Standard, &[]);
    limits(
        &mapping(32_800),
        Mode::Standard,
        &["4 warning data-limit: big (the constants here have about 33 KiB, `big` most of them; 32 KiB are allowed)"],
    );
    let constructor = |key: &str, bytes: usize| {
        machine(&format!("  - {{Type: Pass, Name: A, {key}: {{a: {{b: [{}]}}}}, End: true}}\n", text(bytes)))
    };
    limits(&constructor("OutputConstructor", 65_000), Mode::Standard, &[]);
    limits(
        &constructor("OutputConstructor", 66_000),
        Mode::Standard,
        &["6 warning data-limit: a (the constants here have about 65 KiB, `a` most of them; 64 KiB are allowed)"],
    );
    limits(&constructor("GlobalConstructor", 66_000), Mode::Standard, &[]);
    limits(
        &constructor("GlobalConstructor", 263_000),
        Mode::Standard,
        &["6 warning data-limit: a (the constants here have about 257 KiB, `a` most of them; 256 KiB are allowed)"],
    );
}

#[test]
fn conditions_that_read_nothing_never_change() {
    let arms = |arms: &str| {
        machine(&format!(
            "  - Type: Choice\n    Name: A\n    Branches:\n{arms}    Default: C\n  - {{Type: Succeed, Name: B}}\n  - {{Type: Succeed, Name: C}}\n"
        ))
    };
    let arm = |condition: &str| format!("      - {{Condition: {condition}, Next: B}}\n");
    check(&arms(&arm("1 > 2")), &["9 warning constant-condition: 1 > 2 (`1 > 2` never holds)"]);
    check(
        &arms(&format!("{}{}", arm("true"), arm("$Input.x"))),
        &["9 warning constant-condition: true (`true` always holds)"],
    );
    // The last one stands for all other cases.
    check(&arms(&format!("{}{}", arm("$Input.x"), arm("true"))), &[]);
    check(&arms(&format!("{}{}", arm("'randomInt(0, 2) == 1'"), arm("$Input.x"))), &[]);
    check(
        &arms(&format!("{}{}{}", arm("$Input.x"), arm("$Input.y"), arm("$Input.x"))),
        &["11 warning constant-condition: $Input.x (`$Input.x` stands a second time)"],
    );
    check(
        &legacy(
            "  - {type: choice, name: c, choices: [{condition: '\"a\" == \"b\"', steps: [{type: pass, name: p}]}]}\n",
        ),
        &["4 warning constant-condition: '\"a\" == \"b\"' (`\"a\" == \"b\"` never holds)"],
    );
}
