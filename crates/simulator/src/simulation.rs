//! Several executions on one virtual clock.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use flowglass_expression::{Json, Random};
use flowglass_flow::{Flow, ScopeId};
use flowglass_history::{EventId, History, Millis, Status};

use crate::begin_end::Ending;
use crate::context::ContextUse;
use crate::edits::Edits;
use crate::execution::{Execution, ExecutionId, Parent, State};
use crate::failure::{self, Failure};
use crate::keys::Keys;
use crate::limits::Scale;
use crate::machine::{Effect, Family, Machine, World};
use crate::outcomes::Answers;
use crate::queue::{Queue, Urgency, What};
use crate::settings::{Mode, Settings};

/// Several executions on one virtual clock, as a value: a clone goes on exactly as the original does.
#[derive(Clone, Debug)]
pub struct Simulation {
    pub(crate) world: World,
    pub(crate) executions: Vec<Execution>,
    /// The flows of the executions.
    definitions: Vec<Arc<Flow>>,
}

/// Whether anybody may report from outside while the simulation runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// Somebody may: nothing comes over an execution by a jump of the clock while one of its tasks, or of those that it
    /// started or was started by, waits for a report that no scenario gives. Other executions go on until the clock
    /// would have to jump past such a thing. Things one overhead away still happen; a jump is anything longer.
    CanReport,
    /// Nobody can: time-outs and stops become due as usual.
    Nobody,
}

/// Why a simulation does not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Every execution has ended.
    Ended,
    /// A task waits for a report from outside.
    Suspended,
    /// An execution is running and nothing is left to happen; the service's limit of a year does not count.
    Quiet,
}

/// What an execution is made of.
pub(crate) struct NewExecution {
    pub(crate) name: Arc<str>,
    pub(crate) flow_name: Arc<str>,
    pub(crate) flow: Arc<Flow>,
    pub(crate) scope: ScopeId,
    pub(crate) mode: Mode,
    /// The role that it acts in; `None` for that of its flow.
    pub(crate) role: Option<Arc<str>>,
    pub(crate) input: Json,
    pub(crate) parent: Option<Parent>,
    /// Milliseconds from now until it starts.
    pub(crate) delay_ms: i64,
}

impl Simulation {
    /// Makes a simulation without executions.
    pub fn new(settings: Settings) -> Self {
        let world = World {
            now: settings.clock,
            queue: Queue::default(),
            random: Random::new(settings.seed),
            settings,
            answers: Arc::default(),
            edits: Edits::default(),
            flows: Vec::new(),
            roles: BTreeMap::new(),
            waiting: BTreeMap::new(),
            effects: VecDeque::new(),
            families: Vec::new(),
            scale: Scale::default(),
            keys: Keys::default(),
            empty: Json::object(),
            taken: None,
        };
        Self { world, executions: Vec::new(), definitions: Vec::new() }
    }

    /// Adds a flow that tasks may start, under a flow name or the stem of its file; replaces one of the same name.
    pub fn add_flow(&mut self, name: &str, flow: Arc<Flow>) {
        self.world.flows.retain(|(known, _)| &**known != name);
        self.world.flows.push((name.into(), flow));
    }

    /// Takes a flow out: no task starts it any more, its executions stop now, and their names are free again.
    pub fn remove_flow(&mut self, name: &str) {
        self.world.flows.retain(|(known, _)| &**known != name);
        self.world.roles.remove(name);
        for index in 0..self.executions.len() {
            let id = ExecutionId(index as u32);
            if &*self.execution(id).flow_name == name && !self.execution(id).state.forgotten {
                self.stop(id, failure::FLOW_DELETED, "the flow was deleted");
                self.execution_mut(id).state.forgotten = true;
            }
        }
    }

    /// Sets the role of executions of a flow that start from now on; those of other flows have that of the settings.
    pub fn set_role(&mut self, flow_name: &str, role: &str) {
        self.world.roles.insert(flow_name.into(), role.into());
    }

    /// Sets who answers the tasks.
    pub fn set_answers(&mut self, answers: Answers) {
        self.world.answers = Arc::new(answers);
    }

