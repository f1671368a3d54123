//! Findings for programs.

use flowglass_expression::Language;
use flowglass_flow::{Document, Finding, Span};
use serde::Serialize;

use super::Tally;
use crate::input_files::OpenedFile;

/// Writes all files with their findings as one JSON document.
pub(super) fn document(files: &[OpenedFile], tally: Tally) -> String {
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
struct Report {
    files: Vec<FileReport>,
    errors: usize,
    warnings: usize,
    notes: usize,
}

#[derive(Serialize)]
struct FileReport {
    path: String,
    findings: Vec<FindingReport>,
}

impl FileReport {
    fn new(path: &str, file: &OpenedFile) -> Self {
        let findings = file.opened.findings.iter().map(|finding| FindingReport::new(&file.opened.document, finding));
        Self { path: path.to_owned(), findings: findings.collect() }
    }
}

#[derive(Serialize)]
struct FindingReport {
    severity: &'static str,
    code: &'static str,
    what: String,
    why: String,
    help: String,
    start: Place,
    end: Place,
    related: Vec<RelatedReport>,
}

impl FindingReport {
    fn new(document: &Document, finding: &Finding) -> Self {
        let [start, end] = places(document, finding.at);
        let related = finding.related().into_iter().map(|other| {
            let [start, end] = places(document, other.at);
            RelatedReport { what: other.what.say(Language::English), start, end }
        });
        let told = finding.told(Language::English);
        Self {
            severity: finding.severity.word(),
            code: finding.code,
            what: told.what,
            why: told.why,
            help: told.help,
            start,
            end,
            related: related.collect(),
        }
    }
}

#[derive(Serialize)]
struct RelatedReport {
    what: &'static str,
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
