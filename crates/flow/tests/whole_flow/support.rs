//! Small definitions, and how their findings are compared.

use flowglass_expression::Language;
use flowglass_flow::{Parsed, parse};

/// Checks all findings of `text`, written as `line severity code: what it points at (what is wrong)`.
pub(crate) fn check(text: &str, expected: &[&str]) {
    check_parsed(text, &parse(text), expected);
}

/// The same for a text that is read already.
pub(crate) fn check_parsed(text: &str, parsed: &Parsed, expected: &[&str]) {
    let document = &parsed.document;
    let found: Vec<String> = parsed
        .findings
        .iter()
        .map(|finding| {
            let line = document.lines.position(text, finding.at.start as usize).line;
            let what = finding.told(Language::English).what;
            format!("{line} {} {}: {} ({what})", finding.severity.word(), finding.code, &text[finding.at.range()])
        })
        .collect();
    assert_eq!(found, expected, "in\n{text}");
}

/// A flow of the older language with these steps; they begin in line 4.
pub(crate) fn legacy(steps: &str) -> String {
    format!("version: v1\ntype: flow\nsteps:\n{steps}")
}

/// A flow of the new language with these states; they begin in line 6, and `A` is the first to run.
pub(crate) fn machine(states: &str) -> String {
    format!("Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n{states}")
}
