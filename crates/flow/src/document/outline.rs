//! What the indentation of a text says about its lists, whatever the parser makes of it.

use std::ops::Range;

use super::events::SyntaxError;
use super::recover::Cut;
use crate::span::LineIndex;

/// How many keys around a line, each inside the next, are suspected.
const MAX_ENTRIES: usize = 3;
/// How many list items around a line, each inside the next, are suspected.
const MAX_ITEMS: usize = 6;
/// How many items of the list behind an error are looked at to see whether a mend holds.
const ITEMS_BEHIND: usize = 2;

/// How many lines are looked at to find the end of an item or a key; what is longer is not left out as a whole.
const MAX_LINES: usize = 4_000;

/// The lines of a text by their columns.
pub(super) struct Outline<'text> {
    text: &'text str,
    lines: &'text LineIndex,
}

/// A line with something on it besides blanks and a comment.
#[derive(Clone, Copy)]
struct Line {
    /// The column of its first character.
    column: usize,
    /// The column of what follows the dash; `column` without a dash.
    content: usize,
    /// Tells whether it begins a list item.
    dash: bool,
    /// Tells whether what it begins goes on in deeper lines: it ends with a colon or is a dash alone.
    opens: bool,
}

impl<'text> Outline<'text> {
    pub(super) fn new(text: &'text str, lines: &'text LineIndex) -> Self {
        Self { text, lines }
    }

    /// The part of the text around an error that can be read apart: the items of one list around it.
    ///
    /// `None` when the error stands in no list.
    pub(super) fn window(&self, error: &SyntaxError) -> Option<Range<usize>> {
        let [first, at, before] = self.places(error);
        if self.tabbed(at).is_some() {
            return None;
        }
        let item = |line| self.item_around(line, usize::MAX);
        let list = self.line(item(at)?)?.column;
        let start = item(first)?.min(item(at)?).min(item(before)?);
        let mut least = list;
        let start = (0..at + 1).rev().find(|line| {
            let Some(here) = self.line(*line) else { return false };
            let found = *line < start && here.column <= least && (here.column < list || here.dash);
            least = least.min(here.column);
            found
        })?;
        let left = self.line(start)?;
        let mut behind = 0;
        let end = (at + 1..self.lines.lines()).find(|line| {
            let Some(here) = self.line(*line) else { return false };
            behind += usize::from(here.dash && here.column <= list);
            here.column < left.column
                || (here.column == left.column && left.dash && !here.dash)
                || behind > ITEMS_BEHIND
        });
        Some(self.start(start)..end.map_or(self.text.len(), |line| self.start(line)))
    }

    /// The line at or behind `line` that a tab indents: a tab is noticed while the line before it is read.
    fn tabbed(&self, line: usize) -> Option<usize> {
        let next = (line + 1..self.lines.lines()).find(|next| self.line(*next).is_some());
        [Some(line), next].into_iter().flatten().find(|line| has_tab(self.row(*line)))
    }

