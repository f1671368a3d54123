//! Running to a point that a person is interested in: what a debugger does with a simulation.

use std::sync::Arc;

use flowglass_flow::StepId;
use flowglass_history::EventId;

use crate::execution::ExecutionId;
use crate::frame::{FrameId, Role};
use crate::outcomes::Place;
use crate::queue::{What, Whom};
use crate::simulation::{Outside, Rest, Simulation};
use crate::whereabouts::{FrameOf, Whereabouts};

/// Where a run halts on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breakpoint {
    /// The step's name.
    pub step: Arc<str>,
    /// The name or file stem of the step's flow; `None` is the flow that was started from outside.
    pub flow: Option<String>,
    /// Enclosing containers, outermost first; others may stand between. Empty: every run of the step.
    pub within: Vec<Place>,
    /// Which attempt of a run, from 1; `None` is each.
    pub attempt: Option<u32>,
    /// At which moment of the attempt.
    pub when: When,
}

/// At which moment of an attempt a run halts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Before it starts: its input is not yet built, so that an [edit](Simulation::edit) can change it.
    Start,
    /// When an event has told that it failed: no retry is planned yet, and no rule has caught it.
    Failure,
}

/// Where a run is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// On until rest.
    Rest,
    /// To an event of an execution.
    Event(ExecutionId, EventId),
    /// To the next error: an event that tells one and is not triggered by an event that tells it already.
    Error,
    /// To the start of the next attempt of any step, in any execution.
    Into,
    /// Over the step that an event belongs to: to the next step beside it, else to the next iteration, else to what
    /// follows around it.
    Over(ExecutionId, EventId),
    /// Out of the scope that an event belongs to: to what follows around that.
    Out(ExecutionId, EventId),
}

/// Why a run has halted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halted {
    /// It is where it was to go.
    Goal,
    /// It has met the breakpoint of this number.
    Breakpoint(usize),
    /// Nothing happens any more by itself.
    Rest(Rest),
}

/// An attempt of a step that is about to start: the next thing to happen. A clone of the simulation that advances by one
/// event shows with which input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStart {
    /// The execution.
    pub execution: ExecutionId,
    /// The step in the execution's flow.
    pub step: StepId,
    /// The event that entered it.
    pub entered: EventId,
    /// The containers around it, outermost first.
    pub within: Vec<Place>,
    /// Which attempt, from 1.
    pub attempt: u32,
}

/// An attempt that is about to start, without what takes time to find out.
struct Starting {
    execution: ExecutionId,
    frame: FrameId,
    step: StepId,
    entered: EventId,
    attempt: u32,
}

impl Simulation {
    /// Goes to a goal, or to a breakpoint or rest on the way there. At least one event is recorded, unless the goal is
    /// an event that is there already or nothing is left to happen: a run goes on from where it has halted.
    ///
    /// # Panics
    /// When the goal names an execution of another simulation.
    pub fn run_to(&mut self, goal: Goal, breakpoints: &[Breakpoint], outside: Outside) -> Halted {
        let there = match goal {
            Goal::Over(id, event) | Goal::Out(id, event) => self.whereabouts(id, event),
            Goal::Rest | Goal::Event(..) | Goal::Error | Goal::Into => Whereabouts::default(),
        };
        let root = |simulation: &Self, id: ExecutionId| simulation.execution(id).state.root;
        let family = match goal {
            Goal::Over(id, _) | Goal::Out(id, _) => Some(root(self, id)),
            _ => None,
        };
        if let Goal::Event(id, event) = goal
            && self.execution(id).history.event(event).is_some()
        {
            return Halted::Goal;
        }
        let mut has_moved = false;
        loop {
            if self.ready(outside).is_none() {
                return Halted::Rest(self.rest(outside));
            }
            if let Some(starting) = self.starting().filter(|_| has_moved) {
                let mut numbered = breakpoints.iter().enumerate();
                if let Some((number, _)) = numbered.find(|(_, breakpoint)| self.starts_at(&starting, breakpoint)) {
                    return Halted::Breakpoint(number);
                }
                if self.is_goal(goal, &starting, &there) {
                    return Halted::Goal;
                }
            }
            let Some((id, event)) = self.happen() else { continue };
            has_moved = true;
            let tells_error = self.tells_error(id, event);
            if tells_error {
                let mut numbered = breakpoints.iter().enumerate();
                if let Some((number, _)) = numbered.find(|(_, breakpoint)| self.fails_at(id, event, breakpoint)) {
                    return Halted::Breakpoint(number);
                }
            }
            let is_there = match goal {
                Goal::Event(wanted, number) => (wanted, number) == (id, event),
                Goal::Error => tells_error && !self.is_told_before(id, event),
                Goal::Over(..) | Goal::Out(..) => family == Some(id) && self.execution(id).status().is_ended(),
                Goal::Rest | Goal::Into => false,
            };
            if is_there {
                return Halted::Goal;
            }
        }
    }

