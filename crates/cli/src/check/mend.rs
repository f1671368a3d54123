//! Applying the fixes that may be applied unasked.

use flowglass_expression::Language;
use flowglass_flow::{Edit, Finding, Opened, Position, apply};

/// The most times that a text is read again: each time mends what the time before brought to light.
const MOST_ROUNDS: usize = 50;

/// A text as it is after everything safe was done.
#[derive(Debug)]
pub(super) struct Mended {
    /// The text, with what is still to be said about it.
    pub(super) opened: Opened,
    /// What was done.
    pub(super) fixed: Vec<Fixed>,
}

/// A fix that was applied.
#[derive(Debug)]
pub(super) struct Fixed {
    pub(super) code: &'static str,
    /// What the fix did.
    pub(super) title: String,
    /// Where it did so, in the text as it was then.
    pub(super) at: Position,
}

/// Applies what is safe, reads the text again, and so on until nothing safe is left.
pub(super) fn mend(mut opened: Opened, language: Language, read: impl Fn(&str) -> Opened) -> Mended {
    let mut fixed = Vec::new();
    for _ in 0..MOST_ROUNDS {
        let text = &opened.document.text;
        let line_end = line_end(text);
        let mut edits: Vec<Edit> = Vec::new();
        for finding in &opened.findings {
            let Some(fix) = finding.fix().filter(|fix| fix.safe) else { continue };
            // Half a fix would be worse than none: one that comes too close to another waits for the next round.
            if fix.edits.is_empty() || fix.edits.iter().any(|edit| edits.iter().any(|other| are_close(edit, other))) {
                continue;
            }
            let at = opened.document.lines.position(text, finding.at.start as usize);
            fixed.push(Fixed { code: finding.code, title: fix.title(language), at });
            edits.extend(fix.edits.into_iter().map(|edit| Edit { text: edit.text.replace('\n', line_end), ..edit }));
        }
        if edits.is_empty() {
            break;
        }
        opened = read(&apply(text, &edits));
    }
    Mended { opened, fixed }
}

/// Tells whether [`mend`] would apply the finding's fix.
pub(super) fn is_mendable(finding: &Finding) -> bool {
    finding.fix().is_some_and(|fix| fix.safe && !fix.edits.is_empty())
}

fn are_close(one: &Edit, other: &Edit) -> bool {
    one.at.start <= other.at.end && other.at.start <= one.at.end
}

/// How the lines of a text end, by its first one.
fn line_end(text: &str) -> &'static str {
    let is_return = text.find('\n').is_some_and(|at| text.get(..at).is_some_and(|line| line.ends_with('\r')));
    if is_return { "\r\n" } else { "\n" }
}

#[cfg(test)]
mod tests {
    use flowglass_flow::{Mode, open};

    use super::*;

    fn read(text: &str) -> Opened {
        open("", text, Mode::Standard)
    }

    fn check(text: &str, expected: &str, places: &[(&str, u32, u32)]) {
        let mended = mend(read(text), Language::English, read);
        assert_eq!(&*mended.opened.document.text, expected);
        let found: Vec<_> = mended.fixed.iter().map(|fixed| (fixed.code, fixed.at.line, fixed.at.column)).collect();
        assert_eq!(found, places);
        assert!(!mended.opened.findings.iter().any(is_mendable), "{:?}", mended.opened.findings);
    }

    #[test]
    fn what_is_safe_is_applied_and_the_rest_is_left() {
        check(
            "version: v1.0\ntype: flow\nsteps:\n  - {type: tusk, name: 7}\n",
            "version: v1\ntype: flow\nsteps:\n  - {type: tusk, name: \"7\"}\n",
            &[("unknown-value", 1, 10), ("wrong-type", 4, 24)],
        );
        check("version: v1\ntype: flow\nsteps: []\n", "version: v1\ntype: flow\nsteps: []\n", &[]);
    }

    #[test]
    fn line_ends_and_the_byte_order_mark_stay() {
        check(
            "\u{feff}version: v1.0\r\ntype: flow\r\nsteps:\r\n  - {type: pass, name: 7}",
            "\u{feff}version: v1\r\ntype: flow\r\nsteps:\r\n  - {type: pass, name: \"7\"}",
            &[("unknown-value", 1, 10), ("wrong-type", 4, 24)],
        );
        assert_eq!(
            (line_end("a\r\nb\n"), line_end("a\nb\r\n"), line_end("\n"), line_end("")),
            ("\r\n", "\n", "\n", "\n")
        );
    }

    #[test]
    fn more_than_is_told_at_once_is_mended_in_rounds() {
        let steps = |quote: &str| {
            (0..1_500).map(|number| format!("  - {{type: pass, name: {quote}{number}{quote}}}\n")).collect::<String>()
        };
        let text = |quote| format!("version: v1\ntype: flow\nsteps:\n{}", steps(quote));
        let mended = mend(read(&text("")), Language::English, read);
        assert_eq!(&*mended.opened.document.text, text("\""));
        assert_eq!(mended.fixed.len(), 1_500);
    }

    #[test]
    fn a_text_that_never_comes_to_rest_is_left_in_the_end() {
        let mended = mend(read("version: v1.0\n"), Language::English, |_| read("version: v1.0\n"));
        assert_eq!(mended.fixed.len(), MOST_ROUNDS);
    }
}
