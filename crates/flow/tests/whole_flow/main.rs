//! What is said about flows as a whole, in small definitions.

mod data;
mod known;
mod limits;
mod paths;
mod support;
