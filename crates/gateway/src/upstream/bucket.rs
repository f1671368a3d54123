//! A token bucket, as the service limits its callers.

use std::time::Duration;

/// Tokens that come back at a steady rate. Who finds none may have one in advance and waits for it.
#[derive(Clone, Debug)]
pub struct Bucket {
    capacity: f64,
    per_second: f64,
    tokens: f64,
    at: Duration,
}

impl Bucket {
    /// A full one.
    pub fn new(capacity: f64, per_second: f64) -> Self {
        Self { capacity, per_second, tokens: capacity, at: Duration::ZERO }
    }

    /// Takes a token at this time and tells how long to wait for it; `None`, and takes none, when that is longer than
    /// `limit`.
    pub fn take(&mut self, now: Duration, limit: Duration) -> Option<Duration> {
        let passed = now.saturating_sub(self.at).as_secs_f64();
        self.tokens = (self.tokens + passed * self.per_second).min(self.capacity);
        self.at = self.at.max(now);
        let wait = Duration::from_secs_f64(((1.0 - self.tokens) / self.per_second).max(0.0));
        if wait > limit {
            return None;
        }
        self.tokens -= 1.0;
        Some(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_run_out_and_come_back() {
        let mut bucket = Bucket::new(2.0, 2.0);
        let mut check = |now: u64, limit: u64, expected: Option<u64>| {
            let wait = bucket.take(Duration::from_millis(now), Duration::from_millis(limit));
            assert_eq!(wait, expected.map(Duration::from_millis), "at {now}");
        };
        check(0, 0, Some(0));
        check(0, 0, Some(0));
        check(0, 0, None);
        check(0, 1_000, Some(500));
        check(0, 1_000, Some(1_000));
        check(0, 1_000, None);
        // Two were taken in advance; a second pays for them.
        check(1_000, 1_000, Some(500));
        check(10_000, 0, Some(0));
        check(10_000, 0, Some(0));
        check(10_000, 0, None);
        // A clock that goes back gives nothing.
        check(9_000, 0, None);
    }
}
