//! Text of a definition as text of an SVG file or of a page: step names are whatever somebody wrote.

/// Appends `text` so that it is text in content and in a quoted attribute alike.
///
/// What XML does not allow at all (control characters, the two non-characters) becomes `�`.
pub(crate) fn push_escaped(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ if character.is_control() => out.push('\u{fffd}'),
            _ => out.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_can_leave_it() {
        let check = |text: &str, expected: &str| {
            let mut out = String::new();
            push_escaped(&mut out, text);
            assert_eq!(out, expected);
        };
        check("<script>alert(\"1\")</script>", "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;");
        check("' onload='x", "&#39; onload=&#39;x");
        check("]]>&amp;", "]]&gt;&amp;amp;");
        check("a\u{0}\u{8}\u{7f}\u{85}\nb\u{ffff}", "a\u{fffd}\u{fffd}\u{fffd}\u{fffd} b\u{fffd}");
        check("视频 👩\u{200d}👩", "视频 👩\u{200d}👩");
    }
}
