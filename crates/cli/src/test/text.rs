//! What came of a scenario as people read it on a terminal.

use super::result::{Failure, Tested, Verdict};
use crate::duration::duration_words;
use crate::input_files::STANDARD_INPUT;
use crate::plain::plain;
use crate::terminal::{Palette, Role};

/// The most lines of details of one failure.
const MOST: usize = 40;

/// Writes what came of a scenario: one line when it passed and there is nothing to know.
pub(super) fn told(tested: &Tested, palette: Palette) -> String {
    let file = plain(&tested.file);
    let name = tested.name.as_ref().map(|name| format!(": {}", plain(name))).unwrap_or_default();
    let (mark, role) = match &tested.verdict {
        _ if tested.is_passed() => ("ok", Role::Good),
        Verdict::Unusable(_) => ("ERROR", Role::Bad),
        Verdict::Ran(_) | Verdict::Refused { .. } => ("FAILED", Role::Bad),
    };
    let mark = palette.paint(role, &format!("{mark:<6}"));
    let mut text = format!("{mark}  {}{name}{}\n", palette.paint(Role::Strong, &file), run_words(tested));
    if let Verdict::Unusable(words) = &tested.verdict {
        text.push_str(&format!("        {}\n", plain(words)));
    }
    for Failure { at, message, details } in tested.failures() {
        let place = at.map(|(line, column)| format!("{file}:{line}:{column}: ")).unwrap_or_default();
        text.push_str(&format!("        {}{}\n", palette.paint(Role::Frame, &place), plain(&message)));
        for line in details.iter().take(MOST) {
            text.push_str(&format!("            {}\n", plain(line)));
        }
        if details.len() > MOST {
            text.push_str(&format!("            and {} more lines\n", details.len() - MOST));
        }
    }
    for remark in tested.remarks() {
        text.push_str(&format!("        {}\n", plain(&remark)));
    }
    if matches!(tested.verdict, Verdict::Ran(_)) && !tested.is_passed() && tested.file != STANDARD_INPUT {
        text.push_str(&format!("        its events: flowglass simulate --scenario {file}\n"));
    }
    text
}

/// How the run went, in brackets.
fn run_words(tested: &Tested) -> String {
    let Verdict::Ran(outcome) = &tested.verdict else { return String::new() };
    let expects = if outcome.expects { "" } else { ", nothing expected" };
    let events = if outcome.events == 1 { "event" } else { "events" };
    let took = duration_words(outcome.duration_ms);
    format!(" ({}, {} {events}, {took}{expects})", outcome.status.name(), outcome.events)
}
