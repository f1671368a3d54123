//! What is told of one file, apart from the file: in one language, with lines and columns.

use flowglass_expression::Language;
use flowglass_flow::{Document, Finding, Fix, Position, Severity, Span};
use serde::Serialize;

use super::fingerprint::fingerprints;
use super::mend::Fixed;

/// A file with what is said about it. Programs read it as JSON, so that its members keep their names.
#[derive(Debug, Serialize)]
pub(super) struct FileReport {
    /// As it is called in messages: a path, or `standard input`.
    pub(super) path: String,
    pub(super) findings: Vec<FindingReport>,
    /// What `--fix` did; left out without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fixed: Option<Vec<FixedReport>>,
}

impl FileReport {
    pub(super) fn new(
        path: String,
        document: &Document,
        findings: &[Finding],
        fixed: Option<&[Fixed]>,
        language: Language,
    ) -> Self {
        let fingerprints = fingerprints(document, findings);
        let findings = findings
            .iter()
            .zip(fingerprints)
            .map(|(finding, fingerprint)| FindingReport::new(document, finding, fingerprint, language));
        let fixed = fixed.map(|fixed| fixed.iter().map(FixedReport::new).collect());
        Self { path, findings: findings.collect(), fixed }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct FindingReport {
    #[serde(serialize_with = "word")]
    pub(super) severity: Severity,
    pub(super) code: &'static str,
    pub(super) what: String,
    pub(super) why: String,
    pub(super) help: String,
    #[serde(flatten)]
    pub(super) at: Range,
    pub(super) related: Vec<RelatedReport>,
    pub(super) fix: Option<FixReport>,
    pub(super) fingerprint: String,
}

impl FindingReport {
    fn new(document: &Document, finding: &Finding, fingerprint: String, language: Language) -> Self {
        let related = finding
            .related()
            .into_iter()
            .map(|other| RelatedReport { what: other.what.say(language), at: Range::new(document, other.at) });
        let told = finding.told(language);
        Self {
            severity: finding.severity,
            code: finding.code,
            what: told.what,
            why: told.why,
            help: told.help,
            at: Range::new(document, finding.at),
            related: related.collect(),
            fix: finding.fix().map(|fix| FixReport::new(document, fix, language)),
            fingerprint,
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct RelatedReport {
    pub(super) what: &'static str,
    #[serde(flatten)]
    pub(super) at: Range,
}

/// A change of the text that mends a finding.
#[derive(Debug, Serialize)]
pub(super) struct FixReport {
    pub(super) title: String,
    pub(super) safe: bool,
    pub(super) edits: Vec<EditReport>,
}

impl FixReport {
    fn new(document: &Document, fix: Fix, language: Language) -> Self {
        let title = fix.title(language);
        let edits = fix.edits.into_iter().map(|edit| EditReport { at: Range::new(document, edit.at), text: edit.text });
        Self { title, safe: fix.safe, edits: edits.collect() }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct EditReport {
    #[serde(flatten)]
    pub(super) at: Range,
    pub(super) text: String,
}

#[derive(Debug, Serialize)]
pub(super) struct FixedReport {
    code: &'static str,
    title: String,
    line: u32,
    column: u32,
}

impl FixedReport {
    fn new(fixed: &Fixed) -> Self {
        let Position { line, column } = fixed.at;
        Self { code: fixed.code, title: fixed.title.clone(), line, column }
    }
}

/// A part of the file.
#[derive(Debug, Serialize)]
pub(super) struct Range {
    pub(super) start: Place,
    pub(super) end: Place,
}

impl Range {
    fn new(document: &Document, at: Span) -> Self {
        let [start, end] = [at.start, at.end].map(|byte| {
            let Position { line, column } = document.lines.position(&document.text, byte as usize);
            Place { line, column, byte }
        });
        Self { start, end }
    }
}

/// A place in the file: line and column from 1, columns in characters, and the byte from 0.
#[derive(Debug, Serialize)]
pub(super) struct Place {
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) byte: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn word<S: serde::Serializer>(severity: &Severity, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(severity.word())
}
