//! The way in: the printed address with its token, or a form where people type the token.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use crate::clock;
use crate::signing::parse_pairs;

use super::access::Refused;
use super::gateway::Gateway;
use super::headers::Content;
use super::page;
use super::question::read_bytes;

/// The page; with a token in the query, first the cookie for it.
pub(super) async fn index(
    State(gateway): State<Arc<Gateway>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let pairs = parse_pairs(query.as_deref().unwrap_or_default()).unwrap_or_default();
    if let Some((_, token)) = pairs.into_iter().find(|(name, _)| name == "token") {
        return enter_with(&gateway, &token, &headers);
    }
    let Ok(nonce) = clock::random_text() else {
        return (StatusCode::INTERNAL_SERVER_ERROR, "The operating system gives no random numbers.\n").into_response();
    };
    let mut response = page::index(&nonce);
    response.extensions_mut().insert(Content::Page { nonce });
    response
}

/// The form for a token.
pub(super) async fn form() -> Response {
    html(StatusCode::OK, "Please enter the token of this gateway.")
}

/// Takes the form's token.
pub(super) async fn enter(State(gateway): State<Arc<Gateway>>, headers: HeaderMap, request: Request<Body>) -> Response {
    let body = match read_bytes(request).await {
        Ok(body) => body,
        Err(problem) => return problem.into_response(),
    };
    let pairs = parse_pairs(&String::from_utf8_lossy(&body)).unwrap_or_default();
    let token = pairs.into_iter().find(|(name, _)| name == "token").map(|(_, token)| token);
    enter_with(&gateway, token.unwrap_or_default().trim(), &headers)
}

fn enter_with(gateway: &Gateway, token: &str, headers: &HeaderMap) -> Response {
    let now = clock::now();
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match gateway.settings.access.enter(token, now, gateway.started.elapsed()) {
        Ok(mut cookie) => {
            // Behind something that speaks HTTPS for it, the cookie stays on HTTPS.
            if text("x-forwarded-proto").eq_ignore_ascii_case("https") {
                cookie.push_str("; Secure");
            }
            let mut response = Redirect::to("/").into_response();
            if let Ok(cookie) = HeaderValue::try_from(cookie) {
                response.headers_mut().insert(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(Refused::UsedUp) if gateway.settings.access.is_open(text("cookie"), now) => {
            Redirect::to("/").into_response()
        }
        Err(Refused::UsedUp) => html(
            StatusCode::FORBIDDEN,
            "This address was good for one browser, and has been used. Start `flowglass serve` again for a new one.",
        ),
        Err(Refused::Wrong) => html(StatusCode::FORBIDDEN, "This is not the token of this gateway."),
        Err(Refused::TooMany) => {
            html(StatusCode::TOO_MANY_REQUESTS, "Too many wrong tokens came. Please wait a moment.")
        }
        Err(Refused::NoRandomness) => {
            html(StatusCode::INTERNAL_SERVER_ERROR, "The operating system gives no random numbers.")
        }
    }
}

fn html(status: StatusCode, words: &str) -> Response {
    let text = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Flowglass</title></head><body>\n\
         <h1>Flowglass</h1>\n<p role=\"status\">{words}</p>\n<form method=\"post\" action=\"/enter\">\n\
         <label>Token <input type=\"password\" name=\"token\" autocomplete=\"off\" required autofocus></label>\n\
         <button>Enter</button>\n</form>\n<p><a href=\"/\">Without it, the page can simulate.</a></p>\n</body></html>\n"
    );
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response()
}
