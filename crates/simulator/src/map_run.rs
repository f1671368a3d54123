//! A distributed Map: every item is an execution of its own, counted in a map run.
//!
//! Source: `state-machine.md` 2.5.2.

use std::sync::Arc;

use flowglass_expression::{Json, json};
use flowglass_flow::{Distributed, Map};
use flowglass_history::{Detail, EventId, Member, Status};

use crate::batches::Batching;
use crate::execution::{ExecutionId, ItemCounts, MapRun};
use crate::failure::{self, Failure};
use crate::frame::{Doing, FrameId};
use crate::machine::{Effect, Machine};
use crate::outcomes::Answer;
use crate::queue::What;
use crate::retry_catch::delay_ms;

/// How many children run at a time unless the definition says otherwise. Source: [DIST].
const AT_ONCE: u32 = 100;

impl Machine<'_> {
    /// Finds and builds the items, and starts the first children.
    pub(crate) fn begin_map_run(
        &mut self,
        frame: FrameId,
        map: &Map,
        how: &Distributed,
        delay: Option<f64>,
        started: EventId,
    ) {
        let items = match self.items_of_run(frame, map, how).and_then(|items| self.batches(frame, how, items)) {
            Ok(items) => items,
            Err(why) => return self.fail_later(frame, why, started),
        };
        if how.writer.is_some() {
            self.note(frame, "ResultWriter is not simulated: its members are not documented".to_owned());
        }
        let open = self.execution.map_runs.iter().filter(|run| run.status == Status::Running).count();
        let most = self.world.settings.options.map_runs as usize;
        if open >= most {
            let cause = format!("an execution has at most {most} runs of distributed Maps open at a time");
            return self.fail_later(frame, Failure::of_step(failure::TOO_MANY_MAP_RUNS, cause), started);
        }
        let run = self.add_map_run(frame, map, how, items);
        if let Some(step) = self.run_mut(frame) {
            step.doing = Doing::MapRun(run);
        }
        self.later(frame, started, delay_ms(delay), What::StartMapRun);
    }

    /// Records that a map run starts, where the vocabulary tells, and starts its first children.
    ///
    /// Source: `events.md` 4.7.
    pub(crate) fn start_map_run(&mut self, frame: FrameId, trigger: EventId) {
        let Some(Doing::MapRun(run)) = self.run(frame).map(|step| &step.doing) else { return };
        let run = *run;
        let Some((name, total)) = self.execution.map_runs.get(run).map(|run| (run.name.clone(), run.counts.total))
        else {
            return;
        };
        if let Some(kind) = self.execution.state.vocabulary.of_map_run() {
            let detail = Detail::new().with(Member::Output, json!({"MapRunName": name}));
            let Some(recorded) = self.record_of(frame, kind, detail.view(), trigger) else { return };
            if let Some(step) = self.run_mut(frame) {
                step.started = recorded;
            }
        }
        if total > 0 {
            return self.cause(Effect::FillMapRun { frame, run, delay_ms: 0 });
        }
        self.close_map_run(run, Status::Succeeded);
        let raw = self.gathered(frame, Vec::new());
        let started = self.run(frame).map_or(trigger, |step| step.started);
        // Nothing had to start, so the Map succeeds at this moment.
        let overhead = self.world.settings.options.overhead_ms;
        self.later(frame, started, -overhead, What::Succeed(raw));
    }

    fn add_map_run(&mut self, frame: FrameId, map: &Map, how: &Distributed, items: Vec<Json>) -> usize {
        let flow = self.flow();
        let total = u32::try_from(items.len()).unwrap_or(u32::MAX);
        let name = format!("{:016x}{:016x}", self.world.random.next_u64(), self.world.random.next_u64());
        let (step, entered) = match self.run(frame) {
            Some(run) => (flow.step(run.id).name.value.as_str().into(), run.entered),
            None => ("".into(), EventId(1)),
        };
        self.execution.map_runs.push(MapRun {
            name: name.into(),
            step,
            entered,
            status: Status::Running,
            started: self.world.now,
            stopped: None,
            concurrency: map.concurrency.as_ref().map_or(AT_ONCE, |most| most.value.max(1)),
            tolerated_count: how.tolerated_count.as_ref().map(|count| count.value),
            tolerated_percentage: how.tolerated_percentage.as_ref().map(|share| share.value),
            counts: ItemCounts { total, pending: total, ..ItemCounts::default() },
            children: Vec::new(),
            results: vec![Json::Null; items.len()],
            items,
        });
        self.execution.map_runs.len() - 1
    }

    /// The items as the children receive them.
    fn items_of_run(&mut self, frame: FrameId, map: &Map, how: &Distributed) -> Result<Vec<Json>, Failure> {
        let source = match &how.reader {
            Some(_) => self.read_items(frame)?,
            None => self.items(frame, map)?,
        };
        if map.body.is_none() {
            let cause = "the definition does not say what to run for each item";
            return Err(Failure::of_step(failure::INVALID_DEFINITION, cause));
        }
        let most = how
            .max_items
            .as_ref()
            .map_or(source.len(), |most| source.len().min(usize::try_from(most.value).unwrap_or(usize::MAX)));
        let limit = self.world.settings.options.map_items as usize;
        if most > limit {
            let cause = format!("a distributed Map has at most {limit} items, this one has {most}");
            return Err(Failure::of_step(failure::TOO_MANY_ITEMS, cause));
        }
        let items = source.iter().take(most);
        match &how.item {
            None => {
                if how.batcher.is_none() {
                    self.note_scalar_items(frame, &source);
                }
                Ok(items.cloned().collect())
            }
            Some(template) => items.map(|item| self.construct(frame, template, Some(item.clone()))).collect(),
        }
    }

    /// The items in groups, where the definition wants that and says how.
    fn batches(&mut self, frame: FrameId, how: &Distributed, items: Vec<Json>) -> Result<Vec<Json>, Failure> {
        let Some(batcher) = &how.batcher else { return Ok(items) };
        let said = self.construct(frame, &batcher.value, None)?;
        match Batching::read(&said) {
            Some(batching) => {
                let message = "the members of ItemBatcher are not documented; they are taken as Amazon States Language \
                               has them, so a child receives {\"Items\": [..]}";
                self.note(frame, message.to_owned());
                Ok(batching.group(items))
            }
            None => {
                let message = "ItemBatcher groups nothing here: its members are not documented, and it has neither \
                               MaxItemsPerBatch nor MaxInputBytesPerBatch";
                self.note(frame, message.to_owned());
                Ok(items)
            }
        }
    }

    /// The items that a reader would read: nobody but the scenario knows them.
    fn read_items(&mut self, frame: FrameId) -> Result<Arc<Vec<Json>>, Failure> {
        let answer = self.next_outcome(frame).and_then(|outcome| match outcome.answer {
            Answer::Output(Json::Array(items)) => Some(Ok(items)),
            Answer::Error(error, cause) | Answer::Refused(error, cause) => Some(Err(Failure::called(error, cause))),
            Answer::Output(_) | Answer::Never => None,
        });
        answer.unwrap_or_else(|| {
            self.note(
                frame,
                "no items assumed: what ItemReader reads comes from a task entry of the scenario for this step, whose \
                 output is the list"
                    .to_owned(),
            );
            Ok(Arc::default())
        })
    }

    /// The items that may start now, with their numbers.
    pub(crate) fn next_items(&mut self, run: usize) -> Vec<(u32, Json)> {
        let Some(map_run) = self.execution.map_runs.get_mut(run).filter(|run| run.status == Status::Running) else {
            return Vec::new();
        };
        let counts = &mut map_run.counts;
        let first = counts.total - counts.pending;
        let ready = map_run.concurrency.saturating_sub(counts.running).min(counts.pending);
        counts.pending -= ready;
        counts.running += ready;
        (first..first + ready)
            .map(|index| (index, map_run.items.get_mut(index as usize).map(std::mem::take).unwrap_or_default()))
            .collect()
    }

    /// Counts so many of the items that were to start as aborted: they do not.
    pub(crate) fn never_started(&mut self, run: usize, items: u32) {
        if let Some(map_run) = self.execution.map_runs.get_mut(run) {
            map_run.counts.running = map_run.counts.running.saturating_sub(items);
            map_run.counts.aborted += items;
        }
    }

    /// A child has ended: the next one starts, or the run is over.
    pub(crate) fn child_of_run_ended(&mut self, frame: Option<FrameId>, run: usize, index: u32, ended: &ChildEnd) {
        let Some(map_run) = self.execution.map_runs.get_mut(run) else { return };
        let counts = &mut map_run.counts;
        counts.running = counts.running.saturating_sub(1);
        match ended {
            ChildEnd::Succeeded(output) => {
                counts.succeeded += 1;
                if let Some(place) = map_run.results.get_mut(index as usize) {
                    *place = output.clone();
                }
            }
            ChildEnd::Failed(_) => counts.failed += 1,
            ChildEnd::Stopped(_) => counts.aborted += 1,
        }
        let Some(frame) = frame.filter(|_| map_run.status == Status::Running) else { return };
        let Some(started) = self.run(frame).map(|step| step.started) else { return };
        let Some(map_run) = self.execution.map_runs.get_mut(run) else { return };
        match ended {
            ChildEnd::Failed(why) | ChildEnd::Stopped(why) if !map_run.tolerates() => {
                let why = why.clone();
                self.abort_map_run(run);
                self.attempt_failed(frame, why, started);
            }
            _ if map_run.counts.pending > 0 => {
                let delay_ms = self.world.settings.options.overhead_ms;
                self.cause(Effect::FillMapRun { frame, run, delay_ms });
            }
            _ if map_run.counts.running == 0 => {
                let results = std::mem::take(&mut map_run.results);
                self.close_map_run(run, Status::Succeeded);
                let raw = self.gathered(frame, results);
                self.later(frame, started, 0, What::Succeed(raw));
            }
            _ => {}
        }
    }

    /// Stops what still runs of a map run whose step is over.
    pub(crate) fn abort_map_run(&mut self, run: usize) {
        let Some(map_run) = self.execution.map_runs.get_mut(run).filter(|run| run.status == Status::Running) else {
            return;
        };
        map_run.counts.aborted += map_run.counts.pending;
        map_run.counts.pending = 0;
        for child in map_run.children.clone() {
            self.cause(Effect::StopChild { child, error: failure::MAP_RUN_ABORTED });
        }
        self.close_map_run(run, Status::Failed);
    }

    fn close_map_run(&mut self, run: usize, status: Status) {
        if let Some(map_run) = self.execution.map_runs.get_mut(run) {
            map_run.status = status;
            map_run.stopped = Some(self.world.now);
            map_run.items = Vec::new();
        }
    }
}

