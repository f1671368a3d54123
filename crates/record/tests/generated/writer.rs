//! Random flows of both languages, with random scenarios for them.

use std::fmt::Write as _;

use flowglass_expression::Random;

/// A flow, the flows that it may start, and a scenario.
pub(crate) struct Written {
    pub(crate) flow: String,
    pub(crate) child: String,
    pub(crate) scenario: String,
}

struct Writer {
    random: Random,
    legacy: bool,
    named: u32,
    /// The tasks, each with the containers around it: name, and whether they have branches.
    tasks: Vec<(String, Vec<(String, bool)>)>,
    around: Vec<(String, bool)>,
    /// Whether tasks may start the child flow.
    starts: bool,
}

/// Writes the flow and the scenario of a seed.
pub(crate) fn written(seed: u64) -> Written {
    let mut random = Random::new(seed);
    let (legacy, starts) = (random.below(2) == 0, random.below(4) == 0);
    let mut writer = Writer { random, legacy, named: 0, tasks: Vec::new(), around: Vec::new(), starts };
    let flow = writer.flow("main");
    let own = std::mem::take(&mut writer.tasks);
    writer.starts = false;
    writer.legacy = writer.random.below(2) == 0;
    let child = writer.flow("child");
    let children = std::mem::replace(&mut writer.tasks, own);
    let mut scenario = writer.head();
    scenario.push_str("tasks:\n");
    let (mut entries, mut edits) = (writer.entries(""), writer.edits(""));
    writer.tasks = children;
    entries.push_str(&writer.entries(", flow: child"));
    edits.push_str(&writer.edits(", flow: child"));
    scenario.push_str(if entries.is_empty() { "  []\n" } else { &entries });
    if !edits.is_empty() {
        scenario.push_str("edits:\n");
        scenario.push_str(&edits);
    }
    Written { flow, child, scenario }
}

