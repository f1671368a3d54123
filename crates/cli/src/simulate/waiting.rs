//! Why a run that has not ended does not go on: which task waits for what.

use std::collections::BTreeMap;

use flowglass_history::{Attempt, AttemptOutcome, EventId, Instance, RunView, fold};
use flowglass_simulator::{Execution, ExecutionId, Simulation};

use crate::duration::duration_words;
use crate::plain::plain;

/// One line for each task that does not end by itself, in all executions.
pub(super) fn waiting_lines(simulation: &mut Simulation) -> Vec<String> {
    let tokens: BTreeMap<(ExecutionId, EventId), String> =
        simulation.waiting().into_iter().map(|task| ((task.execution, task.event), task.token)).collect();
    let mut lines = Vec::new();
    for (id, execution) in simulation.executions().filter(|(_, execution)| !execution.status().is_ended()) {
        let view = fold(&execution.history, execution.history.len());
        for instance in &view.instances {
            let Some(attempt) = open_attempt(instance) else { continue };
            let child = child_of(simulation, id, instance);
            let token = attempt.submitted.and_then(|event| tokens.get(&(id, event)));
            let task = Task { execution, named: id != ExecutionId(0), view: &view, instance, attempt };
            lines.push(task.words(token.map(String::as_str), child));
        }
    }
    lines
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

/// A task that does not end by itself, and where.
struct Task<'r> {
    execution: &'r Execution,
    /// Whether the execution has to be named: it is not the one that the command started.
    named: bool,
    view: &'r RunView,
    instance: &'r Instance,
    attempt: &'r Attempt,
}

impl Task<'_> {
    fn words(&self, token: Option<&str>, child: Option<&Execution>) -> String {
        let mut words = format!("{}{}", plain(&self.instance.step), self.place());
        if self.named {
            words.push_str(&format!(" in the execution {}", plain(&self.execution.name)));
        }
        let last = self.attempt.submitted.or(self.attempt.started).unwrap_or(self.attempt.scheduled);
        let since = self.execution.history.event(last).map_or(0, |event| event.time.since(self.execution.started));
        let since = duration_words(since);
        words
            + &match (token, child) {
                (Some(token), _) => {
                    format!(" waits since {since} for a report that nobody can give here; its token is {token}")
                }
                (None, Some(child)) => {
                    format!(" waits since {since} for the end of the execution {}", plain(&child.name))
                }
                (None, None) => format!(" waits since {since} for an answer that the scenario never gives"),
            }
    }

    /// The branches and iterations around the task, outermost first.
    fn place(&self) -> String {
        let mut around = Vec::new();
        let mut group = self.instance.group;
        // A container began before what it contains, so this ends.
        while let Some(owner) = group.owner().and_then(|id| self.view.instance(id)) {
            if let Some(index) = group.index() {
                around.push(format!("{} {index}", plain(&owner.step)));
            }
            group = owner.group;
        }
        around.reverse();
        if around.is_empty() { String::new() } else { format!(" ({})", around.join(", ")) }
    }
}
