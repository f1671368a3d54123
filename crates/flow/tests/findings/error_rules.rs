//! Retry and catch rules, and what a caught error hands on.

use super::{check, legacy, machine};

/// A task of the older language with `lines`, which begin in line 7, and a step to go on with.
fn task(lines: &str) -> String {
    let task = "  - type: task\n    name: a\n    resourceArn: acs:fc:::services/s/functions/f\n";
    legacy(&format!("{task}{lines}  - {{type: pass, name: b}}\n"))
}

#[test]
fn rules_behind_others_are_told() {
    let retry = |rules: &str| task(&format!("    retry: [{rules}]\n"));
    check(&retry("{errors: [A]}, {errors: [B, A]}"), &["7 warning shadowed-rule: A"]);
    check(&retry("{errors: [A, B, A]}"), &["7 warning shadowed-rule: A"]);
    // A rule that is never asked is told once, at its first name.
    check(&retry("{errors: [FnF.ALL]}, {errors: [B, C, B]}"), &["7 warning shadowed-rule: B"]);
    check(&retry("{errors: [FnF.ALL]}, {errors: [FnF.ALL]}"), &["7 warning shadowed-rule: FnF.ALL"]);
    check(&retry("{errors: [A]}, {errors: [FnF.ALL]}"), &[]);
    check(&retry("{errors: [A, FnF.ALL]}"), &[]);
    check(&retry("{errors: [a]}, {errors: [A]}"), &[]);
    check(
        &task("    retry: [{errors: [FnF.ALL]}]\n    catch: [{errors: [A], goto: b}, {errors: [FnF.ALL], goto: b}]\n"),
        &[],
    );
    check(
        &task("    catch: [{errors: [A], goto: b}, {errors: [A], goto: b}, {errors: [A], goto: b}]\n"),
        &["7 warning shadowed-rule: A", "7 warning shadowed-rule: A"],
    );
    check(
        &machine(
            "  - Type: Map\n    Name: A\n    ItemsPath: $Input.xs\n    Processor: {StartAt: P, States: [{Type: Pass, Name: P, End: true}]}\n    Retry: [{Errors: [FnF.ALL], MaxAttempts: 1, IntervalSeconds: 1}, {Errors: [X], MaxAttempts: 1, IntervalSeconds: 1}]\n    End: true\n",
        ),
        &["10 warning shadowed-rule: X"],
    );
}

#[test]
fn error_mappings_need_a_catch_and_take_the_error() {
    let mapped = |source: &str| {
        let catch = "    catch: [{errors: [FnF.ALL], goto: b}]\n";
        task(&format!("    errorMappings: [{{target: t, source: {source}}}]\n{catch}"))
    };
    check(&mapped("$local.error"), &[]);
    check(&mapped("$local.cause"), &[]);
    check(&mapped("$local.code"), &["7 warning error-source: $local.code"]);
    check(&mapped("failed"), &["7 warning error-source: failed"]);
    check(&mapped("3"), &["7 warning error-source: 3"]);
    for source in ["$local", "$local.message", "$local.cause.text", "$input.x", "$context.flow.name"] {
        check(&mapped(source), &[&format!("7 error error-source: {source}")]);
    }
    check(
        &task("    errorMappings: [{target: t, source: $local.error}]\n"),
        &["7 warning unused-error-mappings: errorMappings"],
    );
}

#[test]
fn rules_retry_something() {
    let retry = |rules: &str| task(&format!("    retry: [{rules}]\n"));
    check(&retry("{errors: [A], maxAttempts: 0}"), &["7 note no-retries: 0"]);
    check(&retry("{errors: [A], maxAttempts: 1}"), &[]);
    check(&retry("{errors: [FnF.ALL], maxAttempts: 3}"), &[]);
    // It keeps an error from the rule below.
    check(&retry("{errors: [A], maxAttempts: 0}, {errors: [FnF.ALL]}"), &[]);
    check(&retry("{errors: [A], maxAttempts: 0}, {errors: [B]}"), &["7 note no-retries: 0"]);
    check(
        &retry("{errors: [A], maxAttempts: 0}, {errors: [B], maxAttempts: 0}"),
        &["7 note no-retries: 0", "7 note no-retries: 0"],
    );
    check(
        &machine(
            "  - {Type: Task, Name: A, Action: 'ECS:RunInstances', Retry: [{Errors: [X], MaxAttempts: 0, IntervalSeconds: 1}], End: true}\n",
        ),
        &["6 note no-retries: 0"],
    );
}

#[test]
fn catches_say_what_they_hand_on() {
    let caught = |rule: &str, next: &str| {
        let state = "  - Type: Task\n    Name: A\n    Action: ECS:RunInstances\n    End: true\n";
        machine(&format!("{state}    Catch: [{{Errors: [FnF.ALL], Next: N{rule}}}]\n  - {{Name: N, {next}}}\n"))
    };
    let told = &["10 note catch-without-output: N"];
    check(&caught("", "Type: Succeed"), told);
    check(&caught("", "Type: Pass, OutputConstructor: {x.$: $Input.x}, End: true"), told);
    check(&caught("", "Type: Pass, InputConstructor: {x.$: $Context.Current.Input}, End: true"), told);
    check(&caught("", "Type: Fail, Detail.$: $Input.why"), told);
    check(&caught(", OutputConstructor: {a: 1}", "Type: Succeed"), &[]);
    // The next state does not look at what it receives.
    check(&caught("", "Type: Fail, Code: Broken, Detail: it broke"), &[]);
    check(&caught("", "Type: Pass, OutputConstructor: {x: 1}, End: true"), &[]);
    check(&caught("", "Type: Pass, InputConstructor: {x: 1}, End: true"), &[]);
}
