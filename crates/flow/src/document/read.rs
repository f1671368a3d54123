//! Reads a text into a document; never fails.

use std::sync::Arc;

use super::events::{SyntaxError, Tree};
use super::recover::{MAX_ROUNDS, Patch};
use super::{Document, Extent};
use crate::finding::Findings;
use crate::rules::not_text::NotText;
use crate::rules::too_large::TooLarge;
use crate::rules::yaml_syntax::YamlSyntax;
use crate::span::LineIndex;

/// The most bytes that are read at all; a definition that the service takes is 60 times smaller.
pub(super) const MAX_BYTES: usize = 64 << 20;

/// Reads `text`; what cannot be read is left out, with a finding each.
pub(crate) fn read(text: &str) -> (Document, Findings) {
    let mut findings = Findings::default();
    let lines = LineIndex::new(text);
    TooLarge::check(text, &mut findings);
    NotText::check(text, &mut findings);
    if text.len() > MAX_BYTES {
        return (Document::of_text(text), findings);
    }
    let shift = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut patch = Patch::new(text, &lines, shift);
    let mut tree = patch.build();
    let mut errors = Vec::new();
    recover(&mut patch, &mut tree, &mut errors);
    for error in &errors {
        findings.report(|| YamlSyntax::new(text, &lines, error.offset, &error.message));
    }
    drop_headless(&mut patch, &mut tree, &mut findings);
    findings.append(tree.findings);
    let holes = patch.into_holes();
    let document = Document {
        text: text.into(),
        lines: lines.into(),
        root: tree.root,
        holes,
        errors,
        nodes: tree.nodes.into(),
        unknown: Arc::default(),
        extent: Extent::File,
    };
    (document, findings)
}

/// Leaves out what is to blame for each error and reads again, until the rest can be read or nothing helps.
///
/// An error is told at the part that was left out, also where the parser noticed it behind.
fn recover(patch: &mut Patch<'_>, tree: &mut Tree, errors: &mut Vec<SyntaxError>) {
    for _ in 0..MAX_ROUNDS {
        let Some(error) = tree.error.take() else { return };
        let known = patch.covers(error.offset);
        let mended = patch.mend(&error);
        let offset = mended.unwrap_or(error.offset);
        let noticed = error.offset;
        if !known {
            errors.push(SyntaxError { offset, ..error });
        }
        if mended.is_none() {
            return;
        }
        let next = patch.build();
        if next.error.as_ref().is_some_and(|next| next.offset <= noticed) {
            return;
        }
        *tree = next;
    }
}

/// Leaves out items whose line with the dash is missing, so that their keys do not become those of the item before.
fn drop_headless(patch: &mut Patch<'_>, tree: &mut Tree, findings: &mut Findings) {
    let headless = std::mem::take(&mut tree.headless);
    if headless.is_empty() {
        return;
    }
    for key in headless {
        patch.drop_tail(key.at.start as usize);
        findings.report(|| key);
    }
    *tree = patch.build();
}
