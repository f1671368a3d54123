//! The segments of a path (`.name`, `[0]`, `["key"]`, wildcards), which both languages share.

use std::ops::Range;
use std::sync::Arc;

use crate::scan::{Scanner, is_name_start};
use crate::{Json, SyntaxError};

/// One step of a path into a value, and where in the text it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Segment {
    pub(crate) step: Step,
    pub(crate) at: Range<usize>,
}

/// Where a segment leads.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    /// To the member of an object.
    Key(Arc<str>),
    /// To the element of an array, counted from 0.
    Index(usize),
    /// To all elements of an array, or all values of an object.
    All,
}

impl Step {
    /// Follows a key or an index; `None` if nothing is there, and for a wildcard, which leads to many.
    pub(crate) fn follow<'a>(&self, value: &'a Json) -> Option<&'a Json> {
        match self {
            Self::Key(key) => value.get(key),
            Self::Index(index) => value.as_array()?.get(*index),
            Self::All => None,
        }
    }
}

/// Reads the segments that follow directly, as many as there are.
///
/// `in_name` says which characters may follow the first one of a name after a point.
///
/// # Errors
/// A name is missing after a point, or brackets hold something else than an index, a key or `*`.
pub(crate) fn read_segments(
    scanner: &mut Scanner<'_>,
    in_name: impl Fn(char) -> bool,
) -> Result<Vec<Segment>, SyntaxError> {
    let mut segments = Vec::new();
    loop {
        let start = scanner.at();
        let step = if scanner.take(".") {
            member(scanner, &in_name)?
        } else if scanner.take("[") {
            bracketed(scanner, start)?
        } else {
            return Ok(segments);
        };
        segments.push(Segment { step, at: start..scanner.at() });
    }
}

fn member(scanner: &mut Scanner<'_>, in_name: impl Fn(char) -> bool) -> Result<Step, SyntaxError> {
    match scanner.peek() {
        Some('*') => {
            scanner.take("*");
            Ok(Step::All)
        }
        Some(first) if is_name_start(first) => Ok(Step::Key(scanner.take_while(in_name).into())),
        Some(first) if first.is_ascii_digit() => {
            Err(scanner.error_here("A name cannot begin with a digit; write [0] for an element, [\"0\"] for a key."))
        }
        _ => Err(scanner.error_here("A name is missing after the point; write .name, or [\"name\"] for unusual keys.")),
    }
}

fn bracketed(scanner: &mut Scanner<'_>, start: usize) -> Result<Step, SyntaxError> {
    scanner.skip_blanks();
    let step = match scanner.peek() {
        Some('*') => {
            scanner.take("*");
            Step::All
        }
        Some('"' | '\'' | '`') => Step::Key(scanner.string()?.into()),
        Some(digit) if digit.is_ascii_digit() => {
            let from = scanner.at();
            let digits = scanner.take_while(|c| c.is_ascii_digit());
            let index = digits.parse().map_err(|_| scanner.error_from(from, "This index is larger than any array."))?;
            Step::Index(index)
        }
        Some('-') => return Err(scanner.error_here("An index counts from 0 at the front and cannot be negative.")),
        Some(_) => {
            return Err(scanner.error_here("Brackets in a path hold an index as in [0], or a key as in [\"name\"]."));
        }
        None => return Err(unclosed(scanner, start)),
    };
    scanner.skip_blanks();
    if scanner.take("]") {
        Ok(step)
    } else if scanner.peek().is_none() {
        Err(unclosed(scanner, start))
    } else {
        Err(scanner.error_here("Only one index or key can stand between brackets; write ] after it."))
    }
}

fn unclosed(scanner: &Scanner<'_>, start: usize) -> SyntaxError {
    scanner.error_from(start, "The bracket that opens here is not closed; write ] after the index or key.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::is_word;

    fn read(text: &str) -> Result<Vec<Segment>, SyntaxError> {
        read_segments(&mut Scanner::new(text), is_word)
    }

    #[test]
    fn segments_are_read_up_to_the_first_other_character() {
        fn check(text: &str, expected: &[Step]) {
            let steps: Vec<Step> = read(text).unwrap().into_iter().map(|segment| segment.step).collect();
            assert_eq!(steps, expected, "{text}");
        }
        let key = |name: &str| Step::Key(name.into());
        check("", &[]);
        check(" .a", &[]);
        check(".a._b2.中", &[key("a"), key("_b2"), key("中")]);
        check(".a-b", &[key("a")]);
        check("[0][ 12 ].x", &[Step::Index(0), Step::Index(12), key("x")]);
        check("[*].*[*]", &[Step::All, Step::All, Step::All]);
        check(r#"["a-b"]['c d'][`e`][""]"#, &[key("a-b"), key("c d"), key("e"), key("")]);
    }

    #[test]
    fn what_is_no_segment_is_pointed_at() {
        fn check(text: &str, at: Range<usize>, part: &str) {
            let error = read(text).unwrap_err();
            assert_eq!(error.at, at, "{text}: {error}");
            assert!(error.message.contains(part), "{text}: {error}");
        }
        check(".", 1..1, "missing");
        check(".a.", 3..3, "missing");
        check("..a", 1..2, "missing");
        check(".0", 1..2, "[0]");
        check("[", 0..1, "not closed");
        check("[0", 0..2, "not closed");
        check("[-1]", 1..2, "negative");
        check("[1:2]", 2..3, "Only one");
        check("[a]", 1..2, "index");
        check("[?(1)]", 1..2, "index");
        check("[]", 1..2, "index");
        check("[99999999999999999999999]", 1..24, "larger");
        check("[\"a]", 1..4, "not closed");
    }
}