    /// The changes that may mend an error, the likeliest and smallest first: those up to the end of the list item at
    /// the error, and those that reach beyond.
    pub(super) fn suspects(&self, error: &SyntaxError) -> (Vec<Cut>, Vec<Cut>) {
        let [first, at, before] = self.places(error);
        let mut cuts = Vec::new();
        if error.message.contains("anchor") && self.text.get(error.offset..).is_some_and(|rest| rest.starts_with('*')) {
            cuts.push(self.alias(error.offset));
        }
        let mut places = vec![at, first, before];
        if let Some(tabbed) = self.tabbed(at) {
            places.insert(0, tabbed);
        }
        let here = self.line(at);
        let dash = here.is_some_and(|line| line.dash);
        if dash {
            self.run_above(at, &mut cuts);
            self.move_dash(at, &mut cuts);
        }
        for line in &places {
            if let Some(item) = self.item_around(*line, usize::MAX) {
                self.new_dash(item, &mut cuts);
            }
        }
        for line in &places {
            self.brackets(*line, error.offset, &mut cuts);
        }
        let mut items: Vec<usize> =
            [at, first, before].into_iter().filter_map(|line| self.item_around(line, usize::MAX)).collect();
        let mut entries = Vec::new();
        for line in &places {
            self.entries(*line, &mut entries);
        }
        entries.sort_by_key(|cut| cut.range.len());
        // The key of the list in which the error stands is hardly to blame.
        let large = |cut: &Cut| {
            let opens = self.line(self.lines.line_of(cut.range.start)).is_some_and(|line| line.opens);
            dash && opens && cut.range.start < self.start(at) && self.start(at) < cut.range.end
        };
        let (large, small): (Vec<Cut>, Vec<Cut>) = entries.into_iter().partition(large);
        cuts.extend(small);
        // An item in a column that its neighbours do not have closes their list: the next neighbour is noticed.
        if let (Some(here), Some(item)) = (here, items.last().copied())
            && here.dash
            && self.line(item).is_some_and(|line| line.column < here.column)
            && self.is_neighbour(item, at)
        {
            items.insert(0, item);
        }
        for item in items {
            for cut in [self.item(item), self.loose_item(item)] {
                if !cuts.contains(&cut) {
                    cuts.push(cut);
                }
            }
        }
        let mut outside = usize::MAX;
        for _ in 0..MAX_ITEMS {
            let Some(item) = self.item_around(at, outside) else { break };
            outside = self.line(item).map_or(0, |line| line.column);
            cuts.push(self.item(item));
        }
        cuts.extend(large);
        let (last, mut cuts): (Vec<Cut>, Vec<Cut>) = cuts.into_iter().partition(|cut| self.hands_over(at, cut));
        cuts.extend(last);
        let end = match self.item_around(at, usize::MAX) {
            Some(item) => self.item(item).range.end,
            None => {
                let above = self.written_before(at).and_then(|above| self.item_around(above, usize::MAX));
                let column = above.and_then(|above| self.line(above)).map_or(0, |above| above.content);
                let next = (at + 1..self.lines.lines())
                    .find(|next| self.line(*next).is_some_and(|next| next.dash && next.column < column));
                next.map_or(self.text.len(), |next| self.start(next))
            }
        };
        let end = end.max(self.start(at) + self.row(at).len());
        let tabbed = self.tabbed(at).map(|line| self.start(line));
        let (small, large) = cuts.into_iter().partition(|cut| cut.range.end <= end || tabbed == Some(cut.range.start));
        (small, large)
    }

    /// Tells whether a change would give the items from `line` on to a key that stands between them and their list.
    fn hands_over(&self, line: usize, cut: &Cut) -> bool {
        let Some(here) = self.line(line).filter(|here| here.dash) else { return false };
        let head = (0..line).rev().find(|above| {
            self.line(*above).is_some() && !cut.range.contains(&(self.start(*above) + self.row(*above).len() - 1))
        });
        let Some(head) = head else { return false };
        self.line(head).is_some_and(|head| head.opens && !head.dash && head.column < here.column)
            && self.list_above(head, here.column).is_some_and(|item| key_of(self.row(item)) == key_of(self.row(line)))
    }

    /// From the key at `offset` to the end of its item.
    pub(super) fn tail(&self, offset: usize) -> Cut {
        let mut line = self.lines.line_of(offset);
        let column = self.line(line).map_or(0, |line| line.column);
        let end = (line + 1..self.lines.lines())
            .find(|next| self.line(*next).is_some_and(|next| next.column < column))
            .unwrap_or(self.lines.lines());
        // A dash that moved to the right took the first key with it.
        let above = self.written_before(line);
        if let Some(above) = above
            && self.line(above).is_some_and(|here| here.dash && here.column >= column)
            && self.stands_above(above, column)
        {
            line = above;
        }
        self.rows(line, end)
    }

    /// Tells whether the item around has the key that stands behind the dash of `line`.
    fn stands_above(&self, line: usize, column: usize) -> bool {
        let key = key_of(self.row(line));
        let Some(item) = self.item_around(line, column) else { return false };
        !key.is_empty()
            && (item..line).any(|other| {
                self.line(other).is_some_and(|here| here.content == column) && key_of(self.row(other)) == key
            })
    }

    /// The line behind the last thing that was understood, the line of the error, and the one before it.
    fn places(&self, error: &SyntaxError) -> [usize; 3] {
        let noticed = self.lines.line_of(error.offset);
        let at = if self.line(noticed).is_some() { noticed } else { self.written_before(noticed).unwrap_or(noticed) };
        let rest = self.text.get(error.after..).unwrap_or_default();
        let behind = rest.trim_start_matches(|c: char| c == ':' || c.is_whitespace());
        let first = self.lines.line_of(error.after + (rest.len() - behind.len()));
        [first.min(at), at, self.written_before(at).unwrap_or(at)]
    }

