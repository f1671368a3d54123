//! The built program: what it prints, where, and with which exit status.

#![expect(clippy::unwrap_used, reason = "what the tests set up must work")]

mod check;
mod compare;
mod convert;
mod emulate;
mod explain;
mod explore;
mod fix;
mod https;
mod record;
mod render;
mod running;
mod sarif;
mod serve;
mod simulate;
mod support;
mod templates;
mod test;
mod usage;
