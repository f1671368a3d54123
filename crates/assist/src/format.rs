//! Writes a definition in one style: two blanks for each level, one blank behind a colon.
//!
//! It is conservative: comments, quotes, lists in brackets and the order of everything stay, and a text whose meaning
//! would change in any way is left as it is.

use flowglass_expression::Language;
use flowglass_flow::{Document, NodeId, NodeKind, parse};

use crate::block_scalar;
use crate::token::colon_in;

/// Why a text is not formatted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatError {
    /// It cannot be read as YAML; mend it first.
    Broken,
    /// It is written in a way whose meaning could change.
    Unsure,
}

impl FormatError {
    /// Says so.
    pub fn words(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Broken, Language::English) => "A text that cannot be read is not formatted. Mend it first.",
            (Self::Broken, Language::Chinese) => "无法读取的文本不能格式化，请先修正。",
            (Self::Unsure, Language::English) => "The text is left as it is: its meaning could change.",
            (Self::Unsure, Language::Chinese) => "文本保持不变：格式化可能改变其含义。",
        }
    }
}

/// A column of the text, and where it goes.
#[derive(Clone, Copy)]
struct Level {
    old: usize,
    new: usize,
    dash: bool,
}

/// A line of the formatted text.
enum Line<'text> {
    /// Nothing.
    Blank,
    /// A comment alone in its line, from its `#`; its column is found later.
    Comment { old: usize, text: &'text str },
    /// A key or list item: the column it begins at, before and now.
    Written { old: usize, new: usize, text: String },
    /// A line inside a value of several lines, which moves as a whole.
    Moved { by: isize, text: &'text str },
    /// A line that stays as it is.
    Kept(&'text str),
}

/// Formats `text`; the result reads as the same document.
///
/// # Errors
/// Says why the text is left alone.
pub fn format(text: &str) -> Result<String, FormatError> {
    let before = parse(text).document;
    if !before.errors.is_empty() {
        return Err(FormatError::Broken);
    }
    let formatted = written(&before, lines(&before));
    let after = parse(&formatted).document;
    if after.errors.is_empty() && same(&before, &after) { Ok(formatted) } else { Err(FormatError::Unsure) }
}

/// The lines of the text, each with what becomes of it.
fn lines(document: &Document) -> Vec<Line<'_>> {
    let text = &*document.text;
    let inner = inner_lines(document);
    let mut levels: Vec<Level> = Vec::new();
    let mut by = 0_isize;
    let mut lines = Vec::with_capacity(document.lines.lines());
    for (index, inside) in inner.iter().enumerate() {
        let range = document.lines.line_range(text, index);
        let line = text.get(range).unwrap_or_default().trim_end_matches(['\n', '\r']);
        let words = line.trim_start_matches(' ');
        let old = line.len() - words.len();
        let marker = old == 0 && ["---", "...", "%", "\u{feff}"].iter().any(|marker| line.starts_with(marker));
        lines.push(if *inside {
            Line::Moved { by, text: line }
        } else if words.trim().is_empty() {
            Line::Blank
        } else if words.starts_with('#') {
            Line::Comment { old, text: words.trim_end() }
        } else if marker {
            Line::Kept(line.trim_end())
        } else {
            let (written, moved) = item(words, old, &mut levels);
            by = moved;
            written
        });
    }
    lines
}

/// A line with a key or list items; what is inside its value moves as far as the second result says.
fn item<'text>(words: &'text str, old: usize, levels: &mut Vec<Level>) -> (Line<'text>, isize) {
    let mut rest = words;
    let mut column = old;
    let mut start = None;
    let mut text = String::new();
    let mut parent = Level { old: 0, new: 0, dash: false };
    while rest == "-" || rest.starts_with("- ") {
        parent = enter(levels, column, true);
        start = start.or(Some(parent.new));
        text.push_str("- ");
        let behind = rest[1..].trim_start_matches(' ');
        column += rest.len() - behind.len();
        rest = behind;
    }
    let mut moved = parent.new as isize - parent.old as isize;
    if !rest.is_empty() && !rest.starts_with('#') {
        let level = enter(levels, column, false);
        if start.is_none() || colon_in(rest).is_some() {
            moved = level.new as isize - level.old as isize;
        }
        start = start.or(Some(level.new));
    }
    text.push_str(&with_one_blank(rest));
    (Line::Written { old, new: start.unwrap_or(old), text: text.trim_end().to_owned() }, moved)
}

/// The level of a dash or of other words at a column: the one that it continues, or a new one, two blanks further in.
fn enter(levels: &mut Vec<Level>, old: usize, dash: bool) -> Level {
    while levels.last().is_some_and(|level| level.old > old || (level.old == old && level.dash && !dash)) {
        levels.pop();
    }
    if let Some(level) = levels.last().filter(|level| level.old == old && level.dash == dash) {
        return *level;
    }
    let level = Level { old, new: levels.last().map_or(0, |level| level.new + 2), dash };
    levels.push(level);
    level
}

