//! What is said about paths into data that nothing can have written.

use crate::support::{check, legacy, machine};

/// A legacy step of this kind with these keys.
fn step(kind: &str, keys: &str) -> String {
    format!("  - {{type: {kind}, name: n{}, {keys}}}\n", keys.len())
}

const TASK: &str = "  - {type: task, name: t, resourceArn: 'acs:fc:::services/s/functions/f'}\n";

#[test]
fn local_is_empty_before_the_first_step_has_put_something_out() {
    let read = "  - {type: pass, name: r, inputMappings: [{target: x, source: $local.k}]}\n";
    let told = |line: u32| {
        format!("{line} warning empty-local: $local (`$local.k` is read before anything is written to `$local`)")
    };
    check(&legacy(read), &[&told(4)]);
    // A pass or wait step without mappings puts nothing out.
    check(
        &legacy(&format!("  - {{type: pass, name: p}}\n  - {{type: wait, name: w, duration: 1}}\n{read}")),
        &[&told(6)],
    );
    // A task may answer anything, and so may what a loop brings back.
    check(&legacy(&format!("{TASK}{read}")), &[]);
    check(
        &legacy(&format!("{read}{TASK}  - {{type: choice, name: c, choices: [{{condition: $.again, goto: r}}]}}\n")),
        &[],
    );
    // Inside a branch it begins empty, whatever was before.
    check(
        &legacy(&format!(
            "{TASK}  - type: parallel\n    name: p\n    outputMappings: []\n    branches:\n      - steps:\n        {read}"
        )),
        &[&told(10)],
    );
}

#[test]
fn a_step_without_work_has_no_local_of_its_own() {
    let maps = "outputMappings: [{target: x, source: $local.k}]";
    for kind in ["pass", "succeed"] {
        check(
            &legacy(&format!("{TASK}{}", step(kind, maps))),
            &["5 warning empty-local: $local (`$local.k` is null: the step itself makes no `$local`)"],
        );
    }
    check(
        &legacy(&step("wait", &format!("duration: 1, {maps}"))),
        &["4 warning empty-local: $local (`$local.k` is null: the step itself makes no `$local`)"],
    );
    check(&legacy(&step("task", &format!("resourceArn: 'acs:fc:::services/s/functions/f', {maps}"))), &[]);
    // The arm that is taken makes the local variable of a choice.
    let choice = |steps: &str| step("choice", &format!("choices: [], default: {{steps: [{steps}]}}, {maps}"));
    check(&legacy(&choice("{type: pass, name: q, outputMappings: [{target: k, source: 1}]}")), &[]);
    check(
        &legacy(&choice("{type: pass, name: q, outputMappings: [{target: j, source: 1}]}")),
        &["4 warning missing-member: k (`$local.k` is never there)"],
    );
}

#[test]
fn the_flow_itself_has_a_local_only_behind_its_steps() {
    let flow = |mappings: &str, steps: &str| format!("version: v1\ntype: flow\n{mappings}\nsteps:\n{steps}");
    check(
        &flow("inputMappings: [{target: x, source: $local.k}]", TASK),
        &["3 warning empty-local: $local (`$local.k` is read before anything is written to `$local`)"],
    );
    check(
        &flow("outputMappings: [{target: x, source: $local.k}]", "  - {type: pass, name: p}\n"),
        &["3 warning empty-local: $local (`$local.k` is null: no step of the flow leaves anything)"],
    );
    check(&flow("outputMappings: [{target: x, source: $local.k}]", TASK), &[]);
    check(
        &flow("inputMappings: [{target: a, source: $input.b}]\noutputMappings: [{target: x, source: $input.b}]", TASK),
        &["4 warning missing-member: b (`$input.b` is never there)"],
    );
}

