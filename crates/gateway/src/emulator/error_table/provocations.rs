//! The requests that go wrong, one or more for each operation and code.

use flowglass_api::{ErrorCode as E, Operation as O};

use super::world::{OPERATIONS, World};
use super::{BOTH, Before, Provocation, Scheme, Twist};
use crate::emulator::testing::Sent;

/// One scheme alone, where the other has no such thing.
const V1: &[Scheme] = &[Scheme::V1];
const V3: &[Scheme] = &[Scheme::V3];

/// All of them, operation by operation.
pub(super) fn all(world: &World) -> Vec<Provocation> {
    OPERATIONS.into_iter().flat_map(|operation| of(world, operation)).collect()
}

/// A good request of an operation, to make bad ones of.
struct Maker<'a> {
    world: &'a World,
    operation: O,
    made: Vec<Provocation>,
}

impl Maker<'_> {
    fn sent(&self) -> Sent {
        self.world.good(self.operation)
    }

    fn push(&mut self, code: E, how: &str, sent: Sent, twist: Twist, message: &str) {
        let (operation, before, schemes) = (self.operation, Before::Nothing, BOTH);
        let (how, message) = (how.to_owned(), message.to_owned());
        self.made.push(Provocation { operation, code, how, sent, twist, before, schemes, message });
    }

    /// The good request as it is, with something else wrong.
    fn twisted(&mut self, code: E, how: &str, twist: Twist, message: &str) {
        self.push(code, how, self.sent(), twist, message);
    }

    /// One parameter has another value.
    fn value(&mut self, code: E, name: &str, value: &str, message: &str) {
        let shown = match value.chars().count() {
            length if length > 100 => format!("`{name}` of {length} characters"),
            _ => format!("`{name}={value}`"),
        };
        self.push(code, &shown, self.sent().with(name, value), Twist::Nothing, message);
    }

    /// One parameter has a value that it cannot have.
    fn wrong(&mut self, name: &str, value: &str, detail: &str) {
        self.value(E::InvalidArgument, name, value, &format!("Parameter error. {detail}"));
    }

    /// The last one, after something that happened before.
    fn after(&mut self, before: Before) {
        self.made.last_mut().unwrap().before = before;
    }

    /// The last one, in some schemes only.
    fn only(&mut self, schemes: &'static [Scheme]) {
        self.made.last_mut().unwrap().schemes = schemes;
    }
}

fn of(world: &World, operation: O) -> Vec<Provocation> {
    let mut maker = Maker { world, operation, made: Vec::new() };
    common(&mut maker);
    flows(&mut maker);
    parameters(&mut maker);
    states(&mut maker);
    maker.made
}

/// What can be wrong with a request of any operation.
fn common(maker: &mut Maker<'_>) {
    let name = maker.operation.name();
    let small = format!("{}{}", name[..1].to_lowercase(), &name[1..]);
    let sent = Sent { operation: small.clone(), ..maker.sent() };
    let message = format!("The requested API operation '{small}' is incorrect. Please check.");
    maker.push(E::ActionNotSupported, &format!("the operation `{small}`"), sent, Twist::Nothing, &message);
    let sent = Sent { version: "2018-01-01", ..maker.sent() };
    let message = "The requested API version '2018-01-01' is not supported yet. Please check.";
    maker.push(E::ApiVersionNotSupported, "the version `2018-01-01`", sent, Twist::Nothing, message);
    let message = "The payload size exceeds maximum allowed size (1048576 bytes).";
    maker.twisted(E::EntityTooLarge, "a body of 1 MiB and a byte", Twist::LargeBody, message);
    let message = "The content type must be \"application/json\".";
    maker.twisted(E::UnsupportedMediaType, "a JSON body; forms are taken", Twist::JsonBody, message);
    let message = "The HTTP header 'x-acs-date' must be specified.";
    maker.twisted(
        E::MissingRequiredHeader,
        "no header `x-acs-date`, signature V3",
        Twist::WithoutHeader("x-acs-date"),
        message,
    );
    maker.only(V3);
    let message = "The HTTP query 'Timestamp' must be specified.";
    maker.twisted(
        E::MissingRequiredParams,
        "no `Timestamp`, signature V1",
        Twist::WithoutParameter("Timestamp"),
        message,
    );
    maker.only(V1);
    let message = "The AccessKey ID LTAI-other is invalid.";
    maker.twisted(E::InvalidAccessKeyId, "the key `LTAI-other`", Twist::OtherKey, message);
    let message = "The resources doesn't belong to you. The key is no temporary one and has no token.";
    maker.twisted(E::AccessDenied, "a security token that is not the key's", Twist::WrongToken, message);
    let message = "The difference between the request time <time> and the current time <time> is too large.";
    maker.twisted(E::RequestTimeTooSkewed, "signed 16 minutes ago", Twist::Late, message);
    let message = "The request signature nonce has been used.";
    maker.twisted(E::SignatureNonceUsed, "the same request twice", Twist::UsedNonce, message);
    let message = "The request signature we calculated does not match the signature you provided. Check your access key and signing method.";
    maker.twisted(E::SignatureNotMatch, "another secret", Twist::WrongSecret, message);
    maker.twisted(
        E::InvalidArgument,
        "the HTTP method PUT",
        Twist::Put,
        "Parameter error. The HTTP method is GET or POST.",
    );
    let most = match maker.operation {
        O::StartExecution => 100,
        O::StartSyncExecution => 1_000,
        O::DescribeExecution | O::GetExecutionHistory => 50,
        _ => 10,
    };
    let how = format!("call number {} at one moment, with `--throttle`", most + 1);
    let message = "The request is throttled. Please try again later.";
    maker.twisted(E::ResourceThrottled, &how, Twist::Nothing, message);
    maker.after(Before::Calls(most));
}

