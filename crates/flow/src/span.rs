//! Places in the text of a definition.

use std::ops::Range;

/// Stands before the text of some files and is no part of it.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A half-open range of bytes in the definition's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Makes the span from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: saturating(start), end: saturating(end.max(start)) }
    }

    /// Makes the empty span at `offset`.
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// Tells whether `offset` lies in the span or at its end.
    pub fn touches(self, offset: usize) -> bool {
        (self.start as usize..=self.end as usize).contains(&offset)
    }

    /// The bytes as a range, to cut text with.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The number of bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Tells whether the span holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

fn saturating(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// A value and the place in the text that says it.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Spanned<T> {
    /// What the text says.
    pub value: T,
    /// Where it says so.
    pub at: Span,
}

impl<T> Spanned<T> {
    /// Pairs a value with its place.
    pub fn new(value: T, at: Span) -> Self {
        Self { value, at }
    }
}

/// A place as people count: lines and columns from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters (Unicode scalar values), from 1.
    pub column: u32,
}

/// Where each line of a text begins; turns byte offsets into what people and editors count in.
#[derive(Clone, Debug)]
pub struct LineIndex {
    /// The byte offset of each line's first character.
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of `text`; a line ends with `\n`, `\r\n` or a lone `\r`, as YAML counts them.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (index, byte) in bytes.iter().enumerate() {
            let ends_line = *byte == b'\n' || (*byte == b'\r' && bytes.get(index + 1) != Some(&b'\n'));
            if ends_line {
                starts.push(saturating(index + 1));
            }
        }
        Self { starts }
    }

    /// The number of lines; a text that ends with a line break has an empty last line.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The line (from 0) that holds the byte `offset`.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start as usize <= offset).saturating_sub(1)
    }

    /// The bytes of line `line` (from 0) in `text`, with its line break.
    pub fn line_range(&self, text: &str, line: usize) -> Range<usize> {
        let end = text.len();
        let start = self.starts.get(line).map_or(end, |start| *start as usize);
        start..self.starts.get(line + 1).map_or(end, |next| *next as usize)
    }

    /// The line (from 0) without its line break.
    pub fn line_text<'text>(&self, text: &'text str, line: usize) -> &'text str {
        text.get(self.line_range(text, line)).unwrap_or_default().trim_end_matches(['\n', '\r'])
    }

    /// The place of the byte `offset` in `text`, as people count: a byte order mark takes no column.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = floor_char_boundary(text, offset);
        let line = self.line_of(offset);
        let start = self.first_character(text, line);
        let column = text.get(start..offset).map_or(0, |before| before.chars().count());
        Position { line: saturating(line + 1), column: saturating(column + 1) }
    }

    /// The byte offset of a place; a column beyond its line is the line's end.
    pub fn offset(&self, text: &str, place: Position) -> usize {
        let line = (place.line as usize).saturating_sub(1);
        let start = self.first_character(text, line);
        let column = (place.column as usize).saturating_sub(1);
        let end = self.line_range(text, line).start + self.line_text(text, line).len();
        let line = text.get(start..end).unwrap_or_default();
        start + line.char_indices().nth(column).map_or(line.len(), |(offset, _)| offset)
    }

    /// The byte offset at which people begin to count the columns of a line.
    fn first_character(&self, text: &str, line: usize) -> usize {
        let start = self.line_range(text, line).start;
        if start == 0 && text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { start }
    }
}

/// How browsers count: UTF-16 units from the beginning of a text. Both ways take the time of a short text, however long the
/// text is.
#[derive(Clone, Debug)]
pub struct Utf16Index {
    /// By chunk of the text: the units before it.
    before: Vec<u32>,
}

/// Bytes of a chunk.
const CHUNK: usize = 1024;

impl Utf16Index {
    /// Counts the units of `text`.
    pub fn new(text: &str) -> Self {
        let mut seen = 0;
        let before = text.as_bytes().chunks(CHUNK).map(|chunk| {
            let before = seen;
            seen += units(chunk);
            saturating(before)
        });
        Self { before: before.collect() }
    }

