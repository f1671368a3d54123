//! Findings for programs.

use serde::Serialize;

use super::report::FileReport;
use super::tally::Tally;

/// Writes all files with their findings as one JSON document.
pub(super) fn document(files: &[FileReport], tally: Tally) -> String {
    let Tally { errors, warnings, notes, .. } = tally;
    let report = Report { files, errors, warnings, notes };
    let text = serde_json::to_string_pretty(&report).expect("texts and numbers can always be written");
    text + "\n"
}

#[derive(Serialize)]
struct Report<'a> {
    files: &'a [FileReport],
    errors: usize,
    warnings: usize,
    notes: usize,
}
