//! Executions that a task starts, and how the end of an execution reaches what waits for it.
//!
//! Source: `fdl-v1.md` 5.3, `state-machine.md` 7.

use std::sync::Arc;

use flowglass_expression::{Json, Object};
use flowglass_flow::{Dialect, Flow, Pattern, Task, TaskTarget, flow_of_resource, starts_execution};
use flowglass_history::{EventId, Status};

use crate::execution::{ExecutionId, Parent, Waiter};
use crate::failure::{self, Failure};
use crate::frame::{Doing, FrameId, Stage};
use crate::limits::{MAX_EXECUTIONS, MAX_NESTED_EXECUTIONS};
use crate::machine::Machine;
use crate::map_run::ChildEnd;
use crate::outcomes::Answer;
use crate::queue::{Awaited, What};
use crate::settings::Mode;
use crate::simulation::{NewExecution, Simulation};
use crate::token;

/// A flow that a task starts.
#[derive(Clone, Debug)]
pub(crate) struct ChildStart {
    frame: FrameId,
    entered: EventId,
    started: EventId,
    pattern: Pattern,
    flow_name: Arc<str>,
    flow: Arc<Flow>,
    execution_name: Option<Arc<str>>,
    input: Result<Json, Failure>,
    callback: Option<Arc<str>>,
    /// The prefix of the service's error codes.
    service: String,
}

impl Machine<'_> {
    /// The flow that a task starts, when it is known.
    pub(crate) fn child_call(&mut self, frame: FrameId, task: &Task) -> Option<ChildStart> {
        let target = &task.target.as_ref()?.value;
        let run = self.run(frame)?;
        let Doing::Task(attempt) = &run.doing else { return None };
        let (entered, started) = (run.entered, attempt.last?);
        let parameters = attempt.parameters.as_object();
        let named = |name: &str| {
            let mut members = parameters.into_iter().flatten();
            members.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
        };
        let text = |name: &str| named(name).and_then(Json::as_str).filter(|text| !text.is_empty());
        let flow_name = match target {
            TaskTarget::Resource(resource) => flow_of_resource(resource)?,
            TaskTarget::Action(action) if starts_execution(action) => {
                text("flowName").or_else(|| flow_of_resource(text("resourceArn")?))?
            }
            TaskTarget::Action(_) => return None,
        };
        let (flow_name, flow) = self.known_flow(flow_name)?;
        let input = match (named("input"), task.parameters.is_some()) {
            (Some(input), _) => child_input(input),
            (None, false) if self.execution.flow.dialect == Dialect::Legacy => Ok(run.input.clone()),
            (None, _) => Ok(self.default_child_input(frame, target)),
        };
        let service = match target {
            TaskTarget::Resource(_) => "FnF".to_owned(),
            TaskTarget::Action(action) => action.split(':').next().unwrap_or("FnF").to_owned(),
        };
        Some(ChildStart {
            frame,
            entered,
            started,
            pattern: task.pattern,
            flow_name,
            flow,
            execution_name: text("executionName").map(Into::into),
            input,
            callback: text("callbackFnFTaskToken").map(Into::into),
            service,
        })
    }

    /// The input of a child whose parameters do not say one: the step's input where the older language names a flow by
    /// its resource, else nothing.
    fn default_child_input(&self, frame: FrameId, target: &TaskTarget) -> Json {
        match (self.execution.flow.dialect, target, self.run(frame)) {
            (Dialect::Legacy, TaskTarget::Resource(_), Some(run)) => run.input.clone(),
            _ => Json::object(),
        }
    }

    /// Finds a flow by the name that it was added under, then by its own.
    fn known_flow(&self, wanted: &str) -> Option<(Arc<str>, Arc<Flow>)> {
        let flows = &self.world.flows;
        let by_name = flows.iter().find(|(name, _)| &**name == wanted);
        let found = by_name
            .or_else(|| flows.iter().find(|(_, flow)| flow.name.as_ref().is_some_and(|name| name.value == wanted)));
        found.map(|(_, flow)| (wanted.into(), Arc::clone(flow)))
    }

    /// The service has accepted a start: the task is done, or waits.
    fn child_started(&mut self, start: &ChildStart, name: &str, waits_for: Option<ExecutionId>) {
        let request = self.world.random.uuid();
        let request_key = match self.execution.flow.dialect {
            Dialect::Legacy => "RequestId",
            Dialect::StateMachine => "RequestID",
        };
        let answer: Json = [
            ("FlowName", Json::from(&start.flow_name)),
            ("ExecutionName", Json::from(name)),
            (request_key, Json::from(request)),
        ]
        .into_iter()
        .collect::<Object>()
        .into();
        if let Some(attempt) = self.attempt_mut(start.frame) {
            attempt.child = waits_for;
        }
        let own_token = token::token(self.id, start.entered);
        let what = match start.pattern {
            Pattern::RequestResponse => What::Answer(Answer::Output(answer)),
            Pattern::Sync => What::Submit { answer, then: Box::new(Awaited::Child) },
            Pattern::WaitForCallback if start.callback.as_deref() == Some(own_token.as_str()) => {
                What::Submit { answer, then: Box::new(Awaited::Child) }
            }
            Pattern::WaitForCallback => What::Submit { answer, then: Box::new(Awaited::Report) },
        };
        self.pend(start.frame, start.started, 0, what);
    }

    /// The service has refused a start.
    fn child_refused(&mut self, start: &ChildStart, why: Failure) {
        let what = match start.pattern {
            Pattern::RequestResponse => What::Answer(Answer::Error(why.error, why.cause)),
            Pattern::Sync | Pattern::WaitForCallback => What::Refuse(why),
        };
        self.pend(start.frame, start.started, 0, what);
    }

    /// What a task waits for arrives with the end of an execution.
    fn child_ended(&mut self, frame: FrameId, entered: EventId, answer: Answer) {
        if self.run(frame).is_none_or(|run| run.entered != entered) {
            return;
        }
        let Some(attempt) = self.attempt_mut(frame).filter(|attempt| attempt.stage == Stage::Submitted) else { return };
        // An answer that is already on its way comes first.
        if let (Some(last), None) = (attempt.last, &attempt.pending) {
            self.world.waiting.remove(&(self.id, last));
            self.pend(frame, last, 0, What::Answer(answer));
        }
    }
}

