//! What tasks hand to the services that they call.

use super::{check, legacy, machine};

/// A task of the older language; its `serviceParams` stand in line 7.
fn legacy_task(arn: &str, parameters: &str) -> String {
    legacy(&format!("  - type: task\n    name: a\n    resourceArn: {arn}\n    serviceParams: {parameters}\n"))
}

/// A task of the new language; its `Parameters` stand in line 10.
fn state(action: &str, parameters: &str) -> String {
    let head = "  - Type: Task\n    Name: A\n    End: true\n";
    machine(&format!("{head}    Action: {action}\n    Parameters: {parameters}\n"))
}

#[test]
fn calls_have_what_they_need() {
    let (queue, topic) = ("acs:mns:::/queues/q/messages", "acs:mns:::/topics/t/messages");
    let missing = "7 error missing-parameter: serviceParams";
    check(&legacy_task(queue, "{}"), &[missing, missing]);
    check(&legacy_task(queue, "{MessageBody: $, DelaySeconds: 1}"), &[missing]);
    check(&legacy_task(queue, "{MessageBody: $, Priority: 1}"), &[]);
    check(&legacy_task(topic, "{MessageTag: x}"), &[missing]);
    check(&legacy_task(topic, "{MessageBody: $}"), &[]);
    check(&legacy_task(topic, "{messageBody: $}"), &["7 error missing-parameter: messageBody"]);
    check(
        &legacy(&format!("  - {{type: task, name: a, resourceArn: '{topic}'}}\n")),
        &[&format!("4 error missing-parameter: '{topic}'")],
    );

    let missing = "10 warning missing-parameter: Parameters";
    check(&state("FC:InvokeFunction", "{}"), &[missing]);
    check(&state("FC:InvokeFunction", "{resourceArn.$: $Input.arn}"), &[]);
    check(&state("FC:InvokeFunction", "{ResourceArn.$: $Input.arn}"), &["10 warning missing-parameter: ResourceArn.$"]);
    check(&state("HTTP:Request", "{method: GET}"), &[missing]);
    check(&state("MNS:SendMessage", "{}"), &[missing, missing]);
    let missing = "10 error missing-parameter: Parameters";
    check(&state("FNF:StartExecution", "{input: {}}"), &[missing]);
    check(&state("OSS:GetObject", "{}"), &[missing, missing]);
    check(&state("OSS:GetObject", "{bucket: b, key: k}"), &[]);
    // Other operations have parameters of their own.
    check(&state("OSS:ListObjects", "{}"), &[]);
    check(&state("ECS:RunInstances", "{}"), &[]);
    check(
        &machine("  - {Type: Task, Name: A, Action: 'HTTP:Request', End: true}\n"),
        &["6 warning missing-parameter: 'HTTP:Request'"],
    );
}

#[test]
fn constants_are_compared_with_the_pages() {
    let message = |more: &str| {
        state("MNS:SendMessage", &format!("{{resourceArn: 'acs:mns:::/topics/t/messages', message: m, {more}}}"))
    };
    for more in
        ["priority: 1", "priority: 16", "priority: '8'", "priority.$: $Input.p", "priority: '${P}'", "priority:"]
    {
        check(&message(more), &[]);
    }
    for value in ["0", "17", "1.5", "high", "true"] {
        let more = format!("priority: {value}");
        check(&message(&more), &[&format!("10 error parameter-value: {value}")]);
    }
    check(&message("delaySeconds: 604800"), &[]);
    check(&message("delaySeconds: 604801"), &["10 error parameter-value: 604801"]);

    let request = |url: &str, method: &str| state("HTTP:Request", &format!("{{url: '{url}', method: {method}}}"));
    for method in ["GET", "Get", "head", "'${METHOD}'"] {
        check(&request("HTTPS://example.com", method), &[]);
    }
    check(&request("http://example.com", "OPTIONS"), &["10 warning parameter-value: OPTIONS"]);
    check(&request("example.com/x", "GET"), &["10 warning parameter-value: 'example.com/x'"]);
    check(&request("{{host}}/x", "GET"), &[]);

    let child = |input: &str| state("FNF:StartExecution", &format!("{{resourceArn: 'acs:fnf:::flow/x', {input}}}"));
    for input in ["input: {}", "input: {a: 1}", "input.$: $Input", "input:", "executionName: x"] {
        check(&child(input), &[]);
    }
    for input in ["text", "1", "false"] {
        check(&child(&format!("input: {input}")), &[&format!("10 error parameter-value: {input}")]);
    }
    check(&child("input: [1]"), &["10 error parameter-value: input"]);

    let numbers = |count: usize| {
        let text = vec!["1"; count].join(",");
        state("SMS:SendSms", &format!("{{phoneNumbers: '{text}'}}"))
    };
    check(&numbers(1000), &[]);
    let text = numbers(1001);
    let at = text.split("phoneNumbers: ").nth(1).and_then(|rest| rest.strip_suffix("}\n")).unwrap_or_default();
    check(&text, &[&format!("10 warning parameter-value: {at}")]);

    let function = |how: &str| state("FC:InvokeFunction", &format!("{{resourceArn: 'acs:fc:::functions/f', {how}}}"));
    check(&function("invocationType: Async"), &[]);
    check(&function("invocationType: xxx"), &["10 warning parameter-value: xxx"]);
    check(
        &legacy_task("acs:fc:::services/s/functions/f", "{InvocationType: sync}"),
        &["7 warning parameter-value: sync"],
    );
}

