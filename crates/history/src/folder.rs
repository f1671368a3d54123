//! From events to a view of the run, one event at a time.

use crate::place::{Place, place};
use crate::progress::{Effect, advance, cut_off};
use crate::run_view::Placed;
use crate::{
    Event, EventId, EventType, Family, Group, GroupId, GroupRun, GroupStatus, History, Instance, InstanceId, Member,
    RunView, Status, StepStatus,
};

/// Folds the first `upto` events of a history (all when there are fewer) to a view of the run.
pub fn fold(history: &History, upto: usize) -> RunView {
    let mut folder = Folder::new();
    for position in 0..upto.min(history.len()) {
        if let Some(event) = history.at(position) {
            folder.push(&event);
        }
    }
    folder.into_view()
}

/// A fold in progress; a clone is a checkpoint that goes on alone.
///
/// Every event is kept, whatever it says: what does not fit the model is placed by guess and marked as uncertain.
#[derive(Clone, Debug)]
pub struct Folder {
    view: RunView,
}

impl Default for Folder {
    fn default() -> Self {
        Self::new()
    }
}

impl Folder {
    /// Begins before the first event.
    pub fn new() -> Self {
        Self { view: RunView::new() }
    }

    /// What the events so far say.
    pub fn view(&self) -> &RunView {
        &self.view
    }

    /// The view, when no more events come.
    pub fn into_view(self) -> RunView {
        self.view
    }

    /// Takes the next event; one whose number is not above all numbers so far is known already and changes nothing.
    pub fn push(&mut self, event: &Event<'_>) {
        if self.view.numbering.push(event.id).is_err() {
            return;
        }
        let trigger = event.trigger.and_then(|id| self.view.placed(id)).copied();
        let place = place(&self.view, event, trigger);
        let placed = self.put(event, trigger, place);
        self.view.placed.push(placed);
        self.view.upto += 1;
        self.view.first_time.get_or_insert(event.time);
        self.view.last_time = Some(event.time);
        if event.kind.known().is_some_and(|kind| kind.family() == Family::Execution) {
            self.end_or_start(event);
        }
    }

    /// Lets the event do what it does at its place, and says where that is.
    fn put(&mut self, event: &Event<'_>, trigger: Option<Placed>, place: Place) -> Placed {
        let kind = event.kind.known();
        let (id, group, certain) = match place {
            Place::Execution => return Placed { kind, instance: None, group: GroupId::ROOT },
            Place::Existing { instance, group, certain } => (instance, group, certain),
            Place::New { group, certain } => (self.begin(event, group), None, certain),
            Place::NewInBody { of } => {
                let group = self.body(of, event.id);
                (self.begin(event, group), None, true)
            }
        };
        if kind.is_some_and(EventType::is_entered) {
            self.go_on(trigger);
        }
        let instance = &mut self.view.instances[id.0 as usize];
        instance.uncertain |= !certain;
        let timed_out = trigger
            .is_some_and(|trigger| trigger.kind == Some(EventType::TaskTimedOut) && trigger.instance == Some(id));
        let effect = advance(instance, event, timed_out);
        let own_group = instance.group_run;
        match effect {
            Effect::None => {}
            Effect::TriedAgain | Effect::Settled => self.end_groups(id),
        }
        let group = match kind {
            Some(kind) if kind.opens_group() => self.open(id, kind, event),
            Some(kind) if kind.closes_group() => self.close(group, event).unwrap_or(own_group),
            _ => own_group,
        };
        if self.view.groups[own_group.0 as usize].status != GroupStatus::Running {
            self.cut(id);
        }
        Placed { kind, instance: Some(id), group }
    }

    /// Begins a run of a step; what surrounds it is at work.
    fn begin(&mut self, event: &Event<'_>, group_run: GroupId) -> InstanceId {
        let id = InstanceId(self.view.instances.len() as u32);
        let run = &mut self.view.groups[group_run.0 as usize];
        run.instances.push(id);
        let group = run.group;
        let step = match self.view.by_step.get_key_value(event.step) {
            Some((step, _)) => step.clone(),
            None => event.step.into(),
        };
        self.view.instances.push(Instance::new(step.clone(), group, group_run, event.id));
        self.view.by_step.entry(step).or_default().push(id);
        if let Some(owner) = group.owner() {
            let owner = &mut self.view.instances[owner.0 as usize];
            if matches!(owner.status, StepStatus::Entered | StepStatus::Retrying) {
                owner.status = StepStatus::Running;
            }
        }
        id
    }

