//! Text to insert, with the parts that are there to be overwritten.

use std::ops::Range;

/// Text to insert.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Insert {
    /// The text as it stands when nothing is overwritten; lines end with `\n`.
    pub text: String,
    /// Bytes of the parts that an editor selects one after the other.
    pub stops: Vec<Range<usize>>,
}

/// A value that is to be written, in the style of its surroundings.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    /// A word as it is to be written.
    Fixed(String),
    /// A word to begin with, to be overwritten.
    Stop(String),
    /// A short list in brackets.
    Bracketed(Vec<Piece>),
    /// Keys and values.
    Map(Vec<(String, Piece)>),
    /// A list.
    List(Vec<Piece>),
}

impl Insert {
    /// Text without parts to overwrite.
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), stops: Vec::new() }
    }

    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn stop(&mut self, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.stops.push(start..self.text.len());
    }

    /// Writes `piece` in lines of its own; the text so far ends with the colon of a key at column `indent`.
    pub(crate) fn block(&mut self, piece: &Piece, indent: usize) {
        match piece {
            Piece::Map(entries) if !entries.is_empty() => {
                self.line(indent + 2);
                self.entries(entries, indent + 2);
            }
            Piece::List(items) if !items.is_empty() => {
                for item in items {
                    self.line(indent + 2);
                    self.push("- ");
                    self.item(item, indent + 4);
                }
            }
            _ => {
                self.push(" ");
                self.flow(piece);
            }
        }
    }

    /// Writes the content of a list item whose keys stand at column `indent`.
    pub(crate) fn item(&mut self, piece: &Piece, indent: usize) {
        match piece {
            Piece::Map(entries) if !entries.is_empty() => self.entries(entries, indent),
            _ => self.flow(piece),
        }
    }

    /// Writes keys at column `indent`, the first one where the text ends.
    pub(crate) fn entries(&mut self, entries: &[(String, Piece)], indent: usize) {
        for (index, (key, value)) in entries.iter().enumerate() {
            if index > 0 {
                self.line(indent);
            }
            self.push(key);
            self.push(":");
            self.block(value, indent);
        }
    }

    /// Writes `piece` in one line, with brackets and braces.
    pub(crate) fn flow(&mut self, piece: &Piece) {
        match piece {
            Piece::Fixed(text) => self.push(text),
            Piece::Stop(text) => self.stop(text),
            Piece::Bracketed(items) | Piece::List(items) => {
                self.push("[");
                for (index, item) in items.iter().enumerate() {
                    self.push(if index > 0 { ", " } else { "" });
                    self.flow(item);
                }
                self.push("]");
            }
            Piece::Map(entries) => {
                self.push("{");
                self.flow_entries(entries);
                self.push("}");
            }
        }
    }

    /// Writes keys and values with commas between them.
    pub(crate) fn flow_entries(&mut self, entries: &[(String, Piece)]) {
        for (index, (key, value)) in entries.iter().enumerate() {
            self.push(if index > 0 { ", " } else { "" });
            self.push(key);
            self.push(": ");
            self.flow(value);
        }
    }

    fn line(&mut self, indent: usize) {
        self.push("\n");
        self.push(&" ".repeat(indent));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_written_in_lines_or_in_braces() {
        let piece = Piece::Map(vec![
            ("Errors".to_owned(), Piece::Bracketed(vec![Piece::Stop("FnF.ALL".to_owned())])),
            (
                "Rules".to_owned(),
                Piece::List(vec![Piece::Map(vec![
                    ("a".to_owned(), Piece::Fixed("1".to_owned())),
                    ("b".to_owned(), Piece::Map(Vec::new())),
                ])]),
            ),
        ]);
        let mut block = Insert::plain("Retry:");
        block.block(&piece, 4);
        assert_eq!(block.text, "Retry:\n      Errors: [FnF.ALL]\n      Rules:\n        - a: 1\n          b: {}");
        assert_eq!(&block.text[block.stops[0].clone()], "FnF.ALL");
        let mut flow = Insert::default();
        flow.flow(&piece);
        assert_eq!(flow.text, "{Errors: [FnF.ALL], Rules: [{a: 1, b: {}}]}");
    }
}