#[test]
fn resource_names_have_a_form() {
    let check_legacy = |arn: &str, good: bool| {
        let text = legacy(&format!("  - type: task\n    name: a\n    resourceArn: {arn}\n"));
        let parsed = flowglass_flow::parse(&text);
        let codes: Vec<_> = parsed.findings.iter().map(|finding| finding.code).collect();
        assert_eq!(!codes.contains(&"malformed-arn"), good, "{arn}: {codes:?}");
    };
    for arn in [
        "acs:fc:::services/s/functions/f",
        "acs:fc:cn-beijing:123:services/s.LATEST/functions/f",
        "acs:fc:cn-hangzhou::functions/f",
        "acs:fc:cn-shanghai:1:functions/f/LATEST",
        "acs:fnf:::flow/x",
        "acs:fnf:::flow/x/1",
        "acs:mns:::/queues/q/messages",
        "acs:mns:cn-beijing:1:/topics/t/messages",
        // Not judged.
        "acs:ros:::stack",
        "acs:fc:${Region}:${Id}:x",
        "acs:fnf:::<flow>",
        "\"{{arn}}\"",
        "!Ref service/function",
        "service/function",
        "x",
    ] {
        check_legacy(arn, true);
    }
    for arn in [
        "acs:fc::services/s/functions/f",
        "'acs:fc:'",
        "acs:fc:::services/s/functions",
        "acs:fc:::services//functions/f",
        "acs:fc:::service/s/functions/f",
        "acs:fnf:::flows/x",
        "acs:fnf:::flow/",
        "acs:fnf:::x",
        "acs:mns:::queues/q/messages",
        "acs:mns:::/queues/q",
        "acs:mns:::/queues//messages",
    ] {
        check_legacy(arn, false);
    }
    let child = |arn: &str| state("FNF:StartExecution", &format!("{{resourceArn: '{arn}', input: {{}}}}"));
    check(&child("acs:fnf:::flow/x"), &[]);
    check(&child("acs:fc:::services/s/functions/f"), &["10 warning malformed-arn: 'acs:fc:::services/s/functions/f'"]);
    check(&state("ECS:RunInstances", "{resourceArn: 'acs:fc:x'}"), &[]);
}

#[test]
fn service_parameters_read_what_is_mapped() {
    let with = |mappings: &str, parameters: &str| {
        let task = "  - type: task\n    name: a\n    resourceArn: acs:fnf:::flow/x\n";
        legacy(&format!("{task}{mappings}    serviceParams: {{{parameters}}}\n"))
    };
    let mapped = "    inputMappings: [{target: order, source: $input.order}]\n";
    check(&with(mapped, "Input: $.ordr"), &["8 warning missing-member: ordr"]);
    check(&with(mapped, "Input: $.other.id"), &["8 warning missing-member: other"]);
    check(&with(mapped, "Input: $.order.id, ExecutionName: $.order.name"), &[]);
    check(&with(mapped, "Input: $, ExecutionName: fixed"), &[]);
    check(&with("    inputMappings: []\n", "Input: $.order"), &["8 warning missing-member: order"]);
    check(&with("", "Input: $.order"), &[]);
}
