//! A task step: attempts that are planned, sent, submitted and answered.
//!
//! Source: `events.md` 4.2, `fdl-v1.md` 5, `state-machine.md` 6.

use flowglass_expression::{Json, json};
use flowglass_flow::{Data, Dialect, Pattern, Spanned, Step, StepKind, Task, TaskTarget, Value};
use flowglass_history::{Detail, EventId, EventType, Member};

use crate::child::is_function;
use crate::failure::{self, Failure};
use crate::frame::{Attempt, Doing, FrameId, Stage};
use crate::limits::pause_ms;
use crate::machine::{Effect, Machine};
use crate::outcomes::{Answer, Outcome};
use crate::queue::{Awaited, Happening, Urgency, What, Whom};
use crate::retry_catch::delay_ms;
use crate::settings::Mode;
use crate::token::token;
use crate::wait::shown;

/// The longest time-out of a task in seconds (new language). Source: [TASK].
const LONGEST_TIMEOUT: f64 = 604_800.0;

impl Machine<'_> {
    /// Builds what the call is sent and records that an attempt is planned.
    pub(crate) fn schedule_task(&mut self, frame: FrameId, delay: Option<f64>, trigger: EventId) {
        let flow = self.flow();
        let Some(step) = self.step_id(frame).map(|id| flow.step(id)) else { return };
        let StepKind::Task(task) = &step.kind else { return };
        let (detail, attempt) = match self.plan_attempt(frame, task, delay) {
            Ok(planned) => planned,
            Err(why) => return self.fail(frame, why, trigger),
        };
        let scheduled = self.record_of(frame, EventType::TaskScheduled, detail.view(), trigger);
        let Some(scheduled) = scheduled else { return };
        if let Some(run) = self.run_mut(frame) {
            run.doing = Doing::Task(Box::new(Attempt { last: Some(scheduled), ..attempt }));
        }
        self.later(frame, scheduled, delay_ms(delay), What::StartTask);
    }

    fn plan_attempt(&mut self, frame: FrameId, task: &Task, delay: Option<f64>) -> Result<(Detail, Attempt), Failure> {
        let dialect = self.execution.flow.dialect;
        if delay.is_some() {
            let built = match (dialect, self.run_mut(frame)) {
                (Dialect::Legacy, Some(run)) => Ok(run.usual_input.take().unwrap_or_else(|| run.input.clone())),
                _ => self.construct_input(frame),
            };
            let input = self.edited_input(frame, built)?;
            if let Some(run) = self.run_mut(frame) {
                run.input = input;
            }
        }
        let Some(target) = &task.target else {
            let cause = "the definition does not say what the task calls";
            return Err(Failure::of_step(failure::INVALID_DEFINITION, cause));
        };
        if task.pattern != Pattern::RequestResponse && self.execution.mode == Mode::Express {
            let cause = format!("{} is not possible in Express mode", task.pattern.state_machine_name());
            return Err(Failure::of_step(failure::NOT_IN_EXPRESS, cause));
        }
        let input = self.run(frame).map(|run| run.input.clone()).unwrap_or_default();
        let parameters = match (&task.parameters, dialect) {
            (Some(template), Dialect::Legacy) => {
                let parameters = self.construct(frame, template, None)?;
                if is_message(&target.value) { with_text_body(parameters) } else { parameters }
            }
            (Some(template), Dialect::StateMachine) => self.construct(frame, template, None)?,
            (None, Dialect::Legacy) => input.clone(),
            (None, Dialect::StateMachine) => Json::object(),
        };
        // The parameters of a function in the older language say how it is called; its event is the step's input.
        let sent = if dialect == Dialect::Legacy && is_function(&target.value) { input } else { parameters.clone() };
        let timeout = match &task.timeout {
            Some(Spanned { value: Value::Unknown(text), .. }) => {
                let message = format!("{text} is written when the flow is deployed; here the task has no time limit");
                self.note(frame, message);
                None
            }
            Some(timeout) => timeout_seconds(&self.value(frame, &timeout.value)?, dialect)?,
            None => None,
        };
        let detail = match &target.value {
            TaskTarget::Resource(resource) => Detail::new().with(Member::ResourceArn, resource.as_str()),
            TaskTarget::Action(action) => Detail::new().with(Member::Action, action.as_str()),
        };
        let pattern = match dialect {
            Dialect::Legacy => task.pattern.legacy_name(),
            Dialect::StateMachine => task.pattern.state_machine_name(),
        };
        let mut detail = detail.with(Member::Pattern, pattern).with(Member::Input, sent);
        if let Some(seconds) = timeout {
            detail = detail.with(Member::TimeoutSeconds, seconds);
        }
        if let Some(seconds) = delay {
            let number = self.run(frame).map_or(1, |run| run.retries.saturating_add(1));
            detail = detail.with(Member::Attempt, number).with(Member::DelaySeconds, seconds);
        }
        Ok((detail, Attempt { parameters, timeout_ms: timeout.map(pause_ms), ..Attempt::default() }))
    }

    /// Records that the call is sent, and finds out what becomes of it.
    pub(crate) fn start_task(&mut self, frame: FrameId, trigger: EventId) {
        let flow = self.flow();
        let Some((entered, step)) = self.run(frame).map(|run| (run.entered, flow.step(run.id))) else { return };
        let StepKind::Task(task) = &step.kind else { return };
        let detail = match task.pattern {
            Pattern::RequestResponse => Detail::new(),
            Pattern::Sync | Pattern::WaitForCallback => Detail::new().with(Member::TaskToken, token(self.id, entered)),
        };
        let started = self.record_of(frame, EventType::TaskStarted, detail.view(), trigger);
        let Some(started) = started else { return };
        self.limit_attempt(frame, started);
        if let Some(outcome) = self.next_outcome(frame) {
            self.plan_answer(frame, task.pattern, outcome, started);
        } else if let Some(start) = self.child_call(frame, task) {
            self.cause(Effect::StartChild(Box::new(start)));
        } else if task.pattern == Pattern::WaitForCallback {
            self.pend(frame, started, 0, What::Submit { answer: Json::object(), then: Box::new(Awaited::Report) });
        } else {
            let output = assumed_answer(flow.dialect, task);
            self.note(frame, format!("no answer given, {output} assumed"));
            if let Some(step) = self.step_id(frame) {
                self.execution.assumed.entry(step).or_insert_with(|| output.clone());
            }
            let outcome = Outcome { answer: Answer::Output(output), after_ms: 0, times: 1 };
            self.plan_answer(frame, task.pattern, outcome, started);
        }
    }

    /// Puts in the time-out of an attempt that has just started.
    fn limit_attempt(&mut self, frame: FrameId, started: EventId) {
        let Some(around) = self.frame(frame) else { return };
        let (place, serial) = (around.place.clone(), around.serial);
        let now = self.world.now;
        let id = self.id;
        let Some(Doing::Task(attempt)) = self.run_mut(frame).map(|run| &mut run.doing) else { return };
        attempt.stage = Stage::Started;
        attempt.last = Some(started);
        let Some(timeout_ms) = attempt.timeout_ms else { return };
        let happening = Happening { whom: Whom::Frame { id: frame, serial }, what: What::TaskTimeOut };
        let due = now.plus(timeout_ms);
        let deadline = self.world.queue.key(due, Urgency::Cut, (id, place), Some(started));
        self.world.queue.put(deadline.clone(), happening);
        if let Some(attempt) = self.attempt_mut(frame) {
            attempt.deadline = Some(deadline);
        }
    }

    /// Puts in what the outcome of a scenario says.
    fn plan_answer(&mut self, frame: FrameId, pattern: Pattern, outcome: Outcome, started: EventId) {
        let Outcome { answer, after_ms, .. } = outcome;
        let then = match (pattern, answer) {
            (Pattern::RequestResponse, Answer::Never) => return,
            (Pattern::RequestResponse, Answer::Refused(error, cause)) => {
                self.note(frame, "a refused call is a failed one: the pattern does not wait".to_owned());
                return self.pend(frame, started, after_ms, What::Answer(Answer::Error(error, cause)));
            }
            (Pattern::RequestResponse, answer) => return self.pend(frame, started, after_ms, What::Answer(answer)),
            (_, Answer::Refused(error, cause)) => {
                return self.pend(frame, started, after_ms, What::Refuse(Failure::called(error, cause)));
            }
            (_, Answer::Never) => Awaited::Nothing,
            (_, answer) => Awaited::Answer(answer, after_ms),
        };
        self.pend(frame, started, 0, What::Submit { answer: Json::object(), then: Box::new(then) });
    }

    /// Puts in what comes next in an attempt; a time-out or a report takes it out again.
    pub(crate) fn pend(&mut self, frame: FrameId, trigger: EventId, takes_ms: i64, what: What) {
        let Some(place) = self.frame(frame).map(|around| around.place.clone()) else { return };
        let key = self.key_later(place, trigger, takes_ms);
        if let Some(attempt) = self.attempt_mut(frame) {
            attempt.pending = Some(key.clone());
        }
        self.put_in(key, frame, what);
    }

    /// Records that the called system has accepted the call; the step is suspended.
    pub(crate) fn submit_task(&mut self, frame: FrameId, answer: Json, then: Awaited, trigger: EventId) {
        let detail = Detail::new().with(Member::Output, answer);
        let submitted = self.record_of(frame, EventType::TaskSubmitted, detail.view(), trigger);
        let Some(submitted) = submitted else { return };
        if let Some(attempt) = self.attempt_mut(frame) {
            attempt.stage = Stage::Submitted;
            attempt.last = Some(submitted);
            attempt.pending = None;
        }
        match then {
            Awaited::Answer(answer, after_ms) => self.pend(frame, submitted, after_ms, What::Answer(answer)),
            Awaited::Report => {
                self.world.waiting.insert((self.id, submitted), frame);
            }
            Awaited::Child | Awaited::Nothing => {}
        }
    }

    /// Records that the call is refused.
    pub(crate) fn refuse_task(&mut self, frame: FrameId, why: Failure, trigger: EventId) {
        self.fail_attempt(frame, EventType::TaskSubmitFailed, why, trigger);
    }

    /// Records the answer of the called system.
    pub(crate) fn answer_task(&mut self, frame: FrameId, answer: Answer, trigger: EventId) {
        let flow = self.flow();
        let Some(step) = self.step_id(frame).map(|id| flow.step(id)) else { return };
        match self.edited_output(frame).map_or(answer, Answer::Output) {
            Answer::Output(output) if is_result(flow.dialect, step, &output) => {
                self.end_attempt(frame);
                let detail = Detail::new().with(Member::Output, output.clone());
                let succeeded = self.record_of(frame, EventType::TaskSucceeded, detail.view(), trigger);
                let Some(succeeded) = succeeded else { return };
                self.later(frame, succeeded, 0, What::Succeed(output));
            }
            Answer::Output(output) => {
                self.fail_attempt(frame, EventType::TaskFailed, no_result(&output), trigger);
            }
            Answer::Error(error, cause) | Answer::Refused(error, cause) => {
                self.fail_attempt(frame, EventType::TaskFailed, Failure::called(error, cause), trigger);
            }
            // What never answers is never put in.
            Answer::Never => {}
        }
    }

    /// Records that an attempt has taken too long.
    pub(crate) fn time_out_task(&mut self, frame: FrameId) {
        let Some(attempt) = self.attempt_mut(frame) else { return };
        let (Some(last), Some(timeout_ms)) = (attempt.last, attempt.timeout_ms) else { return };
        let error = match self.execution.flow.dialect {
            Dialect::Legacy => failure::TASK_TIMEOUT,
            Dialect::StateMachine => self.world.settings.options.task_timeout_error.as_str(),
        };
        let seconds = Json::from(timeout_ms as f64 / 1000.0);
        let why = Failure::timed_out(error, format!("the task did not end within {seconds} seconds"));
        self.fail_attempt(frame, EventType::TaskTimedOut, why, last);
    }

    fn fail_attempt(&mut self, frame: FrameId, kind: EventType, why: Failure, trigger: EventId) {
        self.end_attempt(frame);
        let failed = self.record_of(frame, kind, why.detail().view(), trigger);
        let Some(failed) = failed else { return };
        self.attempt_failed(frame, why, failed);
    }

    /// Nothing that an attempt waits for matters any more.
    fn end_attempt(&mut self, frame: FrameId) {
        let Some(attempt) = self.attempt_mut(frame) else { return };
        attempt.stage = Stage::Ended;
        attempt.child = None;
        let (last, keys) = (attempt.last, [attempt.deadline.take(), attempt.pending.take()]);
        for key in keys.into_iter().flatten() {
            self.world.queue.remove(&key);
        }
        if let Some(last) = last {
            self.world.waiting.remove(&(self.id, last));
        }
    }

    pub(crate) fn attempt_mut(&mut self, frame: FrameId) -> Option<&mut Attempt> {
        match &mut self.run_mut(frame)?.doing {
            Doing::Task(attempt) => Some(attempt),
            Doing::Plain | Doing::Body(_) | Doing::Gathering(_) | Doing::MapRun(_) => None,
        }
    }
}

