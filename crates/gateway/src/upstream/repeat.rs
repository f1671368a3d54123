//! When a call is made again, and how long that waits.

use std::time::Duration;

use super::{Kind, UpstreamError};

/// A call is made this often at most.
const TRIES: u32 = 4;
/// The longest wait before a repetition.
const LONGEST: Duration = Duration::from_secs(5);

/// What has to be known before a call is made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Nothing: a second one does no harm.
    AfterAnyFailure,
    /// That the first one did nothing.
    WhenNothingHappened,
}

impl Repeat {
    /// Whether a call that ended like this may and should be made again.
    ///
    /// A call that took all its time is not: the person has waited long enough. Source: api.md 6.1.
    pub fn allows(self, error: &UpstreamError) -> bool {
        match &error.kind {
            Kind::Service if error.is_throttled() => true,
            Kind::Service if matches!(error.status, 409 | 412) => {
                matches!(error.code.as_str(), "ConcurrentUpdateError" | "TaskInvalidState" | "PreconditionFailed")
            }
            Kind::NotConnected => true,
            Kind::Service | Kind::Unreadable if error.status >= 500 => self == Self::AfterAnyFailure,
            Kind::Broken | Kind::Unreadable => self == Self::AfterAnyFailure,
            Kind::Service | Kind::Untrusted | Kind::TimedOut | Kind::TooBusy | Kind::BadRequest => false,
        }
    }
}

/// How long to wait before the next try, or `None` when there were enough.
///
/// The wait doubles from try to try, and a half of it is chance, so that many callers do not come back at once.
/// `asked` is what the service asked for; a longer wait than the usual ends the tries. `chance` is from 0 to below 1.
pub fn delay(tries: u32, first: Duration, asked: Option<Duration>, chance: f64) -> Option<Duration> {
    if tries >= TRIES {
        return None;
    }
    let full = first.saturating_mul(1 << (tries - 1).min(16)).min(LONGEST);
    let wait = full.mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0);
    match asked {
        Some(asked) if asked > LONGEST => None,
        Some(asked) => Some(wait.max(asked)),
        None => Some(wait),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        fn check(tries: u32, asked: Option<u64>, chance: f64, expected: Option<u64>) {
            let asked = asked.map(Duration::from_millis);
            let found = delay(tries, Duration::from_millis(400), asked, chance);
            assert_eq!(found, expected.map(Duration::from_millis), "{tries} {asked:?} {chance}");
        }
        check(1, None, 0.0, Some(200));
        check(1, None, 1.0, Some(400));
        check(2, None, 0.5, Some(600));
        check(3, None, 0.0, Some(800));
        check(4, None, 0.0, None);
        check(1, Some(1_500), 0.0, Some(1_500));
        check(3, Some(10), 0.0, Some(800));
        check(1, Some(60_000), 0.0, None);
    }

    #[test]
    fn only_what_is_safe_is_repeated() {
        fn check(error: &UpstreamError, reading: bool, writing: bool) {
            assert_eq!(Repeat::AfterAnyFailure.allows(error), reading, "{error}");
            assert_eq!(Repeat::WhenNothingHappened.allows(error), writing, "{error}");
        }
        let service = |status, code: &str| UpstreamError::of_service(status, code, "");
        check(&service(429, "ResourceThrottled"), true, true);
        check(&service(400, "Throttling.User"), true, true);
        check(&service(409, "ConcurrentUpdateError"), true, true);
        check(&service(409, "TaskInvalidState"), true, true);
        check(&service(409, "FlowAlreadyExists"), false, false);
        check(&service(412, "PreconditionFailed"), true, true);
        check(&service(500, "InternalServerError"), true, false);
        check(&service(503, "ServiceUnavailable"), true, false);
        check(&service(404, "FlowNotExists"), false, false);
        check(&service(403, "SignatureNotMatch"), false, false);
        check(&UpstreamError::new(Kind::NotConnected, ""), true, true);
        check(&UpstreamError::new(Kind::Untrusted, ""), false, false);
        check(&UpstreamError::new(Kind::Broken, ""), true, false);
        check(&UpstreamError::new(Kind::Unreadable, ""), true, false);
        check(&UpstreamError::new(Kind::TimedOut, ""), false, false);
        check(&UpstreamError::new(Kind::TooBusy, ""), false, false);
    }
}
