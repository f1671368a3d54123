//! Global variables of the new language: who writes them, who reads them.

use super::{check, machine};

fn pass(name: &str, constructor: &str) -> String {
    format!("{{Type: Pass, Name: {name}, {constructor}, End: true}}")
}

/// A Map in whose processor `state` is the only one; it stands in line 10.
fn map(config: &str, state: &str) -> String {
    let processor = format!("    Processor:\n      StartAt: P\n      States: [{state}]\n");
    machine(&format!("  - Type: Map\n    Name: A\n{processor}    ItemsPath: $Input.xs\n{config}    End: true\n"))
}

const DISTRIBUTED: &str = "    ProcessorConfig: {ExecutionMode: Express}\n";

#[test]
fn iterations_do_not_write() {
    let write = pass("P", "GlobalConstructor: {x: 1}");
    let expected = &["10 warning global-in-map: GlobalConstructor"];
    check(&map("", &write), expected);
    check(&map(DISTRIBUTED, &write), expected);
    let branch = format!(
        "{{Type: Parallel, Name: P, Branches: [{{StartAt: Q, States: [{}]}}], End: true}}",
        pass("Q", "GlobalConstructor: {x: 1}")
    );
    check(&map("", &branch), expected);
    check(&map("", &pass("P", "GlobalConstructor: {}")), &[]);
    check(&map("    GlobalConstructor: {x: 1}\n", &pass("P", "OutputConstructor: {x: 1}")), &[]);
}

#[test]
fn branches_write_keys_of_their_own() {
    let parallel = |left: &str, right: &str| {
        let branch = |start: &str, state: &str| format!("      - {{StartAt: {start}, States: [{state}]}}\n");
        let branches = format!("{}{}", branch("L", left), branch("R", right));
        machine(&format!("  - Type: Parallel\n    Name: A\n    Branches:\n{branches}    End: true\n"))
    };
    let (left, right) = (pass("L", "GlobalConstructor: {x: 1}"), pass("R", "GlobalConstructor: {y: 2, x.$: $Input.x}"));
    check(&parallel(&left, &right), &["10 warning shared-global: x.$"]);
    check(&parallel(&left, &pass("R", "GlobalConstructor: {y: 2}")), &[]);
    // One branch may write a key twice.
    let twice = "{Type: Pass, Name: L, GlobalConstructor: {x: 1}, Next: M}, {Type: Pass, Name: M, GlobalConstructor: {x: 2}, End: true}";
    check(&parallel(twice, &pass("R", "OutputConstructor: {x: 1}")), &[]);
    // A Parallel in a branch: the outer branches are told apart too, and each writer once.
    let inner = format!(
        "{{Type: Parallel, Name: R, Branches: [{{StartAt: S, States: [{}]}}, {{StartAt: T, States: [{}]}}], End: true}}",
        pass("S", "GlobalConstructor: {x: 1}"),
        pass("T", "GlobalConstructor: {x: 1}")
    );
    check(&parallel(&left, &inner), &["10 warning shared-global: x", "10 warning shared-global: x"]);
    // Children of a distributed Map have variables of their own.
    let children = format!(
        "{{Type: Map, Name: R, ItemsPath: $Input.xs, ProcessorConfig: {{ExecutionMode: Express}}, Processor: {{StartAt: S, States: [{}]}}, End: true}}",
        pass("S", "GlobalConstructor: {x: 1}")
    );
    check(&parallel(&left, &children), &["10 warning global-in-map: GlobalConstructor"]);
}

#[test]
fn children_read_variables_of_their_own() {
    // The flow writes the variables before; the Map stands a line lower.
    let map = |config: &str, state: &str| {
        let write = "  - {Type: Pass, Name: W, GlobalConstructor: {rate: 1, a: 1, b: 1, x: 1, y: 1, t: 1}, Next: A}\n";
        map(config, state).replace("StartAt: A\nStates:\n", &format!("StartAt: W\nStates:\n{write}"))
    };
    let read = |expression: &str| pass("P", &format!("OutputConstructor: {{x.$: {expression}}}"));
    check(&map(DISTRIBUTED, &read("$Global.rate")), &["11 warning parent-global: $Global.rate"]);
    check(&map(DISTRIBUTED, &read("$Global")), &["11 warning parent-global: $Global"]);
    check(
        &map(DISTRIBUTED, &read("'[$Global.a, length($Global.b)]'")),
        &["11 warning parent-global: $Global.a", "11 warning parent-global: $Global.b"],
    );
    check(&map("", &read("$Global.rate")), &[]);
    // What nobody writes is not the parent's.
    check(&map(DISTRIBUTED, &read("$Global.other")), &["11 warning unwritten-global: other"]);
    check(&map(DISTRIBUTED, &read("$Input.rate")), &[]);
    check(&map(&format!("{DISTRIBUTED}    ItemConstructor: {{rate.$: $Global.rate}}\n"), &read("$Input.rate")), &[]);
    check(&map(&format!("{DISTRIBUTED}    OutputConstructor: {{rate.$: $Global.rate}}\n"), &read("$Input.rate")), &[]);
    // What a child writes itself it may read; that it writes at all is told where it does.
    let own = "{Type: Pass, Name: P, GlobalConstructor: {x: 1}, Next: Q}, {Type: Pass, Name: Q, OutputConstructor: {x.$: $Global.x, y.$: $Global.y}, End: true}";
    check(
        &map(DISTRIBUTED, own),
        &["11 warning global-in-map: GlobalConstructor", "11 warning parent-global: $Global.y"],
    );
    let choice = "{Type: Choice, Name: P, Branches: [{Condition: $Global.x > 1, Next: Q}], Default: R}, {Type: Succeed, Name: Q}, {Type: Succeed, Name: R}";
    check(&map(DISTRIBUTED, choice), &["11 warning parent-global: $Global.x"]);
    let task = "{Type: Task, Name: P, Action: 'ECS:RunInstances', Parameters: {a: [{b.$: $Global.b}]}, Timeout.$: $Global.t, End: true}";
    check(&map(DISTRIBUTED, task), &["11 warning parent-global: $Global.b", "11 warning parent-global: $Global.t"]);
}

#[test]
fn keys_have_a_length() {
    let with =
        |key: &str| machine(&format!("  - {{Type: Pass, Name: A, GlobalConstructor: {{{key}: 1}}, End: true}}\n"));
    check(&with(&"k".repeat(128)), &[]);
    let long = "k".repeat(129);
    check(&with(&long), &[&format!("6 error long-global-key: {long}")]);
    let wide = "变".repeat(43);
    check(&with(&wide), &[&format!("6 error long-global-key: {wide}")]);
    check(&with(&"变".repeat(42)), &[]);
    // Only the outermost keys are names of variables.
    check(&machine(&format!("  - {{Type: Pass, Name: A, GlobalConstructor: {{a: {{{long}: 1}}}}, End: true}}\n")), &[]);
}
