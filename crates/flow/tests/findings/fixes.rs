//! What the suggested edits make of a text.

use super::{legacy, machine};
use flowglass_flow::{apply, parse};

/// Applies the edit of the only finding with this code; the result has no such finding any more.
fn check(code: &str, text: &str, from: &str, to: &str) {
    let findings = parse(text).findings;
    let finding = findings.iter().find(|finding| finding.code == code).unwrap_or_else(|| panic!("{code} in\n{text}"));
    let fix = finding.fix().unwrap_or_else(|| panic!("{code} suggests nothing in\n{text}"));
    assert!(!fix.safe, "{code} changes what the definition means");
    assert_eq!(text.matches(from).count(), 1, "{from} in\n{text}");
    let mended = apply(text, &fix.edits);
    assert_eq!(mended, text.replace(from, to), "{code}");
    let left = parse(&mended).findings;
    assert!(left.iter().all(|finding| finding.code != code), "{code}: {left:?}");
}

#[test]
fn edits_mend_what_they_are_suggested_for() {
    let state = |action: &str, rest: &str| {
        machine(&format!("  - Type: Task\n    Name: A\n    End: true\n    Action: {action}\n{rest}"))
    };
    check("unusual-action", &state("'Http:request'", ""), "'Http:request'", "HTTP:Request");
    let arn = "resourceArn: 'acs:fc:::functions/f'";
    let job = format!("    TaskMode: WaitForSystemCallback\n    Parameters: {{{arn}, invocationType: Sync}}\n");
    check("synchronous-job", &state("FC:InvokeFunction", &job), "Type: Sync", "Type: Async");
    let word = format!("    Parameters: {{{arn}, invocationType: 'async'}}\n");
    check("parameter-value", &state("FC:InvokeFunction", &word), "'async'", "Async");
    let request = |url: &str| state("HTTP:Request", &format!("    Parameters: {{{url}, method: GET}}\n"));
    check("missing-parameter", &request("Url: 'https://example.com'"), "Url:", "url:");
    check("missing-parameter", &request("URL.$: $Input.to"), "URL.$", "url.$");
    check("missing-parameter", &request("'Url.$': $Input.to"), "'Url.$'", "'url.$'");

    let mapped = |source: &str| {
        let task = "  - type: task\n    name: a\n    resourceArn: acs:fc:::services/s/functions/f\n";
        let catch = "    catch: [{errors: [FnF.ALL], goto: b}]\n  - {type: pass, name: b}\n";
        legacy(&format!("{task}    errorMappings: [{{target: t, source: {source}}}]\n{catch}"))
    };
    check("error-source", &mapped("$local.code"), "$local.code", "$local.error");
    check("error-source", &mapped("$local.causes"), "$local.causes", "$local.cause");
}

#[test]
fn nothing_is_suggested_where_the_author_must_decide() {
    let check = |text: &str, code: &str| {
        let findings = parse(text).findings;
        let finding = findings.iter().find(|finding| finding.code == code);
        assert!(finding.is_some_and(|finding| finding.fix().is_none()), "{code} in\n{text}\n{findings:?}");
    };
    check(&machine("  - {Type: Task, Name: A, Action: 'HTTP:Request', End: true}\n"), "missing-parameter");
    let task = "  - type: task\n    name: a\n    resourceArn: acs:fc:::services/s/functions/f\n";
    check(&legacy(&format!("{task}    pattern: sync\n")), "synchronous-job");
    let how = "    serviceParams: {InvocationType: Later}\n";
    check(&legacy(&format!("{task}{how}")), "parameter-value");
}