    /// The step before is left for the one that is entered: a failure of it was caught.
    fn go_on(&mut self, trigger: Option<Placed>) {
        let Some((kind, id)) = trigger.and_then(|placed| Some((placed.kind?, placed.instance?))) else { return };
        let instance = &mut self.view.instances[id.0 as usize];
        if kind.is_failed() || kind == EventType::StateTimedOut {
            instance.status = StepStatus::Caught;
        } else if kind.is_succeeded() {
            instance.closed = true;
        }
    }

    /// The steps inside the choice, which begin with the first of them.
    fn body(&mut self, of: InstanceId, first: EventId) -> GroupId {
        let group = Group::Body { of };
        let groups = &self.view.instances[of.0 as usize].groups;
        let last = groups.last().filter(|id| self.view.groups[id.0 as usize].group == group);
        match last {
            Some(id) => *id,
            None => self.add_group(of, group, first),
        }
    }

    /// Begins a branch or an iteration.
    fn open(&mut self, of: InstanceId, kind: EventType, event: &Event<'_>) -> GroupId {
        let owner = &self.view.instances[of.0 as usize];
        let open_now = || (owner.groups.len() - owner.groups_over) as u32;
        let index = event.detail.count(&Member::Index).unwrap_or_else(open_now);
        let group =
            if kind.family() == Family::Branch { Group::Branch { of, index } } else { Group::Iteration { of, index } };
        self.add_group(of, group, event.id)
    }

    fn add_group(&mut self, of: InstanceId, group: Group, entered: EventId) -> GroupId {
        let id = GroupId(self.view.groups.len() as u32);
        let owner = &mut self.view.instances[of.0 as usize];
        owner.groups.push(id);
        let status = if owner.closed { GroupStatus::Aborted } else { GroupStatus::Running };
        let attempt = owner.attempt();
        let run = GroupRun { group, attempt, status, entered: Some(entered), exited: None, instances: Vec::new() };
        self.view.groups.push(run);
        id
    }

    /// Ends a branch or an iteration.
    fn close(&mut self, group: Option<GroupId>, event: &Event<'_>) -> Option<GroupId> {
        let id = group?;
        let run = &mut self.view.groups[id.0 as usize];
        run.exited.get_or_insert(event.id);
        let failed = event.detail.error().is_some();
        self.end_group(id, if failed { GroupStatus::Failed } else { GroupStatus::Succeeded });
        Some(id)
    }

    /// Ends what is still open inside a run that has ended or is tried again.
    fn end_groups(&mut self, id: InstanceId) {
        let instance = &mut self.view.instances[id.0 as usize];
        let over = std::mem::replace(&mut instance.groups_over, instance.groups.len());
        let went_well = instance.status == StepStatus::Succeeded;
        let open: Vec<_> = instance.groups[over..].to_vec();
        for group in open {
            let is_body = matches!(self.view.groups[group.0 as usize].group, Group::Body { .. });
            let status = if is_body && went_well { GroupStatus::Succeeded } else { GroupStatus::Aborted };
            self.end_group(group, status);
        }
    }

    /// Ends a group that goes on, and everything that is still open in it.
    fn end_group(&mut self, id: GroupId, status: GroupStatus) {
        let mut ending = vec![(id, status)];
        // Every group ends once and every run lies in one group, so this is linear over a whole history.
        while let Some((id, status)) = ending.pop() {
            let run = &mut self.view.groups[id.0 as usize];
            if run.status != GroupStatus::Running {
                continue;
            }
            run.status = status;
            for instance in &run.instances {
                let instance = &mut self.view.instances[instance.0 as usize];
                cut_off(instance);
                let over = std::mem::replace(&mut instance.groups_over, instance.groups.len());
                ending.extend(instance.groups[over..].iter().map(|group| (*group, GroupStatus::Aborted)));
            }
        }
    }

    /// Ends a run that lies in a group that is over.
    fn cut(&mut self, id: InstanceId) {
        cut_off(&mut self.view.instances[id.0 as usize]);
        self.end_groups(id);
    }

    /// What an event of the execution says about it.
    fn end_or_start(&mut self, event: &Event<'_>) {
        let (status, root) = match event.kind.known() {
            Some(EventType::ExecutionSucceeded) => (Status::Succeeded, GroupStatus::Succeeded),
            Some(EventType::ExecutionFailed) => (Status::Failed, GroupStatus::Failed),
            Some(EventType::ExecutionTimedOut) => (Status::TimedOut, GroupStatus::Aborted),
            Some(EventType::ExecutionStopped) => (Status::Stopped, GroupStatus::Aborted),
            _ => {
                self.view.status = Status::Running;
                self.view.groups[0].entered.get_or_insert(event.id);
                return;
            }
        };
        self.view.status = status;
        self.view.ending = Some(event.id);
        self.view.groups[0].exited.get_or_insert(event.id);
        self.end_group(GroupId::ROOT, root);
    }
}
