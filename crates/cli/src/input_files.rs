//! Reading what the command line names.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use flowglass_flow::{Mode, Opened, Parsed, Reading, open, open_as, text_of};

use crate::exit::Trouble;

/// The most bytes that are read of one file; the service takes 1 MiB.
const MOST_BYTES: u64 = 64 << 20;

/// What standard input is called in messages.
pub(crate) const STANDARD_INPUT: &str = "standard input";

/// The endings of file names that are no part of a flow's name.
const ENDINGS: [&str; 6] = [".flow.yaml", ".flow.yml", ".yaml", ".yml", ".json", ".tf"];

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
        Ok(text_of(&self.read_bytes(path)?))
    }

    /// Reads a file, or standard input for `-`, as it is.
    ///
    /// # Errors
    /// As [`Inputs::read`].
    pub(crate) fn read_bytes(&mut self, path: &Path) -> Result<Vec<u8>, Trouble> {
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

    /// Opens a file with all definitions in it, for an execution mode.
    ///
    /// # Errors
    /// As [`Inputs::read`].
    pub(crate) fn open(&mut self, path: &Path, reading: Reading, mode: Mode) -> Result<OpenedFile, Trouble> {
        let text = self.read(path)?;
        Ok(OpenedFile { path: path.to_owned(), opened: open_text(path, &text, reading, mode) })
    }

    /// Reads one definition for an execution mode: the only one of a file, or the one of the resource `wanted`.
    ///
    /// # Errors
    /// As [`Inputs::read`]; there are several definitions, or none of that name.
    pub(crate) fn read_flow(&mut self, path: &Path, wanted: Option<&str>, mode: Mode) -> Result<FlowFile, Trouble> {
        let file = self.open(path, Reading::AsItIs, mode)?;
        let names = file.flow_names();
        let name = match (wanted, &names[..]) {
            (None, []) => return Ok(file.into_flow(|_| true)),
            (None, [only]) => only.clone(),
            (None, _) => return Err(Trouble::SeveralFlows { name: file.name(), names }),
            (Some(wanted), _) if names.iter().any(|name| name == wanted) => wanted.to_owned(),
            (Some(wanted), _) => {
                return Err(Trouble::NoSuchFlow { name: file.name(), wanted: wanted.to_owned(), names });
            }
        };
        let Some((path, reading)) =
            others(&file.path, &file.opened).find(|(other, ..)| *other == name).map(|(_, path, how)| (path, how))
        else {
            return Ok(file.into_flow(|own| own.is_none_or(|own| own == name)));
        };
        let other = self.open(&path, reading, mode)?.into_flow(|_| true);
        Ok(FlowFile { resource: Some(name), ..other })
    }
}

/// Opens the text of a file with all definitions in it, for an execution mode.
pub(crate) fn open_text(path: &Path, text: &str, reading: Reading, mode: Mode) -> Opened {
    match reading {
        Reading::AsItIs => open(&path.to_string_lossy(), text, mode),
        Reading::FilledIn => open_as(reading, text, mode),
    }
}

/// The files that a file names, with the names of their flows. Paths begin at its own folder.
pub(crate) fn others<'a>(path: &Path, opened: &'a Opened) -> impl Iterator<Item = (&'a str, PathBuf, Reading)> {
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    opened.elsewhere.iter().map(move |other| (other.name.as_str(), folder.join(&other.path), other.reading))
}

/// A file that was opened.
#[derive(Debug)]
pub(crate) struct OpenedFile {
    path: PathBuf,
    /// What is in it.
    pub(crate) opened: Opened,
}

impl OpenedFile {
    /// What it is called in messages.
    pub(crate) fn name(&self) -> String {
        name_of(&self.path)
    }

    /// The names of the flows that it declares; of a definition, the flow's own.
    fn flow_names(&self) -> Vec<String> {
        let own = self.opened.definitions.iter().map(|definition| match &definition.name {
            Some(name) => name.clone(),
            None => flow_name(&definition.parsed, None, &self.path),
        });
        own.chain(self.opened.elsewhere.iter().map(|other| other.name.clone())).collect()
    }

    /// The first definition whose resource is wanted; without one, what is said of the file.
    fn into_flow(self, wanted: impl Fn(Option<&str>) -> bool) -> FlowFile {
        let Opened { document, definitions, findings, .. } = self.opened;
        let found = definitions.into_iter().find(|definition| wanted(definition.name.as_deref()));
        match found {
            Some(definition) => {
                FlowFile { path: self.path, resource: definition.name, parsed: definition.parsed, stands_alone: true }
            }
            None => {
                let parsed = Parsed { document, flow: None, findings };
                FlowFile { path: self.path, resource: None, parsed, stands_alone: true }
            }
        }
    }
}