    /// Starts an execution now; its first event is the next thing to happen at this moment.
    ///
    /// An input of `null` is `{}` (CHOICE 33); one that is no object fails the execution.
    pub fn start(&mut self, flow: Arc<Flow>, flow_name: &str, execution_name: &str, input: Json) -> ExecutionId {
        self.start_as(flow, flow_name, execution_name, input, self.world.settings.mode, None)
    }

    /// Starts an execution as [`start`](Self::start) does, in a mode of its own, and in a role of its own if there is
    /// one.
    pub fn start_as(
        &mut self,
        flow: Arc<Flow>,
        flow_name: &str,
        execution_name: &str,
        input: Json,
        mode: Mode,
        role: Option<&str>,
    ) -> ExecutionId {
        let scope = flow.root;
        self.add_execution(NewExecution {
            name: execution_name.into(),
            flow_name: flow_name.into(),
            flow,
            scope,
            mode,
            role: role.map(Into::into),
            input: if input.is_null() { Json::object() } else { input },
            parent: None,
            delay_ms: 0,
        })
    }

    /// Lets the next thing happen: records exactly one event. `None` at rest.
    pub fn advance(&mut self, outside: Outside) -> Option<(ExecutionId, EventId)> {
        loop {
            self.ready(outside)?;
            if let Some(recorded) = self.happen() {
                return Some(recorded);
            }
        }
    }

    /// Goes on until rest.
    pub fn run(&mut self, outside: Outside) -> Rest {
        while self.ready(outside).is_some() {
            self.happen_on();
        }
        self.rest(outside)
    }

    /// Goes on until rest or until nothing is due at or before `time`; the clock never passes `time`.
    ///
    /// `None` when something is still to come after `time`. Unless the run is suspended, the clock stands at `time`
    /// then, so that what is started or reported next happens there.
    pub fn run_until(&mut self, time: Millis, outside: Outside) -> Option<Rest> {
        let rest = loop {
            match self.ready(outside) {
                None => break Some(self.rest(outside)),
                Some(due) if due > time => break None,
                Some(_) => {
                    self.happen();
                }
            }
        };
        if rest != Some(Rest::Suspended) {
            self.world.now = self.world.now.max(time);
        }
        rest
    }

    /// Lets the clock jump to the next thing that is due although a task waits for a report; records that one event.
    /// `None` when nothing is left to happen.
    pub fn let_time_pass(&mut self) -> Option<(ExecutionId, EventId)> {
        loop {
            self.drop_dead();
            self.world.queue.first()?;
            if let Some(recorded) = self.happen() {
                return Some(recorded);
            }
        }
    }

    /// Stops an execution now; one that has ended stays as it is.
    pub fn stop(&mut self, id: ExecutionId, error: &str, cause: &str) {
        if self.executions.get(id.0 as usize).is_none_or(|execution| execution.status.is_ended()) {
            return;
        }
        let mut machine = self.machine(id);
        if machine.execution.status == Status::Starting {
            machine.begin();
        }
        machine.end_from_outside(Ending::Stopped(Failure::called(error, cause)));
        while !machine.execution.status.is_ended() {
            machine.tell_cut_off();
        }
        self.settle();
    }

    /// Stops an execution at a moment of the virtual clock, if it still runs then.
    pub fn stop_at(&mut self, id: ExecutionId, time: Millis, error: &str, cause: &str) {
        if self.executions.get(id.0 as usize).is_none_or(|execution| execution.status.is_ended()) {
            return;
        }
        let due = time.max(self.world.now).max(self.execution(id).started);
        let mut machine = self.machine(id);
        let what = What::Stop(Failure::called(error, cause));
        let key = machine.for_execution(due, Urgency::Cut, Some(EventId(1)), what);
        machine.execution.state.limits.push(key);
    }

    /// The execution with this number.
    ///
    /// # Panics
    /// When the number comes from another simulation.
    pub fn execution(&self, id: ExecutionId) -> &Execution {
        &self.executions[id.0 as usize]
    }

