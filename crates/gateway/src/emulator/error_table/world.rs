//! An account with something of everything, and a good request for each operation.

use flowglass_account::{
    Account, CreateFlow, CreateFlowAlias, PublishFlowVersion, ReportTaskFailed, Request, StartExecution, StopExecution,
};
use flowglass_api::Operation;
use flowglass_simulator::Settings;

use super::{Method, Sent};
use crate::emulator::testing::{ASK, PASS};

/// The operations of the account.
pub(super) const OPERATIONS: [Operation; 24] = {
    use Operation as O;
    [
        O::CreateFlow,
        O::DescribeFlow,
        O::ListFlows,
        O::UpdateFlow,
        O::DeleteFlow,
        O::PublishFlowVersion,
        O::ListFlowVersions,
        O::DeleteFlowVersion,
        O::CreateFlowAlias,
        O::UpdateFlowAlias,
        O::DescribeFlowAlias,
        O::ListFlowAliases,
        O::DeleteFlowAlias,
        O::StartExecution,
        O::StartSyncExecution,
        O::StopExecution,
        O::DescribeExecution,
        O::ListExecutions,
        O::GetExecutionHistory,
        O::DescribeMapRun,
        O::UpdateMapRun,
        O::ReportTaskSucceeded,
        O::ReportTaskFailed,
        O::DescribeRegions,
    ]
};

/// Items that each rest for a minute.
const MAP: &str = "Type: StateMachine\nSpecVersion: v1\nName: each\nStartAt: each\nStates:\n  - {Type: Map, Name: each, End: true, ItemsPath: $Input.xs, \
     MaxConcurrency: 1, ProcessorConfig: {ExecutionMode: Standard}, \
     Processor: {StartAt: ask, States: [{Type: Task, Name: ask, Action: \"MNS:SendMessage\", TaskMode: WaitForCustomCallback, End: true}]}}\n";

/// Two tasks that wait for reports; the first one waits five seconds between two attempts.
const TWICE: &str = "version: v1\ntype: flow\nsteps:\n  - type: parallel\n    name: both\n    branches:\n      - steps: [{type: task, name: again, resourceArn: r, pattern: waitForCallback, \
     retry: [{errors: [Again], intervalSeconds: 5, maxAttempts: 3}]}]\n      - steps: [{type: task, name: other, resourceArn: r, pattern: waitForCallback}]\n";

/// An account with something of everything.
///
/// | flow | is | has |
/// | --- | --- | --- |
/// | `shop` | Standard, waits for a report | versions 1 and 2, the alias `prod` of version 1, executions `running` and `ended` |
/// | `fast` | Express | |
/// | `each` | has a distributed Map | the executions `maps`, whose run goes on, and `done`, which has ended |
/// | `twice` | waits for two reports | the execution `again`, whose first task is between two attempts |
pub(super) struct World {
    pub(super) account: Account,
    /// The token of the task that waits.
    pub(super) waits: String,
    /// The token of a task that is over.
    pub(super) over: String,
    /// The token of a task that is between two attempts.
    pub(super) between: String,
    /// The run of the distributed Map that goes on.
    pub(super) run: String,
    /// The run of the one that is over.
    pub(super) done_run: String,
}

impl World {
    pub(super) fn new() -> Self {
        let mut account = Account::new(Settings::default());
        for (name, definition, mode) in
            [("shop", ASK, "Standard"), ("fast", PASS, "Express"), ("each", MAP, ""), ("twice", TWICE, "")]
        {
            let flow = CreateFlow {
                name: name.into(),
                definition: definition.into(),
                kind: "FDL".into(),
                execution_mode: Some(mode.into()),
                ..CreateFlow::default()
            };
            done(&mut account, Request::CreateFlow(flow));
        }
        for _ in 0..2 {
            let version = PublishFlowVersion { flow_name: "shop".into(), description: None };
            done(&mut account, Request::PublishFlowVersion(version));
        }
        let alias = CreateFlowAlias {
            flow_name: "shop".into(),
            name: "prod".into(),
            description: None,
            routing_configurations: r#"[{"Version":"1","Weight":100}]"#.into(),
        };
        done(&mut account, Request::CreateFlowAlias(alias));
        let over = start(&mut account, "shop", "ended");
        let stop =
            StopExecution { flow_name: "shop".into(), execution_name: "ended".into(), ..StopExecution::default() };
        done(&mut account, Request::StopExecution(stop));
        let waits = start(&mut account, "shop", "running");
        start(&mut account, "each", "maps");
        let between = start(&mut account, "twice", "again");
        let report = ReportTaskFailed { task_token: between.clone(), error: "Again".into(), cause: None };
        done(&mut account, Request::ReportTaskFailed(report));
        start(&mut account, "each", "done");
        let stop =
            StopExecution { flow_name: "each".into(), execution_name: "done".into(), ..StopExecution::default() };
        done(&mut account, Request::StopExecution(stop));
        let [run, done_run] = ["maps", "done"].map(|name| {
            let id = account.execution_id("each", name).unwrap();
            account.simulation().execution(id).map_runs[0].name.to_string()
        });
        Self { account, waits, over, between, run, done_run }
    }

