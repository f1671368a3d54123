//! Where each byte of a text stands in the file that holds it.

use crate::span::Span;

/// A text in pieces, each with its place in the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    pieces: Vec<Piece>,
    /// The bytes of the text.
    len: usize,
}

#[derive(Clone, Copy, Debug)]
struct Piece {
    /// The first byte of the text.
    from: usize,
    /// Its place in the file.
    at: Span,
    /// Whether the file says the same, byte by byte; otherwise the place is one whole, as that of an escape.
    verbatim: bool,
}

impl Places {
    /// The places of a text that the file says word by word, from the byte `offset` on.
    pub(crate) fn verbatim(offset: usize, len: usize) -> Self {
        let mut places = Self::default();
        places.copy(offset, len);
        places
    }

    /// Goes on with `len` bytes that stand in the file as they are, from the byte `offset` on.
    pub(crate) fn copy(&mut self, offset: usize, len: usize) {
        let goes_on = self.pieces.last_mut().filter(|last| last.verbatim && last.at.end as usize == offset);
        match goes_on {
            Some(last) => last.at = Span::new(last.at.start as usize, offset + len),
            None if len > 0 => {
                self.pieces.push(Piece { from: self.len, at: Span::new(offset, offset + len), verbatim: true });
            }
            None => {}
        }
        self.len += len;
    }

    /// Goes on with `len` bytes that the file says in another way, at `at`.
    pub(crate) fn replace(&mut self, at: Span, len: usize) {
        if len > 0 {
            self.pieces.push(Piece { from: self.len, at, verbatim: false });
            self.len += len;
        }
    }

    /// Goes on with a part of another text of the same file.
    pub(crate) fn extend(&mut self, other: &Self, part: std::ops::Range<usize>) {
        for (index, piece) in other.pieces.iter().enumerate() {
            let end = other.pieces.get(index + 1).map_or(other.len, |next| next.from).min(part.end);
            let from = piece.from.max(part.start);
            let Some(len) = end.checked_sub(from).filter(|len| *len > 0) else { continue };
            if piece.verbatim {
                self.copy(piece.at.start as usize + (from - piece.from), len);
            } else {
                self.replace(piece.at, len);
            }
        }
    }

    /// The bytes of the text.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The place in the file of a part of the text.
    pub(crate) fn span(&self, part: Span) -> Span {
        let start = self.start(part.start as usize);
        if part.is_empty() {
            return Span::at(start);
        }
        Span::new(start, self.end(part.end as usize))
    }

    /// Where the byte `offset` stands.
    pub(crate) fn start(&self, offset: usize) -> usize {
        if offset >= self.len {
            return self.end(offset);
        }
        let after = self.pieces.partition_point(|piece| piece.from <= offset);
        let piece = after.checked_sub(1).and_then(|index| self.pieces.get(index));
        piece.map_or(0, |piece| piece.at.start as usize + if piece.verbatim { offset - piece.from } else { 0 })
    }

    /// Where the byte before `offset` ends.
    fn end(&self, offset: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.from < offset);
        match after.checked_sub(1).and_then(|index| self.pieces.get(index)) {
            Some(piece) if piece.verbatim => (piece.at.start as usize + offset - piece.from).min(piece.at.end as usize),
            Some(piece) => piece.at.end as usize,
            None => self.pieces.first().map_or(0, |piece| piece.at.start as usize),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_text_have_their_places_in_the_file() {
        // The file says `  ab\n  c\td`, with the two characters `\t`; the text is `ab⏎c⇥d`.
        let mut places = Places::default();
        places.copy(2, 2);
        places.replace(Span::new(4, 5), 1);
        places.copy(7, 1);
        places.replace(Span::new(8, 10), 1);
        places.copy(10, 1);
        let check = |places: &Places, part: [usize; 2], expected: [usize; 2]| {
            assert_eq!(places.span(Span::new(part[0], part[1])), Span::new(expected[0], expected[1]), "{part:?}");
        };
        check(&places, [0, 2], [2, 4]);
        check(&places, [1, 4], [3, 8]);
        check(&places, [3, 3], [7, 7]);
        check(&places, [2, 2], [4, 4]);
        check(&places, [4, 5], [8, 10]);
        check(&places, [5, 6], [10, 11]);
        check(&places, [6, 6], [11, 11]);
        check(&places, [6, 99], [11, 11]);
        let mut part = Places::default();
        part.replace(Span::new(90, 95), 3);
        part.extend(&places, 1..5);
        assert_eq!(part.len(), 7);
        check(&part, [0, 3], [90, 95]);
        check(&part, [3, 4], [3, 4]);
        check(&part, [5, 7], [7, 10]);
    }
}
