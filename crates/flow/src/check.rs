//! What needs the whole model to be seen: the rules behind reading, in the order in which they are asked.

use crate::document::Document;
use crate::finding::Findings;
use crate::lower::Mode;
use crate::model::Flow;

/// Asks every rule that looks at the flow as a whole.
pub(crate) fn check(_document: &Document, _flow: &Flow, _mode: Mode, _findings: &mut Findings) {}
