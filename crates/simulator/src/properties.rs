//! What holds for every run: seeded flows and scenarios of both languages.

use std::fmt::Write as _;

use flowglass_expression::{Json, Random, json};

use crate::testing::{assert_sound, prepare};
use crate::{ExecutionId, Outside, Rest, Simulation};

/// Writes a random flow and a random scenario for it.
struct Writer {
    random: Random,
    steps: u32,
    tasks: Vec<String>,
    legacy: bool,
}

impl Writer {
    fn flow(seed: u64) -> (String, String) {
        let mut random = Random::new(seed);
        let legacy = random.below(2) == 0;
        let mut writer = Self { random, steps: 0, tasks: Vec::new(), legacy };
        let flow = if legacy {
            let steps = writer.list(3);
            format!("{{version: v1, type: flow, timeoutSeconds: 5000, steps: {steps}}}")
        } else {
            let scope = writer.list(3);
            format!("{{Type: StateMachine, SpecVersion: v1, Name: main, {scope}}}")
        };
        (flow, writer.scenario())
    }

    fn pick<'a>(&mut self, among: &[&'a str]) -> &'a str {
        among[self.random.below(among.len() as u64) as usize]
    }

    fn name(&mut self) -> String {
        self.steps += 1;
        format!("s{}", self.steps)
    }

    /// A list of steps of the older language, or `StartAt` and `States`.
    fn list(&mut self, depth: u32) -> String {
        let count = 1 + self.random.below(4);
        let names: Vec<String> = (0..count).map(|_| self.name()).collect();
        let bodies: Vec<String> = (0..names.len()).map(|index| self.step(depth, &names, index)).collect();
        if self.legacy {
            return format!("[{}]", bodies.join(", "));
        }
        format!("StartAt: {}, States: [{}]", names[0], bodies.join(", "))
    }

    fn step(&mut self, depth: u32, names: &[String], index: usize) -> String {
        if self.legacy { self.legacy_step(depth, names, index) } else { self.state(depth, names, index) }
    }

    fn legacy_step(&mut self, depth: u32, names: &[String], index: usize) -> String {
        let name = &names[index];
        let goto = names[self.random.below(names.len() as u64) as usize].clone();
        let kind = self.random.below(if depth == 0 { 5 } else { 8 });
        let outputs = self.pick(&[
            "",
            ", outputMappings: [{target: a, source: $local}, {target: n, source: $input.n}]",
            ", outputMappings: [{target: x, source: 1}, {target: id, source: $context.step.eventId}]",
        ]);
        let end = self.pick(&["", "", "", ", end: true"]);
        match kind {
            0 => format!("{{type: pass, name: {name}{outputs}{end}}}"),
            1 | 2 => {
                self.tasks.push(name.clone());
                let pattern = self.pick(&["requestResponse", "sync", "waitForCallback"]);
                let rules = self.pick(&["", ", retry: [{errors: [Bad], maxAttempts: 2}]", ", timeoutSeconds: 4"]);
                let catch = match self.random.below(3) {
                    0 => format!(
                        ", catch: [{{errors: [FnF.ALL], goto: {goto}}}], errorMappings: [{{target: e, source: $local.error}}]"
                    ),
                    _ => String::new(),
                };
                format!("{{type: task, name: {name}, resourceArn: x, pattern: {pattern}{rules}{catch}{outputs}}}")
            }
            3 => {
                let duration = self.pick(&["1", "0", "-5", "$.n", "$.none", "200000"]);
                format!("{{type: wait, name: {name}, duration: {duration}{outputs}}}")
            }
            4 => match self.random.below(4) {
                0 => format!("{{type: fail, name: {name}, error: Bad, cause: c}}"),
                1 => format!("{{type: succeed, name: {name}}}"),
                _ => format!(
                    "{{type: choice, name: {name}, choices: [{{condition: $.n == 2, goto: {goto}}}], default: {{goto: {goto}}}}}"
                ),
            },
            5 => {
                let (one, two) = (self.list(depth - 1), self.list(depth - 1));
                format!(
                    "{{type: choice, name: {name}, choices: [{{condition: $.n == 2, steps: {one}}}], default: {{steps: {two}}}{end}}}"
                )
            }
            6 => {
                let (one, two) = (self.list(depth - 1), self.list(depth - 1));
                format!(
                    "{{type: parallel, name: {name}, branches: [{{steps: {one}}}, {{steps: {two}}}]{outputs}{end}}}"
                )
            }
            _ => {
                let body = self.list(depth - 1);
                let items = self.pick(&["$.xs", "$.xs", "$.none"]);
                format!(
                    "{{type: foreach, name: {name}, iterationMapping: {{collection: {items}, item: x, index: i}}, steps: {body}{outputs}{end}}}"
                )
            }
        }
    }

    fn state(&mut self, depth: u32, names: &[String], index: usize) -> String {
        let name = &names[index];
        let other = names[self.random.below(names.len() as u64) as usize].clone();
        let next = match names.get(index + 1) {
            Some(next) => format!("Next: {next}"),
            None => "End: true".to_owned(),
        };
        let shape = self.pick(&[
            "",
            ", OutputConstructor: {n: 2, o.$: $Output, in.$: $Input}",
            ", InputConstructor: {n.$: $Input.n, xs: [1, {n: 2}]}",
            ", GlobalConstructor: {g.$: $Context.Current.Name}",
            ", OutputConstructor: {n.$: \"intAdd($Input.n, 1)\", xs.$: $Input.xs}",
        ]);
        let rules = match self.random.below(4) {
            0 => ", Retry: [{Errors: [FnF.ALL], MaxAttempts: 1, IntervalSeconds: 2}]".to_owned(),
            1 => format!(", Catch: [{{Errors: [FnF.ALL], Next: {other}}}]"),
            _ => String::new(),
        };
        let kind = self.random.below(if depth == 0 { 5 } else { 7 });
        match kind {
            0 => format!("{{Type: Pass, Name: {name}{shape}, {next}}}"),
            1 | 2 => {
                self.tasks.push(name.clone());
                let mode = self.pick(&["RequestComplete", "WaitForSystemCallback", "WaitForCustomCallback"]);
                let timeout = self.pick(&["", ", Timeout: 3"]);
                format!(
                    "{{Type: Task, Name: {name}, Action: \"A:B\", TaskMode: {mode}{timeout}{rules}{shape}, {next}}}"
                )
            }
            3 => {
                let seconds = self.pick(&["Seconds: 1", "Seconds.$: $Input.n", "Seconds: 400"]);
                format!("{{Type: Wait, Name: {name}, {seconds}, {next}}}")
            }
            4 => match self.random.below(4) {
                0 => format!("{{Type: Fail, Name: {name}, Code: Bad}}"),
                1 => format!("{{Type: Succeed, Name: {name}}}"),
                _ => format!(
                    "{{Type: Choice, Name: {name}, Branches: [{{Condition: $Input.n > 3, Next: {other}}}], Default: {other}}}"
                ),
            },
            5 => {
                let (one, two) = (self.list(depth - 1), self.list(depth - 1));
                format!("{{Type: Parallel, Name: {name}, Branches: [{{{one}}}, {{{two}}}]{rules}{shape}, {next}}}")
            }
            _ => {
                let body = self.list(depth - 1);
                let how = self.pick(&["", "", ", MaxConcuccency: 1", ", ProcessorConfig: {ExecutionMode: Express}"]);
                let tolerated = self.pick(&["", ", ToleratedFailurePercentage: 50"]);
                let tolerated = if how.contains("Express") { tolerated } else { "" };
                format!(
                    "{{Type: Map, Name: {name}, ItemsPath: $Input.xs, Processor: {{{body}}}{how}{tolerated}{rules}{shape}, {next}}}"
                )
            }
        }
    }

    fn scenario(&mut self) -> String {
        let overhead = self.pick(&["10ms", "10ms", "0ms", "700ms"]);
        let mut text = format!(
            "input: {{n: 2, xs: [{{n: 1, xs: [1]}}, {{n: 4}}, 5]}}\noptions: {{overhead: {overhead}, eventLimit: 200}}\n"
        );
        if self.random.below(5) == 0 {
            text.push_str("stop: {after: 7s, error: S, cause: c}\n");
        }
        text.push_str("tasks:\n");
        for task in self.tasks.clone() {
            if self.random.below(2) == 0 {
                continue;
            }
            let mut outcomes = Vec::new();
            for _ in 0..=self.random.below(3) {
                let outcome = self.pick(&[
                    "{output: {n: 3, xs: [{n: 9}]}, after: 2s}",
                    "{output: [1]}",
                    "{error: Bad, cause: c, after: 500ms}",
                    "{error: Other, times: 2}",
                    "{never: true}",
                    "{refused: {error: No}, after: 1s}",
                ]);
                outcomes.push(outcome);
            }
            let _ = writeln!(text, "  - {{step: {task}, outcomes: [{}]}}", outcomes.join(", "));
        }
        if text.ends_with("tasks:\n") {
            text.push_str("  []\n");
        }
        text
    }
}

