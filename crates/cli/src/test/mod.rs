//! `flowglass test`: scenarios run as tests.

mod coverage_document;
mod coverage_table;
mod document;
mod given;
mod junit;
mod result;
mod tally;
mod text;

use std::collections::BTreeSet;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::available_parallelism;

use flowglass_suite::Coverage;

use crate::arguments::{Format, TestArguments};
use crate::exit::{Exit, Trouble};
use crate::in_order::in_order;
use crate::input_files::{file_behind, is_standard_input};
use crate::search::{Wanted, search};
use crate::terminal::{Palette, complain, print};
use given::Reader;
use result::{Tested, Verdict, test_file};
use tally::Tally;

/// The JSON Schema of scenarios.
const SCHEMA: &str = include_str!("../../../../docs/scenario.schema.json");

/// Runs all scenarios that are named or found, and writes what came of them; a summary goes to standard error.
///
/// A scenario that cannot be used is told, and does not keep the rest from being run.
///
/// # Errors
/// Standard output or a file that was asked for cannot be written, or no scenario is left to run.
pub(crate) fn test(arguments: &TestArguments) -> Result<Exit, Trouble> {
    if arguments.schema {
        return print(SCHEMA).map(|()| Exit::Done);
    }
    let mut telling = Telling::new(arguments);
    let paths = paths(&arguments.paths, &mut |trouble| telling.trouble(&trouble));
    let threads = arguments.jobs.or_else(|| available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let (reader, over) = (Reader::default(), AtomicBool::new(false));
    let work = |path: &PathBuf| {
        // What comes behind the first failure is not told, so it need not be run.
        if over.load(Ordering::Relaxed) { None } else { test_file(&reader, path, arguments) }
    };
    in_order(&paths, threads, work, |tested| {
        if !over.load(Ordering::Relaxed) {
            let failed = tested.is_some_and(|tested| telling.tested(tested));
            over.store(failed && arguments.fail_fast, Ordering::Relaxed);
        }
    });
    telling.end()
}

/// The files that are named or found, each once.
fn paths(named: &[PathBuf], tell: &mut impl FnMut(Trouble)) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for path in named {
        if is_standard_input(path) || !path.is_dir() {
            paths.push(path.clone());
        } else {
            paths.extend(search(path, Wanted::Scenarios, tell));
        }
    }
    let mut seen = BTreeSet::new();
    paths.retain(|path| seen.insert(file_behind(path)));
    paths
}

/// What was found, on its way to whoever reads it.
struct Telling<'a> {
    arguments: &'a TestArguments,
    palette: Palette,
    /// Kept for the documents that are written at the end.
    all: Vec<Tested>,
    coverage: Coverage,
    tally: Tally,
    /// Whether a folder or a file could not be read.
    trouble: bool,
    /// Why standard output cannot be written.
    failed: Option<Trouble>,
}

impl<'a> Telling<'a> {
    fn new(arguments: &'a TestArguments) -> Self {
        Self {
            arguments,
            palette: Palette::wanted(arguments.color, Palette::for_output()),
            all: Vec::new(),
            coverage: Coverage::default(),
            tally: Tally::default(),
            trouble: false,
            failed: None,
        }
    }

    fn trouble(&mut self, trouble: &Trouble) {
        self.trouble = true;
        complain(&format!("flowglass: {trouble}"));
    }

    /// Tells what came of a scenario, and whether it failed.
    fn tested(&mut self, mut tested: Tested) -> bool {
        self.tally.count(&tested);
        if let Verdict::Ran(outcome) = &mut tested.verdict {
            self.coverage.add(std::mem::take(&mut outcome.coverage));
        }
        let failed = !tested.is_passed();
        if self.arguments.format == Format::Text && (failed || !self.arguments.quiet) {
            self.write(&text::told(&tested, self.palette));
        }
        self.all.push(tested);
        failed
    }

    fn write(&mut self, text: &str) {
        if self.failed.is_none() {
            self.failed = print(text).err();
        }
    }

    fn end(mut self) -> Result<Exit, Trouble> {
        self.coverage.flows.sort_by(|one, two| one.definition.file.cmp(&two.definition.file));
        match self.arguments.format {
            Format::Json => self.write(&document::document(&self.all, self.tally, &self.coverage)),
            Format::Text if !self.arguments.quiet => self.write(&coverage_table::table(&self.coverage, self.palette)),
            Format::Text => {}
        }
        if let Some(path) = &self.arguments.junit {
            keep(path, &junit::report(&self.all)?)?;
        }
        if let Some(path) = &self.arguments.coverage {
            keep(path, &coverage_document::text(&self.coverage))?;
        }
        if let Some(trouble) = self.failed {
            return Err(trouble);
        }
        if self.tally.scenarios() == 0 && !self.trouble {
            return Err(Trouble::NoScenarioLeft(self.arguments.filter.clone().unwrap_or_default()));
        }
        if !self.arguments.quiet {
            complain(&self.tally.summary());
        }
        Ok(match (self.trouble || self.tally.unusable > 0, self.tally.failed > 0) {
            (true, _) => Exit::Unusable,
            (false, true) => Exit::Wrong,
            (false, false) => Exit::Done,
        })
    }
}

fn keep(path: &Path, text: &str) -> Result<(), Trouble> {
    fs::write(path, text).map_err(|error| Trouble::Write(path.display().to_string(), error))
}
