//! Which operation a request asks for, and its parameters as the account wants them.

use flowglass_account::{
    ApiError, CreateFlow, CreateFlowAlias, DeleteFlowAlias, DeleteFlowVersion, DescribeExecution, DescribeFlow,
    DescribeFlowAlias, DescribeMapRun, GetExecutionHistory, ListExecutions, ListFlowAliases, ListFlowVersions,
    ListFlows, PublishFlowVersion, ReportTaskFailed, ReportTaskSucceeded, Request, StartExecution, StartSyncExecution,
    StopExecution, UpdateFlow, UpdateFlowAlias, UpdateMapRun,
};
use flowglass_api::{ErrorCode, Operation};

use super::parameters::Parameters;

/// Makes an account's request of the parameters of one operation.
pub(super) type Reader = fn(Parameters<'_>) -> Result<Request, ApiError>;

/// Finds the operation of this name, and how its parameters are read.
///
/// # Errors
/// `ActionNotSupported` when there is no such operation, or it is not one of the emulator.
pub(super) fn find(action: &str) -> Result<(Operation, Reader), ApiError> {
    let unknown = || ApiError::new(ErrorCode::ActionNotSupported, &[action]);
    let operation = Operation::from_name(action).ok_or_else(unknown)?;
    let reader: Reader = match operation {
        Operation::CreateFlow => create_flow,
        Operation::DescribeFlow => describe_flow,
        Operation::ListFlows => list_flows,
        Operation::UpdateFlow => update_flow,
        Operation::DeleteFlow => |given| Ok(Request::DeleteFlow(given.required("Name")?)),
        Operation::PublishFlowVersion => publish_flow_version,
        Operation::ListFlowVersions => list_flow_versions,
        Operation::DeleteFlowVersion => delete_flow_version,
        Operation::CreateFlowAlias => create_flow_alias,
        Operation::UpdateFlowAlias => update_flow_alias,
        Operation::DescribeFlowAlias => describe_flow_alias,
        Operation::ListFlowAliases => list_flow_aliases,
        Operation::DeleteFlowAlias => delete_flow_alias,
        Operation::StartExecution => start_execution,
        Operation::StartSyncExecution => start_sync_execution,
        Operation::StopExecution => stop_execution,
        Operation::DescribeExecution => describe_execution,
        Operation::ListExecutions => list_executions,
        Operation::GetExecutionHistory => execution_history,
        Operation::DescribeMapRun => describe_map_run,
        Operation::UpdateMapRun => update_map_run,
        Operation::ReportTaskSucceeded => report_succeeded,
        Operation::ReportTaskFailed => report_failed,
        Operation::DescribeRegions => |_| Ok(Request::DescribeRegions),
        Operation::CreateSchedule
        | Operation::UpdateSchedule
        | Operation::DeleteSchedule
        | Operation::DescribeSchedule
        | Operation::ListSchedules => {
            let detail = "The emulator has no schedules.";
            return Err(ApiError::with_detail(ErrorCode::ActionNotSupported, &[action], detail));
        }
    };
    Ok((operation, reader))
}

fn create_flow(given: Parameters<'_>) -> Result<Request, ApiError> {
    Ok(Request::CreateFlow(CreateFlow {
        name: given.required("Name")?,
        definition: given.required("Definition")?,
        description: given.required("Description")?,
        kind: given.required("Type")?,
        role_arn: given.optional("RoleArn"),
        external_storage_location: given.optional("ExternalStorageLocation"),
        execution_mode: given.optional("ExecutionMode"),
        environment: given.optional("Environment"),
        resource_group_id: given.optional("ResourceGroupId"),
    }))
}

fn describe_flow(given: Parameters<'_>) -> Result<Request, ApiError> {
    let (name, flow_version) = (given.required("Name")?, given.optional("FlowVersion"));
    Ok(Request::DescribeFlow(DescribeFlow { name, flow_version }))
}

fn list_flows(given: Parameters<'_>) -> Result<Request, ApiError> {
    Ok(Request::ListFlows(ListFlows {
        next_token: given.optional("NextToken"),
        limit: given.integer("Limit")?,
        resource_group_id: given.optional("ResourceGroupId"),
    }))
}

fn update_flow(given: Parameters<'_>) -> Result<Request, ApiError> {
    Ok(Request::UpdateFlow(UpdateFlow {
        name: given.required("Name")?,
        definition: given.optional("Definition"),
        description: given.optional("Description"),
        kind: given.optional("Type"),
        role_arn: given.optional("RoleArn"),
        environment: given.optional("Environment"),
    }))
}

fn publish_flow_version(given: Parameters<'_>) -> Result<Request, ApiError> {
    let (flow_name, description) = (given.required("FlowName")?, given.optional("Description"));
    Ok(Request::PublishFlowVersion(PublishFlowVersion { flow_name, description }))
}

fn list_flow_versions(given: Parameters<'_>) -> Result<Request, ApiError> {
    Ok(Request::ListFlowVersions(ListFlowVersions {
        flow_name: given.required("FlowName")?,
        next_token: given.optional("NextToken"),
        limit: given.integer("Limit")?,
    }))
}

fn delete_flow_version(given: Parameters<'_>) -> Result<Request, ApiError> {
    let (flow_name, flow_version) = (given.required("FlowName")?, given.required("FlowVersion")?);
    Ok(Request::DeleteFlowVersion(DeleteFlowVersion { flow_name, flow_version }))
}

fn create_flow_alias(given: Parameters<'_>) -> Result<Request, ApiError> {
    Ok(Request::CreateFlowAlias(CreateFlowAlias {
        flow_name: given.required("FlowName")?,
        name: given.required("Name")?,
        description: given.optional("Description"),
        routing_configurations: given.required("RoutingConfigurations")?,
    }))
}

fn update_flow_alias(given: Parameters<'_>) -> Result<Request, ApiError> {
    Ok(Request::UpdateFlowAlias(UpdateFlowAlias {
        flow_name: given.required("FlowName")?,
        name: given.required("Name")?,
        description: given.optional("Description"),
        routing_configurations: given.required("RoutingConfigurations")?,
    }))
}

fn describe_flow_alias(given: Parameters<'_>) -> Result<Request, ApiError> {
    let (flow_name, name) = (given.required("FlowName")?, given.required("Name")?);
    Ok(Request::DescribeFlowAlias(DescribeFlowAlias { flow_name, name }))
}

fn list_flow_aliases(given: Parameters<'_>) -> Result<Request, ApiError> {
    Ok(Request::ListFlowAliases(ListFlowAliases {
        flow_name: given.required("FlowName")?,
        next_token: given.optional("NextToken"),
        limit: given.integer("Limit")?,
    }))
}

fn delete_flow_alias(given: Parameters<'_>) -> Result<Request, ApiError> {
    let (flow_name, name) = (given.required("FlowName")?, given.required("Name")?);
    Ok(Request::DeleteFlowAlias(DeleteFlowAlias { flow_name, name }))
}

fn start_execution(given: Parameters<'_>) -> Result<Request, ApiError> {
    Ok(Request::StartExecution(StartExecution {
        flow_name: given.required("FlowName")?,
        execution_name: given.optional("ExecutionName"),
        input: given.optional("Input"),
        callback_token: given.optional("CallbackFnFTaskToken"),
        qualifier: given.optional("Qualifier"),
    }))
}

fn start_sync_execution(given: Parameters<'_>) -> Result<Request, ApiError> {
    Ok(Request::StartSyncExecution(StartSyncExecution {
        flow_name: given.required("FlowName")?,
        execution_name: given.optional("ExecutionName"),
        input: given.optional("Input"),
        qualifier: given.optional("Qualifier"),
    }))
}

fn stop_execution(given: Parameters<'_>) -> Result<Request, ApiError> {
    Ok(Request::StopExecution(StopExecution {
        flow_name: given.required("FlowName")?,
        execution_name: given.required("ExecutionName")?,
        error: given.optional("Error"),
        cause: given.optional("Cause"),
    }))
}

fn describe_execution(given: Parameters<'_>) -> Result<Request, ApiError> {
    Ok(Request::DescribeExecution(DescribeExecution {
        flow_name: given.required("FlowName")?,
        execution_name: given.required("ExecutionName")?,
        wait_time_seconds: given.integer("WaitTimeSeconds")?,
    }))
}

fn list_executions(given: Parameters<'_>) -> Result<Request, ApiError> {
    Ok(Request::ListExecutions(ListExecutions {
        flow_name: given.required("FlowName")?,
        next_token: given.optional("NextToken"),
        limit: given.integer("Limit")?,
        status: given.optional("Status"),
        started_time_begin: given.optional("StartedTimeBegin"),
        started_time_end: given.optional("StartedTimeEnd"),
        execution_name_prefix: given.optional("ExecutionNamePrefix"),
        map_run_name: given.optional("MapRunName"),
        metadata_only: given.yes("MetadataOnly")?,
        qualifier: given.optional("Qualifier"),
    }))
}

fn execution_history(given: Parameters<'_>) -> Result<Request, ApiError> {
    Ok(Request::GetExecutionHistory(GetExecutionHistory {
        flow_name: given.required("FlowName")?,
        execution_name: given.required("ExecutionName")?,
        next_token: given.optional("NextToken"),
        limit: given.integer("Limit")?,
    }))
}

fn describe_map_run(given: Parameters<'_>) -> Result<Request, ApiError> {
    Ok(Request::DescribeMapRun(DescribeMapRun {
        flow_name: given.required("FlowName")?,
        execution_name: given.required("ExecutionName")?,
        map_run_name: given.required("MapRunName")?,
    }))
}

fn update_map_run(given: Parameters<'_>) -> Result<Request, ApiError> {
    Ok(Request::UpdateMapRun(UpdateMapRun {
        flow_name: given.required("FlowName")?,
        execution_name: given.required("ExecutionName")?,
        map_run_name: given.required("MapRunName")?,
        concurrency: given.integer("Concurrency")?,
        tolerated_failed_count: given.integer("ToleratedFailedCount")?,
        tolerated_failed_percentage: given.number("ToleratedFailedPercentage")?,
    }))
}

fn report_succeeded(given: Parameters<'_>) -> Result<Request, ApiError> {
    Ok(Request::ReportTaskSucceeded(ReportTaskSucceeded {
        task_token: given.required("TaskToken")?,
        output: given.required("Output")?,
    }))
}

fn report_failed(given: Parameters<'_>) -> Result<Request, ApiError> {
    Ok(Request::ReportTaskFailed(ReportTaskFailed {
        task_token: given.required("TaskToken")?,
        error: given.required("Error")?,
        cause: given.optional("Cause"),
    }))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::*;
    use crate::emulator::received::Received;

    fn read(action: &str, query: &str) -> Result<Request, String> {
        let received = Received::read("GET", query, &HeaderMap::new(), Vec::new()).unwrap();
        let (_, reader) = find(action).map_err(|error| error.to_string())?;
        reader(Parameters::of(&received)).map_err(|error| error.to_string())
    }

    #[test]
    fn every_operation_says_what_it_lacks() {
        for (action, required) in [
            ("CreateFlow", &["Name", "Definition", "Description", "Type"][..]),
            ("DescribeFlow", &["Name"]),
            ("ListFlows", &[]),
            ("UpdateFlow", &["Name"]),
            ("DeleteFlow", &["Name"]),
            ("StartExecution", &["FlowName"]),
            ("StopExecution", &["FlowName", "ExecutionName"]),
            ("DescribeExecution", &["FlowName", "ExecutionName"]),
            ("ListExecutions", &["FlowName"]),
            ("GetExecutionHistory", &["FlowName", "ExecutionName"]),
            ("ReportTaskSucceeded", &["TaskToken", "Output"]),
            ("ReportTaskFailed", &["TaskToken", "Error"]),
            ("PublishFlowVersion", &["FlowName"]),
            ("ListFlowVersions", &["FlowName"]),
            ("DeleteFlowVersion", &["FlowName", "FlowVersion"]),
            ("CreateFlowAlias", &["FlowName", "Name", "RoutingConfigurations"]),
            ("UpdateFlowAlias", &["FlowName", "Name", "RoutingConfigurations"]),
            ("DescribeFlowAlias", &["FlowName", "Name"]),
            ("ListFlowAliases", &["FlowName"]),
            ("DeleteFlowAlias", &["FlowName", "Name"]),
            ("StartSyncExecution", &["FlowName"]),
            ("DescribeMapRun", &["FlowName", "ExecutionName", "MapRunName"]),
            ("UpdateMapRun", &["FlowName", "ExecutionName", "MapRunName"]),
            ("DescribeRegions", &[]),
        ] {
            let mut query = String::new();
            for name in required {
                let expected = format!("MissingRequiredParams: The HTTP query '{name}' must be specified.");
                assert_eq!(read(action, &query), Err(expected), "{action}");
                query += &format!("&{name}=x");
            }
            let request = read(action, &query).unwrap();
            assert_eq!(request.operation().name(), action);
        }
    }

    #[test]
    fn parameters_arrive() {
        let query = "FlowName=f&NextToken=t&Limit=5&Status=Running&StartedTimeBegin=b&StartedTimeEnd=e\
                     &ExecutionNamePrefix=p&MapRunName=m&MetadataOnly=True&Qualifier=prod&RequestId=mine";
        let text = |text: &str| Some(text.to_owned());
        let expected = ListExecutions {
            flow_name: "f".to_owned(),
            next_token: text("t"),
            limit: Some(5),
            status: text("Running"),
            started_time_begin: text("b"),
            started_time_end: text("e"),
            execution_name_prefix: text("p"),
            map_run_name: text("m"),
            metadata_only: true,
            qualifier: text("prod"),
        };
        assert_eq!(read("ListExecutions", query), Ok(Request::ListExecutions(expected)));
        let expected =
            DescribeExecution { flow_name: "f".into(), execution_name: "e".into(), wait_time_seconds: Some(20) };
        let query = "FlowName=f&ExecutionName=e&WaitTimeSeconds=20";
        assert_eq!(read("DescribeExecution", query), Ok(Request::DescribeExecution(expected)));
        let expected = StartExecution {
            flow_name: "f".into(),
            execution_name: None,
            input: text("{}"),
            callback_token: text("t"),
            qualifier: text("1"),
        };
        let query = "FlowName=f&Input={}&CallbackFnFTaskToken=t&Qualifier=1";
        assert_eq!(read("StartExecution", query), Ok(Request::StartExecution(expected)));
        let expected = UpdateMapRun {
            flow_name: "f".into(),
            execution_name: "e".into(),
            map_run_name: "m".into(),
            concurrency: Some(5),
            tolerated_failed_count: None,
            tolerated_failed_percentage: Some(2.5),
        };
        let query =
            "FlowName=f&ExecutionName=e&MapRunName=m&Concurrency=5&ToleratedFailedPercentage=2.5&ToleratedFailedCount=";
        assert_eq!(read("UpdateMapRun", query), Ok(Request::UpdateMapRun(expected)));
    }

    #[test]
    fn what_is_not_here_is_refused() {
        fn check(action: &str, query: &str, expected: &str) {
            let refusal = read(action, query).unwrap_err();
            assert!(refusal.starts_with(expected), "{refusal}");
        }
        let unknown = "ActionNotSupported: The requested API operation ";
        check(
            "CreateSchedule",
            "",
            &format!("{unknown}'CreateSchedule' is incorrect. Please check. The emulator has no"),
        );
        check("createflow", "", unknown);
        check("", "", unknown);
        let wrong = "InvalidArgument: Parameter error. ";
        let of_run = "FlowName=f&ExecutionName=e&MapRunName=m";
        let query = format!("{of_run}&ToleratedFailedPercentage=half");
        check("UpdateMapRun", &query, &format!("{wrong}ToleratedFailedPercentage is a number."));
        check("ListFlows", "Limit=many", &format!("{wrong}Limit is a whole number."));
    }
}
