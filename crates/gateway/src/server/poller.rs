//! Looking at one execution until it has ended, as often as the service bears.

use std::sync::Arc;
use std::time::Duration;

use flowglass_api::{EventList, WireEvent, WireExecution};
use flowglass_history::{EventType, Kind as EventKind};
use tokio::time::{Instant, sleep};

use crate::clock;
use crate::upstream::{Call, Kind, Operation, Upstream, UpstreamError};

use super::live::{Followed, Key, Known};
use super::problem::Problem;
use super::reading::{about, read};

/// Events a page: the last one is read again and again, so that it had better be small.
const PAGE: u32 = 300;
/// The execution itself is looked at this often while its history says nothing of an end.
const DESCRIBE_EVERY: Duration = Duration::from_secs(20);
/// The longest wait after failures.
const LONGEST_BACK_OFF: Duration = Duration::from_secs(30);
/// What passes by itself is told of when it has failed so often in a row.
const FAILURES_TOLD: u32 = 3;
/// An ended execution's history is read so often for an end that it does not have.
const LAST_READS: u32 = 3;

/// Looks at one execution again and again.
pub(super) struct Poller {
    upstream: Arc<Upstream>,
    pub(super) followed: Arc<Followed>,
    key: Key,
    pace: Duration,
    /// What the last page was asked for with.
    token: Option<String>,
    described: Option<Instant>,
    has_ended: bool,
    last_reads: u32,
    failures: u32,
}

/// What one look found.
enum Look {
    /// Look again after a while.
    Again,
    /// There is nothing more to see.
    Over,
}

impl Poller {
    pub(super) fn new(upstream: Arc<Upstream>, followed: Arc<Followed>, key: Key, pace: Duration) -> Self {
        Self {
            upstream,
            followed,
            key,
            pace,
            token: None,
            described: None,
            has_ended: false,
            last_reads: 0,
            failures: 0,
        }
    }

    /// Goes on until the execution has ended or cannot be followed.
    pub(super) async fn run(&mut self) {
        let mut quiet = self.pace;
        loop {
            let before = self.followed.known().version;
            let pause = match self.look().await {
                Ok(Look::Over) => {
                    self.followed.change(|known, _| known.ended = true);
                    return;
                }
                Ok(Look::Again) => {
                    if self.failures > 0 {
                        self.failures = 0;
                        self.followed.change(|known, _| known.problem = None);
                    }
                    let is_news = self.followed.known().version != before;
                    quiet = if is_news { self.pace } else { (quiet * 3 / 2).min(self.pace * 2) };
                    quiet
                }
                // People's own questions go first.
                Err(error) if error.kind == Kind::TooBusy => self.pace,
                Err(error) => {
                    let is_final = is_final(&error);
                    self.failures += 1;
                    let pause = back_off(self.pace, self.failures, error.retry_after, clock::chance());
                    let is_stubborn = self.failures == FAILURES_TOLD;
                    let problem = Problem::from(error).body;
                    self.followed.change(|known, version| {
                        known.given_up = is_final;
                        if is_final || is_stubborn {
                            known.problem = Some((version, problem));
                        }
                    });
                    if is_final {
                        return;
                    }
                    pause
                }
            };
            sleep(pause).await;
        }
    }

    async fn look(&mut self) -> Result<Look, UpstreamError> {
        if self.described.is_none() {
            self.describe().await?;
        }
        let says_end = self.read_history().await?;
        if self.has_ended {
            self.last_reads += 1;
            let is_over = says_end || self.last_reads >= LAST_READS;
            return Ok(if is_over { Look::Over } else { Look::Again });
        }
        if says_end || self.described.is_none_or(|at| at.elapsed() >= DESCRIBE_EVERY) {
            self.describe().await?;
            if self.has_ended && says_end {
                return Ok(Look::Over);
            }
        }
        Ok(Look::Again)
    }

    async fn describe(&mut self) -> Result<(), UpstreamError> {
        let call = self.call(Operation::DescribeExecution);
        let execution: WireExecution = read(self.upstream.call_if_free(&call).await?)?;
        self.described = Some(Instant::now());
        self.has_ended = execution.known_status().is_some_and(|status| status.is_ended());
        self.followed.change(|known, version| {
            if known.execution.as_ref().is_none_or(|(_, known)| *known != execution) {
                known.execution = Some((version, execution));
            }
        });
        Ok(())
    }

