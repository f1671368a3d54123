//! The operations and their parameters.

use flowglass_api::Operation;

/// One operation with its parameters.
///
/// An optional parameter that is an empty text counts as not given (api.md 1, CHOICE).
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Makes a flow.
    CreateFlow(CreateFlow),
    /// Describes a flow, or a version of it.
    DescribeFlow(DescribeFlow),
    /// Lists the flows.
    ListFlows(ListFlows),
    /// Changes a flow.
    UpdateFlow(UpdateFlow),
    /// Deletes the flow of this name with its executions.
    DeleteFlow(String),
    /// Keeps a flow as it is now under a number.
    PublishFlowVersion(PublishFlowVersion),
    /// Lists the versions of a flow.
    ListFlowVersions(ListFlowVersions),
    /// Deletes a version.
    DeleteFlowVersion(DeleteFlowVersion),
    /// Makes a name for one or two versions.
    CreateFlowAlias(CreateFlowAlias),
    /// Lets an alias stand for other versions.
    UpdateFlowAlias(UpdateFlowAlias),
    /// Describes an alias.
    DescribeFlowAlias(DescribeFlowAlias),
    /// Lists the aliases of a flow.
    ListFlowAliases(ListFlowAliases),
    /// Deletes an alias.
    DeleteFlowAlias(DeleteFlowAlias),
    /// Starts an execution.
    StartExecution(StartExecution),
    /// Starts an execution of an Express flow; see [`crate::Account::finish`] for its end.
    StartSyncExecution(StartSyncExecution),
    /// Stops an execution.
    StopExecution(StopExecution),
    /// Describes an execution as it is now; see [`crate::Account::wait_done`] for the wait.
    DescribeExecution(DescribeExecution),
    /// Lists the executions of a flow.
    ListExecutions(ListExecutions),
    /// Lists the events of an execution.
    GetExecutionHistory(GetExecutionHistory),
    /// Describes a run of a distributed Map.
    DescribeMapRun(DescribeMapRun),
    /// Changes how a run of a distributed Map goes on.
    UpdateMapRun(UpdateMapRun),
    /// Says that a task that waits has succeeded.
    ReportTaskSucceeded(ReportTaskSucceeded),
    /// Says that a task that waits has failed.
    ReportTaskFailed(ReportTaskFailed),
    /// Lists the regions.
    DescribeRegions,
}

impl Request {
    /// Which operation it is.
    pub fn operation(&self) -> Operation {
        match self {
            Self::CreateFlow(_) => Operation::CreateFlow,
            Self::DescribeFlow(_) => Operation::DescribeFlow,
            Self::ListFlows(_) => Operation::ListFlows,
            Self::UpdateFlow(_) => Operation::UpdateFlow,
            Self::DeleteFlow(_) => Operation::DeleteFlow,
            Self::PublishFlowVersion(_) => Operation::PublishFlowVersion,
            Self::ListFlowVersions(_) => Operation::ListFlowVersions,
            Self::DeleteFlowVersion(_) => Operation::DeleteFlowVersion,
            Self::CreateFlowAlias(_) => Operation::CreateFlowAlias,
            Self::UpdateFlowAlias(_) => Operation::UpdateFlowAlias,
            Self::DescribeFlowAlias(_) => Operation::DescribeFlowAlias,
            Self::ListFlowAliases(_) => Operation::ListFlowAliases,
            Self::DeleteFlowAlias(_) => Operation::DeleteFlowAlias,
            Self::StartExecution(_) => Operation::StartExecution,
            Self::StartSyncExecution(_) => Operation::StartSyncExecution,
            Self::StopExecution(_) => Operation::StopExecution,
            Self::DescribeExecution(_) => Operation::DescribeExecution,
            Self::ListExecutions(_) => Operation::ListExecutions,
            Self::GetExecutionHistory(_) => Operation::GetExecutionHistory,
            Self::DescribeMapRun(_) => Operation::DescribeMapRun,
            Self::UpdateMapRun(_) => Operation::UpdateMapRun,
            Self::ReportTaskSucceeded(_) => Operation::ReportTaskSucceeded,
            Self::ReportTaskFailed(_) => Operation::ReportTaskFailed,
            Self::DescribeRegions => Operation::DescribeRegions,
        }
    }
}

