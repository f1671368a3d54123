//! Leaves out the part of a broken text that keeps the rest from being read.

use crate::span::{LineIndex, Span};

/// A text with parts replaced by blanks; lines and offsets stay as they are.
pub(super) struct Patch<'text> {
    text: String,
    lines: &'text LineIndex,
    holes: Vec<Hole>,
}

/// A list item of the text, or a line outside of all lists.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Hole {
    /// Its lines, from 0.
    lines: std::ops::Range<usize>,
    /// The column of its dash; 0 for a line.
    dash: usize,
}

impl<'text> Patch<'text> {
    pub(super) fn new(text: &str, lines: &'text LineIndex) -> Self {
        Self { text: text.to_owned(), lines, holes: Vec::new() }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Tells whether the byte `offset` lies in a blanked part.
    pub(super) fn covers(&self, offset: usize) -> bool {
        self.hole_at(self.lines.line_of(offset)).is_some()
    }

    fn hole_at(&self, line: usize) -> Option<&Hole> {
        self.holes.iter().find(|hole| hole.lines.contains(&line))
    }

    pub(super) fn into_holes(self) -> Vec<Span> {
        let range = |line| self.lines.line_range(&self.text, line);
        self.holes
            .iter()
            .map(|hole| Span::new(range(hole.lines.start).start, range(hole.lines.end.saturating_sub(1)).end))
            .collect()
    }

    /// The parts that may be to blame for an error at `offset`, the likeliest first.
    pub(super) fn suspects(&self, offset: usize) -> Vec<Hole> {
        let mut line = self.lines.line_of(offset);
        let mut outside = usize::MAX;
        if let Some(hole) = self.hole_at(line) {
            // The item alone was not the trouble.
            outside = hole.dash;
            line = hole.lines.start;
        } else if self.is_blank(line) {
            // An error is often noticed behind the broken line.
            line = self.written_before(line).unwrap_or(line);
        }
        let mut suspects = Vec::new();
        let Some(item) = self.item_around(line, outside) else {
            // Outside of all lists, the line itself or the one before it.
            let lines = [Some(line), self.written_before(line)].into_iter().flatten();
            return lines
                .filter(|line| !self.is_blank(*line))
                .map(|line| Hole { lines: line..line + 1, dash: 0 })
                .collect();
        };
        // A bracket that is not closed is noticed in the item behind.
        let before = self.written_before(item.lines.start).and_then(|line| self.item_around(line, usize::MAX));
        let around = item.lines.start.checked_sub(1).and_then(|line| self.item_around(line, item.dash));
        suspects.push(item);
        suspects.extend(before);
        suspects.extend(around);
        suspects.dedup();
        suspects
    }

    /// The same text without one more part.
    pub(super) fn without(&self, part: &Hole) -> Self {
        let mut patch = Self { text: self.text.clone(), lines: self.lines, holes: self.holes.clone() };
        patch.blank(part.clone());
        patch
    }

    /// The innermost list item around `line` whose dash stands left of the column `outside`.
    fn item_around(&self, line: usize, outside: usize) -> Option<Hole> {
        (0..=line).rev().find_map(|start| {
            let dash = self.item_indent(start).filter(|dash| *dash < outside)?;
            let lines = start..self.end_of_item(start, dash);
            lines.contains(&line).then_some(Hole { lines, dash })
        })
    }

    fn written_before(&self, line: usize) -> Option<usize> {
        (0..line).rev().find(|line| !self.is_blank(*line))
    }

    fn line(&self, line: usize) -> &str {
        self.lines.line_text(&self.text, line)
    }

    fn is_blank(&self, line: usize) -> bool {
        self.line(line).trim().is_empty()
    }

    /// The column of the dash when the line begins a list item.
    fn item_indent(&self, line: usize) -> Option<usize> {
        let text = self.line(line);
        let body = text.trim_start();
        (body == "-" || body.starts_with("- ")).then(|| indent(text))
    }

    /// The first line behind the item that begins on `line` with its dash in column `dash`.
    fn end_of_item(&self, line: usize, dash: usize) -> usize {
        let count = self.lines.lines();
        (line + 1..count)
            .find(|next| {
                let text = self.line(*next);
                let body = text.trim_start();
                !body.is_empty() && !body.starts_with('#') && indent(text) <= dash
            })
            .unwrap_or(count)
    }

    fn blank(&mut self, hole: Hole) {
        let lines = &hole.lines;
        let start = self.lines.line_range(&self.text, lines.start).start;
        let end = self.lines.line_range(&self.text, lines.end.saturating_sub(1)).end;
        let blank = |c: char| std::iter::repeat_n(if matches!(c, '\n' | '\r') { c } else { ' ' }, c.len_utf8());
        let blanked: String = self.text.get(start..end).unwrap_or_default().chars().flat_map(blank).collect();
        self.text.replace_range(start..end, &blanked);
        self.holes.retain(|old| !(lines.start <= old.lines.start && old.lines.end <= lines.end));
        self.holes.push(hole);
        self.holes.sort_by_key(|hole| hole.lines.start);
    }
}

/// The column of the first written character. YAML refuses tabs there; people mean a step to the right by one.
fn indent(line: &str) -> usize {
    const TAB: usize = 8;
    let blanks = line.chars().take_while(|c| c.is_whitespace());
    blanks.map(|c| if c == '\t' { TAB } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_item_comes_first_then_the_one_before_and_the_one_around() {
        let text =
            "steps:\n  - name: a\n  - name: b\n    retry:\n      - errors: [x\n      - errors: [y]\n  - name: c\n";
        let lines = LineIndex::new(text);
        let patch = Patch::new(text, &lines);
        let starts = |patch: &Patch<'_>, needle: &str| -> Vec<_> {
            patch.suspects(text.find(needle).unwrap()).into_iter().map(|hole| hole.lines).collect()
        };
        assert_eq!(starts(&patch, "[y]"), [5..6, 4..5, 2..6]);
        assert_eq!(starts(&patch, "name: c"), [6..8, 5..6]);
        assert_eq!(starts(&patch, "steps:").first(), Some(&(0..1)));
        let [first, ..] = &patch.suspects(text.find("[x").unwrap())[..] else { panic!("no suspect") };
        let patch = patch.without(first);
        assert!(patch.covers(text.find("[x").unwrap()));
        assert_eq!(patch.text().len(), text.len());
        assert_eq!(starts(&patch, "[x")[0], 2..6);
        assert_eq!(patch.into_holes().len(), 1);
    }
}