/// Tells whether a task of the older language sends a message. Source: [MNSQ], [MNST].
fn is_message(target: &TaskTarget) -> bool {
    matches!(target, TaskTarget::Resource(resource) if resource.starts_with("acs:mns:"))
}

/// The body of a message is text: anything else that is there is written as JSON. Source: [MNSQ].
fn with_text_body(parameters: Json) -> Json {
    const BODY: &str = "MessageBody";
    match parameters.get(BODY) {
        Some(body) if body.as_str().is_none() && !body.is_null() => parameters.merge(&json!({BODY: body.to_compact()})),
        _ => parameters,
    }
}

/// Tells whether a value can be the result of a step: in the older language an object, or any value when something
/// else becomes its output (A14).
pub(crate) fn is_result(dialect: Dialect, step: &Step, output: &Json) -> bool {
    dialect == Dialect::StateMachine
        || output.as_object().is_some()
        || matches!(&step.data, Data::Mappings { output: Some(_), .. })
        || matches!(step.kind, StepKind::Parallel(_) | StepKind::Map(_))
}

/// The failure of a step whose result is no object where it has to be one.
pub(crate) fn no_result(output: &Json) -> Failure {
    let cause = format!("the result of the step is {}, not an object", shown(output));
    Failure::called(failure::INVALID_LOCAL, cause)
}

