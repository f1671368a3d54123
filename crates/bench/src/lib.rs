//! What `cargo xtask bench` times, as a WebAssembly module for Node.js, and with the feature `draw` as one for a browser.
//!
//! Built like the published app: optimised for speed. The peers run in the same process, on the same texts.

#[cfg(feature = "draw")]
pub mod draw;
#[cfg(feature = "node")]
pub mod layout;
#[cfg(feature = "node")]
pub mod read;
#[cfg(feature = "node")]
pub mod simulate;
