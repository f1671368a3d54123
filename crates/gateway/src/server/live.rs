//! Following executions: one poller for each, however many pages look on.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use flowglass_api::{EventList, WireEvent, WireExecution};
use tokio::sync::watch;
use tokio::time::sleep;

use crate::upstream::Upstream;

use super::poller::Poller;
use super::problem::{Problem, ProblemBody};

/// So many executions are followed at most.
const MOST_FOLLOWED: usize = 32;
/// So many listeners one execution has at most.
const MOST_LISTENERS: usize = 128;
/// Events in one message to the browser.
const BATCH: usize = 500;

/// The executions that are followed.
#[derive(Debug, Default)]
pub(super) struct Live {
    followed: Mutex<BTreeMap<Key, Arc<Followed>>>,
}

/// Flow and execution.
pub(super) type Key = (String, String);

/// An execution that is followed.
#[derive(Debug)]
pub(super) struct Followed {
    known: Mutex<Known>,
    /// Changes with `known`; its receivers are the listeners.
    news: watch::Sender<u64>,
}

/// What is known of it.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// In the order of their numbers.
    pub(super) events: Vec<WireEvent>,
    pub(super) execution: Option<(u64, WireExecution)>,
    pub(super) problem: Option<(u64, ProblemBody)>,
    /// Nothing more will come, for the execution has ended.
    pub(super) ended: bool,
    /// Nothing more will come, for the poller gave up.
    pub(super) given_up: bool,
    pub(super) version: u64,
}

impl Followed {
    fn new() -> Self {
        Self { known: Mutex::default(), news: watch::Sender::new(0) }
    }

    /// What is known now; held for a moment only.
    pub(super) fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what is known, with the number of the change, and tells everybody.
    pub(super) fn change(&self, change: impl FnOnce(&mut Known, u64)) {
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

#[cfg(test)]
mod tests {
    use crate::credentials::Credentials;
    use crate::signing::Scheme;
    use crate::upstream::{self, Endpoint};

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
    async fn the_poller_ends_with_its_last_listener() {
        // Nobody listens at port 1: the poller would try again and again.
        let settings = upstream::Settings::new(Endpoint::parse("http://127.0.0.1:1").unwrap(), Scheme::V1);
        let upstream = Arc::new(Upstream::new(settings, Credentials::new("id", "secret", None)).unwrap());
        let live = Arc::new(Live::default());
        let (_close, closing) = watch::channel(false);
        let follow = |name: &str| {
            let key = ("shop".to_owned(), name.to_owned());
            live.follow(&upstream, key, 0, Duration::from_millis(1), closing.clone()).unwrap()
        };
        let followed = || live.followed.lock().unwrap().len();
        for _ in 0..2 {
            let (one, another, other) = (follow("run"), follow("run"), follow("other"));
            assert_eq!(followed(), 2);
            drop(one);
            drop(other);
            while followed() > 1 {
                tokio::task::yield_now().await;
            }
            drop(another);
            while followed() > 0 {
                tokio::task::yield_now().await;
            }
            // Whoever comes then starts it again.
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
}
