//! A CloudFlow account in memory: flows and executions with the service's names, limits, pages and error codes, run
//! by the simulator.
//!
//! An [`Account`] is a value. [`Account::call`] takes one operation and the time, and answers as the service does;
//! nothing here knows sockets, signatures or a clock of its own.
//!
//! For tests of programs, errors can be ordered ([`Account::order_fault`]), the service's rates switched on
//! ([`Account::throttle`]), and the room of an account made smaller ([`Account::set_limits`]).

mod account;
mod aliases;
mod definition;
mod environment;
mod error;
mod execution_list;
mod executions;
mod faults;
mod flows;
mod history;
mod limits;
mod map_runs;
mod names;
mod page;
mod published;
mod regions;
mod register;
mod reports;
mod request;
mod response;
mod seed;
mod start;
mod throttle;
mod versions;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod testing;

pub use account::Account;
pub use error::ApiError;
pub use executions::wire_execution;
pub use faults::{Fault, FaultError};
pub use limits::Limits;
pub use request::{
    CreateFlow, CreateFlowAlias, DeleteFlowAlias, DeleteFlowVersion, DescribeExecution, DescribeFlow,
    DescribeFlowAlias, DescribeMapRun, GetExecutionHistory, ListExecutions, ListFlowAliases, ListFlowVersions,
    ListFlows, PublishFlowVersion, ReportTaskFailed, ReportTaskSucceeded, Request, StartExecution, StartSyncExecution,
    StopExecution, UpdateFlow, UpdateFlowAlias, UpdateMapRun,
};
pub use response::Response;
