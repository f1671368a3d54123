//! A scenario as the text of its file.

use std::collections::BTreeSet;
use std::sync::Arc;

use flowglass_flow::{Flow, StepKind};
use flowglass_history::Millis;
use flowglass_simulator::{
    Answer, CaughtOutput, Change, DistributedBy, Edit, Entry, ExpressionErrors, FailInScope, MissingPaths, Mode,
    Options, Outcome, PassThrough, Place, ScalarItems, Scenario, Stop, TimeSpan, Vocabulary,
};
use flowglass_yaml::{Node, comment, write};

use crate::expectations::expect;

/// Keys and values in order.
pub(crate) type Members = Vec<(String, Node)>;

/// Writes a scenario file, with lines of comment above it. Reading it gives the same scenario.
///
/// What is as usual is left out, but for the seed. `known` are the flows whose steps it names: they tell whether the
/// number of a container is that of a branch.
pub fn scenario_text(scenario: &Scenario, known: &[Arc<Flow>], comments: &[String]) -> String {
    // Every part is named here, so that a new one is not forgotten.
    let Scenario {
        name,
        flow,
        flows,
        input,
        execution,
        role,
        mode,
        clock,
        seed,
        environment,
        options,
        tasks,
        // A text that is still to be written has no places.
        tasks_at: _,
        stop,
        edits,
        edits_at: _,
        expect: expected,
    } = scenario;
    let mut members = vec![member("format", number(1_u32))];
    members.extend(name.as_ref().map(|name| member("name", Node::text(name))));
    members.extend(flow.as_ref().map(|flow| member("flow", Node::text(flow))));
    if !flows.is_empty() {
        members.push(member("flows", Node::List(flows.iter().map(Node::text).collect())));
    }
    members.extend(input.as_ref().map(|input| member("input", short(Node::Constant(input.clone())))));
    let named = execution.as_ref().map(|name| member("name", Node::text(name)));
    let execution: Members =
        named.into_iter().chain(role.as_ref().map(|role| member("role", Node::text(role)))).collect();
    if !execution.is_empty() {
        members.push(member("execution", Node::short(execution)));
    }
    if *mode == Mode::Express {
        members.push(member("mode", Node::text("Express")));
    }
    members.extend(clock.map(|clock| member("clock", Node::Word(moment(clock)))));
    members.push(member("seed", number(*seed)));
    if !environment.is_empty() {
        let variables = environment.iter().map(|(name, value)| member(name, Node::text(value))).collect();
        members.push(member("environment", Node::short(variables)));
    }
    let options = changed(options);
    if !options.is_empty() {
        members.push(member("options", Node::short(options)));
    }
    let branches = branches_of(known);
    if !tasks.is_empty() {
        let entries = tasks.iter().map(|task| entry(task, &branches)).collect();
        members.push(member("tasks", Node::List(entries)));
    }
    members.extend(stop.as_ref().map(|stop| member("stop", stop_members(stop))));
    if !edits.is_empty() {
        members.push(member("edits", Node::List(edits.iter().map(|change| edit(change, &branches)).collect())));
    }
    members.extend(expected.as_ref().map(|expected| member("expect", Node::Mapping(expect(expected, &branches)))));
    comment(comments) + &write(&members)
}

