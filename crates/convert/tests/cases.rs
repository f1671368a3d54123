//! What single things become, and what is said of them.

use flowglass_convert::{Conversion, NotConverted, Weight, convert};
use flowglass_expression::Language;
use flowglass_flow::{Severity, parse};

/// Converts a definition; the result has no errors.
fn converted(text: &str) -> Conversion {
    let parsed = parse(text);
    assert!(!parsed.has_errors(), "{:#?}\n{text}", parsed.findings);
    let conversion = convert(&parsed, "main", Language::English).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
    let errors: Vec<_> =
        parse(&conversion.text).findings.into_iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{}", conversion.text);
    conversion
}

fn flow(steps: &str) -> String {
    format!("version: v1\ntype: flow\nsteps:\n{steps}")
}

/// The notes as `line weight code`, and parts that the new text has.
fn check(steps: &str, notes: &[&str], parts: &[&str]) {
    let text = flow(steps);
    let Conversion { text: new, notes: found } = converted(&text);
    let lines = parse(&text).document.lines;
    let found: Vec<_> = found
        .iter()
        .map(|note| {
            let line = lines.position(&text, note.at.start as usize).line;
            format!("{line} {} {}", note.weight.word(), note.code)
        })
        .collect();
    assert_eq!(found, notes, "{text}\n{new}");
    for part in parts {
        assert!(new.contains(part), "{part} is not in\n{new}");
    }
}

const FUNCTION: &str = "resourceArn: acs:fc:::services/s/functions/f";

