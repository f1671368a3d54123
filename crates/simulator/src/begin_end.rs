//! How an execution begins and ends.

use flowglass_expression::Json;
use flowglass_flow::{Data, Dialect, Target};
use flowglass_history::{Detail, EventId, EventType, Member, Status};

use crate::failure::{self, Failure};
use crate::frame::{Frame, FrameId, Role};
use crate::limits;
use crate::machine::{Effect, Machine};
use crate::queue::{PlaceIndices, Urgency, What};
use crate::settings::Mode;

/// How an execution ends.
#[derive(Clone, Debug)]
pub(crate) enum Ending {
    Succeeded(Json),
    Failed(Failure),
    TimedOut(Failure),
    Stopped(Failure),
}

impl Machine<'_> {
    /// Records `ExecutionStarted` and puts in the first step and the limits of time.
    pub(crate) fn begin(&mut self) {
        self.execution.started = self.world.now;
        self.execution.status = Status::Running;
        let detail = Detail::new().with(Member::Input, self.execution.input.clone());
        let started = self.push(None, EventType::ExecutionStarted, "", detail);
        self.limit_time();
        match self.flow_input() {
            Ok(input) => {
                let root = self.execution.state.frames.add(Frame {
                    parent: None,
                    role: Role::Root,
                    place: PlaceIndices::from([]),
                    scope: self.execution.state.scope,
                    input: input.clone(),
                    local: Json::object(),
                    step: None,
                    serial: 0,
                });
                self.begin_scope(root, input, started);
            }
            Err(why) => {
                let due = self.world.now.plus(self.world.settings.options.overhead_ms);
                self.for_execution(due, Urgency::Ordinary, Some(started), What::EndFailed(why));
            }
        }
    }

    /// What the outermost scope receives.
    fn flow_input(&mut self) -> Result<Json, Failure> {
        let input = self.execution.input.clone();
        if input.as_object().is_none() && self.execution.parent.as_ref().is_none_or(|parent| parent.item.is_none()) {
            let cause = format!("the input of an execution is an object, not a value of type {}", input.kind());
            return Err(Failure::of_step(failure::INPUT_NOT_OBJECT, cause));
        }
        let flow = self.flow();
        match &flow.data {
            Data::Mappings { input: Some(mappings), .. } => self.map_flow(mappings, &input, &Json::object()),
            Data::Mappings { input: None, .. } | Data::Constructors { .. } => Ok(input),
        }
    }

    /// Puts in the limits of time: the flow's own, and the mode's.
    fn limit_time(&mut self) {
        let started = self.execution.started;
        let mut limits = Vec::new();
        let is_item = self.execution.parent.as_ref().is_some_and(|parent| parent.item.is_some());
        let flow = self.flow();
        if let Some(seconds) = flow.timeout_seconds.as_ref().filter(|seconds| seconds.value > 0 && !is_item) {
            let ms = i64::try_from(seconds.value).unwrap_or(i64::MAX).saturating_mul(1000);
            let what = What::TimeOut("the time-out of the flow is over");
            limits.push(self.for_execution(started.plus(ms), Urgency::Cut, Some(EventId(1)), what));
        }
        let (ms, what) = match self.execution.mode {
            Mode::Express => (limits::EXPRESS_MS, What::TimeOut("an Express execution takes five minutes at most")),
            Mode::Standard => (limits::YEAR_MS, What::YearOver),
        };
        limits.push(self.for_execution(started.plus(ms), Urgency::Cut, Some(EventId(1)), what));
        self.execution.state.limits.extend(limits);
    }

    /// Puts in the first step of a frame's scope, which receives `input`; an empty scope is over at once.
    pub(crate) fn begin_scope(&mut self, frame: FrameId, input: Json, trigger: EventId) {
        let Some(scope) = self.frame(frame).map(|frame| frame.scope) else { return };
        let flow = self.flow();
        let scope = flow.scope(scope);
        let target = match &scope.start.target {
            Target::Missing if scope.steps.is_empty() && flow.dialect == Dialect::Legacy => &Target::End,
            target => target,
        };
        self.go(frame, target, input, None, trigger);
    }

    /// The whole execution has taken too long (`events.md` 4.10).
    pub(crate) fn time_out(&mut self, limit: &str) {
        self.end(Ending::TimedOut(Failure::limit(failure::EXECUTION_TIMEOUT, limit)), EventId(1));
    }

    /// Records how the execution ended; nothing follows.
    pub(crate) fn end(&mut self, ending: Ending, trigger: EventId) {
        let stopped = matches!(ending, Ending::Stopped(_));
        let (status, kind, detail) = match ending {
            Ending::Succeeded(output) => {
                let detail = Detail::new().with(Member::Output, output.clone());
                let limit = self.world.settings.options.data_limit(self.execution.flow.dialect);
                match limits::refusal(&detail, limit) {
                    None => {
                        self.execution.output = Some(output);
                        (Status::Succeeded, EventType::ExecutionSucceeded, detail)
                    }
                    Some(words) => {
                        let why = Failure::limit(failure::DATA_LIMIT, format!("the output of the execution: {words}"));
                        self.ended_by(Status::Failed, EventType::ExecutionFailed, why)
                    }
                }
            }
            Ending::Failed(why) => self.ended_by(Status::Failed, EventType::ExecutionFailed, why),
            Ending::TimedOut(why) => self.ended_by(Status::TimedOut, EventType::ExecutionTimedOut, why),
            Ending::Stopped(why) => self.ended_by(Status::Stopped, EventType::ExecutionStopped, why),
        };
        self.push(Some(trigger), kind, "", detail);
        self.execution.status = status;
        self.execution.stopped = Some(self.world.now);
        for key in std::mem::take(&mut self.execution.state.limits) {
            self.world.queue.remove(&key);
        }
        for run in self.execution.state.frames.take_runs() {
            self.release(run, stopped);
        }
        self.cause(Effect::Ended);
    }

    fn ended_by(&mut self, status: Status, kind: EventType, why: Failure) -> (Status, EventType, Detail) {
        let detail = why.detail();
        self.execution.error = Some((why.error, why.cause));
        (status, kind, detail)
    }
}