/// How a child execution ended, as what started it sees it.
#[derive(Clone, Debug)]
pub(crate) enum ChildEnd {
    Succeeded(Json),
    Failed(Failure),
    Stopped(Failure),
}

impl MapRun {
    /// Tells whether so many failures are tolerated (CHOICE 19).
    fn tolerates(&self) -> bool {
        // A child that somebody stopped counts as failed here.
        let failed = f64::from(self.counts.failed + self.counts.aborted);
        let total = f64::from(self.counts.total.max(1));
        match (self.tolerated_count, self.tolerated_percentage) {
            (None, None) => failed <= 0.0,
            (count, percentage) => {
                count.is_none_or(|most| failed <= most) && percentage.is_none_or(|most| 100.0 * failed / total <= most)
            }
        }
    }

    pub(crate) fn started_child(&mut self, child: ExecutionId) {
        self.children.push(child);
    }
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;

    use super::*;
    use crate::testing::{error, machine, names, notes, run};

    fn map(more: &str) -> String {
        machine(
            "m",
            &format!(
                "  - {{Type: Map, Name: m, ItemsPath: $Input.xs, ProcessorConfig: {{ExecutionMode: Express}}, End: true, {more}, \
                 Processor: {{StartAt: t, States: [{{Type: Task, Name: t, Action: \"A:B\", End: true}}]}}}}"
            ),
        )
    }

