//! What generators make of seeds: texts that nobody would write, and expressions whose value is known beforehand.

mod data;
mod legacy_values;
mod paths;
mod state_machine_values;
mod texts;
