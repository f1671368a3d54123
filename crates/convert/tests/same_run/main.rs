//! A flow and what it is converted to run alike: seeded flows, the same answers of tasks, both in the simulator.

mod writer;

use std::collections::BTreeMap;
use std::sync::Arc;

use flowglass_convert::{Weight, convert};
use flowglass_expression::{Json, Language};
use flowglass_flow::{Parsed, Severity, parse};
use flowglass_history::{Member, Status};
use flowglass_simulator::{Execution, Outside, Scenario, simulate};
use writer::Writer;

/// How many flows are tried.
const FLOWS: u64 = 800;

/// What must be met in some of the new texts.
const SHAPES: [&str; 9] =
    ["local:", "local.$:", "outer.$:", "all.$:", "GlobalConstructor:", "Map", "Parallel", "Choice", "Catch:"];

/// What is compared of a run.
#[derive(Debug, PartialEq)]
struct Run {
    status: Status,
    output: Option<Json>,
    /// Errors of the simulator itself have names that depend on the language.
    error: Option<String>,
    /// The tasks in the order of their attempts, with what each is sent.
    tasks: Vec<(String, Json)>,
}

fn run(parsed: &Parsed, scenario: &str) -> Execution {
    let flow = Arc::new(parsed.flow.clone().expect("the text is a flow"));
    let scenario = Scenario::parse(scenario).unwrap_or_else(|error| panic!("{error}\n{scenario}"));
    let (simulation, id, _) = simulate(&flow, "main", &scenario, &[], Outside::Nobody);
    simulation.execution(id).clone()
}

fn shown(execution: &Execution, sent: impl Fn(&Json) -> Json) -> Run {
    let scheduled = execution.history.events().filter(|event| event.kind.name() == "TaskScheduled");
    let error = execution
        .error
        .as_ref()
        .map(|(error, _)| if error.starts_with("Sim.") { "Sim.".to_owned() } else { error.to_string() });
    Run {
        status: execution.status(),
        output: execution.output.clone(),
        error,
        tasks: scheduled
            .map(|event| (event.step.to_string(), sent(event.detail.get(&Member::Input).unwrap_or(&Json::Null))))
            .collect(),
    }
}

/// What the older language sends: what the text of a message says, or the whole input. The new language takes the
/// message itself.
fn sent_before(input: &Json) -> Json {
    let Some(body) = input.get("MessageBody") else { return input.clone() };
    body.as_str().and_then(|text| Json::parse(text).ok()).unwrap_or_else(|| body.clone())
}

/// What the new language's parameters send.
fn sent(parameters: &Json) -> Json {
    let members = ["body", "message", "input"].iter().find_map(|key| parameters.get(key));
    members.cloned().unwrap_or_default()
}

/// A run in which null and missing are the same.
fn without_nulls(run: Run) -> Run {
    fn strip(value: &Json) -> Json {
        match value {
            Json::Array(items) => items.iter().filter(|item| !item.is_null()).map(strip).collect(),
            Json::Object(object) => {
                let members = object.iter().filter(|(_, value)| !value.is_null());
                Json::from(
                    members.map(|(key, value)| (key.clone(), strip(value))).collect::<flowglass_expression::Object>(),
                )
            }
            other => other.clone(),
        }
    }
    let tasks = run.tasks.iter().map(|(step, sent)| (step.clone(), strip(sent))).collect();
    Run { output: run.output.as_ref().map(strip), tasks, ..run }
}

#[derive(Debug, Default)]
struct Tally {
    same: u32,
    but_for_nulls: u32,
    to_decide: u32,
    ends: BTreeMap<&'static str, u32>,
    shapes: BTreeMap<&'static str, u32>,
    tasks: usize,
}

/// What differs between the runs of a flow and of its conversion, with both.
fn difference(seed: u64, tally: &mut Tally) -> Option<String> {
    let flow = Writer::flow(seed);
    let old = parse(&flow.text);
    assert!(!old.has_errors(), "{seed}: {:#?}\n{}", old.findings, flow.text);
    let converted = convert(&old, "main", Language::English).unwrap_or_else(|error| panic!("{seed}: {error:?}"));
    let new = parse(&converted.text);
    let errors: Vec<_> = new.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{seed}: {errors:#?}\n{}\n{}", flow.text, converted.text);
    if converted.notes.iter().any(|note| note.weight == Weight::Decide) {
        tally.to_decide += 1;
        return None;
    }
    let one = shown(&run(&old, &flow.old_scenario), sent_before);
    let two = shown(&run(&new, &flow.new_scenario), sent);
    tally.tasks += one.tasks.len();
    *tally.ends.entry(if one.status == Status::Succeeded { "succeeded" } else { "other" }).or_default() += 1;
    for shape in SHAPES {
        if converted.text.contains(shape) {
            *tally.shapes.entry(shape).or_default() += 1;
        }
    }
    let lenient = converted.notes.iter().any(|note| note.code.starts_with("null-"));
    let (one, two) = if lenient {
        tally.but_for_nulls += 1;
        (without_nulls(one), without_nulls(two))
    } else {
        tally.same += 1;
        (one, two)
    };
    (one != two).then(|| {
        format!(
            "seed {seed}\n{}\n{}\n{}\nbefore: {one:#?}\nafter: {two:#?}",
            flow.text, converted.text, flow.new_scenario
        )
    })
}

#[test]
fn converted_flows_run_as_before() {
    let mut tally = Tally::default();
    let different: Vec<String> = (0..FLOWS).filter_map(|seed| difference(seed, &mut tally)).collect();
    // The shortest one tells the most.
    if let Some(shortest) = different.iter().min_by_key(|text| text.len()) {
        panic!("{} of them differ\n{shortest}", different.len());
    }
    // The writer writes flows of all sorts.
    let all_sorts = tally.shapes.len() == SHAPES.len() && tally.shapes.values().all(|times| *times >= 8);
    assert!(tally.same > 400 && tally.ends.values().all(|times| *times > 50) && all_sorts, "{tally:#?}");
}
