//! A CloudFlow account in memory: flows and executions with the service's names, limits, pages and error codes, run
//! by the simulator.
//!
//! An [`Account`] is a value. [`Account::call`] takes one operation and the time, and answers as the service does;
//! nothing here knows sockets, signatures or a clock of its own.

mod account;
mod definition;
mod environment;
mod error;
mod execution_list;
mod executions;
mod flows;
mod history;
mod names;
mod page;
mod register;
mod reports;
mod request;
mod response;
mod seed;

#[cfg(test)]
mod testing;

pub use account::Account;
pub use error::ApiError;
pub use executions::wire_execution;
pub use request::{
    CreateFlow, DescribeExecution, GetExecutionHistory, ListExecutions, ListFlows, ReportTaskFailed,
    ReportTaskSucceeded, Request, StartExecution, StopExecution, UpdateFlow,
};
pub use response::Response;
