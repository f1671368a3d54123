//! Edits that mend what a finding tells about.

use super::Words;
use crate::span::Span;

/// A change of the text that mends one finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What the edit does, in one line; `{}` stands for [`name`](Self::name).
    pub title: Words,
    /// What the title speaks of.
    pub name: String,
    /// The changes, in the order of the text; none overlaps another.
    pub edits: Vec<Edit>,
    /// Set when the edit cannot change what a valid definition means, so that it may be applied unasked.
    pub safe: bool,
}

/// One change of a text.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Edit {
    /// What is replaced.
    pub at: Span,
    /// What stands there afterwards.
    pub text: String,
}

impl Fix {
    /// Writes `name` in place of what stands at `at`.
    pub(crate) fn rewrite(at: Span, name: impl Into<String>, safe: bool) -> Self {
        let name = name.into();
        let edits = vec![Edit { at, text: name.clone() }];
        Self { title: Words::new("Write `{}`", "改为 `{}`"), name, edits, safe }
    }

    /// The title in `language`.
    pub fn title(&self, language: flowglass_expression::Language) -> String {
        self.title.say(language).replace("{}", &self.name)
    }
}

/// Applies `edits` to `text`; one that overlaps an earlier one of the text is left out.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.at.start, edit.at.end));
    let mut changed = String::with_capacity(text.len());
    let mut copied = 0;
    for edit in edits {
        let range = edit.at.range();
        let Some(between) = text.get(copied..range.start) else { continue };
        if text.get(range.clone()).is_none() {
            continue;
        }
        changed.push_str(between);
        changed.push_str(&edit.text);
        copied = range.end;
    }
    changed.push_str(text.get(copied..).unwrap_or_default());
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_applied_in_the_order_of_the_text_and_never_over_each_other() {
        let edit = |start, end, text: &str| Edit { at: Span::new(start, end), text: text.to_owned() };
        assert_eq!(apply("abcdef", &[edit(4, 5, "E"), edit(0, 1, "A")]), "AbcdEf");
        assert_eq!(apply("abcdef", &[edit(0, 3, "x"), edit(2, 4, "y"), edit(6, 6, "!")]), "xdef!");
        assert_eq!(apply("名b", &[edit(1, 2, "x"), edit(3, 4, "y")]), "名y");
    }
}