    /// The attempt that is about to start, when that is the next thing to happen; whether or not the clock may jump
    /// there.
    pub fn next_start(&mut self) -> Option<NextStart> {
        self.drop_dead();
        let starting = self.starting()?;
        let Starting { execution, frame, step, entered, attempt } = starting;
        let within = self.execution(execution).around(frame);
        Some(NextStart { execution, step, entered, within, attempt })
    }

    fn starting(&self) -> Option<Starting> {
        let (key, happening) = self.world.queue.first()?;
        let Whom::Frame { id: frame, .. } = happening.whom else { return None };
        let (What::Start { .. } | What::Schedule { delay: Some(_) }) = happening.what else { return None };
        let run = self.execution(key.execution).state.frames.get(frame)?.step.as_ref()?;
        let attempt = run.retries.saturating_add(1);
        Some(Starting { execution: key.execution, frame, step: run.id, entered: run.entered, attempt })
    }

    fn starts_at(&mut self, starting: &Starting, breakpoint: &Breakpoint) -> bool {
        let execution = self.execution(starting.execution);
        breakpoint.when == When::Start
            && *execution.flow.step(starting.step).name.value == *breakpoint.step
            && breakpoint.attempt.is_none_or(|attempt| attempt == starting.attempt)
            && (breakpoint.within.is_empty() || Place::all_among(&breakpoint.within, &execution.around(starting.frame)))
            && self.machine(starting.execution).is_flow_named(breakpoint.flow.as_deref())
    }

    /// Tells whether the first event about a failed attempt is one that a breakpoint is for.
    fn fails_at(&mut self, id: ExecutionId, event: EventId, breakpoint: &Breakpoint) -> bool {
        let execution = self.execution(id);
        let Some(told) = execution.history.event(event) else { return false };
        if breakpoint.when != When::Failure || told.step != &*breakpoint.step {
            return false;
        }
        let before = told.trigger.and_then(|trigger| execution.history.event(trigger));
        if before.is_some_and(|before| before.step == told.step && before.detail.error().is_some()) {
            return false;
        }
        let view = execution.view();
        let Some(run) = view.instance_of(event) else { return false };
        let attempt = view.instance(run).map_or(1, |run| run.attempt());
        breakpoint.attempt.is_none_or(|wanted| wanted == attempt)
            && Place::all_among(&breakpoint.within, &execution.places(&view, run))
            && self.machine(id).is_flow_named(breakpoint.flow.as_deref())
    }

    fn tells_error(&self, id: ExecutionId, event: EventId) -> bool {
        self.execution(id).history.event(event).is_some_and(|event| event.detail.error().is_some())
    }

    fn is_told_before(&self, id: ExecutionId, event: EventId) -> bool {
        let trigger = self.execution(id).history.event(event).and_then(|event| event.trigger);
        trigger.is_some_and(|trigger| self.tells_error(id, trigger))
    }

    fn is_goal(&self, goal: Goal, starting: &Starting, there: &Whereabouts) -> bool {
        let at = (starting.execution, starting.frame);
        match goal {
            Goal::Into => true,
            Goal::Over(id, _) => {
                // Another attempt of the step is not yet beyond it.
                let is_itself = starting.execution == id && there.entered == Some(starting.entered);
                !is_itself && (there.own == Some(at) || self.is_next_iteration(at, there) || there.around.contains(&at))
            }
            Goal::Out(..) => there.around.contains(&at),
            Goal::Rest | Goal::Event(..) | Goal::Error => false,
        }
    }