    /// All executions in the order of starting.
    pub fn executions(&self) -> impl ExactSizeIterator<Item = (ExecutionId, &Execution)> {
        self.executions.iter().enumerate().map(|(index, execution)| (ExecutionId(index as u32), execution))
    }

    /// The virtual time.
    pub fn now(&self) -> Millis {
        self.world.now
    }

    /// What the simulation was told.
    pub fn settings(&self) -> &Settings {
        &self.world.settings
    }

    /// When the next thing is due, whether or not the clock may jump there; `None` when nothing is left.
    pub fn next_due(&mut self) -> Option<Millis> {
        self.drop_dead();
        self.world.queue.first().map(|(key, _)| key.due)
    }

    /// Why nothing happens, given that nothing does.
    pub(crate) fn rest(&self, outside: Outside) -> Rest {
        if self.executions.iter().all(|execution| execution.status.is_ended()) {
            Rest::Ended
        } else if outside == Outside::CanReport && !self.world.waiting.is_empty() {
            Rest::Suspended
        } else {
            Rest::Quiet
        }
    }

    /// What may happen next; at rest a run has told what came to nothing.
    pub(crate) fn ready(&mut self, outside: Outside) -> Option<Millis> {
        let next = self.next_time(outside);
        if next.is_none() {
            self.tell_unused_edits(outside);
        }
        next
    }

    fn next_time(&mut self, outside: Outside) -> Option<Millis> {
        let (due, execution, is_year) = loop {
            let (key, happening) = self.world.queue.first()?;
            if Machine::is_alive(&self.executions[key.execution.0 as usize], happening.whom) {
                break (key.due, key.execution, matches!(happening.what, What::YearOver));
            }
            self.world.queue.pop();
        };
        let reachable = self.world.now.plus(self.world.settings.options.overhead_ms);
        if outside == Outside::CanReport && due > reachable && self.waits(execution) {
            return None;
        }
        if is_year && self.only_years_left() {
            return None;
        }
        Some(due)
    }

    /// Whether a task of an execution, or of its family, waits for a report.
    fn waits(&self, id: ExecutionId) -> bool {
        let root = |id: ExecutionId| self.executions[id.0 as usize].state.root;
        self.world.waiting.keys().any(|(waiting, _)| root(*waiting) == root(id))
    }

    fn only_years_left(&self) -> bool {
        !self.world.queue.iter().any(|(key, happening)| {
            !matches!(happening.what, What::YearOver)
                && Machine::is_alive(&self.executions[key.execution.0 as usize], happening.whom)
        })
    }

    /// Takes out what has become void.
    pub(crate) fn drop_dead(&mut self) {
        while let Some((key, happening)) = self.world.queue.first() {
            if Machine::is_alive(&self.executions[key.execution.0 as usize], happening.whom) {
                return;
            }
            self.world.queue.pop();
        }
    }

    /// Lets the first thing of the queue happen; `None` when it recorded nothing.
    pub(crate) fn happen(&mut self) -> Option<(ExecutionId, EventId)> {
        let (key, happening) = self.world.queue.pop()?;
        self.world.now = self.world.now.max(key.due);
        let id = key.execution;
        let before = self.execution(id).history.len();
        self.machine(id).happen(&key, happening);
        self.settle();
        let after = self.execution(id).history.len();
        (after > before).then_some((id, EventId(after as u32)))
    }

    /// Lets the first thing of the queue happen, and all that follows from it directly while nothing else comes first:
    /// what `happen` would do many times, without looking around in between.
    fn happen_on(&mut self) {
        let Some((key, happening)) = self.world.queue.pop() else { return };
        let id = key.execution;
        let mut machine = self.machine(id);
        let mut next = Some((key, happening));
        while let Some((key, happening)) = next {
            machine.world.now = machine.world.now.max(key.due);
            machine.happen(&key, happening);
            next = machine.next();
        }
        self.settle();
    }

