//! Coverage against histories: whoever was entered came along an edge, or began its list of steps.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use flowglass_flow::parse;
use flowglass_history::{EventType, History, Kind};
use flowglass_simulator::{Outside, Scenario, simulate};
use flowglass_suite::{Case, Coverage, Definition};

/// The definition and the scenario of every page and of every example that runs one flow.
fn runs() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut runs = Vec::new();
    for folder in ["tests/pages/legacy", "tests/pages/state-machine"] {
        for entry in fs::read_dir(root.join(folder)).expect("there are pages") {
            let path = entry.expect("the folder can be read").path();
            let page = fs::read_to_string(&path).expect("a page can be read");
            let block = |kind: &str| {
                let fence = format!("```{kind}\n");
                let mut blocks = page.split(&fence).skip(1);
                let first = blocks.next()?.split("```").next()?;
                blocks.next().is_none().then(|| first.to_owned())
            };
            if let Some((flow, scenario)) = block("yaml").zip(block("scenario").or(Some(String::new()))) {
                runs.push((path.display().to_string(), flow, scenario));
            }
        }
    }
    let examples = root.join("www/examples");
    for entry in fs::read_dir(&examples).expect("there are examples") {
        let path = entry.expect("the folder can be read").path();
        let name = path.display().to_string();
        if name.ends_with(".scenario.yaml") {
            let text = fs::read_to_string(&path).expect("a scenario can be read");
            let scenario = Scenario::parse(&text).expect("an example is a scenario");
            if scenario.flows.is_empty() {
                let flow = examples.join(scenario.flow.expect("an example names its flow"));
                runs.push((name, fs::read_to_string(flow).expect("a flow can be read"), text));
            }
        }
    }
    runs.sort();
    runs
}

/// How often steps of each name were entered, and how often as the first ones of their lists.
fn entered(history: &History, all: &mut BTreeMap<String, u64>, first: &mut BTreeMap<String, u64>) {
    let is = |kind: Kind<'_>, kinds: &[EventType]| kinds.iter().any(|wanted| kind == Kind::Known(*wanted));
    let begins = [EventType::ExecutionStarted, EventType::BranchEntered, EventType::IterationEntered];
    for event in history.events().filter(|event| is(event.kind, &[EventType::StepEntered, EventType::StateEntered])) {
        *all.entry(event.step.to_owned()).or_default() += 1;
        let trigger = event.trigger.and_then(|trigger| history.event(trigger));
        if trigger.is_some_and(|trigger| is(trigger.kind, &begins)) {
            *first.entry(event.step.to_owned()).or_default() += 1;
        }
    }
}

/// How often edges lead to steps of each name, and how often such steps were entered.
fn covered(coverage: &Coverage) -> (BTreeMap<String, u64>, BTreeMap<String, u64>) {
    let (mut along, mut steps) = (BTreeMap::new(), BTreeMap::new());
    for flow in &coverage.flows {
        let name = |step| flow.definition.flow.step(step).name.value.clone();
        for (edge, count) in &flow.edges {
            if let Some(to) = edge.to {
                *along.entry(name(to)).or_default() += count;
            }
        }
        for ((step, _), count) in flow.definition.flow.steps().zip(&flow.steps) {
            *steps.entry(name(step)).or_default() += count;
        }
    }
    along.retain(|_, count| *count > 0);
    steps.retain(|_, count| *count > 0);
    (along, steps)
}

#[test]
fn whoever_was_entered_came_along_an_edge() {
    let mut checked = 0;
    for (name, flow, text) in runs() {
        let parsed = parse(&flow);
        let (false, Some(flow)) = (parsed.has_errors(), parsed.flow) else { continue };
        let flow = Arc::new(flow);
        let scenario = Scenario::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let definition = Arc::new(Definition {
            file: name.clone(),
            stem: "main".to_owned(),
            name: "main".to_owned(),
            flow: Arc::clone(&flow),
            text: Arc::clone(&parsed.document.text),
            lines: Arc::clone(&parsed.document.lines),
        });
        let (simulation, ..) = simulate(&flow, "main", &scenario, &[], Outside::Nobody);
        // A page may say what happens to mocks of steps that there are not.
        let Ok(case) = Case::new(scenario, definition, Vec::new()) else { continue };
        let (along, steps) = covered(&case.run().coverage);
        let (mut all, mut first) = (BTreeMap::new(), BTreeMap::new());
        for (_, execution) in simulation.executions() {
            entered(&execution.history, &mut all, &mut first);
        }
        assert_eq!(steps, all, "{name}: steps");
        for (step, count) in &along {
            *first.entry(step.clone()).or_default() += count;
        }
        assert_eq!(first, all, "{name}: edges and beginnings\n{along:#?}");
        checked += 1;
    }
    assert!(checked >= 200, "{checked}");
}
