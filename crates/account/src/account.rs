//! The account: one operation in, one answer out, and time.

use std::sync::Arc;

use flowglass_api::ErrorCode;
use flowglass_expression::Random;
use flowglass_history::Millis;
use flowglass_simulator::{Entry, ExecutionId, Outside, Rest, Settings, Simulation};

use crate::error::ApiError;
use crate::faults::{Fault, Faults};
use crate::limits::Limits;
use crate::regions::regions;
use crate::register::{Origin, Register};
use crate::request::Request;
use crate::response::Response;
use crate::throttle::Buckets;

/// A CloudFlow account in memory, as a value: a clone goes on exactly as the original does.
///
/// Its flows run on the clock of a simulation, which [`call`](Self::call) and [`advance_to`](Self::advance_to) move to
/// the time that they are given. On a real clock, call `advance_to` whenever [`next_due`](Self::next_due) says. On a
/// virtual clock, [`run`](Self::run) jumps from one thing to the next, and [`now`](Self::now) is the time for calls.
#[derive(Clone, Debug)]
pub struct Account {
    pub(crate) simulation: Simulation,
    pub(crate) random: Random,
    pub(crate) register: Register,
    /// Who answers the tasks: for each flow what its scenario says.
    pub(crate) answers: Vec<(String, Vec<Entry>)>,
    /// Executions whose end is reported to a task, and the token of that.
    pub(crate) callbacks: Vec<(ExecutionId, String)>,
    /// For each execution of the simulation, what it was started with; `None` when its flow is not in the account.
    pub(crate) started: Vec<Option<Started>>,
    /// The executions that ran when somebody last counted, and those that began since.
    pub(crate) running: Vec<ExecutionId>,
    pub(crate) limits: Limits,
    pub(crate) faults: Faults,
    /// How often operations may be called; `None` for as often as one likes.
    pub(crate) buckets: Option<Buckets>,
}

/// What an execution was started with.
#[derive(Clone, Debug)]
pub(crate) struct Started {
    /// What it keeps of its flow.
    pub(crate) origin: Arc<Origin>,
    /// The version that it runs; `None` for the flow as it was.
    pub(crate) version: Option<u32>,
    /// The alias that it was started by.
    pub(crate) alias: Option<Arc<str>>,
}

impl Account {
    /// Makes an account without flows. `settings` are those of all executions: where the clock starts, the seed of
    /// everything random, limits and switches.
    pub fn new(settings: Settings) -> Self {
        // Ids of the account and of the simulation are drawn apart, so that listing flows changes no run.
        let random = Random::new(settings.seed ^ 0x466c_6f77_676c_6173);
        Self {
            simulation: Simulation::new(settings),
            random,
            register: Register::default(),
            answers: Vec::new(),
            callbacks: Vec::new(),
            started: Vec::new(),
            running: Vec::new(),
            limits: Limits::default(),
            faults: Faults::default(),
            buckets: None,
        }
    }

    /// Does one operation at `now`, after everything that is due until then has happened.
    ///
    /// # Errors
    /// As the service refuses the operation (api.md 5 and 6), as it was ordered, or because it comes too often.
    pub fn call(&mut self, request: &Request, now: Millis) -> Result<Response, ApiError> {
        self.advance_to(now);
        let now = self.now();
        self.faults.meet(request, now)?;
        if let Some(buckets) = &mut self.buckets {
            buckets.take(request.operation(), now)?;
        }
        let answer = match request {
            Request::CreateFlow(parameters) => self.create_flow(parameters),
            Request::DescribeFlow(parameters) => self.describe_flow(parameters),
            Request::ListFlows(parameters) => self.list_flows(parameters),
            Request::UpdateFlow(parameters) => self.update_flow(parameters),
            Request::DeleteFlow(name) => self.delete_flow(name),
            Request::PublishFlowVersion(parameters) => self.publish_flow_version(parameters),
            Request::ListFlowVersions(parameters) => self.list_flow_versions(parameters),
            Request::DeleteFlowVersion(parameters) => self.delete_flow_version(parameters),
            Request::CreateFlowAlias(parameters) => self.create_flow_alias(parameters),
            Request::UpdateFlowAlias(parameters) => self.update_flow_alias(parameters),
            Request::DescribeFlowAlias(parameters) => self.describe_flow_alias(parameters),
            Request::ListFlowAliases(parameters) => self.list_flow_aliases(parameters),
            Request::DeleteFlowAlias(parameters) => self.delete_flow_alias(parameters),
            Request::StartExecution(parameters) => self.start_execution(parameters),
            Request::StartSyncExecution(parameters) => self.start_sync_execution(parameters),
            Request::StopExecution(parameters) => self.stop_execution(parameters),
            Request::DescribeExecution(parameters) => self.describe_execution(parameters),
            Request::ListExecutions(parameters) => self.list_executions(parameters),
            Request::GetExecutionHistory(parameters) => self.execution_history(parameters),
            Request::DescribeMapRun(parameters) => self.describe_map_run(parameters),
            Request::UpdateMapRun(parameters) => self.update_map_run(parameters),
            Request::ReportTaskSucceeded(parameters) => self.report_succeeded(parameters),
            Request::ReportTaskFailed(parameters) => self.report_failed(parameters),
            Request::DescribeRegions => Ok(regions()),
        };
        self.tell_callbacks();
        self.learn();
        answer
    }

