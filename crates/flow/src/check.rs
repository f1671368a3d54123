//! What needs the whole model to be seen: the rules behind reading, in the order in which they are asked.

use crate::document::Document;
use crate::finding::Findings;
use crate::known_data::{KnownData, known_data};
use crate::lower::Mode;
use crate::model::Flow;
use crate::paths::{Reach, cycles};
use crate::reads::each_read;
use crate::rules::empty_local::EmptyLocal;
use crate::rules::missing_member::MissingMember;
use crate::rules::unknown_context_member::UnknownContextMember;
use crate::rules::unwritten_global::UnwrittenGlobal;
use crate::rules::{constant_condition, data_limit, endless_loop, event_limit, no_end, time_limit, unreachable_step};

/// Asks every rule that looks at the flow as a whole.
pub(crate) fn check(document: &Document, flow: &Flow, mode: Mode, findings: &mut Findings) {
    let reach = Reach::of(flow);
    let cycles = cycles(flow, &reach);
    unreachable_step::check(document, flow, &reach, findings);
    endless_loop::check(flow, &cycles, findings);
    no_end::check(flow, &reach, &cycles, findings);
    let known = known_data(flow, None);
    check_data(document, flow, &reach, &known, findings);
    event_limit::check(flow, &known, &reach, findings);
    time_limit::check(flow, &known, &reach, mode, findings);
    data_limit::check(flow, findings);
    constant_condition::check(flow, findings);
}

/// Asks the rules that look at the paths into data.
fn check_data(document: &Document, flow: &Flow, reach: &Reach, known: &KnownData, findings: &mut Findings) {
    // What seems to be written by nobody may be written in a part that could not be read or that nothing leads to yet.
    let whole = document.holes.is_empty() && !flow.scopes().any(|(id, _)| reach.unsure(id));
    each_read(flow, |read| {
        UnknownContextMember::check(document, &read, findings);
        if whole {
            UnwrittenGlobal::check(document, known, &read, findings);
            if !EmptyLocal::check(document, flow, known, &read, findings) {
                MissingMember::check(document, flow, known, &read, findings);
            }
        }
    });
}
