//! What a prefix of a history says about a run.

use std::sync::Arc;

use flowglass_expression::Json;
use rustc_hash::FxHashMap;

use crate::numbering::Numbering;
use crate::payload::error_of;
use crate::{EventId, EventType, Group, GroupStatus, History, Instance, InstanceId, Millis, Status};

/// The number of a list of steps in its [`RunView`]; 0 is the flow itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(pub u32);

impl GroupId {
    /// The flow's own steps.
    pub const ROOT: Self = Self(0);
}

/// One passage through a list of steps: the flow, a branch, an iteration, or the body of a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupRun {
    /// Which one.
    pub group: Group,
    /// The attempt of its container that it belongs to, from 1.
    pub attempt: u32,
    /// Where it stands.
    pub status: GroupStatus,
    /// The event that begins it; for the body of a choice the Entered event of its first step.
    pub entered: Option<EventId>,
    /// The event that ends it; bodies and cut-off groups have none.
    pub exited: Option<EventId>,
    /// The runs of steps in it, in the order in which they began.
    pub instances: Vec<InstanceId>,
}

/// Where a run stands after some of its events.
///
/// Source: events.md 5.2 (which run of a step an event belongs to) and 7 (statuses).
#[derive(Clone, Debug, PartialEq)]
pub struct RunView {
    /// Where the execution stands, as far as these events tell; an answer of the service about the status wins.
    pub status: Status,
    /// How many events it is made from.
    pub upto: usize,
    /// All runs of steps, in the order in which they began.
    pub instances: Vec<Instance>,
    /// All passages through lists of steps; the first is the flow itself.
    pub groups: Vec<GroupRun>,
    /// The event that ended the execution.
    pub ending: Option<EventId>,
    /// The time of the first event.
    pub first_time: Option<Millis>,
    /// The time of the last event.
    pub last_time: Option<Millis>,
    pub(crate) numbering: Numbering,
    pub(crate) placed: Vec<Placed>,
    pub(crate) by_step: FxHashMap<Arc<str>, Vec<InstanceId>>,
}

/// Where an event belongs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Placed {
    pub(crate) kind: Option<EventType>,
    pub(crate) instance: Option<InstanceId>,
    /// The group that it opens or closes, else the one that its instance lies in.
    pub(crate) group: GroupId,
}

impl RunView {
    pub(crate) fn new() -> Self {
        let root = GroupRun {
            group: Group::Root,
            attempt: 1,
            status: GroupStatus::Running,
            entered: None,
            exited: None,
            instances: Vec::new(),
        };
        Self {
            status: Status::Starting,
            upto: 0,
            instances: Vec::new(),
            groups: vec![root],
            ending: None,
            first_time: None,
            last_time: None,
            numbering: Numbering::default(),
            placed: Vec::new(),
            by_step: FxHashMap::default(),
        }
    }

    /// The run with this number.
    pub fn instance(&self, id: InstanceId) -> Option<&Instance> {
        self.instances.get(id.0 as usize)
    }

    /// All runs with their numbers.
    pub fn numbered(&self) -> impl DoubleEndedIterator<Item = (InstanceId, &Instance)> {
        self.instances.iter().enumerate().map(|(index, instance)| (InstanceId(index as u32), instance))
    }

    /// The run that an event belongs to: for events of branches and iterations the run of their container, for those
    /// of the execution none.
    pub fn instance_of(&self, event: EventId) -> Option<InstanceId> {
        self.placed(event)?.instance
    }

    /// The passage that an event of a branch or an iteration begins or ends; else the one that its run lies in.
    pub fn group_of(&self, event: EventId) -> Option<GroupId> {
        self.placed(event).map(|placed| placed.group)
    }

    /// The passage with this number.
    pub fn group(&self, id: GroupId) -> Option<&GroupRun> {
        self.groups.get(id.0 as usize)
    }

    /// The passage through the flow's own steps.
    pub fn root(&self) -> &GroupRun {
        &self.groups[0]
    }

    /// All runs of steps with this name, wherever they lie, in the order in which they began.
    pub fn instances_of(&self, step: &str) -> &[InstanceId] {
        self.by_step.get(step).map_or(&[], Vec::as_slice)
    }

    /// The run of a step of this name that began last.
    pub fn youngest(&self, step: &str) -> Option<InstanceId> {
        self.instances_of(step).last().copied()
    }

    /// The runs in a group, in the order in which they began; those of a container's earlier attempts included.
    pub fn children(&self, group: Group) -> impl Iterator<Item = InstanceId> {
        let runs: &[GroupId] = match group.owner() {
            None => &[GroupId::ROOT],
            Some(owner) => self.instance(owner).map_or(&[], |owner| &owner.groups),
        };
        let runs = runs.iter().filter_map(|id| self.group(*id)).filter(move |run| run.group == group);
        runs.flat_map(|run| run.instances.iter().copied())
    }

    /// The groups around a run, outermost first; the first is the flow itself.
    pub fn groups_around(&self, id: InstanceId) -> Vec<Group> {
        let mut around = Vec::new();
        let mut at = Some(id);
        // A container began before what it contains, so this ends.
        while let Some(instance) = at.and_then(|id| self.instance(id)) {
            around.push(instance.group);
            at = instance.group.owner();
        }
        around.reverse();
        around
    }

    /// What the execution ended with, if it went well.
    pub fn output<'h>(&self, history: &'h History) -> Option<&'h Json> {
        history.event(self.ending?)?.detail.output()
    }

    /// What ended the execution otherwise, as name and cause (either may be empty).
    pub fn error<'h>(&self, history: &'h History) -> Option<(&'h str, &'h str)> {
        error_of(history.event(self.ending?)?.detail)
    }

    pub(crate) fn placed(&self, event: EventId) -> Option<&Placed> {
        self.placed.get(self.numbering.position(event)?)
    }
}
