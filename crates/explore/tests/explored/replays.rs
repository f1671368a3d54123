//! Every scenario shows what is said of it, to anybody who runs it.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use flowglass_explore::{Bounds, Example, Exploration, Subject, explore};
use flowglass_flow::Flow;
use flowglass_simulator::{Outside, Scenario, simulate};

use crate::support::flow;

/// Runs every scenario of an exploration and compares the run with what is said of it.
pub(crate) fn assert_replays(subject: &Subject, exploration: &Exploration) -> usize {
    let examples: Vec<&Example> = exploration
        .findings
        .iter()
        .flat_map(|finding| &finding.examples)
        .chain(exploration.most_events.iter().chain(&exploration.most_time).map(|longest| &longest.example))
        .collect();
    for example in &examples {
        let (simulation, id, _) =
            simulate(&subject.flow, &subject.name, &example.scenario, &subject.flows, Outside::Nobody);
        let execution = simulation.execution(id);
        let error = execution.error.as_ref().map(|(error, _)| error.to_string());
        let ms = execution.stopped.unwrap_or(simulation.now()).since(execution.started);
        assert_eq!(
            (execution.status(), error, execution.history.len(), ms),
            (example.status, example.error.clone(), example.events, example.ms),
            "{}: {:?}",
            example.shows,
            example.scenario
        );
        assert_eq!(example.scenario.name.as_ref(), Some(&example.shows));
    }
    let names: Vec<_> = exploration.examples().into_iter().map(|(name, _)| name).collect();
    let mut distinct = names.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!((distinct.len(), examples.len()), (names.len(), names.len()));
    examples.len()
}

#[test]
fn the_examples_that_come_with_flowglass() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/examples");
    let mut flows: Vec<(String, Arc<Flow>)> = fs::read_dir(folder)
        .expect("there are examples")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.strip_suffix(".flow.yaml")?.to_owned();
            Some((name, flow(&fs::read_to_string(path).expect("it can be read"))))
        })
        .collect();
    flows.sort_by(|one, other| one.0.cmp(&other.0));
    assert!(flows.len() >= 10);
    for (name, own) in &flows {
        let subject =
            Subject { flow: Arc::clone(own), name: name.clone(), flows: flows.clone(), base: Scenario::default() };
        let exploration = explore(&subject, Bounds::default());
        // Good flows, walked whole: every step, every arm and every rule is reached, and nothing is wrong.
        let summary = &exploration.summary;
        assert!(summary.is_whole() && !exploration.has_errors(), "{name}: {summary:?}");
        assert_eq!((summary.steps.0, summary.turns.0), (summary.steps.1, summary.turns.1), "{name}");
        assert!(assert_replays(&subject, &exploration) > 2, "{name}");
        let again = explore(&subject, Bounds::default());
        assert_eq!(format!("{again:?}"), format!("{exploration:?}"), "{name}");
    }
}
