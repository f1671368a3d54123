//! What a scenario expects of its run, as a part of its file.

use std::collections::BTreeSet;

use flowglass_expression::Json;
use flowglass_flow::Position;
use flowglass_history::Status;
use flowglass_simulator::{Execution, Expectations, NamedStep, StepExpectation, Written};
use flowglass_yaml::Node;

use crate::text::{Members, member, number, places, short};

/// Expects what a run has shown: its status, and its output or its error.
pub(crate) fn as_it_was(execution: &Execution) -> Expectations {
    let status = match execution.status() {
        // Nothing happens any more, and nobody expects that a run has not begun.
        Status::Starting => Status::Running,
        status => status,
    };
    let (error, cause) = execution.error.as_ref().map(|(error, cause)| (error.to_string(), cause.to_string())).unzip();
    Expectations {
        status: Some(written(status)),
        error: error.map(written),
        cause: cause.filter(|cause| !cause.is_empty()).map(written),
        output: execution.output.clone().map(written),
        ..Expectations::default()
    }
}

/// A value that stands in no text yet.
fn written<T>(value: T) -> Written<T> {
    Written { value, at: Position { line: 0, column: 0 } }
}

/// The members of `expect`.
pub(crate) fn expect(expectations: &Expectations, branches: &BTreeSet<&str>) -> Members {
    let Expectations { status, error, cause, output, path, never, events, steps } = expectations;
    let mut members = Vec::new();
    members.extend(status.as_ref().map(|status| member("status", Node::text(status.value.name()))));
    members.extend(text("error", error.as_ref()));
    members.extend(text("cause", cause.as_ref()));
    members.extend(value("output", output.as_ref()));
    for (key, steps) in [("path", path), ("never", never)] {
        if !steps.is_empty() {
            members.push(member(key, short(Node::List(steps.iter().map(|step| named(step, branches)).collect()))));
        }
    }
    if !events.is_empty() {
        let counts = events.iter().map(|(kind, count)| member(kind.value.name(), number(count))).collect();
        members.push(member("events", Node::short(counts)));
    }
    if !steps.is_empty() {
        members.push(member("steps", Node::List(steps.iter().map(|step| step_members(step, branches)).collect())));
    }
    members
}

fn named(step: &NamedStep, branches: &BTreeSet<&str>) -> Node {
    if step.flow.is_none() && step.within.is_empty() {
        return Node::text(&step.step.value);
    }
    Node::short(name_members(step, branches))
}

fn name_members(named: &NamedStep, branches: &BTreeSet<&str>) -> Members {
    let NamedStep { step, flow, within } = named;
    let mut members = vec![member("step", Node::text(&step.value))];
    members.extend(text("flow", flow.as_ref()));
    if !within.is_empty() {
        members.push(member("in", places(within, branches)));
    }
    members
}

fn step_members(step: &StepExpectation, branches: &BTreeSet<&str>) -> Node {
    let StepExpectation { named, run, runs, attempts, input, sent, output, error, cause } = step;
    let mut members = name_members(named, branches);
    members.extend(run.map(|run| member("run", number(run))));
    for (key, count) in [("runs", runs), ("attempts", attempts)] {
        members.extend(count.as_ref().map(|count| member(key, number(count.value))));
    }
    for (key, json) in [("input", input), ("sent", sent), ("output", output)] {
        members.extend(value(key, json.as_ref()));
    }
    members.extend(text("error", error.as_ref()));
    members.extend(text("cause", cause.as_ref()));
    Node::short(members)
}

fn text(key: &str, text: Option<&Written<String>>) -> Option<(String, Node)> {
    text.map(|text| member(key, Node::text(&text.value)))
}

fn value(key: &str, json: Option<&Written<Json>>) -> Option<(String, Node)> {
    json.map(|json| member(key, short(Node::Constant(json.value.clone()))))
}
