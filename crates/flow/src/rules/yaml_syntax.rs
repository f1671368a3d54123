//! `yaml-syntax`: the text is not YAML at one place.

use super::quoted;
use crate::finding::Rule;
use crate::span::{LineIndex, Span};

/// The parser cannot go on at this place.
pub(crate) struct YamlSyntax {
    at: Span,
    message: String,
    line: String,
    tab: bool,
}

impl YamlSyntax {
    pub(crate) fn new(text: &str, lines: &LineIndex, offset: usize, message: &str) -> Self {
        // Errors at the end of the text are explained by the last written line.
        let mut line = lines.line_of(offset);
        let mut at = offset;
        while line > 0 && lines.line_text(text, line).trim().is_empty() {
            line -= 1;
            at = lines.line_range(text, line).start + lines.line_text(text, line).trim_end().len();
        }
        // A tab is noticed while the line before it is read.
        let tab = (line..=line + usize::from(message.contains("tab"))).find_map(|line| {
            let blanks = lines.line_text(text, line);
            let tab = blanks[..blanks.len() - blanks.trim_start().len()].find('\t')?;
            Some((line, lines.line_range(text, line).start + tab))
        });
        let width = text.get(at..).and_then(|rest| rest.chars().next()).filter(|c| !c.is_control());
        let (line, at) = match tab {
            Some((line, tab)) => (line, Span::new(tab, tab + 1)),
            None => (line, Span::new(at, at + width.map_or(0, char::len_utf8))),
        };
        let line = lines.line_text(text, line).trim().to_owned();
        Self { at, message: message.to_owned(), line, tab: tab.is_some() }
    }
}

impl Rule for YamlSyntax {
    const CODE: &'static str = "yaml-syntax";
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        if self.tab { "a tab indents this line".to_owned() } else { format!("this is not YAML: {}", self.message) }
    }
    fn why(&self) -> String {
        "The service refuses a definition that is not YAML. The steps around this place are still shown.".to_owned()
    }
    fn help(&self) -> String {
        let line = &self.line;
        if self.tab {
            return "Indent with spaces: YAML does not allow tabs there.".to_owned();
        }
        if line.contains("{{") || line.contains("{%") {
            return "This looks like a template that is not filled in yet. Render it first, then open the result."
                .to_owned();
        }
        if self.message.contains("quote")
            || self.message.contains("end of stream")
            || self.message.contains("unexpected end")
        {
            return format!("Close the quote or bracket that {} opens.", quoted(line));
        }
        if line.contains(": ") && line.matches(": ").count() > 1 {
            return "Put the value in quotes: a colon and a blank inside it begin another key.".to_owned();
        }
        "Check the indentation, the colon and the quotes of this line and of the one before it.".to_owned()
    }
}
