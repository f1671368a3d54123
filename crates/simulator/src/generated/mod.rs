//! Flows and scenarios that nobody wrote, for tests of what holds for every run.
//!
//! They are valid enough to run, wrong in many ways that only a run shows, and small: loops end by a limit of events.

mod machine;
mod scenario;
mod steps;

use std::fmt::Write as _;

use flowglass_expression::Random;

/// A flow, the flows that it may start, and a scenario, as texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The definition.
    pub flow: String,
    /// Names and definitions of flows that it may start.
    pub others: Vec<(String, String)>,
    /// The scenario, which says neither `vocabulary` nor `edits`.
    pub scenario: String,
    /// The names of all steps of the flow.
    pub steps: Vec<String>,
}

/// The case of a seed; the same seed gives the same case.
pub fn generated(seed: u64) -> Generated {
    let mut writer = Writer { random: Random::new(seed), ..Writer::new() };
    let mut others = Vec::new();
    for name in ["child", "other"] {
        if writer.chance(2) {
            let text = writer.flow(name, 1);
            others.push((name.to_owned(), text));
            writer.of_children.append(&mut writer.tasks);
            writer.steps.clear();
        }
    }
    writer.children = others.iter().map(|(name, _)| name.clone()).collect();
    let flow = writer.flow("main", 3);
    let scenario = writer.scenario();
    Generated { flow, others, scenario, steps: writer.steps }
}

/// A case that is being written.
struct Writer {
    random: Random,
    /// The names of the steps of the flow at hand.
    steps: Vec<String>,
    /// Its tasks, and the distributed Maps whose items come from a scenario, each with the containers around it.
    tasks: Vec<(String, Vec<Around>)>,
    /// The tasks of flows that it may start.
    of_children: Vec<(String, Vec<Around>)>,
    /// The containers around what is being written.
    around: Vec<Around>,
    /// The names of flows that tasks may start.
    children: Vec<String>,
}

/// A container with a way to name one of its members.
#[derive(Clone, Debug)]
struct Around {
    step: String,
    /// `branch` or `iteration`.
    member: &'static str,
    index: u64,
}

impl Writer {
    fn new() -> Self {
        Self {
            random: Random::new(0),
            steps: Vec::new(),
            tasks: Vec::new(),
            of_children: Vec::new(),
            around: Vec::new(),
            children: Vec::new(),
        }
    }

    /// A number below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        self.random.below(limit as u64) as usize
    }

    /// Once in `times`.
    fn chance(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn pick<'a>(&mut self, among: &[&'a str]) -> &'a str {
        let index = self.below(among.len());
        among.get(index).copied().unwrap_or_default()
    }

    /// One of the names, most of the time.
    fn jump(&mut self, names: &[String]) -> String {
        if self.chance(60) {
            return "nowhere".to_owned();
        }
        let index = self.below(names.len());
        names.get(index).cloned().unwrap_or_default()
    }

    fn name(&mut self) -> String {
        let name = format!("s{}", self.steps.len() + 1);
        self.steps.push(name.clone());
        name
    }

    fn names(&mut self, most: usize) -> Vec<String> {
        (0..1 + self.below(most)).map(|_| self.name()).collect()
    }

    /// Writes what stands inside a member of a container.
    fn inside(
        &mut self,
        step: &str,
        member: &'static str,
        index: u64,
        write: impl FnOnce(&mut Self) -> String,
    ) -> String {
        self.around.push(Around { step: step.to_owned(), member, index });
        let text = write(self);
        self.around.pop();
        text
    }

    fn is_task(&mut self, name: &str) {
        self.tasks.push((name.to_owned(), self.around.clone()));
    }

    fn flow(&mut self, name: &str, depth: u32) -> String {
        if self.chance(2) {
            let steps = self.list(depth);
            let timeout = self.pick(&["", "", ", timeoutSeconds: 20", ", timeoutSeconds: 5000"]);
            let data = self.pick(&[
                "",
                "",
                ", inputMappings: [{target: n, source: $input.n}, {target: xs, source: $input.xs}]",
                ", outputMappings: [{target: all, source: $local}, {target: by, source: $context.execution.name}]",
            ]);
            return format!("{{version: v1, type: flow, name: {name}{timeout}{data}, steps: {steps}}}");
        }
        let scope = self.scope(depth);
        let timeout = self.pick(&["", "", "", ", Timeout: 20"]);
        format!("{{Type: StateMachine, SpecVersion: v1, Name: {name}{timeout}, {scope}}}")
    }
}

/// Joins parts that are not empty by commas.
fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        let comma = if text.is_empty() { "" } else { ", " };
        let _ = write!(text, "{comma}{part}");
    }
    text
}
