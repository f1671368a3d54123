//! Mocks from the history of an execution.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use flowglass_flow::{Flow, ScopeId, StepId, StepKind};
use flowglass_history::{EventId, EventType, GroupId, GroupStatus, InstanceId, Kind, RunView, StepStatus, fold};
use flowglass_simulator::{Place, Scenario, Stop, TimeSpan, Vocabulary};

use crate::answers::{Attempted, Lookup};
use crate::chance::random_call;
use crate::clock::{Clock, Overhead, overhead};
use crate::lists::Lists;
use crate::remark::Remark;
use crate::run::{Child, Run};
use crate::whereabouts::{containers, steps_of};

/// The error of an execution with as many events as it may have. Source: `events.md` 4.10.
const TOO_MANY_EVENTS: &str = "Sim.TooManyEvents";

/// A scenario that repeats an execution, and why it may not.
#[derive(Clone, Debug, PartialEq)]
pub struct Mocks {
    /// The scenario.
    pub scenario: Scenario,
    /// What the simulation cannot give back; each thing once, in no order of importance.
    pub remarks: BTreeSet<Remark>,
}

/// Makes a scenario under which the simulation repeats an execution.
///
/// `known` says what no history tells: names, mode, role, environment, seed, and the switches for what the service does
/// not document. Input, clock, overhead, tasks and stop come from the history and replace what `known` says of them.
///
/// A task that started an execution which is among the run's children has no mock: the flow runs again, under mocks of
/// its own. Every other task has one for each of its attempts.
pub fn from_history(run: &Run<'_>, known: Scenario) -> Mocks {
    let mut scenario = known;
    let mut remarks = BTreeSet::new();
    let history = run.history;
    let overhead = overhead(history);
    scenario.options.overhead_ms = overhead.ms;
    if let Some(first) = history.at(0) {
        scenario.clock = Some(first.time);
        let started = first.kind.known() == Some(EventType::ExecutionStarted);
        if let Some(input) = first.detail.input().filter(|_| started) {
            scenario.input = Some(input.clone());
        }
    }
    if history.events().any(|event| event.kind.known().is_some_and(is_of_state_vocabulary)) {
        scenario.options.vocabulary = Vocabulary::State;
    }
    make_room(&mut scenario, run);
    (scenario.tasks_at, scenario.edits_at) = (Vec::new(), Vec::new());
    scenario.stop = None;
    if let Some(last) = history.last() {
        match last.kind.known() {
            Some(EventType::ExecutionStopped) => {
                let started = scenario.clock.unwrap_or(last.time);
                scenario.stop = Some(Stop {
                    after: TimeSpan::from_millis(last.time.since(started)),
                    error: last.detail.error().unwrap_or_default().to_owned(),
                    cause: last.detail.cause().unwrap_or_default().to_owned(),
                });
            }
            Some(EventType::ExecutionFailed) if last.detail.error() == Some(TOO_MANY_EVENTS) => {
                // An error that came up from a step is not the execution's own.
                let before = last.trigger.and_then(|id| history.event(id)?.kind.known());
                if !before.is_some_and(EventType::is_defeat) {
                    scenario.options.event_limit = last.id.0;
                }
            }
            Some(kind) if kind.ends_execution() => {}
            _ => {
                remarks.insert(Remark::NotEnded(last.id));
            }
        }
    }
    let mut maker = Maker { own: run, overhead, lists: Lists::default(), remarks };
    maker.execution(run, run.flow.root, &[]);
    scenario.tasks = maker.lists.into_entries();
    Mocks { scenario, remarks: maker.remarks }
}

/// Raises limits that the history has passed: where it was made they were higher.
fn make_room(scenario: &mut Scenario, run: &Run<'_>) {
    let options = &mut scenario.options;
    if let Some(last) = run.history.last() {
        options.event_limit = options.event_limit.max(last.id.0.saturating_add(1));
    }
    let largest = run.history.events().map(|event| event.detail.compact_len()).max().unwrap_or(0);
    if largest > options.data_limit(run.flow.dialect) {
        options.data_limit = Some(largest);
    }
}

