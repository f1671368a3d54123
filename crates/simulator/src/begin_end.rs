//! How an execution begins and ends.

use flowglass_expression::Json;
use flowglass_flow::{Data, Dialect, Target};
use flowglass_history::{Detail, DetailView, EventId, EventType, Member, Status};

use crate::cut_off::CutOff;
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
        let input = self.execution.input.clone();
        let started = self.push(None, EventType::ExecutionStarted, None, DetailView::of(&[(Member::Input, &input)]));
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
        self.end_from_outside(Ending::TimedOut(Failure::limit(failure::EXECUTION_TIMEOUT, limit)));
    }

    /// Records how the execution ended; nothing follows.
    pub(crate) fn end(&mut self, ending: Ending, trigger: EventId) {
        let stopped = matches!(ending, Ending::Stopped(_));
        let (status, kind, detail) = match ending {
            Ending::Succeeded(output) => {
                let detail = Detail::new().with(Member::Output, output.clone());
                let limit = self.world.settings.options.data_limit(self.execution.flow.dialect);
                match self.world.scale.refusal(detail.view(), limit) {
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
        self.push(Some(trigger), kind, None, detail.view());
        self.execution.history.shrink();
        self.execution.state.cut_off = CutOff::default();
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

#[cfg(test)]
mod tests {
    use flowglass_history::{EventId, Status};

    use crate::testing::{error, flow, legacy, machine, names, prepare, run};
    use crate::{Options, Outside, Rest, Settings, Simulation};

    const LOOP: &str = "  - {type: pass, name: a}\n  - {type: choice, name: b, default: {goto: a}}";

    #[test]
    fn an_endless_loop_ends_by_the_event_limit() {
        let (simulation, id, rest) = run(&legacy(LOOP), "");
        let execution = simulation.execution(id);
        assert_eq!((rest, execution.history.len(), error(execution)), (Rest::Ended, 5_000, Some("Sim.TooManyEvents")));
        let last = execution.history.last().unwrap();
        assert_eq!(last.trigger, Some(EventId(4_999)));
    }

    #[test]
    fn as_many_events_as_allowed_are_fine() {
        let pass = legacy("  - {type: pass, name: a}");
        let (simulation, id, _) = run(&pass, "options: {eventLimit: 6}");
        assert_eq!(simulation.execution(id).status(), Status::Succeeded);
        let (simulation, id, _) = run(&pass, "options: {eventLimit: 5}");
        assert_eq!(names(simulation.execution(id))[4..], ["ExecutionFailed"]);
        let (simulation, id, _) = run(&pass, "options: {eventLimit: 0}");
        assert_eq!(names(simulation.execution(id)), ["ExecutionStarted", "ExecutionFailed"]);
    }

    /// The most events that may be asked for still end a loop without time.
    #[test]
    fn the_event_limit_has_a_limit() {
        let options = Options { overhead_ms: 0, event_limit: u32::MAX, ..Options::default() };
        assert_eq!(options.last_event(), crate::MAX_EVENTS as usize);
        let options = Options { event_limit: 60_000, ..options };
        let mut simulation = Simulation::new(Settings { options, ..Settings::default() });
        let id = simulation.start(flow(&legacy(LOOP)), "main", "x", flowglass_expression::Json::Null);
        assert_eq!(simulation.run(Outside::Nobody), Rest::Ended);
        assert_eq!((simulation.execution(id).history.len(), simulation.now()), (60_000, simulation.settings().clock));
    }

    #[test]
    fn data_over_the_limit_fails_the_execution() {
        fn check(flow: &str, bytes: usize, ends: &[&str]) {
            let text = "x".repeat(bytes);
            let scenario = format!("tasks: [{{step: t, outcomes: [{{output: {{a: {text}}}}}]}}]");
            let (simulation, id, _) = run(flow, &scenario);
            let execution = simulation.execution(id);
            let names = names(execution);
            assert_eq!(names[names.len() - ends.len()..], *ends, "{bytes}");
            assert_eq!(error(execution), Some("Sim.DataLimitExceeded"));
        }
        // The error can neither be retried nor caught.
        let old = legacy(
            "  - {type: task, name: t, resourceArn: r, retry: [{errors: [FnF.ALL]}], catch: [{errors: [FnF.ALL], goto: t}]}",
        );
        check(&old, 32 * 1024, &["TaskStarted t", "ExecutionFailed"]);
        let new = machine(
            "t",
            "  - {Type: Task, Name: t, Action: \"A:B\", Catch: [{Errors: [FnF.ALL], Next: t}], End: true}",
        );
        check(&new, 64 * 1024, &["TaskStarted t", "ExecutionFailed"]);
        let (simulation, id, _) = run(&old, &format!("input: {{a: {}}}", "x".repeat(32_740)));
        assert_eq!(names(simulation.execution(id)), ["ExecutionStarted", "ExecutionFailed"]);
    }

    /// A value that nests deeper at every turn ends as too much data, not by the end of the stack.
    #[test]
    fn data_that_nests_for_ever_is_too_much() {
        let flow = machine("a", "  - {Type: Pass, Name: a, OutputConstructor: {a.$: $Input}, Next: a}");
        let (simulation, id, _) = run(&flow, "");
        assert_eq!(error(simulation.execution(id)), Some("Sim.DataLimitExceeded"));
        assert!(simulation.execution(id).history.len() < 600);
        let global = machine("a", "  - {Type: Pass, Name: a, GlobalConstructor: {a.$: $Global}, Next: a}");
        let (simulation, id, _) = run(&global, "");
        assert_eq!(error(simulation.execution(id)), Some("Sim.DataLimitExceeded"));
    }

    #[test]
    fn executions_have_limits_of_time() {
        fn check(flow: &str, scenario: &str, after_ms: i64) {
            let (simulation, id, _) = run(flow, scenario);
            let execution = simulation.execution(id);
            assert_eq!(
                (execution.status(), error(execution)),
                (Status::TimedOut, Some("Sim.ExecutionTimeout")),
                "{flow}"
            );
            assert_eq!(execution.stopped.map(|at| at.since(execution.started)), Some(after_ms), "{flow}");
            assert_eq!(execution.history.last().and_then(|last| last.trigger), Some(EventId(1)));
        }
        let never = "tasks: [{step: t, outcomes: [{never: true}]}]";
        let task = "  - {type: task, name: t, resourceArn: r}";
        check(&format!("timeoutSeconds: 7\n{}", legacy(task)), never, 7_000);
        check(&legacy(task), &format!("mode: Express\n{never}"), 300_000);
        check(&format!("timeoutSeconds: 301\n{}", legacy(task)), &format!("mode: Express\n{never}"), 300_000);
        // The limit of a year counts as long as something else is left to happen.
        let wait = "  - {type: wait, name: w, duration: 172800}\n  - {type: choice, name: c, default: {goto: w}}";
        check(&legacy(wait), "", 365 * 86_400_000);
        let (_, _, rest) = run(&legacy(task), never);
        assert_eq!(rest, Rest::Quiet);
    }

    #[test]
    fn stops_come_at_their_moment_and_before_anything_else_then() {
        let wait = legacy("  - {type: wait, name: w, duration: 10}");
        // The step starts at 20 ms and would succeed at 10 030 ms.
        let (simulation, id, _) = run(&wait, "stop: {after: 10.03s, error: E, cause: c}");
        let execution = simulation.execution(id);
        assert_eq!(names(execution), ["ExecutionStarted", "Entered w", "Started w", "ExecutionStopped"]);
        assert_eq!(execution.error.as_ref().map(|(error, cause)| (&**error, &**cause)), Some(("E", "c")));
        let (simulation, id, _) = run(&wait, "stop: {after: 0s, error: E}");
        assert_eq!(names(simulation.execution(id)), ["ExecutionStarted", "ExecutionStopped"]);
        let (simulation, id, _) = run(&wait, "stop: {after: 1h, error: E}");
        assert_eq!(simulation.execution(id).status(), Status::Succeeded);
        let (mut simulation, id) = prepare(&wait, "");
        assert_eq!(simulation.execution(id).status(), Status::Starting);
        simulation.stop(id, "E", "c");
        simulation.stop(id, "again", "");
        assert_eq!(names(simulation.execution(id)), ["ExecutionStarted", "ExecutionStopped"]);
        assert_eq!((simulation.run(Outside::Nobody), error(simulation.execution(id))), (Rest::Ended, Some("E")));
    }

    #[test]
    fn an_input_that_is_no_object_fails() {
        let mut simulation = Simulation::new(Settings::default());
        let pass = flow(&legacy("  - {type: pass, name: a}"));
        let id = simulation.start(pass.clone(), "main", "x", flowglass_expression::json!([1]));
        let fine = simulation.start(pass, "main", "y", flowglass_expression::Json::Null);
        assert_eq!(simulation.run(Outside::CanReport), Rest::Ended);
        assert_eq!(error(simulation.execution(id)), Some("Sim.InputNotObject"));
        assert_eq!(simulation.execution(fine).input, flowglass_expression::Json::object());
    }
}