    /// Sets how much there is room for, from now on.
    pub fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
    }

    /// Orders an error; see [`Fault`].
    pub fn order_fault(&mut self, fault: Fault) {
        self.faults.order(fault);
    }

    /// Lets operations be called only as often as the service does, by the account's own clock; all buckets are full.
    ///
    /// Source: api.md 7. Calls that tasks make do not count, and steps take no tokens.
    pub fn throttle(&mut self) {
        self.buckets = Some(Buckets::default());
    }

    /// Lets time pass for the buckets of [`throttle`](Self::throttle) alone: where a virtual clock stands still, who
    /// was refused could wait for ever.
    pub fn pass_for_buckets(&mut self, ms: i64) {
        if let Some(buckets) = &mut self.buckets {
            buckets.pass(ms);
        }
    }

    /// Lets everything happen that is due at or before `now`, waits for reports or not; an earlier `now` changes
    /// nothing.
    pub fn advance_to(&mut self, now: Millis) {
        while !self.callbacks.is_empty() {
            // A report at the end of an execution belongs to the moment of that end.
            match self.simulation.next_due() {
                Some(due) if due <= now => {
                    let _ = self.simulation.run_until(due, Outside::Nobody);
                    self.tell_callbacks();
                }
                _ => break,
            }
        }
        let _ = self.simulation.run_until(now.max(self.simulation.now()), Outside::Nobody);
        self.tell_callbacks();
        self.learn();
    }

    /// Lets the clock jump from one thing to the next until rest. It does not jump past anything that would come over
    /// an execution while a task of it waits for a report that no scenario gives; see [`Outside::CanReport`].
    pub fn run(&mut self) -> Rest {
        loop {
            while !self.callbacks.is_empty() && self.simulation.advance(Outside::CanReport).is_some() {
                self.tell_callbacks();
            }
            let rest = self.simulation.run(Outside::CanReport);
            if !self.tell_callbacks() {
                self.learn();
                return rest;
            }
        }
    }

    /// When the next thing is due; `None` when nothing is left to happen.
    pub fn next_due(&mut self) -> Option<Millis> {
        self.simulation.next_due()
    }

    /// The account's time.
    pub fn now(&self) -> Millis {
        self.simulation.now()
    }

    /// Tells whether waiting for the end of an execution is over: it has ended, or there is no such execution.
    pub fn wait_done(&self, flow: &str, execution: &str) -> bool {
        self.execution_id(flow, execution).is_none_or(|id| self.simulation.execution(id).status().is_ended())
    }

    /// The number of an execution in the [simulation](Self::simulation), if there is such an execution.
    pub fn execution_id(&self, flow: &str, execution: &str) -> Option<ExecutionId> {
        self.register.get(flow)?.by_name.get(execution).copied()
    }

    /// What runs the executions, to look at: what tasks wait for, notes, runs of distributed Maps.
    pub fn simulation(&self) -> &Simulation {
        &self.simulation
    }

    /// Takes note of executions that began since the last time: somebody or a task started them.
    pub(crate) fn learn(&mut self) {
        while self.started.len() < self.simulation.executions().len() {
            let id = ExecutionId(self.started.len() as u32);
            let execution = self.simulation.execution(id);
            // An item of a distributed Map runs what the execution runs that it belongs to.
            let whole = execution.parent.as_ref().filter(|parent| parent.item.is_some());
            let started = match whole {
                Some(parent) => self.started(parent.execution).cloned(),
                None => self.register.get(&execution.flow_name).map(|flow| Started {
                    origin: Arc::clone(&flow.origin),
                    version: None,
                    alias: None,
                }),
            };
            self.note(id, started);
        }
    }

    /// Takes note of the execution that began last.
    pub(crate) fn note(&mut self, id: ExecutionId, started: Option<Started>) {
        let execution = self.simulation.execution(id);
        if let Some(flow) = self.register.get_mut(&execution.flow_name) {
            flow.add_execution(id, execution);
        }
        self.started.push(started);
        self.running.push(id);
    }

    /// What an execution was started with, if its flow was in the account.
    pub(crate) fn started(&self, id: ExecutionId) -> Option<&Started> {
        self.started.get(id.0 as usize)?.as_ref()
    }

    /// Reports the ends of executions to the tasks that asked for it; tells whether a report was taken.
    fn tell_callbacks(&mut self) -> bool {
        let mut taken = false;
        let mut index = 0;
        while let Some((id, token)) = self.callbacks.get(index) {
            let execution = self.simulation.execution(*id);
            if !execution.status().is_ended() {
                index += 1;
                continue;
            }
            let end = match (&execution.output, &execution.error) {
                (Some(output), _) => Ok(output.clone()),
                (None, Some(error)) => Err(error.clone()),
                (None, None) => Err((execution.status().name().into(), "".into())),
            };
            let token = token.clone();
            let reported = match end {
                Ok(output) => self.simulation.report_succeeded(&token, output),
                Err((error, cause)) => self.simulation.report_failed(&token, &error, &cause),
            };
            taken |= reported.is_ok();
            if reported == Err(flowglass_simulator::ReportError::TaskInvalidState) {
                // The task is about to wait.
                index += 1;
            } else {
                self.callbacks.remove(index);
            }
        }
        taken
    }

    /// A name or number that nobody has had.
    pub(crate) fn fresh(&mut self, prefix: &str) -> String {
        format!("{prefix}{}", self.random.uuid())
    }
}

