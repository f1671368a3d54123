//! Edits that mend what is found at a place.

use flowglass_expression::Language;
use flowglass_flow::{Edit, Opened};

/// An edit that mends a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct QuickFix {
    /// What it does, in one line.
    pub title: String,
    /// The code of the finding that it mends.
    pub code: &'static str,
    /// The changes.
    pub edits: Vec<Edit>,
    /// Set when it cannot change what a valid definition means.
    pub safe: bool,
}

/// Lists the edits for the findings at the byte `offset`; those of its line, when none is at the very place.
pub fn quick_fixes(opened: &Opened, offset: usize, language: Language) -> Vec<QuickFix> {
    let lines = &opened.document.lines;
    let line = lines.line_of(offset);
    let here = |exact: bool| {
        let near = opened.findings.iter().filter(|finding| {
            if exact { finding.at.touches(offset) } else { lines.line_of(finding.at.start as usize) == line }
        });
        let fixes = near.filter_map(|finding| {
            let fix = finding.fix()?;
            Some(QuickFix { title: fix.title(language), code: finding.code, edits: fix.edits, safe: fix.safe })
        });
        fixes.collect::<Vec<_>>()
    };
    let exact = here(true);
    if exact.is_empty() { here(false) } else { exact }
}
