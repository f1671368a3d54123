//! What goes to standard output and standard error.

use std::io::{self, ErrorKind, IsTerminal, Write};

use clap::ColorChoice;

use crate::exit::Trouble;

/// Writes to standard output. A reader that has gone away is no error: nobody wants the rest.
///
/// # Errors
/// Standard output cannot be written for another reason.
pub(crate) fn print(text: &str) -> Result<(), Trouble> {
    print_bytes(text.as_bytes())
}

/// Writes bytes to standard output, as [`print`] does.
///
/// # Errors
/// As [`print`].
pub(crate) fn print_bytes(bytes: &[u8]) -> Result<(), Trouble> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Trouble::Write("standard output".to_owned(), error)),
        _ => Ok(()),
    }
}

/// Writes a line to standard error, whether or not anybody reads it.
pub(crate) fn complain(line: &str) {
    complain_of(&format!("{}\n", line.trim_end_matches('\n')));
}

/// Writes lines to standard error as they are, whether or not anybody reads them.
pub(crate) fn complain_of(lines: &str) {
    // There is no other place to tell that this failed.
    let _ = io::stderr().lock().write_all(lines.as_bytes());
}

/// Whether text is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Palette {
    /// As it is.
    Plain,
    /// With the terminal's colours.
    Coloured,
}

/// What a part of a text is, and with that its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// What is wrong, or failed.
    Bad,
    /// What is doubtful, or goes on.
    Doubtful,
    /// What is good.
    Good,
    /// What is worth knowing.
    Note,
    /// What matters most in its line.
    Strong,
    /// What frames the rest.
    Frame,
}

impl Palette {
    /// Colours for standard output, when it is a terminal and `NO_COLOR` is not set.
    pub(crate) fn for_output() -> Self {
        Self::choose(io::stdout().is_terminal())
    }

    /// Colours for standard error, when it is a terminal and `NO_COLOR` is not set.
    pub(crate) fn for_errors() -> Self {
        Self::choose(io::stderr().is_terminal())
    }

    /// Colours when they are asked for; otherwise as `auto` says.
    pub(crate) fn wanted(choice: ColorChoice, auto: Self) -> Self {
        match choice {
            ColorChoice::Auto => auto,
            ColorChoice::Always => Self::Coloured,
            ColorChoice::Never => Self::Plain,
        }
    }

    fn choose(terminal: bool) -> Self {
        if terminal && std::env::var_os("NO_COLOR").is_none() { Self::Coloured } else { Self::Plain }
    }

    /// The text in the colour of its role.
    pub(crate) fn paint(self, role: Role, text: &str) -> String {
        if self == Self::Plain || text.is_empty() {
            return text.to_owned();
        }
        let code = match role {
            Role::Bad => "1;31",
            Role::Doubtful => "1;33",
            Role::Good => "1;32",
            Role::Note => "1;36",
            Role::Strong => "1",
            Role::Frame => "34",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_palette_with_colours_changes_the_text() {
        assert_eq!(Palette::Plain.paint(Role::Bad, "error"), "error");
        assert_eq!(Palette::Coloured.paint(Role::Bad, "error"), "\u{1b}[1;31merror\u{1b}[0m");
        assert_eq!(Palette::Coloured.paint(Role::Bad, ""), "");
    }

    #[test]
    fn what_is_no_terminal_gets_no_colours() {
        assert_eq!(Palette::choose(false), Palette::Plain);
        assert_eq!(Palette::wanted(ColorChoice::Auto, Palette::Plain), Palette::Plain);
        assert_eq!(Palette::wanted(ColorChoice::Always, Palette::Plain), Palette::Coloured);
        assert_eq!(Palette::wanted(ColorChoice::Never, Palette::Coloured), Palette::Plain);
    }
}
