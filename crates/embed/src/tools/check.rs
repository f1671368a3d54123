//! The findings of a definition.

use flowglass_expression::Language;
use flowglass_flow::{Document, Finding, Fix, Mode, Parsed, Severity, Span, Utf16Index, parse_for};
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
    fix: Option<FoundFix>,
}

/// A change of the text that mends a finding.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct FoundFix {
    title: String,
    /// Set when it cannot change what a valid definition means.
    safe: bool,
    /// In the order of the text; none overlaps another.
    edits: Vec<FoundEdit>,
}

/// One change of a text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct FoundEdit {
    #[serde(flatten)]
    at: TextRange,
    text: String,
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

/// The places of one text.
pub(super) struct Ranges<'a> {
    document: &'a Document,
    index: Utf16Index,
}

impl<'a> Ranges<'a> {
    /// The places of a document's text.
    pub(super) fn of(document: &'a Document) -> Self {
        Self { document, index: Utf16Index::new(&document.text) }
    }

    /// Where a span stands.
    pub(super) fn range(&self, span: Span) -> TextRange {
        let text = &self.document.text;
        let start = self.document.lines.position(text, span.start as usize);
        TextRange {
            from: self.index.units(text, span.start as usize),
            to: self.index.units(text, span.end as usize),
            line: start.line,
            column: start.column,
        }
    }
}

/// Checks a definition for the mode of this name, and speaks the language of this tag.
///
/// # Errors
/// There is no such mode or no such language; in words.
pub(super) fn check(definition: &str, mode: &str, language: &str) -> Result<Checked, String> {
    let mode = match mode {
        "Standard" => Mode::Standard,
        "Express" => Mode::Express,
        other => return Err(format!("There is no mode `{other}`; there are Standard and Express.")),
    };
    let language = language_of(language)?;
    Ok(checked(&parse_for(definition, mode), language))
}

/// The language of a tag.
///
/// # Errors
/// There is no such language; in words.
pub(super) fn language_of(tag: &str) -> Result<Language, String> {
    match tag {
        "en" => Ok(Language::English),
        "zh" => Ok(Language::Chinese),
        other => Err(format!("There is no language `{other}`; there are en and zh.")),
    }
}

/// The findings of what was read.
pub(super) fn checked(parsed: &Parsed, language: Language) -> Checked {
    let ranges = Ranges::of(&parsed.document);
    let count = |severity| parsed.findings.iter().filter(|finding| finding.severity == severity).count();
    Checked {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        notes: count(Severity::Note),
        findings: parsed.findings.iter().map(|finding| checked_finding(&ranges, finding, language)).collect(),
    }
}

fn checked_finding(ranges: &Ranges<'_>, finding: &Finding, language: Language) -> CheckedFinding {
    let told = finding.told(language);
    let related = finding.related().into_iter();
    CheckedFinding {
        severity: finding.severity.word(),
        code: finding.code,
        what: told.what,
        why: told.why,
        help: told.help,
        at: ranges.range(finding.at),
        related: related
            .map(|other| RelatedPlace { what: other.what.say(language).to_owned(), at: ranges.range(other.at) })
            .collect(),
        fix: finding.fix().map(|fix| found_fix(ranges, fix, language)),
    }
}

fn found_fix(ranges: &Ranges<'_>, fix: Fix, language: Language) -> FoundFix {
    let title = fix.title(language);
    let edits = fix.edits.into_iter().map(|edit| FoundEdit { at: ranges.range(edit.at), text: edit.text });
    FoundFix { title, safe: fix.safe, edits: edits.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_as_javascript_counts() {
        let text = "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: 𝄞步, gato: x}\n";
        let found = check(text, "Standard", "en").unwrap();
        let finding = &found.findings[0];
        assert_eq!(finding.code, "unknown-key");
        let units: Vec<u16> = text.encode_utf16().collect();
        let marked = String::from_utf16(&units[finding.at.from..finding.at.to]).unwrap();
        assert_eq!((marked.as_str(), finding.at.line, finding.at.column), ("gato", 4, 28));
    }

    #[test]
    fn findings_are_counted_by_weight() {
        fn counts(text: &str, mode: &str) -> (usize, usize) {
            let found = check(text, mode, "en").unwrap();
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
        let refused = |mode, language| check("", mode, language).unwrap_err();
        assert_eq!(refused("Fast", "en"), "There is no mode `Fast`; there are Standard and Express.");
        assert_eq!(refused("Express", "fr"), "There is no language `fr`; there are en and zh.");
    }

    #[test]
    fn a_fix_mends_the_text_as_javascript_cuts_it() {
        let text = "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: 𝄞步}\n  - {type: pass, name: 7} # 𝄞\n";
        let found = check(text, "Standard", "en").unwrap();
        let fix = found.findings[0].fix.as_ref().unwrap();
        assert_eq!((fix.title.as_str(), fix.safe), ("Put `7` in quotes", true));
        let mut units: Vec<u16> = text.encode_utf16().collect();
        for edit in fix.edits.iter().rev() {
            units.splice(edit.at.from..edit.at.to, edit.text.encode_utf16());
        }
        assert_eq!(String::from_utf16(&units).unwrap(), text.replace("name: 7", "name: \"7\""));
    }

    #[test]
    fn findings_speak_the_language_that_is_asked_for() {
        let said = |language: &str| {
            let found = check("version: v1.0\ntype: flow\nsteps: []\n", "Standard", language).unwrap();
            let finding = &found.findings[0];
            let title = finding.fix.as_ref().unwrap().title.clone();
            (finding.severity, finding.code, title, finding.what.is_ascii())
        };
        assert_eq!(said("en"), ("warning", "unknown-value", "Write `v1`".to_owned(), true));
        assert_eq!(said("zh"), ("warning", "unknown-value", "改为 `v1`".to_owned(), false));
    }
}