#[test]
fn a_flow_with_known_keys_reads_as_if_written_by_hand() {
    let old = "version: v1
type: flow
timeoutSeconds: 60
steps:
  # asks the shop
  - type: task
    name: ask
    resourceArn: acs:fc:::services/shop/functions/ask
    inputMappings: [{target: id, source: $input.order.id}]
    outputMappings: [{target: price, source: $local.price}]
    retry: [{errors: [FC.ResourceThrottled]}]
  - type: choice
    name: dear
    choices: [{condition: $.price == \"high\", goto: give up}]
  - {type: succeed, name: done, outputMappings: [{target: sold, source: true}]}
  - {type: fail, name: give up, error: TooDear, cause: nobody pays that}
";
    let new = "Type: StateMachine
SpecVersion: v1
Name: shop
Timeout: 60
StartAt: ask
States:
  # asks the shop
  - Type: Task
    Name: ask
    Action: FC:InvokeFunction
    Parameters:
      resourceArn: acs:fc:::services/shop/functions/ask
      invocationType: Sync
      body:
        id.$: $Context.Execution.Input.order.id
    Retry:
      - Errors: [FC.ResourceThrottled]
        IntervalSeconds: 1
        MaxAttempts: 3
        BackoffRate: 2
        MaxBackoffSeconds: 86400
    OutputConstructor:
      price.$: $Output.Body.price
    Next: dear
  - Type: Choice
    Name: dear
    Branches:
      - Condition: $Input.price == \"high\"
        Next: give up
    Default: done
  - Type: Succeed
    Name: done
    OutputConstructor:
      price.$: $Input.price
      sold: true
  - Type: Fail
    Name: give up
    Code: TooDear
    Detail: nobody pays that
";
    let conversion = convert(&parse(old), "shop", Language::English).unwrap();
    assert_eq!(conversion.text, new);
    assert_eq!(conversion.notes, []);
}

#[test]
fn open_answers_are_merged_under_local() {
    check(
        &format!("  - {{type: task, name: a, {FUNCTION}}}\n  - {{type: task, name: b, {FUNCTION}}}"),
        &["5 decide wrapped-output"],
        &[
            "body.$: $Context.Execution.Input\n",
            "local.$: $Output.Body\n",
            "body.$: jsonMerge($Context.Execution.Input, $Input.local)\n",
            "local.$: jsonMerge($Input.local, $Output.Body)\n    End: true",
        ],
    );
}

#[test]
fn what_tasks_call() {
    let task =
        |more: &str| format!("  - {{type: task, name: t, outputMappings: [{{target: o, source: $local}}], {more}}}");
    check(&task(FUNCTION), &[], &["Action: FC:InvokeFunction", "invocationType: Sync", "o.$: $Output.Body\n"]);
    check(
        &task(&format!(
            "{FUNCTION}, pattern: waitForCallback, timeoutSeconds: 700000, inputMappings: [{{target: t, source: $context.task.token}}]"
        )),
        &["4 differs long-timeout"],
        &["TaskMode: WaitForCustomCallback", "t.$: $Context.Current.TaskToken", "Timeout: 604800", "o.$: $Output\n"],
    );
    check(
        &task(&format!(
            "{FUNCTION}, pattern: sync, serviceParams: {{InvocationType: Async, StatefulAsyncInvocationID: x}}"
        )),
        &["4 decide finished-job", "4 decide parameter-without-place"],
        &["TaskMode: WaitForSystemCallback", "invocationType: Async", "# DECIDE: where the result of a job"],
    );
    check(
        &task("resourceArn: 'acs:fnf:::flow/pay', pattern: sync, serviceParams: {Input: $.order, ExecutionName: $.id}"),
        &["4 differs child-result"],
        &[
            "Action: FNF:StartExecution",
            "executionName.$: $Context.Execution.Input.id",
            "input.$: $Context.Execution.Input.order",
        ],
    );
    check(
        &task("resourceArn: 'acs:mns:::/topics/t/messages', serviceParams: {MessageBody: $, MessageTag: red}"),
        &["4 differs message-answer"],
        &["Action: MNS:SendMessage", "message.$: $Context.Execution.Input\n", "messageTag: red"],
    );
    check(
        &task("action: 'ocr:RecognizeCard', serviceParams: {ImageURL: $.url, Side: face}"),
        &["4 decide any-api"],
        &["Action: ocr:RecognizeCard", "ImageURL.$: $Context.Execution.Input.url", "Side: face"],
    );
    check(&task("resourceArn: somewhere"), &["4 decide unknown-resource"], &["resourceArn: somewhere"]);
    check(&task("resourceArn: !Ref shop/pay"), &["4 decide written-later"], &["acs:fc:::services/shop/functions/pay"]);
}

#[test]
fn errors_and_retries() {
    check(
        &format!(
            "  - type: task
    name: t
    {FUNCTION}
    outputMappings: []
    errorMappings: [{{target: why, source: $local.error}}, {{target: text, source: $local.cause}}, {{target: at, source: t}}]
    retry: [{{errors: [FnF.ALL], maxAttempts: 5, intervalSeconds: 2, multiplier: 0.5, maxIntervalSeconds: 9}}]
    catch: [{{errors: [A, B], goto: rescue}}]
  - {{type: pass, name: between}}
  - {{type: fail, name: rescue}}"
        ),
        &["9 differs shrinking-pauses", "12 differs unnamed-failure"],
        &[
            "IntervalSeconds: 2\n        MaxAttempts: 5\n        BackoffRate: 0.5\n        MaxBackoffSeconds: 9\n",
            "Errors: [A, B]",
            "why.$: $Context.Current.Error.Code",
            "text.$: $Context.Current.Error.Detail",
            "at: t",
            "Next: rescue",
            "Type: Fail\n    Name: rescue\n    Detail: \"\"",
        ],
    );
}

#[test]
fn waits() {
    let wait = |how: &str| format!("  - {{type: wait, name: w, {how}}}");
    check(&wait("duration: 300"), &[], &["Seconds: 300\n    OutputConstructor: {}\n    End: true"]);
    check(&wait("duration: 0"), &["4 information no-wait"], &["Type: Pass"]);
    check(
        &wait("duration: 700"),
        &["4 information long-wait"],
        &["Name: w 2\n    Seconds: 300\n    Next: w 3", "Name: w 3\n    Seconds: 100\n"],
    );
    check(
        &wait("duration: 3601"),
        &["4 decide long-wait"],
        &["# DECIDE: the wait lasts 300 seconds instead of 3601", "Seconds: 300"],
    );
    check(&wait("duration: $.n"), &["4 differs computed-wait"], &["Seconds.$: $Context.Execution.Input.n"]);
    check(
        &wait("timestamp: 2026-01-01T00:00:00Z"),
        &["4 decide wait-until"],
        &["UntilDateTime: \"2026-01-01T00:00:00Z\""],
    );
    check(&wait("timestamp: $.t"), &["4 decide wait-until"], &["UntilDateTime.$: $Context.Execution.Input.t"]);
}

#[test]
fn conditions() {
    let choice = |condition: &str| {
        format!(
            "  - type: choice\n    name: c\n    choices: [{{condition: '{condition}', goto: p}}]\n  - {{type: pass, name: q}}\n  - {{type: pass, name: p}}"
        )
    };
    let by_type: &[&str] = &["6 differs conditions-convert"];
    let input = "$Context.Execution.Input";
    check(&choice("$.a == \"x\""), &[], &[&format!("Condition: {input}.a == \"x\"\n")]);
    check(&choice("\"x\" in $.a || $.b!=`y`"), &[], &[&format!("'\"x\" in {input}.a || {input}.b!=`y`'")]);
    check(&choice("$.a == true"), &[], &[&format!("Condition: {input}.a == true || {input}.a == \"true\"\n")]);
    check(
        &choice("$.b > 1 && \"true\" != $.a"),
        by_type,
        &[&format!("{input}.b > 1 && ({input}.a != true && {input}.a != \"true\")")],
    );
    check(
        &choice("$.a == \"false\""),
        &[],
        &[&format!("{input}.a == false || {input}.a == \"false\" || {input}.a == null")],
    );
    check(&choice("$.a == $.b == $.c"), by_type, &[&format!("({input}.a == {input}.b ) == {input}.c")]);
    check(&choice("$.done"), by_type, &[&format!("Condition: {input}.done\n")]);
    check(
        &choice("$.rows[*].ok == []"),
        &["6 decide condition-not-said"],
        &["Condition: \"false\"\n", "# DECIDE: the condition `$.rows[*].ok == []`"],
    );
}

#[test]
fn arms_stand_in_the_scope_around_them() {
    check(
        "  - type: choice
    name: c
    choices:
      - condition: $.a == \"x\"
        steps: [{type: pass, name: one, end: true, outputMappings: [{target: k, source: 1}]}, {type: pass, name: never}]
      - condition: $.a == \"y\"
        goto: last
    default: {steps: [{type: succeed, name: two, outputMappings: [{target: k, source: 2}]}]}
  - {type: pass, name: next}
  - {type: succeed, name: last, outputMappings: [{target: k, source: 3}]}",
        &["8 information unreachable"],
        &[
            "Name: one\n    OutputConstructor:\n      local:\n        k: 1\n    Next: next",
            "Type: Pass\n    Name: two\n    OutputConstructor:\n      local:\n        k: 2\n    Next: next",
            "Condition: $Context.Execution.Input.a == \"y\"\n        Next: last",
            "Default: two",
        ],
    );
}

#[test]
fn arms_with_a_local_of_their_own_keep_the_one_around_them() {
    check(
        "  - {type: pass, name: seed, outputMappings: [{target: n, source: 1}]}
  - type: choice
    name: c
    default: {steps: [{type: pass, name: one, outputMappings: [{target: m, source: $input.n}]}]}
    choices: []
    outputMappings: [{target: got, source: $local.m}, {target: was, source: $input.n}]",
        &[],
        &[
            "Name: Enter c\n    OutputConstructor:\n      input:\n        n.$: $Input.n\n      outer.$: $Input\n      local: {}\n",
            "Name: Leave c\n    OutputConstructor:\n      got.$: $Input.local.m\n      n.$: $Input.outer.n\n      was.$: $Input.input.n\n",
        ],
    );
}

#[test]
fn an_arm_that_tells_its_own_local_from_the_one_around_it_keeps_both() {
    let arm = |source: &str| {
        format!(
            "  - {{type: pass, name: seed, outputMappings: [{{target: k, source: 1}}]}}
  - type: choice
    name: c
    choices: []
    default:
      steps:
        - {{type: pass, name: one, outputMappings: [{{target: k, source: 2}}]}}
        - {{type: pass, name: two, inputMappings: [{{target: a, source: {source}}}], outputMappings: [{{target: b, source: $input.a}}]}}"
        )
    };
    // The input of the arm is what was there when it was entered; its own local is what it has written since.
    check(&arm("$input.k"), &[], &["k.$: $Input.k\n      outer.$: $Input\n", "\"b\": $Input.input.k", "Next: Leave c"]);
    check(
        &arm("$local.k"),
        &[],
        &["Name: two\n    OutputConstructor:\n      b.$: $Input.k\n      k.$: $Input.k\n    End: true"],
    );
    check(&arm("$local.j"), &[], &["b: null\n"]);
}

#[test]
fn a_choice_that_falls_out_of_its_scope_gets_an_end() {
    check(
        "  - {type: choice, name: c, choices: [{condition: $.a == \"x\", goto: p}]}\n  - {type: pass, name: p, end: true}\n",
        &[],
        &["Default: p"],
    );
    check(
        "  - {type: pass, name: p}\n  - {type: choice, name: c, choices: [{condition: $.a == \"x\", goto: p}]}\n",
        &[],
        &["Default: Done", "Type: Succeed\n    Name: Done\n"],
    );
}

#[test]
fn results_of_branches() {
    let parallel = |source: &str, second: &str| {
        format!(
            "  - type: parallel
    name: p
    branches:
      - steps: [{{type: pass, name: a, outputMappings: [{{target: x, source: 1}}]}}]
      - steps: [{{type: pass, name: b, outputMappings: [{{target: {second}, source: 2}}]}}]
    outputMappings: [{{target: o, source: '{source}'}}]"
        )
    };
    check(&parallel("$local", "x"), &[], &["o.$: toArray($Output.Branch0, $Output.Branch1)"]);
    check(&parallel("$local[1].x", "x"), &[], &["o.$: $Output.Branch1.x"]);
    check(&parallel("$local[*].x", "x"), &[], &["o.$: toArray($Output.Branch0.x, $Output.Branch1.x)"]);
    check(&parallel("$local[*].x", "y"), &[], &["o.$: toArray($Output.Branch0.x)"]);
    check(&parallel("$local[*].x.y", "x"), &["9 differs null-for-missing"], &["toArray($Output.Branch0.x.y, "]);
    check(&parallel("$local[*].x[*]", "x"), &["9 decide no-wildcards"], &["o: null"]);
}

#[test]
fn more_than_fifty_branches_run_in_groups() {
    let branches: String = (0..60)
        .map(|n| format!("      - steps: [{{type: pass, name: s{n}, outputMappings: [{{target: x, source: {n}}}]}}]\n"))
        .collect();
    check(
        &format!(
            "  - type: parallel\n    name: p\n    branches:\n{branches}    outputMappings: [{{target: o, source: '$local[51].x'}}]"
        ),
        &["5 information too-many-branches"],
        &["o.$: $Output.Branch1.Branch1.x", "Name: p group\n", "Name: p group 2\n"],
    );
}

#[test]
fn iterations() {
    let each = |more: &str, body: &str, source: &str| {
        format!(
            "  - {{type: pass, name: seed, outputMappings: [{{target: k, source: 1}}]}}
  - type: foreach
    name: each file
    iterationMapping: {{collection: $.files, item: f{more}}}
    steps: [{body}]
    outputMappings: [{{target: o, source: '{source}'}}]"
        )
    };
    let fewer = "6 differs fewer-at-a-time";
    let task = |mapped: &str| {
        format!(
            "{{type: task, name: t, {FUNCTION}, inputMappings: [{{target: a, source: {mapped}}}], outputMappings: [{{target: x, source: $local.x}}]}}"
        )
    };
    check(
        &each("", &task("$input.f.name"), "$local"),
        &[fewer],
        &[
            "ItemsPath: $Context.Execution.Input.files\n",
            "MaxConcuccency: 40\n",
            "input:\n              f.$: $Input\n",
            "a.$: $Input.input.f.name\n",
            "OutputConstructor:\n            x.$: $Output.Body.x\n          End: true",
            "o.$: $Output.Items\n",
        ],
    );
    check(
        &each("", &task("$input.k"), "$local[0].x"),
        &[fewer, "6 information kept-global"],
        &[
            "GlobalConstructor:\n      each_file:\n        k.$: $Input.k\n    Next: each file",
            "a.$: $Global.each_file.k",
            "o.$: $Output.Items[0].x",
        ],
    );
    check(&each(", index: i", &task("$input.i"), "$local"), &[fewer, "7 decide no-iteration-number"], &["a: null"]);
    check(&each(", index: i", &task("$input.f"), "$local"), &[fewer], &["a.$: $Input.input.f\n"]);
    check(
        "  - {type: foreach, name: e, inputMappings: [{target: a, source: 1}], iterationMapping: {collection: $.b, item: f}, steps: [{type: pass, name: p}]}",
        &["4 differs fewer-at-a-time", "4 decide no-list"],
        &["ItemsPath: $Input[\"no list\"]"],
    );
    check(
        &each("", &task("$input.f"), "$local[*].x"),
        &[fewer, "9 decide items-as-a-whole"],
        &["o.$: $Output.Items\n", "# DECIDE: `$local[*].x` has no equivalent"],
    );
    let open = format!("{{type: task, name: t, {FUNCTION}}}");
    check(
        &each("", &open, "$local"),
        &[fewer, "6 information kept-global", "9 decide wrapped-items"],
        &["jsonMerge($Global.each_file, {\"f\": $Input.input.f})"],
    );
}

#[test]
fn keys_that_are_there_on_some_ways_only() {
    check(
        "  - {type: choice, name: c, choices: [{condition: $.a == \"x\", steps: [{type: pass, name: p, outputMappings: [{target: k, source: 1}]}]}]}
  - {type: pass, name: q, outputMappings: [{target: j, source: $input.k}]}",
        &["5 differs null-instead-of-missing"],
        &["all.$: jsonMerge($Context.Execution.Input, $Input.local)", "j.$: $Input.all.k", "k.$: $Input.local.k"],
    );
}

#[test]
fn many_keys_are_merged_and_not_listed_again_and_again() {
    let steps = |count: usize| -> String {
        (0..count)
            .map(|n| format!("  - {{type: pass, name: p{n}, outputMappings: [{{target: k{n}, source: {n}}}]}}\n"))
            .collect()
    };
    check(&steps(16), &[], &["      k14: 14\n"]);
    check(&steps(17), &[], &["local.$: 'jsonMerge($Input.local, {\"k15\": 15})'\n", "k0.$: $Input.local.k0\n"]);
    let long = converted(&flow(&steps(199)));
    assert!(long.notes.is_empty() && long.text.len() < 60_000, "{} {:?}", long.text.len(), long.notes);
}

#[test]
fn the_context_object() {
    let pass = |source: &str| format!("  - {{type: pass, name: p, outputMappings: [{{target: o, source: {source}}}]}}");
    check(&pass("$context.execution.name"), &[], &["o.$: $Context.Execution.Name"]);
    check(&pass("$context.flow.name"), &[], &["o: main"]);
    check(&pass("$context.step.eventId"), &["4 decide no-such-context"], &["o: null"]);
}

#[test]
fn the_flows_own_mappings_names_and_comments() {
    let text = "# the head
version: v1
type: flow
name: pay now
inputMappings: [{target: id, source: $input.order.id}]
outputMappings: [{target: got, source: $local.x}, {target: id, source: $input.id}]
steps:
  # first line
  # second line
  - {type: task, name: t, resourceArn: a/b, outputMappings: [{target: x, source: $local}]} # behind
";
    let Conversion { text: new, notes } = converted(text);
    for part in [
        "Name: pay_now\n",
        "  # first line\n  # second line\n  - Type: Task\n",
        "body:\n        id.$: $Context.Execution.Input.order.id\n",
        "Name: Output\n    OutputConstructor:\n      got.$: $Input.x\n      id.$: $Context.Execution.Input.order.id\n    End: true\n",
    ] {
        assert!(new.contains(part), "{part} is not in\n{new}");
    }
    assert_eq!(notes.iter().map(|note| note.code).collect::<Vec<_>>(), ["lost-comments", "new-name"]);
}

#[test]
fn keys_that_look_computed_and_constants_that_do() {
    check("  - {type: pass, name: p, outputMappings: [{target: a, source: {x.$: 1}}]}", &[], &["a.$: '{\"x.$\":1}'"]);
    check(
        "  - {type: pass, name: p, outputMappings: [{target: a.$, source: 1}]}",
        &["4 decide odd-key"],
        &["Type: Pass"],
    );
}

#[test]
fn what_is_not_converted() {
    let refuse = |text: &str| convert(&parse(text), "main", Language::English).map(|_| ()).unwrap_err();
    assert_eq!(refuse("just text"), NotConverted::NoFlow);
    assert_eq!(
        refuse(
            "{Type: StateMachine, SpecVersion: v1, Name: a, StartAt: p, States: [{Type: Pass, Name: p, End: true}]}"
        ),
        NotConverted::AlreadyNew
    );
    assert_eq!(refuse(&flow("  - {type: lunch, name: l}")), NotConverted::HasErrors);
    for reason in [NotConverted::NoFlow, NotConverted::AlreadyNew, NotConverted::HasErrors] {
        assert!(reason.words().say(Language::Chinese).ends_with('。'));
    }
}

#[test]
fn comments_and_notes_speak_both_languages() {
    let parsed = parse(&flow("  - {type: loop, name: l, steps: []}"));
    let conversion = convert(&parsed, "main", Language::Chinese).unwrap();
    assert!(conversion.text.contains("  # 需要决定: `loop` 类型的步骤没有转换"), "{}", conversion.text);
    let note = &conversion.notes[0];
    assert_eq!(note.weight, Weight::Decide);
    assert!(note.told(Language::English).what.contains("a Fail stands in its place"));
    assert!(note.told(Language::Chinese).help.contains("Choice"));
}