impl Simulation {
    /// Starts a flow for a task, or refuses to.
    pub(crate) fn start_child(&mut self, parent: ExecutionId, start: ChildStart) {
        let existing = start.execution_name.as_ref().and_then(|name| {
            let mut ids = (0..self.executions.len()).map(|index| ExecutionId(index as u32));
            ids.find(|id| {
                let execution = self.execution(*id);
                execution.name == *name && execution.flow_name == start.flow_name && !execution.state.forgotten
            })
        });
        let why = match (&start.input, existing.map(|id| self.execution(id))) {
            (Err(why), _) => Some(Failure::called(format!("{}.{}", start.service, why.error), why.cause.clone())),
            (Ok(_), Some(existing)) if existing.status().is_ended() => Some(Failure::called(
                format!("{}.ExecutionAlreadyExists", start.service),
                format!("Execution {} of flow {} already exists.", existing.name, existing.flow_name),
            )),
            (Ok(_), _) if existing.is_none() => self.no_room_for_child(parent),
            _ => None,
        };
        if let Some(why) = why {
            return self.machine(parent).child_refused(&start, why);
        }
        let child = existing.unwrap_or_else(|| self.add_child(parent, &start));
        let name = Arc::clone(&self.execution(child).name);
        if start.pattern == Pattern::Sync {
            let waiter = Waiter { execution: parent, frame: start.frame, entered: start.entered };
            self.execution_mut(child).state.waiters.push(waiter);
        }
        let waits_for = (start.pattern == Pattern::Sync).then_some(child);
        self.machine(parent).child_started(&start, &name, waits_for);
    }

    fn add_child(&mut self, parent: ExecutionId, start: &ChildStart) -> ExecutionId {
        let name = match &start.execution_name {
            Some(name) => Arc::clone(name),
            None => self.world.random.uuid().into(),
        };
        let child = self.add_execution(NewExecution {
            name,
            flow_name: Arc::clone(&start.flow_name),
            flow: Arc::clone(&start.flow),
            scope: start.flow.root,
            // `StartExecution` starts Standard flows only. Source: [API].
            mode: Mode::Standard,
            role: None,
            input: start.input.clone().unwrap_or_default(),
            parent: Some(Parent { execution: parent, entered: start.entered, item: None }),
            delay_ms: self.world.settings.options.overhead_ms,
        });
        let state = &mut self.execution_mut(child).state;
        state.callback = start.callback.clone();
        state.parent_frame = Some(start.frame);
        child
    }

