//! What is said about the ways through a flow: steps that nobody comes to, loops, missing ends.

use crate::support::{check, legacy, machine};

#[test]
fn steps_behind_an_end_are_reported_once() {
    check(
        &legacy("  - {type: pass, name: a, end: true}\n  - {type: pass, name: b}\n  - {type: pass, name: c}\n"),
        &["5 warning unreachable-step: b (no way leads to `b`, nor to `c`)"],
    );
    check(
        &legacy("  - {type: succeed, name: a}\n  - {type: pass, name: b}\n"),
        &["5 warning unreachable-step: b (no way leads to `b`)"],
    );
    check(
        &legacy("  - {type: fail, name: a}\n  - {type: pass, name: b}\n"),
        &["5 warning unreachable-step: b (no way leads to `b`)"],
    );
    // Two parts of a list that do not hang together.
    check(
        &legacy(
            "  - {type: pass, name: a, end: true}\n  - {type: pass, name: b, end: true}\n  - {type: fail, name: c}\n",
        ),
        &["5 warning unreachable-step: b (no way leads to `b`)", "6 warning unreachable-step: c (no way leads to `c`)"],
    );
    // A jump leads there, a catch rule too.
    check(
        &legacy(
            "  - {type: choice, name: a, choices: [{condition: $.x, goto: c}]}\n  - {type: pass, name: b, end: true}\n  - {type: fail, name: c}\n",
        ),
        &[],
    );
    check(
        &legacy(
            "  - {type: task, name: a, resourceArn: 'acs:fc:::services/s/functions/f', end: true, catch: [{errors: [FnF.ALL], goto: c}]}\n  - {type: fail, name: c}\n",
        ),
        &[],
    );
    // A step that only unreachable steps jump to is unreachable with them.
    check(
        &legacy(
            "  - {type: pass, name: a, end: true}\n  - {type: choice, name: b, default: {goto: d}, choices: []}\n  - {type: pass, name: c, end: true}\n  - {type: pass, name: d}\n",
        ),
        &[
            "5 warning unreachable-step: b (no way leads to `b`, nor to `d`)",
            "6 warning unreachable-step: c (no way leads to `c`)",
        ],
    );
}

#[test]
fn a_choice_goes_on_only_where_an_arm_lets_it() {
    let behind = |choice: &str| {
        legacy(&format!(
            "  - {{type: choice, name: a, {choice}}}\n  - {{type: pass, name: b}}\n  - {{type: pass, name: c}}\n"
        ))
    };
    let lost = &["5 warning unreachable-step: b (no way leads to `b`)"][..];
    check(&behind("choices: [{condition: $.x, steps: [{type: pass, name: d}], goto: c}], default: {goto: c}"), lost);
    check(&behind("choices: [{condition: $.x, goto: c}], default: {steps: [{type: fail, name: f}]}"), lost);
    check(
        &behind("choices: [{condition: $.x, steps: [{type: pass, name: d}], goto: c}], end: true, default: {goto: c}"),
        lost,
    );
    check(&behind("choices: [{condition: $.x, goto: c}]"), &[]);
    check(&behind("choices: [{condition: $.x, goto: c}], default: {steps: [{type: pass, name: d}]}"), &[]);
    // A nested end leaves the arm, not the flow.
    check(&behind("choices: [{condition: $.x, goto: c}], default: {steps: [{type: succeed, name: d}]}"), &[]);
    check(
        &behind("choices: [{condition: $.x, goto: c}], default: {steps: []}"),
        &["4 warning empty-steps: [] (this list has no steps)"],
    );
    // With `end`, only an arm without a jump ends the list.
    check(
        &behind("choices: [{condition: $.x, goto: c}], end: true"),
        &["5 warning unreachable-step: b (no way leads to `b`)"],
    );
}

