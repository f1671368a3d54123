//! What `cargo xtask bench` times, as one WebAssembly module for Node.js, and with the feature `draw` for a browser.
//!
//! Built like the published app: optimised for speed. The peers run in the same process, on the same texts.

#[cfg(feature = "draw")]
pub mod draw;
pub mod layout;
pub mod read;
pub mod simulate;
