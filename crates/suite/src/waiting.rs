//! Why a run that has not ended does not go on: which task waits for what.

use std::collections::BTreeMap;
use std::sync::Arc;

use flowglass_history::{Attempt, AttemptOutcome, EventId, Instance, RunView, fold};
use flowglass_simulator::{Execution, ExecutionId, Simulation};

/// A task that does not end by itself, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The step.
    pub step: Arc<str>,
    /// The steps around it with the numbers of their branches and iterations, outermost first.
    pub around: Vec<(Arc<str>, u32)>,
    /// The name of its execution, when that is another one than the first.
    pub execution: Option<Arc<str>>,
    /// Since when, in milliseconds from the start of its execution.
    pub since_ms: i64,
    /// What it waits for.
    pub waits_for: WaitsFor,
}

/// What a task waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaitsFor {
    /// A report with this token.
    Report(String),
    /// The end of the execution of this name.
    Execution(Arc<str>),
    /// An answer that the scenario never gives.
    Answer,
}

impl Waiting {
    /// Says it in a line; `since` is [`since_ms`](Self::since_ms) in words.
    pub fn words(&self, since: &str) -> String {
        let mut words = self.step.to_string();
        if !self.around.is_empty() {
            let around: Vec<_> = self.around.iter().map(|(step, index)| format!("{step} {index}")).collect();
            words.push_str(&format!(" ({})", around.join(", ")));
        }
        if let Some(name) = &self.execution {
            words.push_str(&format!(" in the execution {name}"));
        }
        words.push_str(&format!(" waits since {since} for "));
        match &self.waits_for {
            WaitsFor::Report(token) => {
                words.push_str(&format!("a report that nobody can give here; its token is {token}"));
            }
            WaitsFor::Execution(name) => words.push_str(&format!("the end of the execution {name}")),
            WaitsFor::Answer => words.push_str("an answer that the scenario never gives"),
        }
        words
    }
}

/// The tasks that do not end by themselves, in all executions.
pub fn waiting(simulation: &Simulation) -> Vec<Waiting> {
    let tokens: BTreeMap<(ExecutionId, EventId), String> =
        simulation.waiting().into_iter().map(|task| ((task.execution, task.event), task.token)).collect();
    let mut found = Vec::new();
    for (id, execution) in simulation.executions().filter(|(_, execution)| !execution.status().is_ended()) {
        let view = fold(&execution.history, execution.history.len());
        for instance in &view.instances {
            let Some(attempt) = open_attempt(instance) else { continue };
            let last = attempt.submitted.or(attempt.started).unwrap_or(attempt.scheduled);
            let since_ms = execution.history.event(last).map_or(0, |event| event.time.since(execution.started));
            let token = attempt.submitted.and_then(|event| tokens.get(&(id, event)));
            let waits_for = match (token, child_of(simulation, id, instance)) {
                (Some(token), _) => WaitsFor::Report(token.clone()),
                (None, Some(child)) => WaitsFor::Execution(Arc::clone(&child.name)),
                (None, None) => WaitsFor::Answer,
            };
            found.push(Waiting {
                step: Arc::clone(&instance.step),
                around: around(&view, instance),
                execution: (id != ExecutionId(0)).then(|| Arc::clone(&execution.name)),
                since_ms,
                waits_for,
            });
        }
    }
    found
}

/// The try of a task that is under way.
fn open_attempt(instance: &Instance) -> Option<&Attempt> {
    let attempt = instance.attempts.last()?;
    let open = matches!(attempt.outcome, AttemptOutcome::Running | AttemptOutcome::Waiting);
    (open && instance.ended.is_none() && instance.groups.is_empty()).then_some(attempt)
}

/// The execution that a step started and whose end has not come.
fn child_of<'s>(simulation: &'s Simulation, id: ExecutionId, instance: &Instance) -> Option<&'s Execution> {
    simulation.executions().map(|(_, child)| child).find(|child| {
        let parent = child.parent.as_ref();
        !child.status().is_ended()
            && parent.is_some_and(|parent| parent.execution == id && Some(parent.entered) == instance.entered)
    })
}

/// The branches and iterations around a run, outermost first.
fn around(view: &RunView, instance: &Instance) -> Vec<(Arc<str>, u32)> {
    let mut around = Vec::new();
    let mut group = instance.group;
    // A container began before what it contains, so this ends.
    while let Some(owner) = group.owner().and_then(|id| view.instance(id)) {
        if let Some(index) = group.index() {
            around.push((Arc::clone(&owner.step), index));
        }
        group = owner.group;
    }
    around.reverse();
    around
}
