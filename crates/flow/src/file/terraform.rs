//! Flows in a configuration of Terraform.
//!
//! Source: [TF]; the forms of strings are those of Terraform's language.

use std::ops::Range;
use std::sync::Arc;

use super::hcl::{Item, end_of_string, heredoc, items};
use super::{Reading, Resource, Source, later};
use crate::document::{Document, Embedded, NodeId, NodeKind, Places, Writing};
use crate::span::{Span, Spanned};

/// The type of the resource.
const TYPE: &str = "alicloud_fnf_flow";
/// How often a value may refer to another one.
const DEEPEST: usize = 8;

/// Tells whether a file is a configuration of Terraform, by its name or by what it declares.
pub(super) fn is_terraform(name: &str, text: &str) -> bool {
    let declares = |line: &str| line.trim_start().strip_prefix("resource").is_some_and(|rest| rest.contains(TYPE));
    name.ends_with(".tf") || (text.contains(TYPE) && text.lines().any(declares))
}

/// The flows that a file declares.
pub(super) fn resources(file: &Arc<str>) -> Vec<Resource> {
    let top = items(file, 0..file.len());
    let configuration = Configuration { file, top: &top };
    top.iter().filter_map(|item| configuration.resource(item)).collect()
}

/// The flows of a configuration that is written as JSON.
pub(super) fn resources_of_json(document: &Document) -> Option<Vec<Resource>> {
    let flows = document.value(document.value(document.root?, "resource")?, TYPE)?;
    let NodeKind::Mapping(entries) = &document.node(flows).kind else { return None };
    let resource = |(key, body): &(NodeId, NodeId)| {
        let text = Embedded::of_scalar(document, document.value(*body, "definition")?)?;
        let name = Spanned::new(document.key_text(*key).to_string(), document.node(*key).at);
        Some(Resource { name, source: Source::Text(Box::new(later::terraform(&text))) })
    };
    Some(entries.iter().filter_map(resource).collect())
}

struct Configuration<'file> {
    file: &'file Arc<str>,
    top: &'file [Item<'file>],
}

impl Configuration<'_> {
    fn resource(&self, item: &Item<'_>) -> Option<Resource> {
        let Item::Block { words, body } = item else { return None };
        let [kind, resource, name] = words[..] else { return None };
        if kind.text != "resource" || resource.text != TYPE {
            return None;
        }
        let value = attribute(&items(self.file, body.clone()), "definition")?;
        let name = Spanned::new(name.text.to_owned(), name.at);
        Some(Resource { name, source: self.source(value, DEEPEST) })
    }

    /// Where an expression has its text.
    fn source(&self, value: Range<usize>, deepest: usize) -> Source {
        let text = self.text(&value);
        if let Some(heredoc) = heredoc(self.file, value.start) {
            return Source::Text(Box::new(later::terraform(&lines(self.file, heredoc.body, heredoc.flush))));
        }
        if text.starts_with('"') && end_of_string(text) == text.len() {
            let inside = value.start + 1..value.end.saturating_sub(1).max(value.start + 1);
            return match whole_interpolation(self.text(&inside)) {
                Some(()) if deepest > 0 => self.source(inside.start + 2..inside.end - 1, deepest - 1),
                _ => Source::Text(Box::new(later::terraform(&quoted(self.file, inside)))),
            };
        }
        let referred = self.referred(text).filter(|_| deepest > 0);
        if let Some(referred) = referred {
            return self.source(referred, deepest - 1);
        }
        let Some((function, argument)) = self.call(&value) else { return self.computed(&value, text) };
        match function {
            "trimspace" | "chomp" if deepest > 0 => self.source(argument, deepest - 1),
            "file" | "templatefile" => match self.path(&argument) {
                Some(path) => {
                    let reading = if function == "file" { Reading::AsItIs } else { Reading::FilledIn };
                    Source::File { path, reading }
                }
                None => self.computed(&value, function),
            },
            _ => self.computed(&value, function),
        }
    }

    fn text(&self, range: &Range<usize>) -> &str {
        self.file.get(range.clone()).unwrap_or_default()
    }

    fn computed(&self, value: &Range<usize>, by: &str) -> Source {
        let line = self.text(value).lines().next().unwrap_or_default().trim_end().len();
        let by = by.lines().next().unwrap_or_default().to_owned();
        Source::Computed { at: Span::new(value.start, value.start + line), by }
    }

    /// The value of a variable or a local one that is named.
    fn referred(&self, text: &str) -> Option<Range<usize>> {
        let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-".contains(c));
        if let Some(name) = text.strip_prefix("var.").filter(|name| is_name(name)) {
            return self.top.iter().find_map(|item| match item {
                Item::Block { words, body } => match words[..] {
                    [kind, variable] if kind.text == "variable" && variable.text == name => {
                        attribute(&items(self.file, body.clone()), "default")
                    }
                    _ => None,
                },
                Item::Attribute { .. } => None,
            });
        }
        let name = text.strip_prefix("local.").filter(|name| is_name(name))?;
        self.top.iter().find_map(|item| match item {
            Item::Block { words, body } if matches!(words[..], [kind] if kind.text == "locals") => {
                attribute(&items(self.file, body.clone()), name)
            }
            Item::Block { .. } | Item::Attribute { .. } => None,
        })
    }

    /// A function that is called, and its arguments.
    fn call(&self, value: &Range<usize>) -> Option<(&str, Range<usize>)> {
        let (function, rest) = self.text(value).split_once('(')?;
        let is_name = !function.is_empty() && function.chars().all(|c| c.is_alphanumeric() || c == '_');
        let inside = rest.trim_end().strip_suffix(')').filter(|_| is_name)?;
        let start = value.start + function.len() + 1;
        let lead = inside.len() - inside.trim_start().len();
        Some((function, start + lead..start + inside.trim_end().len().max(lead)))
    }

    /// The path that is the first argument; the folder of the file may be named before it.
    fn path(&self, arguments: &Range<usize>) -> Option<Spanned<String>> {
        let text = self.text(arguments);
        let end = Some(end_of_string(text)).filter(|_| text.starts_with('"'))?;
        let written = text.get(1..end.checked_sub(1)?)?;
        let folders = ["${path.module}/", "${path.root}/", "${path.cwd}/"];
        let path = folders.iter().find_map(|folder| written.strip_prefix(folder)).unwrap_or(written);
        let at = Span::new(arguments.start, arguments.start + end);
        (!path.is_empty() && !path.contains("${")).then(|| Spanned::new(path.to_owned(), at))
    }
}

