//! Token buckets: how often an operation may be called.
//!
//! Source: api.md 7.

use std::collections::BTreeMap;

use flowglass_api::{ErrorCode, Operation};
use flowglass_history::Millis;

use crate::error::ApiError;

/// A thousandth of a token is what comes in a millisecond at one token a second.
const TOKEN: i64 = 1_000;

/// The buckets of all operations; each has one of its own (CHOICE).
#[derive(Clone, Debug, Default)]
pub(crate) struct Buckets {
    used: BTreeMap<Operation, Bucket>,
    /// Milliseconds that passed for the buckets only.
    ahead_ms: i64,
}

/// A bucket that was taken from.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// In thousandths of a token.
    filled: i64,
    /// When it was filled so.
    at: Millis,
}

/// How large a bucket is, and how fast it fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rate {
    /// In tokens; a bucket is full at the start.
    most: i64,
    /// Tokens that come in a second.
    per_second: i64,
}

impl Buckets {
    /// Takes a token for a call.
    ///
    /// # Errors
    /// `ResourceThrottled` when there is none.
    pub(crate) fn take(&mut self, operation: Operation, now: Millis) -> Result<(), ApiError> {
        let rate = rate(operation);
        let now = now.plus(self.ahead_ms);
        let full = Bucket { filled: rate.most.saturating_mul(TOKEN), at: now };
        let bucket = self.used.entry(operation).or_insert(full);
        let passed = now.since(bucket.at).max(0);
        bucket.filled = bucket.filled.saturating_add(passed.saturating_mul(rate.per_second)).min(full.filled);
        bucket.at = now.max(bucket.at);
        if bucket.filled < TOKEN {
            return Err(ApiError::new(ErrorCode::ResourceThrottled, &[]));
        }
        bucket.filled -= TOKEN;
        Ok(())
    }

    /// Lets time pass for the buckets only.
    pub(crate) fn pass(&mut self, ms: i64) {
        self.ahead_ms = self.ahead_ms.saturating_add(ms.max(0));
    }
}

fn rate(operation: Operation) -> Rate {
    match operation {
        Operation::StartExecution => Rate { most: 100, per_second: 100 },
        // The page on rates does not name it; this is the start rate of Express (CHOICE).
        Operation::StartSyncExecution => Rate { most: 1_000, per_second: 1_000 },
        Operation::DescribeExecution | Operation::GetExecutionHistory => Rate { most: 50, per_second: 5 },
        _ => Rate { most: 10, per_second: 2 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{PASS, START, account, call, describe_flow, refusal, start};

    /// How many calls in a row get a token.
    fn in_a_row(buckets: &mut Buckets, operation: Operation, now: Millis) -> usize {
        (0..).take_while(|_| buckets.take(operation, now).is_ok()).count()
    }

    #[test]
    fn buckets_empty_and_fill_as_the_service_says() {
        for (operation, most, per_second) in [
            (Operation::StartExecution, 100, 100),
            (Operation::StartSyncExecution, 1_000, 1_000),
            (Operation::DescribeExecution, 50, 5),
            (Operation::GetExecutionHistory, 50, 5),
            (Operation::ListFlows, 10, 2),
            (Operation::UpdateMapRun, 10, 2),
        ] {
            let mut buckets = Buckets::default();
            assert_eq!(in_a_row(&mut buckets, operation, Millis(0)), most);
            assert_eq!(in_a_row(&mut buckets, operation, Millis(1_000)), per_second);
            assert_eq!(in_a_row(&mut buckets, operation, Millis(1_001)), per_second / 1_000);
            // More than full it never is.
            assert_eq!(in_a_row(&mut buckets, operation, Millis(1_000_000_000)), most);
            // Each operation has its own.
            assert!(buckets.take(Operation::DeleteFlow, Millis(0)).is_ok());
        }
    }

    #[test]
    fn halves_of_tokens_are_kept_and_time_may_pass_for_buckets_only() {
        let mut buckets = Buckets::default();
        in_a_row(&mut buckets, Operation::ListFlows, Millis(0));
        assert_eq!(in_a_row(&mut buckets, Operation::ListFlows, Millis(499)), 0);
        assert_eq!(in_a_row(&mut buckets, Operation::ListFlows, Millis(500)), 1);
        // A clock that goes back gives nothing and takes nothing.
        assert_eq!(in_a_row(&mut buckets, Operation::ListFlows, Millis(-5_000)), 0);
        assert_eq!(in_a_row(&mut buckets, Operation::ListFlows, Millis(1_000)), 1);
        buckets.pass(1_000);
        buckets.pass(-1_000);
        assert_eq!(in_a_row(&mut buckets, Operation::ListFlows, Millis(1_000)), 2);
        buckets.pass(i64::MAX);
        buckets.pass(i64::MAX);
        assert_eq!(in_a_row(&mut buckets, Operation::ListFlows, Millis(i64::MAX)), 10);
    }

    #[test]
    fn an_account_throttles_when_it_is_told_to_by_its_own_clock() {
        let mut account = account(&[("shop", PASS)]);
        for _ in 0..20 {
            assert!(call(&mut account, describe_flow("shop")).is_ok());
        }
        account.throttle();
        for _ in 0..10 {
            assert!(call(&mut account, describe_flow("shop")).is_ok());
        }
        let words = "ResourceThrottled: The request is throttled. Please try again later.";
        assert_eq!(refusal(call(&mut account, describe_flow("shop"))), words);
        // A refused call does nothing, and others have buckets of their own.
        assert!(call(&mut account, start("shop", "one", "{}")).is_ok());
        assert!(account.call(&describe_flow("shop"), START.plus(499)).is_err());
        assert!(account.call(&describe_flow("shop"), START.plus(500)).is_ok());
        assert!(account.call(&describe_flow("shop"), START.plus(500)).is_err());
        account.pass_for_buckets(1_000);
        assert_eq!(account.now(), START.plus(500));
        assert!(account.call(&describe_flow("shop"), START.plus(500)).is_ok());
    }

    /// An ordered error costs no token.
    #[test]
    fn faults_come_before_buckets() {
        let mut account = account(&[("shop", PASS)]);
        account.throttle();
        account.order_fault("DescribeFlow=InternalServerError@1".parse().unwrap());
        assert!(refusal(call(&mut account, describe_flow("shop"))).starts_with("InternalServerError"));
        let taken = (0..).take_while(|_| call(&mut account, describe_flow("shop")).is_ok()).count();
        assert_eq!(taken, 10);
    }
}
