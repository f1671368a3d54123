//! Running a case, and what comes of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use flowglass_history::Status;
use flowglass_simulator::{ExecutionId, Expectations, Simulation, begin};

use crate::broken::Broken;
use crate::case::Case;
use crate::check::{check, standing};
use crate::coverage::Coverage;
use crate::executed::{Executed, watch};
use crate::waiting::{Waiting, waiting};

/// What came of a case.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Where the execution stands when nothing happens any more.
    pub status: Status,
    /// The same in words, with the error that ended it.
    pub standing: String,
    /// How long it took on the virtual clock, in milliseconds.
    pub duration_ms: i64,
    /// How many events its history has.
    pub events: usize,
    /// Whether anything was expected at all.
    pub expects: bool,
    /// The expectations that are not met.
    pub broken: Vec<Broken>,
    /// What a person should know of the run, such as a task that no scenario answers.
    pub notes: Vec<String>,
    /// What the run waits for, when it has not ended.
    pub waiting: Vec<Waiting>,
    /// What it has reached.
    pub coverage: Coverage,
}

impl Outcome {
    /// Whether every expectation is met; a run of which nothing is expected is met by having run.
    pub fn is_met(&self) -> bool {
        self.broken.is_empty()
    }
}

impl Case {
    /// Runs the scenario, with nobody to report from outside, and holds it against what it expects.
    pub fn run(&self) -> Outcome {
        let own = self.own();
        let startable: Vec<_> = self.definitions().map(|flow| (flow.stem.clone(), Arc::clone(&flow.flow))).collect();
        let (mut simulation, id) = begin(&own.flow, &own.name, self.scenario(), &startable);
        let ways = watch(&mut simulation);
        let execution = simulation.execution(id);
        let executed = Executed::of(&simulation, ways);
        Outcome {
            status: execution.status(),
            standing: standing(execution),
            duration_ms: execution.stopped.unwrap_or(simulation.now()).since(execution.started),
            events: execution.history.len(),
            expects: self.scenario().expect.as_ref().is_some_and(|expect| *expect != Expectations::default()),
            broken: check(self, &executed),
            notes: notes(&simulation, id),
            waiting: if execution.status().is_ended() { Vec::new() } else { waiting(&simulation) },
            coverage: Coverage::of(self.definitions(), &executed),
        }
    }
}

/// The notes of all executions; those of executions that were started are told once, however many say the same.
fn notes(simulation: &Simulation, first: ExecutionId) -> Vec<String> {
    let mut notes: Vec<String> = simulation.execution(first).notes.iter().map(ToString::to_string).collect();
    let mut started: BTreeMap<String, (usize, &str)> = BTreeMap::new();
    for (_, execution) in simulation.executions().filter(|(id, _)| *id != first) {
        for note in &execution.notes {
            started.entry(note.to_string()).or_insert((0, &execution.name)).0 += 1;
        }
    }
    notes.extend(started.into_iter().map(|(note, (count, name))| match count {
        1 => format!("{note} (in the execution {name})"),
        count => format!("{note} (in {count} executions that were started)"),
    }));
    notes
}