    const ITEMS: &str = "input: {xs: [{n: 0}, {n: 1}, {n: 2}, {n: 3}]}\n";

    #[test]
    fn every_item_is_an_execution() {
        let scenario = "tasks: [{step: t, in: [{step: m, iteration: 2}], outcomes: [{output: {two: 2}, after: 1s}]}]";
        let flow = map("MaxConcuccency: 2, ItemConstructor: {v.$: $Item.n}");
        let (simulation, id, _) = run(&flow, &format!("{ITEMS}{scenario}"));
        let execution = simulation.execution(id);
        assert_eq!(
            names(execution),
            ["ExecutionStarted", "Entered m", "Started m", "Succeeded m", "Exited m", "ExecutionSucceeded"]
        );
        assert_eq!(execution.output, Some(json!({"Items": [{}, {}, {"two": 2}, {}]})));
        let map_run = &execution.map_runs[0];
        assert_eq!((map_run.status, map_run.children.len(), map_run.name.len()), (Status::Succeeded, 4, 32));
        assert_eq!(map_run.counts, ItemCounts { total: 4, succeeded: 4, ..ItemCounts::default() });
        let child = simulation.execution(map_run.children[3]);
        assert_eq!((&child.input, child.mode), (&json!({"v": 3}), crate::Mode::Express));
        assert_eq!(child.parent.as_ref().and_then(|parent| parent.item), Some((0, 3)));
        assert_eq!(&*child.name, format!("{}-3", map_run.name));
        assert_eq!(names(child)[0], "ExecutionStarted");
        // The third child starts when one of the first two has ended.
        let third = simulation.execution(map_run.children[2]);
        assert_eq!(third.started, simulation.execution(map_run.children[0]).stopped.unwrap().plus(10));
        // The Map succeeds an overhead after its last child's end.
        let succeeded = execution.history.event(EventId(4)).unwrap();
        assert_eq!((succeeded.time, succeeded.trigger), (third.stopped.unwrap().plus(10), Some(EventId(3))));
    }