/// The parameters of `CreateFlow`. Source: api.md 5.2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CreateFlow {
    /// `Name`.
    pub name: String,
    /// `Definition`.
    pub definition: String,
    /// `Description`; may be empty (CHOICE).
    pub description: String,
    /// `Type`: `FDL`.
    pub kind: String,
    /// `RoleArn`.
    pub role_arn: Option<String>,
    /// `ExternalStorageLocation`.
    pub external_storage_location: Option<String>,
    /// `ExecutionMode`: `Standard`, which is the default, or `Express`.
    pub execution_mode: Option<String>,
    /// `Environment`: JSON text.
    pub environment: Option<String>,
    /// `ResourceGroupId`.
    pub resource_group_id: Option<String>,
}

/// The parameters of `DescribeFlow`. Source: api.md 5.2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DescribeFlow {
    /// `Name`.
    pub name: String,
    /// `FlowVersion`: the number of a version.
    pub flow_version: Option<String>,
}

/// The parameters of `UpdateFlow`: what is not given stays. Source: api.md 5.2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UpdateFlow {
    /// `Name`.
    pub name: String,
    /// `Definition`.
    pub definition: Option<String>,
    /// `Description`.
    pub description: Option<String>,
    /// `Type`: `FDL`.
    pub kind: Option<String>,
    /// `RoleArn`.
    pub role_arn: Option<String>,
    /// `Environment`: JSON text.
    pub environment: Option<String>,
}

/// The parameters of `ListFlows`. Source: api.md 5.2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFlows {
    /// `NextToken` of the page before.
    pub next_token: Option<String>,
    /// `Limit`: 1 to 1000, 60 when it is not given.
    pub limit: Option<i64>,
    /// `ResourceGroupId`: only flows of this group.
    pub resource_group_id: Option<String>,
}

/// The parameters of `StartExecution`. Source: api.md 5.1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StartExecution {
    /// `FlowName`.
    pub flow_name: String,
    /// `ExecutionName`; one is made when it is not given.
    pub execution_name: Option<String>,
    /// `Input`: the text of a JSON object.
    pub input: Option<String>,
    /// `CallbackFnFTaskToken`: the task to report to at the end.
    pub callback_token: Option<String>,
    /// `Qualifier`: the version that is to run, by its number or an alias; the flow as it is when it is not given.
    pub qualifier: Option<String>,
}

/// The parameters of `StartSyncExecution`. Source: api.md 5.1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StartSyncExecution {
    /// `FlowName`.
    pub flow_name: String,
    /// `ExecutionName`: a colon and a number follow it.
    pub execution_name: Option<String>,
    /// `Input`: the text of a JSON object.
    pub input: Option<String>,
    /// `Qualifier`, as of [`StartExecution`].
    pub qualifier: Option<String>,
}

/// The parameters of `StopExecution`. Source: api.md 5.1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StopExecution {
    /// `FlowName`.
    pub flow_name: String,
    /// `ExecutionName`.
    pub execution_name: String,
    /// `Error`: 1 to 128 characters.
    pub error: Option<String>,
    /// `Cause`: 1 to 4096 characters.
    pub cause: Option<String>,
}

/// The parameters of `DescribeExecution`. Source: api.md 5.1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DescribeExecution {
    /// `FlowName`.
    pub flow_name: String,
    /// `ExecutionName`.
    pub execution_name: String,
    /// `WaitTimeSeconds`: 0 to 60. An account only checks it: whoever has a clock waits.
    pub wait_time_seconds: Option<i64>,
}

/// The parameters of `ListExecutions`. Source: api.md 5.1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListExecutions {
    /// `FlowName`.
    pub flow_name: String,
    /// `NextToken` of the page before.
    pub next_token: Option<String>,
    /// `Limit`: 1 to 100, 60 when it is not given.
    pub limit: Option<i64>,
    /// `Status`: only executions that stand so.
    pub status: Option<String>,
    /// `StartedTimeBegin`: only executions that started then or later, RFC 3339.
    pub started_time_begin: Option<String>,
    /// `StartedTimeEnd`: only executions that started then or earlier, RFC 3339.
    pub started_time_end: Option<String>,
    /// `ExecutionNamePrefix`: only executions whose name begins so.
    pub execution_name_prefix: Option<String>,
    /// `MapRunName`: the executions of one run of a distributed Map instead of the others.
    pub map_run_name: Option<String>,
    /// `MetadataOnly`: without input, output, definition and environment (CHOICE).
    pub metadata_only: bool,
    /// `Qualifier`: only executions that run this version, or were started by this alias (CHOICE).
    pub qualifier: Option<String>,
}