    /// Tells whether a frame is an iteration that began when the one of `there` was over.
    fn is_next_iteration(&self, (id, frame): FrameOf, there: &Whereabouts) -> bool {
        let Some((own_execution, own)) = there.own else { return false };
        let frames = &self.execution(id).state.frames;
        let Some(open) = frames.get(frame).filter(|_| own_execution == id && frames.get(own).is_none()) else {
            return false;
        };
        let is_beside = open.parent.is_some_and(|parent| there.around.first() == Some(&(id, parent)));
        is_beside && matches!(open.role, Role::Iteration(index) if there.iteration.is_some_and(|own| index > own))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{flow, legacy, machine, names, prepare};
    use crate::{Scenario, begin};

    fn at(step: &str, when: When) -> Breakpoint {
        Breakpoint { step: step.into(), flow: None, within: Vec::new(), attempt: None, when }
    }

    /// Goes on and on to a goal; tells why it halted each time, and the last event then.
    fn halts(
        simulation: &mut Simulation,
        id: ExecutionId,
        mut goal: impl FnMut(&Simulation) -> Goal,
        breakpoints: &[Breakpoint],
    ) -> Vec<String> {
        let mut halts = Vec::new();
        loop {
            let to = goal(simulation);
            let halted = simulation.run_to(to, breakpoints, Outside::Nobody);
            let last = names(simulation.execution(id)).pop().unwrap_or_default();
            match halted {
                Halted::Rest(rest) => {
                    halts.push(format!("{rest:?}"));
                    return halts;
                }
                Halted::Goal => halts.push(last),
                Halted::Breakpoint(number) => halts.push(format!("{number}: {last}")),
            }
        }
    }

    const RETRIED: &str = r"  - {type: pass, name: first}
  - {type: task, name: t, resourceArn: r, retry: [{errors: [E]}], catch: [{errors: [X], goto: last}]}
  - {type: pass, name: last}";
    const OUTCOMES: &str = "tasks: [{step: t, outcomes: [{error: E}, {error: X}]}]";

    #[test]
    fn a_run_halts_before_every_attempt_of_a_step() {
        let (mut simulation, id) = prepare(&legacy(RETRIED), OUTCOMES);
        let start = simulation.clone();
        let every = [at("t", When::Start), at("last", When::Start)];
        let expected = ["0: Entered t", "0: TaskFailed t", "1: Entered last", "Ended"];
        assert_eq!(halts(&mut simulation, id, |_| Goal::Rest, &every), expected);
        let second = [Breakpoint { attempt: Some(2), ..at("t", When::Start) }];
        assert_eq!(halts(&mut start.clone(), id, |_| Goal::Rest, &second), ["0: TaskFailed t", "Ended"]);
        let mut simulation = start;
        assert_eq!(simulation.run_to(Goal::Rest, &second, Outside::Nobody), Halted::Breakpoint(0));
        let next = simulation.next_start().unwrap();
        assert_eq!((next.execution, next.step, next.entered, next.attempt), (id, StepId(1), EventId(6), 2));
        simulation.run_to(Goal::Rest, &[], Outside::Nobody);
        assert_eq!(simulation.next_start(), None);
    }

    #[test]
    fn a_run_halts_where_an_attempt_has_failed() {
        let (mut simulation, id) = prepare(&legacy(RETRIED), OUTCOMES);
        let mut start = simulation.clone();
        let failure = [at("t", When::Failure)];
        let expected = ["0: TaskFailed t", "0: TaskFailed t", "Ended"];
        assert_eq!(halts(&mut simulation, id, |_| Goal::Rest, &failure), expected);
        let second = [Breakpoint { attempt: Some(2), ..at("t", When::Failure) }];
        assert_eq!(halts(&mut start, id, |_| Goal::Rest, &second), ["0: TaskFailed t", "Ended"]);
        // A step that fails without a call, and a container by what is inside it.
        let broken = machine(
            "p",
            "  - {Type: Parallel, Name: p, End: true, Branches: [{StartAt: q, States: [{Type: Pass, Name: q, OutputConstructor: {x.$: 'intAdd(1, true)'}, End: true}]}]}",
        );
        let (mut simulation, id) = prepare(&broken, "");
        let both = [at("q", When::Failure), at("p", When::Failure)];
        let expected = ["0: Failed q", "1: BranchExited p", "Ended"];
        assert_eq!(halts(&mut simulation, id, |_| Goal::Rest, &both), expected);
    }

    const LOOP: &str = r"  - type: foreach
    name: e
    iterationMapping: {collection: $.xs, item: x}
    steps: [{type: pass, name: a}, {type: pass, name: b}]
  - {type: pass, name: z}";

    #[test]
    fn breakpoints_are_for_places_and_flows() {
        let input = "input: {xs: [1, 2]}";
        let (mut simulation, id) = prepare(&legacy(LOOP), input);
        let place = Place { step: "e".into(), index: Some(1) };
        let second = [Breakpoint { within: vec![place.clone()], ..at("b", When::Start) }];
        assert_eq!(simulation.run_to(Goal::Rest, &second, Outside::Nobody), Halted::Breakpoint(0));
        assert_eq!(simulation.next_start().map(|next| next.within), Some(vec![place]));
        assert_eq!(halts(&mut simulation, id, |_| Goal::Rest, &second), ["Ended"]);
        let call = legacy(r#"  - {type: task, name: c, resourceArn: "acs:fnf:::flow/pay", pattern: sync}"#);
        let child = flow(&legacy("  - {type: task, name: c, resourceArn: r}"));
        let start = || begin(&flow(&call), "main", &Scenario::default(), &[("pay".to_owned(), child.clone())]);
        let (mut simulation, id) = start();
        let own = [at("c", When::Start)];
        assert_eq!(halts(&mut simulation, id, |_| Goal::Rest, &own), ["0: Entered c", "Ended"]);
        let (mut simulation, _) = start();
        let of_child = [Breakpoint { flow: Some("pay".to_owned()), ..at("c", When::Start) }];
        assert_eq!(simulation.run_to(Goal::Rest, &of_child, Outside::Nobody), Halted::Breakpoint(0));
        assert_eq!(simulation.next_start().map(|next| next.execution), Some(ExecutionId(1)));
    }

    #[test]
    fn a_run_goes_to_an_event_or_to_the_next_error() {
        let (mut simulation, id) = prepare(&legacy(RETRIED), OUTCOMES);
        let mut start = simulation.clone();
        assert_eq!(simulation.run_to(Goal::Event(id, EventId(7)), &[], Outside::Nobody), Halted::Goal);
        assert_eq!(simulation.execution(id).history.len(), 7);
        assert_eq!(simulation.run_to(Goal::Event(id, EventId(3)), &[], Outside::Nobody), Halted::Goal);
        assert_eq!(simulation.execution(id).history.len(), 7);
        let beyond = Goal::Event(id, EventId(99));
        assert_eq!(simulation.run_to(beyond, &[], Outside::Nobody), Halted::Rest(Rest::Ended));
        let expected = ["TaskFailed t", "TaskFailed t", "Ended"];
        assert_eq!(halts(&mut start, id, |_| Goal::Error, &[]), expected);
        // One that climbs out of containers is one error; a stop is another.
        let nested = legacy("  - {type: parallel, name: p, branches: [{steps: [{type: fail, name: f, error: E}]}]}");
        let (mut simulation, id) = prepare(&nested, "");
        assert_eq!(halts(&mut simulation, id, |_| Goal::Error, &[]), ["Failed f", "Ended"]);
        let (mut simulation, id) = prepare(&legacy("  - {type: wait, name: w, duration: 9}"), "stop: {after: 1s}");
        assert_eq!(halts(&mut simulation, id, |_| Goal::Error, &[]), ["ExecutionStopped", "Ended"]);
    }

    #[test]
    fn a_run_goes_into_every_step() {
        let (mut simulation, id) = prepare(&legacy(LOOP), "input: {xs: [1]}");
        let expected = ["Entered e", "Entered a", "Entered b", "Entered z", "Ended"];
        assert_eq!(halts(&mut simulation, id, |_| Goal::Into, &[]), expected);
    }

    /// The last event of an execution.
    fn last(simulation: &Simulation, id: ExecutionId) -> EventId {
        simulation.execution(id).history.last().map_or(EventId(1), |event| event.id)
    }

    #[test]
    fn a_run_goes_over_steps_and_out_of_scopes() {
        let start = || prepare(&legacy(LOOP), "input: {xs: [1]}");
        let (mut simulation, id) = start();
        // Past the whole loop.
        simulation.run_to(Goal::Into, &[], Outside::Nobody);
        let over = |simulation: &Simulation| Goal::Over(id, last(simulation, id));
        let expected = ["Entered z", "ExecutionSucceeded", "Ended"];
        assert_eq!(halts(&mut simulation.clone(), id, over, &[]), expected);
        // From inside the loop: beside, then around.
        simulation.run_to(Goal::Into, &[], Outside::Nobody);
        let expected = ["Entered b", "Entered z", "ExecutionSucceeded", "Ended"];
        assert_eq!(halts(&mut simulation.clone(), id, over, &[]), expected);
        let out = |simulation: &Simulation| Goal::Out(id, last(simulation, id));
        assert_eq!(halts(&mut simulation.clone(), id, out, &[]), ["Entered z", "ExecutionSucceeded", "Ended"]);
        // Breakpoints on the way count.
        let b = [at("b", When::Start)];
        assert_eq!(simulation.run_to(out(&simulation), &b, Outside::Nobody), Halted::Breakpoint(0));
    }

    #[test]
    fn over_the_end_of_an_iteration_is_the_next_one() {
        let map = machine(
            "m",
            "  - {Type: Map, Name: m, ItemsPath: $Input.xs, MaxConcuccency: 1, Next: z, Processor: {StartAt: a, States: [{Type: Pass, Name: a, Next: b}, {Type: Pass, Name: b, End: true}]}}\n  - {Type: Pass, Name: z, End: true}",
        );
        let (mut simulation, id) = prepare(&map, "input: {xs: [{}, {}]}");
        simulation.run_to(Goal::Into, &[], Outside::Nobody);
        simulation.run_to(Goal::Into, &[], Outside::Nobody);
        let over = |simulation: &Simulation| Goal::Over(id, last(simulation, id));
        let expected = ["Entered b", "Entered a", "Entered b", "Entered z", "ExecutionSucceeded", "Ended"];
        assert_eq!(halts(&mut simulation, id, over, &[]), expected);
    }

    /// Another attempt is not beyond the step; out of a container that starts again is to its start.
    #[test]
    fn attempts_belong_to_the_step() {
        let (mut simulation, id) = prepare(&legacy(RETRIED), OUTCOMES);
        simulation.run_to(Goal::Rest, &[at("t", When::Start)], Outside::Nobody);
        let over = Goal::Over(id, last(&simulation, id));
        assert_eq!(simulation.run_to(over, &[], Outside::Nobody), Halted::Goal);
        assert_eq!(names(simulation.execution(id)).last().map(String::as_str), Some("Entered last"));
        let again = machine(
            "p",
            "  - {Type: Parallel, Name: p, End: true, Retry: [{Errors: [E], MaxAttempts: 1, IntervalSeconds: 1}], Branches: [{StartAt: f, States: [{Type: Fail, Name: f, Code: E}]}]}",
        );
        let (mut simulation, id) = prepare(&again, "");
        simulation.run_to(Goal::Rest, &[at("f", When::Start)], Outside::Nobody);
        let out = Goal::Out(id, last(&simulation, id));
        assert_eq!(simulation.run_to(out, &[], Outside::Nobody), Halted::Goal);
        assert_eq!(simulation.next_start().map(|next| (next.step, next.attempt)), Some((StepId(0), 2)));
    }

    /// Out of a child is where the parent goes on; out of an item of a distributed Map too.
    #[test]
    fn out_of_an_execution_is_the_one_that_started_it() {
        let call = legacy(
            "  - {type: task, name: c, resourceArn: \"acs:fnf:::flow/pay\", pattern: sync}\n  - {type: pass, name: z}",
        );
        let child = flow(&legacy("  - {type: pass, name: a}\n  - {type: pass, name: b}"));
        let others = [("pay".to_owned(), child)];
        let (mut simulation, id) = begin(&flow(&call), "main", &Scenario::default(), &others);
        let a = [Breakpoint { flow: Some("pay".to_owned()), ..at("a", When::Start) }];
        assert_eq!(simulation.run_to(Goal::Rest, &a, Outside::Nobody), Halted::Breakpoint(0));
        let inside = ExecutionId(1);
        let out = Goal::Out(inside, last(&simulation, inside));
        assert_eq!(simulation.run_to(out, &[], Outside::Nobody), Halted::Goal);
        assert_eq!(names(simulation.execution(id)).last().map(String::as_str), Some("Entered z"));
        let map = machine(
            "m",
            "  - {Type: Map, Name: m, ItemsPath: $Input.xs, ProcessorConfig: {ExecutionMode: Express}, Next: z, Processor: {StartAt: a, States: [{Type: Pass, Name: a, End: true}]}}\n  - {Type: Pass, Name: z, End: true}",
        );
        let (mut simulation, id) = prepare(&map, "input: {xs: [{}, {}]}");
        let a = [Breakpoint { within: vec![Place { step: "m".into(), index: Some(1) }], ..at("a", When::Start) }];
        assert_eq!(simulation.run_to(Goal::Rest, &a, Outside::Nobody), Halted::Breakpoint(0));
        let item = simulation.next_start().map(|next| next.execution).unwrap();
        let out = Goal::Out(item, last(&simulation, item));
        assert_eq!(simulation.run_to(out, &[], Outside::Nobody), Halted::Goal);
        assert_eq!(names(simulation.execution(id)).last().map(String::as_str), Some("Entered z"));
    }

    /// What a person cannot answer while the run goes on holds it up.
    #[test]
    fn a_run_halts_where_it_waits_for_a_report() {
        let ask = legacy("  - {type: task, name: ask, resourceArn: r, pattern: waitForCallback}");
        let (mut simulation, _) = prepare(&ask, "");
        assert_eq!(simulation.run_to(Goal::Rest, &[], Outside::CanReport), Halted::Rest(Rest::Suspended));
        assert_eq!(simulation.run_to(Goal::Into, &[], Outside::CanReport), Halted::Rest(Rest::Suspended));
    }
}
