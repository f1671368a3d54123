//! Lists of steps, choices, parallel steps, loops over items, waits.

use super::{check, legacy, machine};

#[test]
fn empty_lists_are_told_apart_from_unreadable_ones() {
    check("version: v1\ntype: flow\nsteps: []\n", &["3 warning empty-steps: []"]);
    check("version: v1\ntype: flow\nsteps: [ ]\n", &["3 warning empty-steps: [ ]"]);
    check("version: v1\ntype: flow\nsteps: [text]\n", &["3 error wrong-type: text"]);
    check(
        &legacy("  - {type: choice, name: a, choices: [{condition: $.x, steps: []}], default: {steps: []}}\n"),
        &["4 warning empty-steps: []", "4 warning empty-steps: []"],
    );
}

#[test]
fn choices_do_something() {
    let with = |rest: &str| legacy(&format!("  - {{type: choice, name: a, {rest}}}\n  - {{type: pass, name: b}}\n"));
    check(&with("choices: [{condition: $.x}]"), &["4 warning idle-arm: $.x"]);
    check(&with("choices: [{condition: $.x, goto: b}], default: {}"), &["4 note idle-arm: {}"]);
    check(&with("choices: [{condition: $.x, goto: b}]"), &[]);
    check(&with("choices: [{condition: $.x, steps: [{type: pass, name: c}]}]"), &[]);
}

#[test]
fn results_are_dropped_only_where_there_are_some() {
    let parallel = |steps: &str, rest: &str| {
        legacy(&format!("  - type: parallel\n    name: p\n    branches: [{{steps: [{steps}]}}]\n{rest}"))
    };
    let dropped = &["4 note dropped-results: parallel"];
    let task = "{type: task, name: t, resourceArn: 'acs:fc:::services/s/functions/f'}";
    check(&parallel(task, ""), dropped);
    check(&parallel(task, "    outputMappings: [{target: all, source: $local}]\n"), &[]);
    // Nothing is mapped, on purpose.
    check(&parallel(task, "    outputMappings: []\n"), &[]);
    check(&parallel("{type: wait, name: w, duration: 1}, {type: pass, name: x}", ""), &[]);
    check(&parallel("{type: pass, name: x, outputMappings: [{target: t, source: 1}]}", ""), dropped);
    check(&parallel("{type: pass, name: x, outputMappings: []}", ""), &[]);
    check(
        &parallel(&format!("{{type: choice, name: c, choices: [{{condition: $.x, steps: [{task}]}}]}}"), ""),
        dropped,
    );
    // The inner step drops them already.
    check(
        &parallel(&format!("{{type: parallel, name: q, branches: [{{steps: [{task}]}}]}}"), ""),
        &["6 note dropped-results: parallel"],
    );
}

#[test]
fn waits_wait() {
    check(&legacy("  - {type: wait, name: a, duration: 0}\n"), &["4 note instant-wait: 0"]);
    check(&legacy("  - {type: wait, name: a, duration: 1}\n"), &[]);
    check(&legacy("  - {type: wait, name: a, duration: $.zero}\n"), &[]);
    check(&machine("  - {Type: Wait, Name: A, Seconds: 0, End: true}\n"), &["6 error out-of-range: 0"]);
}

#[test]
fn written_items_are_objects() {
    let map = |items: &str, more: &str| {
        let processor = "    Processor: {StartAt: P, States: [{Type: Succeed, Name: P}]}\n";
        machine(&format!("  - Type: Map\n    Name: A\n    ItemsPath: {items}\n{more}{processor}    End: true\n"))
    };
    check(&map("'[1, 2]'", ""), &["8 note scalar-items: '[1, 2]'"]);
    check(&map("'[{\"a\": 1}, \"b\"]'", ""), &["8 note scalar-items: '[{\"a\": 1}, \"b\"]'"]);
    check(&map("'[{\"a\": 1}]'", ""), &[]);
    check(&map("'[]'", ""), &[]);
    let input = "    InputConstructor: {xs: [{a: 1}, b, c], ys: [{a: 1}], z.$: $Input.z}\n";
    check(&map("$Input.xs", input), &["9 note scalar-items: b"]);
    check(&map("$Input.ys", input), &[]);
    check(&map("$Input.z", input), &[]);
    check(&map("$Input.xs", ""), &[]);
    // The items are made into something else.
    let distributed = "    ProcessorConfig: {ExecutionMode: Express}\n    ItemConstructor: {city.$: $Item}\n";
    check(&map("'[1, 2]'", distributed), &[]);
}
