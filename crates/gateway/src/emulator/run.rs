//! An emulator that listens.

use std::fmt;
use std::io;
use std::net::TcpListener;

use super::app::app;
use super::clock::keep;
use super::state::Emulator;
use crate::clock::{NoRandomness, random_text};

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
        // Whoever still waits for the end of an execution is not waited for.
        let ended = tokio::select! {
            ended = async { axum::serve(listener, app(emulator)).await } => ended,
            interrupted = tokio::signal::ctrl_c() => interrupted,
        };
        ticking.abort();
        ended
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
