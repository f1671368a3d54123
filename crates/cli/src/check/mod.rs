//! `flowglass check`: what is wrong with definitions.

mod file;
mod fingerprint;
mod json;
mod mend;
mod replace;
mod report;
mod sarif;
mod tally;
mod unified_diff;

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;

use flowglass_flow::Reading;

use crate::arguments::{CheckArguments, CheckFormat};
use crate::exit::{Exit, Trouble};
use crate::in_order::in_order;
use crate::input_files::{file_behind, is_standard_input};
use crate::search::{Wanted, search};
use crate::terminal::{complain, complain_of, print, print_bytes};
use file::{Checked, Given, Order, check_file};
use report::FileReport;
use tally::Tally;

/// Writes the findings of all definitions, and a summary to standard error.
///
/// What cannot be read or written is told there too, and does not keep the rest from being checked.
///
/// # Errors
/// Standard output cannot be written.
pub(crate) fn check(arguments: &CheckArguments) -> Result<Exit, Trouble> {
    let order = Order::new(arguments);
    let mut telling =
        Telling { order, reports: Vec::new(), troubles: Vec::new(), tally: Tally::default(), failed: None };
    let named = paths(&arguments.paths, &mut |trouble| telling.trouble(trouble));
    let mut files: Vec<_> = named.into_iter().map(|path| Given { path, reading: Reading::AsItIs }).collect();
    let threads = arguments.jobs.or_else(|| available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let mut seen = BTreeSet::new();
    // Templates name files with definitions; those come after all that were named before them.
    while !files.is_empty() {
        files.retain(|file| seen.insert(file_behind(&file.path)));
        let mut others = Vec::new();
        let mut each = |mut checked: Checked| {
            others.append(&mut checked.others);
            telling.file(checked);
        };
        in_order(&files, threads, |file| check_file(file, order), &mut each);
        files = others;
    }
    telling.end(arguments)
}

/// The files that are named or found.
fn paths(named: &[PathBuf], tell: &mut impl FnMut(Trouble)) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for path in named {
        if is_folder(path) {
            paths.extend(search(path, Wanted::Flows, tell));
        } else {
            paths.push(path.clone());
        }
    }
    paths
}

fn is_folder(path: &Path) -> bool {
    !is_standard_input(path) && path.is_dir()
}

/// What was found, on its way to whoever reads it.
struct Telling {
    order: Order,
    reports: Vec<FileReport>,
    troubles: Vec<String>,
    tally: Tally,
    /// Why standard output cannot be written.
    failed: Option<Trouble>,
}

impl Telling {
    fn trouble(&mut self, trouble: Trouble) {
        let words = trouble.to_string();
        complain(&format!("flowglass: {words}"));
        self.troubles.push(words);
    }

    fn file(&mut self, checked: Checked) {
        self.tally += checked.tally;
        self.reports.extend(checked.report);
        self.write(&checked.text);
        if let Some(text) = checked.mended_input {
            let printed = print_bytes(&text);
            self.failed = self.failed.take().or(printed.err());
        }
        if let Some(trouble) = checked.trouble {
            self.trouble(trouble);
        }
    }

    fn write(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if self.order.to_errors {
            complain_of(text);
        } else if self.failed.is_none() {
            self.failed = print(text).err();
        }
    }

    fn end(mut self, arguments: &CheckArguments) -> Result<Exit, Trouble> {
        let document = match self.order.format {
            CheckFormat::Text => String::new(),
            CheckFormat::Json => json::document(&self.reports, self.tally),
            CheckFormat::Sarif => sarif::document(&self.reports, &self.troubles, self.order.language),
        };
        self.write(&document);
        if let Some(trouble) = self.failed {
            return Err(trouble);
        }
        if self.tally.files > 0 && !arguments.quiet {
            complain(&self.tally.summary(self.order.language));
        }
        let would_change = arguments.diff && self.tally.mendable > 0;
        Ok(match (self.troubles.is_empty(), would_change || self.tally.is_wrong(arguments.deny_warnings)) {
            (false, _) => Exit::Unusable,
            (true, true) => Exit::Wrong,
            (true, false) => Exit::Done,
        })
    }
}