#[test]
fn the_steps_of_a_choice_may_see_the_local_around_it() {
    let inside = |before: &str, source: &str| {
        legacy(&format!(
            "{before}  - type: choice\n    name: c\n    choices: []\n    default:\n      steps:\n        - {{type: pass, name: r, inputMappings: [{{target: x, source: {source}}}]}}\n"
        ))
    };
    let seed = "  - {type: pass, name: s, outputMappings: [{target: k, source: 1}]}\n";
    let empty = |severity: &str, line: u32, key: &str| {
        format!("{line} {severity} empty-local: $local (`$local.{key}` is read before anything is written to `$local`)")
    };
    check(&inside(seed, "$local.k"), &[&empty("note", 10, "k")]);
    check(&inside(seed, "$local.j"), &[&empty("warning", 10, "j")]);
    check(&inside("", "$local.k"), &[&empty("warning", 9, "k")]);
    check(&inside(seed, "$input.k"), &[]);
}

#[test]
fn what_a_mapping_narrows_is_gone() {
    let narrow = |source: &str| {
        legacy(&format!(
            "  - type: parallel\n    name: p\n    outputMappings: []\n    inputMappings: [{{target: a, source: $input.b}}]\n    branches:\n      - steps:\n          - {{type: pass, name: r, outputMappings: [{{target: x, source: '{source}'}}]}}\n"
        ))
    };
    check(&narrow("$input.a"), &[]);
    check(&narrow("$input.a.deep[0]"), &[]);
    check(&narrow("$input.b"), &["10 warning missing-member: b (`$input.b` is never there)"]);
    // Own paths: conditions, collections, waits.
    check(
        &legacy("  - {type: wait, name: w, inputMappings: [{target: s, source: 5}], duration: $.seconds}\n"),
        &["4 warning missing-member: seconds (`$.seconds` is never there)"],
    );
    check(
        &legacy(
            "  - {type: choice, name: c, inputMappings: [{target: s, source: 5}], choices: [{condition: $.s > 1 && $.t == 2, steps: [{type: pass, name: p}]}]}\n",
        ),
        &["4 warning missing-member: t (`$.t` is never there)"],
    );
}

#[test]
fn a_foreach_adds_its_item_and_a_parallel_gives_a_list() {
    check(
        &legacy(
            "  - type: foreach\n    name: f\n    outputMappings: [{target: x, source: $local.a}]\n    inputMappings: [{target: xs, source: $input.b}]\n    iterationMapping: {collection: $.xs, item: x, index: i}\n    steps:\n      - {type: pass, name: r, outputMappings: [{target: x, source: $input.x}, {target: y, source: $input.i}, {target: z, source: $input.j}]}\n",
        ),
        &[
            "6 warning missing-member: a (`$local.a` is never there)",
            "10 warning missing-member: j (`$input.j` is never there)",
        ],
    );
}

