//! What every request passes before it is answered, and every answer before it is sent.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::{Instant, timeout};

use crate::clock;
use crate::signing::parse_pairs;

use super::gateway::Gateway;
use super::headers::{Content, secure};
use super::origin::{From, Origin, is_own_host, whence};
use super::problem::Problem;

/// How long an answer may take beyond the wait that was asked for. The page gives up at 45 s.
const PATIENCE: Duration = Duration::from_secs(40);

/// Lets a request through, or says why not; adds what browsers need to know to whatever comes of it.
pub(super) async fn guard(State(gateway): State<Arc<Gateway>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    // Not the query: it may hold the token.
    let line = format!("{} {}", request.method(), printable(request.uri().path()));
    let changes = request.method() == Method::POST;
    let admitted = admit(&gateway, &request);
    let allowed = admitted.as_ref().ok().and_then(Clone::clone);
    let mut response = match admitted {
        Ok(Some(_)) if request.method() == Method::OPTIONS => StatusCode::NO_CONTENT.into_response(),
        Ok(_) => answer(request, next).await,
        Err(problem) => problem.into_response(),
    };
    let content = response.extensions_mut().remove::<Content>().unwrap_or(Content::Other);
    secure(response.headers_mut(), &content);
    if let Some(origin) = allowed {
        share(response.headers_mut(), &origin);
    }
    let status = response.status();
    if changes || status.is_client_error() || status.is_server_error() {
        (gateway.log)(&format!("{line} {} {} ms", status.as_u16(), began.elapsed().as_millis()));
    }
    response
}

async fn answer(request: Request, next: Next) -> Response {
    let patience = PATIENCE + wait_of(request.uri().query().unwrap_or_default());
    timeout(patience, next.run(request)).await.unwrap_or_else(|_| Problem::took_too_long().into_response())
}

/// The wait that a query asks for, if any; whether it may is not decided here.
fn wait_of(query: &str) -> Duration {
    let pairs = parse_pairs(query).unwrap_or_default();
    let wait = pairs.iter().find(|(name, _)| name == "wait").and_then(|(_, value)| value.parse().ok());
    Duration::from_secs(wait.unwrap_or(0).min(60))
}

/// Tells whether a request may be answered, and which other page's it is.
fn admit(gateway: &Gateway, request: &Request) -> Result<Option<Origin>, Problem> {
    let text = |name: header::HeaderName| request.headers().get(name).map(|value| value.to_str().unwrap_or_default());
    let settings = &gateway.settings;
    let host = text(header::HOST).unwrap_or_default();
    if !is_own_host(host, settings.listen.is_loopback(), &settings.origins) {
        return Err(Problem::foreign_host(host));
    }
    let path = request.uri().path();
    let is_api = path.starts_with("/api/");
    if parse_pairs(path).is_err() {
        return Err(Problem::invalid("The address cannot be read: its escapes are no UTF-8."));
    }
    let site = text(header::HeaderName::from_static("sec-fetch-site"));
    // Any page may link to this one; only what it asks for itself has to come from here.
    let site = site.filter(|_| is_api || request.method() != Method::GET);
    let origin = match whence(text(header::ORIGIN), site, host, &settings.origins) {
        From::Here => None,
        From::Allowed(origin) => Some(origin),
        From::Elsewhere(origin) => return Err(Problem::foreign_origin(&origin)),
    };
    let is_preflight = origin.is_some() && request.method() == Method::OPTIONS;
    let cookies = request.headers().get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let is_open = || cookies.into_iter().any(|cookies| settings.access.is_open(cookies, clock::now()));
    if is_api && !is_preflight && !is_open() {
        return Err(Problem::session_required());
    }
    Ok(origin)
}

/// Lets an allowed page read the answer.
fn share(headers: &mut HeaderMap, origin: &Origin) {
    if let Ok(origin) = HeaderValue::try_from(origin.as_str()) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type, last-event-id"),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
        (header::VARY, "origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// A path as it may stand in a log: one line, not too long.
fn printable(path: &str) -> String {
    path.chars().map(|c| if c.is_control() { '?' } else { c }).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patience_grows_with_the_wait() {
        for (query, seconds) in [("", 0), ("wait=20", 20), ("wait=x", 0), ("wait=9999", 60), ("a=%zz&wait=5", 0)] {
            assert_eq!(wait_of(query).as_secs(), seconds, "{query}");
        }
    }

    #[test]
    fn a_log_line_is_one_line() {
        assert_eq!(printable("/a\nb\u{1b}[0m"), "/a?b?[0m");
        assert_eq!(printable(&"/".repeat(1_000)).len(), 200);
    }
}
