//! Two runs in numbers.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::pairs::Side;
use super::value::{ValueDifference, value_differences};
use crate::Status;

/// Two runs in numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Where each stands.
    pub status: (Status, Status),
    /// How many events each has.
    pub events: (usize, usize),
    /// Milliseconds from the first to the last event of each.
    pub duration_ms: (i64, i64),
    /// Where the outputs differ, when both have one; the first few parts.
    pub output: Vec<ValueDifference>,
    /// The error that ended each, when one did.
    pub error: (Option<EndingError>, Option<EndingError>),
    /// The steps of both, by name.
    pub steps: Vec<StepTotals>,
}

/// What ended a run that did not go well; either text may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndingError {
    /// The name of the error.
    pub error: String,
    /// What is said about it.
    pub cause: String,
}

/// What two runs did in the steps of one name.
#[derive(Clone, Debug, PartialEq)]
pub struct StepTotals {
    /// The name.
    pub step: Arc<str>,
    /// The first run's part.
    pub a: Totals,
    /// The second run's part.
    pub b: Totals,
}

/// What one run did in the steps of one name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// How often such a step was entered.
    pub runs: usize,
    /// How many attempts there were; a run that was not tried again counts as one.
    pub attempts: usize,
    /// The milliseconds of all runs together.
    pub duration_ms: i64,
}

/// The most parts of the outputs that are named.
const MOST_PARTS: usize = 20;

impl Summary {
    pub(super) fn new(a: Side<'_>, b: Side<'_>, same: &dyn Fn(&str, &str) -> bool) -> Self {
        let output = match (a.view.output(a.history), b.view.output(b.history)) {
            (Some(a), Some(b)) => value_differences(a, b, MOST_PARTS, same),
            _ => Vec::new(),
        };
        let error = |side: Side<'_>| {
            let (error, cause) = side.view.error(side.history)?;
            Some(EndingError { error: error.to_owned(), cause: cause.to_owned() })
        };
        let duration = |side: Side<'_>| match (side.view.first_time, side.view.last_time) {
            (Some(first), Some(last)) => last.since(first),
            _ => 0,
        };
        let mut steps: BTreeMap<Arc<str>, (Totals, Totals)> = BTreeMap::new();
        for instance in &a.view.instances {
            steps
                .entry(Arc::clone(&instance.step))
                .or_default()
                .0
                .add(instance.attempts.len(), instance.duration_ms(a.history));
        }
        for instance in &b.view.instances {
            steps
                .entry(Arc::clone(&instance.step))
                .or_default()
                .1
                .add(instance.attempts.len(), instance.duration_ms(b.history));
        }
        Self {
            status: (a.view.status, b.view.status),
            events: (a.history.len(), b.history.len()),
            duration_ms: (duration(a), duration(b)),
            output,
            error: (error(a), error(b)),
            steps: steps.into_iter().map(|(step, (a, b))| StepTotals { step, a, b }).collect(),
        }
    }
}

impl StepTotals {
    /// Whether only one of the runs came here.
    pub fn is_of_one_run(&self) -> bool {
        (self.a.runs == 0) != (self.b.runs == 0)
    }

    /// Whether the runs took much longer or shorter here: more than a second and more than a tenth.
    pub fn lasts_differently(&self) -> bool {
        let difference = self.a.duration_ms.abs_diff(self.b.duration_ms);
        let longer = self.a.duration_ms.max(self.b.duration_ms).unsigned_abs();
        difference > 1_000 && difference > longer / 10
    }
}

impl Totals {
    fn add(&mut self, attempts: usize, duration_ms: i64) {
        self.runs += 1;
        self.attempts += attempts.max(1);
        self.duration_ms = self.duration_ms.saturating_add(duration_ms);
    }
}
