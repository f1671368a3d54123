//! The functions that JavaScript calls: texts and plain objects in, plain objects out, `Error`s thrown.

mod check;
#[cfg(feature = "tools")]
pub(crate) mod exports;
mod fold;
mod outline;
mod plain;
mod render;
mod simulate;
