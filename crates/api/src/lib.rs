//! What CloudFlow's API (fnf 2019-03-15) says on the wire, and its conversion to and from histories.
//!
//! Wire types mirror the service, with its member names. Reading is tolerant: unknown members are allowed, missing
//! ones have a default, and an id or a JSON text may come as a number or as JSON.

mod answer;
mod error_body;
mod error_code;
mod event;
mod execution;
mod execution_file;
mod flow;
mod flow_version;
mod lenient;
mod map_run;
mod operation;
mod region;

pub use answer::{Answer, EventList, ExecutionList, FlowList, Nothing, Reported};
pub use error_body::ErrorBody;
pub use error_code::ErrorCode;
pub use event::{EventError, WireEvent, execution_history, history_from_events};
pub use execution::{NEVER, WireExecution};
pub use execution_file::{ExecutionFile, ReadError, read_execution_file};
pub use flow::WireFlow;
pub use flow_version::{
    FlowAliasAnswer, FlowAliasList, FlowVersionList, RoutingConfiguration, WireFlowAlias, WireFlowVersion,
};
pub use map_run::{MapRunUpdate, WireItemCounts, WireMapRun};
pub use operation::Operation;
pub use region::{RegionList, Regions, WireRegion};
