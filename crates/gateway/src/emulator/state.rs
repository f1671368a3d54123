//! What all requests to an emulator share.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use flowglass_account::{Account, ApiError, Request, Response};
use flowglass_api::ErrorCode;
use flowglass_history::Millis;
use tokio::sync::watch;
use tokio::time::Instant;

use super::nonces::Nonces;
use super::steady::Steady;
use crate::clock;
use crate::credentials::Credentials;

/// How long who was throttled is taken to pause, where the clock does not tell: it stands still as long as nothing runs.
const PAUSE_MS: i64 = 1_000;

/// Which clock executions run on. Signatures are always checked against the real one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The machine's.
    Real,
    /// The account's own, which jumps from one thing to the next, but past nothing that would come over an execution
    /// while a task of it waits for a report.
    Virtual,
}

/// Takes a line for the log: one for each request, with its operation, the status and the code of an error.
pub type Log = Arc<dyn Fn(&str) + Send + Sync>;

/// An emulator: an account, the key that opens it, and a clock. A clone is the same emulator.
#[derive(Clone)]
pub struct Emulator {
    shared: Arc<Shared>,
}

struct Shared {
    account: Mutex<Account>,
    keys: Credentials,
    nonces: Mutex<Nonces>,
    clock: Clock,
    started: Instant,
    steady: Mutex<Steady>,
    log: Log,
    /// Counts what may have changed an execution.
    changes: watch::Sender<u64>,
}

// The account may hold whatever people put into executions.
impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator").field("clock", &self.shared.clock).finish_non_exhaustive()
    }
}

impl Emulator {
    /// Makes an emulator of an account that `keys` open. On the real clock the account should start at
    /// [`clock::now`] or earlier.
    pub fn new(account: Account, keys: Credentials, clock: Clock, log: Log) -> Self {
        let shared = Shared {
            account: Mutex::new(account),
            keys,
            nonces: Mutex::default(),
            clock,
            started: Instant::now(),
            steady: Mutex::new(Steady::new(clock::now())),
            log,
            changes: watch::Sender::new(0),
        };
        Self { shared: Arc::new(shared) }
    }

    pub(super) fn log(&self, line: &str) {
        (self.shared.log)(line);
    }

    pub(super) fn keys(&self) -> &Credentials {
        &self.shared.keys
    }

    pub(super) fn nonces(&self) -> MutexGuard<'_, Nonces> {
        self.shared.nonces.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.shared.changes.subscribe()
    }

    /// Does one operation now.
    ///
    /// # Errors
    /// As the account refuses it.
    pub(super) fn call(&self, request: &Request) -> Result<Response, ApiError> {
        let answer = {
            let mut account = self.account();
            let now = self.settle(&mut account);
            let answer = account.call(request, now);
            let throttled = answer.as_ref().is_err_and(|error| error.code == ErrorCode::ResourceThrottled);
            if throttled && self.shared.clock == Clock::Virtual {
                account.pass_for_buckets(PAUSE_MS);
            }
            answer
        };
        // Reading brings executions up to now too, so everybody who waits looks again.
        self.shared.changes.send_modify(|changes| *changes = changes.wrapping_add(1));
        answer
    }

    /// What a call answers now that was held.
    ///
    /// # Errors
    /// As the account refuses it.
    pub(super) fn finish(&self, answer: &Response) -> Result<Response, ApiError> {
        let mut account = self.account();
        let now = self.settle(&mut account);
        account.finish(answer, now)
    }

    /// Tells whether an execution has ended, or there is none.
    pub(super) fn wait_done(&self, flow: &str, execution: &str) -> bool {
        let mut account = self.account();
        if self.shared.clock == Clock::Virtual {
            let _ = account.run();
        }
        account.wait_done(flow, execution)
    }

    /// Lets everything happen that is due by the real clock; gives the milliseconds until more is due. `None` when
    /// nothing is, or the clock is not the real one.
    pub(super) fn tick(&self) -> Option<u64> {
        if self.shared.clock == Clock::Virtual {
            return None;
        }
        let (moved, due) = {
            let mut account = self.account();
            let now = self.real_time();
            let moved = account.next_due().is_some_and(|due| due <= now);
            account.advance_to(now);
            (moved, account.next_due().map(|due| due.since(now)))
        };
        if moved {
            self.shared.changes.send_modify(|changes| *changes = changes.wrapping_add(1));
        }
        due.map(|ms| u64::try_from(ms).unwrap_or(0))
    }

    /// Brings the account to the present, and gives that.
    fn settle(&self, account: &mut Account) -> Millis {
        match self.shared.clock {
            Clock::Real => self.real_time(),
            Clock::Virtual => {
                let _ = account.run();
                account.now()
            }
        }
    }

    /// The time of executions on the real clock.
    fn real_time(&self) -> Millis {
        let mut steady = self.shared.steady.lock().unwrap_or_else(PoisonError::into_inner);
        steady.read(clock::now(), self.shared.started.elapsed())
    }

    /// The tasks that wait for a report.
    #[cfg(test)]
    pub(super) fn waiting(&self) -> Vec<flowglass_simulator::WaitingTask> {
        self.account().simulation().waiting()
    }

    /// How many wait for a change.
    #[cfg(test)]
    pub(super) fn waiters(&self) -> usize {
        self.shared.changes.receiver_count()
    }

    fn account(&self) -> MutexGuard<'_, Account> {
        self.shared.account.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The error of something that is not the caller's fault.
pub(super) fn internal() -> ApiError {
    ApiError::new(ErrorCode::InternalServerError, &[])
}
