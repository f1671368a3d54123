//! The line that a finding points at, with marks under the place.

use flowglass_flow::{Document, Span};

use crate::display_width::char_width;
use crate::plain::shown;

/// The most cells of a line that are shown; longer ones are cut around the place.
const MOST_CELLS: usize = 120;
/// The cells that are shown before the place in a line that is cut.
const LEAD_CELLS: usize = 40;

/// One line of a text, with marks under a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    /// The number of the line, from 1.
    pub(crate) line: u32,
    /// The column of the place, in characters from 1.
    pub(crate) column: u32,
    /// The line as it is shown.
    pub(crate) text: String,
    /// Blanks and marks that stand under the line. Tabs stay tabs, so that both move alike.
    pub(crate) marks: String,
}

/// Shows where `at` begins; a place of several lines is marked to the end of the first one.
pub(crate) fn excerpt(document: &Document, at: Span) -> Excerpt {
    let source = &document.text;
    let place = document.lines.position(source, at.start as usize);
    let index = place.line.saturating_sub(1) as usize;
    let start_of_line = document.lines.line_range(source, index).start;
    let line = document.lines.line_text(source, index);
    let start = (at.start as usize).saturating_sub(start_of_line).min(line.len());
    let end = (at.end as usize).saturating_sub(start_of_line).clamp(start, line.trim_end().len().max(start));
    let window = Window::around(line, start);
    let (mut text, mut marks) = (String::new(), String::new());
    if window.cut_before {
        text.push('…');
        marks.push(' ');
    }
    for (offset, character) in line.char_indices().filter(|(offset, _)| window.holds(*offset)) {
        let (show, width) =
            if character == '\t' { ('\t', 1) } else { (shown(character), char_width(shown(character))) };
        if show != '\u{feff}' {
            text.push(show);
        }
        let under = if offset < start { ' ' } else { '^' };
        if offset < end.max(start) {
            if show == '\t' { marks.push(show) } else { marks.extend(std::iter::repeat_n(under, width)) }
        }
    }
    if window.cut_after {
        text.push('…');
    }
    if !marks.contains('^') {
        marks.push('^');
    }
    Excerpt { line: place.line, column: place.column, text: text.trim_end().to_owned(), marks }
}

/// The part of a line that is shown, in bytes.
struct Window {
    from: usize,
    to: usize,
    cut_before: bool,
    cut_after: bool,
}

impl Window {
    fn around(line: &str, start: usize) -> Self {
        let mut before: Vec<(usize, usize)> = Vec::new();
        let mut cells = 0;
        for (offset, character) in line.char_indices() {
            before.push((offset, cells));
            cells += char_width(character);
        }
        if cells <= MOST_CELLS {
            return Self { from: 0, to: line.len(), cut_before: false, cut_after: false };
        }
        let at = before.partition_point(|(offset, _)| *offset < start);
        let cells_before = before.get(at).map_or(cells, |(_, cells)| *cells);
        let first_cell = cells_before.saturating_sub(LEAD_CELLS).min(cells - MOST_CELLS);
        let last_cell = first_cell + MOST_CELLS;
        let offset_of = |cell: usize| {
            before.get(before.partition_point(|(_, cells)| *cells < cell)).map_or(line.len(), |(offset, _)| *offset)
        };
        let (from, to) = (offset_of(first_cell), offset_of(last_cell));
        Self { from, to, cut_before: from > 0, cut_after: to < line.len() }
    }

    fn holds(&self, offset: usize) -> bool {
        (self.from..self.to).contains(&offset)
    }
}

#[cfg(test)]
mod tests {
    use flowglass_flow::parse;

    use super::*;

    fn check(text: &str, needle: &str, expected: (u32, u32, &str, &str)) {
        let document = parse(text).document;
        let start = text.find(needle).unwrap();
        let found = excerpt(&document, Span::new(start, start + needle.len()));
        assert_eq!((found.line, found.column, found.text.as_str(), found.marks.as_str()), expected, "{needle:?}");
    }

    #[test]
    fn marks_stand_under_the_place() {
        check("a: 1\nbc: two\n", "two", (2, 5, "bc: two", "    ^^^"));
        check("a: 1\nbc: two\n", "bc", (2, 1, "bc: two", "^^"));
        check("步骤: 收费 # note", "收费", (1, 5, "步骤: 收费 # note", "      ^^^^"));
        check("\t\tkey: v", "key", (1, 3, "\t\tkey: v", "\t\t^^^"));
        check("\tk\tey: v", "k\tey", (1, 2, "\tk\tey: v", "\t^\t^^"));
        check("a: \u{1b}[2J", "\u{1b}", (1, 4, "a: \u{fffd}[2J", "   ^"));
        check("a: e\u{301}x", "x", (1, 6, "a: e\u{301}x", "    ^"));
    }

    #[test]
    fn places_of_several_lines_are_marked_on_the_first() {
        check("a:\n  - b\n  - c\n", "- b\n  - c", (2, 3, "  - b", "  ^^^"));
        check("a: |  \n  b\n", "|  \n  b", (1, 4, "a: |", "   ^"));
    }

    #[test]
    fn empty_places_have_one_mark() {
        let document = parse("a: 1\nb: 2").document;
        let check = |at: usize, expected: (u32, u32, &str, &str)| {
            let found = excerpt(&document, Span::at(at));
            assert_eq!((found.line, found.column, found.text.as_str(), found.marks.as_str()), expected);
        };
        check(0, (1, 1, "a: 1", "^"));
        check(3, (1, 4, "a: 1", "   ^"));
        check(9, (2, 5, "b: 2", "    ^"));
        check(99, (2, 5, "b: 2", "    ^"));
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let text = format!("{}needle{}", "x".repeat(1_000), "y".repeat(1_000));
        let document = parse(&text).document;
        let found = excerpt(&document, Span::new(1_000, 1_006));
        assert_eq!(found.text, format!("…{}needle{}…", "x".repeat(40), "y".repeat(74)));
        assert_eq!(found.marks, format!("{}^^^^^^", " ".repeat(41)));
        let whole = excerpt(&document, Span::new(0, 2_006));
        assert_eq!(whole.text, format!("{}…", "x".repeat(120)));
        assert_eq!(whole.marks, "^".repeat(120));
        let end = excerpt(&document, Span::at(2_006));
        assert_eq!((end.text, end.marks), (format!("…{}", "y".repeat(120)), format!("{}^", " ".repeat(121))));
    }
}
