//! The same flow, scenario and seed give the same history, byte for byte in the service's own shape.

use std::sync::Arc;

use flowglass_account::wire_execution;
use flowglass_api::ExecutionFile;
use flowglass_simulator::{Generated, Outside, Scenario, Vocabulary, generated, simulate};

/// All executions of a run as the service describes them, read from the texts anew.
fn bytes(case: &Generated, vocabulary: Vocabulary) -> Vec<String> {
    let flow = |text: &str| Arc::new(flowglass_flow::parse(text).flow.expect("a generated flow is one"));
    let mut scenario = Scenario::parse(&case.scenario).expect("a generated scenario is one");
    scenario.options.vocabulary = vocabulary;
    let others: Vec<_> = case.others.iter().map(|(name, text)| (name.clone(), flow(text))).collect();
    let (simulation, _, _) = simulate(&flow(&case.flow), "main", &scenario, &others, Outside::Nobody);
    let file = |execution| ExecutionFile::new(wire_execution(execution), &execution.history).to_text();
    simulation.executions().map(|(_, execution)| file(execution)).collect()
}

#[test]
fn runs_repeat_byte_for_byte() {
    let mut all = 0;
    for seed in 0..60 {
        let case = generated(seed);
        assert_eq!(generated(seed), case);
        for vocabulary in [Vocabulary::Reference, Vocabulary::State] {
            let once = bytes(&case, vocabulary);
            assert_eq!(once, bytes(&case, vocabulary), "{seed}");
            all += once.iter().map(String::len).sum::<usize>();
        }
    }
    assert!(all > 500_000, "{all} bytes");
}
