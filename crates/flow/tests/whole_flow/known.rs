//! What is known of a flow's data: the keys that completion can offer.

use flowglass_expression::json;
use flowglass_flow::{Flow, KnownData, Shape, StepData, StepId, known_data, parse};

use crate::support::{legacy, machine};

/// A shape as text: `{a: 1, b: {…}, …}`, where `1` is a scalar, `?` anything and `…` other keys.
fn told(shape: &Shape) -> String {
    match shape {
        Shape::Anything => "?".to_owned(),
        Shape::Scalar => "1".to_owned(),
        Shape::List { least } => format!("[{least}+]"),
        Shape::Object(object) => {
            let mut parts: Vec<String> =
                object.keys(usize::MAX).into_iter().map(|(key, shape)| format!("{key}: {}", told(shape))).collect();
            if object.is_open() {
                parts.push("…".to_owned());
            }
            format!("{{{}}}", parts.join(", "))
        }
    }
}

fn step(flow: &Flow, name: &str) -> StepId {
    flow.steps().find(|(_, step)| step.name.value == name).map(|(id, _)| id).expect("the step is there")
}

/// Checks one step: what it receives, its own input, its output; in the older language the local variable first.
fn check(text: &str, name: &str, expected: &[&str]) {
    let flow = parse(text).flow.expect("the text is a flow");
    let known: KnownData = known_data(&flow, None);
    let found = known.step(step(&flow, name)).map(|data: &StepData| {
        let local = data.local.iter().map(told);
        let output = data.output.as_ref().map_or("never".to_owned(), told);
        local.chain([told(&data.received), told(&data.input), output]).collect::<Vec<_>>()
    });
    assert_eq!(found.unwrap_or_default(), expected, "{name} in\n{text}");
}

#[test]
fn states_hand_on_what_they_make() {
    let text = machine(
        "  - {Type: Task, Name: A, Action: 'FC:InvokeFunction', OutputConstructor: {price.$: $Output.Body.price, tags: [a, b], box: {n: 1}}, Next: B}\n  - {Type: Pass, Name: B, InputConstructor: {p.$: $Input.price, b.$: $Input.box}, Next: C}\n  - {Type: Wait, Name: C, Seconds: 1, GlobalConstructor: {seen: true}, End: true}\n",
    );
    check(&text, "A", &["{…}", "{…}", "{Body: ?, …}"]);
    check(&text, "B", &["{price: ?, tags: [2+], box: {n: 1}}", "{p: ?, b: {n: 1}}", "{p: ?, b: {n: 1}}"]);
    check(&text, "C", &["{p: ?, b: {n: 1}}"; 3]);
    let flow = parse(&text).flow.unwrap();
    let known = known_data(&flow, None);
    assert_eq!(told(known.globals()), "{seen: ?}");
    assert_eq!(known.result().map(told).unwrap(), "{p: ?, b: {n: 1}}");
}

#[test]
fn an_example_input_makes_its_keys_known() {
    let text = machine("  - {Type: Pass, Name: A, OutputConstructor: {o.$: $Input.order}, End: true}\n");
    let flow = parse(&text).flow.unwrap();
    let known = known_data(&flow, Some(&json!({"order": {"id": 7, "rows": [1]}})));
    let data = known.step(step(&flow, "A")).unwrap();
    assert_eq!(told(&data.input), "{order: {id: 1, rows: [1+]}, …}");
    // Another input may have other keys there too.
    assert_eq!(known.result().map(told).unwrap(), "{o: {id: 1, rows: [1+], …}}");
}

#[test]
fn loops_settle() {
    let text = machine(
        "  - {Type: Pass, Name: A, OutputConstructor: {n: 0}, Next: B}\n  - {Type: Pass, Name: B, OutputConstructor: {n.$: 'intAdd($Input.n, 1)', last.$: $Input}, Next: C}\n  - {Type: Choice, Name: C, Branches: [{Condition: $Input.n > 3, Next: D}], Default: B}\n  - {Type: Succeed, Name: D}\n",
    );
    // What grows with every round may be anything.
    check(&text, "D", &["{n: 1, last: ?}"; 3]);
}