/// The error of something that is refused because there is too much already.
pub(crate) fn throttled(detail: &str) -> ApiError {
    ApiError::with_detail(ErrorCode::ResourceThrottled, &[], detail)
}

#[cfg(test)]
mod tests {
    use flowglass_api::WireEvent;

    use super::*;
    use crate::testing::{ASK, PASS, START, WAIT, account, call, describe, execution, history, start};
    use crate::{ReportTaskFailed, StartExecution};

    fn events(account: &mut Account, flow: &str, name: &str) -> Vec<WireEvent> {
        match call(account, Request::GetExecutionHistory(history(flow, name))) {
            Ok(Response::History(list)) => list.events,
            other => panic!("no history: {other:?}"),
        }
    }

    fn status(account: &mut Account, flow: &str, name: &str) -> String {
        execution(call(account, describe(flow, name))).status
    }

    #[test]
    fn time_comes_in() {
        let mut account = account(&[("shop", WAIT)]);
        let answer = execution(account.call(&start("shop", "one", "{}"), START.plus(500)));
        assert_eq!((answer.status.as_str(), answer.started_time.as_str()), ("Starting", "2026-01-01T00:00:00.500Z"));
        assert_eq!(account.next_due(), Some(START.plus(500)));
        // Entered, started, ten seconds later succeeded, left and at the end, each an overhead of 10 ms after another.
        for (after, expected) in [(500, "Running"), (10_549, "Running"), (10_550, "Succeeded")] {
            let answer = execution(account.call(&describe("shop", "one"), START.plus(after)));
            assert_eq!(answer.status, expected, "{after}");
            assert_eq!(account.wait_done("shop", "one"), expected == "Succeeded");
        }
        assert_eq!(account.next_due(), None);
        // Time does not go back.
        let answer = execution(account.call(&describe("shop", "one"), START));
        assert_eq!((answer.stopped_time.as_str(), account.now()), ("2026-01-01T00:00:10.550Z", START.plus(10_550)));
        assert!(account.wait_done("shop", "two") && account.wait_done("other", "one"));
    }

