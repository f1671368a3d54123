//! Texts as they are compared: small letters, full-width signs as plain ones, and where words begin.

use std::ops::Range;

/// A text that can be searched.
#[derive(Clone, Debug)]
pub(super) struct Folded {
    /// As it is written.
    pub(super) written: String,
    folded: String,
}

/// How well a text fits what is looked for; the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It is the whole text.
    Whole,
    /// The text begins with it.
    Beginning,
    /// A word of the text begins with it.
    Word,
    /// It stands somewhere in the text.
    Inside,
}

impl Folded {
    pub(super) fn new(written: String) -> Self {
        Self { folded: fold(&written), written }
    }

    /// How well it fits a text that is folded itself; the best of all places.
    pub(super) fn fit(&self, wanted: &str) -> Option<Fit> {
        let first = self.folded.find(wanted)?;
        if first == 0 {
            return Some(if self.folded.len() == wanted.len() { Fit::Whole } else { Fit::Beginning });
        }
        let starts = word_starts(&self.written);
        let at_word = |(at, _): (usize, &str)| starts.binary_search(&at).is_ok();
        let word = !wanted.is_empty() && self.folded.match_indices(wanted).any(at_word);
        Some(if word { Fit::Word } else { Fit::Inside })
    }
}

/// Where words begin in the text when it is folded, ascending.
fn word_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let (mut before, mut at) = (' ', 0);
    for character in text.chars() {
        if begins_word(before, character) {
            starts.push(at);
        }
        at += fold_sign(character).map(char::len_utf8).sum::<usize>();
        before = character;
    }
    starts
}

/// The text as it is compared.
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().flat_map(fold_sign).collect()
}

/// Where a folded text stands first in a text as it is written, in bytes; whole signs.
pub(super) fn place(text: &str, wanted: &str) -> Option<Range<usize>> {
    let mut folded = String::with_capacity(text.len());
    // By byte of the folded text: the sign that it comes from.
    let mut origins: Vec<Range<usize>> = Vec::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        folded.extend(fold_sign(character));
        origins.resize(folded.len(), at..at + character.len_utf8());
    }
    let start = folded.find(wanted)?;
    let last = (start + wanted.len()).checked_sub(1)?;
    Some(origins.get(start)?.start..origins.get(last)?.end)
}

fn fold_sign(character: char) -> std::char::ToLowercase {
    let plain = match character {
        // Full-width forms, as Chinese keyboards write them.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        '\u{3000}' => ' ',
        // At the end of a word Greek writes the same letter differently.
        'ς' => 'σ',
        _ => character,
    };
    plain.to_lowercase()
}

/// Words begin behind what is neither letter nor digit, at a capital inside of a name, and at every sign of a script that
/// writes no blanks.
fn begins_word(before: char, character: char) -> bool {
    if !character.is_alphanumeric() {
        return false;
    }
    let unspaced = |character: char| matches!(character, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}');
    !before.is_alphanumeric()
        || unspaced(character)
        || unspaced(before)
        || (character.is_uppercase() && !before.is_uppercase())
        || (character.is_numeric() != before.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_place_of_a_text_counts() {
        let check = |text: &str, wanted: &str, expected: Option<Fit>| {
            assert_eq!(Folded::new(text.to_owned()).fit(&fold(wanted)), expected, "{wanted} in {text}");
        };
        check("Charge", "charge", Some(Fit::Whole));
        check("Charge card", "CHARGE", Some(Fit::Beginning));
        check("Charge card", "card", Some(Fit::Word));
        check("discard a card", "card", Some(Fit::Word));
        check("checkStock2Go", "stock", Some(Fit::Word));
        check("checkStock2Go", "2go", Some(Fit::Word));
        check("recharge", "charge", Some(Fit::Inside));
        check("refund", "charge", None);
        // Chinese has no blanks: every sign begins a word.
        check("检查库存", "库存", Some(Fit::Word));
        check("检查库存", "检查", Some(Fit::Beginning));
        check("ＦＣ函数", "fc", Some(Fit::Beginning));
        check("ΟΔΟΣ", "οδος", Some(Fit::Whole));
        check("x", "", Some(Fit::Beginning));
        check("", "", Some(Fit::Whole));
        // Signs that mean something elsewhere mean themselves here.
        check("a.b*c", "a.b*", Some(Fit::Beginning));
        check("axbyc", "a.b*", None);
        check("[x", "[", Some(Fit::Beginning));
    }

    #[test]
    fn places_are_those_of_the_text_as_it_is_written() {
        let check = |text: &str, wanted: &str, expected: Option<&str>| {
            assert_eq!(place(text, &fold(wanted)).and_then(|at| text.get(at)), expected, "{wanted} in {text}");
        };
        check("Check the STOCK", "stock", Some("STOCK"));
        check("检查库存 now", "库存", Some("库存"));
        check("ＦＣ函数", "fc", Some("ＦＣ"));
        // This letter becomes two when it is made small.
        check("İstanbul", "i̇s", Some("İs"));
        check("İstanbul", "i", Some("İ"));
        check("a", "b", None);
        check("a", "", None);
        check("", "", None);
    }
}
