//! Writes flows of the older language whose keys are known from the text, and what their tasks answer.
//!
//! The first letter of a key tells the type of its values: `s` texts, `n` numbers above 0, `b` truth values, `l` lists
//! of texts, `o` anything, which no condition looks at. A value can be missing everywhere.

use std::fmt::Write as _;

use flowglass_expression::Random;

/// A flow, and the same run of it in both languages.
pub(crate) struct Flow {
    pub(crate) text: String,
    pub(crate) old_scenario: String,
    pub(crate) new_scenario: String,
}

pub(crate) struct Writer {
    random: Random,
    steps: u32,
    /// Tasks: name, and whether the new language wraps the answer.
    tasks: Vec<(String, bool)>,
    /// Tasks that answer `again` some times, and the key.
    polls: Vec<String>,
    text: String,
    /// Whether tasks may put out answers of which the text does not tell the keys.
    open: bool,
}

const KEYS: [&str; 10] = ["s_a", "s_b", "n_a", "n_b", "b_a", "b_b", "l_a", "l_b", "o_a", "o_b"];

impl Writer {
    pub(crate) fn flow(seed: u64) -> Flow {
        let mut writer = Self {
            random: Random::new(seed),
            steps: 0,
            tasks: Vec::new(),
            polls: Vec::new(),
            text: "version: v1\ntype: flow\n".to_owned(),
            open: false,
        };
        if writer.chance(3) {
            writer.text.push_str("inputMappings:\n");
            writer.input_mappings(1);
        }
        if writer.chance(2) {
            writer.open = writer.chance(2);
            writer.text.push_str("outputMappings:\n");
            for key in writer.some_keys() {
                let source = writer.source(&key, &["$local", "$local", "$input"]);
                writer.mapping(1, &key, &source);
            }
        }
        writer.text.push_str("steps:\n");
        writer.list(1, 3, false);
        let input = writer.object();
        let (old_scenario, new_scenario) = writer.scenarios(&input);
        Flow { text: writer.text, old_scenario, new_scenario }
    }

    fn below(&mut self, count: usize) -> usize {
        self.random.below(count as u64) as usize
    }