#[test]
fn constructors_replace_what_was_there() {
    let then = |made: &str, read: &str| {
        machine(&format!(
            "  - {{Type: Pass, Name: A, {made}, Next: B}}\n  - {{Type: Pass, Name: B, OutputConstructor: {{x.$: '{read}'}}, End: true}}\n"
        ))
    };
    let never = |path: &str, name: &str| format!("7 warning missing-member: {name} (`{path}` is never there)");
    check(&then("OutputConstructor: {a: 1}", "$Input.a"), &[]);
    check(&then("OutputConstructor: {a: 1}", "$Input.b"), &[&never("$Input.b", "b")]);
    check(&then("InputConstructor: {a: 1}", "$Input.b"), &[&never("$Input.b", "b")]);
    check(&then("OutputConstructor: {a: 1}", "$Context.Current.Input.b"), &[&never("$Context.Current.Input.b", "b")]);
    check(&then("OutputConstructor: {a: 1}", "$Context.Execution.Input.b"), &[]);
    // Inside values too, as far as they are in the text.
    check(&then("OutputConstructor: {a: {b: {c: 1}}}", "$Input.a.b.c"), &[]);
    check(&then("OutputConstructor: {a: {b: {c: 1}}}", "$Input.a.b.d"), &[&never("$Input.a.b.d", "d")]);
    check(&then("OutputConstructor: {a: {b: {c: 1}}}", "$Input.a.b.c.d"), &[&never("$Input.a.b.c.d", "d")]);
    check(&then("OutputConstructor: {a: [1]}", "$Input.a.b"), &[&never("$Input.a.b", "b")]);
    check(&then("OutputConstructor: {a: [1]}", "$Input.a[7].b"), &[]);
    check(&then("OutputConstructor: {a.$: $Input.z}", "$Input.a.b"), &[]);
    check(&then("OutputConstructor: {a.$: 'length($Input.z)'}", "$Input.a.b"), &[&never("$Input.a.b", "b")]);
    check(&then("OutputConstructor: {a.$: 'jsonMerge($Input.z, $Input.y)'}", "$Input.a.b"), &[]);
    check(&then("OutputConstructor: {a.$: 'stringToJson($Input.z)'}", "$Input.a.b"), &[]);
    check(&then("OutputConstructor: {a.$: '$Input.z'}", "format(\"{}\", $Input.b)"), &[&never("$Input.b", "b")]);
    // A constructor sees what the state received, the other one what that made of it.
    check(
        &machine(
            "  - {Type: Pass, Name: A, InputConstructor: {a.$: $Input.b}, OutputConstructor: {c.$: $Input.b}, End: true}\n",
        ),
        &["6 warning missing-member: b (`$Input.b` is never there)"],
    );
}

#[test]
fn states_that_several_lead_to_have_what_either_hands_on() {
    let join = |read: &str| {
        machine(&format!(
            "  - {{Type: Choice, Name: A, Branches: [{{Condition: $Input.x, Next: B}}], Default: C}}\n  - {{Type: Pass, Name: B, OutputConstructor: {{b: 1}}, Next: D}}\n  - {{Type: Pass, Name: C, OutputConstructor: {{c: 1}}, Next: D}}\n  - {{Type: Pass, Name: D, OutputConstructor: {{x.$: {read}}}, End: true}}\n"
        ))
    };
    check(&join("$Input.b"), &[]);
    check(&join("$Input.c"), &[]);
    check(&join("$Input.d"), &["9 warning missing-member: d (`$Input.d` is never there)"]);
}

#[test]
fn outside_answers_may_have_any_key() {
    let task = |more: &str, read: &str| {
        machine(&format!(
            "  - {{Type: Task, Name: A, Action: 'HTTP:Request', Parameters: {{url: 'https://example.com', method: Get}}, {more}Next: B}}\n  - {{Type: Pass, Name: B, OutputConstructor: {{x.$: {read}}}, End: true}}\n"
        ))
    };
    check(&task("", "$Input.whatever"), &[]);
    check(&task("OutputConstructor: {a.$: $Output.whatever}, ", "$Input.a.b"), &[]);
    // What a catch rule hands on is in the text.
    check(
        &task(
            "OutputConstructor: {a: 1}, Catch: [{Errors: [FnF.ALL], OutputConstructor: {e: 1}, Next: B}], ",
            "$Input.e",
        ),
        &[],
    );
    check(
        &task(
            "OutputConstructor: {a: 1}, Catch: [{Errors: [FnF.ALL], OutputConstructor: {e: 1}, Next: B}], ",
            "$Input.f",
        ),
        &["7 warning missing-member: f (`$Input.f` is never there)"],
    );
}

