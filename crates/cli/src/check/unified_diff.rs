//! What changed in a text, in the form that `patch` and `git apply` take.

use std::ops::Range;

use crate::terminal::{Palette, Role};

/// The unchanged lines that are shown around a change.
const CONTEXT: usize = 3;

/// The difference between two texts of the file that is called `name`; nothing when they are the same.
pub(super) fn unified_diff(name: &str, before: &str, after: &str, palette: Palette) -> String {
    let (old, new) = (lines(before), lines(after));
    let mut text = String::new();
    // How many lines longer the new text is, up to the hunk.
    let mut longer = 0_isize;
    for hunk in hunks(&changes(&old, &new)) {
        if text.is_empty() {
            text = format!("--- {name}\n+++ {name}\n");
        }
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { continue };
        let shown = first.old.start.saturating_sub(CONTEXT)..(last.old.end + CONTEXT).min(old.len());
        let start = shown.start.saturating_add_signed(longer);
        let grown: isize = hunk.iter().map(Change::growth).sum();
        let count = shown.len().saturating_add_signed(grown);
        let head = format!("@@ -{} +{} @@", place(shown.start, shown.len()), place(start, count));
        text.push_str(&palette.paint(Role::Note, &head));
        text.push('\n');
        let mut at = shown.start;
        for change in hunk {
            write(&mut text, " ", &old[at..change.old.start], Palette::Plain, Role::Frame);
            write(&mut text, "-", &old[change.old.clone()], palette, Role::Bad);
            write(&mut text, "+", &new[change.new.clone()], palette, Role::Good);
            at = change.old.end;
        }
        write(&mut text, " ", &old[at..shown.end], Palette::Plain, Role::Frame);
        longer += grown;
    }
    text
}

/// Lines that stand in place of others.
#[derive(Debug, PartialEq)]
struct Change {
    old: Range<usize>,
    new: Range<usize>,
}

impl Change {
    fn growth(&self) -> isize {
        self.new.len().cast_signed() - self.old.len().cast_signed()
    }
}

/// What changed, in order. Texts with as many lines as before are compared line by line; in others, all between the
/// first and the last difference counts as changed.
fn changes(old: &[&str], new: &[&str]) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    if old.len() == new.len() {
        for (at, _) in old.iter().zip(new).enumerate().filter(|(_, (old, new))| old != new) {
            match changes.last_mut() {
                Some(last) if last.old.end == at => (last.old.end, last.new.end) = (at + 1, at + 1),
                _ => changes.push(Change { old: at..at + 1, new: at..at + 1 }),
            }
        }
        return changes;
    }
    let same = |(old, new): &(&&str, &&str)| old == new;
    let before = old.iter().zip(new).take_while(same).count();
    let most = old.len().min(new.len()) - before;
    let after = old.iter().rev().zip(new.iter().rev()).take(most).take_while(same).count();
    changes.push(Change { old: before..old.len() - after, new: before..new.len() - after });
    changes
}

/// Changes that are so close that their contexts touch are shown together.
fn hunks(changes: &[Change]) -> impl Iterator<Item = &[Change]> {
    changes.chunk_by(|one, next| next.old.start - one.old.end <= 2 * CONTEXT)
}

/// The lines with their ends.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// First line and number of lines; a hunk without lines names the line before it.
fn place(start: usize, count: usize) -> String {
    match count {
        0 => format!("{start},0"),
        1 => (start + 1).to_string(),
        _ => format!("{},{count}", start + 1),
    }
}

fn write(text: &mut String, sign: &str, lines: &[&str], palette: Palette, role: Role) {
    for line in lines {
        let whole = line.strip_suffix('\n');
        text.push_str(&palette.paint(role, &format!("{sign}{}", whole.unwrap_or(line))));
        text.push('\n');
        if whole.is_none() {
            text.push_str("\\ No newline at end of file\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, after: &str, expected: &str) {
        assert_eq!(unified_diff("a.yaml", before, after, Palette::Plain), expected);
    }

    fn numbered(range: Range<usize>, change: impl Fn(usize) -> Option<&'static str>) -> String {
        range.map(|line| change(line).map_or_else(|| format!("{line}\n"), |text| format!("{text}\n"))).collect()
    }

    #[test]
    fn lines_are_compared_one_by_one() {
        check("a\nb\n", "a\nb\n", "");
        check("a\nb\nc\n", "a\nB\nc\n", "--- a.yaml\n+++ a.yaml\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n");
        check(
            "a\r\nb",
            "a\r\nB",
            "--- a.yaml\n+++ a.yaml\n@@ -1,2 +1,2 @@\n a\r\n-b\n\\ No newline at end of file\n+B\n\\ No newline at end of file\n",
        );
    }

    #[test]
    fn changes_that_are_far_apart_have_hunks_of_their_own() {
        let before = numbered(1..21, |_| None);
        let after = numbered(1..21, |line| match line {
            5 => Some("five"),
            12 => Some("twelve"),
            20 => Some("twenty"),
            _ => None,
        });
        check(
            &before,
            &after,
            "--- a.yaml\n+++ a.yaml\n@@ -2,14 +2,14 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n 9\n 10\n 11\n-12\n+twelve\n 13\n 14\n 15\n@@ -17,4 +17,4 @@\n 17\n 18\n 19\n-20\n+twenty\n",
        );
    }

    #[test]
    fn lines_come_and_go() {
        check("a\nc\n", "a\nb\nc\n", "--- a.yaml\n+++ a.yaml\n@@ -1,2 +1,3 @@\n a\n+b\n c\n");
        check("a\na\n", "a\n", "--- a.yaml\n+++ a.yaml\n@@ -1,2 +1 @@\n a\n-a\n");
        check("", "a\n", "--- a.yaml\n+++ a.yaml\n@@ -0,0 +1 @@\n+a\n");
    }
}
