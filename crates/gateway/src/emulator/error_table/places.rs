//! Where each code of each operation comes from, or why it never comes.

use flowglass_api::{ErrorCode, Operation};

/// What is known of a code of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The emulator answers it, and a test has seen it.
    Provoked,
    /// Only the service itself can answer it; why.
    ServiceOnly(&'static str),
    /// Nobody answers it; why.
    Never(&'static str),
}

/// The place of a code of an operation.
pub(super) fn place(operation: Operation, code: ErrorCode) -> Place {
    use ErrorCode as E;
    use Operation as O;
    let provoked_by = |operations: &[Operation], why: &'static str| {
        if operations.contains(&operation) { Place::Provoked } else { Place::Never(why) }
    };
    match code {
        E::ActionNotSupported
        | E::ApiVersionNotSupported
        | E::EntityTooLarge
        | E::InvalidArgument
        | E::MissingRequiredHeader
        | E::MissingRequiredParams
        | E::AccessDenied
        | E::InvalidAccessKeyId
        | E::RequestTimeTooSkewed
        | E::SignatureNotMatch
        | E::SignatureNonceUsed
        | E::UnsupportedMediaType
        | E::ResourceThrottled => Place::Provoked,
        E::InternalServerError => Place::ServiceOnly("a failure of the service itself"),
        E::ConcurrentUpdateError => match operation {
            O::UpdateFlow | O::DeleteFlow | O::StopExecution => {
                Place::ServiceOnly("two changes meet in the service; the emulator does one call after another")
            }
            _ => Place::Never("not documented for it"),
        },
        E::PreconditionFailed => match operation {
            O::UpdateFlow | O::DeleteFlow | O::DescribeFlow | O::DescribeExecution | O::ListExecutions => {
                Place::ServiceOnly(
                    "the service works on a state that has changed meanwhile; the emulator has one state",
                )
            }
            _ => Place::Never("not documented for it"),
        },
        E::ExecutionAlreadyExists => match operation {
            O::StartExecution => Place::Provoked,
            O::StartSyncExecution => Place::ServiceOnly(
                "documented for it, though every execution gets a name of its own, and so none exists already",
            ),
            _ => Place::Never("it starts no execution"),
        },
        E::ExecutionAlreadyCompleted => {
            provoked_by(&[O::StopExecution, O::UpdateMapRun], "it asks for no execution that still runs")
        }
        E::TaskAlreadyCompleted | E::TaskInvalidState => {
            provoked_by(&[O::ReportTaskSucceeded, O::ReportTaskFailed], "it reports to no task")
        }
        E::FlowNotExists => match operation {
            O::CreateFlow | O::ListFlows | O::ReportTaskSucceeded | O::ReportTaskFailed | O::DescribeRegions => {
                Place::Never("it names no flow that has to be there")
            }
            _ => Place::Provoked,
        },
        E::ExecutionNotExists => provoked_by(
            &[O::StopExecution, O::DescribeExecution, O::GetExecutionHistory, O::DescribeMapRun, O::UpdateMapRun],
            "it names no execution that has to be there",
        ),
        E::FlowAlreadyExists => provoked_by(&[O::CreateFlow], "it makes no flow"),
        E::ScheduleNotExists | E::ScheduleAlreadyExists => Place::Never("it is about no schedule"),
    }
}

/// Whether the service's pages list a code for an operation. Source: api.md 6.1, where operations on versions, aliases,
/// map runs and regions have no list.
pub(super) fn is_listed(operation: Operation, code: ErrorCode) -> bool {
    use ErrorCode as E;
    use Operation as O;
    let more: &[ErrorCode] = match operation {
        O::CreateFlow => &[E::FlowAlreadyExists, E::ResourceThrottled],
        O::UpdateFlow => &[E::FlowNotExists, E::ConcurrentUpdateError, E::PreconditionFailed, E::ResourceThrottled],
        O::DeleteFlow => &[E::FlowNotExists, E::ConcurrentUpdateError, E::PreconditionFailed],
        O::DescribeFlow => &[E::FlowNotExists, E::PreconditionFailed, E::ResourceThrottled],
        O::ListFlows => &[E::ResourceThrottled],
        O::StartExecution | O::StartSyncExecution => {
            &[E::ExecutionAlreadyExists, E::FlowNotExists, E::ResourceThrottled]
        }
        O::StopExecution => &[
            E::ExecutionAlreadyCompleted,
            E::FlowNotExists,
            E::ExecutionNotExists,
            E::ConcurrentUpdateError,
            E::ResourceThrottled,
        ],
        O::DescribeExecution => &[E::FlowNotExists, E::ExecutionNotExists, E::PreconditionFailed, E::ResourceThrottled],
        O::ListExecutions => &[E::FlowNotExists, E::PreconditionFailed, E::ResourceThrottled],
        O::GetExecutionHistory => &[E::FlowNotExists, E::ExecutionNotExists],
        O::ReportTaskSucceeded | O::ReportTaskFailed => {
            &[E::TaskAlreadyCompleted, E::TaskInvalidState, E::ResourceThrottled]
        }
        _ => return false,
    };
    let common = matches!(
        code,
        E::ActionNotSupported
            | E::ApiVersionNotSupported
            | E::EntityTooLarge
            | E::InvalidArgument
            | E::MissingRequiredHeader
            | E::MissingRequiredParams
            | E::AccessDenied
            | E::InvalidAccessKeyId
            | E::RequestTimeTooSkewed
            | E::SignatureNotMatch
            | E::UnsupportedMediaType
            | E::InternalServerError
    );
    let left_out = match operation {
        O::UpdateFlow | O::ListFlows => code == E::EntityTooLarge,
        O::DeleteFlow => code == E::MissingRequiredHeader,
        _ => false,
    };
    (common && !left_out) || more.contains(&code)
}

/// Whatever the service's pages list for an operation is provoked, or only the service can do it.
#[test]
fn nothing_that_is_listed_is_left_out() {
    for operation in super::world::OPERATIONS {
        for code in ErrorCode::all() {
            let never = matches!(place(operation, code), Place::Never(_));
            assert!(!(never && is_listed(operation, code)), "{operation:?} {code:?}");
        }
    }
}
