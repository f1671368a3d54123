//! Values that are written as lines below a `|` or `>`.

use flowglass_flow::{Document, NodeId, NodeKind};

/// The line of the `|` or `>` of a value, and whether it keeps the empty lines at its end; `None` for other values.
///
/// The place of such a value is that of its words, so the line before them tells.
pub(crate) fn header(document: &Document, node: NodeId) -> Option<(usize, bool)> {
    if !matches!(document.node(node).kind, NodeKind::Scalar(_)) {
        return None;
    }
    let start = document.node(node).at.start as usize;
    let first = document.lines.line_of(start);
    let before = document.text.get(document.lines.line_range(&document.text, first).start..start)?;
    if !before.trim().is_empty() {
        return None;
    }
    let line = |line: usize| document.lines.line_text(&document.text, line);
    let above = (0..first).rev().find(|above| !line(*above).trim().is_empty())?;
    let words = line(above);
    let words = words[..words.find(" #").unwrap_or(words.len())].trim_end();
    let mark = words.rsplit([' ', ':']).next()?;
    let is_header =
        mark.starts_with(['|', '>']) && mark[1..].chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-'));
    is_header.then(|| (above, mark.contains('+')))
}

#[cfg(test)]
mod tests {
    use flowglass_flow::parse;

    use super::*;

    #[test]
    fn only_values_below_a_mark_are_blocks() {
        let check = |text: &str, expected: Option<(usize, bool)>| {
            let document = parse(text).document;
            let root = document.root.expect("a root");
            let NodeKind::Mapping(entries) = &document.node(root).kind else { panic!("a mapping") };
            assert_eq!(header(&document, entries[0].1), expected, "{text:?}");
        };
        check("a: |\n  b\n", Some((0, false)));
        check("a: >-  # why\n\n  b\n  c\n", Some((0, false)));
        check("a: |2+\n  b\n", Some((0, true)));
        check("a: b |\n  c\n", None);
        check("a:\n  b\n", None);
        check("a: '|\n  b'\n", None);
    }
}