/// A key with one blank between its colon and its value.
fn with_one_blank(words: &str) -> String {
    let colon = colon_in(words).filter(|_| !words.starts_with(['{', '[', '?', '!', '&', '*', '|', '>']));
    let Some(colon) = colon else { return words.to_owned() };
    let (key, value) = (words[..colon].trim_end(), words[colon + 1..].trim_start_matches(' '));
    format!("{key}: {value}")
}

/// The lines put together: comments beside what follows them, never two empty lines, and each line's own end.
fn written(document: &Document, lines: Vec<Line<'_>>) -> String {
    let text = &*document.text;
    let mut formatted = String::with_capacity(text.len());
    let mut blank_before = true;
    let last = lines.iter().rposition(|line| !matches!(line, Line::Blank)).unwrap_or(0);
    for (index, line) in lines.iter().enumerate().take(last + 1) {
        let blank = matches!(line, Line::Blank);
        if blank && blank_before {
            continue;
        }
        blank_before = blank;
        match line {
            Line::Blank => {}
            Line::Comment { old, text } => {
                formatted.push_str(&" ".repeat(comment_column(&lines, index, *old)));
                formatted.push_str(text);
            }
            Line::Written { new, text, .. } => {
                formatted.push_str(&" ".repeat(*new));
                formatted.push_str(text);
            }
            Line::Moved { by, text } => {
                let words = text.trim_start_matches(' ');
                let column = (text.len() - words.len()).saturating_add_signed(*by);
                // A line of nothing but blanks may be content of a block: it keeps what is beyond the others.
                formatted.push_str(&" ".repeat(if text.is_empty() { 0 } else { column }));
                formatted.push_str(words);
            }
            Line::Kept(text) => formatted.push_str(text),
        }
        let range = document.lines.line_range(text, index);
        let whole = text.get(range).unwrap_or_default();
        let end = &whole[whole.trim_end_matches(['\n', '\r']).len()..];
        // The end of a block's last line is a part of the block.
        formatted.push_str(if end.is_empty() && !matches!(line, Line::Moved { .. }) { "\n" } else { end });
    }
    formatted
}

/// A comment stands where what follows it stands, if it did so before; else it moves with what is before it.
fn comment_column(lines: &[Line<'_>], index: usize, old: usize) -> usize {
    let column = |line: &Line<'_>| match line {
        Line::Written { old, new, .. } => Some((*old, *new)),
        _ => None,
    };
    let next = lines[index..].iter().find_map(column);
    let before = || lines[..index].iter().rev().filter_map(column).find(|(before, _)| *before <= old);
    match next {
        Some((next, new)) if next == old => new,
        _ => match before() {
            Some((before, new)) => old - before + new,
            None => old,
        },
    }
}

/// Tells of each line whether it lies inside a value that began in a line before.
fn inner_lines(document: &Document) -> Vec<bool> {
    let mut inside = vec![false; document.lines.lines()];
    let mut open: Vec<NodeId> = document.root.into_iter().collect();
    while let Some(node) = open.pop() {
        let at = document.node(node).at;
        let source = document.source(node);
        let flow = source.starts_with(['{', '[']);
        match &document.node(node).kind {
            NodeKind::Sequence(items) if !flow => open.extend(items),
            NodeKind::Mapping(entries) if !flow => open.extend(entries.iter().flat_map(|(key, value)| [*key, *value])),
            _ => {
                let mut first = document.lines.line_of(at.start as usize);
                let mut last = document.lines.line_of((at.end as usize).saturating_sub(1).max(at.start as usize));
                if let Some((header, keeps)) = block_scalar::header(document, node) {
                    first = header;
                    // Empty lines at its end belong to a block that keeps them.
                    let blank = |line: usize| document.lines.line_text(&document.text, line).trim().is_empty();
                    while keeps && last + 1 < inside.len() && blank(last + 1) {
                        last += 1;
                    }
                }
                inside[first..=last].iter_mut().skip(1).for_each(|line| *line = true);
            }
        }
    }
    inside
}

/// Tells whether two documents say the same.
fn same(one: &Document, other: &Document) -> bool {
    let mut open = match (one.root, other.root) {
        (None, None) => return true,
        (Some(one), Some(other)) => vec![(one, other)],
        _ => return false,
    };
    while let Some((a, b)) = open.pop() {
        let (a, b) = (one.node(a), other.node(b));
        if a.tag != b.tag {
            return false;
        }
        match (&a.kind, &b.kind) {
            (NodeKind::Scalar(a), NodeKind::Scalar(b)) if a == b => {}
            (NodeKind::Sequence(a), NodeKind::Sequence(b)) if a.len() == b.len() => {
                open.extend(a.iter().copied().zip(b.iter().copied()));
            }
            (NodeKind::Mapping(a), NodeKind::Mapping(b)) if a.len() == b.len() => {
                for ((key, value), (other_key, other_value)) in a.iter().zip(b) {
                    open.push((*key, *other_key));
                    open.push((*value, *other_value));
                }
            }
            _ => return false,
        }
    }
    true
}
