//! An emulator that listens.

use std::fmt;
use std::io;
use std::net::TcpListener;

use super::app::app;
use super::clock::keep;
use super::state::Emulator;
use crate::clock::{NoRandomness, random_text};
use crate::server::serve;

/// Answers requests that come in on a socket until somebody interrupts the program.
///
/// # Errors
/// The socket cannot be used, or the system gives no threads.
pub fn run(listener: TcpListener, emulator: Emulator) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let ticking = tokio::spawn(keep(emulator.clone()));
        let interrupted = async {
            if tokio::signal::ctrl_c().await.is_err() {
                // Without a handler the program simply ends by the signal.
                std::future::pending::<()>().await;
            }
        };
        serve(listener, app(emulator), interrupted).await;
        ticking.abort();
        Ok(())
    })
}

/// A key that was made for an emulator: whoever makes it has to show it to somebody once.
#[derive(Clone)]
pub struct MadeKey {
    /// The id.
    pub id: String,
    /// The secret.
    pub secret: String,
}

// The secret shows in no output but where it is meant to.
impl fmt::Debug for MadeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MadeKey").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Makes a key that nobody can guess.
///
/// # Errors
/// When the system has no random source.
pub fn make_key() -> Result<MadeKey, NoRandomness> {
    let id = random_text()?;
    Ok(MadeKey { id: format!("FLOWGLASS{}", id.get(..12).unwrap_or_default()), secret: random_text()? })
}
