//! Answers as the service sends them.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response as HttpResponse, StatusCode, header};
use flowglass_account::{ApiError, Response};
use flowglass_api::{Answer, ErrorBody};
use serde::Serialize;

/// Where the number of the request is repeated for those who do not read bodies.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-acs-request-id");

/// Writes what an operation answered: status 200, or the error's.
pub(super) fn answer(result: Result<Response, ApiError>, request_id: String, host: &str) -> HttpResponse<Body> {
    let error = match result {
        Ok(Response::Flow(body)) => return success(request_id, body),
        Ok(Response::Flows(body)) => return success(request_id, body),
        Ok(Response::Nothing(body)) => return success(request_id, body),
        Ok(Response::FlowVersion(body)) => return success(request_id, body),
        Ok(Response::FlowVersions(body)) => return success(request_id, body),
        Ok(Response::CreatedFlowAlias(body)) => return success(request_id, body),
        Ok(Response::FlowAlias(body)) => return success(request_id, body),
        Ok(Response::FlowAliases(body)) => return success(request_id, body),
        Ok(Response::Execution(body) | Response::SyncExecution(body)) => return success(request_id, body),
        Ok(Response::Executions(body)) => return success(request_id, body),
        Ok(Response::History(body)) => return success(request_id, body),
        Ok(Response::MapRun(body)) => return success(request_id, body),
        Ok(Response::MapRunUpdate(body)) => return success(request_id, body),
        Ok(Response::Reported(body)) => return success(request_id, body),
        Ok(Response::Regions(mut body)) => {
            // An account does not know where it is reached.
            for region in &mut body.regions.region {
                host.clone_into(&mut region.region_endpoint);
            }
            return success(request_id, body);
        }
        Err(error) => error,
    };
    let status = StatusCode::from_u16(error.code.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = ErrorBody {
        request_id: request_id.clone(),
        host_id: Some(host.to_owned()),
        code: error.code.name().to_owned(),
        message: error.message,
        ..ErrorBody::default()
    };
    json(status, &request_id, &body)
}

fn success<T: Serialize>(request_id: String, body: T) -> HttpResponse<Body> {
    let answer = Answer { request_id, body };
    json(StatusCode::OK, &answer.request_id, &answer)
}

fn json(status: StatusCode, request_id: &str, body: &impl Serialize) -> HttpResponse<Body> {
    let text = serde_json::to_vec(body).expect("texts, numbers and named members can always be written");
    let mut response = HttpResponse::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json;charset=utf-8"));
    if let Ok(request_id) = HeaderValue::from_str(request_id) {
        headers.insert(REQUEST_ID, request_id);
    }
    response
}
