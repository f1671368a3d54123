//! Following executions: one poller for each, however many pages look on.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use flowglass_api::{EventList, WireEvent, WireExecution};
use flowglass_history::{EventType, Kind as EventKind};
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use crate::clock;
use crate::upstream::{Call, Kind, Operation, Upstream, UpstreamError};

use super::problem::{Problem, ProblemBody};
use super::reading::{about, read};

/// So many executions are followed at most.
const MOST_FOLLOWED: usize = 32;
/// So many listeners one execution has at most.
const MOST_LISTENERS: usize = 128;
/// Events a page: the last one is read again and again, so that it had better be small.
const PAGE: u32 = 300;
/// Events in one message to the browser.
const BATCH: usize = 500;
/// The execution itself is looked at this often while its history says nothing of an end.
const DESCRIBE_EVERY: Duration = Duration::from_secs(20);
/// The longest wait after failures.
const LONGEST_BACK_OFF: Duration = Duration::from_secs(30);
/// What passes by itself is told of when it has failed so often in a row.
const FAILURES_TOLD: u32 = 3;
/// An ended execution's history is read so often for an end that it does not have.
const LAST_READS: u32 = 3;

/// The executions that are followed.
#[derive(Debug, Default)]
pub(super) struct Live {
    followed: Mutex<BTreeMap<Key, Arc<Followed>>>,
}

/// Flow and execution.
type Key = (String, String);

/// An execution that is followed.
#[derive(Debug)]
struct Followed {
    known: Mutex<Known>,
    /// Changes with `known`; its receivers are the listeners.
    news: watch::Sender<u64>,
}

/// What is known of it.
#[derive(Debug, Default)]
struct Known {
    /// In the order of their numbers.
    events: Vec<WireEvent>,
    execution: Option<(u64, WireExecution)>,
    problem: Option<(u64, ProblemBody)>,
    /// Nothing more will come, for the execution has ended.
    ended: bool,
    /// Nothing more will come, for the poller gave up.
    given_up: bool,
    version: u64,
}

impl Followed {
    fn new() -> Self {
        Self { known: Mutex::default(), news: watch::Sender::new(0) }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Known, u64)) {
        let version = {
            let mut known = self.known();
            known.version += 1;
            let version = known.version;
            change(&mut known, version);
            version
        };
        self.news.send_replace(version);
    }
}

/// What a listener is told.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum News {
    /// Events that it has not seen.
    Events(EventList),
    /// The execution as it stands.
    Execution(Box<WireExecution>),
    /// Something does not work; unless the stream ends with it, it is tried again.
    Problem(ProblemBody),
    /// The execution has ended, and everything was told.
    End,
}

/// Somebody who follows an execution.
#[derive(Debug)]
pub(super) struct Listener {
    followed: Arc<Followed>,
    news: watch::Receiver<u64>,
    closing: watch::Receiver<bool>,
    after: i64,
    execution: u64,
    problem: u64,
    is_done: bool,
    waiting: VecDeque<News>,
}

impl Live {
    /// Follows an execution from the event behind `after`; the poller starts with the first listener and ends after
    /// the last. `pace` is the shortest time between two looks.
    pub(super) fn follow(
        self: &Arc<Self>,
        upstream: &Arc<Upstream>,
        (flow, execution): Key,
        after: i64,
        pace: Duration,
        closing: watch::Receiver<bool>,
    ) -> Result<Listener, Problem> {
        let mut all = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (flow, execution);
        let followed = match all.get(&key) {
            Some(followed) if followed.news.receiver_count() >= MOST_LISTENERS => {
                return Err(Problem::too_many_listeners());
            }
            Some(followed) => Arc::clone(followed),
            None if all.len() >= MOST_FOLLOWED => return Err(Problem::too_many_listeners()),
            None => {
                let followed = Arc::new(Followed::new());
                all.insert(key.clone(), Arc::clone(&followed));
                let poller = Poller::new(Arc::clone(upstream), Arc::clone(&followed), key.clone(), pace);
                tokio::spawn(Arc::clone(self).keep_polling(poller, key, pace));
                followed
            }
        };
        // A receiver counts from now on, while the poller cannot find out that there is none.
        let mut news = followed.news.subscribe();
        news.mark_changed();
        drop(all);
        let waiting = VecDeque::new();
        Ok(Listener { followed, news, closing, after, execution: 0, problem: 0, is_done: false, waiting })
    }

    async fn keep_polling(self: Arc<Self>, mut poller: Poller, key: Key, pace: Duration) {
        loop {
            // The listener that this began with may not have subscribed yet; it holds the lock until it has.
            drop(self.followed.lock().unwrap_or_else(PoisonError::into_inner));
            let followed = Arc::clone(&poller.followed);
            let is_over = tokio::select! {
                () = followed.news.closed() => false,
                () = poller.run() => true,
            };
            let mut all = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
            if is_over || followed.news.receiver_count() == 0 {
                all.remove(&key);
                return;
            }
            drop(all);
            // Somebody came at the last moment; whatever was broken off is looked at again, not at once.
            sleep(pace).await;
        }
    }
}

impl Listener {
    /// Waits for the next piece of news; `None` when there will be none.
    pub(super) async fn next(&mut self) -> Option<News> {
        loop {
            if let Some(news) = self.waiting.pop_front() {
                return Some(news);
            }
            if self.is_done {
                return None;
            }
            tokio::select! {
                changed = self.news.changed() => changed.ok()?,
                _ = self.closing.wait_for(|closing| *closing) => return None,
            }
            self.look();
        }
    }

