//! The operations that the gateway passes on.

use crate::signing::Method;

use super::{Bucket, Repeat};

/// An operation of the service; the list is closed, so that nobody can have anything else signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    /// Lists flows.
    ListFlows,
    /// Describes a flow.
    DescribeFlow,
    /// Lists executions of a flow.
    ListExecutions,
    /// Describes an execution, and may wait for its end.
    DescribeExecution,
    /// Reads a page of an execution's history.
    GetExecutionHistory,
    /// Starts an execution.
    StartExecution,
    /// Stops an execution.
    StopExecution,
    /// Reports that a task succeeded.
    ReportTaskSucceeded,
    /// Reports that a task failed.
    ReportTaskFailed,
}

impl Operation {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::ListFlows,
        Self::DescribeFlow,
        Self::ListExecutions,
        Self::DescribeExecution,
        Self::GetExecutionHistory,
        Self::StartExecution,
        Self::StopExecution,
        Self::ReportTaskSucceeded,
        Self::ReportTaskFailed,
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::ListFlows => "ListFlows",
            Self::DescribeFlow => "DescribeFlow",
            Self::ListExecutions => "ListExecutions",
            Self::DescribeExecution => "DescribeExecution",
            Self::GetExecutionHistory => "GetExecutionHistory",
            Self::StartExecution => "StartExecution",
            Self::StopExecution => "StopExecution",
            Self::ReportTaskSucceeded => "ReportTaskSucceeded",
            Self::ReportTaskFailed => "ReportTaskFailed",
        }
    }

    /// How it is sent. Source: api.md 1 and 5.
    pub fn method(self) -> Method {
        match self {
            Self::ListFlows
            | Self::DescribeFlow
            | Self::ListExecutions
            | Self::DescribeExecution
            | Self::GetExecutionHistory => Method::Get,
            Self::StartExecution | Self::StopExecution | Self::ReportTaskSucceeded | Self::ReportTaskFailed => {
                Method::Post
            }
        }
    }

    /// How often the service lets it be called. Source: api.md 7.
    pub(super) fn bucket(self) -> Bucket {
        match self {
            Self::StartExecution => Bucket::new(100.0, 100.0),
            Self::DescribeExecution | Self::GetExecutionHistory => Bucket::new(50.0, 5.0),
            _ => Bucket::new(10.0, 2.0),
        }
    }

    /// When it may be made again; a start only under a name of its own, which makes it the same start.
    pub(super) fn repeat(self, is_named: bool) -> Repeat {
        match self {
            Self::StartExecution if is_named => Repeat::AfterAnyFailure,
            _ if self.method() == Method::Get => Repeat::AfterAnyFailure,
            _ => Repeat::WhenNothingHappened,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_s_limits_are_kept() {
        use std::time::Duration;
        for operation in Operation::ALL {
            let (at_once, next_ms) = match operation {
                Operation::StartExecution => (100, 10),
                Operation::DescribeExecution | Operation::GetExecutionHistory => (50, 200),
                _ => (10, 500),
            };
            let mut bucket = operation.bucket();
            let mut take = |limit| bucket.take(Duration::ZERO, limit);
            let free = std::iter::repeat_with(|| take(Duration::ZERO)).take_while(Option::is_some).count();
            assert_eq!(free, at_once, "{operation:?}");
            assert_eq!(take(Duration::MAX), Some(Duration::from_millis(next_ms)), "{operation:?}");
        }
    }

    #[test]
    fn what_changes_something_is_posted() {
        for operation in Operation::ALL {
            let reads = ["List", "Describe", "Get"].iter().any(|word| operation.name().starts_with(word));
            assert_eq!(operation.method() == Method::Get, reads, "{operation:?}");
            assert_eq!(operation.repeat(false) == Repeat::AfterAnyFailure, reads, "{operation:?}");
        }
        assert_eq!(Operation::StartExecution.repeat(true), Repeat::AfterAnyFailure);
    }
}
