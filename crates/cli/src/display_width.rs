//! How many cells of a terminal a text takes.

/// The first and last character of each range that takes two cells: East Asian wide and full-width characters, and
/// the pictographs that terminals draw so.
///
/// Source: Unicode, East Asian Width, values W and F; ranges with nothing narrow between them are joined.
const WIDE: [(char, char); 22] = [
    ('\u{1100}', '\u{115f}'),
    ('\u{231a}', '\u{231b}'),
    ('\u{23e9}', '\u{23ec}'),
    ('\u{2614}', '\u{2615}'),
    ('\u{26a1}', '\u{26a1}'),
    ('\u{2705}', '\u{2705}'),
    ('\u{274c}', '\u{274c}'),
    ('\u{2753}', '\u{2757}'),
    ('\u{2e80}', '\u{303e}'),
    ('\u{3041}', '\u{33ff}'),
    ('\u{3400}', '\u{4dbf}'),
    ('\u{4e00}', '\u{a4cf}'),
    ('\u{a960}', '\u{a97f}'),
    ('\u{ac00}', '\u{d7a3}'),
    ('\u{f900}', '\u{faff}'),
    ('\u{fe10}', '\u{fe19}'),
    ('\u{fe30}', '\u{fe6f}'),
    ('\u{ff01}', '\u{ff60}'),
    ('\u{ffe0}', '\u{ffe6}'),
    ('\u{1f300}', '\u{1f64f}'),
    ('\u{1f680}', '\u{1f9ff}'),
    ('\u{20000}', '\u{3fffd}'),
];

/// The first and last character of each range that takes no cell: it changes the character before it, or nothing.
const NONE: [(char, char); 8] = [
    ('\u{0300}', '\u{036f}'),
    ('\u{0483}', '\u{0489}'),
    ('\u{0591}', '\u{05bd}'),
    ('\u{1ab0}', '\u{1aff}'),
    ('\u{200b}', '\u{200d}'),
    ('\u{20d0}', '\u{20ff}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
];

/// The cells of a character.
pub(crate) fn char_width(character: char) -> usize {
    if character.is_ascii() {
        1
    } else if within(&NONE, character) {
        0
    } else if within(&WIDE, character) {
        2
    } else {
        1
    }
}

/// The cells of a text.
pub(crate) fn display_width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

/// The text cut to `most` cells, with an ellipsis when something is missing.
pub(crate) fn cut(text: &str, most: usize) -> String {
    if display_width(text) <= most {
        return text.to_owned();
    }
    let mut left = most.saturating_sub(1);
    let mut kept = String::new();
    for character in text.chars() {
        match left.checked_sub(char_width(character)) {
            Some(rest) => left = rest,
            None => break,
        }
        kept.push(character);
    }
    kept.push('…');
    kept
}

/// The text with blanks after it, `width` cells wide at least.
pub(crate) fn padded(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(display_width(text));
    format!("{text}{:missing$}", "")
}

fn within(ranges: &[(char, char)], character: char) -> bool {
    ranges.partition_point(|(_, last)| *last < character) < ranges.len()
        && ranges[ranges.partition_point(|(_, last)| *last < character)].0 <= character
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_in_order() {
        for ranges in [&WIDE[..], &NONE[..]] {
            assert!(ranges.iter().all(|(first, last)| first <= last));
            assert!(ranges.windows(2).all(|pair| pair[0].1 < pair[1].0));
        }
    }

    #[test]
    fn chinese_takes_two_cells() {
        fn check(text: &str, expected: usize) {
            assert_eq!(display_width(text), expected, "{text:?}");
        }
        check("", 0);
        check("charge", 6);
        check("收费", 4);
        check("ＡＢ", 4);
        check("e\u{301}", 1);
        check("한글", 4);
        check("…é", 2);
        check("🙂", 2);
        check("。", 2);
    }

    #[test]
    fn texts_are_cut_and_filled_up_by_cells() {
        assert_eq!(cut("charge", 6), "charge");
        assert_eq!(cut("charge", 5), "char…");
        assert_eq!(cut("收费步骤", 5), "收费…");
        assert_eq!(cut("收费步骤", 6), "收费…");
        assert_eq!(padded("收", 4), "收  ");
        assert_eq!(padded("long", 2), "long");
    }
}
