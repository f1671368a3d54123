//! What is said about flows as a whole, in small definitions.

mod paths;
mod support;