    /// Why an execution cannot start another one; `None` when it can.
    pub(crate) fn no_room_for_child(&self, parent: ExecutionId) -> Option<Failure> {
        let state = &self.execution(parent).state;
        let cause = if state.depth >= MAX_NESTED_EXECUTIONS {
            format!("executions start each other {MAX_NESTED_EXECUTIONS} levels deep at most")
        } else if self
            .world
            .families
            .get(state.root.0 as usize)
            .is_some_and(|family| family.executions >= MAX_EXECUTIONS)
        {
            format!("an execution starts {MAX_EXECUTIONS} others at most, with what these start")
        } else {
            return None;
        };
        Some(Failure::of_step(failure::TOO_MANY_EXECUTIONS, cause))
    }

    /// Tells everybody who waits for it that an execution has ended.
    pub(crate) fn tell_end(&mut self, id: ExecutionId) {
        let execution = self.execution_mut(id);
        let waiters = std::mem::take(&mut execution.state.waiters);
        let callback = execution.state.callback.take();
        let parent = execution.parent.clone();
        let parent_frame = execution.state.parent_frame;
        let end = self.child_end(id);
        let answer = match &end {
            ChildEnd::Succeeded(output) => Answer::Output(output.clone()),
            ChildEnd::Failed(why) | ChildEnd::Stopped(why) => Answer::Error(why.error.clone(), why.cause.clone()),
        };
        for waiter in waiters {
            self.machine(waiter.execution).child_ended(waiter.frame, waiter.entered, answer.clone());
        }
        if let Some((execution, entered, frame)) = callback.and_then(|text| self.find_token(&text)) {
            self.machine(execution).child_ended(frame, entered, answer);
        }
        if let Some(Parent { execution: parent, entered, item: Some((run, index)) }) = parent {
            let mut machine = self.machine(parent);
            let frame = parent_frame.filter(|frame| {
                machine.run(*frame).is_some_and(|step| {
                    step.entered == entered && matches!(step.doing, Doing::MapRun(number) if number == run)
                })
            });
            machine.child_of_run_ended(frame, run, index, &end);
        }
    }

    fn child_end(&self, id: ExecutionId) -> ChildEnd {
        let execution = self.execution(id);
        let why = || match &execution.error {
            Some((error, cause)) => Failure::called(Arc::clone(error), Arc::clone(cause)),
            None => Failure::called("", ""),
        };
        match execution.status() {
            Status::Succeeded => ChildEnd::Succeeded(execution.output.clone().unwrap_or_default()),
            Status::TimedOut => {
                let cause = format!("the execution {} timed out", execution.name);
                ChildEnd::Failed(Failure::called(failure::CHILD_TIMED_OUT, cause))
            }
            Status::Stopped => ChildEnd::Stopped(why()),
            Status::Failed | Status::Starting | Status::Running => ChildEnd::Failed(why()),
        }
    }
}

/// Tells whether a task calls a function. Source: [TASK], [FCA].
pub(crate) fn is_function(target: &TaskTarget) -> bool {
    matches!(target, TaskTarget::Resource(resource) if resource.starts_with("acs:fc:"))
}

