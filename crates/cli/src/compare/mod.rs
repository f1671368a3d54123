//! `flowglass compare`: two runs, and where they first differ.

mod json;
mod place;
mod report;
mod side;

use flowglass_history::{Times, compare as compare_runs};

use crate::arguments::{CompareArguments, Format};
use crate::exit::{Exit, Trouble};
use crate::input_files::Inputs;
use crate::terminal::{Palette, print};
use side::Side;

pub(crate) use report::first_difference;

/// Compares two runs and writes how they differ.
///
/// # Errors
/// Something cannot be read, used or written.
pub(crate) fn compare(arguments: &CompareArguments) -> Result<Exit, Trouble> {
    let mut inputs = Inputs::default();
    let a = Side::read(&arguments.a, arguments, &mut inputs)?;
    let b = Side::read(&arguments.b, arguments, &mut inputs)?;
    let (Some(a), Some(b)) = (a, b) else { return Ok(Exit::Unusable) };
    let times = if arguments.times { Times::Compared } else { Times::Ignored };
    let comparison = compare_runs(&a.history, &b.history, times);
    print(&match arguments.format {
        Format::Text => report::report(&a, &b, &comparison, Palette::for_output()),
        Format::Json => json::document(&a, &b, &comparison),
    })?;
    Ok(if comparison.is_same() { Exit::Done } else { Exit::Wrong })
}
