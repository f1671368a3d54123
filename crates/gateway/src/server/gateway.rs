//! What the server knows: whom it lets in, which account it speaks for, and who follows which execution.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::upstream::Upstream;

use super::access::Access;
use super::live::Live;
use super::origin::Origin;
use super::problem::Problem;

/// How the server is set up.
#[derive(Debug)]
pub struct Settings {
    /// The address that it listens on; decides which names it answers under.
    pub listen: IpAddr,
    /// The region that it speaks of, as the page shows it.
    pub region: String,
    /// Whether executions may be started and stopped, and tasks reported.
    pub allow_write: bool,
    /// Pages elsewhere that may use it; their hosts are names of the gateway's own as well.
    pub origins: Vec<Origin>,
    /// The shortest time between two looks at an execution that is followed; a second is what the service bears.
    pub pace: Duration,
    /// Whom it lets in.
    pub access: Access,
}

/// The account behind the gateway.
#[derive(Debug)]
pub enum Account {
    /// An account with a key.
    Connected(Arc<Upstream>),
    /// None, and why; the page can simulate.
    SimulateOnly(String),
}

/// Takes a line for the log: what changed something, and what did not work.
pub type Log = Arc<dyn Fn(&str) + Send + Sync>;

/// The state behind the routes.
pub struct Gateway {
    pub(super) settings: Settings,
    pub(super) account: Account,
    pub(super) live: Arc<Live>,
    pub(super) log: Log,
    pub(super) started: Instant,
    closing: watch::Sender<bool>,
}

impl Gateway {
    /// A gateway that nobody has spoken to.
    pub fn new(settings: Settings, account: Account, log: Log) -> Arc<Self> {
        let (closing, _) = watch::channel(false);
        Arc::new(Self { settings, account, live: Arc::default(), log, started: Instant::now(), closing })
    }

    /// Ends the streams, so that the server can stop; they would last as long as their executions.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Tells when [`close`](Self::close) is called.
    pub(super) fn closing(&self) -> watch::Receiver<bool> {
        self.closing.subscribe()
    }

    /// The way to the account.
    pub(super) fn upstream(&self) -> Result<&Arc<Upstream>, Problem> {
        match &self.account {
            Account::Connected(upstream) => Ok(upstream),
            Account::SimulateOnly(why) => Err(Problem::no_credentials(why)),
        }
    }

    /// The same for what changes something.
    pub(super) fn writing(&self) -> Result<&Arc<Upstream>, Problem> {
        if self.settings.allow_write { self.upstream() } else { Err(Problem::write_not_allowed()) }
    }
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway")
            .field("settings", &self.settings)
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}
