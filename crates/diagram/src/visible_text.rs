//! Text of a definition as it may stand in a picture: one line, nothing that cannot be seen or that turns other text.

use std::borrow::Cow;

/// The text in one line; control characters and marks of direction, which could forge what a reader sees or break a
/// file, are shown as `�`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(needs_change) && text.trim() == text {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut broken = false;
    for character in text.trim().chars() {
        // A break of the line with the blanks around it is one blank.
        let breaks = matches!(character, '\t' | '\n' | '\r');
        broken = breaks || (broken && character == ' ');
        match character {
            _ if broken => {
                if !clean.ends_with(' ') {
                    clean.push(' ');
                }
            }
            _ if needs_change(character) => clean.push('\u{fffd}'),
            _ => clean.push(character),
        }
    }
    Cow::Owned(clean)
}

fn needs_change(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}'
            | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_made_visible() {
        let check = |text: &str, expected: &str| assert_eq!(visible(text), expected, "{text:?}");
        check("charge", "charge");
        check("视频 é", "视频 é");
        check("a\nb\r\n\tc", "a b c");
        check("a \n  b  c", "a b  c");
        check("  a  b ", "a  b");
        check("\u{0}\u{1b}[31m", "\u{fffd}\u{fffd}[31m");
        check("a\u{202e}b", "a\u{fffd}b");
        check("👩\u{200d}👩", "👩\u{200d}👩");
        check("", "");
    }
}