    /// Reads what is new; tells whether the history says that the execution has ended.
    async fn read_history(&mut self) -> Result<bool, UpstreamError> {
        loop {
            let call = self
                .call(Operation::GetExecutionHistory)
                .with("Limit", PAGE.to_string())
                .with_some("NextToken", self.token.clone());
            let page: EventList = match self.upstream.call_if_free(&call).await {
                Ok(answer) => read(answer)?,
                // How long a token stays good is not published.
                Err(error) if error.status == 400 && error.code == "InvalidArgument" && self.token.is_some() => {
                    self.token = None;
                    continue;
                }
                Err(error) => return Err(error),
            };
            let new = self.take(page.events);
            match page.next_token.filter(|token| self.token.as_ref() != Some(token)) {
                Some(token) => self.token = Some(token),
                None => return Ok(new),
            }
            sleep(self.pace.min(Duration::from_millis(200))).await;
        }
    }

    /// Keeps events that are new; tells whether any known one says that the execution has ended.
    fn take(&self, mut events: Vec<WireEvent>) -> bool {
        let last = |known: &Known| known.events.last().map_or(0, |event| event.event_id);
        let before = last(&self.followed.known());
        events.retain(|event| event.event_id > before);
        events.sort_by_key(|event| event.event_id);
        events.dedup_by_key(|event| event.event_id);
        if !events.is_empty() {
            self.followed.change(|known, _| known.events.append(&mut events));
        }
        let kind = |event: &WireEvent| EventKind::from_name(&event.kind).known();
        self.followed.known().events.last().and_then(kind).is_some_and(EventType::ends_execution)
    }

    fn call(&self, operation: Operation) -> Call {
        about(operation, self.key.0.as_str(), self.key.1.as_str())
    }
}

/// How long to leave the service alone after so many failures in a row: twice as long after each, a quarter more or less
/// by chance, and as long as the service asks for.
fn back_off(pace: Duration, failures: u32, asked: Option<Duration>, chance: f64) -> Duration {
    let full = pace.saturating_mul(1 << failures.min(8)).min(LONGEST_BACK_OFF);
    let wait = full.mul_f64(0.75 + chance / 2.0);
    asked.map_or(wait, |asked| wait.max(asked.min(LONGEST_BACK_OFF)))
}

/// Whether looking again will not help.
fn is_final(error: &UpstreamError) -> bool {
    match error.kind {
        Kind::Service => {
            !error.is_throttled() && (400..500).contains(&error.status) && !matches!(error.status, 409 | 412)
        }
        Kind::Untrusted | Kind::BadRequest => true,
        Kind::NotConnected | Kind::Broken | Kind::TimedOut | Kind::Unreadable | Kind::TooBusy => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_with_failures() {
        fn check(failures: u32, asked: Option<u64>, chance: f64, expected: u64) {
            let pause = back_off(Duration::from_secs(1), failures, asked.map(Duration::from_secs), chance);
            assert_eq!(pause.as_millis(), u128::from(expected), "{failures} {asked:?} {chance}");
        }
        check(1, None, 0.5, 2_000);
        check(2, None, 0.5, 4_000);
        check(3, None, 0.0, 6_000);
        check(3, None, 1.0, 10_000);
        check(5, None, 0.5, 30_000);
        check(1_000, None, 0.5, 30_000);
        check(1, Some(9), 0.5, 9_000);
        check(1, Some(1), 0.5, 2_000);
        check(1, Some(3_600), 0.5, 30_000);
    }

    #[test]
    fn only_some_failures_are_final() {
        let service = |status, code: &str| {
            let mut error = UpstreamError::new(Kind::Service, "");
            (error.status, error.code) = (status, code.to_owned());
            error
        };
        for (error, expected) in [
            (service(404, "FlowNotExists"), true),
            (service(403, "AccessDenied"), true),
            (service(429, "ResourceThrottled"), false),
            (service(409, "ConcurrentUpdateError"), false),
            (service(500, "InternalServerError"), false),
            (UpstreamError::new(Kind::Untrusted, ""), true),
            (UpstreamError::new(Kind::TimedOut, ""), false),
            (UpstreamError::new(Kind::Unreadable, ""), false),
        ] {
            assert_eq!(is_final(&error), expected, "{error}");
        }
    }
}