/// A time-out in seconds; 0 is none (CHOICE 8).
fn timeout_seconds(value: &Json, dialect: Dialect) -> Result<Option<f64>, Failure> {
    let number = match value {
        Json::Number(number) => Some(number.as_f64()),
        Json::String(text) => text.trim().parse::<f64>().ok(),
        _ => None,
    };
    let longest = match dialect {
        Dialect::Legacy => f64::MAX,
        Dialect::StateMachine => LONGEST_TIMEOUT,
    };
    match number.filter(|seconds| (0.0..=longest).contains(seconds)) {
        Some(seconds) => Ok((seconds > 0.0).then_some(seconds)),
        None => {
            let cause = format!("{} is not a time-out: a number of seconds from 0 to 604800", shown(value));
            Err(Failure::of_step(failure::INVALID_TIMEOUT, cause))
        }
    }
}

/// What a task answers when nobody says: `{}` in the shape that the target's results have.
///
/// Source: `state-machine.md` 7; the older language has no shapes.
pub fn assumed_answer(dialect: Dialect, task: &Task) -> Json {
    let action = match (&task.target, dialect) {
        (Some(target), Dialect::StateMachine) => target.value.text(),
        _ => "",
    };
    match action {
        "FC:InvokeFunction" => json!({"Body": {}}),
        "HTTP:Request" => json!({"Header": {}, "Code": 200, "Body": {}}),
        _ => Json::object(),
    }
}

