//! The program `flowglass`: checks, simulates, tests, draws and converts CloudFlow flows.
//!
//! Exit status: 0 it was done, 1 what was checked is wrong, 2 used wrongly or unreadable.

mod arguments;
mod check;
mod compare;
mod convert;
mod display_width;
mod duration;
mod emulate;
mod excerpt;
mod exit;
mod explain;
mod explore;
mod finding_text;
mod history_file;
mod in_order;
mod input_files;
mod language;
mod plain;
mod relative;
mod render;
mod search;
mod serve;
mod simulate;
mod terminal;
mod test;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, Command};
use crate::exit::Exit;

fn main() -> ExitCode {
    let end = match Arguments::parse().command {
        Command::Check(arguments) => check::check(&arguments),
        Command::Explain(arguments) => explain::explain(&arguments),
        Command::Simulate(arguments) => simulate::simulate(&arguments),
        Command::Explore(arguments) => explore::explore(&arguments),
        Command::Test(arguments) => test::test(&arguments),
        Command::Compare(arguments) => compare::compare(&arguments),
        Command::Render(arguments) => render::render(&arguments),
        Command::Convert(arguments) => convert::convert(&arguments),
        Command::Serve(arguments) => serve::serve(&arguments),
        Command::Emulate(arguments) => emulate::emulate(&arguments),
    };
    match end {
        Ok(exit) => exit,
        Err(trouble) => {
            terminal::complain(&format!("flowglass: {trouble}"));
            Exit::Unusable
        }
    }
    .into()
}
