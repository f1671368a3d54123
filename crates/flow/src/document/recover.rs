//! Finds what to leave out of a broken text so that the rest can be read.
//!
//! The parser says where it stopped; the indentation says which list item, which key and which line stand there.
//! What is left out is as small as it can be: one key of a step rather than the step.

use std::borrow::Cow;

use super::events::{SyntaxError, Tree, build};
use super::outline::Outline;
use crate::span::{LineIndex, Span};

/// How many bytes may be parsed to mend a text, if that is more than reading it a few times.
const BUDGET: usize = 8 << 20;
/// How many times a text is read at least, however large it is.
const READINGS: usize = 3;
/// How many errors are mended before the rest of the text is given up.
pub(super) const MAX_ROUNDS: usize = 100;
/// How many parts are left out around one error before the whole text is looked at again.
const MAX_STEPS: usize = 8;

/// A change to the text that keeps all offsets: a part becomes blank, and perhaps one character is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cut {
    /// What becomes blank; line breaks stay.
    pub(super) range: std::ops::Range<usize>,
    /// A character written over a blank: a bracket that closes what was cut off, or a dash that moves.
    pub(super) put: Option<(usize, &'static str)>,
    /// Tells whether something a person wrote is lost.
    pub(super) hole: bool,
}

/// A text with parts replaced by blanks; lines and offsets stay as they are.
pub(super) struct Patch<'text> {
    text: Cow<'text, str>,
    lines: &'text LineIndex,
    holes: Vec<std::ops::Range<usize>>,
    /// Bytes before the text proper: a byte-order mark.
    shift: usize,
    /// Bytes that may still be parsed.
    budget: usize,
}

impl<'text> Patch<'text> {
    pub(super) fn new(text: &'text str, lines: &'text LineIndex, shift: usize) -> Self {
        let budget = BUDGET.max(text.len().saturating_mul(READINGS));
        Self { text: Cow::Borrowed(text), lines, holes: Vec::new(), shift, budget }
    }

    /// Reads the patched text.
    pub(super) fn build(&mut self) -> Tree {
        self.parse(&(self.shift..self.text.len()))
    }

    /// Tells whether the byte `offset` lies in a part that was left out.
    pub(super) fn covers(&self, offset: usize) -> bool {
        self.holes.iter().any(|hole| hole.contains(&offset))
    }

    /// The parts that were left out, in the order of the text.
    pub(super) fn into_holes(mut self) -> Vec<Span> {
        self.holes.sort_by_key(|hole| (hole.start, hole.end));
        self.holes.into_iter().map(|hole| Span::new(hole.start, hole.end)).collect()
    }

    /// Mends the text around an error, so that the parser comes further; gives the place to point at.
    ///
    /// `None` when nothing helps or the budget is spent.
    pub(super) fn mend(&mut self, error: &SyntaxError) -> Option<usize> {
        let near = Outline::new(&self.text, self.lines).window(error);
        // Some errors have causes far away.
        let near = near.filter(|near| self.stop(near).is_some_and(|found| found.offset == error.offset));
        let whole = self.shift..self.text.len();
        let old = (self.text.clone(), self.holes.len());
        for window in [near, Some(whole)].into_iter().flatten() {
            if let Some(first) = self.mend_within(&window, error) {
                let inside = first.contains(&error.offset);
                return Some(if inside { error.offset } else { first.start });
            }
            self.text.clone_from(&old.0);
            self.holes.truncate(old.1);
        }
        None
    }

    /// Leaves out parts until `window` can be read or nothing helps; gives the part that was left out first.
    fn mend_within(&mut self, window: &std::ops::Range<usize>, error: &SyntaxError) -> Option<std::ops::Range<usize>> {
        let mut error = error.clone();
        let mut first = None;
        for _ in 0..MAX_STEPS {
            // Looking for suspects costs about as much as reading a part of the text.
            self.budget = self.budget.saturating_sub(self.text.len() / 4);
            let (small, large) = Outline::new(&self.text, self.lines).suspects(&error);
            let (reached, cut, stopped) = match self.best(window, small) {
                Some(best) if best.0 > error.offset => best,
                _ => match self.best(window, large) {
                    Some(best) => best,
                    None => return first,
                },
            };
            if reached <= error.offset {
                return first;
            }
            self.apply(&cut);
            if cut.hole {
                self.holes.push(cut.range.clone());
            }
            first.get_or_insert(cut.range);
            match stopped {
                Some(next) => error = next,
                None => break,
            }
        }
        first
    }