#[cfg(test)]
mod tests {
    use flowglass_expression::{Json, json};

    use crate::testing::{check, error, legacy, machine, names, notes, run};
    use crate::{Mode, Rest};

    fn task(more: &str) -> String {
        legacy(&format!("  - {{type: task, name: t, resourceArn: r, {more}}}"))
    }

    /// The Task events of a run, with their milliseconds since TaskStarted.
    fn attempts(flow: &str, scenario: &str) -> Vec<(String, i64)> {
        let (simulation, id, _) = run(flow, &format!("options: {{overhead: 0ms}}\n{scenario}"));
        let execution = simulation.execution(id);
        let events = execution.history.events().filter(|event| event.kind.name().starts_with("Task"));
        let mut started = execution.started;
        let mut shown = Vec::new();
        for event in events.filter(|event| event.kind.name() != "TaskScheduled") {
            if event.kind.name() == "TaskStarted" {
                started = event.time;
            }
            shown.push((event.kind.name().trim_start_matches("Task").to_owned(), event.time.since(started)));
        }
        shown
    }

    #[test]
    fn a_waiting_pattern_is_submitted() {
        check(
            &task(
                "pattern: waitForCallback, timeoutSeconds: 5, inputMappings: [{target: token, source: $context.task.token}]",
            ),
            "tasks: [{step: t, outcomes: [{output: {by: ann}, after: 2s}]}]",
            r#"
 1 <- 0  ExecutionStarted  {"input":{}}
 2 <- 1  StepEntered  t  {"input":{},"local":{}}
 3 <- 2  StepStarted  t  {"input":{"token":"c2ltOjI="}}
 4 <- 3  TaskScheduled  t  {"resourceArn":"r","pattern":"waitForCallback","input":{"token":"c2ltOjI="},"timeoutSeconds":5}
 5 <- 4  TaskStarted  t  {"taskToken":"c2ltOjI="}
 6 <- 5  TaskSubmitted  t  {"output":{}}
 7 <- 6  TaskSucceeded  t  {"output":{"by":"ann"}}
 8 <- 7  StepSucceeded  t  {"output":{"by":"ann"}}
 9 <- 8  StepExited  t  {"local":{"by":"ann"}}
10 <- 9  ExecutionSucceeded  {"output":{"by":"ann"}}
"#,
        );
    }

