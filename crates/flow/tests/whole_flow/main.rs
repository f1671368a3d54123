//! What is said about flows as a whole, in small definitions.


mod known;
mod paths;
mod support;
