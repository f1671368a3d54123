//! Parts of a text that a tool fills in, made into marks.

use std::ops::Range;

use super::hcl::end_of_interpolation;
use crate::document::Embedded;

/// `${…}` of ROS, and what `Fn::Replace` replaces; `${!…}` stands for `${…}`.
pub(super) fn ros(text: &Embedded, replaced: &[String]) -> Embedded {
    marked(text, |rest| {
        if rest.starts_with("${!") {
            return Some(Change::Keep { of: 3, kept: 0..2 });
        }
        let old = replaced.iter().filter(|old| !old.is_empty()).find(|old| rest.starts_with(old.as_str()));
        let interpolation = || rest.starts_with("${").then(|| end_of_interpolation(rest));
        old.map(String::len).or_else(interpolation).map(Change::Mark)
    })
}

/// `${…}` of Terraform, and directives `%{…}`, which are left out; `$${` and `%%{` stand for `${` and `%{`.
pub(super) fn terraform(text: &Embedded) -> Embedded {
    marked(text, |rest| {
        if rest.starts_with("$${") || rest.starts_with("%%{") {
            return Some(Change::Keep { of: 3, kept: 1..3 });
        }
        if rest.starts_with("${") {
            return Some(Change::Mark(end_of_interpolation(rest)));
        }
        rest.starts_with("%{").then(|| Change::Keep { of: end_of_interpolation(rest), kept: 0..0 })
    })
}

/// What becomes of so many bytes of the text.
enum Change {
    /// They are written later.
    Mark(usize),
    /// Only some of them are meant.
    Keep { of: usize, kept: Range<usize> },
}

/// Makes the text anew, with what `find` says of each place.
fn marked(text: &Embedded, find: impl Fn(&str) -> Option<Change>) -> Embedded {
    let source = text.text();
    let mut made = text.begin();
    let (mut copied, mut at) = (0, 0);
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(change) = find(rest) else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        made.push(text, copied..at);
        at += match change {
            Change::Mark(len) => {
                made.push_mark(text, at..at + len);
                len
            }
            Change::Keep { of, kept } => {
                made.push(text, at + kept.start..at + kept.end);
                of
            }
        };
        copied = at;
    }
    made.push(text, copied..source.len());
    made
}
