//! How a command ends, and why it could not do what it was asked to.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use flowglass_api::ReadError;
use flowglass_expression::JsonError;
use flowglass_simulator::ScenarioError;

use crate::emulate::EmulateTrouble;
use crate::search::Wanted;
use crate::serve::ServeTrouble;

/// What the exit status says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// 0: it was done; what it found is good.
    Done,
    /// 1: what was checked is wrong.
    Wrong,
    /// 2: used wrongly, or something could not be read or written.
    Unusable,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Wrong => 1,
            Exit::Unusable => 2,
        })
    }
}

/// Why a command could not do what it was asked to; the exit status is 2.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// Something cannot be read: its name, and why.
    Read(String, io::Error),
    /// Something cannot be written: its name, and why.
    Write(String, io::Error),
    /// A picture of this ending cannot be made here: its name.
    NoSuchPicture(String),
    /// Groups are to be closed in a format that has no closed ones.
    OnlySvgCloses,
    /// A flow has no group of that name: the file, the name, and the groups that it has.
    NoSuchGroup { name: String, wanted: String, groups: Vec<String> },
    /// A file whose bytes are not all text cannot be written again without loss: its name.
    NotMended(String),
    /// There is no rule of this code; the closest one, if any is close.
    NoRule { code: String, closest: Option<&'static str> },
    /// Something is larger than anything that belongs there: its name, and the most bytes.
    TooLarge(String, u64),
    /// Two arguments ask for standard input.
    StandardInputTwice,
    /// A folder holds nothing of what is wanted.
    NothingFound(Wanted, PathBuf),
    /// No scenario's path or name contains this text.
    NoScenarioLeft(String),
    /// A report for build servers cannot be written: why.
    Junit(String),
    /// A file declares several flows: its name, and theirs.
    SeveralFlows { name: String, names: Vec<String> },
    /// A file declares no flow of that name: its name, and those that it has.
    NoSuchFlow { name: String, wanted: String, names: Vec<String> },
    /// Neither the command line nor the scenario names a flow.
    NoFlow,
    /// A scenario cannot be used: its name, and why.
    Scenario { name: String, error: ScenarioError },
    /// A history cannot be used: its name, and why.
    History { name: String, error: ReadError },
    /// The input is no JSON: where it was given, and why.
    InputSyntax { name: String, error: JsonError },
    /// There is no gateway.
    Serve(ServeTrouble),
    /// There is no emulator.
    Emulate(EmulateTrouble),
    /// The input is JSON of another type.
    InputType { name: String, kind: &'static str },
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(name, error) => write!(f, "cannot read {name}: {error}"),
            Self::Write(name, error) => write!(f, "cannot write {name}: {error}"),
            Self::NoSuchPicture(name) => {
                write!(f, "cannot write {name}: here are SVG, Mermaid and DOT (--format); the page exports PNG")
            }
            Self::OnlySvgCloses => {
                f.write_str("only an SVG has closed groups: Mermaid and Graphviz lay out the whole flow")
            }
            Self::NoSuchGroup { name, wanted, groups } if groups.is_empty() => {
                write!(f, "{name} has no group {wanted}; it has none at all")
            }
            Self::NoSuchGroup { name, wanted, groups } => {
                write!(f, "{name} has no group {wanted}; it has {}", groups.join(", "))
            }
            Self::NotMended(name) => {
                write!(f, "cannot fix {name}: it has bytes that are not UTF-8; mend those first")
            }
            Self::NoRule { code, closest: Some(closest) } => {
                write!(f, "no finding has the code {code}; did you mean {closest}?")
            }
            Self::NoRule { code, closest: None } => {
                write!(f, "no finding has the code {code}; flowglass explain lists all")
            }
            Self::TooLarge(name, most) => write!(f, "cannot read {name}: it is larger than {} MiB", most >> 20),
            Self::StandardInputTwice => f.write_str("standard input can be read only once"),
            Self::NothingFound(wanted, folder) => {
                let [one, other] = wanted.endings();
                let (what, folder) = (wanted.name(), folder.display());
                write!(f, "no {what} in {folder}: no file there ends in {one} or {other}")
            }
            Self::NoScenarioLeft(filter) => write!(f, "no scenario has {filter} in its path or its name"),
            Self::Junit(why) => write!(f, "cannot write the JUnit report: {why}"),
            Self::SeveralFlows { name, names } => {
                write!(f, "{name} declares several flows; choose one with --flow: {}", names.join(", "))
            }
            Self::NoSuchFlow { name, wanted, names } if names.is_empty() => {
                write!(f, "{name} declares no flow {wanted}")
            }
            Self::NoSuchFlow { name, wanted, names } => {
                write!(f, "{name} declares no flow {wanted}; it has {}", names.join(", "))
            }
            Self::NoFlow => f.write_str("which flow? Name one on the command line, or with `flow` in the scenario"),
            Self::Scenario { name, error } if error.line == 0 => write!(f, "{name}: {error}"),
            Self::Scenario { name, error } => write!(f, "{name}:{error}"),
            Self::History { name, error } => write!(f, "{name}: {error}"),
            Self::InputSyntax { name, error } => write!(f, "{name} is no JSON: {error}"),
            Self::Serve(trouble) => trouble.fmt(f),
            Self::Emulate(trouble) => trouble.fmt(f),
            Self::InputType { name, kind } => {
                write!(f, "{name} is of type {kind}: the input of an execution is a JSON object, such as {{\"a\": 1}}")
            }
        }
    }
}

impl std::error::Error for Trouble {}

impl From<EmulateTrouble> for Trouble {
    fn from(trouble: EmulateTrouble) -> Self {
        Self::Emulate(trouble)
    }
}

impl From<ServeTrouble> for Trouble {
    fn from(trouble: ServeTrouble) -> Self {
        Self::Serve(trouble)
    }
}