    /// Cuts a list item in brackets off at a comma before the error, and closes it.
    fn brackets(&self, line: usize, error: usize, cuts: &mut Vec<Cut>) {
        let Some(item) = self.item_around(line, usize::MAX) else { return };
        let range = self.item(item).range;
        let source = self.text.get(range.clone()).unwrap_or_default();
        let Some(open) = source.find(['{', '[']).filter(|open| source[..*open].trim() == "-") else { return };
        let close = if source[open..].starts_with('{') { "}" } else { "]" };
        let end = error.saturating_sub(range.start).clamp(open, source.len());
        let mut depth = 0_usize;
        let mut quote = None;
        let mut commas = Vec::new();
        for (offset, byte) in source.bytes().enumerate().take(end).skip(open) {
            match (quote, byte) {
                (Some(open), _) if open == byte => quote = None,
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'{' | b'[') => depth += 1,
                (None, b'}' | b']') if depth > 1 => depth -= 1,
                // It is closed before the error.
                (None, b'}' | b']') => return,
                (None, b',') if depth == 1 => commas.push(range.start + offset),
                _ => {}
            }
        }
        for comma in commas.into_iter().rev().take(MAX_ENTRIES) {
            cuts.push(Cut { range: comma..range.end, put: Some((comma, close)), hole: true });
        }
    }

    /// The key on a line with what belongs to it, and the keys around it up to the item's dash.
    fn entries(&self, line: usize, cuts: &mut Vec<Cut>) {
        let mut line = line;
        for _ in 0..MAX_ENTRIES {
            let Some(here) = self.line(line) else { return };
            let fits = !here.dash || self.fits(line, here.column);
            // A line that moved to the left may belong to any of the items that it seems to end.
            let mut outside = usize::MAX;
            let tab = has_tab(self.row(line));
            for _ in 0..MAX_ITEMS {
                let above = self.written_before(line).and_then(|above| self.item_around(above, outside));
                let Some(above) =
                    above.and_then(|above| self.line(above)).filter(|above| above.content > here.content || tab)
                else {
                    break;
                };
                outside = above.column;
                self.entry(line, here, above.content, fits, cuts);
            }
            if !fits {
                return;
            }
            self.entry(line, here, here.content, fits, cuts);
            let around = (0..line).rev().find(|above| {
                self.line(*above).is_some_and(|above| {
                    above.content < here.column || (here.dash && above.column == here.column && !above.dash)
                })
            });
            let Some(around) = around else { return };
            line = around;
        }
    }

    /// The key on a line with the lines that are deeper than `column`.
    fn entry(&self, line: usize, here: Line, column: usize, fits: bool, cuts: &mut Vec<Cut>) {
        let listed = here.opens && self.list_above(line, column).is_none();
        let end = self.behind(line).find(|next| {
            self.line(*next)
                .is_some_and(|next| next.column < column || (next.column == column && !(next.dash && listed)))
                || (!fits && self.is_neighbour(line, *next))
        });
        let end = end.unwrap_or(self.behind(line).end);
        let next = (end..self.lines.lines()).find_map(|next| self.line(next));
        if here.dash && fits && next.is_some_and(|next| next.dash && next.column > here.column) {
            // A dash alone would take the items behind it in.
            return;
        }
        let mut cut = self.rows(line, end);
        if here.dash && fits {
            let row = self.row(line);
            let behind = row.trim_start().trim_start_matches('-').trim_start().len();
            cut.range.start += row.len() - behind;
        }
        if !cut.range.is_empty() && !cuts.contains(&cut) {
            cuts.push(cut);
        }
    }

    /// Tells whether a list item may begin in `column` on a line.
    fn fits(&self, line: usize, column: usize) -> bool {
        let above = (0..line).rev().find(|above| self.line(*above).is_some_and(|above| above.column <= column));
        let Some(above) = above else { return true };
        self.line(above).is_some_and(|list| {
            (list.column == column && list.dash) || (list.opens && self.written_before(line) == Some(above))
        })
    }

    /// The last item above `line` of a list whose dashes stand in `column` and that is still open there.
    fn list_above(&self, line: usize, column: usize) -> Option<usize> {
        let above = (0..line).rev().find(|above| self.line(*above).is_some_and(|above| above.column <= column))?;
        self.line(above).is_some_and(|line| line.column == column && line.dash).then_some(above)
    }

    /// The lines without a dash between a list's first dash and the key of the list.
    fn run_above(&self, line: usize, cuts: &mut Vec<Cut>) {
        let Some(here) = self.line(line) else { return };
        let head = (0..line).rev().find(|above| self.line(*above).is_some_and(|above| above.column <= here.column));
        if let Some(head) = head
            && self.line(head).is_some_and(|head| head.opens)
            && self.list_above(head, here.column).is_none()
            && (head + 1..line)
                .find_map(|line| self.line(line))
                .is_some_and(|first| !first.dash && first.column > here.column)
        {
            cuts.push(self.rows(head + 1, line));
        }
    }

    /// Moves a dash to the left, into the column of the items before it.
    fn move_dash(&self, line: usize, cuts: &mut Vec<Cut>) {
        let Some(here) = self.line(line) else { return };
        let item = (0..line).rev().find(|above| self.line(*above).is_some_and(|l| l.dash && l.column <= here.column));
        let Some(item) = item.filter(|item| key_of(self.row(*item)) == key_of(self.row(line))) else { return };
        let Some(column) = self.line(item).map(|line| line.column).filter(|column| *column < here.column) else {
            return;
        };
        let start = self.start(line);
        if self.row(line).get(..here.column).is_some_and(|blanks| blanks.bytes().all(|byte| byte == b' ')) {
            let dash = start + here.column;
            cuts.push(Cut { range: dash..dash + 1, put: Some((start + column, "-")), hole: false });
        }
    }

    /// Gives up the line with the dash, and puts a dash where the lines behind it ask for one.
    fn new_dash(&self, line: usize, cuts: &mut Vec<Cut>) {
        let Some(here) = self.line(line) else { return };
        let row = self.row(line);
        let next = (line + 1..self.lines.lines()).find_map(|next| self.line(next));
        let tab = has_tab(row);
        let Some(next) = next.filter(|next| !next.dash && (tab || next.column != here.content)) else { return };
        let head = (0..line).rev().filter_map(|above| self.line(above)).find(|above| above.column < here.column);
        if !tab && head.is_some_and(|head| head.opens && next.column <= head.column) {
            return;
        }
        let Some(column) = next.column.checked_sub(2).filter(|column| *column < row.len()) else { return };
        let above = (0..line).rev().find(|above| self.line(*above).is_some_and(|above| above.column <= column));
        let Some(above) = above else { return };
        let fits = self.line(above).is_some_and(|list| {
            let sibling = list.column == column && list.dash && key_of(self.row(above)) == key_of(row);
            sibling || (list.opens && self.written_before(line) == Some(above))
        });
        if fits
            && here.dash
            && here.content > here.column + 1
            && !row.trim_start_matches(['-', ' ', '\t']).starts_with(['{', '['])
        {
            let cut = self.rows(line, line + 1);
            cuts.push(Cut { put: Some((self.start(line) + column, "-")), ..cut });
        }
    }

    /// A list item with all lines up to the next dash, however deep they stand.
    fn loose_item(&self, start: usize) -> Cut {
        let Some(item) = self.line(start) else { return self.rows(start, start + 1) };
        let head = (0..start).rev().filter_map(|above| self.line(above)).find(|above| above.column < item.column);
        let end = self.behind(start).find(|line| {
            self.line(*line).is_some_and(|here| {
                (here.dash && here.column <= item.column) || head.is_none_or(|head| here.column <= head.column)
            })
        });
        self.rows(start, end.unwrap_or(self.behind(start).end))
    }

    /// A list item with all that belongs to it.
    fn item(&self, start: usize) -> Cut {
        let Some(item) = self.line(start) else { return self.rows(start, start + 1) };
        let mut around = vec![item];
        let end = self.behind(start).find(|line| {
            let Some(here) = self.line(*line) else { return false };
            if here.column <= item.column {
                return true;
            }
            while around.len() > 1
                && around.last().is_some_and(|last| {
                    last.column > here.column || (last.column == here.column && (last.dash || !here.dash))
                })
            {
                around.pop();
            }
            let strange = here.dash && around.last().is_some_and(|last| !last.opens) && self.is_neighbour(start, *line);
            around.push(here);
            strange
        });
        self.rows(start, end.unwrap_or(self.behind(start).end))
    }

    /// Tells whether an item, deeper than the one that begins on `item`, goes on with a list from before it.
    fn is_neighbour(&self, item: usize, line: usize) -> bool {
        let (Some(left), Some(here)) = (self.line(item), self.line(line).filter(|here| here.dash)) else {
            return false;
        };
        let key = |line: usize| key_of(self.row(line));
        let above = (0..item).rev().find(|above| {
            self.line(*above)
                .is_some_and(|above| above.column <= left.column || (above.dash && above.column == here.column))
        });
        // A list that begins with the item has only its key above.
        let list = self.written_before(item).and_then(|above| self.line(above));
        let first = list.is_some_and(|list| list.opens && left.column < list.column && list.column <= here.column);
        let sibling = above.is_some_and(|above| {
            self.line(above).is_some_and(|line| line.column == here.column) && key(above) == key(line)
        });
        key(line) == key(item) && (first || sibling)
    }

    /// The first line of the innermost list item around `line` whose dash stands left of the column `outside`.
    fn item_around(&self, line: usize, outside: usize) -> Option<usize> {
        let own = self.line(line);
        let mut least = outside;
        if let Some(own) = own {
            if own.dash && own.column < outside {
                return Some(line);
            }
            least = least.min(own.column);
        }
        (0..line).rev().find(|above| {
            let Some(above) = self.line(*above) else { return false };
            let found = above.dash && above.column < least;
            least = least.min(above.column);
            found
        })
    }

    /// The lines from `start` up to, not including, `end`, without the blank ones at both ends.
    fn rows(&self, start: usize, end: usize) -> Cut {
        let start = (start..end).find(|line| self.line(*line).is_some()).unwrap_or(start);
        let last = self.written_before(end).filter(|last| *last >= start).unwrap_or(start);
        let row = self.lines.line_range(self.text, last);
        let written = self.row(last).len();
        Cut { range: self.start(start)..row.start + written, put: None, hole: true }
    }

    fn alias(&self, offset: usize) -> Cut {
        let rest = self.text.get(offset..).unwrap_or_default();
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '{' | '}'));
        Cut { range: offset..offset + end.unwrap_or(rest.len()), put: None, hole: true }
    }

    fn written_before(&self, line: usize) -> Option<usize> {
        (0..line).rev().find(|line| self.line(*line).is_some())
    }

    /// The lines behind a line, as far as they are looked at.
    fn behind(&self, line: usize) -> Range<usize> {
        line + 1..self.lines.lines().min(line + MAX_LINES)
    }

    fn start(&self, line: usize) -> usize {
        self.lines.line_range(self.text, line).start
    }

    fn row(&self, line: usize) -> &str {
        self.lines.line_text(self.text, line)
    }

    fn line(&self, line: usize) -> Option<Line> {
        let text = self.row(line);
        let body = text.trim();
        if body.is_empty() || body.starts_with('#') {
            return None;
        }
        let column = columns(text);
        let dash = body == "-" || body.starts_with("- ");
        let behind = body.trim_start_matches("- ").trim_start_matches('-').trim_start();
        // Nothing stands behind a dash alone, wherever that is.
        let content =
            if dash && !behind.is_empty() { column + body.len() - behind.len() } else { column + usize::from(dash) };
        let words = behind.split(" #").next().unwrap_or_default().trim_end();
        let last = words.rsplit(' ').next().unwrap_or_default();
        let opens = behind.is_empty() || words.ends_with(':') || last.starts_with(['&', '!']);
        Some(Line { column, content, dash, opens })
    }
}

/// The column of the first written character. YAML refuses tabs there; people mean a step to the right by one.
fn columns(line: &str) -> usize {
    const TAB: usize = 8;
    let blanks = line.chars().take_while(|c| c.is_whitespace());
    blanks.map(|c| if c == '\t' { TAB } else { 1 }).sum()
}

/// Tells whether a tab indents the line.
fn has_tab(line: &str) -> bool {
    line.trim_start_matches(' ').starts_with('\t')
}

/// The key on a line, behind its dash.
fn key_of(line: &str) -> &str {
    let body = line.trim_start().trim_start_matches("- ").trim_start_matches([' ', '{']);
    body.split(':').next().unwrap_or_default().trim_matches([' ', '"', '\''])
}
