//! What every behaviour works with: one execution, and the world that it shares with the others.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use flowglass_expression::{Json, Random};
use flowglass_flow::{Flow, StepId};
use flowglass_history::{DetailView, EventId, EventType, Millis, NewEvent, StepName};

use crate::begin_end::Ending;
use crate::child::ChildStart;
use crate::edits::Edits;
use crate::execution::{Execution, ExecutionId};
use crate::failure::{self, Failure};
use crate::frame::{Doing, Frame, FrameId, Gathering, StepRun};
use crate::keys::Keys;
use crate::limits::{self, Scale};
use crate::outcomes::Answers;
use crate::queue::{Happening, Key, PlaceIndices, Queue, Urgency, What, Whom};
use crate::settings::Settings;
use crate::way::Taken;

/// What all executions of a simulation share.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) now: Millis,
    pub(crate) queue: Queue,
    pub(crate) random: Random,
    pub(crate) settings: Settings,
    pub(crate) answers: Arc<Answers>,
    pub(crate) edits: Edits,
    /// Flows that a task may start.
    pub(crate) flows: Vec<(Arc<str>, Arc<Flow>)>,
    /// The roles of flows that have one of their own.
    pub(crate) roles: BTreeMap<Arc<str>, Arc<str>>,
    /// Tasks that wait for a report that no scenario gives, by their last event.
    pub(crate) waiting: BTreeMap<(ExecutionId, EventId), FrameId>,
    /// What concerns other executions, done when the event at hand is recorded.
    pub(crate) effects: VecDeque<(ExecutionId, Effect)>,
    /// How much each execution that was started from outside has caused, with all that it started; nothing for others.
    pub(crate) families: Vec<Family>,
    pub(crate) scale: Scale,
    pub(crate) keys: Keys,
    /// `{}`, for whatever begins with that.
    pub(crate) empty: Json,
    /// The last way that was taken.
    pub(crate) taken: Option<Taken>,
}

/// What an execution and all that it started have come to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Family {
    pub(crate) events: u32,
    pub(crate) executions: usize,
}

/// Something that one execution does to another.
#[derive(Clone, Debug)]
pub(crate) enum Effect {
    /// A task starts an execution.
    StartChild(Box<ChildStart>),
    /// A map run starts as many children as may run.
    FillMapRun { frame: FrameId, run: usize, delay_ms: i64 },
    /// A child is stopped because what started it is over.
    StopChild { child: ExecutionId, error: &'static str },
    /// The execution at hand has ended.
    Ended,
}

/// One execution and the world around it, while something happens.
pub(crate) struct Machine<'a> {
    pub(crate) world: &'a mut World,
    pub(crate) execution: &'a mut Execution,
    /// The definition that the execution started with.
    flow: &'a Flow,
    pub(crate) id: ExecutionId,
}

impl<'a> Machine<'a> {
    pub(crate) fn new(world: &'a mut World, execution: &'a mut Execution, flow: &'a Flow, id: ExecutionId) -> Self {
        Self { world, execution, flow, id }
    }

    /// The definition; it outlives the machine, so that what is read of it does not hold the machine up.
    pub(crate) fn flow(&self) -> &'a Flow {
        self.flow
    }
}

