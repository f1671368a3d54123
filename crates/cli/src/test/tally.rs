//! How many scenarios there are of each kind.

use super::result::{Tested, Verdict};

/// The numbers of scenarios.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: usize,
    pub(super) failed: usize,
    /// Those that could not be used.
    pub(super) unusable: usize,
    /// Those of the passed ones of which nothing is expected.
    pub(super) expecting_nothing: usize,
}

impl Tally {
    /// Counts a scenario.
    pub(super) fn count(&mut self, tested: &Tested) {
        match &tested.verdict {
            Verdict::Unusable(_) => self.unusable += 1,
            Verdict::Ran(outcome) if tested.is_passed() => {
                self.passed += 1;
                self.expecting_nothing += usize::from(!outcome.expects);
            }
            Verdict::Ran(_) | Verdict::Refused { .. } => self.failed += 1,
        }
    }

    /// How many scenarios there are.
    pub(super) fn scenarios(self) -> usize {
        self.passed + self.failed + self.unusable
    }

    /// The numbers in a line; nobody counts what there is not.
    pub(super) fn summary(self) -> String {
        let all = self.scenarios();
        let mut parts = vec![format!("{} passed", self.passed)];
        if self.expecting_nothing > 0 {
            let verb = if self.expecting_nothing == 1 { "expects" } else { "expect" };
            parts.push(format!("of which {} {verb} nothing", self.expecting_nothing));
        }
        if self.failed > 0 {
            parts.push(format!("{} failed", self.failed));
        }
        if self.unusable > 0 {
            parts.push(format!("{} could not be used", self.unusable));
        }
        format!("{all} {}: {}", if all == 1 { "scenario" } else { "scenarios" }, parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_what_there_is() {
        fn check((passed, failed, unusable, expecting_nothing): (usize, usize, usize, usize), expected: &str) {
            assert_eq!(Tally { passed, failed, unusable, expecting_nothing }.summary(), expected);
        }
        check((1, 0, 0, 0), "1 scenario: 1 passed");
        check((12, 0, 0, 2), "12 scenarios: 12 passed, of which 2 expect nothing");
        check((3, 2, 1, 1), "6 scenarios: 3 passed, of which 1 expects nothing, 2 failed, 1 could not be used");
    }
}