/// A definition that was read.
#[derive(Debug)]
pub(crate) struct FlowFile {
    path: PathBuf,
    /// The resource of a template or a configuration that declares it.
    resource: Option<String>,
    /// What it says.
    pub(crate) parsed: Parsed,
    /// Whether it is in a file or on standard input, not in an execution's description.
    stands_alone: bool,
}

impl FlowFile {
    /// What it is called in messages.
    pub(crate) fn name(&self) -> String {
        name_of(&self.path)
    }

    /// Where it is; `None` for standard input, and where it stands in an execution's description.
    pub(crate) fn path(&self) -> Option<&Path> {
        Some(self.path.as_path()).filter(|path| self.stands_alone && !is_standard_input(path))
    }

    /// The definition that an execution's description holds; `name` is that of its flow.
    pub(crate) fn described(name: &str, text: &str, mode: Mode) -> Self {
        let path = PathBuf::from(name);
        let opened = open_text(&path, text, Reading::AsItIs, mode);
        let file = OpenedFile { path, opened }.into_flow(|_| true);
        Self { resource: Some(name.to_owned()), stands_alone: false, ..file }
    }

    /// Its resource's name, else its file's without the ending that says what it is.
    pub(crate) fn stem(&self) -> String {
        self.resource.clone().unwrap_or_else(|| stem(&self.path))
    }

    /// The flow's name: the one in the text, else its resource's, else its file's.
    pub(crate) fn flow_name(&self) -> String {
        flow_name(&self.parsed, self.resource.as_deref(), &self.path)
    }
}

fn flow_name(parsed: &Parsed, resource: Option<&str>, path: &Path) -> String {
    let own = parsed.flow.as_ref().and_then(|flow| flow.name.as_ref()).map(|name| name.value.as_str());
    own.filter(|name| !name.is_empty()).or(resource).map_or_else(|| stem(path), str::to_owned)
}

/// A file name without the ending that says what it is.
fn stem(path: &Path) -> String {
    if is_standard_input(path) {
        return "stdin".to_owned();
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let stem = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
    if stem.is_empty() { name.into_owned() } else { stem.to_owned() }
}

/// What a path is called in messages.
pub(crate) fn name_of(path: &Path) -> String {
    if is_standard_input(path) { STANDARD_INPUT.to_owned() } else { path.display().to_string() }
}

/// Tells whether a path stands for standard input.
pub(crate) fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// What a file is known by, whatever the name that it is reached by.
pub(crate) fn file_behind(path: &Path) -> PathBuf {
    let file = if is_standard_input(path) { None } else { fs::canonicalize(path).ok() };
    file.unwrap_or_else(|| path.to_owned())
}

fn read_all(source: impl Read, name: String) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    if let Err(error) = source.take(MOST_BYTES + 1).read_to_end(&mut bytes) {
        return Err(Trouble::Read(name, error));
    }
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Trouble::TooLarge(name, MOST_BYTES));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_flows_come_from_the_text_or_the_file() {
        fn check(path: &str, text: &str, stem: &str, flow_name: &str) {
            let opened = open(path, text, Mode::Standard);
            let file = OpenedFile { path: path.into(), opened }.into_flow(|_| true);
            assert_eq!((file.stem().as_str(), file.flow_name().as_str()), (stem, flow_name), "{path}");
        }
        let legacy = "{version: v1, type: flow, steps: []}";
        check("a/pay.flow.yaml", legacy, "pay", "pay");
        check("pay.flow.yml", "{Type: StateMachine, Name: payment}", "pay", "payment");
        check("pay.json", legacy, "pay", "pay");
        check("pay", legacy, "pay", "pay");
        check(".yaml", legacy, ".yaml", ".yaml");
        check("-", legacy, "stdin", "stdin");
        let template =
            "Resources: {order: {Type: ALIYUN::FNF::Flow, Properties: {Definition: {type: flow, steps: []}}}}";
        check("template.yml", template, "order", "order");
    }

    #[test]
    fn too_much_is_not_read() {
        let error = read_all(io::repeat(b' '), "it".to_owned()).unwrap_err();
        assert_eq!(error.to_string(), "cannot read it: it is larger than 64 MiB");
        assert_eq!(read_all(&b"a\xffb"[..], "it".to_owned()).unwrap(), b"a\xffb");
    }
}
