//! Containers that run several scopes side by side and gather their results: branches and iterations.

use std::collections::BTreeMap;
use std::sync::Arc;

use flowglass_expression::{Json, Object};
use flowglass_flow::{Dialect, ScopeId, StepKind};
use flowglass_history::{Detail, EventId, EventType, Member};

use crate::failure::{self, Failure};
use crate::frame::{Doing, Frame, FrameId, Gathering, Role};
use crate::machine::Machine;
use crate::queue::{PlaceIndices, What};
use crate::settings::ScalarItems;
use crate::wait::shown;

impl Machine<'_> {
    /// Puts in the first members of a container; the others follow as members leave. `delay_ms` comes before them when
    /// the container is tried again.
    pub(crate) fn begin_members(&mut self, frame: FrameId, members: Members, delay_ms: i64, started: EventId) {
        let total = members.total;
        if total == 0 {
            let raw = self.gathered(frame, Vec::new());
            self.later(frame, started, delay_ms, What::Succeed(raw));
            return;
        }
        let at_once = members.at_once.clamp(1, total);
        let Some(run) = self.run_mut(frame) else { return };
        run.doing = Doing::Gathering(Box::new(Gathering {
            items: members.items,
            total,
            next: at_once,
            done: 0,
            results: vec![Json::Null; total as usize],
            open: BTreeMap::new(),
        }));
        for index in 0..at_once {
            self.put_member(frame, index, delay_ms, started);
        }
    }

    fn put_member(&mut self, frame: FrameId, index: u32, delay_ms: i64, trigger: EventId) {
        let Some(place) = self.frame(frame).map(|around| inner_place(&around.place, index)) else { return };
        self.later_at(place, frame, trigger, delay_ms, What::EnterMember(index));
    }

    /// Records that a branch or an iteration is entered.
    pub(crate) fn enter_member(&mut self, frame: FrameId, index: u32, trigger: EventId) {
        let flow = self.flow();
        let Some(id) = self.step_id(frame) else { return };
        let step = flow.step(id);
        let member = match &step.kind {
            StepKind::Parallel(parallel) => self.branch(frame, &parallel.branches, index),
            StepKind::Map(map) => map.body.and_then(|body| self.iteration(frame, map, body, index)),
            _ => None,
        };
        let Some((scope, input, role)) = member else { return };
        if role == Role::Iteration(index)
            && flow.dialect == Dialect::StateMachine
            && self.world.settings.options.scalar_items == ScalarItems::Fail
            && input.as_object().is_none()
        {
            let cause = format!("item {index}, {}, is not an object", shown(&input));
            self.end_members(frame);
            return self.fail(frame, Failure::of_step(failure::ITEM_NOT_OBJECT, cause), trigger);
        }
        let kind = match role {
            Role::Iteration(_) => EventType::IterationEntered,
            _ => EventType::BranchEntered,
        };
        let detail = Detail::new().with(Member::Index, index).with(Member::Input, input.clone());
        let Some(entered) = self.record(trigger, kind, &step.name.value, detail) else { return };
        let Some(place) = self.frame(frame).map(|around| inner_place(&around.place, index)) else { return };
        let member = self.execution.state.frames.add(Frame {
            parent: Some(frame),
            role,
            place,
            scope,
            input: input.clone(),
            local: Json::object(),
            step: None,
            serial: 0,
        });
        if let Some(gathering) = self.gathering_mut(frame) {
            gathering.open.insert(index, member);
        }
        self.begin_scope(member, input, entered);
    }

    fn branch(&self, frame: FrameId, branches: &[ScopeId], index: u32) -> Option<(ScopeId, Json, Role)> {
        let input = self.run(frame)?.input.clone();
        Some((*branches.get(index as usize)?, input, Role::Branch(index)))
    }

    /// A branch or iteration has left well: the next one is entered, or the container succeeds.
    pub(crate) fn member_succeeded(&mut self, frame: FrameId, index: u32, result: Json, left: EventId) {
        let Some(gathering) = self.gathering_mut(frame) else { return };
        gathering.open.remove(&index);
        if let Some(place) = gathering.results.get_mut(index as usize) {
            *place = result;
        }
        gathering.done += 1;
        if gathering.next < gathering.total {
            let next = gathering.next;
            gathering.next += 1;
            self.put_member(frame, next, 0, left);
        } else if gathering.done == gathering.total {
            let results = std::mem::take(&mut gathering.results);
            let raw = self.gathered(frame, results);
            self.later(frame, left, 0, What::Succeed(raw));
        }
    }

    /// A branch or iteration has failed: its siblings are cut off, and the container fails or is tried again.
    ///
    /// Source: `events.md` 4.5.
    pub(crate) fn member_failed(&mut self, frame: FrameId, index: u32, why: Failure, left: EventId) {
        if let Some(gathering) = self.gathering_mut(frame) {
            gathering.open.remove(&index);
        }
        self.end_members(frame);
        self.attempt_failed(frame, why, left);
    }

    /// Cuts off what is open in a container and makes void what it was going to enter.
    fn end_members(&mut self, frame: FrameId) {
        let Some(gathering) = self.gathering_mut(frame) else { return };
        let open = std::mem::take(&mut gathering.open).into_values().collect();
        if let Some(around) = self.frame_mut(frame) {
            around.serial += 1;
            if let Some(run) = &mut around.step {
                run.doing = Doing::Plain;
            }
        }
        self.cut_off(open);
    }

    /// The raw output of a container: a list in the older language, an object in the new one.
    ///
    /// Source: [PAR] and [EACH] of the older language, [PAR] and [INL] of the new one.
    pub(crate) fn gathered(&self, frame: FrameId, results: Vec<Json>) -> Json {
        let flow = &self.execution.flow;
        let is_parallel = self.step_id(frame).is_some_and(|step| matches!(flow.step(step).kind, StepKind::Parallel(_)));
        match (flow.dialect, is_parallel) {
            (Dialect::Legacy, _) => results.into(),
            (Dialect::StateMachine, true) => {
                let members = results.into_iter().enumerate();
                members.map(|(index, result)| (format!("Branch{index}"), result)).collect::<Object>().into()
            }
            (Dialect::StateMachine, false) => [("Items", results.into())].into_iter().collect::<Object>().into(),
        }
    }
}

/// What a container is going to run.
pub(crate) struct Members {
    pub(crate) total: u32,
    /// How many may run side by side.
    pub(crate) at_once: u32,
    /// The items of a Map.
    pub(crate) items: Option<Arc<Vec<Json>>>,
}

fn inner_place(place: &PlaceIndices, index: u32) -> PlaceIndices {
    place.iter().copied().chain([index]).collect()
}
