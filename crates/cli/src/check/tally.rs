//! How many findings there are of each kind.

use std::ops::AddAssign;

use flowglass_expression::Language;
use flowglass_flow::{Finding, Severity};

use super::mend::is_mendable;

/// The numbers of files and of findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) files: usize,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) notes: usize,
    /// The fixes that were applied.
    pub(super) fixed: usize,
    /// The findings that `--fix` would mend.
    pub(super) mendable: usize,
}

impl Tally {
    /// Counts what is said about one file.
    pub(super) fn of(findings: &[Finding], fixed: usize) -> Self {
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        Self {
            files: 1,
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            fixed,
            mendable: findings.iter().filter(|finding| is_mendable(finding)).count(),
        }
    }

    /// Tells whether a build should fail.
    pub(super) fn is_wrong(self, deny_warnings: bool) -> bool {
        self.errors > 0 || (deny_warnings && self.warnings > 0)
    }

    /// The numbers in a line; nobody counts notes that there are not.
    pub(super) fn summary(self, language: Language) -> String {
        let counts = [
            (self.files, ["file", "files"], "个文件", true),
            (self.errors, ["error", "errors"], "个错误", true),
            (self.warnings, ["warning", "warnings"], "个警告", true),
            (self.notes, ["note", "notes"], "个提示", false),
        ];
        let counted = counts.into_iter().filter(|(number, .., always)| *always || *number > 0);
        let words = counted.map(|(number, [one, more], chinese, _)| match language {
            Language::English => format!("{number} {}", if number == 1 { one } else { more }),
            Language::Chinese => format!("{number} {chinese}"),
        });
        let comma = match language {
            Language::English => ", ",
            Language::Chinese => "，",
        };
        let mut summary = words.collect::<Vec<_>>().join(comma);
        let done = match (language, self.fixed, self.mendable) {
            (_, 0, 0) => return summary,
            (Language::English, 0, mendable) => format!(" ({mendable} can be fixed with --fix)"),
            (Language::Chinese, 0, mendable) => format!("（其中 {mendable} 个可用 --fix 修复）"),
            (Language::English, fixed, _) => format!("; {fixed} fixed"),
            (Language::Chinese, fixed, _) => format!("；已修复 {fixed} 个"),
        };
        summary.push_str(&done);
        summary
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.files += other.files;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
        self.fixed += other.fixed;
        self.mendable += other.mendable;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_with_their_words() {
        fn check(numbers: [usize; 6], english: &str, chinese: &str) {
            let [files, errors, warnings, notes, fixed, mendable] = numbers;
            let tally = Tally { files, errors, warnings, notes, fixed, mendable };
            assert_eq!(tally.summary(Language::English), english);
            assert_eq!(tally.summary(Language::Chinese), chinese);
        }
        check([3, 1, 2, 0, 0, 0], "3 files, 1 error, 2 warnings", "3 个文件，1 个错误，2 个警告");
        check([1, 0, 1, 1, 0, 0], "1 file, 0 errors, 1 warning, 1 note", "1 个文件，0 个错误，1 个警告，1 个提示");
        check(
            [1, 0, 2, 0, 0, 1],
            "1 file, 0 errors, 2 warnings (1 can be fixed with --fix)",
            "1 个文件，0 个错误，2 个警告（其中 1 个可用 --fix 修复）",
        );
        check([1, 0, 0, 0, 2, 0], "1 file, 0 errors, 0 warnings; 2 fixed", "1 个文件，0 个错误，0 个警告；已修复 2 个");
    }

    #[test]
    fn warnings_are_wrong_only_when_asked() {
        let tally = |errors, warnings| Tally { files: 1, errors, warnings, notes: 5, ..Tally::default() };
        assert!(tally(1, 0).is_wrong(false));
        assert!(!tally(0, 1).is_wrong(false));
        assert!(tally(0, 1).is_wrong(true));
        assert!(!tally(0, 0).is_wrong(true));
    }
}
