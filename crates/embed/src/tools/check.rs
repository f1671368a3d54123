//! The findings of a definition.

use flowglass_expression::Language;
use flowglass_flow::{Document, Finding, Mode, Parsed, Severity, Span, parse_for, utf16_offset};
use serde::Serialize;

/// What is to be said about a definition.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Checked {
    errors: usize,
    warnings: usize,
    notes: usize,
    findings: Vec<CheckedFinding>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct CheckedFinding {
    severity: &'static str,
    code: &'static str,
    what: String,
    why: String,
    help: String,
    #[serde(flatten)]
    at: TextRange,
    related: Vec<RelatedPlace>,
}

/// Another place that matters.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct RelatedPlace {
    what: String,
    #[serde(flatten)]
    at: TextRange,
}

/// A range of the text, in the units of JavaScript's texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct TextRange {
    /// UTF-16 units from the beginning.
    from: usize,
    to: usize,
    /// Both from 1; columns count characters.
    line: u32,
    column: u32,
}

impl TextRange {
    /// Where a span stands.
    pub(super) fn of(document: &Document, span: Span) -> Self {
        let text = &document.text;
        let start = document.lines.position(text, span.start as usize);
        Self {
            from: utf16_offset(text, span.start as usize),
            to: utf16_offset(text, span.end as usize),
            line: start.line,
            column: start.column,
        }
    }
}

/// Checks a definition for the mode of this name.
///
/// # Errors
/// There is no such mode; in words.
pub(super) fn check(definition: &str, mode: &str) -> Result<Checked, String> {
    let mode = match mode {
        "Standard" => Mode::Standard,
        "Express" => Mode::Express,
        other => return Err(format!("There is no mode `{other}`; there are Standard and Express.")),
    };
    Ok(checked(&parse_for(definition, mode)))
}

/// The findings of what was read.
pub(super) fn checked(parsed: &Parsed) -> Checked {
    let count = |severity| parsed.findings.iter().filter(|finding| finding.severity == severity).count();
    Checked {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        notes: count(Severity::Note),
        findings: parsed.findings.iter().map(|finding| checked_finding(&parsed.document, finding)).collect(),
    }
}

fn checked_finding(document: &Document, finding: &Finding) -> CheckedFinding {
    let told = finding.told(Language::English);
    let related = finding.related().into_iter();
    CheckedFinding {
        severity: finding.severity.word(),
        code: finding.code,
        what: told.what,
        why: told.why,
        help: told.help,
        at: TextRange::of(document, finding.at),
        related: related
            .map(|other| RelatedPlace {
                what: other.what.say(Language::English).to_owned(),
                at: TextRange::of(document, other.at),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_as_javascript_counts() {
        let text = "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: 𝄞步, gato: x}\n";
        let found = check(text, "Standard").unwrap();
        let finding = &found.findings[0];
        assert_eq!(finding.code, "unknown-key");
        let units: Vec<u16> = text.encode_utf16().collect();
        let marked = String::from_utf16(&units[finding.at.from..finding.at.to]).unwrap();
        assert_eq!((marked.as_str(), finding.at.line, finding.at.column), ("gato", 4, 28));
    }

    #[test]
    fn findings_are_counted_by_weight() {
        fn counts(text: &str, mode: &str) -> (usize, usize) {
            let found = check(text, mode).unwrap();
            (found.errors, found.findings.len() - found.errors - found.warnings - found.notes)
        }
        assert_eq!(counts("version: v1\ntype: flow\nsteps: [{type: pass, name: a}]", "Standard"), (0, 0));
        assert_eq!(
            counts(
                "version: v1\ntype: flow\nsteps: [{type: choice, name: a, choices: [{condition: $.x > 1, goto: b}], default: {goto: c}}, {type: succeed, name: c}]",
                "Standard"
            ),
            (1, 0)
        );
        assert_eq!(check("", "Fast"), Err("There is no mode `Fast`; there are Standard and Express.".to_owned()));
    }
}
