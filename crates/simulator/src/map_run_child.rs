//! The executions that are the items of a distributed Map.

use std::sync::Arc;

use flowglass_flow::{ScopeId, StepKind};
use flowglass_history::EventId;

use crate::execution::{ExecutionId, Parent};
use crate::frame::{Doing, FrameId};
use crate::outcomes::Place;
use crate::settings::Mode;
use crate::simulation::{NewExecution, Simulation};

impl Simulation {
    /// Starts the children of a map run that may run now.
    pub(crate) fn fill_map_run(&mut self, parent: ExecutionId, frame: FrameId, run: usize, delay_ms: i64) {
        let Some((scope, around, started)) = self.map_of(parent, frame, run) else { return };
        let items = self.machine(parent).next_items(run);
        let mut waiting = u32::try_from(items.len()).unwrap_or(u32::MAX);
        for (index, item) in items {
            let refused = self.machine(parent).refuses_item(index, &item).or_else(|| self.no_room_for_child(parent));
            if let Some(why) = refused {
                let mut machine = self.machine(parent);
                machine.never_started(run, waiting);
                machine.abort_map_run(run);
                return machine.attempt_failed(frame, why, started);
            }
            waiting -= 1;
            let execution = self.execution(parent);
            let Some(map_run) = execution.map_runs.get(run) else { return };
            let name = format!("{}-{index}", map_run.name).into();
            let standard = self.is_standard(parent, frame);
            let execution = self.execution(parent);
            let Some(entered) = execution.map_runs.get(run).map(|run| run.entered) else { return };
            let child = self.add_execution(NewExecution {
                name,
                flow_name: Arc::clone(&execution.flow_name),
                flow: Arc::clone(&execution.flow),
                scope,
                mode: if standard { Mode::Standard } else { Mode::Express },
                role: Some(Arc::clone(&execution.role)),
                input: item,
                parent: Some(Parent { execution: parent, entered, item: Some((run, index)) }),
                delay_ms,
            });
            let step = around.last().map(|place| Arc::clone(&place.step)).unwrap_or_default();
            let outer = around.iter().take(around.len().saturating_sub(1)).cloned();
            let state = &mut self.execution_mut(child).state;
            state.outer = outer.chain([Place { step, index: Some(index) }]).collect();
            state.parent_frame = Some(frame);
            if let Some(map_run) = self.execution_mut(parent).map_runs.get_mut(run) {
                map_run.started_child(child);
            }
        }
    }

    /// The scope that the items of a map run go through, the containers around them with the Map itself last, and the
    /// event that started the step.
    fn map_of(&mut self, parent: ExecutionId, frame: FrameId, run: usize) -> Option<(ScopeId, Vec<Place>, EventId)> {
        let machine = self.machine(parent);
        let step = machine.run(frame).filter(|step| matches!(step.doing, Doing::MapRun(number) if number == run))?;
        let started = step.started;
        let declared = machine.execution.flow.step(step.id);
        let StepKind::Map(map) = &declared.kind else { return None };
        let mut around = machine.execution.around(frame);
        around.push(Place { step: declared.name.value.as_str().into(), index: None });
        Some((map.body?, around, started))
    }

    fn is_standard(&self, parent: ExecutionId, frame: FrameId) -> bool {
        let execution = self.execution(parent);
        let step = execution.state.frames.get(frame).and_then(|frame| frame.step.as_ref());
        match step.map(|run| &execution.flow.step(run.id).kind) {
            Some(StepKind::Map(map)) => map.distributed.as_ref().is_some_and(|how| how.standard),
            _ => false,
        }
    }
}