#[test]
fn containers_hand_out_what_is_documented() {
    let parallel = |read: &str| {
        machine(&format!(
            "  - Type: Parallel\n    Name: A\n    Branches:\n      - {{StartAt: B, States: [{{Type: Succeed, Name: B, OutputConstructor: {{b: 1}}}}]}}\n      - {{StartAt: C, States: [{{Type: Succeed, Name: C}}]}}\n    OutputConstructor: {{x.$: '{read}'}}\n    End: true\n"
        ))
    };
    check(&parallel("$Output.Branch0.b"), &[]);
    check(&parallel("$Output.Branch1.c"), &[]);
    check(&parallel("$Output.Branch0.c"), &["11 warning missing-member: c (`$Output.Branch0.c` is never there)"]);
    check(&parallel("$Output.Branch3"), &["11 warning missing-member: Branch3 (`$Output.Branch3` is never there)"]);
    check(&parallel("$Output[0]"), &["11 warning missing-member: 0 (`$Output[0]` is never there)"]);
    let map = |more: &str, read: &str| {
        machine(&format!(
            "  - Type: Map\n    Name: A\n    ItemsPath: $Input.rows\n    Processor: {{StartAt: B, States: [{{Type: Succeed, Name: B, OutputConstructor: {{y.$: $Input.any}}}}]}}\n    OutputConstructor: {{x.$: {read}}}\n{more}    End: true\n"
        ))
    };
    check(&map("", "$Output.Items"), &[]);
    check(&map("", "$Output.Results"), &["10 warning missing-member: Results (`$Output.Results` is never there)"]);
    // What a distributed Map hands out is not published.
    check(&map("    ProcessorConfig: {ExecutionMode: Express}\n", "$Output.Results"), &[]);
}

#[test]
fn global_variables_must_be_written_somewhere() {
    let read = |write: &str, read: &str| {
        machine(&format!(
            "  - {{Type: Pass, Name: A, OutputConstructor: {{x.$: {read}}}, Next: B}}\n  - {{Type: Pass, Name: B, {write}End: true}}\n"
        ))
    };
    check(&read("GlobalConstructor: {n: 1}, ", "$Global.n"), &[]);
    check(&read("GlobalConstructor: {n: 1}, ", "$Global"), &[]);
    check(&read("", "$Global.n"), &["6 warning unwritten-global: n (no state writes the global variable `n`)"]);
    check(
        &read("GlobalConstructor: {n: 1}, ", "$Global.m.k"),
        &["6 warning unwritten-global: m (no state writes the global variable `m`)"],
    );
}

#[test]
fn the_context_object_has_documented_members() {
    let new =
        |read: &str| machine(&format!("  - {{Type: Pass, Name: A, OutputConstructor: {{x.$: {read}}}, End: true}}\n"));
    let told = |name: &str, path: &str| {
        format!("6 warning unknown-context-member: {name} (the context object has no `{path}`)")
    };
    for path in [
        "",
        ".Execution",
        ".Execution.Input.any.thing",
        ".Current.Error.Code",
        ".Current.Input.a",
        ".Current.TaskToken",
    ] {
        check(&new(&format!("$Context{path}")), &[]);
    }
    check(&new("$Context.Flow"), &[&told("Flow", "$Context.Flow")]);
    check(&new("$Context.Execution.name"), &[&told("name", "$Context.Execution.name")]);
    check(&new("$Context.Execution.Name.First"), &[&told("First", "$Context.Execution.Name.First")]);
    check(&new("$Context.Current.Error.Cause"), &[&told("Cause", "$Context.Current.Error.Cause")]);
    let old = |read: &str| {
        legacy(&format!("{TASK}  - {{type: pass, name: p, inputMappings: [{{target: x, source: {read}}}]}}\n"))
    };
    for path in ["", ".task.token", ".execution.name", ".flow.name", ".step.eventId"] {
        check(&old(&format!("$context{path}")), &[]);
    }
    check(
        &old("$context.flow.id"),
        &["5 warning unknown-context-member: id (the context object has no `$context.flow.id`)"],
    );
}

#[test]
fn nothing_is_said_where_the_text_is_not_whole() {
    let broken = "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Pass, Name: A, OutputConstructor: {a: 1}, Next: Bee}\n  - {Type: Pass, Name: B, OutputConstructor: {x.$: $Global.n}, End: true}\n";
    check(broken, &["6 error unknown-target: Bee (`Next` names no step: `Bee`)"]);
}