    /// One execution and the world.
    ///
    /// # Panics
    /// When the number comes from another simulation.
    pub(crate) fn machine(&mut self, id: ExecutionId) -> Machine<'_> {
        let execution = &mut self.executions[id.0 as usize];
        let flow = &self.definitions[execution.state.definition as usize];
        Machine::new(&mut self.world, execution, flow, id)
    }

    pub(crate) fn execution_mut(&mut self, id: ExecutionId) -> &mut Execution {
        &mut self.executions[id.0 as usize]
    }

    /// Does what executions have left to be done to others.
    pub(crate) fn settle(&mut self) {
        while let Some((id, effect)) = self.world.effects.pop_front() {
            match effect {
                Effect::StartChild(start) => self.start_child(id, *start),
                Effect::FillMapRun { frame, run, delay_ms } => self.fill_map_run(id, frame, run, delay_ms),
                Effect::StopChild { child, error } => {
                    let now = self.world.now;
                    self.stop_at(child, now, error, "what started this execution is over");
                }
                Effect::Ended => self.tell_end(id),
            }
        }
    }

    pub(crate) fn add_execution(&mut self, new: NewExecution) -> ExecutionId {
        let id = ExecutionId(self.executions.len() as u32);
        let started = self.world.now.plus(new.delay_ms);
        let wanted = self.world.settings.options.vocabulary;
        let vocabulary = wanted.of(new.flow.dialect);
        let mut state = State::new(id, new.scope, vocabulary, self.context_use(&new.flow));
        state.definition = self.definition(&new.flow);
        if let Some(parent) = &new.parent {
            let parent = self.execution(parent.execution);
            state.depth = parent.state.depth + 1;
            state.root = parent.state.root;
            state.own = Arc::ptr_eq(&self.execution(state.root).flow, &new.flow);
        }
        let own_role = self.world.roles.get(&new.flow_name).map(Arc::clone);
        let role = new.role.or(own_role).unwrap_or_else(|| self.world.settings.role.as_str().into());
        self.world.families.push(Family::default());
        if let Some(family) = self.world.families.get_mut(state.root.0 as usize) {
            family.executions += 1;
        }
        self.executions.push(Execution {
            name: new.name,
            flow_name: new.flow_name,
            flow: new.flow,
            role,
            mode: new.mode,
            history: History::listing(Arc::clone(&state.context.names)),
            input: new.input,
            output: None,
            error: None,
            started,
            stopped: None,
            parent: new.parent,
            map_runs: Vec::new(),
            notes: Vec::new(),
            assumed: BTreeMap::new(),
            status: Status::Starting,
            state,
        });
        let mut machine = self.machine(id);
        if vocabulary != wanted {
            let message = "the vocabulary `state` belongs to the new language; the events of this flow, which is \
                           written in the older one, have the names of the API reference";
            machine.execution.note("", message.to_owned());
        }
        // Whatever else is due at this moment, an execution begins before it ends.
        let begin = machine.for_execution(started, Urgency::Cut, None, What::Begin);
        machine.execution.state.limits.push(begin);
        id
    }

    /// The place of a flow among the definitions; one that was used lately is not added again.
    fn definition(&mut self, flow: &Arc<Flow>) -> u32 {
        let lately = self.definitions.iter().enumerate().rev().take(8);
        let known = lately.into_iter().find(|(_, known)| Arc::ptr_eq(known, flow)).map(|(place, _)| place);
        let place = known.unwrap_or_else(|| {
            self.definitions.push(Arc::clone(flow));
            self.definitions.len() - 1
        });
        place as u32
    }

    /// What is known of a flow's use of the context object; found once for all executions of it.
    fn context_use(&self, flow: &Arc<Flow>) -> Arc<ContextUse> {
        let known = self.executions.iter().rev().take(2).find(|execution| Arc::ptr_eq(&execution.flow, flow));
        known.map_or_else(|| Arc::new(ContextUse::new(flow)), |known| Arc::clone(&known.state.context))
    }
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;

    use super::*;
    use crate::testing::{flow, legacy, machine, names, prepare};

    /// One branch waits for a report, the other is busy and then waits for an hour.
    const TWO: &str = r"  - type: parallel
    name: p
    branches:
      - steps: [{type: task, name: ask, resourceArn: r, pattern: waitForCallback, timeoutSeconds: 7200}]
      - steps: [{type: pass, name: a}, {type: pass, name: b}, {type: wait, name: w, duration: 3600}]";

    #[test]
    fn executions_act_in_the_role_that_their_flow_had_at_the_start() {
        let text = machine(
            "p",
            "  - {Type: Pass, Name: p, OutputConstructor: {role.$: $Context.Execution.RoleArn}, End: true}",
        );
        let flow = flow(&text);
        let mut simulation = Simulation::new(Settings { role: "usual".to_owned(), ..Settings::default() });
        let mut start = |role: Option<&str>, name: &str| {
            if let Some(role) = role {
                simulation.set_role("own", role);
            }
            simulation.start(Arc::clone(&flow), name, "x", Json::Null)
        };
        let ids = [start(None, "own"), start(Some("first"), "own"), start(Some("second"), "own"), start(None, "other")];
        let given = simulation.start_as(Arc::clone(&flow), "own", "x", Json::Null, Mode::Express, Some("given"));
        assert_eq!(simulation.execution(given).mode, Mode::Express);
        let ids = [ids[0], ids[1], ids[2], ids[3], given];
        simulation.run(Outside::Nobody);
        let roles =
            ids.map(|id| simulation.execution(id).output.clone().and_then(|output| output.get("role").cloned()));
        assert_eq!(roles, ["usual", "first", "second", "usual", "given"].map(|role| Some(Json::from(role))));
    }

    #[test]
    fn the_clock_does_not_jump_while_a_task_waits_for_a_report() {
        let (mut simulation, id) = prepare(&legacy(TWO), "");
        assert_eq!(simulation.run(Outside::CanReport), Rest::Suspended);
        // What is only an overhead away has happened.
        assert_eq!(names(simulation.execution(id)).last().map(String::as_str), Some("Started w"));
        assert!(simulation.now().since(simulation.settings().clock) < 1_000);
        assert_eq!(simulation.advance(Outside::CanReport), None);
        // A person lets the hour pass: one event, and then what follows from it.
        assert!(simulation.let_time_pass().is_some());
        assert_eq!(names(simulation.execution(id)).last().map(String::as_str), Some("Succeeded w"));
        assert_eq!(simulation.run(Outside::CanReport), Rest::Suspended);
        assert_eq!(names(simulation.execution(id)).last().map(String::as_str), Some("BranchExited p"));
        // Only the task's own time-out is left.
        assert!(simulation.let_time_pass().is_some());
        assert_eq!(names(simulation.execution(id)).last().map(String::as_str), Some("TaskTimedOut ask"));
        assert_eq!(simulation.run(Outside::CanReport), Rest::Ended);
        assert_eq!(simulation.let_time_pass(), None);
    }

    /// What waits stands still; others do not stand still with it.
    #[test]
    fn an_execution_that_waits_holds_up_only_what_would_jump_past_it() {
        let mut simulation = Simulation::new(Settings::default());
        let ask = flow(&legacy(
            "  - {type: task, name: ask, resourceArn: r, pattern: waitForCallback, timeoutSeconds: 7200}",
        ));
        let rest = flow(&legacy("  - {type: wait, name: w, duration: $.s}"));
        let asking = simulation.start(ask, "main", "asking", Json::Null);
        let mut rest_for = |seconds: i64| {
            let id = simulation.start(Arc::clone(&rest), "main", "resting", json!({"s": seconds}));
            assert_eq!(simulation.run(Outside::CanReport), Rest::Suspended);
            assert_eq!(simulation.execution(asking).status(), Status::Running);
            (simulation.execution(id).status(), simulation.now().since(simulation.settings().clock) / 1_000)
        };
        assert_eq!(rest_for(3_600), (Status::Succeeded, 3_600));
        assert_eq!(rest_for(3_000), (Status::Succeeded, 6_600));
        // The time-out of the task that waits would come before this one's end.
        assert_eq!(rest_for(3_600), (Status::Running, 6_600));
        let token = simulation.waiting()[0].token.clone();
        simulation.report_succeeded(&token, Json::object()).unwrap();
        assert_eq!(simulation.run(Outside::CanReport), Rest::Ended);
    }

    /// Whoever started the execution that waits stands still as well.
    #[test]
    fn a_family_waits_together() {
        let mut simulation = Simulation::new(Settings::default());
        let parent =
            "  - {type: task, name: c, resourceArn: \"acs:fnf:::flow/child\", pattern: sync, timeoutSeconds: 60}";
        let child = "  - {type: task, name: ask, resourceArn: r, pattern: waitForCallback, timeoutSeconds: 7200}";
        simulation.add_flow("child", flow(&legacy(child)));
        let id = simulation.start(flow(&legacy(parent)), "main", "parent", Json::Null);
        assert_eq!(simulation.run(Outside::CanReport), Rest::Suspended);
        assert_eq!((simulation.execution(id).status(), simulation.waiting().len()), (Status::Running, 1));
        assert!(simulation.now().since(simulation.settings().clock) < 1_000);
    }

    #[test]
    fn nobody_outside_means_that_time_passes() {
        let (mut simulation, id) = prepare(&legacy(TWO), "");
        assert_eq!(simulation.run(Outside::Nobody), Rest::Ended);
        assert_eq!(simulation.execution(id).status(), Status::Failed);
    }

    #[test]
    fn the_clock_never_passes_the_bound() {
        let (mut simulation, id) = prepare(&legacy("  - {type: wait, name: w, duration: 10}"), "");
        let start = simulation.now();
        assert_eq!(simulation.run_until(start.plus(5_000), Outside::Nobody), None);
        assert_eq!((simulation.now(), simulation.execution(id).history.len()), (start.plus(5_000), 3));
        assert_eq!(simulation.next_due(), Some(start.plus(10_030)));
        assert_eq!(simulation.run_until(start.plus(10_030), Outside::Nobody), None);
        assert_eq!(simulation.execution(id).history.len(), 4);
        // What is started now starts now.
        let flow = Arc::clone(&simulation.execution(id).flow);
        let second = simulation.start(flow, "main", "second", Json::Null);
        assert_eq!(simulation.run_until(start.plus(60_000), Outside::Nobody), Some(Rest::Ended));
        assert_eq!(simulation.now(), start.plus(60_000));
        assert_eq!(simulation.execution(second).started, start.plus(10_030));
        // A bound in the past changes nothing.
        assert_eq!(simulation.run_until(start, Outside::Nobody), Some(Rest::Ended));
        assert_eq!(simulation.now(), start.plus(60_000));
    }

    #[test]
    fn executions_share_the_clock() {
        let mut simulation = Simulation::new(Settings::default());
        let flow = flow(&legacy("  - {type: wait, name: w, duration: $.s}"));
        let slow = simulation.start(Arc::clone(&flow), "main", "slow", json!({"s": 9}));
        let quick = simulation.start(flow, "main", "quick", json!({"s": 1}));
        let mut order = Vec::new();
        while let Some((id, _)) = simulation.advance(Outside::Nobody) {
            order.push(id);
        }
        assert_eq!(order[..6], [slow, quick, slow, quick, slow, quick]);
        assert_eq!(order[6..], [quick, quick, quick, slow, slow, slow]);
    }

    #[test]
    fn the_same_seed_gives_the_same_run_and_another_another() {
        let text = "Type: StateMachine\nSpecVersion: v1\nName: main\nStartAt: p\nStates:\n  - {Type: Pass, Name: p, OutputConstructor: {u.$: uuid()}, End: true}";
        let output = |seed: u64| {
            let (mut simulation, id) = prepare(text, &format!("seed: {seed}"));
            simulation.run(Outside::Nobody);
            simulation.execution(id).output.clone()
        };
        assert_eq!(output(1), output(1));
        assert_ne!(output(1), output(2));
    }
}