fn attribute(items: &[Item<'_>], wanted: &str) -> Option<Range<usize>> {
    items.iter().find_map(|item| match item {
        Item::Attribute { name, value } if *name == wanted => Some(value.clone()),
        Item::Attribute { .. } | Item::Block { .. } => None,
    })
}

/// Tells whether a string is nothing but one `${…}`.
fn whole_interpolation(text: &str) -> Option<()> {
    (text.starts_with("${") && super::hcl::end_of_interpolation(text) == text.len()).then_some(())
}

/// The lines of a heredoc, perhaps without the indent that all have.
fn lines(file: &str, body: Range<usize>, flush: bool) -> Embedded {
    let text = file.get(body.clone()).unwrap_or_default();
    let written = text.lines().filter(|line| !line.trim().is_empty());
    let indent = written.map(|line| line.len() - line.trim_start_matches([' ', '\t']).len()).min();
    let indent = indent.filter(|_| flush).unwrap_or(0);
    let (mut made, mut places) = (String::with_capacity(text.len()), Places::default());
    let mut at = body.start;
    for line in text.split_inclusive('\n') {
        let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
        let lead = indent.min(blanks);
        made.push_str(line.get(lead..).unwrap_or_default());
        places.copy(at + lead, line.len() - lead);
        at += line.len();
    }
    Embedded::new(made, places, Writing::Lines)
}

/// The text of a string; what stands in `${…}` is left as it is.
fn quoted(file: &str, inside: Range<usize>) -> Embedded {
    let source = file.get(inside.clone()).unwrap_or_default();
    let (mut made, mut places) = (String::with_capacity(source.len()), Places::default());
    let mut at = 0;
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        let file_at = inside.start + at;
        if let Some((len, letter)) = escape(rest) {
            made.push(letter);
            places.replace(Span::new(file_at, file_at + len), letter.len_utf8());
            at += len;
            continue;
        }
        let doubled = rest.starts_with("$${") || rest.starts_with("%%{");
        let len = if rest.starts_with("${") {
            super::hcl::end_of_interpolation(rest)
        } else if doubled {
            3
        } else {
            rest.chars().next().map_or(1, char::len_utf8)
        };
        made.push_str(rest.get(..len).unwrap_or_default());
        places.copy(file_at, len);
        at += len;
    }
    Embedded::new(made, places, Writing::Quoted)
}

/// The length of an escape, and what it stands for.
fn escape(source: &str) -> Option<(usize, char)> {
    let letter = source.strip_prefix('\\')?.chars().next()?;
    let digits = match letter {
        'u' => 4,
        'U' => 8,
        'n' => return Some((2, '\n')),
        'r' => return Some((2, '\r')),
        't' => return Some((2, '\t')),
        '"' | '\\' => return Some((2, letter)),
        _ => return None,
    };
    let code = u32::from_str_radix(source.get(2..2 + digits)?, 16).ok()?;
    Some((2 + digits, char::from_u32(code)?))
}