#[test]
fn what_fails_in_every_way_hands_nothing_on() {
    check(
        &legacy(
            "  - {type: parallel, name: p, branches: [{steps: [{type: pass, name: a}]}, {steps: [{type: fail, name: f}]}], outputMappings: []}\n  - {type: pass, name: b}\n",
        ),
        &["5 warning unreachable-step: b (no way leads to `b`)"],
    );
    // A foreach over an empty list succeeds; a Parallel may catch what fails inside.
    check(
        &legacy(
            "  - {type: foreach, name: e, iterationMapping: {collection: $.xs, item: x}, steps: [{type: fail, name: f}], outputMappings: []}\n  - {type: pass, name: b}\n",
        ),
        &[],
    );
    check(
        &machine(
            "  - Type: Parallel\n    Name: A\n    Branches: [{StartAt: F, States: [{Type: Fail, Name: F, Code: No, Detail: no}]}]\n    Catch: [{Errors: [FnF.ALL], OutputConstructor: {}, Next: B}]\n    End: true\n  - {Type: Succeed, Name: B}\n",
        ),
        &[],
    );
}

#[test]
fn contents_of_an_unreachable_container_are_not_reported_again() {
    check(
        &legacy(
            "  - {type: pass, name: a, end: true}\n  - type: parallel\n    name: p\n    outputMappings: []\n    branches:\n      - steps:\n          - {type: pass, name: b, end: true}\n          - {type: pass, name: c}\n",
        ),
        &["6 warning unreachable-step: p (no way leads to `p`)"],
    );
    check(
        &legacy(
            "  - type: parallel\n    name: p\n    outputMappings: []\n    branches:\n      - steps:\n          - {type: pass, name: b, end: true}\n          - {type: pass, name: c}\n",
        ),
        &["10 warning unreachable-step: c (no way leads to `c`)"],
    );
}

#[test]
fn nothing_is_unreachable_where_a_jump_cannot_be_followed() {
    check(
        &machine("  - {Type: Pass, Name: A, Next: Bee}\n  - {Type: Succeed, Name: B}\n"),
        &["6 error unknown-target: Bee (`Next` names no step: `Bee`)"],
    );
    check(
        &machine("  - {Type: Pass, Name: A}\n  - {Type: Succeed, Name: B}\n"),
        &["6 error no-way-on: Type (`A` has neither `Next` nor `End: true`)"],
    );
    check(
        &machine("  - {Type: Pas, Name: A, End: true}\n  - {Type: Succeed, Name: B}\n"),
        &["6 error unknown-type: Pas (`Pas` is not a type of step)"],
    );
}

#[test]
fn states_that_nobody_names_are_reported_once_for_those_that_hang_together() {
    check(
        &machine(
            "  - {Type: Pass, Name: A, End: true}\n  - {Type: Pass, Name: D, Next: C}\n  - {Type: Pass, Name: B, Next: C}\n  - {Type: Succeed, Name: C}\n",
        ),
        &["7 warning unreachable-step: D (no way leads to `D`, nor to `B`, `C`)"],
    );
    // A ring of its own.
    check(
        &machine(
            "  - {Type: Pass, Name: A, End: true}\n  - {Type: Pass, Name: B, Next: C}\n  - {Type: Pass, Name: C, Next: B}\n",
        ),
        &["7 warning unreachable-step: B (no way leads to `B`, nor to `C`)"],
    );
}

const ONCE: &str = "without a wait and without a task";

#[test]
fn a_loop_needs_a_wait_or_a_task() {
    let back = |name: &str, steps: &str| {
        legacy(&format!("{steps}  - {{type: choice, name: c, choices: [{{condition: $.x, goto: {name}}}]}}\n"))
    };
    let told = |expected: &str| format!("{expected} ({})", format_args!("a loop {ONCE}: `a`, `c`"));
    check(&back("a", "  - {type: pass, name: a}\n"), &[&told("5 warning endless-loop: a")]);
    check(&back("a", "  - {type: wait, name: a, duration: 1}\n"), &[]);
    check(&back("a", "  - {type: task, name: a, resourceArn: 'acs:fc:::services/s/functions/f'}\n"), &[]);
    // Data changes from round to round.
    check(
        &back("a", "  - {type: pass, name: a, outputMappings: [{target: x, source: false}]}\n"),
        &[&told("5 note endless-loop: a")],
    );
    check(&back("c", ""), &[&format!("4 warning endless-loop: c (`c` leads back to itself {ONCE})")]);
}

