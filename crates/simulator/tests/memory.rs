//! What runs take in memory, counted: bytes for each event, and how the work grows with the length of a run.
//!
//! No wall time is looked at, so these hold on every machine.

use std::sync::Arc;

use allocation_counter::measure;
use flowglass_expression::{Json, json};
use flowglass_flow::Flow;
use flowglass_history::Status;
use flowglass_simulator::{ExecutionId, MAX_EVENTS, Mode, Options, Outside, Settings, Simulation};

fn flow(states: &str, start: &str) -> Arc<Flow> {
    let text = format!("Type: StateMachine\nSpecVersion: v1\nName: main\nStartAt: {start}\nStates:\n{states}");
    let parsed = flowglass_flow::parse(&text);
    Arc::new(parsed.flow.unwrap_or_else(|| panic!("no flow: {:?}", parsed.findings)))
}

fn chain(count: u32) -> (Arc<Flow>, Json) {
    let next = |number: u32| if number + 1 < count { format!("Next: s{}", number + 1) } else { "End: true".to_owned() };
    let states: String =
        (0..count).map(|number| format!("  - {{Type: Pass, Name: s{number}, {}}}\n", next(number))).collect();
    (flow(&states, "s0"), json!({"order": 7, "customer": "ann"}))
}

fn counting_loop(count: u32) -> (Arc<Flow>, Json) {
    let states = format!(
        "  - {{Type: Pass, Name: count, OutputConstructor: {{n.$: 'intAdd($Input.n, 1)'}}, Next: again}}
  - {{Type: Choice, Name: again, Branches: [{{Condition: $Input.n < {count}, Next: count}}], Default: done}}
  - {{Type: Succeed, Name: done}}"
    );
    (flow(&states, "count"), json!({"n": 0}))
}

fn map(count: u32) -> (Arc<Flow>, Json) {
    let states = "  - Type: Map
    Name: each
    ItemsPath: $Input.items
    Processor: {StartAt: a, States: [{Type: Pass, Name: a, Next: b}, {Type: Pass, Name: b, End: true}]}
    End: true";
    let items: Json = (0..count).map(|id| json!({"id": id})).collect();
    (flow(states, "each"), json!({"items": items}))
}

fn settings(mode: Mode, overhead_ms: i64) -> Settings {
    let options = Options { event_limit: MAX_EVENTS, data_limit: Some(usize::MAX), overhead_ms, ..Options::default() };
    Settings { mode, options, ..Settings::default() }
}

fn run((flow, input): (Arc<Flow>, Json), settings: Settings) -> (Simulation, ExecutionId) {
    let mut simulation = Simulation::new(settings);
    let id = simulation.start(flow, "main", "run", input);
    simulation.run(Outside::Nobody);
    assert_eq!(simulation.execution(id).status(), Status::Succeeded, "{:?}", simulation.execution(id).error);
    (simulation, id)
}

#[test]
fn an_event_takes_at_most_64_bytes_beside_its_data() {
    fn check(name: &str, prepared: (Arc<Flow>, Json), expected_events: usize) {
        // Whoever holds the definition goes on holding it.
        let held = Arc::clone(&prepared.0);
        let (simulation, id) = run(prepared, settings(Mode::Standard, 10));
        let history = &simulation.execution(id).history;
        assert_eq!(history.len(), expected_events, "{name}");
        let data: Vec<Json> = history
            .events()
            .flat_map(|event| event.detail.members().map(|(_, value)| value.clone()).collect::<Vec<_>>())
            .collect();
        let freed = -measure(|| drop(simulation)).bytes_current;
        let most = 64 * expected_events as i64;
        assert!((1..=most).contains(&freed), "{name}: {freed} bytes for {expected_events} events");
        drop((data, held));
    }
    check("chain", chain(1_000), 4_002);
    check("loop", counting_loop(5_000), 40_006);
    check("map", map(1_000), 10_006);
}

#[test]
fn a_run_ten_times_as_long_takes_ten_times_the_memory_and_work() {
    fn check(name: &str, prepare: fn(u32) -> (Arc<Flow>, Json), count: u32) {
        let cost = |count: u32| {
            let prepared = prepare(count);
            let mut kept = None;
            let info = measure(|| kept = Some(run(prepared, settings(Mode::Standard, 10))));
            (info.count_total, info.bytes_total, info.bytes_max)
        };
        let (short, long) = (cost(count), cost(10 * count));
        for (what, short, long) in
            [("allocations", short.0, long.0), ("bytes in all", short.1, long.1), ("bytes at most", short.2, long.2)]
        {
            // Columns double as they grow, so lengths fall differently between two powers of two.
            assert!(long <= 14 * short, "{name}: {what} {short}, then {long}");
        }
    }
    check("chain", chain, 200);
    check("loop", counting_loop, 1_000);
    check("map", map, 200);
}

/// 800,000 events are within what may be asked for, in both modes; an Express execution has five minutes of virtual time.
#[test]
fn loops_of_a_hundred_thousand_iterations_run_in_both_modes() {
    for (mode, overhead_ms) in [(Mode::Standard, 10), (Mode::Express, 0)] {
        let (simulation, id) = run(counting_loop(100_000), settings(mode, overhead_ms));
        assert_eq!(simulation.execution(id).history.len(), 800_006);
        assert_eq!(simulation.execution(id).output, Some(json!({"n": 100_000})));
    }
}