    /// Once in so many times.
    fn chance(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn pick<'a>(&mut self, among: &[&'a str]) -> &'a str {
        let index = self.below(among.len());
        among[index]
    }

    fn some_keys(&mut self) -> Vec<String> {
        let count = 1 + self.below(3);
        (0..count).map(|_| self.pick(&KEYS).to_owned()).collect()
    }

    fn line(&mut self, level: usize, text: &str) {
        let _ = writeln!(self.text, "{}{text}", "  ".repeat(level));
    }

    fn mapping(&mut self, level: usize, target: &str, source: &str) {
        self.line(level, &format!("- {{target: {target}, source: {source}}}"));
    }

    fn input_mappings(&mut self, level: usize) {
        for key in self.some_keys() {
            let source = self.source(&key, &["$input", "$input", "$local"]);
            self.mapping(level, &key, &source);
        }
    }

    /// A key of the same type under one of the roots, or a constant of that type.
    fn source(&mut self, key: &str, roots: &[&str]) -> String {
        let kind = &key[..1];
        if self.chance(4) {
            return self.constant(kind);
        }
        let root = self.pick(roots).to_owned();
        if kind == "o" && self.chance(4) {
            return root;
        }
        format!("{root}.{kind}_{}", self.pick(&["a", "b"]))
    }

    fn constant(&mut self, kind: &str) -> String {
        let among: &[&str] = match kind {
            "s" => &["x", "y", "\"52\"", "again"],
            "n" => &["1", "2", "7"],
            "b" => &["true", "false"],
            "l" => &["[x, y]", "[]", "[z]"],
            _ => &["{k: 1, d: [null, 'q']}", "[]", "text", "null"],
        };
        self.pick(among).to_owned()
    }

    fn object(&mut self) -> String {
        let mut members = Vec::new();
        for key in KEYS {
            if self.chance(2) {
                members.push(format!("{key}: {}", self.constant(&key[..1])));
            }
        }
        format!("{{{}}}", members.join(", "))
    }

    fn condition(&mut self) -> String {
        let key = self.pick(&["a", "b"]);
        let simple = match self.below(9) {
            0 => format!("$.s_{key} == \"x\""),
            1 => format!("$.s_{key} != \"y\""),
            2 => format!("$.n_{key} > 1"),
            3 => format!("$.n_{key} == 2"),
            4 => format!("$.b_{key} == true"),
            5 => format!("$.b_{key} == \"false\""),
            6 => format!("!$.b_{key}"),
            7 => format!("\"x\" in $.l_{key}"),
            _ => format!("$.b_{key}"),
        };
        match self.below(5) {
            0 => format!("({simple}) && $.s_a != \"z\""),
            1 => format!("$.b_a != true || $.s_b == `x` || {simple}"),
            _ => simple,
        }
    }

    /// A list of steps. `iterates`: in an iteration, where answers must have known keys.
    fn list(&mut self, level: usize, depth: usize, iterates: bool) {
        let count = 1 + self.below(4);
        let names: Vec<String> = (0..count)
            .map(|_| {
                self.steps += 1;
                format!("step {}", self.steps)
            })
            .collect();
        for index in 0..names.len() {
            self.step(level, depth, &names, index, iterates);
        }
    }

    fn step(&mut self, level: usize, depth: usize, names: &[String], index: usize, iterates: bool) {
        let name = names[index].clone();
        let later = names.get(index + 1..).unwrap_or_default();
        let goto = if later.is_empty() { None } else { Some(later[self.below(later.len())].clone()) };
        let kind = self.below(if depth == 0 { 7 } else { 13 });
        let word = [
            "pass", "pass", "task", "task", "wait", "choice", "end", "choice", "choice", "parallel", "foreach", "task",
            "poll",
        ][kind];
        match word {
            "end" => {
                let kind = self.pick(&["succeed", "succeed", "fail"]);
                self.line(level, &format!("- type: {kind}"));
                self.line(level + 1, &format!("name: {name}"));
                if kind == "fail" {
                    self.line(level + 1, "error: Broken");
                    self.line(level + 1, "cause: 'it is: so'");
                } else {
                    self.outputs(level + 1, &["$input"], false);
                }
                return;
            }
            "poll" => return self.poll(level, &name),
            _ => {}
        }
        self.line(level, &format!("- type: {word}"));
        let level = level + 1;
        self.line(level, &format!("name: {name}"));
        if self.chance(3) {
            self.line(level, "inputMappings:");
            self.input_mappings(level);
        }
        match word {
            "pass" => self.outputs(level, &["$input"], false),
            "wait" => {
                let duration = self.pick(&["1", "3", "0", "400", "\"2\""]);
                self.line(level, &format!("duration: {duration}"));
                self.outputs(level, &["$input"], false);
            }
            "task" => self.task(level, &name, goto.as_deref(), iterates),
            "choice" => {
                self.line(level, "choices:");
                for _ in 0..1 + self.below(2) {
                    let condition = self.condition();
                    self.line(level + 1, &format!("- condition: '{condition}'"));
                    self.arm(level + 2, depth, goto.as_deref(), iterates);
                }
                if !self.chance(3) {
                    self.line(level, "default:");
                    let before = self.text.len();
                    self.arm(level + 1, depth, goto.as_deref(), iterates);
                    if self.text.len() == before {
                        self.text.truncate(self.text.len() - 1);
                        self.text.push_str(" {}\n");
                    }
                }
                if self.chance(4) {
                    self.outputs(level, &["$input", "$local"], true);
                }
            }
            "parallel" => {
                self.line(level, "branches:");
                let branches = 1 + self.below(3);
                for _ in 0..branches {
                    self.line(level + 1, "- steps:");
                    self.list(level + 3, depth - 1, iterates);
                }
                if !self.chance(4) {
                    self.line(level, "outputMappings:");
                    let index = self.below(branches);
                    let key = self.pick(&KEYS).to_owned();
                    let source = match self.below(4) {
                        0 => "$local".to_owned(),
                        1 => format!("'$local[*].{key}'"),
                        2 => format!("'$local[{index}].{key}'"),
                        _ => "$input.o_a".to_owned(),
                    };
                    self.mapping(level, "o_b", &source);
                }
            }
            "foreach" => {
                let list = self.pick(&["l_a", "l_b"]);
                self.line(level, &format!("iterationMapping: {{collection: $.{list}, item: s_a, index: s_index}}"));
                self.line(level, "steps:");
                self.list(level + 1, depth - 1, true);
                if !self.chance(4) {
                    self.line(level, "outputMappings:");
                    let source = self.pick(&["$local", "'$local[0].s_a'", "$input.l_a"]);
                    self.mapping(level, "o_a", source);
                }
            }
            _ => {}
        }
        if self.chance(8) {
            self.line(level, "end: true");
        }
    }

    fn arm(&mut self, level: usize, depth: usize, goto: Option<&str>, iterates: bool) {
        if depth > 0 && !self.chance(3) {
            self.line(level, "steps:");
            self.list(level + 1, depth - 1, iterates);
        }
        if let Some(goto) = goto.filter(|_| self.chance(2)) {
            self.line(level, &format!("goto: {goto}"));
        }
    }

    fn outputs(&mut self, level: usize, roots: &[&str], certain: bool) {
        if !certain && self.chance(4) {
            return;
        }
        self.line(level, "outputMappings:");
        for key in self.some_keys() {
            let source = self.source(&key, roots);
            self.mapping(level, &key, &source);
        }
    }

    fn task(&mut self, level: usize, name: &str, goto: Option<&str>, iterates: bool) {
        let (target, pattern, wrapped) = match self.below(6) {
            0 => ("acs:mns:::/queues/q/messages", "waitForCallback", false),
            1 => ("acs:fnf:::flow/child", "sync", false),
            2 => ("acs:fc:::services/s/functions/f", "waitForCallback", false),
            _ => ("acs:fc:::services/s/functions/f", "requestResponse", true),
        };
        self.line(level, &format!("resourceArn: {target}"));
        self.line(level, &format!("pattern: {pattern}"));
        if target.contains("mns") {
            self.line(level, "serviceParams: {MessageBody: $, Priority: 3}");
        }
        if self.chance(3) {
            self.line(level, "timeoutSeconds: 5");
        }
        if self.chance(3) {
            let more =
                self.pick(&["", ", maxAttempts: 1", ", intervalSeconds: 2, multiplier: 1.5, maxIntervalSeconds: 4"]);
            self.line(level, &format!("retry: [{{errors: [Bad, FnF.TaskTimeout]{more}}}]"));
        }
        if let Some(goto) = goto.filter(|_| self.chance(2)) {
            if self.chance(2) {
                self.line(level, "errorMappings:");
                self.mapping(level, "s_a", "$local.error");
                self.mapping(level, "o_a", "$local.cause");
            }
            let errors = self.pick(&["FnF.ALL", "Bad", "Other"]);
            self.line(level, &format!("catch: [{{errors: [{errors}], goto: {goto}}}]"));
        }
        let certain = iterates || !self.open;
        self.outputs(level, &["$local", "$local", "$input"], certain);
        self.tasks.push((name.to_owned(), wrapped));
    }

    /// A task that is asked again until it has done.
    fn poll(&mut self, level: usize, name: &str) {
        self.line(level, "- type: task");
        self.line(level + 1, &format!("name: {name}"));
        self.line(level + 1, "resourceArn: acs:fc:::services/s/functions/poll");
        self.line(level + 1, "outputMappings: [{target: s_a, source: $local.s_a}, {target: n_a, source: $local.n_a}]");
        self.line(level, "- type: choice");
        self.line(level + 1, &format!("name: after {name}"));
        self.line(level + 1, &format!("choices: [{{condition: '$.s_a == \"again\"', goto: {name}}}]"));
        self.polls.push(name.to_owned());
    }

    /// The same scenario for both languages: the new one wraps what functions answer.
    fn scenarios(&mut self, input: &str) -> (String, String) {
        let head = format!("input: {input}\noptions: {{overhead: 0ms}}\ntasks:\n");
        let (mut old, mut new) = (head.clone(), head);
        let mut both = |name: &str, outcomes: &[(Option<String>, String)], wrapped: bool| {
            let list = |wrapped: bool| {
                let outcomes = outcomes.iter().map(|(output, rest)| match output {
                    Some(output) if wrapped => format!("{{output: {{Body: {output}}}{rest}}}"),
                    Some(output) => format!("{{output: {output}{rest}}}"),
                    None => format!("{{{rest}}}"),
                });
                outcomes.collect::<Vec<_>>().join(", ")
            };
            let _ = writeln!(old, "  - {{step: {name}, outcomes: [{}]}}", list(false));
            let _ = writeln!(new, "  - {{step: {name}, outcomes: [{}]}}", list(wrapped));
        };
        for (name, wrapped) in self.tasks.clone() {
            let mut outcomes = Vec::new();
            for _ in 0..=self.below(3) {
                let after = self.pick(&["", ", after: 1s", ", after: 7s", ", after: 300ms"]).to_owned();
                outcomes.push(match self.below(7) {
                    0 => (None, format!("error: Bad, cause: c{after}")),
                    1 => (None, "error: Other, cause: d".to_owned()),
                    _ => (Some(self.object()), after),
                });
            }
            both(&name, &outcomes, wrapped);
        }
        for name in self.polls.clone() {
            let mut outcomes = vec![(Some("{s_a: again}".to_owned()), ", times: 2".to_owned())];
            outcomes.push((Some("{s_a: done, n_a: 7}".to_owned()), String::new()));
            both(&name, &outcomes, true);
        }
        if old.ends_with("tasks:\n") {
            old.push_str("  []\n");
            new.push_str("  []\n");
        }
        (old, new)
    }
}
