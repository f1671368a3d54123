//! Which operation a request asks for, and its parameters as the account wants them.

use flowglass_account::{
    ApiError, CreateFlow, DescribeExecution, GetExecutionHistory, ListExecutions, ListFlows, ReportTaskFailed,
    ReportTaskSucceeded, Request, StartExecution, StopExecution, UpdateFlow,
};
use flowglass_api::ErrorCode;

use super::parameters::Parameters;

/// Makes an account's request of the parameters of one operation.
pub(super) type Reader = fn(Parameters<'_>) -> Result<Request, ApiError>;

/// What parameters that choose a version are told.
const NO_VERSIONS: &str = "this account has no versions and aliases of flows";

/// The operations by name.
const OPERATIONS: [(&str, Reader); 12] = [
    ("CreateFlow", create_flow),
    ("DescribeFlow", describe_flow),
    ("ListFlows", list_flows),
    ("UpdateFlow", update_flow),
    ("DeleteFlow", |given| Ok(Request::DeleteFlow(given.required("Name")?))),
    ("StartExecution", start_execution),
    ("StopExecution", stop_execution),
    ("DescribeExecution", describe_execution),
    ("ListExecutions", list_executions),
    ("GetExecutionHistory", execution_history),
    ("ReportTaskSucceeded", report_succeeded),
    ("ReportTaskFailed", report_failed),
];

/// Finds the operation of this name, and gives the name as one that can be trusted.
///
/// # Errors
/// `ActionNotSupported`.
pub(super) fn find(action: &str) -> Result<(&'static str, Reader), ApiError> {
    let found = OPERATIONS.into_iter().find(|(name, _)| *name == action);
    found.ok_or_else(|| ApiError::new(ErrorCode::ActionNotSupported, &[action]))
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
    let name = given.required("Name")?;
    given.absent("FlowVersion", NO_VERSIONS)?;
    Ok(Request::DescribeFlow(name))
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

fn start_execution(given: Parameters<'_>) -> Result<Request, ApiError> {
    let flow_name = given.required("FlowName")?;
    given.absent("Qualifier", NO_VERSIONS)?;
    Ok(Request::StartExecution(StartExecution {
        flow_name,
        execution_name: given.optional("ExecutionName"),
        input: given.optional("Input"),
        callback_token: given.optional("CallbackFnFTaskToken"),
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
    let flow_name = given.required("FlowName")?;
    given.absent("Qualifier", NO_VERSIONS)?;
    Ok(Request::ListExecutions(ListExecutions {
        flow_name,
        next_token: given.optional("NextToken"),
        limit: given.integer("Limit")?,
        status: given.optional("Status"),
        started_time_begin: given.optional("StartedTimeBegin"),
        started_time_end: given.optional("StartedTimeEnd"),
        execution_name_prefix: given.optional("ExecutionNamePrefix"),
        map_run_name: given.optional("MapRunName"),
        metadata_only: given.yes("MetadataOnly")?,
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
        ] {
            let mut query = String::new();
            for name in required {
                let expected = format!("MissingRequiredParams: The HTTP query '{name}' must be specified.");
                assert_eq!(read(action, &query), Err(expected), "{action}");
                query += &format!("&{name}=x");
            }
            assert!(read(action, &query).is_ok(), "{action}");
        }
    }

    #[test]
    fn parameters_arrive() {
        let query = "FlowName=f&NextToken=t&Limit=5&Status=Running&StartedTimeBegin=b&StartedTimeEnd=e\
                     &ExecutionNamePrefix=p&MapRunName=m&MetadataOnly=True&Qualifier=&RequestId=mine";
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
        };
        assert_eq!(read("ListExecutions", query), Ok(Request::ListExecutions(expected)));
        let expected =
            DescribeExecution { flow_name: "f".into(), execution_name: "e".into(), wait_time_seconds: Some(20) };
        let query = "FlowName=f&ExecutionName=e&WaitTimeSeconds=20";
        assert_eq!(read("DescribeExecution", query), Ok(Request::DescribeExecution(expected)));
    }

    #[test]
    fn what_is_not_here_is_refused() {
        fn check(action: &str, query: &str, expected: &str) {
            let refusal = read(action, query).unwrap_err();
            assert!(refusal.starts_with(expected), "{refusal}");
        }
        let unknown = "ActionNotSupported: The requested API operation ";
        check("StartSyncExecution", "", &format!("{unknown}'StartSyncExecution' is incorrect."));
        check("createflow", "", unknown);
        check("", "", unknown);
        let wrong = "InvalidArgument: Parameter error. ";
        check("StartExecution", "FlowName=f&Qualifier=1", &format!("{wrong}Qualifier cannot be used"));
        check("DescribeFlow", "Name=f&FlowVersion=1", &format!("{wrong}FlowVersion cannot be used"));
        check("ListFlows", "Limit=many", &format!("{wrong}Limit is a whole number."));
    }
}
