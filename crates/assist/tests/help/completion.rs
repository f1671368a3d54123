//! What is offered where.

use std::collections::BTreeMap;

use flowglass_assist::{CompletionKind, Context, File, Recorded, complete};
use flowglass_expression::{Json, Language};
use flowglass_flow::{Mode, parse};

use crate::support::{LEGACY, MACHINE, after, cursor, labels, offered, offered_in, opened};

/// Checks exactly what is offered, in order.
fn check(text: &str, expected: &[&str]) {
    assert_eq!(labels(text), expected, "{text}");
}

/// Checks that some things are offered and others are not.
fn check_some(text: &str, offered: &[&str], missing: &[&str]) {
    let labels = labels(text);
    for label in offered {
        assert!(labels.iter().any(|known| known == label), "{label} is not among {labels:?} in\n{text}");
    }
    for label in missing {
        assert!(labels.iter().all(|known| known != label), "{label} is among {labels:?} in\n{text}");
    }
}

fn machine(states: &str) -> String {
    format!("{MACHINE}{states}")
}

fn legacy(steps: &str) -> String {
    format!("{LEGACY}{steps}")
}

#[test]
fn an_empty_text_offers_whole_flows() {
    check("‸", &["Type: StateMachine", "type: flow"]);
    check("# a flow\nTy‸", &["Type: StateMachine", "type: flow"]);
    check("a: b\nc‸ d\n", &[]);
    let flow = after("‸", "Type: StateMachine");
    assert!(parse(&flow).findings.is_empty(), "{flow}\n{:?}", parse(&flow).findings);
    let flow = after("‸", "type: flow");
    assert!(parse(&flow).findings.is_empty(), "{flow}\n{:?}", parse(&flow).findings);
}

#[test]
fn keys_fit_the_step_and_what_is_there_already() {
    check(
        &machine("  - Type: Wait\n    Name: First\n    ‸\n    End: true\n"),
        &["Seconds", "Seconds.$", "InputConstructor", "OutputConstructor", "Description", "GlobalConstructor"],
    );
    check_some(
        &machine(
            "  - {Type: Succeed, Name: Done}\n  - Type: Task\n    Name: First\n    Action: HTTP:Request\n    Par‸\n",
        ),
        &["Parameters", "TaskMode", "Timeout", "Retry", "Catch", "End"],
        &["Action", "Seconds", "Branches", "Name"],
    );
    check_some(
        &machine("  - {Type: Pass, Name: First, ‸}\n  - {Type: Succeed, Name: Done}\n"),
        &["Next", "End"],
        &["Retry", "Type"],
    );
    check_some(
        &legacy("  - type: task\n    name: a\n    ‸\n  - {type: pass, name: b}\n"),
        &["resourceArn", "action", "retry", "catch", "errorMappings"],
        &["choices", "name", "duration"],
    );
    check_some(&legacy("  - type: wait\n    name: a\n    duration: 1\n    ‸\n"), &["end"], &["timestamp", "retry"]);
    check_some(&legacy("  - type: succeed\n    name: a\n    ‸\n"), &["outputMappings"], &["end"]);
    check(&legacy("  - type: pass\n    name: a\n    outputMappings:\n      - target: x\n        ‸\n"), &["source"]);
    check_some(&format!("{MACHINE}  - {{Type: Succeed, Name: First}}\n‸"), &["Description", "Timeout"], &["Name"]);
}

#[test]
fn required_keys_come_first_with_a_value_to_begin_with() {
    let text = machine("  - Type: Task\n    Name: First\n    ‸\n    End: true\n");
    let offered = offered(&text);
    assert_eq!((offered[0].label.as_str(), offered[0].detail.as_str()), ("Action", "required"));
    assert_eq!(offered[0].insert.text, "Action: FC:InvokeFunction");
    assert_eq!(&offered[0].insert.text[offered[0].insert.stops[0].clone()], "FC:InvokeFunction");
    let about = offered[0].about.as_ref().expect("a description");
    assert!(about.text.starts_with("What the task calls") && about.source == "TASK");
}

