//! Starting and stopping executions, and reporting tasks.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use flowglass_api::{Reported, WireExecution};
use serde::Deserialize;

use crate::upstream::{Call, Operation};

use super::gateway::Gateway;
use super::problem::Problem;
use super::question::read_json;
use super::reading::{about, answer};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Start {
    name: Option<String>,
    input: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Stop {
    error: Option<String>,
    cause: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Succeeded {
    task_token: String,
    output: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Failed {
    task_token: String,
    error: String,
    cause: Option<String>,
}

pub(super) async fn start(
    State(gateway): State<Arc<Gateway>>,
    Path(flow): Path<String>,
    request: Request<Body>,
) -> Result<Json<WireExecution>, Problem> {
    let upstream = gateway.writing()?;
    let start: Start = read_json(request).await?;
    let call = Call::new(Operation::StartExecution)
        .with("FlowName", flow)
        .with_some("ExecutionName", given(start.name))
        .with_some("Input", given(start.input));
    answer(upstream, &call).await
}

pub(super) async fn stop(
    State(gateway): State<Arc<Gateway>>,
    Path((flow, execution)): Path<(String, String)>,
    request: Request<Body>,
) -> Result<Json<WireExecution>, Problem> {
    let upstream = gateway.writing()?;
    let stop: Stop = read_json(request).await?;
    let call = about(Operation::StopExecution, flow, execution)
        .with_some("Error", given(stop.error))
        .with_some("Cause", given(stop.cause));
    answer(upstream, &call).await
}

pub(super) async fn succeeded(
    State(gateway): State<Arc<Gateway>>,
    request: Request<Body>,
) -> Result<Json<Reported>, Problem> {
    let upstream = gateway.writing()?;
    let report: Succeeded = read_json(request).await?;
    let call =
        Call::new(Operation::ReportTaskSucceeded).with("TaskToken", report.task_token).with("Output", report.output);
    answer(upstream, &call).await
}

pub(super) async fn failed(
    State(gateway): State<Arc<Gateway>>,
    request: Request<Body>,
) -> Result<Json<Reported>, Problem> {
    let upstream = gateway.writing()?;
    let report: Failed = read_json(request).await?;
    let call = Call::new(Operation::ReportTaskFailed)
        .with("TaskToken", report.task_token)
        .with("Error", report.error)
        .with_some("Cause", given(report.cause));
    answer(upstream, &call).await
}

/// An empty text means "not given". Source: api.md 1.
fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}
