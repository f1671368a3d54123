//! The scopes that an execution is in right now: the flow itself, branches, iterations, bodies of choices.
//!
//! Each frame runs one step at a time. Frames name each other by number, so nothing nests in memory however deep the
//! flow is, and a number of a frame that is gone is recognised as such.

use std::sync::Arc;

use flowglass_expression::Json;
use flowglass_flow::{ScopeId, StepId, Target};
use flowglass_history::EventId;

use crate::execution::ExecutionId;
use crate::failure::Failure;
use crate::queue::{Key, PlaceIndices};

/// The number of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FrameId {
    slot: u32,
    generation: u32,
}

/// One run of a scope.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// The frame whose step contains this one; `None` for the outermost.
    pub(crate) parent: Option<FrameId>,
    pub(crate) role: Role,
    pub(crate) place: PlaceIndices,
    pub(crate) scope: ScopeId,
    /// What the scope received.
    pub(crate) input: Json,
    /// What its steps have put out so far (older language).
    pub(crate) local: Json,
    /// The step that runs; `None` between steps.
    pub(crate) step: Option<StepRun>,
    /// Grows when what is waiting for this frame has become void.
    pub(crate) serial: u32,
}

/// What a frame is to its container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The flow itself.
    Root,
    /// A branch of a parallel step.
    Branch(u32),
    /// An iteration.
    Iteration(u32),
    /// The steps in the arm of a choice (older language).
    Body,
}

/// One run of one step.
#[derive(Clone, Debug)]
pub(crate) struct StepRun {
    pub(crate) id: StepId,
    pub(crate) entered: EventId,
    /// The event that what the step does follows from: the last Started, or MapRunStarted; that of entering before the
    /// step has started.
    pub(crate) started: EventId,
    /// The last event about this run; for a container its Branch and Iteration events count.
    pub(crate) last: EventId,
    /// What the preceding step handed over (new language).
    pub(crate) incoming: Json,
    /// The effective input; `incoming` until it is built.
    pub(crate) input: Json,
    /// The input of later attempts, where an edit has changed that of this one (older language).
    pub(crate) usual_input: Option<Json>,
    /// The raw output, once there is one.
    pub(crate) output: Json,
    /// The last error: the one that led here, later the step's own.
    pub(crate) error: Option<Box<Failure>>,
    /// How often each retry rule was used; empty until one was.
    pub(crate) used: Vec<u32>,
    /// Retries so far.
    pub(crate) retries: u32,
    pub(crate) doing: Doing,
    /// Where a choice leads.
    pub(crate) chosen: Option<Target>,
}

/// What a step that runs is doing.
#[derive(Clone, Debug)]
pub(crate) enum Doing {
    /// Nothing that anything could wait for.
    Plain,
    /// The steps in an arm of a choice run, in this frame (older language).
    Body(FrameId),
    Task(Box<Attempt>),
    Gathering(Box<Gathering>),
    /// A distributed Map: the number of its map run.
    MapRun(usize),
}

/// The attempt of a task.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attempt {
    pub(crate) stage: Stage,
    /// What the call is sent.
    pub(crate) parameters: Json,
    /// Milliseconds from TaskStarted.
    pub(crate) timeout_ms: Option<i64>,
    /// The last event of the attempt.
    pub(crate) last: Option<EventId>,
    pub(crate) deadline: Option<Key>,
    /// What will happen next unless something else comes first.
    pub(crate) pending: Option<Key>,
    /// The execution that it started and waits for.
    pub(crate) child: Option<ExecutionId>,
}

/// Where an attempt stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Planned; pausing when it is a retry.
    #[default]
    Scheduled,
    /// The call is on its way.
    Started,
    /// Accepted; a report would be taken.
    Submitted,
    /// Over.
    Ended,
}

/// The branches or iterations of a container that runs.
#[derive(Clone, Debug)]
pub(crate) struct Gathering {
    /// The items of a Map, or nothing for branches.
    pub(crate) items: Option<Arc<Vec<Json>>>,
    pub(crate) total: u32,
    /// The next one to enter.
    pub(crate) next: u32,
    pub(crate) done: u32,
    pub(crate) results: Vec<Json>,
    pub(crate) open: Open,
}

/// The frames of the members of a container that run, by the numbers of the members.
#[derive(Clone, Debug, Default)]
pub(crate) struct Open {
    /// In order. There are not many at a time, and each is put in behind those that are there.
    frames: Vec<(u32, FrameId)>,
}