#[test]
fn keys_are_found_in_broken_text_too() {
    check_some(
        &machine("  - Type: Pass\n    Name: First\n    Next: \"Done\n    Out‸\n  - Type: Succeed\n    Name: Done\n"),
        &["OutputConstructor", "InputConstructor"],
        &["Name", "Type"],
    );
    check_some(
        &machine(
            "  - Type: Task\n    Name: First\n    Parameters: {a: [\n    Catch:\n      - Errors: [FnF.ALL]\n        Ne‸\n  - Type: Succeed\n    Name: Done\n",
        ),
        &["Next"],
        &["Errors"],
    );
    check_some(
        &machine("  - Type: Pass\n    Name: First\n    End: true\n    ‸\n  - Type: Pass\n    Name: [\n    Next: x\n"),
        &["Description"],
        &["Next"],
    );
}

#[test]
fn a_list_item_offers_whole_steps_that_stand_as_they_are() {
    for (text, count) in [
        (machine("  - Type: Succeed\n    Name: First\n  ‸\n"), 8),
        (machine("  - Type: Succeed\n    Name: First\n  - ‸\n"), 8),
        (legacy("  - type: pass\n    name: first\n  - ‸\n"), 8),
        (legacy("  - type: parallel\n    name: first\n    branches:\n      - steps:\n          - ‸\n"), 8),
    ] {
        let all = offered(&text);
        assert_eq!(all.len(), count, "{text}");
        for completion in all {
            assert_eq!(completion.kind, CompletionKind::Snippet);
            let whole = after(&text, &completion.label);
            let errors: Vec<_> = parse(&whole)
                .findings
                .into_iter()
                .filter(|finding| finding.severity == flowglass_flow::Severity::Error)
                .collect();
            assert!(errors.is_empty(), "{whole}\n{errors:?}");
        }
    }
    assert_eq!(
        after(&legacy("  - type: pass\n    name: wait\n  - ‸\n"), "wait"),
        legacy("  - type: pass\n    name: wait\n  - type: wait\n    name: wait 2\n    duration: 10\n")
    );
}

#[test]
fn an_item_is_offered_only_where_its_dash_can_stand() {
    check(&machine("  - {Type: Succeed, Name: First}\n- Wa‸\n"), &[]);
    check(&machine("  - {Type: Succeed, Name: First}\n    - Wa‸\n"), &[]);
    check_some(&machine("  - {Type: Succeed, Name: First}\n  - Wa‸\n"), &["Wait"], &[]);
}

#[test]
fn a_choice_is_offered_where_it_has_somewhere_to_go() {
    check_some(&machine("  - ‸\n"), &["Pass", "Task"], &["Choice"]);
}

#[test]
fn rules_and_branches_come_whole() {
    let text = machine("  - Type: Task\n    Name: First\n    Action: A:B\n    Retry:\n      - ‸\n    End: true\n");
    assert_eq!(
        after(&text, "Errors"),
        machine(
            "  - Type: Task\n    Name: First\n    Action: A:B\n    Retry:\n      - Errors: [FnF.ALL]\n        MaxAttempts: 3\n        IntervalSeconds: 1\n    End: true\n"
        )
    );
    let text = machine("  - Type: Map\n    Name: First\n    ItemsPath: $Input.rows\n    ‸\n    End: true\n");
    assert_eq!(
        after(&text, "Processor"),
        machine(
            "  - Type: Map\n    Name: First\n    ItemsPath: $Input.rows\n    Processor:\n      StartAt: Pass\n      States:\n        - Type: Pass\n          Name: Pass\n          End: true\n    End: true\n"
        )
    );
}

#[test]
fn jumps_offer_the_steps_of_their_scope() {
    let states = |next: &str| {
        machine(&format!(
            "  - Type: Pass\n    Name: First\n    Next: {next}\n  - Type: Parallel\n    Name: Both\n    Branches:\n      - StartAt: Inner\n        States:\n          - {{Type: Succeed, Name: Inner}}\n    Next: \"Yes\"\n  - Type: Succeed\n    Name: \"Yes\"\n"
        ))
    };
    check(&states("‸"), &["Both", "Yes"]);
    check(&states("Bo‸"), &["Both", "Yes"]);
    assert!(after(&states("‸"), "Yes").contains("Next: 'Yes'\n"));
    assert!(after(&states("\"Bo‸\""), "Yes").contains("Next: \"Yes\"\n"));
    check(&states("Both").replace("StartAt: Inner", "StartAt: ‸"), &["Inner"]);
    check(&states("Both").replace("StartAt: First", "StartAt: F‸"), &["First", "Both", "Yes"]);
    check(
        &legacy(
            "  - type: choice\n    name: a\n    choices:\n      - condition: $.x\n        goto: ‸\n  - {type: pass, name: b}\n  - {type: pass, name: 'c: d'}\n",
        ),
        &["b", "c: d"],
    );
    // A name that is being typed in a text that cannot be read.
    check(
        &machine(
            "  - Type: Pass\n    Name: First\n    InputConstructor: {a: [\n    Next: ‸\n  - Type: Succeed\n    Name: Done\n",
        ),
        &["Done"],
    );
}