/// Flows and executions that are not there, and what is left out or no name.
fn flows(maker: &mut Maker<'_>) {
    let required: &[&str] = match maker.operation {
        O::CreateFlow => &["Name", "Definition", "Description", "Type"],
        O::DescribeFlow | O::UpdateFlow | O::DeleteFlow => &["Name"],
        O::ListFlows | O::DescribeRegions => &[],
        O::PublishFlowVersion
        | O::ListFlowVersions
        | O::ListFlowAliases
        | O::StartExecution
        | O::StartSyncExecution
        | O::ListExecutions => &["FlowName"],
        O::DeleteFlowVersion => &["FlowName", "FlowVersion"],
        O::CreateFlowAlias | O::UpdateFlowAlias => &["FlowName", "Name", "RoutingConfigurations"],
        O::DescribeFlowAlias | O::DeleteFlowAlias => &["FlowName", "Name"],
        O::StopExecution | O::DescribeExecution | O::GetExecutionHistory => &["FlowName", "ExecutionName"],
        O::DescribeMapRun | O::UpdateMapRun => &["FlowName", "ExecutionName", "MapRunName"],
        O::ReportTaskSucceeded => &["TaskToken", "Output"],
        O::ReportTaskFailed => &["TaskToken", "Error"],
        _ => panic!("no operation of the account"),
    };
    for name in required {
        let message = format!("The HTTP query '{name}' must be specified.");
        let sent = maker.sent().without(name);
        maker.push(E::MissingRequiredParams, &format!("no `{name}`"), sent, Twist::Nothing, &message);
    }
    let is_name =
        "is a letter or an underscore, then letters, digits, underscores and hyphens, 1 to 128 characters in all.";
    if let Some(first @ ("Name" | "FlowName")) = required.first().copied() {
        maker.wrong(first, "7", &format!("{first} {is_name}"));
        if maker.operation != O::CreateFlow {
            maker.value(E::FlowNotExists, first, "nobody", "Flow nobody does not exist.");
        }
    }
    if required.contains(&"FlowName") && required.contains(&"Name") {
        maker.wrong("Name", "7", &format!("Name {is_name}"));
    }
    if required.contains(&"ExecutionName") {
        let flow = if required.contains(&"MapRunName") { "each" } else { "shop" };
        let message = format!("Execution nobody for flow {flow} does not exist.");
        maker.value(E::ExecutionNotExists, "ExecutionName", "nobody", &message);
    }
}