/// Everything that a run has shown.
fn shown(simulation: &Simulation) -> String {
    let mut text = String::new();
    for (id, execution) in simulation.executions() {
        let _ = writeln!(text, "{id:?} {} {:?} {:?}", execution.name, execution.status(), execution.notes);
        for event in execution.history.events() {
            let _ = writeln!(text, "{event:?}");
        }
        let _ = writeln!(text, "{:?}", execution.map_runs);
    }
    text
}

#[test]
fn every_run_is_sound_and_repeats() {
    let (mut ended, mut quiet, mut events) = (0, 0, 0);
    for seed in 0..500 {
        let (flow, scenario) = Writer::flow(seed);
        let (start, id) = prepare(&flow, &scenario);
        let mut one = start.clone();
        let rest = one.run(Outside::Nobody);
        assert_sound(&one);
        let mut two = start;
        assert_eq!(two.run(Outside::Nobody), rest, "{seed}");
        assert_eq!(shown(&one), shown(&two), "{seed}");
        match rest {
            Rest::Ended => ended += 1,
            Rest::Quiet => quiet += 1,
            Rest::Suspended => panic!("{seed}: nobody can report"),
        }
        events += one.execution(id).history.len();
    }
    // The generator writes runs of all sorts.
    assert!(ended > 300 && quiet > 10 && events > 6_000, "{ended} ended, {quiet} quiet, {events} events");
}