    #[test]
    fn failures_are_tolerated_as_said() {
        fn check(more: &str, expected: Result<(), &str>, counts: ItemCounts) {
            let scenario = "tasks: [{step: t, in: [{step: m, iteration: 1}], outcomes: [{error: E}]}, \
                            {step: t, in: [{step: m, iteration: 2}], outcomes: [{output: {}, after: 9s}]}]";
            let (simulation, id, _) = run(&map(more), &format!("{ITEMS}{scenario}"));
            let execution = simulation.execution(id);
            assert_eq!(error(execution).map_or(Ok(()), Err), expected, "{more}");
            assert_eq!(execution.map_runs[0].counts, counts, "{more}");
            assert!(simulation.executions().all(|(_, execution)| execution.status().is_ended()));
        }
        let total = 4;
        let tolerated = ItemCounts { total, succeeded: 3, failed: 1, ..ItemCounts::default() };
        // A failing child ends one event (StepExited) before those that succeed: all others are stopped.
        let failed = ItemCounts { total, failed: 1, aborted: 3, ..ItemCounts::default() };
        check("Name: m", Err("E"), failed);
        check("ToleratedFailureCount: 1", Ok(()), tolerated);
        check("ToleratedFailurePercentage: 25", Ok(()), tolerated);
        check("ToleratedFailurePercentage: 24", Err("E"), failed);
        check("ToleratedFailureCount: 1, ToleratedFailurePercentage: 24", Err("E"), failed);
    }

    #[test]
    fn a_map_run_is_retried_as_a_whole() {
        let scenario = "tasks: [{step: t, outcomes: [{error: E}]}]";
        let flow = map("Retry: [{Errors: [E], MaxAttempts: 1, IntervalSeconds: 2}]");
        let (simulation, id, _) = run(&flow, &format!("{ITEMS}{scenario}"));
        let execution = simulation.execution(id);
        assert_eq!(names(execution)[1..], ["Entered m", "Started m", "Started m", "Failed m", "ExecutionFailed"]);
        assert_eq!(execution.map_runs.len(), 2);
        let started = simulation.execution(execution.map_runs[1].children[0]).started;
        assert_eq!(started, execution.map_runs[1].started.plus(2_010));
    }

