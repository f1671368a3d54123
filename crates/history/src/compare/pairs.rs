//! Which event of one run is which event of another: run of a step by run of a step, so that it does not matter how
//! branches interleave.

use std::collections::{BTreeMap, BTreeSet};

use crate::{EventId, Group, GroupId, History, InstanceId, RunView};

/// What belongs together; either side may be missing.
pub(super) type Pair = (Option<EventId>, Option<EventId>);

/// A history and what it says.
#[derive(Clone, Copy)]
pub(super) struct Side<'h> {
    pub(super) history: &'h History,
    pub(super) view: &'h RunView,
}

/// Puts every event of either history into one pair, in no order.
pub(super) fn pairs(a: Side<'_>, b: Side<'_>) -> Vec<Pair> {
    let mut pairing = Pairing { a, b, pairs: Vec::new(), open: vec![(Some(GroupId::ROOT), Some(GroupId::ROOT))] };
    pairing.zip(&a.of_execution(), &b.of_execution(), usize::MAX);
    while let Some((one, other)) = pairing.open.pop() {
        pairing.groups(one, other);
    }
    pairing.pairs
}

struct Pairing<'h> {
    a: Side<'h>,
    b: Side<'h>,
    pairs: Vec<Pair>,
    /// Groups whose runs of steps are still to be paired.
    open: Vec<(Option<GroupId>, Option<GroupId>)>,
}

impl Pairing<'_> {
    /// Pairs the runs of steps in a group, in their order, up to the place where the runs part.
    fn groups(&mut self, a: Option<GroupId>, b: Option<GroupId>) {
        let (ones, others) = (self.a.members(a), self.b.members(b));
        let is_same = |(one, other): (&InstanceId, &InstanceId)| self.a.name(*one) == self.b.name(*other);
        let common = ones.iter().zip(&others).take_while(|pair| is_same(*pair)).count();
        for index in 0..ones.len().max(others.len()) {
            let (one, other) = (ones.get(index).copied(), others.get(index).copied());
            match index {
                _ if index < common => self.instances(one, other, usize::MAX),
                // Where the runs part, the beginnings of the two steps are one difference.
                _ if index == common => self.instances(one, other, 1),
                _ => self.instances(one, other, 0),
            }
        }
    }

    /// Pairs the first `common` events of two runs of steps; the others stand alone.
    fn instances(&mut self, a: Option<InstanceId>, b: Option<InstanceId>, common: usize) {
        self.zip(&self.a.own_events(a), &self.b.own_events(b), common);
        let (ones, others) = (self.a.groups(a), self.b.groups(b));
        if common < usize::MAX {
            let alone = ones.values().map(|id| (Some(*id), None)).chain(others.values().map(|id| (None, Some(*id))));
            alone.for_each(|(one, other)| self.group(one, other));
            return;
        }
        let keys: BTreeSet<GroupKey> = ones.keys().chain(others.keys()).copied().collect();
        for key in keys {
            self.group(ones.get(&key).copied(), others.get(&key).copied());
        }
    }

    /// Pairs the events that begin and end a branch or an iteration, and leaves what is inside for later.
    fn group(&mut self, a: Option<GroupId>, b: Option<GroupId>) {
        self.open.push((a, b));
        let (one, other) = (self.a.ends(a), self.b.ends(b));
        let both = one.into_iter().zip(other);
        self.pairs.extend(both.filter(|pair| *pair != (None, None)));
    }

    /// Pairs the first `common` events one by one; the others stand alone.
    fn zip(&mut self, a: &[EventId], b: &[EventId], common: usize) {
        let common = common.min(a.len()).min(b.len());
        let (a, b) = (a.split_at(common), b.split_at(common));
        self.pairs.extend(a.0.iter().zip(b.0).map(|(one, other)| (Some(*one), Some(*other))));
        self.pairs.extend(a.1.iter().map(|one| (Some(*one), None)));
        self.pairs.extend(b.1.iter().map(|other| (None, Some(*other))));
    }
}

impl<'h> Side<'h> {
    /// The events of the execution itself.
    fn of_execution(self) -> Vec<EventId> {
        let events = self.history.events().map(|event| event.id);
        events.filter(|id| self.view.instance_of(*id).is_none()).collect()
    }

    fn members(self, group: Option<GroupId>) -> Vec<InstanceId> {
        group.and_then(|id| self.view.group(id)).map_or(Vec::new(), |run| run.instances.clone())
    }

    fn name(self, id: InstanceId) -> Option<&'h str> {
        self.view.instance(id).map(|instance| &*instance.step)
    }

    /// The events of a run of a step, without those of its branches and iterations.
    fn own_events(self, id: Option<InstanceId>) -> Vec<EventId> {
        let events = id.and_then(|id| self.view.instance(id)).map_or(&[][..], |instance| &instance.events);
        let is_own = |id: &EventId| {
            let kind = self.history.event(*id).and_then(|event| event.kind.known());
            !kind.is_some_and(|kind| kind.opens_group() || kind.closes_group())
        };
        events.iter().copied().filter(is_own).collect()
    }

    /// The groups inside a run of a step.
    fn groups(self, id: Option<InstanceId>) -> BTreeMap<GroupKey, GroupId> {
        let groups = id.and_then(|id| self.view.instance(id)).map_or(&[][..], |instance| &instance.groups);
        let mut counts: BTreeMap<GroupKey, u32> = BTreeMap::new();
        let mut found = BTreeMap::new();
        for id in groups {
            let Some(run) = self.view.group(*id) else { continue };
            let is_body = matches!(run.group, Group::Body { .. });
            let mut key = GroupKey { attempt: run.attempt, is_body, index: run.group.index(), nth: 0 };
            let count = counts.entry(key).or_default();
            key.nth = *count;
            *count += 1;
            found.insert(key, *id);
        }
        found
    }

    /// The events that begin and end a group; the body of a choice has none of its own.
    fn ends(self, id: Option<GroupId>) -> [Option<EventId>; 2] {
        match id.and_then(|id| self.view.group(id)) {
            Some(run) if !matches!(run.group, Group::Body { .. } | Group::Root) => [run.entered, run.exited],
            _ => [None, None],
        }
    }
}

/// What tells the groups inside one run of a step apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct GroupKey {
    attempt: u32,
    is_body: bool,
    index: Option<u32>,
    /// How many like it came before.
    nth: u32,
}