impl Writer {
    fn pick<'a>(&mut self, among: &[&'a str]) -> &'a str {
        among[self.random.below(among.len() as u64) as usize]
    }

    fn one_in(&mut self, many: u64) -> bool {
        self.random.below(many) == 0
    }

    fn flow(&mut self, name: &str) -> String {
        let steps = self.list(3);
        if self.legacy {
            format!("{{version: v1, type: flow, timeoutSeconds: 5000, steps: {steps}}}")
        } else {
            format!("{{Type: StateMachine, SpecVersion: v1, Name: {name}, {steps}}}")
        }
    }

    /// Steps of the older language, or `StartAt` and `States`.
    fn list(&mut self, depth: u32) -> String {
        let count = 1 + self.random.below(4);
        let names: Vec<String> = (0..count)
            .map(|_| {
                self.named += 1;
                // In the new language names are free again inside containers.
                if !self.legacy && !self.around.is_empty() && self.one_in(6) {
                    "same".to_owned()
                } else {
                    format!("s{}", self.named)
                }
            })
            .collect();
        let mut names = names;
        names.dedup();
        let steps: Vec<String> = (0..names.len()).map(|index| self.step(depth, &names, index)).collect();
        let steps = steps.join(", ");
        if self.legacy { format!("[{steps}]") } else { format!("StartAt: {}, States: [{steps}]", names[0]) }
    }

    fn inside(&mut self, name: &str, has_branches: bool, depth: u32) -> String {
        self.around.push((name.to_owned(), has_branches));
        let list = self.list(depth - 1);
        self.around.pop();
        list
    }

    fn task(&mut self, name: &str) {
        self.tasks.push((name.to_owned(), self.around.clone()));
    }

    fn step(&mut self, depth: u32, names: &[String], index: usize) -> String {
        if self.legacy { self.legacy_step(depth, names, index) } else { self.state(depth, names, index) }
    }

    fn legacy_step(&mut self, depth: u32, names: &[String], index: usize) -> String {
        let name = names[index].clone();
        let goto = names[self.random.below(names.len() as u64) as usize].clone();
        let outputs =
            self.pick(&["", ", outputMappings: [{target: a, source: $local}, {target: n, source: $input.n}]"]);
        match self.random.below(if depth == 0 { 6 } else { 10 }) {
            0 => format!("{{type: pass, name: {name}{outputs}}}"),
            1..=3 => {
                self.task(&name);
                let target = if self.starts && self.one_in(3) { "'acs:fnf:::flow/child'" } else { "x" };
                let pattern = self.pick(&["requestResponse", "sync", "waitForCallback"]);
                let rules = self.pick(&[
                    "",
                    ", retry: [{errors: [Bad], maxAttempts: 2}]",
                    ", timeoutSeconds: 4",
                    ", timeoutSeconds: 2",
                ]);
                let catch = if self.one_in(3) {
                    format!(", catch: [{{errors: [FnF.ALL], goto: {goto}}}]")
                } else {
                    String::new()
                };
                format!(
                    "{{type: task, name: {name}, resourceArn: {target}, pattern: {pattern}{rules}{catch}{outputs}}}"
                )
            }
            4 => {
                let duration = self.pick(&["1", "0", "$.n", "200"]);
                format!("{{type: wait, name: {name}, duration: {duration}}}")
            }
            5 => match self.random.below(4) {
                0 => format!("{{type: fail, name: {name}, error: Bad, cause: c}}"),
                1 => format!("{{type: succeed, name: {name}}}"),
                _ => format!(
                    "{{type: choice, name: {name}, choices: [{{condition: $.n == 3, goto: {goto}}}], default: {{goto: {goto}}}}}"
                ),
            },
            6 => {
                // The two arms of a choice cannot be told apart; all names are different anyway.
                let (one, two) = (self.list(depth - 1), self.list(depth - 1));
                format!(
                    "{{type: choice, name: {name}, choices: [{{condition: $.n == 2, steps: {one}}}], default: {{steps: {two}}}}}"
                )
            }
            7 | 8 => {
                let (one, two) = (self.inside(&name, true, depth), self.inside(&name, true, depth));
                format!("{{type: parallel, name: {name}, branches: [{{steps: {one}}}, {{steps: {two}}}]{outputs}}}")
            }
            _ => {
                let body = self.inside(&name, false, depth);
                format!(
                    "{{type: foreach, name: {name}, iterationMapping: {{collection: $.xs, item: x, index: i}}, steps: {body}{outputs}}}"
                )
            }
        }
    }

    fn state(&mut self, depth: u32, names: &[String], index: usize) -> String {
        let name = names[index].clone();
        let other = names[self.random.below(names.len() as u64) as usize].clone();
        let next = names.get(index + 1).map_or("End: true".to_owned(), |next| format!("Next: {next}"));
        let shape = self.pick(&[
            "",
            ", OutputConstructor: {n: 2, o.$: $Output, xs.$: $Input.xs}",
            ", InputConstructor: {n.$: $Input.n, xs: [1, {n: 2}]}",
        ]);
        let rules = match self.random.below(4) {
            0 => ", Retry: [{Errors: [FnF.ALL], MaxAttempts: 1, IntervalSeconds: 2}]".to_owned(),
            1 => format!(", Catch: [{{Errors: [FnF.ALL], Next: {other}}}]"),
            _ => String::new(),
        };
        match self.random.below(if depth == 0 { 6 } else { 10 }) {
            0 => format!("{{Type: Pass, Name: {name}{shape}, {next}}}"),
            1..=3 => {
                self.task(&name);
                let mode = self.pick(&["RequestComplete", "WaitForSystemCallback", "WaitForCustomCallback"]);
                let timeout = self.pick(&["", ", Timeout: 3"]);
                let call = if self.starts && self.one_in(3) {
                    "Action: \"FNF:StartExecution\", Parameters: {flowName: child, input.$: $Input}"
                } else {
                    "Action: \"A:B\""
                };
                format!("{{Type: Task, Name: {name}, {call}, TaskMode: {mode}{timeout}{rules}{shape}, {next}}}")
            }
            4 => {
                let seconds = self.pick(&["Seconds: 1", "Seconds.$: $Input.n", "Seconds: 40"]);
                format!("{{Type: Wait, Name: {name}, {seconds}, {next}}}")
            }
            5 => match self.random.below(4) {
                0 => format!("{{Type: Fail, Name: {name}, Code: Bad}}"),
                1 => format!("{{Type: Succeed, Name: {name}}}"),
                _ => format!(
                    "{{Type: Choice, Name: {name}, Branches: [{{Condition: $Input.n > 3, Next: {other}}}], Default: {other}}}"
                ),
            },
            6 | 7 => {
                let (one, two) = (self.inside(&name, true, depth), self.inside(&name, true, depth));
                format!("{{Type: Parallel, Name: {name}, Branches: [{{{one}}}, {{{two}}}]{rules}{shape}, {next}}}")
            }
            _ => {
                let body = self.inside(&name, false, depth);
                let how = self.pick(&[
                    "",
                    "",
                    ", MaxConcuccency: 1",
                    ", ProcessorConfig: {ExecutionMode: Express}",
                    ", ProcessorConfig: {ExecutionMode: Express}, ToleratedFailurePercentage: 50",
                ]);
                format!(
                    "{{Type: Map, Name: {name}, ItemsPath: $Input.xs, Processor: {{{body}}}{how}{rules}{shape}, {next}}}"
                )
            }
        }
    }

    fn head(&mut self) -> String {
        let overhead = self.pick(&["10ms", "10ms", "0ms", "700ms", "33ms"]);
        let limit = self.pick(&["200", "200", "40"]);
        let words = self.pick(&["reference", "state"]);
        let mut text = format!(
            "input: {{n: 2, xs: [{{n: 1, xs: [1]}}, {{n: 4}}, 5]}}\nexecution: {{name: run-7}}\nclock: 2026-03-01T10:00:00.250Z\noptions: {{overhead: {overhead}, eventLimit: {limit}, vocabulary: {words}}}\n"
        );
        if self.one_in(6) {
            text.push_str("stop: {after: 7s, error: S, cause: 'c: d'}\n");
        }
        text
    }

    fn entries(&mut self, flow: &str) -> String {
        let mut text = String::new();
        for (task, around) in self.tasks.clone() {
            if self.one_in(4) {
                continue;
            }
            let outcomes = self.outcomes();
            let _ = writeln!(text, "  - {{step: {task}{flow}, outcomes: [{outcomes}]}}");
            if !around.is_empty() && self.one_in(2) {
                let places: Vec<String> = around
                    .iter()
                    .map(|(name, branches)| {
                        let index = self.random.below(2);
                        format!("{{step: {name}, {}: {index}}}", if *branches { "branch" } else { "iteration" })
                    })
                    .collect();
                let outcomes = self.outcomes();
                let _ =
                    writeln!(text, "  - {{step: {task}{flow}, in: [{}], outcomes: [{outcomes}]}}", places.join(", "));
            }
        }
        text
    }

    /// Sometimes a person has changed something.
    fn edits(&mut self, flow: &str) -> String {
        let mut text = String::new();
        for (task, _) in self.tasks.clone() {
            if self.one_in(12) {
                let attempt = 1 + self.random.below(2);
                let change =
                    self.pick(&["input: {n: 5, edited: true}", "output: {n: 3, edited: true}", "output: text"]);
                let _ = writeln!(text, "  - {{step: {task}{flow}, attempt: {attempt}, {change}}}");
            }
        }
        text
    }

    fn outcomes(&mut self) -> String {
        let many = 1 + self.random.below(3);
        let outcomes: Vec<&str> = (0..many)
            .map(|_| {
                self.pick(&[
                    "{output: {n: 3, xs: [{n: 9}]}, after: 2s}",
                    "{output: {n: 3, note: \"a: b, [c]\"}, after: 1ms}",
                    "{output: [1]}",
                    "{output: text, times: 2}",
                    "{error: Bad, cause: c, after: 500ms}",
                    "{error: Other, times: 2}",
                    "{never: true}",
                    "{refused: {error: No, cause: yes}, after: 1s}",
                ])
            })
            .collect();
        outcomes.join(", ")
    }
}