    #[test]
    fn outcomes_take_their_time_and_time_outs_win_ties() {
        fn expect(flow: &str, outcome: &str, expected: &[(&str, i64)]) {
            let expected: Vec<_> = expected.iter().map(|(name, ms)| ((*name).to_owned(), *ms)).collect();
            let scenario = format!("tasks: [{{step: t, outcomes: [{outcome}]}}]");
            assert_eq!(attempts(flow, &scenario), expected, "{flow} {outcome}");
        }
        let plain = task("timeoutSeconds: 5");
        expect(&plain, "{output: {}, after: 4s}", &[("Started", 0), ("Succeeded", 4_000)]);
        expect(&plain, "{output: {}, after: 5s}", &[("Started", 0), ("TimedOut", 5_000)]);
        expect(&plain, "{error: E, after: 1s}", &[("Started", 0), ("Failed", 1_000)]);
        expect(&plain, "{never: true}", &[("Started", 0), ("TimedOut", 5_000)]);
        expect(&plain, "{refused: {error: E}}", &[("Started", 0), ("Failed", 0)]);
        let sync = task("pattern: sync, timeoutSeconds: 5");
        expect(&sync, "{output: {}, after: 4s}", &[("Started", 0), ("Submitted", 0), ("Succeeded", 4_000)]);
        expect(&sync, "{refused: {error: E}, after: 1s}", &[("Started", 0), ("SubmitFailed", 1_000)]);
        expect(&sync, "{never: true}", &[("Started", 0), ("Submitted", 0), ("TimedOut", 5_000)]);
        let retried = task("timeoutSeconds: 5, retry: [{errors: [FnF.TaskTimeout]}]");
        let twice = "{never: true}, {output: {}}";
        expect(&retried, twice, &[("Started", 0), ("TimedOut", 5_000), ("Started", 0), ("Succeeded", 0)]);
    }

    #[test]
    fn a_result_that_is_no_object_needs_output_mappings() {
        fn expect(more: &str, result: Result<Json, &str>) {
            let (simulation, id, _) = run(&task(more), "tasks: [{step: t, outcomes: [{output: [1, 2]}]}]");
            let execution = simulation.execution(id);
            let is = execution.output.clone().ok_or_else(|| error(execution).unwrap_or_default());
            assert_eq!(is, result, "{more}");
        }
        expect("end: false", Err("FnF.InvalidLocal"));
        expect("outputMappings: [{target: all, source: $local}]", Ok(json!({"all": [1, 2]})));
    }