/// The options that are not as usual.
fn changed(options: &Options) -> Members {
    // Every option is named here, so that a new one is not forgotten.
    let Options {
        overhead_ms,
        event_limit,
        data_limit,
        global_limit,
        map_items,
        map_runs,
        vocabulary,
        pass_through,
        fail_in_scope,
        scalar_items,
        distributed_by,
        missing_path,
        expression_errors,
        caught_without_constructor,
        task_timeout_error,
    } = options;
    let usual = Options::default();
    let mut members = Vec::new();
    let mut add = |differs: bool, key: &str, value: Node| {
        if differs {
            members.push(member(key, value));
        }
    };
    add(*overhead_ms != usual.overhead_ms, "overhead", span(*overhead_ms));
    add(*event_limit != usual.event_limit, "eventLimit", number(*event_limit));
    add(data_limit.is_some(), "dataLimit", number(data_limit.unwrap_or_default()));
    add(*global_limit != usual.global_limit, "globalLimit", number(*global_limit));
    add(*map_items != usual.map_items, "mapItems", number(*map_items));
    add(*map_runs != usual.map_runs, "mapRuns", number(*map_runs));
    let word = match vocabulary {
        Vocabulary::Reference => "reference",
        Vocabulary::State => "state",
    };
    add(*vocabulary != usual.vocabulary, "vocabulary", Node::text(word));
    let word = match pass_through {
        PassThrough::Input => "input",
        PassThrough::Empty => "empty",
    };
    add(*pass_through != usual.pass_through, "passThrough", Node::text(word));
    let word = match fail_in_scope {
        FailInScope::Catchable => "catchable",
        FailInScope::EndsExecution => "endsExecution",
    };
    add(*fail_in_scope != usual.fail_in_scope, "failInScope", Node::text(word));
    let word = match scalar_items {
        ScalarItems::Pass => "pass",
        ScalarItems::Fail => "fail",
    };
    add(*scalar_items != usual.scalar_items, "scalarItems", Node::text(word));
    let word = match distributed_by {
        DistributedBy::ProcessorConfig => "processorConfig",
        DistributedBy::ExpressOnly => "expressOnly",
    };
    add(*distributed_by != usual.distributed_by, "distributedBy", Node::text(word));
    let word = match missing_path {
        MissingPaths::Null => "null",
        MissingPaths::Fail => "fail",
    };
    add(*missing_path != usual.missing_path, "missingPath", Node::text(word));
    let word = match expression_errors {
        ExpressionErrors::CatchAll => "catchAll",
        ExpressionErrors::Uncatchable => "uncatchable",
    };
    add(*expression_errors != usual.expression_errors, "expressionErrors", Node::text(word));
    let word = match caught_without_constructor {
        CaughtOutput::EffectiveInput => "effectiveInput",
        CaughtOutput::Error => "error",
    };
    add(*caught_without_constructor != usual.caught_without_constructor, "caughtWithoutConstructor", Node::text(word));
    add(*task_timeout_error != usual.task_timeout_error, "taskTimeoutError", Node::text(task_timeout_error));
    members
}

/// The names of the steps with branches.
fn branches_of(flows: &[Arc<Flow>]) -> BTreeSet<&str> {
    let steps = flows.iter().flat_map(|flow| flow.steps()).map(|(_, step)| step);
    steps.filter(|step| matches!(step.kind, StepKind::Parallel(_))).map(|step| step.name.value.as_str()).collect()
}

fn entry(entry: &Entry, branches: &BTreeSet<&str>) -> Node {
    let Entry { step, flow, within, outcomes } = entry;
    let mut members = vec![member("step", Node::text(step))];
    members.extend(flow.as_ref().map(|flow| member("flow", Node::text(flow))));
    if !within.is_empty() {
        members.push(member("in", places(within, branches)));
    }
    members.push(member("outcomes", Node::List(outcomes.iter().map(outcome).collect())));
    Node::Mapping(members)
}

pub(crate) fn places(within: &[Place], branches: &BTreeSet<&str>) -> Node {
    short(Node::List(within.iter().map(|around| place(around, branches)).collect()))
}

fn place(place: &Place, branches: &BTreeSet<&str>) -> Node {
    let Place { step, index } = place;
    let word = if branches.contains(&**step) { "branch" } else { "iteration" };
    let mut members = vec![member("step", Node::text(step))];
    members.extend(index.map(|index| member(word, number(index))));
    Node::short(members)
}

fn outcome(outcome: &Outcome) -> Node {
    let Outcome { answer, after_ms, times } = outcome;
    let mut members = match answer {
        Answer::Output(output) => vec![member("output", Node::Constant(output.clone()))],
        Answer::Error(error, cause) => failure(error, cause),
        Answer::Never => vec![member("never", Node::Constant(true.into()))],
        Answer::Refused(error, cause) => vec![member("refused", Node::short(failure(error, cause)))],
    };
    if *after_ms != 0 {
        members.push(member("after", span(*after_ms)));
    }
    if *times != 1 {
        members.push(member("times", number(*times)));
    }
    Node::short(members)
}