    fn look(&mut self) {
        let known = self.followed.known();
        let first = known.events.partition_point(|event| event.event_id <= self.after);
        for batch in known.events[first..].chunks(BATCH) {
            self.after = batch.last().map_or(self.after, |event| event.event_id);
            self.waiting.push_back(News::Events(EventList { events: batch.to_vec(), ..EventList::default() }));
        }
        if let Some((version, execution)) = known.execution.as_ref().filter(|(version, _)| *version > self.execution) {
            self.execution = *version;
            self.waiting.push_back(News::Execution(Box::new(execution.clone())));
        }
        if let Some((version, problem)) = known.problem.as_ref().filter(|(version, _)| *version > self.problem) {
            self.problem = *version;
            self.waiting.push_back(News::Problem(problem.clone()));
        }
        if known.ended {
            self.waiting.push_back(News::End);
        }
        self.is_done = known.ended || known.given_up;
    }
}

/// Looks at one execution again and again.
struct Poller {
    upstream: Arc<Upstream>,
    followed: Arc<Followed>,
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
    fn new(upstream: Arc<Upstream>, followed: Arc<Followed>, key: Key, pace: Duration) -> Self {
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
    async fn run(&mut self) {
        let mut quiet = self.pace;
        loop {
            let before = self.followed.known().version;
            let pause = match self.look().await {
                Ok(Look::Over) => {
                    self.followed.change(|known, _| known.ended = true);
                    return;
                }
                Ok(Look::Again) => {
                    self.failures = 0;
                    let is_news = self.followed.known().version != before;
                    quiet = if is_news { self.pace } else { (quiet * 3 / 2).min(self.pace * 2) };
                    quiet
                }
                // People's own questions go first.
                Err(error) if error.kind == Kind::TooBusy => self.pace,
                Err(error) => {
                    let is_final = is_final(&error);
                    let pause = self.back_off(&error);
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
            known.problem = None;
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

    /// How long to leave the service alone.
    fn back_off(&mut self, error: &UpstreamError) -> Duration {
        self.failures += 1;
        let full = self.pace.saturating_mul(1 << self.failures.min(8)).min(LONGEST_BACK_OFF);
        let wait = full.mul_f64(0.75 + clock::chance() / 2.0);
        error.retry_after.map_or(wait, |asked| wait.max(asked.min(LONGEST_BACK_OFF)))
    }
}

/// Whether looking again will not help.
fn is_final(error: &UpstreamError) -> bool {
    match error.kind {
        Kind::Service => {
            !error.is_throttled() && (400..500).contains(&error.status) && !matches!(error.status, 409 | 412)
        }
        Kind::BadRequest => true,
        Kind::NotConnected | Kind::Broken | Kind::TimedOut | Kind::Unreadable | Kind::TooBusy => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(event_id: i64) -> WireEvent {
        WireEvent { event_id, kind: "StepEntered".to_owned(), ..WireEvent::default() }
    }

    fn listener(followed: &Arc<Followed>, after: i64) -> (Listener, watch::Sender<bool>) {
        let (close, closing) = watch::channel(false);
        let mut news = followed.news.subscribe();
        news.mark_changed();
        let followed = Arc::clone(followed);
        let waiting = VecDeque::new();
        (Listener { followed, news, closing, after, execution: 0, problem: 0, is_done: false, waiting }, close)
    }

    fn numbers(news: Option<News>) -> Vec<i64> {
        match news {
            Some(News::Events(list)) => list.events.iter().map(|event| event.event_id).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn everybody_hears_what_is_new_to_them() {
        let followed = Arc::new(Followed::new());
        followed.change(|known, _| known.events.extend([event(1), event(2), event(4)]));
        let (mut early, _keep) = listener(&followed, 0);
        let (mut late, _keep_too) = listener(&followed, 2);
        assert_eq!(numbers(early.next().await), [1, 2, 4]);
        assert_eq!(numbers(late.next().await), [4]);
        followed.change(|known, version| {
            known.events.push(event(5));
            known.execution = Some((version, WireExecution::default()));
        });
        followed.change(|known, _| known.ended = true);
        for listener in [&mut early, &mut late] {
            assert_eq!(numbers(listener.next().await), [5]);
            assert!(matches!(listener.next().await, Some(News::Execution(_))));
            assert_eq!(listener.next().await, Some(News::End));
            assert_eq!(listener.next().await, None);
        }
    }

    #[tokio::test]
    async fn long_histories_come_in_pieces() {
        let followed = Arc::new(Followed::new());
        followed.change(|known, _| known.events.extend((1..=1_201).map(event)));
        let (mut listener, _keep) = listener(&followed, 0);
        let mut pieces = Vec::new();
        for _ in 0..3 {
            pieces.push(numbers(listener.next().await).len());
        }
        assert_eq!(pieces, [500, 500, 201]);
    }

    #[tokio::test]
    async fn a_server_that_stops_ends_the_streams() {
        let followed = Arc::new(Followed::new());
        let (mut listener, close) = listener(&followed, 0);
        close.send_replace(true);
        assert_eq!(listener.next().await, None);
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
            (UpstreamError::new(Kind::TimedOut, ""), false),
            (UpstreamError::new(Kind::Unreadable, ""), false),
        ] {
            assert_eq!(is_final(&error), expected, "{error}");
        }
    }
}