impl Machine<'_> {
    /// Lets one thing happen: exactly one event is recorded.
    pub(crate) fn happen(&mut self, key: &Key, happening: Happening) {
        let Some(trigger) = key.trigger else {
            return self.happen_to_execution(EventId(1), happening.what);
        };
        match happening.whom {
            Whom::Execution => self.happen_to_execution(trigger, happening.what),
            Whom::Frame { id, .. } => self.happen_to_frame(id, key, trigger, happening.what),
        }
    }

    fn happen_to_execution(&mut self, trigger: EventId, what: What) {
        match what {
            What::Begin => self.begin(),
            What::Stop(why) => self.end_from_outside(Ending::Stopped(why)),
            What::TellCutOff => self.tell_cut_off(),
            What::TimeOut(limit) => self.time_out(limit),
            What::YearOver => self.time_out("an execution takes a year at most"),
            What::EndFailed(why) => self.end(Ending::Failed(why), trigger),
            // The rest concerns frames and is never put in for an execution.
            _ => {}
        }
    }

    fn happen_to_frame(&mut self, frame: FrameId, key: &Key, trigger: EventId, what: What) {
        match what {
            What::Leave(result) => self.leave(frame, result, trigger),
            What::Enter { step, incoming, caught } => self.enter(frame, step, incoming, caught, trigger),
            What::Start { delay } => self.start(frame, delay, trigger),
            What::EnterMember(index) => self.enter_member(frame, index, &key.place, trigger),
            What::Succeed(raw) => self.succeed(frame, raw, trigger),
            What::Exit { output, jump } => self.exit(frame, output, jump, trigger),
            What::Fail(why) => self.fail(frame, why, trigger),
            What::StartMapRun => self.start_map_run(frame, trigger),
            What::Schedule { delay } => self.schedule_task(frame, delay, trigger),
            What::StartTask => self.start_task(frame, trigger),
            What::Submit { answer, then } => self.submit_task(frame, answer, *then, trigger),
            What::Refuse(why) => self.refuse_task(frame, why, trigger),
            What::Answer(answer) => self.answer_task(frame, answer, trigger),
            What::TaskTimeOut => self.time_out_task(frame),
            // The rest concerns executions and is never put in for a frame.
            What::Begin | What::Stop(_) | What::TellCutOff | What::TimeOut(_) | What::YearOver | What::EndFailed(_) => {
            }
        }
    }

    /// Takes out what happens next, when that follows directly: in this execution, before everything else, and with
    /// nothing to be done to others first.
    pub(crate) fn next(&mut self) -> Option<(Key, Happening)> {
        if !self.world.effects.is_empty() {
            return None;
        }
        let next = self.world.queue.pop_next(self.id);
        next.filter(|(_, happening)| Self::is_alive(self.execution, happening.whom))
    }

    /// Tells whether something that waits can still happen.
    pub(crate) fn is_alive(execution: &Execution, whom: Whom) -> bool {
        match whom {
            Whom::Execution => !execution.status.is_ended(),
            Whom::Frame { id, serial } => execution.state.frames.get(id).is_some_and(|frame| frame.serial == serial),
        }
    }

    /// Records an event about the step that runs in a frame; as [`Machine::record`].
    #[must_use]
    pub(crate) fn record_of(
        &mut self,
        frame: FrameId,
        kind: EventType,
        detail: DetailView<'_>,
        trigger: EventId,
    ) -> Option<EventId> {
        let step = self.step_id(frame)?;
        let recorded = self.record(trigger, kind, step, detail)?;
        if let Some(run) = self.run_mut(frame) {
            run.last = recorded;
        }
        Some(recorded)
    }

    /// Records an event, or the end of the execution in its place when a limit is reached; `None` then.
    #[must_use]
    pub(crate) fn record(
        &mut self,
        trigger: EventId,
        kind: EventType,
        step: StepId,
        detail: DetailView<'_>,
    ) -> Option<EventId> {
        let allowed = self.is_allowed(trigger, kind, step, detail);
        allowed.then(|| self.push(Some(trigger), kind, Some(step), detail))
    }

    /// Tells whether an event with this detail may be recorded; when not, the execution has ended in its place.
    #[must_use]
    pub(crate) fn is_allowed(
        &mut self,
        trigger: EventId,
        kind: EventType,
        step: StepId,
        detail: DetailView<'_>,
    ) -> bool {
        let Some(over) = self.limit_reached(kind, step, detail) else { return true };
        self.end(Ending::Failed(over), trigger);
        false
    }

    /// The limit that one more event with this detail would go beyond.
    fn limit_reached(&mut self, kind: EventType, step: StepId, detail: DetailView<'_>) -> Option<Failure> {
        let options = &self.world.settings.options;
        if let Some(words) = self.world.scale.refusal(detail, options.data_limit(self.flow.dialect)) {
            let name = &self.flow.step(step).name.value;
            return Some(Failure::limit(failure::DATA_LIMIT, format!("{} of {name}: {words}", kind.name())));
        }
        let most = options.last_event();
        if self.execution.history.len() + 1 >= most {
            let cause = format!("an execution has at most {most} events");
            return Some(Failure::limit(failure::TOO_MANY_EVENTS, cause));
        }
        if self.family_events() >= limits::MAX_EVENTS {
            let cause = format!("an execution and all that it starts have at most {} events", limits::MAX_EVENTS);
            return Some(Failure::limit(failure::TOO_MANY_EVENTS, cause));
        }
        None
    }

    /// Records an event without looking at any limit.
    pub(crate) fn push(
        &mut self,
        trigger: Option<EventId>,
        kind: EventType,
        step: Option<StepId>,
        detail: DetailView<'_>,
    ) -> EventId {
        let family = self.execution.state.root.0 as usize;
        if let Some(family) = self.world.families.get_mut(family) {
            family.events += 1;
        }
        let step = step.map_or(StepName::Text(""), |step| StepName::Listed(step.0));
        self.execution.history.push(NewEvent { trigger, time: self.world.now, kind, step, detail })
    }

    fn family_events(&self) -> u32 {
        self.world.families.get(self.execution.state.root.0 as usize).map_or(0, |family| family.events)
    }

    /// Leaves something to be done to another execution, when the event at hand is recorded.
    pub(crate) fn cause(&mut self, effect: Effect) {
        self.world.effects.push_back((self.id, effect));
    }

    /// Puts in what follows from `trigger`, one overhead and `takes_ms` later.
    pub(crate) fn later(&mut self, frame: FrameId, trigger: EventId, takes_ms: i64, what: What) {
        let Some(around) = self.frame(frame) else { return };
        let (place, serial) = (Arc::clone(&around.place), around.serial);
        let key = self.key_later(place, trigger, takes_ms);
        self.put_for(key, Whom::Frame { id: frame, serial }, what);
    }

    /// As [`Machine::later`], at a place inside the frame's own.
    pub(crate) fn later_at(
        &mut self,
        place: PlaceIndices,
        frame: FrameId,
        trigger: EventId,
        takes_ms: i64,
        what: What,
    ) {
        let key = self.key_later(place, trigger, takes_ms);
        self.put_in(key, frame, what);
    }

    /// Makes the key of what follows from `trigger`, one overhead and `takes_ms` later.
    pub(crate) fn key_later(&mut self, place: PlaceIndices, trigger: EventId, takes_ms: i64) -> Key {
        let due = self.soon().plus(takes_ms);
        self.world.queue.key(due, Urgency::Ordinary, (self.id, place), Some(trigger))
    }

    /// Puts in what happens to a frame, under a key that was made for it.
    pub(crate) fn put_in(&mut self, key: Key, frame: FrameId, what: What) {
        let Some(serial) = self.frame(frame).map(|around| around.serial) else { return };
        self.put_for(key, Whom::Frame { id: frame, serial }, what);
    }

    fn put_for(&mut self, key: Key, whom: Whom, what: What) {
        let happening = Happening { whom, what };
        if key.due <= self.soon() {
            self.world.queue.put_next(key, happening);
        } else {
            self.world.queue.put(key, happening);
        }
    }

    /// One overhead from now.
    fn soon(&self) -> Millis {
        self.world.now.plus(self.world.settings.options.overhead_ms)
    }

    /// Puts in what concerns the whole execution, due at `due`.
    pub(crate) fn for_execution(&mut self, due: Millis, urgency: Urgency, trigger: Option<EventId>, what: What) -> Key {
        let place = PlaceIndices::from([]);
        let key = self.world.queue.key(due, urgency, (self.id, place), trigger);
        self.world.queue.put(key.clone(), Happening { whom: Whom::Execution, what });
        key
    }

    pub(crate) fn frame(&self, id: FrameId) -> Option<&Frame> {
        self.execution.state.frames.get(id)
    }

    pub(crate) fn frame_mut(&mut self, id: FrameId) -> Option<&mut Frame> {
        self.execution.state.frames.get_mut(id)
    }

    /// The step that runs in a frame.
    pub(crate) fn run(&self, frame: FrameId) -> Option<&StepRun> {
        self.frame(frame)?.step.as_ref()
    }

    pub(crate) fn run_mut(&mut self, frame: FrameId) -> Option<&mut StepRun> {
        self.frame_mut(frame)?.step.as_mut()
    }

    /// The number of the step that runs in a frame.
    pub(crate) fn step_id(&self, frame: FrameId) -> Option<StepId> {
        Some(self.run(frame)?.id)
    }

    /// The container that runs in a frame.
    pub(crate) fn gathering_mut(&mut self, frame: FrameId) -> Option<&mut Gathering> {
        match &mut self.run_mut(frame)?.doing {
            Doing::Gathering(gathering) => Some(gathering),
            _ => None,
        }
    }

    /// Tells something about the step that runs in a frame.
    pub(crate) fn note(&mut self, frame: FrameId, message: String) {
        if let Some(step) = self.step_id(frame) {
            let flow = self.flow();
            self.execution.note(&flow.step(step).name.value, message);
        }
    }

    /// Adds the size-checked global variables that a step wrote.
    ///
    /// # Errors
    /// A name or a value is too large; nothing can catch that.
    pub(crate) fn write_globals(&mut self, written: &Json) -> Result<(), Failure> {
        let limit = self.world.settings.options.global_limit;
        for (name, value) in written.as_object().into_iter().flatten() {
            if name.len() > limits::GLOBAL_NAME {
                let cause = format!("the name of a global variable is longer than {} bytes", limits::GLOBAL_NAME);
                return Err(Failure::limit(failure::DATA_LIMIT, cause));
            }
            if let Some(words) = self.world.scale.refusal_of_value(value, limit) {
                return Err(Failure::limit(failure::DATA_LIMIT, format!("the global variable {name}: {words}")));
            }
        }
        self.execution.state.global = self.execution.state.global.merge(written);
        Ok(())
    }
}
