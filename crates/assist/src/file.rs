//! The file that is being written, and the definition in it that a place belongs to.

use flowglass_flow::{Mode, Opened, Parsed, open};

/// How a changed text of the same file is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct File<'a> {
    /// The name of the file; it may be empty.
    pub name: &'a str,
    /// The mode that its flows are to run in.
    pub mode: Mode,
}

impl File<'_> {
    /// Reads the file with another text.
    pub(crate) fn read(&self, text: &str) -> Opened {
        open(self.name, text, self.mode)
    }
}

/// The definition that the byte `offset` belongs to: the one around it, else the last one before it.
pub(crate) fn definition_at(opened: &Opened, offset: usize) -> Option<(usize, &Parsed)> {
    let place = |parsed: &Parsed| parsed.document.root.map(|root| parsed.document.node(root).at);
    let all = || opened.definitions.iter().map(|definition| &definition.parsed).enumerate();
    let around = all().find(|(_, parsed)| place(parsed).is_some_and(|at| at.touches(offset)));
    let before = || all().rev().find(|(_, parsed)| place(parsed).is_some_and(|at| at.end as usize <= offset));
    around.or_else(before).or_else(|| all().next())
}

/// In how many places the file cannot be read.
pub(crate) fn syntax_errors(opened: &Opened) -> usize {
    let inside = opened.definitions.iter().map(|definition| definition.parsed.document.errors.len());
    opened.document.errors.len() + inside.sum::<usize>()
}