    /// A request that is answered well.
    pub(super) fn good(&self, operation: Operation) -> Sent {
        let name = operation.name();
        let get = |pairs: &[(&str, &str)]| Sent::new(name, Method::Get).query(pairs);
        let post = |pairs: &[(&str, &str)]| Sent::new(name, Method::Post).form(pairs);
        let route = r#"[{"Version":"2","Weight":100}]"#;
        let of_run = [("FlowName", "each"), ("ExecutionName", "maps"), ("MapRunName", self.run.as_str())];
        match operation {
            Operation::CreateFlow => {
                post(&[("Name", "new"), ("Definition", PASS), ("Description", ""), ("Type", "FDL")])
            }
            Operation::DescribeFlow => get(&[("Name", "shop")]),
            Operation::UpdateFlow | Operation::DeleteFlow => post(&[("Name", "shop")]),
            Operation::ListFlows => get(&[]),
            Operation::PublishFlowVersion => post(&[("FlowName", "shop")]),
            Operation::ListFlowVersions | Operation::ListFlowAliases | Operation::ListExecutions => {
                get(&[("FlowName", "shop")])
            }
            Operation::DeleteFlowVersion => post(&[("FlowName", "shop"), ("FlowVersion", "2")]),
            Operation::CreateFlowAlias => {
                post(&[("FlowName", "shop"), ("Name", "test"), ("RoutingConfigurations", route)])
            }
            Operation::UpdateFlowAlias => {
                post(&[("FlowName", "shop"), ("Name", "prod"), ("RoutingConfigurations", route)])
            }
            Operation::DescribeFlowAlias => get(&[("FlowName", "shop"), ("Name", "prod")]),
            Operation::DeleteFlowAlias => post(&[("FlowName", "shop"), ("Name", "prod")]),
            Operation::StartExecution => post(&[("FlowName", "shop"), ("ExecutionName", "next")]),
            Operation::StartSyncExecution => post(&[("FlowName", "fast"), ("ExecutionName", "next")]),
            Operation::StopExecution => post(&[("FlowName", "shop"), ("ExecutionName", "running")]),
            Operation::DescribeExecution | Operation::GetExecutionHistory => {
                get(&[("FlowName", "shop"), ("ExecutionName", "running")])
            }
            Operation::DescribeMapRun => get(&of_run),
            Operation::UpdateMapRun => get(&of_run).with("Concurrency", "2"),
            Operation::ReportTaskSucceeded => post(&[("TaskToken", &self.waits), ("Output", "{}")]),
            Operation::ReportTaskFailed => post(&[("TaskToken", &self.waits), ("Error", "Refused")]),
            Operation::DescribeRegions => post(&[("AcceptLanguage", "en-US")]),
            Operation::CreateSchedule
            | Operation::UpdateSchedule
            | Operation::DeleteSchedule
            | Operation::DescribeSchedule
            | Operation::ListSchedules => panic!("the account has no schedules"),
        }
    }
}

fn done(account: &mut Account, request: Request) {
    let now = account.now();
    account.call(&request, now).unwrap();
    account.run();
}

/// Starts an execution; gives the first token that waits because of it, which may be none.
fn start(account: &mut Account, flow: &str, name: &str) -> String {
    let known: Vec<_> = account.simulation().waiting().into_iter().map(|task| task.token).collect();
    let request = StartExecution {
        flow_name: flow.into(),
        execution_name: Some(name.into()),
        input: Some(r#"{"xs":[{},{}]}"#.into()),
        ..StartExecution::default()
    };
    done(account, Request::StartExecution(request));
    let waiting = account.simulation().waiting().into_iter().map(|task| task.token);
    waiting.into_iter().find(|token| !known.contains(token)).unwrap_or_default()
}
