//! The rules that a step has for errors.

use super::{Jump, Template};
use crate::span::{Span, Spanned};

/// The name in a rule that matches every error.
///
/// Source: [ERR].
pub const ALL_ERRORS: &str = "FnF.ALL";

/// When and how often a step is tried again. Values that the text leaves out are the dialect's defaults.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Retry {
    /// The error names that the rule matches.
    pub errors: Vec<Spanned<String>>,
    /// Seconds before the first retry.
    pub interval_seconds: f64,
    /// The longest pause in seconds; `None` when there is no cap.
    pub max_interval_seconds: Option<f64>,
    /// The number of retries, not counting the first attempt.
    pub max_attempts: u32,
    /// What each further pause is multiplied by.
    pub factor: f64,
    /// The rule in the text.
    pub at: Span,
}

impl Retry {
    /// Seconds before the `n`-th retry, counted from 1.
    ///
    /// Source: `fdl-v1.md` 7.1, `state-machine.md` 8.1.
    pub fn delay_seconds(&self, n: u32) -> f64 {
        let delay = self.interval_seconds * self.factor.powi(i32::try_from(n.saturating_sub(1)).unwrap_or(i32::MAX));
        self.max_interval_seconds.map_or(delay, |cap| delay.min(cap))
    }

    /// Tells whether the rule takes the error `name`.
    pub fn matches(&self, name: &str) -> bool {
        takes(&self.errors, name)
    }
}

/// Where the execution goes on after an error that no retry cures.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Catch {
    /// The error names that the rule matches.
    pub errors: Vec<Spanned<String>>,
    /// `goto`, `Next`: a step of the same scope.
    pub jump: Jump,
    /// `OutputConstructor` (new language): what the next step receives.
    pub output: Option<Template>,
    /// The rule in the text.
    pub at: Span,
}

impl Catch {
    /// Tells whether the rule takes the error `name`.
    pub fn matches(&self, name: &str) -> bool {
        takes(&self.errors, name)
    }
}

/// Names are compared exactly; only `FnF.ALL` stands for every name (CHOICE 57).
fn takes(errors: &[Spanned<String>], name: &str) -> bool {
    errors.iter().any(|error| error.value == ALL_ERRORS || error.value == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn retry(interval_seconds: f64, factor: f64, cap: Option<f64>) -> Retry {
        let errors = vec![Spanned::new("FC.ResourceThrottled".to_owned(), Span::default())];
        Retry { errors, interval_seconds, max_interval_seconds: cap, max_attempts: 3, factor, at: Span::default() }
    }

    #[test]
    fn pauses_grow_by_the_factor_up_to_the_cap() {
        let pauses = |rule: &Retry| (1..=3).map(|n| rule.delay_seconds(n)).collect::<Vec<_>>();
        assert_eq!(pauses(&retry(10.0, 2.0, None)), [10.0, 20.0, 40.0]);
        assert_eq!(pauses(&retry(2.0, 2.0, Some(5.0))), [2.0, 4.0, 5.0]);
        assert_eq!(pauses(&retry(3.0, 1.0, None)), [3.0, 3.0, 3.0]);
    }

    #[test]
    fn names_match_exactly_or_all() {
        let mut rule = retry(1.0, 2.0, None);
        assert!(rule.matches("FC.ResourceThrottled"));
        assert!(!rule.matches("fc.resourcethrottled"));
        rule.errors[0].value = ALL_ERRORS.to_owned();
        assert!(rule.matches("anything"));
        assert!(rule.matches(""));
    }
}