/// The parameters of `GetExecutionHistory`. Source: api.md 5.1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GetExecutionHistory {
    /// `FlowName`.
    pub flow_name: String,
    /// `ExecutionName`.
    pub execution_name: String,
    /// `NextToken` of the page before: the number of the next event (CHOICE).
    pub next_token: Option<String>,
    /// `Limit`: 1 to 1000, 60 when it is not given.
    pub limit: Option<i64>,
}

/// The parameters of `ReportTaskSucceeded`. Source: api.md 5.3.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportTaskSucceeded {
    /// `TaskToken`.
    pub task_token: String,
    /// `Output`: JSON text.
    pub output: String,
}

/// The parameters of `ReportTaskFailed`. Source: api.md 5.3.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportTaskFailed {
    /// `TaskToken`.
    pub task_token: String,
    /// `Error`: 1 to 128 characters.
    pub error: String,
    /// `Cause`: 1 to 4096 characters.
    pub cause: Option<String>,
}

/// The parameters of `PublishFlowVersion`. Source: api.md 5.5.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishFlowVersion {
    /// `FlowName`.
    pub flow_name: String,
    /// `Description`.
    pub description: Option<String>,
}

/// The parameters of `ListFlowVersions`. Source: api.md 5.5.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFlowVersions {
    /// `FlowName`.
    pub flow_name: String,
    /// `NextToken` of the page before.
    pub next_token: Option<String>,
    /// `Limit`: 1 to 1000, 60 when it is not given (CHOICE).
    pub limit: Option<i64>,
}

/// The parameters of `DeleteFlowVersion`. Source: api.md 5.5.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeleteFlowVersion {
    /// `FlowName`.
    pub flow_name: String,
    /// `FlowVersion`: the number of a version.
    pub flow_version: String,
}

/// The parameters of `CreateFlowAlias`. Source: api.md 5.5.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CreateFlowAlias {
    /// `FlowName`.
    pub flow_name: String,
    /// `Name`.
    pub name: String,
    /// `Description`.
    pub description: Option<String>,
    /// `RoutingConfigurations`: JSON text, one or two versions with weights that make 100.
    pub routing_configurations: String,
}

/// The parameters of `UpdateFlowAlias`. Source: api.md 5.5.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UpdateFlowAlias {
    /// `FlowName`.
    pub flow_name: String,
    /// `Name`.
    pub name: String,
    /// `Description`; stays when it is not given.
    pub description: Option<String>,
    /// `RoutingConfigurations`, as of [`CreateFlowAlias`].
    pub routing_configurations: String,
}

/// The parameters of `DescribeFlowAlias`. Source: api.md 5.5.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DescribeFlowAlias {
    /// `FlowName`.
    pub flow_name: String,
    /// `Name`.
    pub name: String,
}

/// The parameters of `ListFlowAliases`. Source: api.md 5.5.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFlowAliases {
    /// `FlowName`.
    pub flow_name: String,
    /// `NextToken` of the page before.
    pub next_token: Option<String>,
    /// `Limit`: 1 to 1000, 60 when it is not given (CHOICE).
    pub limit: Option<i64>,
}

/// The parameters of `DeleteFlowAlias`. Source: api.md 5.5.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeleteFlowAlias {
    /// `FlowName`.
    pub flow_name: String,
    /// `Name`.
    pub name: String,
}

/// The parameters of `DescribeMapRun`. Source: api.md 5.5.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DescribeMapRun {
    /// `FlowName`.
    pub flow_name: String,
    /// `ExecutionName`.
    pub execution_name: String,
    /// `MapRunName`.
    pub map_run_name: String,
}

/// The parameters of `UpdateMapRun`: what is not given stays. Source: api.md 5.5.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateMapRun {
    /// `FlowName`.
    pub flow_name: String,
    /// `ExecutionName`.
    pub execution_name: String,
    /// `MapRunName`.
    pub map_run_name: String,
    /// `Concurrency`: how many items run at a time, 1 to 300 (CHOICE).
    pub concurrency: Option<i64>,
    /// `ToleratedFailedCount`: how many items may fail.
    pub tolerated_failed_count: Option<i64>,
    /// `ToleratedFailedPercentage`: how many of a hundred items may fail, 0 to 100.
    pub tolerated_failed_percentage: Option<f64>,
}
