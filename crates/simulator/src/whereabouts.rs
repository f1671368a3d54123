//! Which run of a step an event of a simulated history belongs to, and where that run stands.

use std::sync::Arc;

use flowglass_history::{EventId, Folder, Group, InstanceId, RunView};

use crate::execution::{Execution, ExecutionId};
use crate::frame::{Doing, FrameId};
use crate::outcomes::Place;
use crate::simulation::Simulation;

/// A frame of one of the executions.
pub(crate) type FrameOf = (ExecutionId, FrameId);

/// Where an event stands, in frames that are still open.
#[derive(Clone, Debug, Default)]
pub(crate) struct Whereabouts {
    /// The event that entered the step.
    pub(crate) entered: Option<EventId>,
    /// The frame that the step runs in; `None` when that is over.
    pub(crate) own: Option<FrameOf>,
    /// The number of the iteration that it runs in.
    pub(crate) iteration: Option<u32>,
    /// The frames around it, innermost first, those of the executions that started this one at the end.
    pub(crate) around: Vec<FrameOf>,
}

impl Execution {
    /// The run so far, as its history shows it.
    pub(crate) fn view(&self) -> RunView {
        let mut folder = Folder::new();
        for event in self.history.events() {
            folder.push(&event);
        }
        folder.into_view()
    }

    /// The containers around a run of a step, outermost first.
    pub(crate) fn places(&self, view: &RunView, id: InstanceId) -> Vec<Place> {
        let place = |group: Group| {
            let owner = view.instance(group.owner()?)?;
            Some(Place { step: Arc::clone(&owner.step), index: group.index() })
        };
        self.state.outer.iter().cloned().chain(view.groups_around(id).into_iter().filter_map(place)).collect()
    }

    /// The frame in which the step runs that `entered` has entered.
    fn frame_of(&self, entered: EventId) -> Option<FrameId> {
        let mut frames = self.state.frames.iter();
        let (id, _) = frames.find(|(_, frame)| frame.step.as_ref().is_some_and(|run| run.entered == entered))?;
        Some(id)
    }

    /// The open frame of a scope.
    fn frame_of_group(&self, view: &RunView, group: Group) -> Option<FrameId> {
        let Some(owner) = group.owner() else { return self.state.frames.root() };
        let owner = self.frame_of(view.instance(owner)?.entered?)?;
        match (&self.state.frames.get(owner)?.step.as_ref()?.doing, group) {
            (Doing::Gathering(gathering), Group::Branch { index, .. } | Group::Iteration { index, .. }) => {
                gathering.open.get(index)
            }
            (Doing::Body(body), Group::Body { .. }) => Some(*body),
            _ => None,
        }
    }
}

impl Simulation {
    /// Where an event stands.
    pub(crate) fn whereabouts(&self, id: ExecutionId, event: EventId) -> Whereabouts {
        let execution = self.execution(id);
        let view = execution.view();
        let mut found = Whereabouts::default();
        if let Some(instance) = view.instance_of(event) {
            found.entered = view.instance(instance).and_then(|run| run.entered);
            let mut groups = view.groups_around(instance).into_iter().rev().peekable();
            if let Some(Group::Iteration { index, .. }) = groups.peek() {
                found.iteration = Some(*index);
            }
            let own = groups.next().and_then(|group| execution.frame_of_group(&view, group));
            found.own = own.map(|frame| (id, frame));
            let frames = groups.filter_map(|group| execution.frame_of_group(&view, group));
            found.around.extend(frames.map(|frame| (id, frame)));
        }
        let mut child = execution;
        // Executions do not start each other in circles: a parent is older than its child.
        while let (Some(parent), Some(frame)) = (&child.parent, child.state.parent_frame) {
            let starter = self.execution(parent.execution);
            let mut at = Some(frame);
            while let Some(frame) = at {
                let Some(open) = starter.state.frames.get(frame) else { break };
                found.around.push((parent.execution, frame));
                at = open.parent;
            }
            child = starter;
        }
        found
    }
}
