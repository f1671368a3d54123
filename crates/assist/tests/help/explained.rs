//! Hover and quick fixes.

use flowglass_assist::{hover, quick_fixes};
use flowglass_expression::Language;
use flowglass_flow::{apply, parse};

use crate::support::{LEGACY, MACHINE, cursor, opened};

/// Checks title, beginning of the text and source of what is told at the `‸`.
fn check(text: &str, title: &str, begins: &str, source: &str) {
    let (text, offset) = cursor(text);
    let found =
        hover(&opened(&text), offset, Language::English).unwrap_or_else(|| panic!("nothing at {offset} of\n{text}"));
    assert_eq!((found.title.as_str(), found.source.as_str()), (title, source), "{text}");
    assert!(found.text.starts_with(begins), "{}", found.text);
    let chinese = hover(&opened(&text), offset, Language::Chinese).expect("the same place");
    assert!(!chinese.text.is_ascii(), "{}", chinese.text);
}

#[test]
fn keys_types_and_words_are_explained() {
    let task = "  - Type: Task\n    Name: First\n    Action: FC:InvokeFunction\n    TaskMode: RequestComplete\n    Parameters:\n      resourceArn: acs:fc:::functions/a/LATEST\n      invocationType: Sync\n    End: true\n";
    let at = |word: &str, with: &str| format!("{MACHINE}{}", task.replacen(word, with, 1));
    check(&at("Type:", "Ty‸pe:"), "Type", "What the state does", "FDL");
    check(&at("Type: Task", "Type: Ta‸sk"), "Task", "Calls an API", "TASK");
    check(&at("FC:Invoke", "FC:In‸voke"), "FC:InvokeFunction", "Calls a function", "FC");
    check(&at("RequestC", "Request‸C"), "RequestComplete", "Done when the service has answered", "PAT");
    check(&at("invocationT", "invocation‸T"), "invocationType", "`Sync` waits", "FC");
    check(&at("Sync", "Sy‸nc"), "Sync", "Waits for the function's result", "FC");
    check(
        &format!("{LEGACY}  - {{type: foreach, name: a, iteration‸Mapping: {{}}}}\n"),
        "iterationMapping",
        "Which list",
        "EACH",
    );
    check(
        &format!("{LEGACY}  - {{type: task, name: a, resourceArn: acs:fnf:::fl‸ow/x}}\n"),
        "acs:fnf:::flow/FLOW",
        "Another flow",
        "SUB",
    );
}

#[test]
fn steps_tell_where_they_are_and_who_leads_to_them() {
    let text = format!(
        "{MACHINE}  - {{Type: Pass, Name: First, Next: Done}}\n  - {{Type: Succeed, Name: Done, Description: the end}}\n"
    );
    let told = "Succeed, declared in line 7. Named by jumps in line 6.\nthe end";
    check(&text.replace("Next: Done", "Next: Do‸ne"), "Done", told, "");
    check(&text.replace("Name: Done", "Name: Do‸ne"), "Done", told, "");
    check(
        &text.replace("StartAt: First", "StartAt: F‸irst"),
        "First",
        "Pass, declared in line 6. Named by jumps in line 4.",
        "",
    );
}

#[test]
fn expressions_are_explained_part_by_part() {
    let pass = |value: &str| {
        format!("{MACHINE}  - Type: Pass\n    Name: First\n    OutputConstructor:\n      a.$: {value}\n    End: true\n")
    };
    check(
        &pass("for‸mat(\"{}\", $Input.a)"),
        "format(template: string, ...values: any): string",
        "Fills the {} places",
        "FN",
    );
    check(&pass("format(\"{}\", $In‸put.a)"), "$Input", "The input of the current state", "IO");
    check(&pass("'$Context.Current.Error.Co‸de'"), "$Context.Current.Error.Code: string", "The", "DATA");
    check(
        &format!("{LEGACY}  - {{type: pass, name: a, inputMappings: [{{target: t, source: $context.task.tok‸en}}]}}\n"),
        "$context.task.token: string",
        "The token",
        "CB",
    );
}

#[test]
fn errors_are_explained() {
    let text = format!(
        "{MACHINE}  - Type: Task\n    Name: First\n    Action: A:B\n    Catch:\n      - Errors: [Own, FnF.ALL]\n        Next: Bad\n    End: true\n  - {{Type: Fail, Name: Bad, Code: Own, Detail: x}}\n"
    );
    check(&text.replace("FnF.ALL", "FnF.‸ALL"), "FnF.ALL", "Not an error", "ERR");
    check(&text.replace("[Own", "[O‸wn"), "Own", "Raised by the step \"Bad\"", "");
}

#[test]
fn findings_bring_the_page_of_their_rule() {
    let (text, offset) =
        cursor(&format!("{MACHINE}  - {{Type: Pass, Name: First, Next: Do‸en}}\n  - {{Type: Succeed, Name: Done}}\n"));
    let told = hover(&opened(&text), offset, Language::English).expect("a finding");
    assert_eq!(told.rules.len(), 1);
    assert_eq!(told.rules[0].code, "unknown-target");
    let fixes = quick_fixes(&opened(&text), offset, Language::English);
    assert_eq!(fixes.len(), 1);
    assert_eq!(fixes[0].title, "Write `Done`");
    assert!(!parse(&apply(&text, &fixes[0].edits)).has_errors());
    // From anywhere in the line, but not from another one.
    assert_eq!(quick_fixes(&opened(&text), text.find("- {Type: Pass").expect("the line"), Language::English), fixes);
    assert!(quick_fixes(&opened(&text), 0, Language::English).is_empty());
}