#[test]
fn types_come_with_the_keys_that_they_need() {
    // The one that has all of the keys comes first.
    check(
        &machine("  - Type: ‸\n    Name: First\n    Seconds: 5\n    End: true\n"),
        &["Wait", "Pass", "Task", "Parallel", "Map", "Succeed", "Fail"],
    );
    assert_eq!(
        after(&machine("  - Type: ‸\n    Name: First\n"), "Task"),
        machine(
            "  - Type: Task\n    Action: FC:InvokeFunction\n    Parameters:\n      resourceArn: acs:fc:::functions/NAME/LATEST\n      body:\n        key.$: $Input\n    End: true\n    Name: First\n"
        )
    );
    assert_eq!(after(&legacy("  - {type: ‸, name: a}\n"), "wait"), legacy("  - {type: wait, duration: 10, name: a}\n"));
}

#[test]
fn words_depend_on_the_mode_and_on_what_is_called() {
    let task = |action: &str| {
        machine(&format!("  - Type: Task\n    Name: First\n    Action: {action}\n    TaskMode: ‸\n    End: true\n"))
    };
    check(&task("FC:InvokeFunction"), &["RequestComplete", "WaitForSystemCallback", "WaitForCustomCallback"]);
    check(&task("HTTP:Request"), &["RequestComplete", "WaitForCustomCallback"]);
    let express: Vec<_> =
        offered_in(&task("FC:InvokeFunction"), Mode::Express, None).into_iter().map(|offer| offer.label).collect();
    assert_eq!(express, ["RequestComplete"]);
    check(
        &legacy("  - type: task\n    name: a\n    resourceArn: acs:mns:::/queues/q/messages\n    pattern: ‸\n"),
        &["requestResponse", "waitForCallback"],
    );
    check("version: ‸\ntype: flow\nsteps: []\n", &["v1"]);
    check(&machine("  - {Type: Pass, Name: First, End: ‸}\n"), &["true"]);
}

#[test]
fn actions_have_their_parameters_and_resources() {
    let task = |parameters: &str| {
        machine(&format!(
            "  - Type: Task\n    Name: First\n    Action: FC:InvokeFunction\n    Parameters:\n{parameters}    End: true\n"
        ))
    };
    check(&task("      ‸\n"), &["resourceArn", "invocationType", "body"]);
    check(&task("      body.$: $Input\n      res‸\n"), &["resourceArn", "invocationType"]);
    check(&task("      invocationType: ‸\n"), &["Sync", "Async"]);
    check(
        &task("      resourceArn: ‸\n"),
        &["acs:fc:::functions/NAME/LATEST", "acs:fc:::services/SERVICE.LATEST/functions/NAME"],
    );
    check_some(
        &machine("  - Type: Task\n    Name: First\n    Action: ‸\n    End: true\n"),
        &["HTTP:Request", "FNF:StartExecution"],
        &[],
    );
    check_some(
        &legacy(
            "  - type: task\n    name: a\n    resourceArn: acs:mns:::/queues/q/messages\n    serviceParams:\n      MessageBody: $\n      ‸\n",
        ),
        &["Priority", "DelaySeconds"],
        &["MessageBody"],
    );
}

#[test]
fn errors_are_those_documented_and_those_of_the_flow() {
    check_some(
        &machine(
            "  - Type: Task\n    Name: First\n    Action: A:B\n    Catch:\n      - Errors: [Mine, ‸]\n        Next: Bad\n    End: true\n  - {Type: Fail, Name: Bad, Code: Own, Detail: x}\n",
        ),
        &["FnF.ALL", "FC.ResourceThrottled", "FnF.TaskTimeout", "Own", "Mine"],
        &["Bad"],
    );
    check_some(
        &legacy("  - type: task\n    name: a\n    action: fnf:X\n    retry:\n      - errors:\n          - ‸\n"),
        &["FnF.ALL"],
        &["errors"],
    );
}