#[test]
fn what_does_not_settle_soon_may_be_anything() {
    // Each round hands what the first key holds one key further.
    let shift: String = (0..40).map(|key| format!("k{}.$: $Input.k{key}, ", key + 1)).collect();
    let text = machine(&format!(
        "  - {{Type: Pass, Name: A, OutputConstructor: {{k0: {{v: 1}}}}, Next: B}}\n  - {{Type: Pass, Name: B, OutputConstructor: {{{shift}k0.$: $Input.k0}}, Next: C}}\n  - {{Type: Choice, Name: C, Branches: [{{Condition: $Input.k40.v == 1, Next: D}}], Default: B}}\n  - {{Type: Succeed, Name: D}}\n"
    ));
    let flow = parse(&text).flow.expect("the text is a flow");
    let known = known_data(&flow, None);
    assert_eq!(told(&known.step(step(&flow, "B")).expect("it is reached").received), "{…}");
}

#[test]
fn what_parallel_and_foreach_steps_do_is_dropped_unless_it_is_mapped() {
    let text = legacy(
        "  - {type: parallel, name: p, branches: [{steps: [{type: pass, name: i, outputMappings: [{target: x, source: 1}]}]}]}\n  - {type: pass, name: e}\n",
    );
    check(&text, "p", &["{}", "{…}", "{…}", "[1+]"]);
    check(&text, "e", &["{}", "{…}", "{…}", "{}"]);
}

#[test]
fn the_older_language_merges() {
    let text = legacy(
        "  - {type: pass, name: s, outputMappings: [{target: n, source: 0}]}\n  - {type: choice, name: c, choices: [{condition: $.n > 1, steps: [{type: pass, name: i, outputMappings: [{target: m, source: [1]}]}]}]}\n  - type: foreach\n    name: f\n    outputMappings: [{target: all, source: '$local[*].x'}]\n    inputMappings: [{target: xs, source: $input.xs}]\n    iterationMapping: {collection: $.xs, item: x}\n    steps:\n      - {type: pass, name: g, outputMappings: [{target: y, source: $input.x}]}\n  - {type: pass, name: e}\n",
    );
    check(&text, "s", &["{}", "{…}", "{…}", "{}"]);
    check(&text, "c", &["{n: 1}", "{…}", "{n: 1, …}", "{m: [1+]}"]);
    check(&text, "i", &["{}", "{n: 1, …}", "{n: 1, …}", "{}"]);
    check(&text, "f", &["{n: 1, m: [1+]}", "{…}", "{xs: ?}", "[0+]"]);
    check(&text, "g", &["{}", "{xs: ?, x: ?}", "{xs: ?, x: ?}", "{}"]);
    check(&text, "e", &["{n: 1, m: [1+], all: [0+]}", "{…}", "{n: 1, m: [1+], all: [0+], …}", "{}"]);
}

#[test]
fn error_mappings_and_catch_rules_hand_on_what_they_make() {
    let text = legacy(
        "  - {type: task, name: t, resourceArn: 'acs:fc:::services/s/functions/f', outputMappings: [{target: ok, source: $local.ok}], end: true, catch: [{errors: [FnF.ALL], goto: e}], errorMappings: [{target: why, source: $local.error}]}\n  - {type: pass, name: e}\n",
    );
    check(&text, "e", &["{why: ?}", "{…}", "{why: ?, …}", "{}"]);
    let text = machine(
        "  - {Type: Parallel, Name: A, InputConstructor: {a: 1}, Branches: [{StartAt: F, States: [{Type: Fail, Name: F, Code: No, Detail: no}]}], Catch: [{Errors: [No], OutputConstructor: {a.$: $Input.a}, Next: B}, {Errors: [FnF.ALL], Next: B}], Next: C}\n  - {Type: Succeed, Name: B}\n  - {Type: Succeed, Name: C}\n",
    );
    check(&text, "A", &["{…}", "{a: 1}", "never"]);
    check(&text, "B", &["{a: 1}"; 3]);
    check(&text, "C", &[]);
}

#[test]
fn items_are_known_where_they_are_built() {
    let text = machine(
        "  - Type: Map\n    Name: A\n    ItemsPath: $Input.rows\n    ItemConstructor: {row.$: $Item, of.$: $Input.of}\n    ProcessorConfig: {ExecutionMode: Express}\n    Processor: {StartAt: B, States: [{Type: Succeed, Name: B}]}\n    End: true\n",
    );
    check(&text, "B", &["{row: ?, of: ?}"; 3]);
    check(&text, "A", &["{…}", "{…}", "{Items: [0+], …}"]);
}