    #[test]
    fn items_from_outside_come_from_the_scenario() {
        let flow = map("ItemReader: {Bucket: b}, ItemBatcher: {MaxItemsPerBatch: 2}, MaxItems: 2");
        let given = "tasks: [{step: m, outcomes: [{output: [{a: 1}, {a: 2}, {a: 3}]}]}]";
        let (simulation, id, _) = run(&flow, given);
        let execution = simulation.execution(id);
        assert_eq!(execution.output, Some(json!({"Items": [{}]})));
        let [(_, child)] = &simulation.executions().skip(1).collect::<Vec<_>>()[..] else { panic!("one child") };
        assert_eq!(child.input, json!({"Items": [{"a": 1}, {"a": 2}]}));
        assert!(notes(execution).iter().any(|note| note.contains("Amazon States Language")));
        let (simulation, id, _) = run(&flow, "");
        assert_eq!(simulation.execution(id).output, Some(json!({"Items": []})));
        assert!(notes(simulation.execution(id)).iter().any(|note| note.contains("no items assumed")));
    }

    /// Ten are open at a time, whatever has ended before.
    #[test]
    fn an_execution_has_few_map_runs_open() {
        let map = |name: &str| {
            format!(
                "{{StartAt: {name}, States: [{{Type: Map, Name: {name}, ItemsPath: $Input.xs, ProcessorConfig: {{ExecutionMode: Express}}, Next: {name}2, Processor: {{StartAt: t, States: [{{Type: Task, Name: t, Action: \"A:B\", End: true}}]}}}}, \
                 {{Type: Map, Name: {name}2, ItemsPath: $Input.xs, ProcessorConfig: {{ExecutionMode: Express}}, End: true, InputConstructor: {{xs: []}}, Processor: {{StartAt: t, States: [{{Type: Pass, Name: t, End: true}}]}}}}]}}"
            )
        };
        let flow = machine(
            "p",
            &format!("  - {{Type: Parallel, Name: p, Branches: [{}, {}], End: true}}", map("a"), map("b")),
        );
        for (most, expected) in [(2, None), (1, Some("Sim.TooManyMapRuns"))] {
            let (simulation, id, _) = run(&flow, &format!("{ITEMS}options: {{mapRuns: {most}}}"));
            assert_eq!(error(simulation.execution(id)), expected, "{most}");
        }
        assert_eq!(crate::Options::default().map_runs, 10);
    }

    #[test]
    fn a_child_whose_item_is_no_object() {
        let flow = map("MaxConcuccency: 1");
        let scenario = "input: {xs: [{n: 0}, 5, {n: 2}]}\n";
        let (simulation, id, _) = run(&flow, scenario);
        assert_eq!(simulation.execution(id).status(), Status::Succeeded);
        let (simulation, id, _) = run(&flow, &format!("{scenario}options: {{scalarItems: fail}}"));
        let execution = simulation.execution(id);
        assert_eq!((error(execution), simulation.executions().len()), (Some("Sim.ItemNotObject"), 2));
        let counts = ItemCounts { total: 3, succeeded: 1, aborted: 2, ..ItemCounts::default() };
        assert_eq!(execution.map_runs[0].counts, counts);
    }

    #[test]
    fn a_map_run_has_a_limit_and_a_switch() {
        let (simulation, id, _) = run(&map("Name: m"), &format!("{ITEMS}options: {{mapItems: 3}}"));
        assert_eq!(error(simulation.execution(id)), Some("Sim.TooManyItems"));
        let standard = map("Name: m").replace("Express", "Standard");
        let (simulation, id, _) = run(&standard, &format!("{ITEMS}options: {{distributedBy: expressOnly}}"));
        assert_eq!((simulation.executions().len(), simulation.execution(id).map_runs.len()), (1, 0));
    }
}
