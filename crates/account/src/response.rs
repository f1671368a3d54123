//! What the operations answer.

use flowglass_api::{EventList, ExecutionList, FlowList, Nothing, Reported, WireExecution, WireFlow};

/// What an operation answers, without the number of the request.
#[derive(Clone, Debug, PartialEq)]
pub enum Response {
    /// `CreateFlow`, `DescribeFlow`, `UpdateFlow`.
    Flow(WireFlow),
    /// `ListFlows`.
    Flows(FlowList),
    /// `DeleteFlow`.
    Nothing(Nothing),
    /// `StartExecution`, `StopExecution`, `DescribeExecution`.
    Execution(WireExecution),
    /// `ListExecutions`.
    Executions(ExecutionList),
    /// `GetExecutionHistory`.
    History(EventList),
    /// `ReportTaskSucceeded`, `ReportTaskFailed`.
    Reported(Reported),
}
