//! Reading what the command line names.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use flowglass_flow::{Mode, Parsed, parse_for, text_of};

use crate::exit::Trouble;

/// The most bytes that are read of one file; the service takes 1 MiB.
const MOST_BYTES: u64 = 64 << 20;

/// The endings of file names that are no part of a flow's name.
const ENDINGS: [&str; 5] = [".flow.yaml", ".flow.yml", ".yaml", ".yml", ".json"];

/// Where input comes from: files, and standard input once.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    standard_input_used: bool,
}

impl Inputs {
    /// Reads a file, or standard input for `-`. Bytes that are no UTF-8 become U+FFFD.
    ///
    /// # Errors
    /// It cannot be read, is too large, or standard input was read before.
    pub(crate) fn read(&mut self, path: &Path) -> Result<String, Trouble> {
        let name = name_of(path);
        if !is_standard_input(path) {
            let file = File::open(path).map_err(|error| Trouble::Read(name.clone(), error))?;
            return read_all(file, name);
        }
        if std::mem::replace(&mut self.standard_input_used, true) {
            return Err(Trouble::StandardInputTwice);
        }
        read_all(io::stdin().lock(), name)
    }

    /// Reads a definition for an execution mode.
    ///
    /// # Errors
    /// As [`Inputs::read`].
    pub(crate) fn read_flow(&mut self, path: &Path, mode: Mode) -> Result<FlowFile, Trouble> {
        let text = self.read(path)?;
        Ok(FlowFile { path: path.to_owned(), parsed: parse_for(&text, mode) })
    }
}

/// A definition that was read.
#[derive(Debug)]
pub(crate) struct FlowFile {
    path: PathBuf,
    /// What it says.
    pub(crate) parsed: Parsed,
}

impl FlowFile {
    /// What it is called in messages.
    pub(crate) fn name(&self) -> String {
        name_of(&self.path)
    }

    /// Its file name without the ending that says what it is.
    pub(crate) fn stem(&self) -> String {
        if is_standard_input(&self.path) {
            return "stdin".to_owned();
        }
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let stem = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
        if stem.is_empty() { name.into_owned() } else { stem.to_owned() }
    }

    /// The flow's name: the one in the text, else its file's.
    pub(crate) fn flow_name(&self) -> String {
        let own = self.parsed.flow.as_ref().and_then(|flow| flow.name.as_ref()).map(|name| &name.value);
        own.filter(|name| !name.is_empty()).cloned().unwrap_or_else(|| self.stem())
    }
}

/// What a path is called in messages.
pub(crate) fn name_of(path: &Path) -> String {
    if is_standard_input(path) { "standard input".to_owned() } else { path.display().to_string() }
}

/// Tells whether a path stands for standard input.
pub(crate) fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn read_all(source: impl Read, name: String) -> Result<String, Trouble> {
    let mut bytes = Vec::new();
    if let Err(error) = source.take(MOST_BYTES + 1).read_to_end(&mut bytes) {
        return Err(Trouble::Read(name, error));
    }
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Trouble::TooLarge(name, MOST_BYTES));
    }
    Ok(text_of(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_flows_come_from_the_text_or_the_file() {
        fn check(path: &str, text: &str, stem: &str, flow_name: &str) {
            let file = FlowFile { path: path.into(), parsed: parse_for(text, Mode::Standard) };
            assert_eq!((file.stem().as_str(), file.flow_name().as_str()), (stem, flow_name), "{path}");
        }
        let legacy = "{version: v1, type: flow, steps: []}";
        check("a/pay.flow.yaml", legacy, "pay", "pay");
        check("pay.flow.yml", "{Type: StateMachine, Name: payment}", "pay", "payment");
        check("pay.json", legacy, "pay", "pay");
        check("pay", legacy, "pay", "pay");
        check(".yaml", legacy, ".yaml", ".yaml");
        check("-", legacy, "stdin", "stdin");
    }

    #[test]
    fn too_much_is_not_read() {
        let error = read_all(io::repeat(b' '), "it".to_owned()).unwrap_err();
        assert_eq!(error.to_string(), "cannot read it: it is larger than 64 MiB");
        assert_eq!(read_all(&b"a\xffb"[..], "it".to_owned()).unwrap(), "a\u{fffd}b");
    }
}