/// The input of a child: an object, or the text of one.
fn child_input(input: &Json) -> Result<Json, Failure> {
    let read = match input {
        Json::String(text) => Json::parse(text).ok(),
        other => Some(other.clone()),
    };
    read.filter(|read| read.as_object().is_some()).ok_or_else(|| {
        let cause = "the input of an execution is an object, or the text of one";
        Failure::called("InvalidArgument", cause)
    })
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;

    use super::*;
    use crate::testing::{error, legacy, machine, names, run, run_with};
    use crate::{Outside, ReportError, Rest, Scenario, simulate};

    const CHILD: &str = "version: v1\ntype: flow\nsteps:\n  - {type: task, name: work, resourceArn: r}";

    fn call(pattern: &str, more: &str) -> String {
        legacy(&format!(
            "  - {{type: task, name: call, resourceArn: \"acs:fnf:::flow/pay\", pattern: {pattern}{more}}}"
        ))
    }

    #[test]
    fn a_sync_call_waits_for_the_end_of_the_child() {
        let scenario = "input: {a: 1}\ntasks: [{step: work, flow: pay, outcomes: [{output: {paid: true}, after: 5s}]}]";
        let (simulation, id, rest) = run_with(&call("sync", ""), scenario, &[("pay", CHILD)]);
        assert_eq!(rest, Rest::Ended);
        let execution = simulation.execution(id);
        assert_eq!(execution.output, Some(json!({"paid": true})));
        let child = simulation.execution(ExecutionId(1));
        assert_eq!((&*child.flow_name, &child.input, child.mode), ("pay", &json!({"a": 1}), Mode::Standard));
        assert_eq!(child.parent.as_ref().map(|parent| (parent.execution, parent.entered)), Some((id, EventId(2))));
        let event = |number| execution.history.event(EventId(number)).unwrap();
        let response = event(6).detail.output().cloned().unwrap();
        let keys: Vec<_> = response.as_object().into_iter().flatten().map(|(key, _)| key.to_string()).collect();
        assert_eq!(keys, ["FlowName", "ExecutionName", "RequestId"]);
        assert_eq!(response.get("ExecutionName").and_then(Json::as_str), Some(&*child.name));
        // The call is sent at event 5; the child starts an overhead later, its end arrives an overhead after it.
        assert_eq!((event(5).time.plus(10), event(6).kind.name()), (child.started, "TaskSubmitted"));
        assert_eq!((event(7).time, event(7).trigger), (child.stopped.unwrap().plus(10), Some(EventId(6))));
    }

    #[test]
    fn the_error_of_a_child_is_the_error_of_the_call() {
        fn check(child: &str, scenario: &str, expected: &str) {
            let (simulation, id, _) = run_with(&call("sync", ""), scenario, &[("pay", child)]);
            assert_eq!(error(simulation.execution(id)), Some(expected), "{child}");
        }
        check(&legacy("  - {type: fail, name: f, error: Broke}"), "", "Broke");
        let slow = format!("timeoutSeconds: 2\n{CHILD}");
        check(&slow, "tasks: [{step: work, flow: pay, outcomes: [{never: true}]}]", "Sim.ChildTimedOut");
        let refused = "tasks: [{step: call, outcomes: [{refused: {error: Busy}}]}]";
        check(CHILD, refused, "Busy");
    }

    #[test]
    fn a_plain_call_goes_on_at_once() {
        let scenario = "tasks: [{step: work, flow: pay, outcomes: [{never: true}]}]";
        let (simulation, id, rest) = run_with(&call("requestResponse", ""), scenario, &[("pay", CHILD)]);
        assert_eq!(rest, Rest::Quiet);
        let output = simulation.execution(id).output.clone().unwrap();
        assert_eq!(output.get("FlowName"), Some(&json!("pay")));
        assert_eq!(simulation.execution(ExecutionId(1)).status(), Status::Running);
    }

    #[test]
    fn a_child_reports_to_the_token_that_it_was_given() {
        let parameters = ", inputMappings: [{target: t, source: $context.task.token}], \
                          serviceParams: {Input: {k: 1}, CallbackFnFTaskToken: $.t}";
        let scenario = "tasks: [{step: work, flow: pay, outcomes: [{output: {done: 1}, after: 3s}]}]";
        let (simulation, id, rest) = run_with(&call("waitForCallback", parameters), scenario, &[("pay", CHILD)]);
        assert_eq!((rest, simulation.execution(id).output.clone()), (Rest::Ended, Some(json!({"done": 1}))));
        assert_eq!(simulation.execution(ExecutionId(1)).input, json!({"k": 1}));
        // Without the token only a report from outside ends the call.
        let (mut simulation, id, rest) = run_with(&call("waitForCallback", ""), scenario, &[("pay", CHILD)]);
        assert_eq!(rest, Rest::Quiet);
        let token = simulation.waiting()[0].token.clone();
        assert_eq!(simulation.report_failed(&token, "E", "").map(|event| event.0), Ok(7));
        assert_eq!(simulation.run(Outside::Nobody), Rest::Ended);
        assert_eq!(error(simulation.execution(id)), Some("E"));
        assert_eq!(simulation.report_failed(&token, "E", ""), Err(ReportError::TaskAlreadyCompleted));
    }

    #[test]
    fn the_new_language_starts_executions_too() {
        let child = machine("p", "  - {Type: Pass, Name: p, OutputConstructor: {got.$: $Input}, End: true}");
        let call = |mode: &str, input: &str| {
            machine(
                "call",
                &format!(
                    "  - {{Type: Task, Name: call, Action: \"FNF:StartExecution\", TaskMode: {mode}, End: true, \
                     Parameters: {{resourceArn: \"acs:fnf:::flow/pay\", executionName: one, input: {input}}}}}"
                ),
            )
        };
        let (simulation, id, _) = run_with(&call("WaitForSystemCallback", "{a: 1}"), "", &[("pay", &child)]);
        assert_eq!(simulation.execution(id).output, Some(json!({"got": {"a": 1}})));
        assert_eq!(&*simulation.execution(ExecutionId(1)).name, "one");
        let (simulation, id, _) = run_with(&call("RequestComplete", "{a: 1}"), "", &[("pay", &child)]);
        let output = simulation.execution(id).output.clone().unwrap();
        assert_eq!((output.get("ExecutionName"), output.get("RequestID").is_some()), (Some(&json!("one")), true));
        let (simulation, id, _) = run_with(&call("RequestComplete", "5"), "", &[("pay", &child)]);
        assert_eq!(error(simulation.execution(id)), Some("FNF.InvalidArgument"));
        // Nobody knows this flow, so the task is one like others.
        let (simulation, id, _) = run(&call("RequestComplete", "{a: 1}"), "");
        assert_eq!((simulation.executions().len(), simulation.execution(id).output.clone()), (1, Some(json!({}))));
    }

    #[test]
    fn a_name_is_used_once() {
        let twice = legacy(
            r#"  - {type: task, name: a, resourceArn: "acs:fnf:::flow/pay", pattern: sync, serviceParams: {ExecutionName: one}}
  - {type: task, name: b, resourceArn: "acs:fnf:::flow/pay", pattern: sync, serviceParams: {ExecutionName: one}}"#,
        );
        let (simulation, id, _) = run_with(&twice, "", &[("pay", CHILD)]);
        assert_eq!(error(simulation.execution(id)), Some("FnF.ExecutionAlreadyExists"));
        assert!(names(simulation.execution(id)).contains(&"TaskSubmitFailed b".to_owned()));
        assert_eq!(simulation.executions().len(), 2);
    }

    #[test]
    fn a_flow_that_is_taken_out_stops_and_frees_its_names() {
        let once = legacy(
            r#"  - {type: task, name: a, resourceArn: "acs:fnf:::flow/pay", pattern: sync, serviceParams: {ExecutionName: one}}"#,
        );
        let never = "tasks: [{step: work, flow: pay, outcomes: [{never: true}]}]";
        let (mut simulation, id, rest) = run_with(&once, never, &[("pay", CHILD)]);
        assert_eq!(rest, Rest::Quiet);
        simulation.remove_flow("pay");
        simulation.remove_flow("no such flow");
        assert_eq!(simulation.run(Outside::Nobody), Rest::Ended);
        assert_eq!(error(simulation.execution(id)), Some("Sim.FlowDeleted"));
        // A flow that nobody knows is a task like others.
        let caller = crate::testing::flow(&once);
        let id = simulation.start(Arc::clone(&caller), "main", "second", Json::Null);
        simulation.run(Outside::Nobody);
        assert_eq!((simulation.execution(id).status(), simulation.executions().len()), (Status::Succeeded, 3));
        simulation.add_flow("pay", crate::testing::flow(&legacy("  - {type: pass, name: p}")));
        let id = simulation.start(caller, "main", "third", Json::Null);
        assert_eq!(
            (simulation.run(Outside::Nobody), simulation.execution(id).status()),
            (Rest::Ended, Status::Succeeded)
        );
        assert_eq!(simulation.executions().len(), 5);
    }

    #[test]
    fn a_stop_reaches_the_job_that_is_waited_for() {
        let scenario = "stop: {after: 1s, error: S}\ntasks: [{step: work, flow: pay, outcomes: [{never: true}]}]";
        let (simulation, id, rest) = run_with(&call("sync", ""), scenario, &[("pay", CHILD)]);
        assert_eq!((rest, simulation.execution(id).status()), (Rest::Ended, Status::Stopped));
        let child = simulation.execution(ExecutionId(1));
        assert_eq!((child.status(), child.stopped), (Status::Stopped, simulation.execution(id).stopped));
    }

    /// A flow that starts itself for ever ends by the limit on nesting.
    #[test]
    fn executions_nest_so_deep_only() {
        let endless = legacy("  - {type: task, name: again, resourceArn: \"acs:fnf:::flow/main\", pattern: sync}");
        let flow = crate::testing::flow(&endless);
        let (simulation, id, rest) = simulate(&flow, "main", &Scenario::default(), &[], Outside::Nobody);
        assert_eq!(rest, Rest::Ended);
        assert_eq!(simulation.executions().len(), MAX_NESTED_EXECUTIONS as usize + 1);
        assert_eq!(error(simulation.execution(id)), Some("Sim.TooManyExecutions"));
    }
}
