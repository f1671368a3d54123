//! An account in memory behind CloudFlow's own wire protocol, so that the official SDKs can use it.
//!
//! RPC style at the path `/`: query and form are merged, both signature schemes are checked, and answers have the
//! service's shapes, codes and statuses. Nothing here decides what an operation does; that is the account's.
//! Source: api.md 1 to 6, signing.md.

mod answer;
mod app;
mod clock;
mod common;
mod nonces;
mod operation;
mod parameters;
mod received;
mod run;
mod state;
mod steady;
mod verify;
mod wait;

#[cfg(test)]
mod error_table;
#[cfg(test)]
mod testing;

pub use app::app;
pub use run::{MadeKey, make_key, run};
pub use state::{Clock, Emulator, Log};