    /// The change with which the parser comes furthest; the likeliest when several come equally far.
    fn best(&mut self, window: &std::ops::Range<usize>, cuts: Vec<Cut>) -> Option<(usize, Cut, Option<SyntaxError>)> {
        let mut best: Option<(usize, Cut, Option<SyntaxError>)> = None;
        for cut in cuts {
            if self.budget == 0 {
                return best;
            }
            let undo = self.apply(&cut);
            let mut stopped = self.stop(window);
            if stopped.as_ref().is_some_and(|stopped| stopped.message.contains("<document start>")) {
                // The part cannot stand alone without its first line.
                stopped = self.stop(&(self.shift..self.text.len()));
            }
            self.text.to_mut().replace_range(undo.0, &undo.1);
            // A part that was left out may have had the anchor: no sign of a wrong change.
            let reached = match &stopped {
                None => usize::MAX,
                Some(stopped) if stopped.message.contains("anchor") => usize::MAX - 1,
                Some(stopped) => stopped.offset,
            };
            if best.as_ref().is_none_or(|(furthest, ..)| reached > *furthest) {
                best = Some((reached, cut, stopped));
            }
            if reached == usize::MAX {
                return best;
            }
        }
        best
    }

    /// Where the parser stops in a part of the text.
    fn stop(&mut self, window: &std::ops::Range<usize>) -> Option<SyntaxError> {
        self.parse(window).error
    }

    fn parse(&mut self, window: &std::ops::Range<usize>) -> Tree {
        let tree = build(self.text.get(window.clone()).unwrap_or_default(), window.start);
        let end = tree.error.as_ref().map_or(window.end, |error| error.offset);
        self.budget = self.budget.saturating_sub(end.saturating_sub(window.start));
        tree
    }

    /// Leaves out the end of an item: the keys from `offset` on, which belong to an item whose dash is gone.
    pub(super) fn drop_tail(&mut self, offset: usize) {
        let cut = Outline::new(&self.text, self.lines).tail(offset);
        self.apply(&cut);
        self.holes.push(cut.range);
    }

    /// Makes a change; gives what takes it back.
    fn apply(&mut self, cut: &Cut) -> (std::ops::Range<usize>, String) {
        let (start, end) = match cut.put {
            Some((at, _)) => (cut.range.start.min(at), cut.range.end.max(at + 1)),
            None => (cut.range.start, cut.range.end),
        };
        let old = self.text.get(start..end).unwrap_or_default().to_owned();
        let blank = |c: char| std::iter::repeat_n(if matches!(c, '\n' | '\r') { c } else { ' ' }, c.len_utf8());
        let blanked: String = self.text.get(cut.range.clone()).unwrap_or_default().chars().flat_map(blank).collect();
        self.text.to_mut().replace_range(cut.range.clone(), &blanked);
        if let Some((at, character)) = cut.put {
            self.text.to_mut().replace_range(at..at + 1, character);
        }
        (start..end, old)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a text as `read` does; gives the bytes that were parsed, how often it was mended and the holes.
    fn mended(text: &str) -> (usize, usize, Vec<Span>) {
        let lines = LineIndex::new(text);
        let mut patch = Patch::new(text, &lines, 0);
        let budget = patch.budget;
        let mut tree = patch.build();
        let mut rounds = 0;
        while rounds < MAX_ROUNDS
            && let Some(error) = tree.error.take()
        {
            rounds += 1;
            if patch.mend(&error).is_none() {
                break;
            }
            tree = patch.build();
        }
        (budget - patch.budget, rounds, patch.into_holes())
    }

    fn steps(count: usize) -> String {
        let step =
            |n| format!("  - type: pass\n    name: s{n}\n    outputMappings:\n      - {{target: a, source: $.b}}\n");
        format!("version: v1\ntype: flow\nsteps:\n{}", (0..count).map(step).collect::<String>())
    }

    #[test]
    fn one_break_in_a_large_text_costs_two_readings() {
        let whole = steps(10_000);
        for (old, new) in [("name: s5000\n", "name: [s5000\n"), ("    name: s5000\n", "      name: s5000\n")] {
            let text = whole.replacen(old, new, 1);
            assert_ne!(text, whole);
            let (parsed, rounds, holes) = mended(&text);
            // The look at the neighbourhood is counted as a quarter of a reading.
            assert!(parsed < text.len() * 5 / 2, "{parsed} of {} bytes for {new}", text.len());
            assert_eq!((rounds, holes.len()), (1, 1), "{new}");
            assert!(holes[0].len() < 40, "{new}: {holes:?}");
        }
    }

    #[test]
    fn a_text_that_is_broken_everywhere_is_given_up_in_time() {
        for text in [
            steps(200).replace(": ", ": ]"),
            steps(200).replace("name: s", "name: [s"),
            "[\n".repeat(1_000),
            format!("{}@", "-\n".repeat(20_000)),
            format!("{}@", "- ".repeat(20_000)),
            (0..500).map(|level| format!("{}a: @\n", " ".repeat(level))).collect(),
        ] {
            let (parsed, rounds, _) = mended(&text);
            assert!(parsed <= BUDGET.max(text.len() * READINGS), "{parsed}");
            assert!(rounds <= MAX_ROUNDS, "{rounds} rounds for {} bytes", text.len());
        }
    }
}
