//! How tasks wait for what they call: modes, callbacks, asynchronous functions.

use super::{check, legacy, machine};

fn legacy_task(lines: &str) -> String {
    legacy(&format!("  - type: task\n    name: a\n{lines}"))
}

fn state(lines: &str) -> String {
    machine(&format!("  - Type: Task\n    Name: A\n    End: true\n{lines}"))
}

#[test]
fn a_token_must_reach_somebody() {
    let fc = "    resourceArn: acs:fc:::services/s/functions/f\n    pattern: waitForCallback\n";
    let missing = &["7 warning callback-without-token: waitForCallback"];
    let with = |lines: &str| legacy_task(&format!("{fc}{lines}"));
    check(&with(""), missing);
    check(&with("    inputMappings: []\n"), missing);
    check(&with("    inputMappings: [{target: t, source: $context.execution.name}]\n"), missing);
    check(&with("    inputMappings: [{target: t, source: $input.task.token}]\n"), missing);
    // The token is too late in what the step hands on.
    check(&with("    outputMappings: [{target: t, source: $context.task.token}]\n"), missing);
    check(&with("    inputMappings: [{target: t, source: $context.task.token}]\n"), &[]);
    check(&with("    inputMappings: [{target: t, source: $context.task}]\n"), &[]);
    check(&with("    inputMappings: [{target: all, source: $context}]\n"), &[]);
    check(&with("    serviceParams: {InvocationType: Async, Token: $context.task.token}\n"), &[]);
    check(&legacy_task("    resourceArn: acs:fc:::services/s/functions/f\n    pattern: requestResponse\n"), &[]);

    let missing = &["10 warning callback-without-token: WaitForCustomCallback"];
    let with = |message: &str| {
        let action = "    Action: EventBridge:PutEvents\n    TaskMode: WaitForCustomCallback\n";
        state(&format!("{action}    Parameters: {{id: '1', source: s, type: t, {message}}}\n"))
    };
    check(&with("data: {}"), missing);
    check(&with("data: {name.$: $Context.Current.Name}"), missing);
    check(&with("data: {input.$: $Input.TaskToken}"), missing);
    check(&with("data: {token.$: $Context.Current.TaskToken}"), &[]);
    check(&with("data: {text.$: 'format(\"{}\", $Context.Current[\"TaskToken\"])'}"), &[]);
    check(&with("data: {all.$: $Context}"), &[]);
    let input = "    InputConstructor: {token.$: $Context.Current.TaskToken}\n";
    check(&format!("{}{input}", with("data: {token.$: $Input.token}")), &[]);
    let parameters = "    Parameters: {url: 'https://example.com', method: POST}\n";
    check(&state(&format!("    Action: HTTP:Request\n    TaskMode: WaitForCustomCallback\n{parameters}")), &[]);
}

#[test]
fn services_offer_some_modes() {
    let mode = |action: &str, mode: &str, parameters: &str| {
        state(&format!("    Action: {action}\n    TaskMode: {mode}\n    Parameters: {parameters}\n"))
    };
    let message = "{resourceArn: 'acs:mns:::/queues/q/messages', message: {t.$: $Context.Current.TaskToken}}";
    check(
        &mode("MNS:SendMessage", "WaitForSystemCallback", message),
        &["10 warning unsupported-mode: WaitForSystemCallback"],
    );
    check(&mode("MNS:SendMessage", "WaitForCustomCallback", message), &[]);
    let object = "{bucket: b, key.$: $Context.Current.TaskToken}";
    check(
        &mode("OSS:GetObject", "WaitForCustomCallback", object),
        &["10 warning unsupported-mode: WaitForCustomCallback"],
    );
    check(
        &mode("OSS:PutObject", "WaitForCustomCallback", object),
        &["10 warning unsupported-mode: WaitForCustomCallback"],
    );
    check(&mode("OSS:GetObject", "RequestComplete", object), &[]);
    let flow = "{resourceArn: 'acs:fnf:::flow/x', input: {}}";
    check(&mode("FNF:StartExecution", "WaitForSystemCallback", flow), &[]);
    // The row of other products could not be read.
    check(&mode("ECS:RunInstances", "WaitForSystemCallback", "{}"), &[]);

    let pattern = |arn: &str, pattern: &str| {
        let parameters = "    serviceParams: {MessageBody: $, Priority: 1}\n";
        legacy_task(&format!("    resourceArn: {arn}\n    pattern: {pattern}\n{parameters}"))
    };
    check(&pattern("acs:mns:::/queues/q/messages", "sync"), &["7 warning unsupported-mode: sync"]);
    check(&pattern("acs:mns:::/topics/t/messages", "sync"), &["7 warning unsupported-mode: sync"]);
    check(&pattern("acs:mns:::/queues/q/messages", "requestResponse"), &[]);
    check(&pattern("acs:fnf:::flow/x", "sync"), &[]);
    check(&pattern("acs:ros:::/stacks/x", "sync"), &[]);
    check(&legacy_task("    action: ocr:RecognizeIdentityCard\n    pattern: sync\n"), &[]);
}

#[test]
fn a_function_that_is_waited_for_is_called_asynchronously() {
    let with = |parameters: &str| {
        let task = "    resourceArn: acs:fc:::services/s/functions/f\n    pattern: sync\n";
        legacy_task(&format!("{task}{parameters}"))
    };
    check(&with(""), &["7 warning synchronous-job: sync"]);
    check(&with("    serviceParams: {StatefulAsyncInvocationID: $.id}\n"), &["7 warning synchronous-job: sync"]);
    check(&with("    serviceParams: {InvocationType: Sync}\n"), &["8 warning synchronous-job: Sync"]);
    check(&with("    serviceParams: {InvocationType: Async}\n"), &[]);
    check(&with("    serviceParams: {InvocationType: $.how}\n"), &[]);

    let with = |parameters: &str| {
        let task = "    Action: FC:InvokeFunction\n    TaskMode: WaitForSystemCallback\n";
        state(&format!("{task}    Parameters: {{resourceArn: 'acs:fc:::functions/f/LATEST', {parameters}}}\n"))
    };
    check(&with("body: {}"), &["10 warning synchronous-job: WaitForSystemCallback"]);
    check(&with("invocationType: Sync"), &["11 warning synchronous-job: Sync"]);
    check(&with("invocationType: Async"), &[]);
    check(&with("invocationType.$: $Input.how"), &[]);
    check(&with("invocationType: '${HOW}'"), &[]);
}

#[test]
fn only_near_misses_of_actions_are_noted() {
    let with = |action: &str| state(&format!("    Action: {action}\n"));
    check(&with("http:request"), &["9 note unusual-action: http:request"]);
    check(&with("FNF:StartExecutoin"), &["9 note unusual-action: FNF:StartExecutoin"]);
    for action in ["ECS:DescribeInstances", "OSS:PutObject", "OSS:ListObjects", "HSF:Call", "FC:GetFunction"] {
        check(&with(action), &[]);
    }
}
