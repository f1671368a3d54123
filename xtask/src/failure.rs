//! What can go wrong in a chore, worded for the person who started it.

use std::{fmt, io, process::ExitStatus};

/// Why a chore stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A program could not be started.
    NotStarted { program: String, error: io::Error },
    /// A program ended with an error, which it has shown itself.
    Ended { command: String, status: ExitStatus },
    /// Something stands in the way that only the person can change; the text says what to do.
    Advice(String),
    /// These steps of a longer chore failed.
    Steps(Vec<&'static str>),
    /// A file or folder could not be read.
    Unreadable { path: String, error: io::Error },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotStarted { program, error } if error.kind() == io::ErrorKind::NotFound => {
                write!(f, "`{program}` is not installed or not on the PATH.")
            }
            Self::NotStarted { program, error } => write!(f, "`{program}` could not be started: {error}."),
            Self::Ended { command, status } => write!(f, "`{command}` failed ({status})."),
            Self::Advice(advice) => f.write_str(advice),
            Self::Steps(names) => write!(f, "failed: {}.", names.join(", ")),
            Self::Unreadable { path, error } => write!(f, "{path} could not be read: {error}."),
        }
    }
}
