//! A real clock that does not go back.

use std::time::Duration;

use flowglass_history::Millis;

/// The machine's clock as executions see it. When somebody sets it back, they go on from where they were at its usual
/// pace, instead of standing still until it has caught up.
#[derive(Debug)]
pub(super) struct Steady {
    last: Millis,
    /// Up to where the time since the start is part of `last`.
    counted: Duration,
}

impl Steady {
    /// Starts at a moment.
    pub(super) fn new(now: Millis) -> Self {
        Self { last: now, counted: Duration::ZERO }
    }

    /// The time now, by the machine's clock and the time since the start.
    pub(super) fn read(&mut self, now: Millis, uptime: Duration) -> Millis {
        let passed = uptime.saturating_sub(self.counted).as_millis();
        let passed = u64::try_from(passed).unwrap_or(u64::MAX);
        let steady = self.last.plus(i64::try_from(passed).unwrap_or(i64::MAX));
        if now > steady {
            (self.last, self.counted) = (now, uptime);
        } else {
            // Only whole milliseconds, so that many looks in one of them lose nothing.
            self.last = steady;
            self.counted = self.counted.saturating_add(Duration::from_millis(passed));
        }
        self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_follows_the_machine_forward_and_goes_on_when_that_goes_back() {
        let mut steady = Steady::new(Millis(10_000));
        let mut check = |now: i64, uptime_us: u64, expected: i64| {
            assert_eq!(
                steady.read(Millis(now), Duration::from_micros(uptime_us)),
                Millis(expected),
                "{now} {uptime_us}"
            );
        };
        check(10_005, 5_000, 10_005);
        // Set forward by an hour, and then back by two.
        check(3_610_010, 10_000, 3_610_010);
        check(-3_590_000, 10_400, 3_610_010);
        check(-3_590_000, 10_800, 3_610_010);
        check(-3_589_999, 11_000, 3_610_011);
        check(-3_589_000, 1_010_000, 3_611_010);
        // When the machine is ahead again, it counts again.
        check(3_700_000, 1_010_100, 3_700_000);
    }
}