impl Open {
    pub(crate) fn insert(&mut self, index: u32, frame: FrameId) {
        let place = self.frames.partition_point(|(open, _)| *open < index);
        self.frames.insert(place, (index, frame));
    }

    pub(crate) fn remove(&mut self, index: u32) {
        if let Ok(place) = self.place(index) {
            self.frames.remove(place);
        }
    }

    pub(crate) fn get(&self, index: u32) -> Option<FrameId> {
        self.frames.get(self.place(index).ok()?).map(|(_, frame)| *frame)
    }

    /// All of them in the order of the numbers.
    pub(crate) fn frames(&self) -> Vec<FrameId> {
        self.frames.iter().map(|(_, frame)| *frame).collect()
    }

    fn place(&self, index: u32) -> Result<usize, usize> {
        self.frames.binary_search_by_key(&index, |(open, _)| *open)
    }
}

impl StepRun {
    /// A run that has just been entered.
    pub(crate) fn new(id: StepId, entered: EventId, incoming: Json, error: Option<Box<Failure>>) -> Self {
        Self {
            id,
            entered,
            started: entered,
            last: entered,
            input: incoming.clone(),
            usual_input: None,
            incoming,
            output: Json::Null,
            error,
            used: Vec::new(),
            retries: 0,
            doing: Doing::Plain,
            chosen: None,
        }
    }
}

/// All frames of an execution.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frames {
    slots: Vec<Slot>,
    free: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Slot {
    generation: u32,
    frame: Option<Frame>,
}

impl Frames {
    pub(crate) fn add(&mut self, frame: Frame) -> FrameId {
        if let Some(slot) = self.free.pop() {
            let place = &mut self.slots[slot as usize];
            place.frame = Some(frame);
            return FrameId { slot, generation: place.generation };
        }
        self.slots.push(Slot { generation: 0, frame: Some(frame) });
        FrameId { slot: (self.slots.len() - 1) as u32, generation: 0 }
    }

    pub(crate) fn get(&self, id: FrameId) -> Option<&Frame> {
        let slot = self.slots.get(id.slot as usize)?;
        slot.frame.as_ref().filter(|_| slot.generation == id.generation)
    }

    pub(crate) fn get_mut(&mut self, id: FrameId) -> Option<&mut Frame> {
        let slot = self.slots.get_mut(id.slot as usize)?;
        let current = slot.generation == id.generation;
        slot.frame.as_mut().filter(|_| current)
    }

    /// Takes a frame out; its number is void from now on.
    pub(crate) fn remove(&mut self, id: FrameId) -> Option<Frame> {
        let slot = self.slots.get_mut(id.slot as usize)?;
        if slot.generation != id.generation {
            return None;
        }
        let frame = slot.frame.take()?;
        slot.generation = slot.generation.wrapping_add(1);
        self.free.push(id.slot);
        Some(frame)
    }

    /// All frames, in no order that means anything but always the same one.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (FrameId, &Frame)> {
        self.slots.iter().enumerate().filter_map(|(index, slot)| {
            let id = FrameId { slot: index as u32, generation: slot.generation };
            Some((id, slot.frame.as_ref()?))
        })
    }

    /// The frame of the flow itself.
    pub(crate) fn root(&self) -> Option<FrameId> {
        self.iter().find(|(_, frame)| frame.parent.is_none()).map(|(id, _)| id)
    }

    /// Takes all frames out and gives what ran in them.
    pub(crate) fn take_runs(&mut self) -> Vec<StepRun> {
        self.free.clear();
        std::mem::take(&mut self.slots).into_iter().filter_map(|slot| slot.frame?.step).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(scope: u32) -> Frame {
        Frame {
            parent: None,
            role: Role::Root,
            place: PlaceIndices::from([]),
            scope: ScopeId(scope),
            input: Json::Null,
            local: Json::Null,
            step: None,
            serial: 0,
        }
    }

    #[test]
    fn a_number_of_a_frame_that_is_gone_stays_void() {
        let mut frames = Frames::default();
        let first = frames.add(frame(1));
        let second = frames.add(frame(2));
        assert_eq!(frames.remove(first).map(|gone| gone.scope), Some(ScopeId(1)));
        let third = frames.add(frame(3));
        assert!(frames.get(first).is_none() && frames.get_mut(first).is_none() && frames.remove(first).is_none());
        assert_eq!(frames.get(second).map(|there| there.scope), Some(ScopeId(2)));
        assert_eq!(frames.get(third).map(|there| there.scope), Some(ScopeId(3)));
        assert_eq!(frames.iter().count(), 2);
    }
}
