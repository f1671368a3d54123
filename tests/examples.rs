//! The example flows that come with Flowglass: good, drawn well, and doing what their scenarios say.

#[path = "support/overlaps.rs"]
mod overlaps;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flowglass_convert::convert;
use flowglass_diagram::{Direction, draw, draw_in};
use flowglass_expression::Language;
use flowglass_flow::{Dialect, Flow, Pattern, Severity, StepKind, parse};
use flowglass_history::{Status, StepStatus, check_invariants, fold};
use flowglass_simulator::{Execution, Outside, Scenario, simulate};
use overlaps::overlaps;

/// Every example, the status its scenario ends with where nobody can report, and its output, or error and cause.
const EXPECTED: [(&str, Status, &str); 10] = [
    (
        "catalogue",
        Status::Succeeded,
        r#"{"count":3,"rows":[{"label":"2 x lamp","letters":8},{"label":"5 x bulb","letters":8},{"label":"1 x cable","letters":9}]}"#,
    ),
    // Nobody answers within the day that the task allows.
    ("leave-request", Status::Failed, "Denied: not approved in time"),
    ("mailing", Status::Succeeded, "{}"),
    (
        "nightly",
        Status::Succeeded,
        r#"{"parts":[{"rows":1200,"changed":true,"size":81,"key":"backup.gz"},{}],"night":"done"}"#,
    ),
    (
        "order",
        Status::Succeeded,
        r#"{"parcels":[{"parcel":"on its way"},{"parcel":"on its way"},{"parcel":"on its way"}]}"#,
    ),
    ("poll-job", Status::Succeeded, r#"{"state":"done","job":"j-1"}"#),
    ("quote", Status::Succeeded, r#"{"price":-1,"note":"somebody will call back"}"#),
    ("rotate", Status::Succeeded, "{}"),
    (
        "thumbnails",
        Status::Succeeded,
        r#"{"album":"summer","thumbnails":["small.jpg","large.jpg","small.jpg","large.jpg","small.jpg","large.jpg"]}"#,
    ),
    ("trip", Status::Failed, "TripFailed: what was booked has been cancelled"),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("www/examples")
}

fn read(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn flow(file: &str) -> Arc<Flow> {
    Arc::new(parse(&read(file)).flow.unwrap_or_else(|| panic!("{file} is no flow")))
}

/// All executions of an example's scenario; the first is the example's own.
fn run(name: &str) -> Vec<Execution> {
    let scenario = Scenario::parse(&read(&format!("{name}.scenario.yaml"))).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(scenario.flow.as_deref(), Some(format!("{name}.flow.yaml").as_str()), "{name}");
    let others: Vec<_> =
        scenario.flows.iter().map(|file| (file.trim_end_matches(".flow.yaml").to_owned(), flow(file))).collect();
    let (simulation, _, _) = simulate(&flow(&format!("{name}.flow.yaml")), name, &scenario, &others, Outside::Nobody);
    simulation.executions().map(|(_, execution)| execution.clone()).collect()
}

#[test]
fn every_file_belongs_to_an_example() {
    let mut names: Vec<_> = fs::read_dir(folder())
        .expect("there are examples")
        .map(|entry| entry.expect("the folder can be read").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let (flows, scenarios): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| name.ends_with(".flow.yaml"));
    assert_eq!(flows, EXPECTED.map(|(name, ..)| format!("{name}.flow.yaml")));
    for file in scenarios {
        let stem = file.strip_suffix(".scenario.yaml").unwrap_or_else(|| panic!("{file}: what is it?"));
        let scenario = Scenario::parse(&read(&file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        // Named after its flow, and for one of several after what happens.
        let flow = scenario.flow.as_deref().and_then(|flow| flow.strip_suffix(".flow.yaml")).unwrap_or_default();
        let of_flow = stem.strip_prefix(flow).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
        assert!(of_flow, "{file}: its flow is {flow}");
        assert!(scenario.expect.is_some_and(|expect| expect.status.is_some()), "{file}: no status is expected");
    }
}

#[test]
fn nothing_is_found_in_them() {
    for (name, ..) in EXPECTED {
        let parsed = parse(&read(&format!("{name}.flow.yaml")));
        let found: Vec<_> = parsed.findings.iter().filter(|finding| finding.severity < Severity::Note).collect();
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
}

#[test]
fn nothing_overlaps_in_their_pictures() {
    for (name, ..) in EXPECTED {
        for direction in [Direction::TopToBottom, Direction::LeftToRight] {
            let scene = draw_in(&flow(&format!("{name}.flow.yaml")), direction);
            assert_eq!(overlaps(&scene), [""; 0], "{name}, {direction:?}");
        }
    }
}

#[test]
fn scenarios_end_as_the_table_says() {
    for (name, status, end) in EXPECTED {
        let executions = run(name);
        let execution = &executions[0];
        let found = match (&execution.output, &execution.error) {
            (Some(output), _) => output.to_compact(),
            (None, Some((error, cause))) => format!("{error}: {cause}"),
            (None, None) => String::new(),
        };
        assert_eq!((execution.status(), found.as_str()), (status, end), "{name}\n{}", execution.history.to_lines());
        for execution in &executions {
            assert_eq!(check_invariants(&execution.history), [""; 0], "{name}: {}", execution.name);
        }
    }
}

#[test]
fn those_of_the_older_language_are_converted() {
    let mut converted = 0;
    for (name, ..) in EXPECTED {
        let old = parse(&read(&format!("{name}.flow.yaml")));
        if old.flow.as_ref().is_none_or(|flow| flow.dialect != Dialect::Legacy) {
            continue;
        }
        let new = convert(&old, name, Language::English).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let parsed = parse(&new.text);
        assert!(!parsed.has_errors(), "{name}: {:#?}\n{}", parsed.findings, new.text);
        assert_eq!(overlaps(&draw(parsed.flow.as_ref().expect("it is a flow"))), [""; 0], "{name}");
        converted += 1;
    }
    assert!(converted >= 4, "{converted}");
}

#[test]
fn together_they_show_everything() {
    let mut shown = BTreeSet::new();
    for (name, ..) in EXPECTED {
        let flow = flow(&format!("{name}.flow.yaml"));
        for (id, step) in flow.steps() {
            shown.insert((flow.dialect == Dialect::Legacy, kind_name(&step.kind)));
            if !step.kind.scopes().is_empty() && !flow.containers(id).is_empty() {
                shown.insert((flow.dialect == Dialect::Legacy, "nesting"));
            }
        }
        let legacy = flow.dialect == Dialect::Legacy;
        for execution in run(name) {
            let view = fold(&execution.history, execution.history.len());
            shown.extend(view.instances.iter().filter(|run| run.attempt() > 1).map(|_| (legacy, "retry")));
            shown.extend(
                view.instances.iter().filter(|run| run.status == StepStatus::Caught).map(|_| (legacy, "catch")),
            );
        }
    }
    let kinds = ["pass", "task", "wait", "choice", "parallel", "map", "succeed", "fail"];
    let more = ["callback", "retry", "catch", "nesting"];
    for legacy in [true, false] {
        for what in kinds.into_iter().chain(more) {
            assert!(shown.contains(&(legacy, what)), "no example of the {} language shows {what}", words(legacy));
        }
    }
    assert!(shown.contains(&(false, "distributed map")));
}

fn words(legacy: bool) -> &'static str {
    if legacy { "older" } else { "new" }
}

fn kind_name(kind: &StepKind) -> &'static str {
    match kind {
        StepKind::Pass => "pass",
        StepKind::Task(task) if task.pattern == Pattern::WaitForCallback => "callback",
        StepKind::Task(_) => "task",
        StepKind::Wait(_) => "wait",
        StepKind::Choice(_) => "choice",
        StepKind::Parallel(_) => "parallel",
        StepKind::Map(map) if map.distributed.is_some() => "distributed map",
        StepKind::Map(_) => "map",
        StepKind::Succeed => "succeed",
        StepKind::Fail(_) => "fail",
        StepKind::Loop(_) => "loop",
        StepKind::Unknown(_) => "unknown",
    }
}
