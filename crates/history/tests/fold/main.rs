//! Histories folded to views of the run: which run of a step events belong to, and how each run stands.

mod guesses;
mod places;
mod support;
mod worked_traces;