/// Whether only the words of states have this type.
fn is_of_state_vocabulary(kind: EventType) -> bool {
    use EventType as E;
    let has_twin = matches!(kind, E::StateEntered | E::StateStarted | E::StateSucceeded | E::StateFailed);
    has_twin || matches!(kind, E::StateTimedOut | E::StateAborted | E::MapRunStarted)
}

struct Maker<'a> {
    /// The execution that all others come from.
    own: &'a Run<'a>,
    overhead: Overhead,
    lists: Lists,
    remarks: BTreeSet<Remark>,
}

/// What the runs of one step used up in one place.
struct Used {
    within: Vec<Place>,
    attempts: Vec<Attempted>,
}

impl Maker<'_> {
    /// Takes over what an execution and those that it started were answered. `outer` are the containers around it.
    fn execution(&mut self, run: &Run<'_>, scope: ScopeId, outer: &[Place]) {
        let view = fold(run.history, usize::MAX);
        let steps = steps_of(run.flow, scope, &view);
        let children = children_of(run, &view);
        let elsewhere = |id: InstanceId| children.contains_key(&id);
        let clock = Clock::new(run.history, &view, self.overhead.ms, elsewhere);
        let lookup = Lookup { history: run.history, view: &view, clock: &clock };
        let label: Option<Arc<str>> = (!Arc::ptr_eq(run.flow, self.own.flow)).then(|| run.flow_name.into());
        let shared = shared_names(run.flow);
        self.oddities(run, &view, &steps, &shared);
        // In loops a step has several runs in one place, and goes on in its list.
        let mut used: BTreeMap<(StepId, Vec<u32>), Used> = BTreeMap::new();
        for ((id, instance), step) in view.numbered().zip(&steps) {
            let Some(step) = *step else { continue };
            let declared = run.flow.step(step);
            let inner = containers(&view, id, shared.contains_key(&step));
            let indices = outer.iter().chain(&inner).filter_map(|place| place.index).collect();
            let within: Vec<Place> = outer.iter().cloned().chain(inner).collect();
            let started = children.get(&id).map_or(&[][..], Vec::as_slice);
            match &declared.kind {
                StepKind::Task(_) if !started.is_empty() => {
                    self.lists.leave_free(label.as_ref(), &instance.step);
                    for child in started {
                        self.execution(&child.run, child.run.flow.root, &[]);
                    }
                }
                StepKind::Task(task) => {
                    let attempts = lookup.outcomes(instance, task.pattern, &mut self.remarks);
                    let used = used.entry((step, indices)).or_insert_with(|| Used { within, attempts: Vec::new() });
                    used.attempts.extend(attempts);
                }
                StepKind::Map(map) => {
                    let Some((how, body)) = map.distributed.as_ref().zip(map.body) else { continue };
                    // Some are run in place after all, as the options say.
                    if !instance.groups.is_empty() || instance.started.is_none() {
                        continue;
                    }
                    if how.reader.is_some() {
                        self.remarks.insert(Remark::ItemsRead(Arc::clone(&instance.step)));
                    } else if started.is_empty() {
                        self.remarks.insert(Remark::NoItems(Arc::clone(&instance.step)));
                    }
                    for child in started {
                        let mut around = within.clone();
                        around.push(Place { step: Arc::clone(&instance.step), index: child.item });
                        self.execution(&child.run, body, &around);
                    }
                }
                _ => {}
            }
        }
        let mut used: Vec<(StepId, Used)> = used.into_iter().map(|((step, _), used)| (step, used)).collect();
        used.retain(|(_, used)| !used.attempts.is_empty());
        for (_, used) in &mut used {
            used.attempts.sort_by_key(|attempt| attempt.began);
        }
        used.sort_by_key(|(_, used)| used.attempts.first().map(|attempt| attempt.began));
        for (step, Used { within, attempts }) in used {
            let name: Arc<str> = run.flow.step(step).name.value.as_str().into();
            self.lists.add(label.as_ref(), &name, within, attempts, &mut self.remarks);
        }
    }

    /// Tells what of a history does not fit the flow or the model.
    fn oddities(&mut self, run: &Run<'_>, view: &RunView, steps: &[Option<StepId>], shared: &BTreeMap<StepId, Shared>) {
        if let Some(first) = run.history.at(0)
            && (first.id != EventId(1) || first.kind.known() != Some(EventType::ExecutionStarted))
        {
            self.remarks.insert(Remark::BeginsLate(first.id));
        }
        let mut next = run.history.at(0).map_or(1, |first| first.id.0);
        for event in run.history.events() {
            if event.id.0 != next {
                self.remarks.insert(Remark::Gap(event.id));
            }
            next = event.id.0.saturating_add(1);
            if let Kind::Other(name) = event.kind {
                self.remarks.insert(Remark::UnknownType(name.into()));
            }
        }
        let mut met = BTreeSet::new();
        for (instance, step) in view.instances.iter().zip(steps) {
            let name = || Arc::clone(&instance.step);
            if instance.uncertain {
                self.remarks.insert(Remark::UnclearRun(name()));
            }
            // A branch that fails cuts its siblings off.
            let is_cut = |id: &GroupId| {
                view.group(*id).is_some_and(|run| matches!(run.status, GroupStatus::Aborted | GroupStatus::Failed))
            };
            let is_cut_off = instance.status == StepStatus::Aborted || instance.groups.iter().any(is_cut);
            if is_cut_off && !self.overhead.is_steady {
                self.remarks.insert(Remark::CutOff(name()));
            }
            let Some(step) = *step else {
                self.remarks.insert(Remark::NoSuchStep(name()));
                continue;
            };
            if !met.insert(step) {
                continue;
            }
            if let Some(function) = random_call(run.flow.step(step)) {
                self.remarks.insert(Remark::Random(name(), function));
            }
            if shared.get(&step) == Some(&Shared::InOnePlace) {
                self.remarks.insert(Remark::SameName(name()));
            }
        }
    }
}

