//! From a document to the one model of both dialects.
//!
//! Lowering never fails: what is missing or of the wrong type gets a finding, and the rest goes on.

mod dialect;
mod expressions;
mod fields;
mod handlers;
pub mod keys;
mod legacy;
mod legacy_kinds;
mod legacy_task;
mod resolve;
mod state_machine;
mod state_machine_kinds;
mod templates;

use crate::document::{Document, NodeKind};
use crate::finding::{Findings, Severity, Words};
use crate::model::{Dialect, Flow};
use crate::rules::missing_key::MissingKey;
use crate::rules::not_a_flow::{Found, NotAFlow};
use crate::span::Span;
use fields::Fields;

/// The execution mode that a definition is checked for; it is not part of the text.
///
/// Source: [MODE]; an empty mode means Standard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Asynchronous, up to a year.
    #[default]
    Standard,
    /// Synchronous, up to five minutes.
    Express,
}

/// What lowering works on.
struct Lowering<'document> {
    document: &'document Document,
    mode: Mode,
    flow: Flow,
    findings: Findings,
}

/// Lowers a document; `None` when it is no definition of either dialect.
pub(crate) fn lower(document: &Document, mode: Mode) -> (Option<Flow>, Findings) {
    let mut findings = Findings::default();
    let Some(root) = document.root else {
        findings.report(|| NotAFlow { at: Span::at(document.text.len()), found: Found::Nothing });
        return (None, findings);
    };
    let at = document.first_line(root);
    let found = match &document.node(root).kind {
        NodeKind::Scalar(scalar) if scalar.text().is_empty() => Found::Nothing,
        NodeKind::Scalar(_) => Found::Scalar,
        NodeKind::Sequence(_) => Found::Sequence,
        NodeKind::Mapping(_) => {
            let Some(dialect) = dialect::recognise(document, root) else {
                findings.report(|| NotAFlow { at, found: Found::Mapping });
                return (None, findings);
            };
            let mut lowering = Lowering { document, mode, flow: Flow::new(dialect), findings };
            match dialect {
                Dialect::Legacy => lowering.legacy_flow(root),
                Dialect::StateMachine => lowering.state_machine_flow(root),
            }
            lowering.resolve();
            return (Some(lowering.flow), lowering.findings);
        }
    };
    findings.report(|| NotAFlow { at, found });
    (None, findings)
}

impl<'document> Lowering<'document> {
    /// Reports a key that must be there.
    fn missing(&mut self, fields: &Fields<'_>, key: &'static str, why: Words) {
        self.missing_as(fields, key, why, Severity::Error);
    }

    fn missing_as(&mut self, fields: &Fields<'_>, key: &'static str, why: Words, severity: Severity) {
        if self.stands_in_a_hole(key) || fields.is_unknown(self, key) {
            return;
        }
        self.findings.report(|| MissingKey { at: fields.at, key, owner: fields.owner.name(), why, severity });
    }

    /// Tells whether a word stands in a part of the text that could not be read: what seems to be missing may be there.
    fn stands_in_a_hole(&self, word: &str) -> bool {
        let document = self.document;
        let holds = |hole: &Span| document.text.get(hole.range()).is_some_and(|text| text.contains(word));
        !word.is_empty() && document.holes.iter().any(holds)
    }
}
