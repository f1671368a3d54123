//! What the operations answer.

use flowglass_api::{
    EventList, ExecutionList, FlowAliasAnswer, FlowAliasList, FlowList, FlowVersionList, MapRunUpdate, Nothing,
    RegionList, Reported, WireExecution, WireFlow, WireFlowAlias, WireFlowVersion, WireMapRun,
};

/// What an operation answers, without the number of the request.
#[derive(Clone, Debug, PartialEq)]
pub enum Response {
    /// `CreateFlow`, `DescribeFlow`, `UpdateFlow`.
    Flow(WireFlow),
    /// `ListFlows`.
    Flows(FlowList),
    /// `DeleteFlow`, `DeleteFlowVersion`, `DeleteFlowAlias`.
    Nothing(Nothing),
    /// `PublishFlowVersion`.
    FlowVersion(WireFlowVersion),
    /// `ListFlowVersions`.
    FlowVersions(FlowVersionList),
    /// `CreateFlowAlias`.
    CreatedFlowAlias(WireFlowAlias),
    /// `DescribeFlowAlias`, `UpdateFlowAlias`.
    FlowAlias(FlowAliasAnswer),
    /// `ListFlowAliases`.
    FlowAliases(FlowAliasList),
    /// `StartExecution`, `StopExecution`, `DescribeExecution`.
    Execution(WireExecution),
    /// `StartSyncExecution`; see [`crate::Account::finish`] for the end that it waits for.
    SyncExecution(WireExecution),
    /// `ListExecutions`.
    Executions(ExecutionList),
    /// `GetExecutionHistory`.
    History(EventList),
    /// `DescribeMapRun`.
    MapRun(WireMapRun),
    /// `UpdateMapRun`.
    MapRunUpdate(MapRunUpdate),
    /// `DescribeRegions`.
    Regions(RegionList),
    /// `ReportTaskSucceeded`, `ReportTaskFailed`.
    Reported(Reported),
}