#[test]
fn a_clone_goes_on_as_the_original() {
    for seed in 0..150 {
        let (flow, scenario) = Writer::flow(seed);
        let (mut original, _) = prepare(&flow, &scenario);
        let mut random = Random::new(seed);
        for _ in 0..random.below(60) {
            original.advance(Outside::Nobody);
        }
        let mut copy = original.clone();
        assert_eq!(copy.run(Outside::Nobody), original.run(Outside::Nobody), "{seed}");
        assert_eq!(shown(&copy), shown(&original), "{seed}");
    }
}

/// One event at a time, all at once, or with the clock held back: the same run.
#[test]
fn steps_and_bounds_do_not_change_a_run() {
    for seed in 0..150 {
        let (flow, scenario) = Writer::flow(seed);
        let (start, id) = prepare(&flow, &scenario);
        let mut whole = start.clone();
        let rest = whole.run(Outside::Nobody);
        let mut bounded = start.clone();
        let mut reached = None;
        let mut random = Random::new(seed);
        for _ in 0..5_000 {
            let time = bounded.now().plus(1 + random.below(3_000) as i64);
            reached = bounded.run_until(time, Outside::Nobody);
            assert!(bounded.execution(id).history.last().is_none_or(|last| last.time <= time), "{seed}");
            if reached.is_some() {
                break;
            }
        }
        assert_eq!((reached, shown(&bounded)), (Some(rest), shown(&whole)), "{seed}");
        let mut stepped = start;
        let mut before: Vec<usize> = Vec::new();
        while let Some((advanced, event)) = stepped.advance(Outside::Nobody) {
            let lengths: Vec<usize> = stepped.executions().map(|(_, execution)| execution.history.len()).collect();
            assert_eq!(event.0 as usize, lengths[advanced.0 as usize]);
            // Exactly one event more than before.
            assert_eq!(lengths.iter().sum::<usize>(), before.iter().sum::<usize>() + 1, "{seed}");
            before = lengths;
        }
        assert_eq!(shown(&stepped), shown(&whole), "{seed}");
    }
}