/// What each run of a step started.
fn children_of<'r, 'h>(run: &'r Run<'h>, view: &RunView) -> BTreeMap<InstanceId, Vec<&'r Child<'h>>> {
    let mut children: BTreeMap<InstanceId, Vec<&Child<'h>>> = BTreeMap::new();
    for child in &run.children {
        if let Some(id) = view.instance_of(child.entered) {
            children.entry(id).or_default().push(child);
        }
    }
    children
}

/// How a step shares its name with another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shared {
    /// The other one lies elsewhere.
    Elsewhere,
    /// The other one lies in the same containers, as far as a scenario can tell.
    InOnePlace,
}

/// The steps that share their names.
fn shared_names(flow: &Flow) -> BTreeMap<StepId, Shared> {
    let chain = |id: StepId| {
        let owners = flow.containers(id).into_iter();
        let shown = owners.map(|owner| {
            let step = flow.step(owner.step);
            let branch = matches!(step.kind, StepKind::Parallel(_)).then_some(owner.slot);
            (step.name.value.as_str(), branch)
        });
        shown.collect::<Vec<_>>()
    };
    let mut by_name: BTreeMap<&str, Vec<StepId>> = BTreeMap::new();
    for (id, step) in flow.steps() {
        by_name.entry(step.name.value.as_str()).or_default().push(id);
    }
    let several = by_name.into_values().filter(|ids| ids.len() > 1);
    let mut shared = BTreeMap::new();
    for ids in several {
        let mut places: BTreeMap<_, Vec<StepId>> = BTreeMap::new();
        for id in ids {
            places.entry(chain(id)).or_default().push(id);
        }
        for ids in places.into_values() {
            let how = if ids.len() > 1 { Shared::InOnePlace } else { Shared::Elsewhere };
            shared.extend(ids.into_iter().map(|id| (id, how)));
        }
    }
    shared
}
