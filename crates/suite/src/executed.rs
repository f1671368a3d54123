//! A simulation that is run to its end and watched, and then looked at step by step.

use std::sync::Arc;

use flowglass_expression::Json;
use flowglass_flow::{Flow, StepId};
use flowglass_history::{EventId, EventType, Group, Instance, InstanceId, Kind, Millis, RunView, StepStatus, fold};
use flowglass_simulator::{Execution, ExecutionId, Outside, Place, Simulation, Taken, Way};
use rustc_hash::FxHashMap;

/// All executions of a simulation with the runs of their steps.
pub(crate) struct Executed<'s> {
    pub(crate) executions: Vec<Looked<'s>>,
    /// The runs of steps in all executions, in the order in which they were entered.
    pub(crate) runs: Vec<Run>,
}

/// One execution with the runs of its steps.
pub(crate) struct Looked<'s> {
    pub(crate) execution: &'s Execution,
    pub(crate) view: RunView,
    /// The step of each run, by the run's number.
    pub(crate) steps: Vec<Option<StepId>>,
    /// The ways that it took, in order.
    pub(crate) ways: Vec<Taken>,
    /// The containers around an item of a distributed Map, outermost first.
    outer: Vec<Place>,
}

/// One run of a step: its execution by place, and its number there.
#[derive(Clone, Copy)]
pub(crate) struct Run {
    pub(crate) execution: usize,
    pub(crate) instance: InstanceId,
}

/// Runs a simulation until nothing happens any more, and tells which ways its executions took, by execution.
pub(crate) fn watch(simulation: &mut Simulation) -> FxHashMap<ExecutionId, Vec<Taken>> {
    let mut ways: FxHashMap<ExecutionId, Vec<Taken>> = FxHashMap::default();
    while let Some((execution, event)) = simulation.advance(Outside::Nobody) {
        let taken = simulation.last_way().filter(|taken| (taken.execution, taken.event) == (execution, event));
        if let Some(taken) = taken {
            ways.entry(execution).or_default().push(taken);
        }
    }
    ways
}

impl<'s> Executed<'s> {
    /// Looks at a simulation that has been watched.
    pub(crate) fn of(simulation: &'s Simulation, mut ways: FxHashMap<ExecutionId, Vec<Taken>>) -> Self {
        let mut executions: Vec<Looked<'_>> = Vec::with_capacity(simulation.executions().len());
        let mut runs: Vec<((Millis, usize, EventId), Run)> = Vec::new();
        // What starts an execution stands before it.
        for (index, (id, execution)) in simulation.executions().enumerate() {
            let outer = item_of(execution, &executions).unwrap_or_default();
            let view = fold(&execution.history, execution.history.len());
            let ways = ways.remove(&id).unwrap_or_default();
            let entered = ways.iter().filter(|taken| taken.way == Way::Enter).map(|taken| (taken.event, taken.step));
            let entered: FxHashMap<EventId, StepId> = entered.collect();
            let step = |run: &Instance| entered.get(&run.entered?).copied();
            let steps = view.instances.iter().map(step).collect();
            for (instance, run) in view.numbered() {
                let Some(entered) = run.entered else { continue };
                let Some(event) = execution.history.event(entered) else { continue };
                runs.push(((event.time, index, entered), Run { execution: index, instance }));
            }
            executions.push(Looked { execution, view, steps, ways, outer });
        }
        runs.sort_by_key(|(moment, _)| *moment);
        Self { executions, runs: runs.into_iter().map(|(_, run)| run).collect() }
    }

    /// The execution that the scenario is about.
    pub(crate) fn first(&self) -> Option<&'s Execution> {
        self.executions.first().map(|looked| looked.execution)
    }

    /// A run with the execution that it belongs to.
    pub(crate) fn look(&self, run: Run) -> Option<(&Looked<'s>, &Instance)> {
        let looked = self.executions.get(run.execution)?;
        Some((looked, looked.view.instance(run.instance)?))
    }
}

/// The containers around an item of a distributed Map.
fn item_of(execution: &Execution, before: &[Looked<'_>]) -> Option<Vec<Place>> {
    let parent = execution.parent.as_ref()?;
    let (_, item) = parent.item?;
    let looked = before.get(parent.execution.0 as usize)?;
    let map = looked.view.instance_of(parent.entered)?;
    let mut outer = looked.around(map);
    outer.push(Place { step: Arc::clone(&looked.view.instance(map)?.step), index: Some(item) });
    Some(outer)
}

impl Looked<'_> {
    /// Whether the execution is one of `flow`, the items of its distributed Maps included.
    pub(crate) fn is_of(&self, flow: &Arc<Flow>) -> bool {
        Arc::ptr_eq(&self.execution.flow, flow)
    }

    /// The containers around a run, outermost first.
    pub(crate) fn around(&self, id: InstanceId) -> Vec<Place> {
        let inner = self.view.groups_around(id).into_iter().filter_map(|group| {
            let step = Arc::clone(&self.view.instance(group.owner()?)?.step);
            Some(Place { step, index: group.index() })
        });
        self.outer.iter().cloned().chain(inner).collect()
    }

    /// Where a run lies, in words for people: `branch 0 of Settle`; empty at the top of the flow.
    pub(crate) fn place_words(&self, id: InstanceId) -> String {
        let outer = self.outer.iter().filter_map(|place| Some(format!("item {} of {}", place.index?, place.step)));
        let inner = self.view.groups_around(id).into_iter().filter_map(|group| {
            let of = &self.view.instance(group.owner()?)?.step;
            match group {
                Group::Branch { index, .. } => Some(format!("branch {index} of {of}")),
                Group::Iteration { index, .. } => Some(format!("iteration {index} of {of}")),
                Group::Root | Group::Body { .. } => None,
            }
        });
        outer.chain(inner).collect::<Vec<_>>().join(", ")
    }

    /// The last value that the events of one of these types have for a run.
    pub(crate) fn last_value(
        &self,
        run: &Instance,
        types: &[EventType],
        value: impl Fn(flowglass_history::DetailView<'_>) -> Option<&Json>,
    ) -> Option<Json> {
        run.events.iter().rev().find_map(|id| {
            let event = self.execution.history.event(*id)?;
            let wanted = matches!(event.kind, Kind::Known(kind) if types.contains(&kind));
            if wanted { value(event.detail).cloned() } else { None }
        })
    }

    /// The error that ended a run, caught or not: its name and its cause.
    pub(crate) fn error(&self, run: &Instance) -> Option<(String, String)> {
        match run.status {
            StepStatus::Caught | StepStatus::Failed | StepStatus::TimedOut => {}
            StepStatus::Entered
            | StepStatus::Running
            | StepStatus::Retrying
            | StepStatus::Waiting
            | StepStatus::Succeeded
            | StepStatus::Aborted => return None,
        }
        run.events.iter().rev().find_map(|id| {
            let detail = self.execution.history.event(*id)?.detail;
            Some((detail.error()?.to_owned(), detail.cause().unwrap_or_default().to_owned()))
        })
    }
}