    #[test]
    fn a_virtual_clock_jumps_until_a_task_waits_for_a_report() {
        let mut account = account(&[("shop", WAIT), ("desk", ASK)]);
        execution(call(&mut account, start("shop", "one", "{}")));
        assert_eq!(account.run(), Rest::Ended);
        assert_eq!(status(&mut account, "shop", "one"), "Succeeded");
        execution(call(&mut account, start("desk", "one", "{}")));
        assert_eq!(account.run(), Rest::Suspended);
        assert_eq!(status(&mut account, "desk", "one"), "Running");
        let [task] = &account.simulation().waiting()[..] else { panic!("one task waits") };
        assert_eq!((&*task.step, account.execution_id("desk", "one")), ("ask", Some(task.execution)));
        // Others do not wait with it.
        execution(call(&mut account, start("shop", "two", "{}")));
        assert_eq!(account.run(), Rest::Suspended);
        assert_eq!(status(&mut account, "shop", "two"), "Succeeded");
    }

    #[test]
    fn a_clone_goes_on_as_the_original_does() {
        let mut one = account(&[("shop", PASS)]);
        execution(call(&mut one, start("shop", "one", "{}")));
        let mut two = one.clone();
        let request = Request::StartExecution(StartExecution { flow_name: "shop".to_owned(), ..Default::default() });
        assert_eq!(call(&mut one, request.clone()), call(&mut two, request));
        assert_eq!((one.run(), two.run()), (Rest::Ended, Rest::Ended));
        assert_eq!(events(&mut one, "shop", "one"), events(&mut two, "shop", "one"));
    }

    #[test]
    fn the_end_of_an_execution_is_reported_to_the_task_that_asked() {
        fn check(flow: &str, jump: bool, last: &str) {
            let mut account = account(&[("desk", ASK), ("shop", flow)]);
            execution(call(&mut account, start("desk", "one", "{}")));
            account.run();
            let token = account.simulation().waiting()[0].token.clone();
            let request = Request::StartExecution(StartExecution {
                flow_name: "shop".to_owned(),
                execution_name: Some("two".to_owned()),
                input: Some(r#"{"a":1}"#.to_owned()),
                callback_token: Some(token),
                qualifier: None,
            });
            execution(call(&mut account, request));
            if jump {
                account.run();
            } else {
                account.advance_to(START.plus(60_000));
            }
            let reported = events(&mut account, "desk", "one").into_iter().find(|event| event.event_id == 7).unwrap();
            let ended = execution(call(&mut account, describe("shop", "two"))).stopped_time;
            assert_eq!((reported.kind.as_str(), reported.time), (last, ended));
        }
        check(PASS, true, "TaskSucceeded");
        check(PASS, false, "TaskSucceeded");
        check(WAIT, true, "TaskSucceeded");
        check(WAIT, false, "TaskSucceeded");
        let fail = "version: v1\ntype: flow\nsteps:\n  - {type: fail, name: f, error: Broke, cause: it}\n";
        check(fail, false, "TaskFailed");
        check(&format!("timeoutSeconds: 1\n{WAIT}"), false, "TaskFailed");
    }

    #[test]
    fn a_token_of_nobody_changes_nothing() {
        let mut account = account(&[("shop", PASS)]);
        let request = Request::StartExecution(StartExecution {
            flow_name: "shop".to_owned(),
            execution_name: Some("one".to_owned()),
            input: None,
            callback_token: Some("no token".to_owned()),
            qualifier: None,
        });
        execution(call(&mut account, request));
        assert_eq!(account.run(), Rest::Ended);
        assert!(account.callbacks.is_empty());
    }

    #[test]
    fn executions_that_tasks_start_are_there_too() {
        let call_flow = "version: v1\ntype: flow\nsteps:\n  - {type: task, name: c, resourceArn: \"acs:fnf:::flow/pay\", pattern: sync, serviceParams: {ExecutionName: child}}\n";
        let mut account = account(&[("shop", call_flow), ("pay", ASK)]);
        execution(call(&mut account, start("shop", "one", "{}")));
        account.run();
        let child = execution(call(&mut account, describe("pay", "child")));
        assert_eq!((child.status.as_str(), child.flow_definition.as_deref()), ("Running", Some(ASK)));
        let task_token = account.simulation().waiting()[0].token.clone();
        let report = ReportTaskFailed { task_token, error: "Refused".to_owned(), cause: None };
        call(&mut account, Request::ReportTaskFailed(report)).unwrap();
        account.run();
        assert_eq!(status(&mut account, "shop", "one"), "Failed");
        // A deleted flow is started no more; a task that names it is one like others.
        call(&mut account, Request::DeleteFlow("pay".to_owned())).unwrap();
        execution(call(&mut account, start("shop", "two", "{}")));
        account.run();
        assert_eq!(status(&mut account, "shop", "two"), "Succeeded");
    }
}