#[test]
fn expressions_offer_the_variables_of_their_place() {
    let pass = |constructor: &str, value: &str| {
        machine(&format!("  - Type: Pass\n    Name: First\n    {constructor}:\n      a.$: {value}\n    End: true\n"))
    };
    check_some(
        &pass("InputConstructor", "‸"),
        &["$Input", "$Context", "$Global", "format", "uuid"],
        &["$Output", "$Item"],
    );
    check_some(&pass("OutputConstructor", "$‸"), &["$Input", "$Output", "$Context"], &["$Item", "format"]);
    check_some(&pass("OutputConstructor", "fo‸"), &["format"], &[]);
    check(&pass("OutputConstructor", "format(\"$Inp‸\")"), &[]);
    check(&pass("OutputConstructor", "$Input ‸"), &[]);
    check(
        &pass("OutputConstructor", "$Context.Current.‸"),
        &["Name", "Input", "Output", "Error", "RetryCount", "TaskToken"],
    );
    check(&pass("OutputConstructor", "$Context.Current.Error.C‸"), &["Code", "Detail"]);
    check_some(
        &machine("  - {Type: Map, Name: First, ItemsPath: ‸, End: true}\n"),
        &["$Input", "$Context"],
        &["$Global", "$Output"],
    );
    let condition = |value: &str| {
        machine(&format!(
            "  - Type: Choice\n    Name: First\n    Branches:\n      - Condition: {value}\n        Next: Done\n    Default: Done\n  - {{Type: Succeed, Name: Done}}\n"
        ))
    };
    check_some(&condition("‸"), &["$Input", "length"], &["$Output"]);
    check_some(&condition("$Input.a == ‸"), &["$Input"], &[]);
    check_some(&condition("\"length(‸\""), &["$Input", "length"], &[]);
}

#[test]
fn references_offer_the_roots_of_their_place() {
    let pass = |list: &str, source: &str| {
        legacy(&format!("  - type: pass\n    name: a\n    {list}:\n      - target: x\n        source: {source}\n"))
    };
    check(&pass("inputMappings", "‸"), &["$input", "$local", "$context"]);
    check(&pass("outputMappings", "$‸"), &["$local", "$input", "$context"]);
    check(&pass("inputMappings", "$context.task.‸"), &["token"]);
    check("version: v1\ntype: flow\nsteps: []\ninputMappings:\n  - {target: a, source: ‸}\n", &["$input", "$context"]);
    check(
        &legacy(
            "  - type: task\n    name: a\n    action: a:B\n    errorMappings:\n      - target: why\n        source: $local.‸\n",
        ),
        &["error", "cause"],
    );
    check(&legacy("  - type: choice\n    name: a\n    choices:\n      - condition: ‸\n        steps: []\n"), &["$"]);
}

#[test]
fn members_are_known_from_the_text() {
    let text = machine(
        "  - Type: Pass\n    Name: First\n    OutputConstructor:\n      order: {id: 1}\n      total.$: $Input.sum\n      'a b': 1\n    Next: Wait\n  - {Type: Wait, Name: Wait, Seconds: 1, Next: Then}\n  - Type: Pass\n    Name: Then\n    OutputConstructor:\n      x.$: $Input.‸\n    End: true\n",
    );
    check(&text, &["order", "total", "a b"]);
    assert!(after(&text, "a b").contains("x.$: $Input[\"a b\"]\n"));
    check(&text.replace("$Input.‸", "$Input.order.‸"), &["id"]);
    let text = machine(
        "  - Type: Parallel\n    Name: First\n    Branches:\n      - StartAt: A\n        States:\n          - {Type: Pass, Name: A, OutputConstructor: {n: 1}, End: true}\n    OutputConstructor:\n      x.$: $Output.‸\n    End: true\n",
    );
    check(&text, &["Branch0"]);
    check(&text.replace("$Output.‸", "$Output.Branch0.‸"), &["n"]);
    let text = machine(
        "  - Type: Task\n    Name: First\n    Action: HTTP:Request\n    OutputConstructor:\n      x.$: $Output.‸\n    GlobalConstructor:\n      seen: 1\n    Next: Then\n  - Type: Pass\n    Name: Then\n    OutputConstructor:\n      y.$: $Global.\n    End: true\n",
    );
    check(&text, &["Header", "Code", "Body"]);
    check(&text.replace("‸", "Code").replace("$Global.", "$Global.‸"), &["seen"]);
    let text = legacy(
        "  - type: pass\n    name: seed\n    outputMappings:\n      - {target: tries, source: 0}\n  - type: choice\n    name: c\n    choices:\n      - condition: $.‸\n        steps: []\n",
    );
    check(&text, &["tries"]);
    let text = legacy(
        "  - type: foreach\n    name: each\n    iterationMapping: {collection: $.rows, item: row, index: i}\n    steps:\n      - type: pass\n        name: one\n        outputMappings:\n          - {target: len, source: $input.‸}\n    outputMappings:\n      - {target: all, source: '$local.'}\n",
    );
    check(&text, &["row", "i"]);
    check(&text.replace("‸", "row").replace("$local.", "$local.‸"), &["[0]", "[*]"]);
}