/// Somebody outside reports, stops and lets time pass at random; whatever they do the histories stay sound.
#[test]
fn reports_and_stops_at_any_moment_keep_runs_sound() {
    let mut reported = 0;
    for seed in 0..300 {
        let (flow, scenario) = Writer::flow(seed);
        let (mut simulation, id) = prepare(&flow, &scenario);
        let mut random = Random::new(seed ^ 0xabcd);
        for _ in 0..400 {
            match random.below(20) {
                0 => {
                    simulation.let_time_pass();
                }
                1 => simulation.stop_at(id, simulation.now().plus(500), "Later", ""),
                2 if random.below(30) == 0 => simulation.stop(id, "Now", ""),
                _ => {
                    simulation.advance(Outside::CanReport);
                }
            }
            for task in simulation.waiting() {
                let result = match random.below(3) {
                    0 => simulation.report_succeeded(&task.token, json!({"n": 1})),
                    1 => simulation.report_failed(&task.token, "Bad", "c"),
                    _ => continue,
                };
                assert!(result.is_ok(), "{seed}: {task:?} {result:?}");
                reported += 1;
            }
            // Any other token is refused in words, never with a panic.
            let text = crate::token::token(
                ExecutionId(random.below(3) as u32),
                flowglass_history::EventId(random.below(60) as u32),
            );
            let _ = simulation.clone().report_succeeded(&text, Json::object());
        }
        assert_sound(&simulation);
    }
    assert!(reported > 30, "{reported}");
}

/// What both vocabularies tell of a run: everything but how it is called, what is only told in one of them, and the
/// numbers of events.
fn told_in_both(simulation: &Simulation) -> Vec<String> {
    let mut told = Vec::new();
    for (_, execution) in simulation.executions() {
        told.push(format!("{:?} {:?} {:?}", execution.status(), execution.output, execution.error));
        let mut succeeded = std::collections::BTreeSet::new();
        for event in execution.history.events() {
            let name = match event.kind.name() {
                "StateAborted" | "MapRunStarted" => continue,
                "StepExited" if event.trigger.is_some_and(|id| succeeded.contains(&id)) => continue,
                "StepExited" | "StateFailed" | "StateTimedOut" => "StepFailed".to_owned(),
                name => name.replace("State", "Step"),
            };
            if name == "StepSucceeded" {
                succeeded.insert(event.id);
            }
            let data = [event.detail.input(), event.detail.output()];
            // Tokens hold the number of an event.
            let data = data.map(|value| value.map(|value| value.to_compact().replace("c2lt", "")));
            told.push(format!("{} {name} {} {data:?}", event.time.0, event.step));
        }
    }
    told
}

/// E1: the vocabulary changes names and what is told beside them, never what happens.
#[test]
fn a_vocabulary_changes_only_words() {
    let mut aborted = 0;
    for seed in 0..150 {
        let (flow, scenario) = Writer::flow(seed);
        let scenario = scenario.replace("eventLimit: 200", "eventLimit: 400");
        let mut runs = ["reference", "state"].map(|vocabulary| {
            let scenario = scenario.replace("eventLimit", &format!("vocabulary: {vocabulary}, eventLimit"));
            prepare(&flow, &scenario).0
        });
        let rests = runs.each_mut().map(|simulation| simulation.run(Outside::Nobody));
        runs.iter().for_each(assert_sound);
        let [reference, state] = &runs;
        // Where the limit of events ends a run, the one that tells more ends first.
        let limited = |simulation: &Simulation| {
            let limit = |error: &str| error == "Sim.TooManyEvents";
            simulation.executions().any(|(_, execution)| crate::testing::error(execution).is_some_and(limit))
        };
        if limited(reference) || limited(state) {
            continue;
        }
        assert_eq!(rests[0], rests[1], "{seed}");
        assert_eq!(told_in_both(reference), told_in_both(state), "{seed}\n{flow}\n{scenario}");
        let events = state.executions().flat_map(|(_, execution)| execution.history.events());
        aborted += events.filter(|event| event.kind.name() == "StateAborted").count();
    }
    assert!(aborted > 20, "{aborted}");
}
