//! A file as it was read: its text, the flows in it, and what is to be said about it.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use flowglass_expression::Language;
use flowglass_flow::{Edit, Finding, Flow, LineIndex, Mode, Opened, Parsed, Severity, Span, Told, open};
use serde::{Deserialize, Serialize};

/// What is known of a file.
///
/// Its syntax tree is several times as large as all the rest and is wanted only by some helps of the editor: where the
/// file was read elsewhere, the text is read here when the tree is first asked for.
pub(crate) struct ReadFile {
    name: Rc<str>,
    /// The text.
    pub(crate) text: Arc<str>,
    /// Where its lines begin.
    pub(crate) lines: Arc<LineIndex>,
    contents: Contents,
    opened: OnceCell<Rc<Opened>>,
}

/// What a text says.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Contents {
    /// The definitions in the order of the file.
    pub(crate) flows: Vec<ReadFlow>,
    /// What is to be said about the whole file, in the order of the text.
    pub(crate) remarks: Vec<Remark>,
}

/// One definition of a file.
#[derive(Serialize, Deserialize)]
pub(crate) struct ReadFlow {
    /// The name under which the file declares it; none when the file is the definition.
    pub(crate) name: Option<String>,
    /// What it says, when it is a flow.
    pub(crate) flow: Option<Arc<Flow>>,
}

/// A finding in words.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Remark {
    /// How much it weighs.
    pub(crate) severity: Severity,
    /// The stable code of the rule.
    pub(crate) code: String,
    /// The smallest place that explains it.
    pub(crate) at: Span,
    /// What is wrong, why that matters, and what to do.
    pub(crate) told: Told,
    /// An edit that mends it.
    pub(crate) fix: Option<RemarkFix>,
}

/// An edit in words.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RemarkFix {
    /// What it does.
    pub(crate) title: String,
    /// The changes in the order of the text.
    pub(crate) edits: Vec<Edit>,
}

impl std::fmt::Debug for ReadFile {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "ReadFile({})", self.name)
    }
}

impl Remark {
    fn of(finding: &Finding) -> Self {
        let language = Language::English;
        let fix = finding.fix().map(|fix| RemarkFix { title: fix.title(language), edits: fix.edits });
        let Finding { severity, code, at, .. } = *finding;
        Self { severity, code: code.to_owned(), at, told: finding.told(language), fix }
    }
}

impl Contents {
    /// Reads a text and keeps nothing else of it.
    pub(crate) fn read(name: &str, text: &str) -> Self {
        let opened = open(name, text, Mode::Standard);
        let remarks = opened.findings.iter().map(Remark::of).collect();
        let flows = opened.definitions.into_iter();
        let flows = flows.map(|one| ReadFlow { name: one.name, flow: one.parsed.flow.map(Arc::new) }).collect();
        Self { flows, remarks }
    }

    /// The place of the definition of this name in the file; none for a name that the file does not have.
    pub(crate) fn position(&self, name: Option<&str>) -> Option<usize> {
        self.flows.iter().position(|one| one.name.as_deref() == name)
    }
}

impl ReadFile {
    /// Reads a file here.
    pub(crate) fn read(name: &str, text: &str) -> Self {
        let opened = open(name, text, Mode::Standard);
        let remarks = opened.findings.iter().map(Remark::of).collect();
        let flows = opened.definitions.iter();
        let flows = flows.map(|one| ReadFlow { name: one.name.clone(), flow: one.parsed.flow.clone().map(Arc::new) });
        let contents = Contents { flows: flows.collect(), remarks };
        let (text, lines) = (Arc::clone(&opened.document.text), Arc::clone(&opened.document.lines));
        Self { name: name.into(), text, lines, contents, opened: OnceCell::from(Rc::new(opened)) }
    }

    /// A file whose text was read elsewhere.
    pub(crate) fn known(name: Rc<str>, text: &str, contents: Contents) -> Self {
        let lines = LineIndex::new(text).into();
        Self { name, text: text.into(), lines, contents, opened: OnceCell::new() }
    }

    /// The definitions in the order of the file.
    pub(crate) fn flows(&self) -> &[ReadFlow] {
        &self.contents.flows
    }

    /// The place of the definition of this name; none for a name that the file does not have.
    pub(crate) fn position(&self, name: Option<&str>) -> Option<usize> {
        self.contents.position(name)
    }

    /// What is to be said about the whole file.
    pub(crate) fn remarks(&self) -> &[Remark] {
        &self.contents.remarks
    }

    /// The file with its syntax tree.
    pub(crate) fn opened(&self) -> &Rc<Opened> {
        self.opened.get_or_init(|| Rc::new(open(&self.name, &self.text, Mode::Standard)))
    }

    /// The definition, when the file is one and not a template with some.
    pub(crate) fn definition_alone(&self) -> Option<&Parsed> {
        let definition = self.opened().definitions.first()?;
        definition.name.is_none().then_some(&definition.parsed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a}\n  - {type: pass, name: 7}\n";

    #[test]
    fn a_file_that_was_read_elsewhere_says_the_same() {
        let (here, elsewhere) =
            (ReadFile::read("a.yaml", TEXT), ReadFile::known("a.yaml".into(), TEXT, Contents::read("a.yaml", TEXT)));
        let words = |file: &ReadFile| format!("{:?} {:?}", file.remarks(), file.flows()[0].flow);
        assert_eq!(words(&here), words(&elsewhere));
        assert_eq!(here.remarks().len(), 1, "a name that is a number");
        assert!(elsewhere.opened.get().is_none());
        assert_eq!(here.opened().findings, elsewhere.opened().findings);
        assert!(elsewhere.definition_alone().is_some_and(|parsed| parsed.flow.is_some()));
    }
}
