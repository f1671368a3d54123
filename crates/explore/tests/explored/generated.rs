//! What holds for explorations of any flow: seeded flows of both languages.

use flowglass_explore::{Bounds, explore};
use flowglass_expression::Random;
use flowglass_history::Status;

use crate::replays::assert_replays;
use crate::support::{legacy, machine, subject};

struct Writer {
    random: Random,
    steps: u32,
}

impl Writer {
    fn pick<'a>(&mut self, among: &[&'a str]) -> &'a str {
        among[self.random.below(among.len() as u64) as usize]
    }

    fn names(&mut self) -> Vec<String> {
        let count = 1 + self.random.below(4) as u32;
        self.steps += count;
        (self.steps - count..self.steps).map(|number| format!("s{number}")).collect()
    }

    /// Steps of the older language.
    fn list(&mut self, depth: u32) -> String {
        let names = self.names();
        let steps: Vec<String> = names.iter().map(|name| self.step(depth, name, &names)).collect();
        format!("[{}]", steps.join(", "))
    }

    fn step(&mut self, depth: u32, name: &str, names: &[String]) -> String {
        let goto = names[self.random.below(names.len() as u64) as usize].clone();
        let outputs = self.pick(&["", ", outputMappings: []", ", outputMappings: [{target: n, source: $local.m}]"]);
        match self.random.below(if depth == 0 { 5 } else { 8 }) {
            0 => format!("{{type: pass, name: {name}{outputs}}}"),
            1 | 2 => {
                let pattern = self.pick(&["requestResponse", "waitForCallback"]);
                let rules = self.pick(&["", ", retry: [{errors: [Bad], maxAttempts: 2}]", ", timeoutSeconds: 4"]);
                let catch = self
                    .pick(&["", "GOTO"])
                    .replace("GOTO", &format!(", catch: [{{errors: [FnF.ALL], goto: {goto}}}]"));
                format!("{{type: task, name: {name}, resourceArn: x, pattern: {pattern}{rules}{catch}{outputs}}}")
            }
            3 => format!("{{type: wait, name: {name}, duration: 3}}"),
            4 => {
                let condition = self.pick(&["$.n == 2", "$.n > 3 && $.k", "$.n in [1, 2]", "$.k != \"x\""]);
                format!("{{type: choice, name: {name}, choices: [{{condition: '{condition}', goto: {goto}}}]}}")
            }
            5 => format!(
                "{{type: choice, name: {name}, choices: [{{condition: $.k, steps: {}}}]}}",
                self.list(depth - 1)
            ),
            6 => {
                let (one, two) = (self.list(depth - 1), self.list(depth - 1));
                format!("{{type: parallel, name: {name}, branches: [{{steps: {one}}}, {{steps: {two}}}]{outputs}}}")
            }
            _ => {
                let body = self.list(depth - 1);
                format!(
                    "{{type: foreach, name: {name}, iterationMapping: {{collection: $.xs, item: n}}, steps: {body}}}"
                )
            }
        }
    }

    /// `StartAt` and `States`.
    fn scope(&mut self, depth: u32) -> (String, String) {
        let names = self.names();
        let states: Vec<String> = (0..names.len()).map(|index| self.state(depth, index, &names)).collect();
        (names[0].clone(), format!("[{}]", states.join(", ")))
    }

    fn state(&mut self, depth: u32, index: usize, names: &[String]) -> String {
        let name = &names[index];
        let other = names[self.random.below(names.len() as u64) as usize].clone();
        let next = names.get(index + 1).map_or("End: true".to_owned(), |next| format!("Next: {next}"));
        let shape = self.pick(&[
            "",
            ", OutputConstructor: {n.$: $Output.n, k.$: $Input.k}",
            ", InputConstructor: {n.$: $Input.n}",
        ]);
        let rules = self.pick(&["", ", Retry: [{Errors: [Bad], MaxAttempts: 1, IntervalSeconds: 2}]", "CATCH"]);
        let rules = rules.replace("CATCH", &format!(", Catch: [{{Errors: [FnF.ALL], Next: {other}}}]"));
        let inner = |(start, states): (String, String)| format!("{{StartAt: {start}, States: {states}}}");
        match self.random.below(if depth == 0 { 5 } else { 7 }) {
            0 => format!("{{Type: Pass, Name: {name}{shape}, {next}}}"),
            1 | 2 => {
                let timeout = self.pick(&["", ", Timeout: 3"]);
                format!("{{Type: Task, Name: {name}, Action: 'A:B'{timeout}{rules}{shape}, {next}}}")
            }
            3 => format!("{{Type: Wait, Name: {name}, Seconds: 2, {next}}}"),
            4 => {
                let condition =
                    self.pick(&["$Input.n > 3", "$Input.k == \"x\" || $Input.n < 0", "length($Input.k) > 1"]);
                format!(
                    "{{Type: Choice, Name: {name}, Branches: [{{Condition: '{condition}', Next: {other}}}], Default: {other}}}"
                )
            }
            5 => {
                let (one, two) = (inner(self.scope(depth - 1)), inner(self.scope(depth - 1)));
                format!("{{Type: Parallel, Name: {name}, Branches: [{one}, {two}]{rules}{shape}, {next}}}")
            }
            _ => {
                let body = inner(self.scope(depth - 1));
                let how = self.pick(&["", ", ProcessorConfig: {ExecutionMode: Express}"]);
                format!(
                    "{{Type: Map, Name: {name}, ItemsPath: $Input.xs, Processor: {body}{how}{rules}{shape}, {next}}}"
                )
            }
        }
    }
}

#[test]
fn whatever_the_flow_what_is_told_is_so() {
    let bounds = Bounds { runs: 200, events: 20_000, depth: 12 };
    let (mut shown, mut whole, mut endless) = (0, 0, 0);
    for seed in 0..80 {
        let mut writer = Writer { random: Random::new(seed), steps: 0 };
        let text = if seed % 2 == 0 {
            legacy(&format!("  {}", writer.list(2)))
        } else {
            let (start, states) = writer.scope(2);
            machine(&start, &format!("  {states}"))
        };
        let mut subject = subject(&text);
        // So that endless loops end soon.
        subject.base.options.event_limit = 400;
        let exploration = explore(&subject, bounds);
        shown += assert_replays(&subject, &exploration);
        let summary = &exploration.summary;
        whole += usize::from(summary.is_whole());
        endless += usize::from(summary.ways.is_none());
        assert!(summary.runs <= bounds.runs, "{seed}");
        assert!(summary.ends.iter().all(|(status, _)| *status != Status::Starting), "{seed}");
        if seed % 4 == 0 {
            assert_eq!(format!("{:?}", explore(&subject, bounds)), format!("{exploration:?}"), "{seed}");
        }
    }
    assert!(shown > 300 && whole > 30 && endless > 10, "{shown} shown, {whole} whole, {endless} endless");
}
