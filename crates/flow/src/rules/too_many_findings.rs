//! `too-many-findings`: there is more to say than anybody reads.

use std::collections::BTreeSet;

use crate::finding::{Finding, Rule, Severity, finding};
use crate::span::Span;

/// How many findings are told of one text.
const MOST: usize = 1_000;

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
        let mut told: BTreeSet<&str> = findings.iter().map(|finding| finding.code).collect();
        let (firsts, rest): (Vec<_>, Vec<_>) = rest.into_iter().partition(|finding| told.insert(finding.code));
        let Some(first) = rest.first() else { return findings.extend(firsts) };
        let severity = rest.iter().map(|finding| finding.severity).min().unwrap_or(Severity::Note);
        let cut = finding(&Self { at: first.at, left_out: rest.len(), severity });
        findings.extend(firsts);
        findings.push(cut);
    }
}

impl Rule for TooManyFindings {
    const CODE: &'static str = "too-many-findings";
    fn severity(&self) -> Severity {
        self.severity
    }
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        format!("{} more findings follow", self.left_out)
    }
    fn why(&self) -> String {
        format!("Of one text the first {MOST} findings are told.")
    }
    fn help(&self) -> String {
        "Mend the first ones; they often explain the others.".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use crate::{Severity, parse};

    #[test]
    fn the_first_thousand_are_told_and_the_rest_is_counted() {
        let steps = "  - {type: pass}\n".repeat(1_500);
        let findings = parse(&format!("version: v1\ntype: flow\nsteps:\n{steps}")).findings;
        assert_eq!(findings.len(), 1_001);
        let last = &findings[1_000];
        assert_eq!((last.code, last.severity), ("too-many-findings", Severity::Error));
        assert_eq!(last.what, "500 more findings follow");
    }
}
