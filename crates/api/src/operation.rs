//! The operations of the API by name.

/// An operation of the API.
///
/// Source: api.md 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    /// Makes a flow.
    CreateFlow,
    /// Describes a flow, or a version of it.
    DescribeFlow,
    /// Lists flows.
    ListFlows,
    /// Changes a flow.
    UpdateFlow,
    /// Deletes a flow with all that belongs to it.
    DeleteFlow,
    /// Keeps a flow as it is now under a number.
    PublishFlowVersion,
    /// Lists the versions of a flow.
    ListFlowVersions,
    /// Deletes a version.
    DeleteFlowVersion,
    /// Makes a name for one or two versions.
    CreateFlowAlias,
    /// Lets an alias stand for other versions.
    UpdateFlowAlias,
    /// Describes an alias.
    DescribeFlowAlias,
    /// Lists the aliases of a flow.
    ListFlowAliases,
    /// Deletes an alias.
    DeleteFlowAlias,
    /// Starts an execution.
    StartExecution,
    /// Starts an execution and waits for its end.
    StartSyncExecution,
    /// Stops an execution.
    StopExecution,
    /// Describes an execution, and may wait for its end.
    DescribeExecution,
    /// Lists executions.
    ListExecutions,
    /// Lists the events of an execution.
    GetExecutionHistory,
    /// Describes a run of a distributed Map.
    DescribeMapRun,
    /// Changes how a run of a distributed Map goes on.
    UpdateMapRun,
    /// Says that a task that waits has succeeded.
    ReportTaskSucceeded,
    /// Says that a task that waits has failed.
    ReportTaskFailed,
    /// Lists the regions of the service.
    DescribeRegions,
    /// Makes a schedule.
    CreateSchedule,
    /// Changes a schedule.
    UpdateSchedule,
    /// Deletes a schedule.
    DeleteSchedule,
    /// Describes a schedule.
    DescribeSchedule,
    /// Lists the schedules of a flow.
    ListSchedules,
}

impl Operation {
    /// All of them.
    pub const ALL: [Self; 29] = [
        Self::CreateFlow,
        Self::DescribeFlow,
        Self::ListFlows,
        Self::UpdateFlow,
        Self::DeleteFlow,
        Self::PublishFlowVersion,
        Self::ListFlowVersions,
        Self::DeleteFlowVersion,
        Self::CreateFlowAlias,
        Self::UpdateFlowAlias,
        Self::DescribeFlowAlias,
        Self::ListFlowAliases,
        Self::DeleteFlowAlias,
        Self::StartExecution,
        Self::StartSyncExecution,
        Self::StopExecution,
        Self::DescribeExecution,
        Self::ListExecutions,
        Self::GetExecutionHistory,
        Self::DescribeMapRun,
        Self::UpdateMapRun,
        Self::ReportTaskSucceeded,
        Self::ReportTaskFailed,
        Self::DescribeRegions,
        Self::CreateSchedule,
        Self::UpdateSchedule,
        Self::DeleteSchedule,
        Self::DescribeSchedule,
        Self::ListSchedules,
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::CreateFlow => "CreateFlow",
            Self::DescribeFlow => "DescribeFlow",
            Self::ListFlows => "ListFlows",
            Self::UpdateFlow => "UpdateFlow",
            Self::DeleteFlow => "DeleteFlow",
            Self::PublishFlowVersion => "PublishFlowVersion",
            Self::ListFlowVersions => "ListFlowVersions",
            Self::DeleteFlowVersion => "DeleteFlowVersion",
            Self::CreateFlowAlias => "CreateFlowAlias",
            Self::UpdateFlowAlias => "UpdateFlowAlias",
            Self::DescribeFlowAlias => "DescribeFlowAlias",
            Self::ListFlowAliases => "ListFlowAliases",
            Self::DeleteFlowAlias => "DeleteFlowAlias",
            Self::StartExecution => "StartExecution",
            Self::StartSyncExecution => "StartSyncExecution",
            Self::StopExecution => "StopExecution",
            Self::DescribeExecution => "DescribeExecution",
            Self::ListExecutions => "ListExecutions",
            Self::GetExecutionHistory => "GetExecutionHistory",
            Self::DescribeMapRun => "DescribeMapRun",
            Self::UpdateMapRun => "UpdateMapRun",
            Self::ReportTaskSucceeded => "ReportTaskSucceeded",
            Self::ReportTaskFailed => "ReportTaskFailed",
            Self::DescribeRegions => "DescribeRegions",
            Self::CreateSchedule => "CreateSchedule",
            Self::UpdateSchedule => "UpdateSchedule",
            Self::DeleteSchedule => "DeleteSchedule",
            Self::DescribeSchedule => "DescribeSchedule",
            Self::ListSchedules => "ListSchedules",
        }
    }

    /// Finds the operation with this name; names are case-sensitive.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operation| operation.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_a_name_of_its_own() {
        for (index, operation) in Operation::ALL.into_iter().enumerate() {
            assert_eq!(operation as usize, index);
            assert_eq!(Operation::from_name(operation.name()), Some(operation));
            assert_eq!(format!("{operation:?}"), operation.name());
        }
        assert_eq!(Operation::from_name("createflow"), None);
    }
}
