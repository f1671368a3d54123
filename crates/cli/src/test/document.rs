//! What came of scenarios, for programs.

use flowglass_suite::Coverage;
use serde::Serialize;

use super::coverage_document::{self, CoverageDocument};
use super::result::{Tested, Verdict};
use super::tally::Tally;

/// Writes all scenarios and what they reached as one JSON document.
pub(super) fn document(all: &[Tested], tally: Tally, coverage: &Coverage) -> String {
    let Tally { passed, failed, unusable, .. } = tally;
    let scenarios = all.iter().map(ScenarioReport::of).collect();
    let report = Report { scenarios, passed, failed, unusable, coverage: coverage_document::document(coverage) };
    let text = serde_json::to_string_pretty(&report).expect("texts and numbers can always be written");
    text + "\n"
}

#[derive(Serialize)]
struct Report<'t> {
    scenarios: Vec<ScenarioReport<'t>>,
    passed: usize,
    failed: usize,
    unusable: usize,
    coverage: CoverageDocument<'t>,
}

#[derive(Serialize)]
struct ScenarioReport<'t> {
    path: &'t str,
    name: Option<&'t str>,
    flow: Option<&'t str>,
    verdict: &'static str,
    /// Why it cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'t str>,
    run: Option<RunReport<'t>>,
    failures: Vec<FailureReport>,
}

#[derive(Serialize)]
struct RunReport<'t> {
    status: &'static str,
    #[serde(rename = "durationMs")]
    duration_ms: i64,
    events: usize,
    #[serde(rename = "nothingExpected")]
    nothing_expected: bool,
    notes: &'t [String],
    waiting: Vec<String>,
}

#[derive(Serialize)]
struct FailureReport {
    line: Option<u32>,
    column: Option<u32>,
    message: String,
    details: Vec<String>,
}

impl<'t> ScenarioReport<'t> {
    fn of(tested: &'t Tested) -> Self {
        let verdict = match &tested.verdict {
            _ if tested.is_passed() => "passed",
            Verdict::Unusable(_) => "unusable",
            Verdict::Ran(_) | Verdict::Refused { .. } => "failed",
        };
        let failures = tested.failures().into_iter().map(|failure| FailureReport {
            line: failure.at.map(|(line, _)| line),
            column: failure.at.map(|(_, column)| column),
            message: failure.message,
            details: failure.details,
        });
        let run = match &tested.verdict {
            Verdict::Ran(outcome) => Some(RunReport {
                status: outcome.status.name(),
                duration_ms: outcome.duration_ms,
                events: outcome.events,
                nothing_expected: !outcome.expects,
                notes: &outcome.notes,
                waiting: outcome.waiting.iter().map(|waiting| waiting.step.to_string()).collect(),
            }),
            Verdict::Refused { .. } | Verdict::Unusable(_) => None,
        };
        Self {
            path: &tested.file,
            name: tested.name.as_deref(),
            flow: tested.flow.as_deref(),
            verdict,
            error: match &tested.verdict {
                Verdict::Unusable(words) => Some(words),
                Verdict::Ran(_) | Verdict::Refused { .. } => None,
            },
            run,
            failures: failures.collect(),
        }
    }
}
