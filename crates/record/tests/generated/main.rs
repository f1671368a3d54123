//! What holds for every run: seeded flows and scenarios of both languages.

mod writer;

use std::sync::Arc;

use flowglass_expression::Random;
use flowglass_flow::{Flow, parse};
use flowglass_history::{Event, History, Times, compare};
use flowglass_record::{Mocks, Remark, Run, from_history, record, scenario_text};
use flowglass_simulator::{ExecutionId, Outside, Scenario, Simulation, simulate};
use writer::{Written, written};

struct Case {
    flow: Arc<Flow>,
    others: Vec<(String, Arc<Flow>)>,
    scenario: Scenario,
}

fn case(seed: u64) -> Case {
    let Written { flow, child, scenario } = written(seed);
    let read = |text: &str| {
        let parsed = parse(text);
        Arc::new(parsed.flow.unwrap_or_else(|| panic!("{seed}: {:?}\n{text}", parsed.findings)))
    };
    let scenario = Scenario::parse(&scenario).unwrap_or_else(|error| panic!("{seed}: {error}\n{scenario}"));
    Case { flow: read(&flow), others: vec![("child".to_owned(), read(&child))], scenario }
}

fn run(case: &Case, scenario: &Scenario) -> (Simulation, ExecutionId) {
    let (simulation, id, _) = simulate(&case.flow, "main", scenario, &case.others, Outside::Nobody);
    (simulation, id)
}

/// What a history does not tell.
fn known(scenario: &Scenario) -> Scenario {
    Scenario { tasks: Vec::new(), stop: None, input: None, clock: None, ..scenario.clone() }
}

/// Everything that a run has shown.
fn histories(simulation: &Simulation) -> Vec<String> {
    simulation.executions().map(|(_, execution)| format!("{} {:?}", execution.name, execution.history)).collect()
}

/// Checks that two runs are the same to the byte, with all that they started.
fn assert_same(seed: u64, one: (&Simulation, ExecutionId), other: &Simulation, scenario: &Scenario) {
    if histories(one.0) == histories(other) {
        return;
    }
    let (a, b) = (&one.0.execution(one.1).history, &other.execution(one.1).history);
    let first = compare(a, b, Times::Compared).first_row().cloned();
    let given = written(seed);
    let mocks = scenario_text(scenario, &[], &[]);
    panic!("{seed}: {first:?}\n{}\n{}\n{mocks}\n{}\n{}", given.flow, given.scenario, a.to_lines(), b.to_lines());
}

/// Mocks made from a history repeat it to the byte, with the histories of all that it started.
#[test]
fn mocks_of_a_simulated_history_reproduce_it() {
    let (mut events, mut entries) = (0, 0);
    for seed in 0..150 {
        let case = case(seed);
        let (simulation, id) = run(&case, &case.scenario);
        let Mocks { scenario, .. } = from_history(&Run::simulated(&simulation, id), known(&case.scenario));
        let (again, _) = run(&case, &scenario);
        assert_same(seed, (&simulation, id), &again, &scenario);
        events += simulation.execution(id).history.len();
        entries += scenario.tasks.len();
    }
    assert!(events > 5_000 && entries > 150, "{events} events, {entries} entries");
}

/// A recording leaves nothing to the defaults, and repeats the run.
#[test]
fn recordings_repeat_the_run() {
    let mut assumed = 0;
    for seed in 0..150 {
        let case = case(seed);
        let (simulation, id) = run(&case, &case.scenario);
        let recorded = record(&case.scenario, &simulation, id);
        let (again, id) = run(&case, &recorded);
        assert_same(seed, (&simulation, id), &again, &recorded);
        assert!(again.executions().all(|(_, execution)| execution.assumed.is_empty()), "{seed}");
        assumed += recorded.tasks.len() - case.scenario.tasks.len();
    }
    assert!(assumed > 20, "{assumed} answers were written out");
}

/// What is written as a file is read as it was, with whatever the histories hold.
#[test]
fn scenarios_are_written_as_they_are_read() {
    for seed in 0..150 {
        let case = case(seed);
        let (simulation, id) = run(&case, &case.scenario);
        let mocks = from_history(&Run::simulated(&simulation, id), known(&case.scenario)).scenario;
        for scenario in [mocks, record(&case.scenario, &simulation, id)] {
            let text = scenario_text(&scenario, &[Arc::clone(&case.flow)], &["made: from\na run".to_owned()]);
            let read = Scenario::parse(&text).unwrap_or_else(|error| panic!("{seed}: {error}\n{text}"));
            assert_eq!(without_places(read), without_places(scenario), "{seed}\n{text}");
        }
    }
}

/// A scenario without the places in its text.
fn without_places(mut scenario: Scenario) -> Scenario {
    (scenario.tasks_at, scenario.edits_at) = (Vec::new(), Vec::new());
    if let Some(expect) = &mut scenario.expect {
        let nowhere = flowglass_flow::Position { line: 0, column: 0 };
        expect.status.iter_mut().for_each(|status| status.at = nowhere);
        expect.output.iter_mut().for_each(|output| output.at = nowhere);
        for text in [&mut expect.error, &mut expect.cause] {
            text.iter_mut().for_each(|text| text.at = nowhere);
        }
    }
    scenario
}

/// The same history as a service might record it: 14 to 34 ms between an event and what it triggers.
fn as_of_a_service(history: &History, overhead_ms: i64, random: &mut Random) -> History {
    let mut late = vec![0_i64; history.len()];
    let mut events: Vec<Event<'_>> = Vec::new();
    for (position, event) in history.events().enumerate() {
        let before = event.trigger.and_then(|id| history.position(id)).map_or(0, |trigger| late[trigger]);
        late[position] = before + 14 + random.below(21) as i64 - overhead_ms;
        let earliest = events.last().map_or(event.time, |last| last.time);
        events.push(Event { time: event.time.plus(late[position]).max(earliest), ..event });
    }
    let mut recorded = History::new();
    for event in &events {
        recorded.record(event).expect("the numbers are those of a history");
    }
    recorded
}

/// What a service takes from one event to the next keeps a history from being reproduced only where something is cut
/// off: how far that had come is a matter of times.
#[test]
fn histories_with_the_times_of_a_service_are_reproduced() {
    let (mut same, mut differing) = (0, 0);
    for seed in 0..150 {
        let case = case(seed);
        let (simulation, id) = run(&case, &case.scenario);
        let (execution, overhead) = (simulation.execution(id), case.scenario.options.overhead_ms);
        // What waits for other executions waits as long as those take.
        if simulation.executions().len() > 1 || overhead > 40 {
            continue;
        }
        let real = as_of_a_service(&execution.history, overhead, &mut Random::new(seed));
        let mocks = from_history(&Run::alone(&case.flow, "main", &real), known(&case.scenario));
        let (again, id) = run(&case, &mocks.scenario);
        let comparison = compare(&real, &again.execution(id).history, Times::Ignored);
        let Some(row) = comparison.first_row() else {
            same += 1;
            continue;
        };
        differing += 1;
        let expected = mocks.remarks.iter().any(|remark| matches!(remark, Remark::CutOff(_)));
        assert!(expected, "{seed}: {row:?} {:?}\n{}", mocks.remarks, scenario_text(&mocks.scenario, &[], &[]));
    }
    assert!(same > 80 && differing < same / 4, "{same} same, {differing} differ");
}
