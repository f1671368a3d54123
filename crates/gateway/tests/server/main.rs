//! The gateway's server against an upstream on this machine that behaves as badly as one can.

#![expect(clippy::unwrap_used, reason = "what the tests set up must work")]

mod borders;
mod chain;
mod connections;
mod faults;
mod following;
mod interface;
mod passing_on;
mod secrets;

mod support;
