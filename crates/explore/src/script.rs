//! The decisions of one way through a flow, and the scenario that repeats them.

use std::collections::BTreeSet;
use std::sync::Arc;

use flowglass_expression::Json;
use flowglass_simulator::{Answer, Answers, Entry, NextCall, Outcome, Place, Scenario, Simulation};

/// A task in its place, as entries of a scenario name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CallKey {
    /// The step's name.
    pub(crate) step: Arc<str>,
    /// The flow's name, when it is not the one that is explored.
    pub(crate) flow: Option<Arc<str>>,
    /// The containers around it.
    within: Vec<(Arc<str>, Option<u32>)>,
    /// Whether the execution is the one that was started from outside.
    pub(crate) is_root: bool,
}

impl CallKey {
    pub(crate) fn of(simulation: &Simulation, call: &NextCall) -> Self {
        let execution = simulation.execution(call.execution);
        Self {
            step: execution.flow.step(call.step).name.value.as_str().into(),
            flow: (!call.own).then(|| Arc::clone(&execution.flow_name)),
            within: call.within.iter().map(|place| (Arc::clone(&place.step), place.index)).collect(),
            is_root: execution.parent.is_none(),
        }
    }

    /// The branches and iterations around the task, outermost first: ` (Ship 1)`.
    pub(crate) fn place_words(&self) -> String {
        let places = self.within.iter().filter_map(|(step, index)| Some(format!("{step} {}", (*index)?)));
        let places: Vec<String> = places.collect();
        if places.is_empty() { String::new() } else { format!(" ({})", places.join(", ")) }
    }
}

/// What is decided at one point.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Said {
    /// The execution begins with this input.
    Input(Json),
    /// The task answers so.
    Answer(Answer),
    /// The flow that the task starts runs.
    Starts,
}

/// One decision.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    /// Who is decided about; nobody for the input.
    pub(crate) call: Option<Arc<CallKey>>,
    pub(crate) said: Said,
}

/// All decisions of one way so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Script {
    input: Option<Json>,
    entries: Vec<(Arc<CallKey>, Vec<Answer>)>,
    starting: BTreeSet<Arc<CallKey>>,
}

impl Script {
    pub(crate) fn of<'d>(decisions: impl IntoIterator<Item = &'d Decision>) -> Self {
        let mut script = Self::default();
        decisions.into_iter().for_each(|decision| script.add(decision));
        script
    }

    pub(crate) fn add(&mut self, decision: &Decision) {
        match (&decision.said, &decision.call) {
            (Said::Input(input), _) => self.input = Some(input.clone()),
            (Said::Answer(answer), Some(call)) => match self.entries.iter_mut().find(|(key, _)| key == call) {
                Some((_, answers)) => answers.push(answer.clone()),
                None => self.entries.push((Arc::clone(call), vec![answer.clone()])),
            },
            (Said::Starts, Some(call)) => {
                self.starting.insert(Arc::clone(call));
            }
            (Said::Answer(_) | Said::Starts, None) => {}
        }
    }

    /// How many answers are decided for a task in its place.
    pub(crate) fn decided(&self, call: &CallKey) -> usize {
        self.entries.iter().find(|(key, _)| **key == *call).map_or(0, |(_, answers)| answers.len())
    }

    /// Whether it is decided that the flow which the task starts runs.
    pub(crate) fn is_starting(&self, call: &CallKey) -> bool {
        self.starting.contains(call)
    }

    /// What was decided about executions that others started: a further one of the same flow is answered alike.
    pub(crate) fn decided_elsewhere(&self) -> impl Iterator<Item = &(Arc<CallKey>, Vec<Answer>)> {
        self.entries.iter().filter(|(key, _)| !key.is_root)
    }

    pub(crate) fn answers(&self) -> Answers {
        Answers::new(self.tasks())
    }

    /// The scenario that repeats the way.
    pub(crate) fn scenario(&self, base: &Scenario) -> Scenario {
        let input = self.input.clone().or_else(|| base.input.clone());
        Scenario { input, tasks: self.tasks(), ..base.clone() }
    }

    fn tasks(&self) -> Vec<Entry> {
        self.entries.iter().map(|(key, answers)| entry(key, answers)).collect()
    }
}

fn entry(key: &CallKey, answers: &[Answer]) -> Entry {
    let mut outcomes: Vec<Outcome> = Vec::new();
    for answer in answers {
        match outcomes.last_mut() {
            Some(last) if last.answer == *answer => last.times += 1,
            _ => outcomes.push(Outcome { answer: answer.clone(), after_ms: 0, times: 1 }),
        }
    }
    let within = key.within.iter().map(|(step, index)| Place { step: Arc::clone(step), index: *index }).collect();
    Entry { step: Arc::clone(&key.step), flow: key.flow.as_deref().map(str::to_owned), within, outcomes }
}

/// The scenario with as little in it as shows the same; `same` tells whether another one does.
pub(crate) fn simplified(scenario: Scenario, same: impl Fn(&Scenario) -> bool) -> Scenario {
    let mut best = scenario;
    for number in 0..best.tasks.len() {
        let mut try_with = |change: &dyn Fn(&mut Entry)| {
            let mut other = best.clone();
            if let Some(entry) = other.tasks.get_mut(number) {
                change(entry);
            }
            if other != best && same(&other) {
                best = other;
            }
        };
        try_with(&|entry| entry.within.clear());
        // The last outcome repeats, so how often it does need not be said.
        try_with(&|entry| {
            if let Some(last) = entry.outcomes.last_mut() {
                last.times = 1;
            }
        });
    }
    best
}
