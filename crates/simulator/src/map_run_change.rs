//! Changing how a run of a distributed Map goes on.
//!
//! Source: `state-machine.md` 2.5.2 (UpdateMapRun).

use flowglass_history::Status;

use crate::execution::{ExecutionId, MapRun};
use crate::frame::Doing;
use crate::machine::Effect;
use crate::simulation::Simulation;

/// What is to be changed of a run of a distributed Map; `None` stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MapRunChange {
    /// How many children may run at a time; at least 1.
    pub concurrency: Option<u32>,
    /// How many children may fail.
    pub tolerated_count: Option<f64>,
    /// Which share of the children may fail, 0 to 100.
    pub tolerated_percentage: Option<f64>,
}

impl Simulation {
    /// Changes a run of a distributed Map by its number in [`crate::Execution::map_runs`], and gives it as it is then;
    /// `None` when it is over or there is no such run.
    ///
    /// With more room more children start an overhead later; with less, nothing of what runs is stopped. Failures are held
    /// against the new bounds when the next child ends (CHOICE 19).
    pub fn change_map_run(&mut self, id: ExecutionId, run: usize, change: MapRunChange) -> Option<&MapRun> {
        let execution = self.executions.get_mut(id.0 as usize)?;
        let map_run = execution.map_runs.get_mut(run).filter(|run| run.status == Status::Running)?;
        map_run.concurrency = change.concurrency.map_or(map_run.concurrency, |most| most.max(1));
        map_run.tolerated_count = change.tolerated_count.or(map_run.tolerated_count);
        map_run.tolerated_percentage = change.tolerated_percentage.or(map_run.tolerated_percentage);
        let begun = map_run.counts.pending < map_run.counts.total;
        let mut frames = execution.state.frames.iter();
        let of_run = |doing: &Doing| matches!(doing, Doing::MapRun(number) if *number == run);
        let frame = frames.find(|(_, frame)| frame.step.as_ref().is_some_and(|step| of_run(&step.doing)));
        let frame = frame.map(|(frame, _)| frame);
        drop(frames);
        // A run whose first children are still to start starts as many as it may then.
        if let Some(frame) = frame.filter(|_| begun) {
            let delay_ms = self.world.settings.options.overhead_ms;
            self.machine(id).cause(Effect::FillMapRun { frame, run, delay_ms });
            self.settle();
        }
        self.executions.get(id.0 as usize)?.map_runs.get(run)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_sound, machine, prepare};
    use crate::{Execution, Outside, Rest, Simulation};

    /// Four items, one at a time, a second each; the second one fails.
    fn slow() -> (Simulation, ExecutionId) {
        let flow = machine(
            "m",
            "  - {Type: Map, Name: m, ItemsPath: $Input.xs, MaxConcurrency: 1, ProcessorConfig: {ExecutionMode: Standard}, End: true, \
             Processor: {StartAt: t, States: [{Type: Task, Name: t, Action: \"A:B\", End: true}]}}",
        );
        let scenario = "input: {xs: [{n: 0}, {n: 1}, {n: 2}, {n: 3}]}\ntasks: [{step: t, in: [{step: m, iteration: 1}], outcomes: [{error: E, after: 1s}]}, \
                        {step: t, outcomes: [{output: {}, after: 1s}]}]";
        let (mut simulation, id) = prepare(&flow, scenario);
        let soon = simulation.now().plus(500);
        assert_eq!(simulation.run_until(soon, Outside::Nobody), None);
        (simulation, id)
    }

    fn run(execution: &Execution) -> &MapRun {
        &execution.map_runs[0]
    }

    #[test]
    fn more_room_starts_more_items_at_once() {
        let (mut simulation, id) = slow();
        assert_eq!((run(simulation.execution(id)).counts.running, simulation.executions().len()), (1, 2));
        let change =
            MapRunChange { concurrency: Some(3), tolerated_count: Some(1.0), tolerated_percentage: Some(25.0) };
        let now = simulation.now();
        let changed = simulation.change_map_run(id, 0, change).unwrap();
        assert_eq!((changed.concurrency, changed.counts.running, changed.counts.pending), (3, 3, 1));
        assert_eq!((changed.tolerated_count, changed.tolerated_percentage), (Some(1.0), Some(25.0)));
        let third = simulation.execution(simulation.execution(id).map_runs[0].children[2]);
        assert_eq!(third.started, now.plus(10));
        // What is not said stays.
        let changed = simulation.change_map_run(id, 0, MapRunChange::default()).unwrap();
        assert_eq!((changed.concurrency, changed.tolerated_count), (3, Some(1.0)));
        assert_eq!(simulation.run(Outside::Nobody), Rest::Ended);
        assert_sound(&simulation);
        assert_eq!(simulation.execution(id).status(), Status::Succeeded);
        assert_eq!(simulation.change_map_run(id, 0, change).map(|run| run.status), None);
        assert!(simulation.change_map_run(id, 1, change).is_none());
        assert!(simulation.change_map_run(ExecutionId(99), 0, change).is_none());
    }

    #[test]
    fn a_run_that_has_not_begun_starts_nothing_early() {
        let (begun, id) = slow();
        let mut simulation = Simulation::new(begun.settings().clone());
        let items = begun.execution(id).input.clone();
        let id = simulation.start(begun.execution(id).flow.clone(), "main", "again", items);
        while simulation.execution(id).map_runs.is_empty() {
            assert!(simulation.advance(Outside::Nobody).is_some());
        }
        let change = MapRunChange { concurrency: Some(4), ..MapRunChange::default() };
        let changed = simulation.change_map_run(id, 0, change).unwrap();
        assert_eq!((changed.concurrency, changed.counts.pending), (4, 4));
        assert_eq!(simulation.run(Outside::Nobody), Rest::Ended);
        assert_sound(&simulation);
        let children = &run(simulation.execution(id)).children;
        assert!(
            children
                .windows(2)
                .all(|pair| { simulation.execution(pair[0]).started == simulation.execution(pair[1]).started })
        );
    }

    #[test]
    fn less_room_stops_nothing() {
        let (mut simulation, id) = slow();
        simulation.change_map_run(id, 0, MapRunChange { concurrency: Some(2), ..MapRunChange::default() });
        let change = MapRunChange { concurrency: Some(0), ..MapRunChange::default() };
        let changed = simulation.change_map_run(id, 0, change).unwrap();
        assert_eq!((changed.concurrency, changed.counts.running), (1, 2));
        // Nothing tolerates the failure of the second item.
        assert_eq!(simulation.run(Outside::Nobody), Rest::Ended);
        assert_sound(&simulation);
        assert_eq!(simulation.execution(id).status(), Status::Failed);
        assert_eq!(run(simulation.execution(id)).counts.aborted, 2);
    }
}
