//! What stays the same about a finding when the file around it changes.

use std::collections::BTreeMap;

use flowglass_flow::{Document, Finding};
use sha2::{Digest, Sha256};

/// Makes the fingerprints of one file's findings, in their order.
///
/// A fingerprint is made of the rule, the line without the blanks around it and the marked part, so that it stays when
/// lines before it come and go or the indentation changes. Findings that are alike are counted through.
pub(super) fn fingerprints<'a>(document: &Document, findings: impl IntoIterator<Item = &'a Finding>) -> Vec<String> {
    let mut alike: BTreeMap<[&str; 3], u32> = BTreeMap::new();
    let mut fingerprint = |finding: &Finding| {
        let line = document.lines.line_text(&document.text, document.lines.line_of(finding.at.start as usize)).trim();
        let marked = document.text.get(finding.at.range()).unwrap_or_default();
        let key = [finding.code, line, marked.lines().next().unwrap_or_default()];
        let number = alike.entry(key).and_modify(|number| *number += 1).or_default();
        let mut hash = Sha256::new();
        for part in key {
            hash.update(part);
            // No text has this byte, so that parts cannot be taken for each other.
            hash.update([0xff]);
        }
        hash.update(number.to_be_bytes());
        hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    };
    findings.into_iter().map(&mut fingerprint).collect()
}

#[cfg(test)]
mod tests {
    use flowglass_flow::parse;

    use super::*;

    fn of(text: &str) -> Vec<String> {
        let parsed = parse(text);
        fingerprints(&parsed.document, &parsed.findings)
    }

    #[test]
    fn they_stay_when_lines_move() {
        let text = "version: v1\ntype: flow\nsteps:\n  - {type: tusk, name: a}\n";
        let before = of(text);
        assert_eq!(before.len(), 1);
        assert_eq!(before[0].len(), 32);
        assert_eq!(of(&format!("# a comment\n\n{text}")), before);
        assert_eq!(of(&text.replace("  - {type: tusk", "      - {type: tusk")), before);
        assert_eq!(of(&text.replace('\n', "\r\n")), before);
        assert_ne!(of(&text.replace("name: a", "name: b")), before);
    }

    #[test]
    fn findings_that_are_alike_differ_in_their_number() {
        let found = of("version: v1\ntype: flow\nsteps:\n  - type: tusk\n    name: a\n  - type: tusk\n    name: b\n");
        assert_eq!(found.len(), 2);
        assert_ne!(found[0], found[1]);
    }
}
