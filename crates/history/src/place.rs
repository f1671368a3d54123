//! Which run of a step an event belongs to.
//!
//! Source: events.md 5.2.

use crate::run_view::Placed;
use crate::{Event, EventType, Family, Group, GroupId, GroupStatus, InstanceId, Member, RunView};

/// Where an event belongs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Place {
    /// To no step.
    Execution,
    /// To a run that is there; `group` is the one that it closes.
    Existing { instance: InstanceId, group: Option<GroupId>, certain: bool },
    /// To a new run in this group.
    New { group: GroupId, certain: bool },
    /// To a new run among the steps inside a choice.
    NewInBody { of: InstanceId },
}

/// How many choices may lie around each other between a step and the group that it ends.
const MOST_BODIES: usize = 64;
/// How many runs or groups a guess looks at, from the youngest on.
const MOST_GUESSES: usize = 256;

/// Finds the place of an event by its trigger; failing that, by guess.
pub(crate) fn place(view: &RunView, event: &Event<'_>, trigger: Option<Placed>) -> Place {
    let kind = event.kind.known();
    if kind.map_or(event.step.is_empty(), |kind| kind.family() == Family::Execution) {
        return Place::Execution;
    }
    let told = trigger.and_then(|trigger| match kind {
        Some(kind) if kind.is_entered() => entered(trigger),
        Some(kind) if kind.opens_group() => opening(view, event.step, trigger),
        Some(kind) if kind.closes_group() => closing(view, event.step, trigger),
        _ => own(view, event.step, kind, trigger),
    });
    told.unwrap_or_else(|| guess(view, event, trigger))
}

/// A run begins after the step before it, or as the first of its group.
fn entered(trigger: Placed) -> Option<Place> {
    let kind = trigger.kind?;
    if kind == EventType::ExecutionStarted {
        return Some(Place::New { group: GroupId::ROOT, certain: true });
    }
    let of = trigger.instance?;
    if kind.is_started() {
        return Some(Place::NewInBody { of });
    }
    let follows = kind.opens_group() || kind.is_exited() || kind.is_succeeded() || kind.is_failed();
    (follows || kind == EventType::StateTimedOut).then_some(Place::New { group: trigger.group, certain: true })
}

/// A branch or iteration begins when its container starts, or when the one before it has ended.
fn opening(view: &RunView, step: &str, trigger: Placed) -> Option<Place> {
    let kind = trigger.kind?;
    let instance = trigger.instance.filter(|_| kind.is_started() || kind.closes_group())?;
    is_run_of(view, instance, step).then_some(Place::Existing { instance, group: None, certain: true })
}

/// A branch or iteration ends with the last of its steps, or with its own beginning when it has none.
fn closing(view: &RunView, step: &str, trigger: Placed) -> Option<Place> {
    let mut id = trigger.group;
    for _ in 0..=MOST_BODIES {
        let group = view.group(id)?.group;
        let of = group.owner()?;
        if matches!(group, Group::Body { .. }) {
            id = view.instance(of)?.group_run;
        } else {
            let place = Place::Existing { instance: of, group: Some(id), certain: true };
            return is_run_of(view, of, step).then_some(place);
        }
    }
    None
}

/// Any other event belongs to its trigger's run; the end of a choice to the run around the step that ended it.
fn own(view: &RunView, step: &str, kind: Option<EventType>, trigger: Placed) -> Option<Place> {
    let mut instance = trigger.instance?;
    let ends = kind.is_some_and(|kind| kind.is_succeeded() || kind.is_failed());
    let ended = trigger.kind.is_some_and(|kind| kind.is_exited() || kind.is_failed());
    if !(ends && ended) && is_run_of(view, instance, step) {
        return Some(Place::Existing { instance, group: None, certain: true });
    }
    if !ends {
        return None;
    }
    for _ in 0..MOST_BODIES {
        let Group::Body { of } = view.instance(instance)?.group else { return None };
        if is_run_of(view, of, step) {
            return Some(Place::Existing { instance: of, group: None, certain: true });
        }
        instance = of;
    }
    None
}

fn is_run_of(view: &RunView, id: InstanceId, step: &str) -> bool {
    view.instance(id).is_some_and(|instance| &*instance.step == step)
}

/// The likeliest place of an event whose trigger does not tell.
fn guess(view: &RunView, event: &Event<'_>, trigger: Option<Placed>) -> Place {
    let kind = event.kind.known();
    let enters = kind.is_some_and(EventType::is_entered);
    let youngest = view.instances_of(event.step).iter().rev().take(MOST_GUESSES).copied().find(|id| {
        // A run is entered once: only one that lacks its beginning can still be.
        view.instance(*id).is_some_and(|run| !(run.closed || enters && run.entered.is_some()))
    });
    if let Some(instance) = youngest {
        let closes = kind.is_some_and(EventType::closes_group);
        let group = if closes { open_group(view, instance, event) } else { None };
        return Place::Existing { instance, group, certain: false };
    }
    Place::New { group: guess_group(view, event.step, trigger.filter(|_| enters)), certain: false }
}

/// The group of a run that an exit without a telling trigger closes: the one of its index, else the youngest open one.
fn open_group(view: &RunView, instance: InstanceId, event: &Event<'_>) -> Option<GroupId> {
    let index = event.detail.count(&Member::Index);
    let groups = view.instance(instance)?.groups.iter().rev().take(MOST_GUESSES).copied();
    let mut open = groups.filter(|id| view.group(*id).is_some_and(|run| run.status == GroupStatus::Running));
    open.find(|id| index.is_none() || view.group(*id).is_some_and(|run| run.group.index() == index))
}

/// The group in which a step most likely begins.
///
/// In one group only one step runs at a time. So it is a group where none does: best one of a container that this
/// step was seen in before; for a step that was not seen yet any branch or iteration; else the flow itself.
fn guess_group(view: &RunView, step: &str, trigger: Option<Placed>) -> GroupId {
    if let Some(placed) = trigger.filter(|placed| placed.instance.is_some()) {
        // It follows something, if not what it should: it lies beside that.
        let beside = placed.instance.and_then(|id| view.instance(id)).map(|instance| instance.group_run);
        return beside.unwrap_or(placed.group);
    }
    let seen = view.youngest(step).and_then(|id| view.instance(id));
    let home = match seen.map(|seen| seen.group.owner()) {
        None => None,
        Some(None) => return GroupId::ROOT,
        Some(Some(owner)) => view.instance(owner).map(|owner| &*owner.step),
    };
    let fits = |id: &usize| {
        let run = &view.groups[*id];
        let Some(owner) = run.group.owner().and_then(|owner| view.instance(owner)) else { return false };
        let idle = run.instances.last().and_then(|last| view.instance(*last)).is_none_or(|last| last.closed);
        let likely = home.map_or(!matches!(run.group, Group::Body { .. }), |home| home == &*owner.step);
        run.status == GroupStatus::Running && idle && likely
    };
    // Branches and iterations begin in order, so of the youngest container the first that is idle.
    let mut found: Option<usize> = None;
    for id in (1..view.groups.len()).rev().take(MOST_GUESSES).filter(fits) {
        if found.is_some_and(|found| view.groups[found].group.owner() != view.groups[id].group.owner()) {
            break;
        }
        found = Some(id);
    }
    found.map_or(GroupId::ROOT, |id| GroupId(id as u32))
}