    /// The number of units before the byte `offset` of the text that was counted.
    pub fn units(&self, text: &str, offset: usize) -> usize {
        let offset = floor_char_boundary(text, offset);
        let chunk = (offset / CHUNK).min(self.before.len().saturating_sub(1));
        let before = self.before.get(chunk).map_or(0, |before| *before as usize);
        before + text.as_bytes().get(chunk * CHUNK..offset).map_or(0, units)
    }

    /// The byte offset of the `units`-th unit of the text that was counted; the text's end when there are fewer.
    pub fn offset(&self, text: &str, units: usize) -> usize {
        let chunk = self.before.partition_point(|before| *before as usize <= units).saturating_sub(1);
        let mut seen = self.before.get(chunk).map_or(0, |before| *before as usize);
        for (offset, byte) in text.bytes().enumerate().skip(chunk * CHUNK) {
            if seen >= units && text.is_char_boundary(offset) {
                return offset;
            }
            seen += units_of(byte);
        }
        text.len()
    }
}

/// The units of all characters that begin in these bytes.
fn units(bytes: &[u8]) -> usize {
    if bytes.is_ascii() { bytes.len() } else { bytes.iter().copied().map(units_of).sum() }
}

/// The units of the character that begins with this byte; none for a byte in the middle of one.
fn units_of(byte: u8) -> usize {
    match byte {
        0x80..=0xbf => 0,
        // Four bytes: beyond what one unit can say.
        0xf0.. => 2,
        _ => 1,
    }
}

fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_every_kind_of_line_break() {
        let text = "a\r\n名: b\rc\nd";
        let index = LineIndex::new(text);
        let check = |needle: &str, line, column| {
            let offset = text.find(needle).unwrap();
            assert_eq!(index.position(text, offset), Position { line, column }, "{needle}");
            assert_eq!(index.offset(text, Position { line, column }), offset, "{needle}");
        };
        check("a", 1, 1);
        check("名", 2, 1);
        check("b", 2, 4);
        check("c", 3, 1);
        check("d", 4, 1);
        assert_eq!(index.lines(), 4);
        assert_eq!(index.line_text(text, 1), "名: b");
        assert_eq!(index.position(text, 999), Position { line: 4, column: 2 });
        // In the middle of a character: the character's own column.
        assert_eq!(index.position(text, 4), Position { line: 2, column: 1 });
    }

    #[test]
    fn a_byte_order_mark_has_no_column() {
        let text = "\u{feff}ab\n\u{feff}c";
        let index = LineIndex::new(text);
        for (offset, line, column) in [(3, 1, 1), (4, 1, 2), (5, 1, 3), (6, 2, 1), (9, 2, 2)] {
            assert_eq!(index.position(text, offset), Position { line, column }, "{offset}");
            assert_eq!(index.offset(text, Position { line, column }), offset, "{offset}");
        }
        assert_eq!(index.position(text, 0), Position { line: 1, column: 1 });
    }

    #[test]
    fn utf16_units_go_both_ways() {
        let check = |text: &str| {
            let index = Utf16Index::new(text);
            let mut before = 0;
            for (offset, character) in text.char_indices() {
                assert_eq!((index.units(text, offset), index.offset(text, before)), (before, offset));
                before += character.len_utf16();
            }
            for beyond in [0, 1, 99] {
                assert_eq!(index.units(text, text.len() + beyond), before);
                assert_eq!(index.offset(text, before + beyond), text.len());
            }
        };
        check("");
        check("a😀b名c");
        // Characters of every length lie across the borders of chunks.
        for shift in 0..4 {
            check(&("x".repeat(shift) + &"é名😀".repeat(CHUNK)));
        }
        let text = "😀b";
        // In the middle of a character: its own beginning in bytes, the next character in units.
        let index = Utf16Index::new(text);
        assert_eq!((index.units(text, 2), index.offset(text, 1)), (0, 4));
    }
}