#[test]
fn a_container_in_a_loop_takes_time_when_it_must() {
    let around = |inside: &str| {
        legacy(&format!("{inside}  - {{type: choice, name: c, choices: [{{condition: $.x, goto: p}}]}}\n"))
    };
    let task = "{type: wait, name: w, duration: 1}";
    let pass = "{type: pass, name: q}";
    let parallel = |one: &str, other: &str| {
        around(&format!(
            "  - {{type: parallel, name: p, outputMappings: [], branches: [{{steps: [{one}]}}, {{steps: [{other}]}}]}}\n"
        ))
    };
    let told = [format!("5 note endless-loop: p (a loop {ONCE}: `p`, `c`)")];
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    check(&parallel(task, pass), &[]);
    check(&parallel("{type: pass, name: r}", pass), &told);
    let foreach = |inside: &str| {
        around(&format!(
            "  - {{type: foreach, name: p, outputMappings: [], iterationMapping: {{collection: $.xs, item: x}}, steps: [{inside}]}}\n"
        ))
    };
    check(&foreach(task), &[]);
    check(&foreach(pass), &told);
    let choice = |one: &str, other: &str| {
        around(&format!(
            "  - {{type: choice, name: p, choices: [{{condition: $.y, steps: [{one}]}}], default: {{steps: [{other}]}}}}\n"
        ))
    };
    check(&choice(task, "{type: wait, name: v, duration: 1}"), &[]);
    check(&choice(task, pass), &told);
    // The arm that waits is the one that goes back.
    check(
        &legacy(&format!(
            "  - {{type: pass, name: p}}\n  - {{type: choice, name: c, choices: [{{condition: $.y, steps: [{task}], goto: p}}]}}\n"
        )),
        &[],
    );
}

#[test]
fn a_loop_without_a_way_out_is_told_once() {
    check(
        &machine("  - {Type: Pass, Name: A, OutputConstructor: {}, Next: B}\n  - {Type: Pass, Name: B, Next: A}\n"),
        &[&format!("7 warning endless-loop: A (a loop {ONCE}: `A`, `B`)")],
    );
    check(
        &machine("  - {Type: Wait, Name: A, Seconds: 1, Next: B}\n  - {Type: Pass, Name: B, Next: A}\n"),
        &["6 warning no-end: A (from `A` and `B` no end can be reached)"],
    );
    check(
        &machine("  - {Type: Task, Name: A, Action: 'ECS:RunInstances', Next: A}\n"),
        &["6 warning no-end: A (from `A` no end can be reached)"],
    );
    // A way to a failure is a way out.
    check(
        &machine(
            "  - {Type: Task, Name: A, Action: 'ECS:RunInstances', Next: A, Catch: [{Errors: [FnF.ALL], OutputConstructor: {}, Next: F}]}\n  - {Type: Fail, Name: F, Code: No, Detail: no}\n",
        ),
        &[],
    );
    // What never comes back from inside is told inside only.
    check(
        &machine(
            "  - Type: Parallel\n    Name: A\n    Branches:\n      - StartAt: W\n        States: [{Type: Wait, Name: W, Seconds: 1, Next: W}]\n    End: true\n",
        ),
        &["10 warning no-end: W (from `W` no end can be reached)"],
    );
}

#[test]
fn conditions_that_differ_by_themselves_may_end_a_loop() {
    let asks = |condition: &str| {
        machine(&format!(
            "  - {{Type: Pass, Name: A, Next: C}}\n  - {{Type: Choice, Name: C, Branches: [{{Condition: '{condition}', Next: A}}], Default: B}}\n  - {{Type: Succeed, Name: B}}\n"
        ))
    };
    let told = |severity: &str| format!("7 {severity} endless-loop: A (a loop {ONCE}: `A`, `C`)");
    check(&asks("$Input.x > 1"), &[&told("warning")]);
    check(&asks("randomInt(0, 2) > 0"), &[&told("note")]);
}
