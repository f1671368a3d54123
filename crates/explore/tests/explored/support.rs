//! Flows as text, explored.

use std::sync::Arc;

use flowglass_explore::{Bounds, Exploration, Subject, explore};
use flowglass_flow::Flow;
use flowglass_simulator::{Mode, Scenario};

pub(crate) fn flow(text: &str) -> Arc<Flow> {
    let parsed = flowglass_flow::parse(text);
    Arc::new(parsed.flow.unwrap_or_else(|| panic!("no flow: {text}")))
}

/// A flow of the older language.
pub(crate) fn legacy(steps: &str) -> String {
    format!("version: v1\ntype: flow\nsteps:\n{steps}")
}

/// A flow of the new language.
pub(crate) fn machine(start: &str, states: &str) -> String {
    format!("Type: StateMachine\nSpecVersion: v1\nName: main\nStartAt: {start}\nStates:\n{states}")
}

pub(crate) fn subject(text: &str) -> Subject {
    let flow = flow(text);
    Subject {
        name: "main".to_owned(),
        flows: vec![("main".to_owned(), Arc::clone(&flow))],
        flow,
        base: Scenario::default(),
    }
}

pub(crate) fn explored(text: &str) -> Exploration {
    explore(&subject(text), Bounds::default())
}

pub(crate) fn explored_with(text: &str, others: &[(&str, &str)], mode: Mode) -> Exploration {
    let mut subject = subject(text);
    subject.flows.extend(others.iter().map(|(name, text)| ((*name).to_owned(), flow(text))));
    subject.base.mode = mode;
    explore(&subject, Bounds::default())
}

/// The findings in short: `kind: what`.
pub(crate) fn found(exploration: &Exploration) -> Vec<String> {
    exploration.findings.iter().map(|finding| format!("{}: {}", finding.kind, finding.what)).collect()
}

#[track_caller]
pub(crate) fn check(text: &str, expected: &[&str]) -> Exploration {
    let exploration = explored(text);
    assert_eq!(found(&exploration), expected, "{text}");
    exploration
}
