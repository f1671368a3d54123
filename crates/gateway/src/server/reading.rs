//! Looking at flows and executions.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::{Extension, Json};
use flowglass_api::{EventList, ExecutionList, FlowList, WireExecution, WireFlow};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::upstream::{Call, Kind, Operation, Upstream, UpstreamError};

use super::gateway::Gateway;
use super::problem::Problem;
use super::question::Query;

/// What the page asks first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The region of the account.
    pub region: String,
    /// Where the account is.
    pub endpoint: String,
    /// `v1` or `v3`.
    pub signature: String,
    /// Whether executions may be started and stopped, and tasks reported.
    pub write: bool,
}

pub(super) async fn session(State(gateway): State<Arc<Gateway>>) -> Result<Json<Session>, Problem> {
    let upstream = gateway.upstream()?.settings();
    Ok(Json(Session {
        region: gateway.settings.region.clone(),
        endpoint: upstream.endpoint.base().to_owned(),
        signature: upstream.scheme.name().to_owned(),
        write: gateway.settings.allow_write,
    }))
}

pub(super) async fn flows(
    State(gateway): State<Arc<Gateway>>,
    Extension(query): Extension<Query>,
) -> Result<Json<FlowList>, Problem> {
    let call = page(Call::new(Operation::ListFlows), &query)?;
    answer(gateway.upstream()?, &call).await
}

pub(super) async fn flow(
    State(gateway): State<Arc<Gateway>>,
    Path(flow): Path<String>,
) -> Result<Json<WireFlow>, Problem> {
    answer(gateway.upstream()?, &Call::new(Operation::DescribeFlow).with("Name", flow)).await
}

pub(super) async fn executions(
    State(gateway): State<Arc<Gateway>>,
    Path(flow): Path<String>,
    Extension(query): Extension<Query>,
) -> Result<Json<ExecutionList>, Problem> {
    let call = Call::new(Operation::ListExecutions)
        .with("FlowName", flow)
        .with_some("Status", query.status("status")?.map(|status| status.name()))
        .with_some("StartedTimeBegin", query.moment("startedFrom")?)
        .with_some("StartedTimeEnd", query.moment("startedTo")?)
        .with_some("ExecutionNamePrefix", query.text("prefix"));
    let call = page(call, &query)?;
    answer(gateway.upstream()?, &call).await
}

pub(super) async fn execution(
    State(gateway): State<Arc<Gateway>>,
    Path((flow, execution)): Path<(String, String)>,
    Extension(query): Extension<Query>,
) -> Result<Json<WireExecution>, Problem> {
    let call = about(Operation::DescribeExecution, flow, execution);
    let call = match query.number("wait")? {
        None | Some(0) => call,
        Some(seconds) => call.held(seconds),
    };
    answer(gateway.upstream()?, &call).await
}

pub(super) async fn history(
    State(gateway): State<Arc<Gateway>>,
    Path((flow, execution)): Path<(String, String)>,
    Extension(query): Extension<Query>,
) -> Result<Json<EventList>, Problem> {
    let call = page(about(Operation::GetExecutionHistory, flow, execution), &query)?;
    answer(gateway.upstream()?, &call).await
}

/// A call about one execution.
pub(super) fn about(operation: Operation, flow: impl Into<String>, execution: impl Into<String>) -> Call {
    Call::new(operation).with("FlowName", flow).with("ExecutionName", execution)
}

/// With the page that is asked for.
fn page(call: Call, query: &Query) -> Result<Call, Problem> {
    let limit = query.number("limit")?.map(|limit| limit.to_string());
    Ok(call.with_some("Limit", limit).with_some("NextToken", query.text("token")))
}

pub(super) async fn answer<T: DeserializeOwned>(upstream: &Upstream, call: &Call) -> Result<Json<T>, Problem> {
    Ok(Json(read(upstream.call(call).await?)?))
}

/// Reads an answer's own members; the id of the request belongs to the call, not to what it is about.
pub(super) fn read<T: DeserializeOwned>(mut answer: Map<String, Value>) -> Result<T, UpstreamError> {
    answer.remove("RequestId");
    let wrong = |error| UpstreamError::new(Kind::Unreadable, format!("The answer has an unexpected form: {error}."));
    serde_json::from_value(Value::Object(answer)).map_err(wrong)
}
