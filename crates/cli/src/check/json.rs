//! Findings for programs.

use flowglass_flow::{Document, Finding, Span};
use serde::Serialize;

use super::Tally;
use crate::input_files::FlowFile;

/// Writes all files with their findings as one JSON document.
pub(super) fn document(files: &[FlowFile], tally: Tally) -> String {
    let report = Report {
        files: files.iter().map(|file| FileReport::new(&file.name(), file)).collect(),
        errors: tally.errors,
        warnings: tally.warnings,
        notes: tally.notes,
    };
    let text = serde_json::to_string_pretty(&report).expect("texts and numbers can always be written");
    text + "\n"
}

#[derive(Serialize)]
struct Report<'f> {
    files: Vec<FileReport<'f>>,
    errors: usize,
    warnings: usize,
    notes: usize,
}

#[derive(Serialize)]
struct FileReport<'f> {
    path: String,
    findings: Vec<FindingReport<'f>>,
}

impl<'f> FileReport<'f> {
    fn new(path: &str, file: &'f FlowFile) -> Self {
        let findings = file.parsed.findings.iter().map(|finding| FindingReport::new(&file.parsed.document, finding));
        Self { path: path.to_owned(), findings: findings.collect() }
    }
}

#[derive(Serialize)]
struct FindingReport<'f> {
    severity: &'static str,
    code: &'static str,
    what: &'f str,
    why: &'f str,
    help: &'f str,
    start: Place,
    end: Place,
    related: Vec<RelatedReport<'f>>,
}

impl<'f> FindingReport<'f> {
    fn new(document: &Document, finding: &'f Finding) -> Self {
        let [start, end] = places(document, finding.at);
        let related = finding.related.iter().map(|other| {
            let [start, end] = places(document, other.at);
            RelatedReport { what: &other.what, start, end }
        });
        Self {
            severity: finding.severity.word(),
            code: finding.code,
            what: &finding.what,
            why: &finding.why,
            help: &finding.help,
            start,
            end,
            related: related.collect(),
        }
    }
}

#[derive(Serialize)]
struct RelatedReport<'f> {
    what: &'f str,
    start: Place,
    end: Place,
}

/// A place in the file: line and column from 1, columns in characters, and the byte from 0.
#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
    byte: u32,
}

fn places(document: &Document, at: Span) -> [Place; 2] {
    [at.start, at.end].map(|byte| {
        let position = document.lines.position(&document.text, byte as usize);
        Place { line: position.line, column: position.column, byte }
    })
}
