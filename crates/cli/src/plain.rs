//! Text from files, made safe to print.

use std::borrow::Cow;

/// The text with everything that a terminal would act on shown as U+FFFD: control characters (tabs and line breaks
/// too) and the marks that change the direction of writing.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if text.chars().any(acts) { text.chars().map(shown).collect() } else { Cow::Borrowed(text) }
}

/// The character as it is safe to print.
pub(crate) fn shown(character: char) -> char {
    if acts(character) { char::REPLACEMENT_CHARACTER } else { character }
}

fn acts(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_act_on_is_replaced() {
        fn check(text: &str, expected: &str) {
            assert_eq!(plain(text), expected);
        }
        check("charge 收费 ✓", "charge 收费 ✓");
        check("\u{1b}[2Jgone", "\u{fffd}[2Jgone");
        check("a\tb\nc", "a\u{fffd}b\u{fffd}c");
        check("\u{202e}nimda", "\u{fffd}nimda");
        check("\u{9b}31m", "\u{fffd}31m");
    }
}
