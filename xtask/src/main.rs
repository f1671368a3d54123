//! The chores behind `cargo xtask`: each sets up what it needs and does one thing.

mod chores;
mod failure;
mod process;
mod repository;
mod tools;

use std::process::ExitCode;

use chores::Chore;
use failure::Failure;

/// Exit status for words that name no chore or do not fit it.
const USED_WRONGLY: u8 = 2;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match Chore::parse(&words) {
        Ok(chore) => match chore.run() {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                eprintln!("\nxtask: {failure}");
                ExitCode::FAILURE
            }
        },
        Err(misuse) => {
            eprintln!("xtask: {misuse}\n\n{}", chores::HELP);
            ExitCode::from(USED_WRONGLY)
        }
    }
}

/// What every chore and tool returns.
type Outcome<T = ()> = Result<T, Failure>;
