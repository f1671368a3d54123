//! The operations and their parameters.

/// One operation with its parameters.
///
/// An optional parameter that is an empty text counts as not given (api.md 1, CHOICE).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Makes a flow.
    CreateFlow(CreateFlow),
    /// Describes the flow of this name.
    DescribeFlow(String),
    /// Lists the flows.
    ListFlows(ListFlows),
    /// Changes a flow.
    UpdateFlow(UpdateFlow),
    /// Deletes the flow of this name with its executions.
    DeleteFlow(String),
    /// Starts an execution.
    StartExecution(StartExecution),
    /// Stops an execution.
    StopExecution(StopExecution),
    /// Describes an execution as it is now; see [`crate::Account::wait_done`] for the wait.
    DescribeExecution(DescribeExecution),
    /// Lists the executions of a flow.
    ListExecutions(ListExecutions),
    /// Lists the events of an execution.
    GetExecutionHistory(GetExecutionHistory),
    /// Says that a task that waits has succeeded.
    ReportTaskSucceeded(ReportTaskSucceeded),
    /// Says that a task that waits has failed.
    ReportTaskFailed(ReportTaskFailed),
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
