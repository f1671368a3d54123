//! The lines of a broken text that lead to one place.

use flowglass_flow::Document;

use crate::token::colon_in;

/// A line of a text: where it begins and ends, and the columns of its dashes and of what follows them.
struct Line<'text> {
    start: usize,
    text: &'text str,
    /// The column of the first dash, or of the content.
    indent: usize,
    /// The column of the content behind all dashes.
    content: usize,
}

impl<'text> Line<'text> {
    fn new(start: usize, text: &'text str) -> Option<Self> {
        let text = text.trim_end_matches(['\n', '\r']);
        let written = text.trim_start_matches(' ');
        if written.is_empty() || written.starts_with('#') {
            return None;
        }
        let indent = text.len() - written.len();
        let mut content = indent;
        while text[content..].starts_with("- ") {
            content += 1 + (text[content + 1..].len() - text[content + 1..].trim_start_matches(' ').len());
        }
        Some(Self { start, text, indent, content })
    }

    fn has_dash(&self) -> bool {
        self.content > self.indent
    }

    fn words(&self) -> &'text str {
        &self.text[self.content..]
    }

    /// Tells whether the line can be read alone: a key with nothing, a word or a number behind it.
    fn is_simple(&self) -> bool {
        let Some(colon) = colon_in(self.words()) else { return false };
        let plain = |text: &str| !text.contains(['"', '\'', '[', ']', '{', '}', '`']) && !text.contains(": ");
        let value = self.words()[colon + 1..].trim();
        let value = value.strip_prefix('[').and_then(|list| list.strip_suffix(']')).unwrap_or(value);
        plain(&self.words()[..colon]) && plain(value) && !value.starts_with(['&', '*', '!', '|', '>', '%', '@'])
    }

    fn opens(&self) -> bool {
        self.is_simple() && self.words().trim_end().ends_with(':')
    }

    fn names(&self) -> bool {
        self.is_simple() && (self.words().starts_with("Name:") || self.words().starts_with("name:"))
    }
}

/// The text with blanks in place of everything but the line of `offset`, the keys beside it, the keys that lead to it,
/// and the names of the steps around it. Offsets stay as they are.
pub(crate) fn spine(document: &Document, offset: usize) -> String {
    let text = &*document.text;
    let here = document.lines.line_of(offset);
    let line = |index: usize| {
        let range = document.lines.line_range(text, index);
        Line::new(range.start, text.get(range)?)
    };
    let mut kept: Vec<(usize, &str)> = Vec::new();
    let column = match line(here) {
        Some(line) => {
            kept.push((line.start, line.text));
            line.content
        }
        None => offset - document.lines.line_range(text, here).start,
    };
    // Inside the mapping: keys at the column. Inside the list around it: names. Then what opens the list, and on.
    let mut bound = column;
    let mut list: Option<Line<'_>> = line(here).filter(Line::has_dash);
    let mut lists = Vec::new();
    if let Some(first) = &list {
        bound = first.indent;
        lists.push((first.indent, first.content));
    }
    for index in (0..here).rev() {
        let Some(line) = line(index) else { continue };
        let leads = if list.is_some() { !line.has_dash() && line.content <= bound } else { line.content < bound };
        if leads && line.opens() {
            kept.push((line.start, line.text));
            bound = line.content;
            list = None;
        } else if line.has_dash() && list.is_none() && line.indent < bound && line.content <= bound {
            // The first line of the item that the mapping is: its key stands beside the others.
            if line.is_simple() {
                kept.push((line.start, line.text));
            } else {
                kept.push((line.start, &line.text[..line.content - 1]));
            }
            bound = line.indent;
            lists.push((line.indent, line.content));
            list = Some(line);
        } else if let Some(item) = &list {
            if line.indent == item.indent && line.has_dash() {
                let end = if line.is_simple() && !line.opens() { line.text.len() } else { line.content - 1 };
                kept.push((line.start, &line.text[..end]));
            } else if line.names() && line.content == item.content {
                kept.push((line.start, line.text));
            }
        } else if line.content == bound && line.is_simple() && !line.opens() {
            kept.push((line.start, line.text));
        }
    }
    let mut inside = true;
    // The lists around, the innermost last.
    lists.reverse();
    for index in here + 1..document.lines.lines() {
        let Some(line) = line(index) else { continue };
        inside &= line.indent >= column;
        if inside {
            if line.content == column && line.is_simple() && !line.opens() && !line.has_dash() {
                kept.push((line.start, line.text));
            }
            continue;
        }
        while lists.last().is_some_and(|(dash, _)| line.indent < *dash || (line.indent == *dash && !line.has_dash())) {
            lists.pop();
        }
        let Some((dash, content)) = lists.last() else { break };
        if line.indent == *dash {
            let end = if line.is_simple() && !line.opens() { line.text.len() } else { line.content - 1 };
            kept.push((line.start, &line.text[..end]));
        } else if line.names() && line.content == *content {
            kept.push((line.start, line.text));
        }
    }
    let mut bytes: Vec<u8> = text.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { byte } else { b' ' }).collect();
    for (start, words) in kept {
        if let Some(place) = bytes.get_mut(start..start + words.len()) {
            place.copy_from_slice(words.as_bytes());
        }
    }
    // Everything that is kept is kept whole, and the rest are blanks.
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use flowglass_flow::parse;

    use super::*;

    #[test]
    fn what_leads_to_a_place_is_kept() {
        let text = "\
Type: StateMachine
Name: 'broken
States:
  - Type: Pass
    Name: A
    Next: B
  - Type: Task
    Name: B
    Parameters: {a: [
    Retry:
      - Errors: \"x
        Max
        Interval: 1
    End: true
  - Name: C
    Type: Pass
";
        let offset = text.find("Max").expect("there") + 3;
        let kept = spine(&parse(text).document, offset);
        assert_eq!(kept.len(), text.len());
        let lines: Vec<&str> = kept.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
        assert_eq!(
            lines,
            [
                "Type: StateMachine",
                "States:",
                "  - Type: Pass",
                "    Name: A",
                "  - Type: Task",
                "    Name: B",
                "    Retry:",
                "      -",
                "        Max",
                "        Interval: 1",
                "  - Name: C",
            ],
            "{kept}"
        );
    }
}
