//! How a text is written as a YAML value.

/// What the place of a value asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Style {
    /// The quote that stands there already.
    pub(crate) quote: Option<char>,
    /// Set inside brackets or braces, where a comma ends a value.
    pub(crate) flow: bool,
}

/// Writes `text` so that it is read as this text: plain where that is safe, else in quotes.
pub(crate) fn scalar(text: &str, style: Style) -> String {
    match style.quote {
        None if is_plain(text, style.flow) => text.to_owned(),
        Some('"') => double(text),
        _ if text.chars().any(char::is_control) => double(text),
        _ => format!("'{}'", text.replace('\'', "''")),
    }
}

fn double(text: &str) -> String {
    let mut written = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => written.extend(['\\', c]),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            c if c.is_control() => written.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => written.push(c),
        }
    }
    written.push('"');
    written
}

/// Tells whether a text needs no quotes: not for YAML 1.2, and not for older readers, to which `No` is a Boolean.
fn is_plain(text: &str, flow: bool) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let begins_otherwise = "-?:,[]{}#&*!|>'\"%@`".contains(first) || first.is_whitespace();
    let breaks_off =
        text.contains(": ") || text.contains(" #") || text.ends_with(':') || text.ends_with(char::is_whitespace);
    let in_flow = flow && text.contains([',', '[', ']', '{', '}']);
    let word = text.to_ascii_lowercase();
    let word = matches!(word.as_str(), "~" | "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n");
    let unsigned = text.trim_start_matches(['+', '-']);
    let number = unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && (unsigned.starts_with("0x") || unsigned.starts_with("0o") || unsigned.parse::<f64>().is_ok());
    let control = text.chars().any(|c| c.is_control() || c == '\u{feff}' || c == '\u{2028}' || c == '\u{2029}');
    !(begins_otherwise || breaks_off || in_flow || word || number || control)
}

#[cfg(test)]
mod tests {
    use flowglass_flow::{NodeKind, parse};

    use super::*;

    #[test]
    fn what_is_written_is_read_as_the_same_text() {
        let texts = [
            "a",
            "Check stock",
            "名称",
            "No",
            "12",
            "0x1F",
            "1e3",
            "-",
            "- a",
            "a: b",
            "a #b",
            "a#b",
            "it's",
            "say \"hi\"",
            "",
            " a",
            "a ",
            "a:",
            "a\nb",
            "{x}",
            "a, b",
            "null",
            "~",
            "*a",
            "&a",
            "!a",
            "@a",
            "`a`",
            "%a",
            "?",
            "a]",
            "tab\there",
            "100%",
        ];
        for text in texts {
            for flow in [false, true] {
                for quote in [None, Some('"'), Some('\'')] {
                    let written = scalar(text, Style { quote, flow });
                    let whole = if flow { format!("k: [{written}, x]\n") } else { format!("k: {written}\n") };
                    let document = parse(&whole).document;
                    let value = document.json(document.root.expect("a root"));
                    let read =
                        value.get("k").map(|k| if flow { k.as_array().map(|k| k[0].clone()) } else { Some(k.clone()) });
                    let read = read.flatten().and_then(|k| k.as_str().map(str::to_owned));
                    assert_eq!(read.as_deref(), Some(text), "{whole}");
                    assert!(matches!(document.node(document.root.expect("a root")).kind, NodeKind::Mapping(_)));
                }
            }
        }
    }

    #[test]
    fn quotes_are_written_only_where_they_are_needed() {
        let plain = Style::default();
        assert_eq!(scalar("Check stock", plain), "Check stock");
        assert_eq!(scalar("Yes", plain), "'Yes'");
        assert_eq!(scalar("it's", plain), "it's");
        assert_eq!(scalar("a, b", plain), "a, b");
        assert_eq!(scalar("a, b", Style { flow: true, quote: None }), "'a, b'");
        assert_eq!(scalar("a", Style { flow: false, quote: Some('"') }), "\"a\"");
    }
}
