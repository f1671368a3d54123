//! `flowglass check`: what is wrong with definitions.

mod json;
mod tally;

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use flowglass_flow::Reading;

use crate::arguments::{CheckArguments, Format};
use crate::exit::{Exit, Trouble};
use crate::finding_text::finding_text;
use crate::input_files::{Inputs, OpenedFile, is_standard_input};
use crate::search::find_flows;
use crate::terminal::{Palette, complain, print};
use tally::Tally;

/// Writes the findings of all definitions, and a summary to standard error.
///
/// What cannot be read is told there too, and does not keep the rest from being checked.
///
/// # Errors
/// Standard output cannot be written.
pub(crate) fn check(arguments: &CheckArguments) -> Result<Exit, Trouble> {
    let mut unreadable = false;
    let mut tell = |trouble: Trouble| {
        complain(&format!("flowglass: {trouble}"));
        unreadable = true;
    };
    let mut inputs = Inputs::default();
    let mut files: Vec<OpenedFile> = Vec::new();
    let mut waiting: VecDeque<_> =
        paths(&arguments.paths, &mut tell).into_iter().map(|path| (path, Reading::AsItIs)).collect();
    let mut seen = BTreeSet::new();
    while let Some((path, reading)) = waiting.pop_front() {
        if !seen.insert(path.clone()) {
            continue;
        }
        match inputs.open(&path, reading, arguments.mode.into()) {
            Ok(file) => {
                waiting.extend(file.others().map(|(_, path, reading)| (path, reading)));
                files.push(file);
            }
            Err(trouble) => tell(trouble),
        }
    }
    let tally = Tally::of(&files);
    let text = match arguments.format {
        Format::Text => as_text(&files, Palette::for_output()),
        Format::Json => json::document(&files, tally),
    };
    print(&text)?;
    if !files.is_empty() {
        complain(&tally.to_string());
    }
    Ok(match (unreadable, tally.is_wrong(arguments.deny_warnings)) {
        (true, _) => Exit::Unusable,
        (false, true) => Exit::Wrong,
        (false, false) => Exit::Done,
    })
}

/// The files that are named or found.
fn paths(named: &[PathBuf], tell: &mut impl FnMut(Trouble)) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for path in named {
        let found = if is_folder(path) { find_flows(path) } else { Ok(vec![path.clone()]) };
        match found {
            Ok(found) => paths.extend(found),
            Err(trouble) => tell(trouble),
        }
    }
    paths
}

fn is_folder(path: &Path) -> bool {
    !is_standard_input(path) && path.is_dir()
}

fn as_text(files: &[OpenedFile], palette: Palette) -> String {
    let mut text = String::new();
    for file in files {
        for finding in &file.opened.findings {
            text.push_str(&finding_text(&file.name(), &file.opened.document, finding, palette));
        }
    }
    text
}
