//! What needs the whole model to be seen: the rules behind reading, in the order in which they are asked.

use crate::check_steps::check_steps;
use crate::document::Document;
use crate::finding::Findings;
use crate::known_data::{KnownData, known_data};
use crate::lower::Mode;
use crate::model::Flow;
use crate::paths::{Reach, cycles};
use crate::reads::{each_read, each_written};
use crate::rules::doubtful_expression::DoubtfulExpression;
use crate::rules::empty_local::EmptyLocal;
use crate::rules::missing_member::MissingMember;
use crate::rules::never_a_list::NeverAList;
use crate::rules::never_true::NeverTrue;
use crate::rules::operator_outside_condition::OperatorOutsideCondition;
use crate::rules::parent_global::Children;
use crate::rules::unknown_context_member::UnknownContextMember;
use crate::rules::unwritten_global::UnwrittenGlobal;
use crate::rules::variable_out_of_place::VariableOutOfPlace;
use crate::rules::{
    constant_condition, data_limit, empty_steps, endless_loop, event_limit, forgotten_marker, misspelled_reference,
    no_end, shared_global, time_limit, unreachable_step,
};

/// Asks every rule that looks at the flow as a whole, then those that look at one step at a time.
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
    forgotten_marker::check(flow, findings);
    misspelled_reference::check(document, flow, findings);
    each_written(flow, |written| {
        DoubtfulExpression::check(document, &written, findings);
        NeverAList::check(document, &written, findings);
        NeverTrue::check(document, &written, findings);
        OperatorOutsideCondition::check(document, &written, findings);
    });
    empty_steps::check(document, flow, findings);
    shared_global::check(flow, findings);
    check_steps(document, flow, findings);
}

/// Asks the rules that look at the paths into data.
fn check_data(document: &Document, flow: &Flow, reach: &Reach, known: &KnownData, findings: &mut Findings) {
    // What seems to be written by nobody may be written in a part that could not be read or that nothing leads to yet.
    let whole = document.holes.is_empty() && !flow.scopes().any(|(id, _)| reach.unsure(id));
    let children = Children::of(flow);
    each_read(flow, |read| {
        UnknownContextMember::check(document, &read, findings);
        children.check(document, flow, &read, findings);
        VariableOutOfPlace::check(document, &read, findings);
        if whole {
            UnwrittenGlobal::check(document, known, &read, findings);
            if !EmptyLocal::check(document, flow, known, &read, findings) {
                MissingMember::check(document, flow, known, &read, findings);
            }
        }
    });
}