fn edit(edit: &Edit, branches: &BTreeSet<&str>) -> Node {
    let Edit { step, flow, within, attempt, change } = edit;
    let mut members = vec![member("step", Node::text(step))];
    members.extend(flow.as_ref().map(|flow| member("flow", Node::text(flow))));
    if !within.is_empty() {
        members.push(member("in", places(within, branches)));
    }
    if *attempt != 1 {
        members.push(member("attempt", number(attempt)));
    }
    members.push(match change {
        Change::Input(input) => member("input", Node::Constant(input.clone())),
        Change::Output(output) => member("output", Node::Constant(output.clone())),
    });
    Node::short(members)
}

fn failure(error: &str, cause: &str) -> Members {
    let mut members = vec![member("error", Node::text(error))];
    if !cause.is_empty() {
        members.push(member("cause", Node::text(cause)));
    }
    members
}

fn stop_members(stop: &Stop) -> Node {
    let Stop { after, error, cause } = stop;
    let mut members = vec![member("after", span(after.millis()))];
    for (key, text) in [("error", error), ("cause", cause)] {
        if !text.is_empty() {
            members.push(member(key, Node::text(text)));
        }
    }
    Node::short(members)
}

pub(crate) fn member(key: &str, value: Node) -> (String, Node) {
    (key.to_owned(), value)
}

pub(crate) fn short(node: Node) -> Node {
    Node::Short(Box::new(node))
}

pub(crate) fn number(number: impl ToString) -> Node {
    Node::Word(number.to_string())
}

fn span(ms: i64) -> Node {
    Node::Word(TimeSpan::from_millis(ms).to_string())
}

/// The moment without decimals that say nothing.
fn moment(time: Millis) -> String {
    time.to_rfc3339().replace(".000Z", "Z")
}

#[cfg(test)]
mod tests {
    use flowglass_flow::parse;

    use super::*;

    /// Every part of the format, as it is written.
    const WHOLE: &str = r#"# a comment
format: 1
name: "refused: twice"
flow: in/order.flow.yaml
flows: [pay.flow.yaml, "a, b.yaml"]
input: {order: 7, items: [{sku: "1"}]}
execution: {name: run-1, role: acs:ram::1:role/flows}
mode: Express
clock: 2026-01-01T00:00:00.250Z
seed: 18446744073709551615
environment: {STAGE: dev}
options:
  overhead: 0s
  eventLimit: 100
  dataLimit: 1000
  globalLimit: 10
  mapItems: 5
  mapRuns: 3
  vocabulary: state
  passThrough: empty
  failInScope: endsExecution
  scalarItems: fail
  distributedBy: expressOnly
  missingPath: fail
  expressionErrors: uncatchable
  caughtWithoutConstructor: error
  taskTimeoutError: T
tasks:
  - step: charge
    outcomes:
      - {error: E, cause: busy, after: 200ms, times: 2}
      - {output: null, after: 1500ms}
  - step: charge
    in: [{step: all, branch: 1}, {step: each, iteration: 2}, {step: pick}]
    outcomes:
      - {never: true}
  - step: notify
    flow: pay
    outcomes:
      - {refused: {error: Q, cause: no such queue}, after: 2h}
stop: {after: 3d, error: Operator}
edits:
  - {step: refund, attempt: 2, input: {amount: 0}}
  - {step: refund, flow: pay, in: [{step: each, iteration: 1}], output: [1]}
expect:
  status: Failed
  error: E
  cause: c
  output: {paid: true}
  path: [charge, {step: close, flow: pay, in: [{step: each, iteration: 2}]}]
  never: [refund]
  events: {TaskFailed: 2}
  steps:
    - {step: charge, run: 2, runs: 3, attempts: 1, input: null, sent: {}, output: 1, error: E, cause: c}
"#;

    #[test]
    fn the_whole_format_is_written() {
        let flow = "{type: flow, version: v1, steps: [{type: parallel, name: all, branches: []}]}";
        let flow = Arc::new(parse(flow).flow.unwrap());
        let scenario = Scenario::parse(WHOLE).unwrap();
        assert_eq!(scenario_text(&scenario, &[flow], &["a comment".to_owned()]), WHOLE);
    }

    #[test]
    fn what_is_as_usual_is_left_out() {
        assert_eq!(scenario_text(&Scenario::default(), &[], &[]), "format: 1\nseed: 0\n");
    }
}