    #[test]
    fn what_nobody_answers_is_assumed_and_told() {
        fn expect(action: &str, output: Json) {
            let state = format!("  - {{Type: Task, Name: t, Action: \"{action}\", End: true}}");
            let (simulation, id, _) = run(&machine("t", &state), "");
            let execution = simulation.execution(id);
            assert_eq!(execution.output, Some(output.clone()));
            assert_eq!(notes(execution), [format!("t: no answer given, {output} assumed")]);
        }
        expect("FC:InvokeFunction", json!({"Body": {}}));
        expect("HTTP:Request", json!({"Header": {}, "Code": 200, "Body": {}}));
        expect("MNS:SendMessage", json!({}));
    }

    #[test]
    fn a_callback_without_entry_waits() {
        let (simulation, id, rest) = run(&task("pattern: waitForCallback"), "");
        assert_eq!(rest, Rest::Quiet);
        assert_eq!(simulation.waiting().len(), 1);
        assert_eq!(names(simulation.execution(id)).last().map(String::as_str), Some("TaskSubmitted t"));
        assert!(notes(simulation.execution(id)).is_empty());
    }

    #[test]
    fn parameters_are_built_and_checked() {
        let state =
            |more: &str| machine("t", &format!("  - {{Type: Task, Name: t, Action: \"A:B\", End: true, {more}}}"));
        let failed = |more: &str, scenario: &str| {
            let (simulation, id, _) = run(&state(more), scenario);
            assert_eq!(names(simulation.execution(id))[1..3], ["Entered t", "Started t"]);
            error(simulation.execution(id)).unwrap_or_default().to_owned()
        };
        assert_eq!(failed("Timeout.$: $Input.t", "input: {t: 700000}"), "Sim.InvalidTimeout");
        assert_eq!(failed("Timeout.$: $Input.t", "input: {t: soon}"), "Sim.InvalidTimeout");
        assert_eq!(failed("TaskMode: WaitForCustomCallback", "mode: Express"), "Sim.NotInExpressMode");
        assert_eq!(failed("Parameters: {a.$: $Input.none}", "options: {missingPath: fail}"), "Sim.MissingPath");
        let (simulation, id, _) = run(&state("Timeout.$: $Input.t"), "input: {t: 0}\nmode: Express");
        let execution = simulation.execution(id);
        assert_eq!((execution.mode, error(execution)), (Mode::Express, None));
        let scheduled = execution.history.event(flowglass_history::EventId(4)).unwrap();
        assert_eq!(scheduled.detail.to_text(), r#"{"action":"A:B","pattern":"RequestComplete","input":{}}"#);
    }

    #[test]
    fn service_parameters_of_the_older_language() {
        fn sent(target: &str) -> String {
            let step = format!("  - {{type: task, name: t, {target}, serviceParams: {{Body: $, One: $.a, Two: b}}}}");
            let (simulation, id, _) = run(&legacy(&step), "input: {a: 1}");
            let event = simulation.execution(id).history.event(flowglass_history::EventId(4)).unwrap();
            event.detail.input().map(Json::to_compact).unwrap_or_default()
        }
        assert_eq!(sent("resourceArn: \"acs:mns:::/queues/q/messages\""), r#"{"Body":{"a":1},"One":1,"Two":"b"}"#);
        // The body of a message is text.
        let message = legacy(
            "  - {type: task, name: t, resourceArn: \"acs:mns:::/topics/t/messages\", serviceParams: {MessageBody: $, MessageTag: $.b}}",
        );
        let (simulation, id, _) = run(&message, "input: {a: [1], b: x}");
        let event = simulation.execution(id).history.event(flowglass_history::EventId(4)).unwrap();
        let expected = json!({"MessageBody": r#"{"a":[1],"b":"x"}"#, "MessageTag": "x"});
        assert_eq!(event.detail.input(), Some(&expected));
        assert_eq!(sent("action: \"ocr:Read\""), r#"{"Body":{"a":1},"One":1,"Two":"b"}"#);
        assert_eq!(sent("resourceArn: \"acs:fc:::services/s/functions/f\""), r#"{"a":1}"#);
    }
}
