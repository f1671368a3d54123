//! What explorations find, and that what they tell is so.

mod findings;
mod generated;
mod replays;
mod support;
