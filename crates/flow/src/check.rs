//! What needs the whole model to be seen: the rules behind reading, in the order in which they are asked.

use crate::document::Document;
use crate::finding::Findings;
use crate::lower::Mode;
use crate::model::Flow;
use crate::paths::{Reach, cycles};
use crate::rules::{endless_loop, no_end, unreachable_step};

/// Asks every rule that looks at the flow as a whole.
pub(crate) fn check(document: &Document, flow: &Flow, _mode: Mode, findings: &mut Findings) {
    let reach = Reach::of(flow);
    let cycles = cycles(flow, &reach);
    unreachable_step::check(document, flow, &reach, findings);
    endless_loop::check(flow, &cycles, findings);
    no_end::check(flow, &reach, &cycles, findings);
}