#[test]
fn members_are_known_from_the_example_input_and_from_a_run() {
    let input = Json::parse(r#"{"order":{"id":7,"items":[{"sku":"x"}]}}"#).expect("JSON");
    let text = machine("  - Type: Pass\n    Name: First\n    InputConstructor:\n      x.$: $Input.‸\n    End: true\n");
    let known = |text: &str, input| {
        offered_in(text, Mode::Standard, input).into_iter().map(|offer| (offer.label, offer.detail)).collect::<Vec<_>>()
    };
    assert_eq!(known(&text, Some(&input)), [("order".to_owned(), "object".to_owned())]);
    assert_eq!(known(&text.replace("$Input.‸", "$Context.Execution.Input.order.‸"), Some(&input)).len(), 2);
    assert_eq!(
        known(&text.replace("$Input.‸", "$Input.order.items.‸"), Some(&input)),
        [("[0]".to_owned(), "object".to_owned())]
    );
    assert_eq!(
        known(&text.replace("$Input.‸", "$Input.order.items[0].‸"), Some(&input)),
        [("sku".to_owned(), "string".to_owned())]
    );
    assert!(known(&text, None).is_empty());

    let (text, offset) = cursor(&machine(
        "  - Type: Task\n    Name: First\n    Action: FC:InvokeFunction\n    OutputConstructor:\n      x.$: $Output.Body.‸\n    End: true\n",
    ));
    let raw = Json::parse(r#"{"Body":{"left":3}}"#).expect("JSON");
    let recorded = BTreeMap::from([("First".to_owned(), Recorded { output: Some(raw), ..Recorded::default() })]);
    let context = Context { file: File::default(), language: Language::Chinese, input: None, recorded: &recorded };
    let offered = complete(&opened(&text), offset, &context);
    assert_eq!(offered.iter().map(|offer| offer.label.as_str()).collect::<Vec<_>>(), ["left"]);
}

#[test]
fn descriptions_come_in_chinese_too() {
    let (text, offset) = cursor(&machine("  - Type: Pass\n    Name: First\n    Ne‸\n"));
    let recorded = BTreeMap::new();
    let context = Context { file: File::default(), language: Language::Chinese, input: None, recorded: &recorded };
    let offered = complete(&opened(&text), offset, &context);
    let end = offered.iter().find(|offer| offer.label == "End").expect("End");
    assert_eq!(end.about.as_ref().map(|about| about.source.as_str()), Some("FDL"));
    assert!(end.about.as_ref().is_some_and(|about| about.text.starts_with("`true` 表示")));
}

#[test]
fn nothing_is_offered_in_comments_and_free_text() {
    check(&machine("  # Na‸\n  - {Type: Succeed, Name: First}\n"), &[]);
    check(&machine("  - {Type: Succeed, Name: First, Description: a‸}\n"), &[]);
    check("just a line‸\n", &[]);
}

#[test]
fn definitions_inside_templates_are_completed_in_their_own_lines() {
    let template = |steps: &str| {
        format!(
            "Resources:\n  first:\n    Type: ALIYUN::FNF::Flow\n    Properties:\n      Definition: |\n        version: v1\n        type: flow\n        steps:\n          - {{type: pass, name: a}}\n{steps}  second:\n    Type: ALIYUN::FNF::Flow\n    Properties:\n      Definition:\n        version: v1\n        type: flow\n        steps:\n          - {{type: pass, name: b}}\n"
        )
    };
    check(
        &template("          - type: wait\n            name: w\n            ‸\n"),
        &["duration", "timestamp", "inputMappings", "outputMappings", "end"],
    );
    let text = template("").replace(
        "{type: pass, name: b}",
        "{type: choice, name: c, choices: [{condition: $.x, goto: ‸}]}\n          - {type: pass, name: d}",
    );
    check(&text, &["d"]);
    assert!(after(&text, "d").contains("goto: d}]}"));
}
