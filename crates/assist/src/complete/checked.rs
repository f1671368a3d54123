//! Leaves out what the checker would reject.

use std::collections::BTreeMap;

use flowglass_expression::Language;
use flowglass_flow::{Edit, Opened, Severity, apply};

use super::Completion;
use crate::file::{File, syntax_errors};
use crate::probe::Probe;

/// How many bytes are read to try completions out, so that the list comes at once for a large flow too. What is not
/// tried is made to be valid, and is offered when everything that was tried passed.
const MOST_BYTES: usize = 2 << 20;

/// Keeps the completions after which the text has no error that it does not have before.
pub(super) fn keep_what_passes(opened: &Opened, probe: &Probe, file: File<'_>, completions: &mut Vec<Completion>) {
    let text: &str = &opened.document.text;
    // The letters typed so far may cause errors of the same kind as the whole word would.
    let mut as_it_is = errors(opened);
    as_it_is.retain(|what, _| !what.starts_with("yaml-syntax"));
    let mut before = vec![as_it_is, errors(&probe.without)];
    if syntax_errors(opened) > 0 {
        // Other errors of the same lines show only once the word at the cursor can be read.
        before.push(errors(&probe.opened));
    }
    let mut left = MOST_BYTES;
    let mut all_passed = true;
    completions.retain(|completion| {
        let length = text.len() + completion.insert.text.len();
        if length > left {
            return all_passed;
        }
        left -= length;
        let edit = Edit { at: completion.span, text: completion.insert.text.clone() };
        let after = file.read(&apply(text, &[edit]));
        let known = |what: &String, count: &usize| {
            before.iter().any(|errors| errors.get(what).is_some_and(|known| known >= count))
        };
        let passes = errors(&after).iter().all(|(what, count)| known(what, count));
        all_passed &= passes;
        passes
    });
}

/// The errors of a text by their words, with how often each is there; places move when text is inserted.
fn errors(opened: &Opened) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for finding in opened.findings.iter().filter(|finding| finding.severity == Severity::Error) {
        // An expression that is not finished reads otherwise with every letter: any trouble with it is the same.
        let unfinished = finding.code == "expression-syntax";
        let what = if unfinished { String::new() } else { finding.told(Language::English).what };
        *counts.entry(format!("{}: {what}", finding.code)).or_default() += 1;
    }
    counts
}
