//! How many findings there are of each kind.

use std::fmt;

use flowglass_flow::Severity;

use crate::input_files::OpenedFile;

/// The numbers of files and of findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) files: usize,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) notes: usize,
}

impl Tally {
    /// Counts.
    pub(super) fn of(files: &[OpenedFile]) -> Self {
        let findings = || files.iter().flat_map(|file| &file.opened.findings);
        let count = |severity| findings().filter(|finding| finding.severity == severity).count();
        Self {
            files: files.len(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
        }
    }

    /// Tells whether a build should fail.
    pub(super) fn is_wrong(self, deny_warnings: bool) -> bool {
        self.errors > 0 || (deny_warnings && self.warnings > 0)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
        write!(
            f,
            "{}, {}, {}",
            counted(self.files, "file"),
            counted(self.errors, "error"),
            counted(self.warnings, "warning")
        )?;
        if self.notes > 0 { write!(f, ", {}", counted(self.notes, "note")) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_with_their_words() {
        fn check(files: usize, errors: usize, warnings: usize, notes: usize, expected: &str) {
            assert_eq!(Tally { files, errors, warnings, notes }.to_string(), expected);
        }
        check(3, 1, 2, 0, "3 files, 1 error, 2 warnings");
        check(1, 0, 1, 1, "1 file, 0 errors, 1 warning, 1 note");
    }

    #[test]
    fn warnings_are_wrong_only_when_asked() {
        let tally = |errors, warnings| Tally { files: 1, errors, warnings, notes: 5 };
        assert!(tally(1, 0).is_wrong(false));
        assert!(!tally(0, 1).is_wrong(false));
        assert!(tally(0, 1).is_wrong(true));
        assert!(!tally(0, 0).is_wrong(true));
    }
}
