//! What the editor is told about small definitions, and what holds for all of the examples.

mod completion;
mod examples;
mod explained;
mod formatted;
mod named;
mod support;
