//! One file: reading it, mending it, and telling what there is to be said.

use std::path::{Path, PathBuf};

use flowglass_expression::Language;
use flowglass_flow::{Mode, Opened, Reading, text_of};

use super::mend::{Fixed, Mended, mend};
use super::replace::replace;
use super::report::FileReport;
use super::tally::Tally;
use super::unified_diff::unified_diff;
use crate::arguments::{CheckArguments, CheckFormat};
use crate::exit::Trouble;
use crate::finding_text::{finding_text, fixed_text};
use crate::input_files::{Inputs, is_standard_input, name_of, open_text, others};
use crate::language::language;
use crate::terminal::Palette;

/// What is to be done about findings whose fix is safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mending {
    /// Nothing: they are told.
    Off,
    /// It is shown what would be done.
    Shown,
    /// They are mended.
    Done,
}

/// What is to be done with every file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order {
    pub(super) mode: Mode,
    pub(super) language: Language,
    pub(super) format: CheckFormat,
    pub(super) palette: Palette,
    pub(super) mending: Mending,
    /// Set when standard output is for the mended text of standard input.
    pub(super) to_errors: bool,
}

impl Order {
    pub(super) fn new(arguments: &CheckArguments) -> Self {
        let to_errors = arguments.fix && arguments.paths.iter().any(|path| is_standard_input(path));
        let auto = if to_errors { Palette::for_errors() } else { Palette::for_output() };
        Self {
            mode: arguments.mode.into(),
            language: language(arguments.lang),
            format: arguments.format,
            palette: Palette::wanted(arguments.color, auto),
            mending: match (arguments.fix, arguments.diff) {
                (true, _) => Mending::Done,
                (false, true) => Mending::Shown,
                (false, false) => Mending::Off,
            },
            to_errors,
        }
    }
}

/// A file to check.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) path: PathBuf,
    pub(super) reading: Reading,
}

/// What came of one file. The file's text is gone.
#[derive(Debug, Default)]
pub(super) struct Checked {
    /// What people read, or what programs do.
    pub(super) text: String,
    pub(super) report: Option<FileReport>,
    pub(super) tally: Tally,
    /// Why it could not be read or written.
    pub(super) trouble: Option<Trouble>,
    /// What standard input says now, when it was to be mended.
    pub(super) mended_input: Option<Vec<u8>>,
    /// The files that it names.
    pub(super) others: Vec<Given>,
}

/// Checks a file, and mends it when the order says so.
pub(super) fn check_file(Given { path, reading }: &Given, order: Order) -> Checked {
    let bytes = match Inputs::default().read_bytes(path) {
        Ok(bytes) => bytes,
        Err(trouble) => return Checked { trouble: Some(trouble), ..Checked::default() },
    };
    let text = text_of(&bytes);
    let read = |text: &str| open_text(path, text, *reading, order.mode);
    let original = read(&text);
    if order.mending == Mending::Off {
        return told(path, &original, None, order);
    }
    let mended = mend(original.clone(), order.language, read);
    if order.mending == Mending::Shown {
        return shown(path, &original, &mended, order);
    }
    let kept = if mended.fixed.is_empty() { Ok(()) } else { keep(path, &bytes, &text, &mended.opened.document.text) };
    let mut checked = match &kept {
        Ok(()) => told(path, &mended.opened, Some(&mended.fixed), order),
        Err(_) => told(path, &original, Some(&[]), order),
    };
    if is_standard_input(path) {
        let is_mended = kept.is_ok() && !mended.fixed.is_empty();
        checked.mended_input = Some(if is_mended { mended.opened.document.text.as_bytes().to_vec() } else { bytes });
    }
    checked.trouble = kept.err();
    checked
}

/// Puts the mended text in the file's place. Standard input has none.
fn keep(path: &Path, bytes: &[u8], text: &str, mended: &str) -> Result<(), Trouble> {
    let name = name_of(path);
    if bytes != text.as_bytes() {
        return Err(Trouble::NotMended(name));
    }
    if is_standard_input(path) {
        return Ok(());
    }
    replace(path, bytes, mended.as_bytes()).map_err(|error| Trouble::Write(name, error))
}

/// The difference that mending would make, in place of the findings.
fn shown(path: &Path, original: &Opened, mended: &Mended, order: Order) -> Checked {
    // Git takes no path that begins with a dot.
    let name = name_of(path);
    let name = name.strip_prefix("./").unwrap_or(&name);
    Checked {
        text: unified_diff(name, &original.document.text, &mended.opened.document.text, order.palette),
        tally: Tally::of(&original.findings, 0),
        others: named(path, original),
        ..Checked::default()
    }
}

/// The files that a file names.
fn named(path: &Path, opened: &Opened) -> Vec<Given> {
    others(path, opened).map(|(_, path, reading)| Given { path, reading }).collect()
}

fn told(path: &Path, opened: &Opened, fixed: Option<&[Fixed]>, order: Order) -> Checked {
    let Opened { document, findings, .. } = opened;
    let name = name_of(path);
    let others = named(path, opened);
    let tally = Tally::of(findings, fixed.map_or(0, <[Fixed]>::len));
    let Order { language, palette, .. } = order;
    let mut checked = Checked { tally, others, ..Checked::default() };
    if order.format == CheckFormat::Text {
        for fixed in fixed.unwrap_or_default() {
            checked.text.push_str(&fixed_text(&name, fixed.at, fixed.code, &fixed.title, palette, language));
        }
        for finding in findings {
            checked.text.push_str(&finding_text(&name, document, finding, palette, language));
        }
    } else {
        checked.report = Some(FileReport::new(name, document, findings, fixed, language));
    }
    checked
}
