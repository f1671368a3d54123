//! The rules that look at one step at a time, in the order in which they are asked.

use crate::document::Document;
use crate::finding::Findings;
use crate::model::{Dialect, Flow, Step, StepId, StepKind, Task};
use crate::rules::{
    callback_without_token, catch_without_output, dropped_results, error_source, global_in_map, idle_arm, instant_wait,
    long_global_key, malformed_arn, missing_parameter, no_retries, parameter_value, same_way, scalar_items,
    shadowed_rule, synchronous_job, unsupported_mode, unused_error_mappings, unusual_action,
};

/// Asks them about every step.
pub(crate) fn check_steps(document: &Document, flow: &Flow, findings: &mut Findings) {
    for (id, step) in flow.steps() {
        shadowed_rule::check(step, findings);
        no_retries::check(document, flow.dialect, step, findings);
        match flow.dialect {
            Dialect::Legacy => check_legacy_step(document, flow, step, findings),
            Dialect::StateMachine => check_state(document, flow, id, step, findings),
        }
        match &step.kind {
            StepKind::Task(task) => check_task(document, flow, step, task, findings),
            StepKind::Choice(choice) => same_way::check(flow, choice, findings),
            _ => {}
        }
    }
}

fn check_legacy_step(document: &Document, flow: &Flow, step: &Step, findings: &mut Findings) {
    match &step.kind {
        StepKind::Task(task) => {
            unused_error_mappings::check(document, step, task, findings);
            error_source::check(task, findings);
        }
        StepKind::Choice(choice) => idle_arm::check(choice, findings),
        StepKind::Parallel(_) | StepKind::Map(_) => dropped_results::check(document, flow, step, findings),
        StepKind::Wait(wait) => instant_wait::check(wait, findings),
        _ => {}
    }
}

fn check_state(document: &Document, flow: &Flow, id: StepId, step: &Step, findings: &mut Findings) {
    global_in_map::check(document, flow, id, step, findings);
    long_global_key::check(step, findings);
    catch_without_output::check(flow, step, findings);
    match &step.kind {
        StepKind::Task(task) => unusual_action::check(task, findings),
        StepKind::Map(map) => scalar_items::check(step, map, findings),
        _ => {}
    }
}

fn check_task(document: &Document, flow: &Flow, step: &Step, task: &Task, findings: &mut Findings) {
    unsupported_mode::check(document, step, task, findings);
    synchronous_job::check(document, step, task, findings);
    callback_without_token::check(document, flow.dialect, step, task, findings);
    malformed_arn::check(task, findings);
    missing_parameter::check(document, step, task, findings);
    parameter_value::check(task, findings);
}
