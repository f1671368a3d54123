//! `too-many-findings`: there is more to say than anybody reads.

use flowglass_expression::Language;

use crate::finding::{Finding, Page, Rule, Severity, Told, Words, finding};
use crate::span::Span;

/// How many findings are told of one text.
const MOST: usize = 1_000;

pub(super) static PAGE: Page = Page {
    code: "too-many-findings",
    title: Words::new("More findings than are told", "问题过多"),
    text: Words::new(
        "Of one text the first 1,000 findings are told, and at least one of every rule; this one says how many are left out.",
        "同一文本只列出前 1000 个问题，且每条规则至少列出一个；本条说明省略了多少个。",
    ),
    severities: &[Severity::Error, Severity::Warning, Severity::Note],
    source: "a bound of ours",
    covers: &[],
    // A thousand mistakes explain nothing; the rule has a test of its own.
    examples: &[],
};

/// Stands for the findings that are left out.
pub(crate) struct TooManyFindings {
    at: Span,
    left_out: usize,
    severity: Severity,
}

impl TooManyFindings {
    /// Keeps the first findings of a text and the first of every rule, and says how many are left out.
    pub(crate) fn cut(findings: &mut Vec<Finding>) {
        if findings.len() <= MOST {
            return;
        }
        let rest = findings.split_off(MOST);
        let mut told: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
        told.sort_unstable();
        told.dedup();
        let mut is_first = |code| {
            let at = told.binary_search(&code);
            at.map_err(|at| told.insert(at, code)).is_err()
        };
        let (firsts, rest): (Vec<_>, Vec<_>) = rest.into_iter().partition(|finding| is_first(finding.code));
        let Some(first) = rest.first() else { return findings.extend(firsts) };
        let severity = rest.iter().map(|finding| finding.severity).min().unwrap_or(Severity::Note);
        let cut = finding(Self { at: first.at, left_out: rest.len(), severity });
        findings.extend(firsts);
        findings.push(cut);
    }
}

impl Rule for TooManyFindings {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn severity(&self) -> Severity {
        self.severity
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let left_out = self.left_out;
        match language {
            Language::English => Told::new(
                format!("{left_out} more findings follow"),
                format!("Of one text the first {MOST} findings are told."),
                "Mend the first ones; they often explain the others.",
            ),
            Language::Chinese => Told::new(
                format!("后面还有 {left_out} 个问题"),
                format!("同一文本只列出前 {MOST} 个问题。"),
                "请先修正前面的问题，它们往往是其余问题的原因。",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    #[test]
    fn the_first_thousand_are_told_and_the_rest_is_counted() {
        let steps = "  - {type: pass}\n".repeat(1_100);
        let findings = parse(&format!("version: v1\ntype: flow\nsteps:\n{steps}")).findings;
        assert_eq!(findings.len(), 1_001);
        let last = &findings[1_000];
        assert_eq!((last.code, last.severity), ("too-many-findings", Severity::Error));
        assert_eq!(last.told(Language::English).what, "100 more findings follow");
    }
}
