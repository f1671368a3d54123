//! What `cargo xtask bench` times, as one WebAssembly module for Node.js.
//!
//! Built like the published app: optimised for speed. The peers run in the same process, on the same texts.

pub mod layout;
pub mod read;
pub mod simulate;
