//! Reads a text into a document; never fails.

use super::Document;
use super::events::{SyntaxError, Tree, build};
use super::recover::Patch;
use crate::finding::Findings;
use crate::rules::not_text::NotText;
use crate::rules::too_large::TooLarge;
use crate::rules::yaml_syntax::YamlSyntax;
use crate::span::{LineIndex, Span};

/// The most bytes that are read at all; a definition that the service takes is 60 times smaller.
const MAX_BYTES: usize = 64 << 20;
/// How many parts of a broken text are left out before the rest is given up.
const MAX_HOLES: usize = 12;
/// Above this size only one part is left out, so that a large broken text is told about at once.
const LARGE_BYTES: usize = 1 << 20;

/// Reads `text`; what cannot be read is left out, with a finding each.
pub(crate) fn read(text: &str) -> (Document, Findings) {
    let mut findings = Findings::default();
    let lines = LineIndex::new(text);
    TooLarge::check(text, &mut findings);
    NotText::check(text, &mut findings);
    let shift = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    if text.len() > MAX_BYTES {
        let document = Document {
            text: text.to_owned(),
            lines,
            root: None,
            holes: Vec::new(),
            errors: Vec::new(),
            nodes: Vec::new(),
        };
        return (document, findings);
    }
    let body = text.get(shift..).unwrap_or_default();
    let mut tree = build(body, shift);
    let mut holes = Vec::new();
    let mut errors = Vec::new();
    if let Some(first) = tree.error.take() {
        findings.report(|| YamlSyntax::new(text, &lines, first.offset, &first.message));
        errors.push(first.clone());
        tree = recover(text, shift, &lines, first, tree, &mut findings, &mut holes);
    }
    findings.append(tree.findings);
    (Document { text: text.to_owned(), lines, root: tree.root, holes, errors, nodes: tree.nodes }, findings)
}

/// Leaves out the list item to blame for each error and reads again, until the rest can be read.
///
/// Of the items that may be to blame, the one is left out without which the parser comes furthest. The number of
/// readings is bounded, so a text that is no YAML at all costs a few of them.
fn recover(
    text: &str,
    shift: usize,
    lines: &LineIndex,
    first: SyntaxError,
    broken: Tree,
    findings: &mut Findings,
    holes: &mut Vec<Span>,
) -> Tree {
    let rounds = if text.len() > LARGE_BYTES { 1 } else { MAX_HOLES };
    let mut patch = Patch::new(text, lines);
    let mut best = broken;
    let mut error = first;
    for _ in 0..rounds {
        let attempt = patch
            .suspects(error.offset)
            .iter()
            .map(|suspect| {
                let patch = patch.without(suspect);
                let mut tree = build(patch.text().get(shift..).unwrap_or_default(), shift);
                let stopped = tree.error.take();
                (stopped.as_ref().map_or(usize::MAX, |error| error.offset), stopped, patch, tree)
            })
            // The likeliest one when several come equally far.
            .rev()
            .max_by_key(|(reached, ..)| *reached);
        let Some((reached, stopped, without, tree)) = attempt else { break };
        patch = without;
        let Some(next) = stopped else {
            best = tree;
            break;
        };
        if reached > error.offset {
            if !patch.covers(reached) {
                findings.report(|| YamlSyntax::new(text, lines, reached, &next.message));
            }
            best = tree;
        }
        error = next;
    }
    *holes = patch.into_holes();
    best
}