/// Values that a parameter cannot have.
fn parameters(maker: &mut Maker<'_>) {
    let limit = |most: u32| format!("Limit is a whole number from 1 to {most}.");
    let token = "NextToken is not one of this list.";
    let text = |length: usize| "x".repeat(length);
    let environment =
        r#"Environment is a JSON object such as {"Variables":[{"Name":"STAGE","Value":"dev"}]}, each name once."#;
    let is_name =
        "is a letter or an underscore, then letters, digits, underscores and hyphens, 1 to 128 characters in all.";
    match maker.operation {
        O::CreateFlow => {
            maker.wrong("Type", "YAML", "Type is FDL.");
            maker.wrong("ExecutionMode", "Fast", "ExecutionMode is Standard or Express.");
            maker.wrong("Environment", "[]", environment);
            let definition = "{Type: StateMachine, SpecVersion: v1, Name: other, StartAt: a, States: [{Type: Pass, Name: a, End: true}]}";
            let message = "Parameter error. The Name in the definition has to be the name of the flow.";
            let sent = maker.sent().with("Definition", definition);
            maker.push(E::InvalidArgument, "a definition of another `Name`", sent, Twist::Nothing, message);
        }
        O::DescribeFlow => {
            maker.wrong("FlowVersion", "first", "FlowVersion is the number of a version.");
            maker.wrong("FlowVersion", "9", "The flow shop has no version 9.");
        }
        O::ListFlows | O::ListFlowVersions | O::ListFlowAliases => {
            maker.wrong("Limit", "1001", &limit(1_000));
            maker.wrong("Limit", "many", "Limit is a whole number.");
            maker.wrong("NextToken", "?", token);
        }
        O::UpdateFlow => {
            maker.wrong("Type", "YAML", "Type is FDL.");
            maker.wrong("Environment", "[]", environment);
        }
        O::DeleteFlow | O::PublishFlowVersion | O::DescribeRegions => {}
        O::DeleteFlowVersion => {
            maker.wrong("FlowVersion", "first", "FlowVersion is the number of a version.");
            maker.wrong("FlowVersion", "9", "The flow shop has no version 9.");
            maker.wrong("FlowVersion", "1", "The alias prod stands for version 1.");
        }
        O::CreateFlowAlias | O::UpdateFlowAlias => {
            let routes = r#"RoutingConfigurations is a JSON list such as [{"Version":"2","Weight":100}]: one or two versions with whole weights that make 100."#;
            maker.wrong("RoutingConfigurations", r#"[{"Version":"1","Weight":99}]"#, routes);
            maker.wrong(
                "RoutingConfigurations",
                r#"[{"Version":"9","Weight":100}]"#,
                "The flow shop has no version 9.",
            );
            match maker.operation {
                O::CreateFlowAlias => maker.wrong("Name", "prod", "The flow shop has an alias prod already."),
                _ => maker.wrong("Name", "test", "The flow shop has no alias test."),
            }
        }
        O::DescribeFlowAlias | O::DeleteFlowAlias => maker.wrong("Name", "test", "The flow shop has no alias test."),
        O::StartExecution | O::StartSyncExecution => {
            let flow = if maker.operation == O::StartExecution { "shop" } else { "fast" };
            maker.wrong("ExecutionName", "a b", &format!("ExecutionName {is_name}"));
            maker.wrong("Input", "[]", "Input is the text of a JSON object.");
            maker.wrong("Qualifier", "a b", "Qualifier is the number of a version or the name of an alias.");
            maker.wrong("Qualifier", "9", &format!("The flow {flow} has no version 9."));
            maker.wrong("Qualifier", "test", &format!("The flow {flow} has no alias test."));
        }
        O::StopExecution => {
            maker.wrong("Error", &text(129), "Error has 1 to 128 characters.");
            maker.wrong("Cause", &text(4_097), "Cause has 1 to 4096 characters.");
        }
        O::DescribeExecution => {
            maker.wrong("WaitTimeSeconds", "61", "WaitTimeSeconds is a whole number from 0 to 60.");
            maker.wrong("WaitTimeSeconds", "soon", "WaitTimeSeconds is a whole number.");
        }
        O::ListExecutions => {
            maker.wrong("Limit", "101", &limit(100));
            maker.wrong("NextToken", "?", token);
            let statuses = "Status is one of Starting, Running, Stopped, Succeeded, Failed, TimedOut.";
            maker.wrong("Status", "running", statuses);
            let moment = "is a time such as 2024-06-24T02:58:42Z.";
            maker.wrong("StartedTimeBegin", "today", &format!("StartedTimeBegin {moment}"));
            maker.wrong("StartedTimeEnd", "today", &format!("StartedTimeEnd {moment}"));
            maker.wrong("MetadataOnly", "1", "MetadataOnly is true or false.");
            maker.wrong("Qualifier", "a b", "Qualifier is the number of a version or the name of an alias.");
        }
        O::GetExecutionHistory => {
            maker.wrong("Limit", "1001", &limit(1_000));
            maker.wrong("NextToken", "0", token);
        }
        O::DescribeMapRun => maker.wrong("MapRunName", "other", "The execution maps has no map run other."),
        O::UpdateMapRun => {
            maker.wrong("MapRunName", "other", "The execution maps has no map run other.");
            maker.wrong("Concurrency", "301", "Concurrency is a whole number from 1 to 300.");
            maker.wrong("ToleratedFailedCount", "-1", "ToleratedFailedCount is a whole number, 0 or more.");
            maker.wrong("ToleratedFailedPercentage", "101", "ToleratedFailedPercentage is a number from 0 to 100.");
            maker.wrong("ToleratedFailedPercentage", "half", "ToleratedFailedPercentage is a number.");
        }
        O::ReportTaskSucceeded => {
            maker.wrong("TaskToken", "none", "TaskToken is that of no task.");
            maker.wrong("Output", "{", "Output is no JSON: line 1, column 1: EOF while parsing an object.");
        }
        O::ReportTaskFailed => {
            maker.wrong("TaskToken", "none", "TaskToken is that of no task.");
            maker.wrong("Error", &text(129), "Error has 1 to 128 characters.");
            maker.wrong("Cause", &text(4_097), "Cause has 1 to 4096 characters.");
        }
        _ => panic!("no operation of the account"),
    }
}

/// Requests that are good by themselves and come at the wrong time.
fn states(maker: &mut Maker<'_>) {
    let name = maker.operation.name();
    match maker.operation {
        O::CreateFlow => {
            maker.value(E::FlowAlreadyExists, "Name", "shop", "Flow shop already exists.");
        }
        O::StartExecution | O::StartSyncExecution => {
            let (other, kind) = match maker.operation {
                O::StartExecution => ("fast", "An Express"),
                _ => ("shop", "A Standard"),
            };
            let message = format!(
                "The requested API operation '{name}' is incorrect. Please check. {kind} flow cannot be started so."
            );
            let how =
                format!("{} flow", kind.to_lowercase().replace("express", "Express").replace("standard", "Standard"));
            let sent = maker.sent().with("FlowName", other);
            maker.push(E::ActionNotSupported, &how, sent, Twist::Nothing, &message);
            if maker.operation == O::StartExecution {
                let message = "Execution ended for flow shop already exists.";
                let sent = maker.sent().with("ExecutionName", "ended");
                maker.push(
                    E::ExecutionAlreadyExists,
                    "the name of an execution that has ended",
                    sent,
                    Twist::Nothing,
                    message,
                );
            }
            let message = "The request is throttled. Please try again later. 0 executions are running.";
            let how = "as many executions run as there is room for; here for none, usually for 10,000";
            maker.twisted(E::ResourceThrottled, how, Twist::Nothing, message);
            maker.after(Before::Full);
        }
        O::StopExecution => {
            let message = "Execution 'ended' for flow 'shop' has already completed.";
            let sent = maker.sent().with("ExecutionName", "ended");
            maker.push(E::ExecutionAlreadyCompleted, "an execution that has ended", sent, Twist::Nothing, message);
        }
        O::UpdateMapRun => {
            let message = "Execution 'done' for flow 'each' has already completed.";
            let sent = maker.sent().with("ExecutionName", "done").with("MapRunName", &maker.world.done_run);
            maker.push(
                E::ExecutionAlreadyCompleted,
                "a run of an execution that has ended",
                sent,
                Twist::Nothing,
                message,
            );
        }
        O::ReportTaskSucceeded | O::ReportTaskFailed => {
            let message = format!("Task {} has already completed.", maker.world.over);
            let sent = maker.sent().with("TaskToken", &maker.world.over);
            maker.push(E::TaskAlreadyCompleted, "the token of a task that is over", sent, Twist::Nothing, &message);
            let sent = maker.sent().with("TaskToken", &maker.world.between);
            let how = "the token of a task that rests before its next attempt";
            let message = "Task is in an invalid state, please retry.";
            maker.push(E::TaskInvalidState, how, sent, Twist::Nothing, message);
        }
        _ => {}
    }
}
