//! From an HTTP request to an HTTP answer.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{Request as HttpRequest, Response as HttpResponse};
use flowglass_account::{ApiError, Request, Response};
use flowglass_api::ErrorCode;

use super::answer::answer;
use super::common::{action, claim, scheme_of};
use super::operation;
use super::parameters::Parameters;
use super::received::{Received, unreadable};
use super::state::{Emulator, internal};
use super::verify::verify;
use super::wait::wait;
use crate::body::{self, Unread};
use crate::clock;

/// The routes of an emulator: every path and method leads to the one place that sorts them out.
pub fn app(emulator: Emulator) -> Router {
    Router::new().fallback(respond).with_state(emulator)
}

async fn respond(State(emulator): State<Emulator>, request: HttpRequest<Body>) -> HttpResponse<Body> {
    let (parts, body) = request.into_parts();
    let host = parts.headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or("localhost").to_owned();
    let Ok(request_id) = new_request_id() else {
        return answer(Err(internal()), String::new(), &host);
    };
    let mut operation = "-";
    let result = process(&emulator, parts, body, &mut operation).await;
    emulator.log(&match &result {
        Ok(_) => format!("{operation} 200"),
        Err(error) => format!("{operation} {} {}", error.code.http_status(), error.code.name()),
    });
    answer(result, request_id, &host)
}

/// Does what a request asks for, and says which operation that is as soon as it is known.
///
/// The order of checks is that of api.md 6.1, CHOICE.
async fn process(
    emulator: &Emulator,
    parts: Parts,
    body: Body,
    operation: &mut &'static str,
) -> Result<Response, ApiError> {
    let body = body::read(body).await.map_err(unread)?;
    if !matches!(parts.method.as_str(), "GET" | "POST") {
        return Err(unreadable("the HTTP method is GET or POST"));
    }
    if parts.uri.path() != "/" {
        return Err(ApiError::new(ErrorCode::ActionNotSupported, &[parts.uri.path()]));
    }
    let query = parts.uri.query().unwrap_or_default();
    let received = Received::read(parts.method.as_str(), query, &parts.headers, body)?;
    let scheme = scheme_of(&received);
    let (known, read) = operation::find(action(&received, scheme)?)?;
    *operation = known.name();
    let claim = claim(&received, scheme)?;
    verify(&received, &claim, emulator.keys(), &mut emulator.nonces(), clock::now())?;
    let given = Parameters::of(&received);
    let request = read(given)?;
    if given.optional("Format").is_some_and(|format| !format.is_empty() && !format.eq_ignore_ascii_case("json")) {
        return Err(unreadable("Format is JSON"));
    }
    let answer = emulator.call(&request)?;
    match &answer {
        Response::Execution(execution) | Response::SyncExecution(execution) => match held(&request) {
            None => Ok(answer),
            Some(longest) => {
                wait(emulator, &execution.flow_name, &execution.name, longest).await;
                emulator.finish(&answer)
            }
        },
        _ => Ok(answer),
    }
}

/// How long a call is held until an execution has ended; `None` when it is answered at once.
fn held(request: &Request) -> Option<Duration> {
    match request {
        Request::DescribeExecution(asked) => {
            let seconds = asked.wait_time_seconds.filter(|seconds| *seconds > 0)?;
            Some(Duration::from_secs(seconds.unsigned_abs()))
        }
        // An Express execution ends after five minutes at the latest, by the clock that it runs on.
        Request::StartSyncExecution(_) => Some(Duration::MAX),
        _ => None,
    }
}

/// What the sender of a body is told that cannot be worked with.
fn unread(why: Unread) -> ApiError {
    match why {
        Unread::TooLarge => ApiError::new(ErrorCode::EntityTooLarge, &[&body::LIMIT.to_string()]),
        Unread::TooSlow => unreadable("the body took too long to arrive"),
        Unread::BrokenOff => unreadable("the body broke off"),
    }
}

/// A number in the shape that the service gives requests: a UUID in capitals.
fn new_request_id() -> Result<String, clock::NoRandomness> {
    let digits = clock::random_text()?.to_uppercase();
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|range| digits.get(range).unwrap_or_default());
    Ok(parts.join("-"))
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use flowglass_account::Account;
    use serde_json::Value;

    use super::*;
    use crate::emulator::Clock;
    use crate::emulator::testing::{ASK, PASS, Sent, Server, create, describe, parameters, start};
    use crate::signing::{Method, Scheme};

    #[tokio::test]
    async fn both_schemes_lead_through_the_life_of_an_execution() {
        for scheme in [Scheme::V1, Scheme::V3] {
            let server = Server { scheme, ..Server::new(Clock::Virtual) };
            let made = server.ok(create("shop", PASS)).await;
            assert_eq!((&made["Name"], &made["Definition"]), (&Value::from("shop"), &Value::from(PASS)));
            let started = server.ok(start("one")).await;
            assert_eq!(started["Status"], "Starting");
            let request_id = started["RequestId"].as_str().unwrap();
            assert_eq!((request_id.len(), request_id.to_uppercase()), (36, request_id.to_owned()));
            let described = server.ok(describe("one", "")).await;
            assert_eq!((&described["Status"], &described["Output"]), (&Value::from("Succeeded"), &Value::from("{}")));
            let query = [("FlowName", "shop"), ("ExecutionName", "one"), ("Limit", "4")];
            let history = server.ok(Sent::new("GetExecutionHistory", Method::Get).query(&query)).await;
            assert_eq!((history["Events"].as_array().unwrap().len(), &history["NextToken"]), (4, &Value::from("5")));
            let deleted = server.ok(Sent::new("DeleteFlow", Method::Post).form(&[("Name", "shop")])).await;
            assert_eq!(deleted.as_object().unwrap().keys().collect::<Vec<_>>(), ["RequestId"]);
        }
    }

    #[tokio::test]
    async fn parameters_may_stand_in_query_or_form() {
        let server = Server::new(Clock::Virtual);
        server.ok(create("shop", ASK)).await;
        server.ok(start("one")).await;
        server.ok(describe("one", "0")).await;
        let token = server.token();
        // The token of a report travels in the query, the rest in the form.
        let report = Sent::new("ReportTaskSucceeded", Method::Post)
            .query(&[("TaskToken", token.as_str())])
            .form(&[("Output", r#"{"a b": "+&="}"#)]);
        assert_eq!(server.ok(report).await["EventId"], 7);
        assert_eq!(server.ok(describe("one", "0")).await["Output"], r#"{"a b":"+&="}"#);
        // The Node SDK puts everything into the form, the common parameters too.
        let wire = Sent::new("StartExecution", Method::Post)
            .query(&[("FlowName", "shop"), ("ExecutionName", "two")])
            .signed(&server, 0, "everything-in-the-form");
        let request = HttpRequest::post("/")
            .header("host", "localhost")
            .header("content-type", crate::signing::FORM)
            .body(Body::from(wire.query))
            .unwrap();
        assert_eq!(server.send(request).await.0, StatusCode::OK);
    }

    #[tokio::test]
    async fn every_refusal_has_its_status_code_and_words() {
        async fn check(server: &Server, request: HttpRequest<Body>, status: u16, code: &str, words: &str) {
            let (found, body) = server.send(request).await;
            assert_eq!((found.as_u16(), body["Code"].as_str()), (status, Some(code)), "{body}");
            assert!(body["Message"].as_str().unwrap().starts_with(words), "{body}");
            assert!(body["RequestId"].as_str().is_some_and(|id| id.len() == 36), "{body}");
            assert_eq!(body["HostId"], "localhost");
        }
        for scheme in [Scheme::V1, Scheme::V3] {
            let server = Server { scheme, ..Server::new(Clock::Virtual) };
            server.ok(create("shop", PASS)).await;
            let list = || Sent::new("ListFlows", Method::Get);
            let with_key = |id: &str, secret: &str| Server { id: id.into(), secret: secret.into(), ..server.clone() };
            let request = list().request(&with_key("LTAI-other", "secret"));
            check(&server, request, 403, "InvalidAccessKeyID", "The AccessKey ID LTAI-other is invalid.").await;
            let request = list().request(&with_key("LTAI-test", "wrong"));
            check(&server, request, 403, "SignatureNotMatch", "The request signature we calculated").await;
            for minutes in [16, -16] {
                let request = list().request_at(&server, minutes * 60_000, "skewed");
                check(&server, request, 403, "RequestTimeTooSkewed", "The difference between the request time 2").await;
            }
            let twice = || list().request_at(&server, 0, "twice");
            assert_eq!(server.send(twice()).await.0, StatusCode::OK);
            check(&server, twice(), 400, "SignatureNonceUsed", "The request signature nonce has been used.").await;
            let old = Sent { version: "2018-01-01", ..list() };
            let words = "The requested API version '2018-01-01' is not supported yet.";
            check(&server, old.request(&server), 400, "APIVersionNotSupported", words).await;
            let unknown = Sent::new("ListSchedules", Method::Get).query(&[("FlowName", "shop")]);
            let words = "The requested API operation 'ListSchedules' is incorrect. Please check. The emulator has no";
            check(&server, unknown.request(&server), 400, "ActionNotSupported", words).await;
            let lacking = Sent::new("StartExecution", Method::Post).form(&[("ExecutionName", "one")]);
            let words = "The HTTP query 'FlowName' must be specified.";
            check(&server, lacking.request(&server), 400, "MissingRequiredParams", words).await;
            let malformed = list().query(&[("Limit", "many")]);
            check(&server, malformed.request(&server), 400, "InvalidArgument", "Parameter error. Limit is a").await;
            let xml = list().query(&[("Format", "XML")]);
            if scheme == Scheme::V3 {
                check(&server, xml.request(&server), 400, "InvalidArgument", "Parameter error. Format is JSON.").await;
            }
            let gone = describe("one", "");
            let words = "Execution one for flow shop does not exist.";
            check(&server, gone.request(&server), 404, "ExecutionNotExists", words).await;
            check(&server, create("shop", PASS).request(&server), 409, "FlowAlreadyExists", "Flow shop already").await;
            let large = create("large", &"x".repeat(body::LIMIT));
            let words = "The payload size exceeds maximum allowed size (1048576 bytes).";
            check(&server, large.request(&server), 400, "EntityTooLarge", words).await;
            let mut json = create("json", PASS).request(&server);
            json.headers_mut().insert("content-type", "application/json".parse().unwrap());
            check(&server, json, 415, "UnsupportedMediaType", "The content type must be \"application/json\".").await;
            // What runs goes on running.
            assert_eq!(server.ok(list()).await["Flows"].as_array().unwrap().len(), 1);
        }
    }

    #[tokio::test]
    async fn requests_without_a_signature_are_told_what_they_lack() {
        async fn check(request: axum::http::request::Builder, body: &str, code: &str, words: &str) {
            let server = Server::new(Clock::Real);
            let (status, answer) = server.send(request.body(Body::from(body.to_owned())).unwrap()).await;
            assert_eq!((status.as_u16(), answer["Code"].as_str()), (400, Some(code)), "{answer}");
            assert_eq!(answer["Message"], words);
        }
        let lacking = |name: &str| format!("The HTTP query '{name}' must be specified.");
        let code = "MissingRequiredParams";
        check(HttpRequest::get("/"), "", code, &lacking("Version")).await;
        check(HttpRequest::get("/?Version=2019-03-15"), "", code, &lacking("Action")).await;
        check(HttpRequest::get("/?Version=2019-03-15&Action=ListFlows"), "", code, &lacking("AccessKeyId")).await;
        let parts = [
            ("AccessKeyId", "k"),
            ("Timestamp", "2026-01-01T00:00:00Z"),
            ("SignatureMethod", "HMAC-SHA1"),
            ("SignatureVersion", "1.0"),
            ("SignatureNonce", "n"),
            ("Signature", "s"),
        ];
        for (index, (name, _)) in parts.iter().enumerate() {
            let query = parameters(&parts[..index]);
            let request = HttpRequest::get(format!("/?Version=2019-03-15&Action=ListFlows&{query}"));
            check(request, "", code, &lacking(name)).await;
        }
        let request = HttpRequest::get("/?Version=2019-03-15&Action=ListFlows&Action=ListFlows");
        check(request, "", "InvalidArgument", "Parameter error. The parameter Action is there twice.").await;
        let request = HttpRequest::put("/?Version=2019-03-15&Action=ListFlows");
        check(request, "", "InvalidArgument", "Parameter error. The HTTP method is GET or POST.").await;
        let words = "The requested API operation '/flows' is incorrect. Please check.";
        check(HttpRequest::get("/flows"), "", "ActionNotSupported", words).await;
        // In the other scheme everything is in headers.
        let headers = [
            ("x-acs-version", "2019-03-15"),
            ("authorization", "ACS3-HMAC-SHA256 Credential=k,SignedHeaders=host,Signature=s"),
            ("x-acs-date", "2026-01-01T00:00:00Z"),
            ("x-acs-signature-nonce", "n"),
            ("host", "localhost"),
            ("x-acs-content-sha256", "x"),
        ];
        let mut request = HttpRequest::get("/").header("x-acs-action", "ListFlows");
        for (name, value) in headers {
            let words = format!("The HTTP header '{name}' must be specified.");
            let so_far = std::mem::take(request.headers_mut().unwrap());
            let mut again = HttpRequest::get("/");
            *again.headers_mut().unwrap() = so_far.clone();
            check(again, "", "MissingRequiredHeader", &words).await;
            *request.headers_mut().unwrap() = so_far;
            request = request.header(name, value);
        }
        let request = HttpRequest::get("/")
            .header("x-acs-version", "2019-03-15")
            .header("x-acs-action", "ListFlows")
            .header("authorization", "Bearer x");
        check(request, "", "MissingRequiredHeader", "The HTTP header 'x-acs-date' must be specified.").await;
    }

    #[tokio::test]
    async fn ordered_errors_come_over_the_wire_and_are_met_once_by_a_call_that_waits() {
        let server = Server::with(Clock::Virtual, |account| {
            account.order_fault("DescribeExecution=ResourceThrottled@2".parse().unwrap());
        });
        server.ok(create("shop", PASS)).await;
        server.ok(start("one")).await;
        // Refused before it gets to the account: that is no call.
        let lacking = Sent::new("DescribeExecution", Method::Get).query(&[("FlowName", "shop")]);
        assert_eq!(server.send(lacking.request(&server)).await.1["Code"], "MissingRequiredParams");
        server.ok(describe("one", "20")).await;
        let (status, body) = server.send(describe("one", "20").request(&server)).await;
        let words = "The request is throttled. Please try again later.";
        assert_eq!(
            (status.as_u16(), &body["Code"], &body["Message"]),
            (429, &"ResourceThrottled".into(), &words.into())
        );
        server.ok(describe("one", "0")).await;
    }

    /// Who is refused and tries again gets on, also where the clock stands still.
    #[tokio::test]
    async fn throttling_ends_for_who_tries_again() {
        let server = Server::with(Clock::Virtual, Account::throttle);
        let list = || Sent::new("ListFlows", Method::Get).request(&server);
        let mut statuses = Vec::new();
        for _ in 0..14 {
            statuses.push(server.send(list()).await.0.as_u16());
        }
        assert_eq!(statuses, [[200; 10].as_slice(), &[429, 200, 200, 429]].concat());
    }

    #[tokio::test]
    async fn the_log_names_operations_and_codes_and_nothing_else() {
        let server = Server::new(Clock::Virtual);
        server.ok(create("shop", PASS)).await;
        server.ok(start("one")).await;
        server.send(describe("nobody", "").request(&server)).await;
        server.send(Sent::new("Evil\nName", Method::Get).request(&server)).await;
        server.send(HttpRequest::put("/x").body(Body::empty()).unwrap()).await;
        let expected = [
            "CreateFlow 200",
            "StartExecution 200",
            "DescribeExecution 404 ExecutionNotExists",
            "- 400 ActionNotSupported",
            "- 400 InvalidArgument",
        ];
        assert_eq!(server.logged(), expected);
    }

    /// Whatever arrives is answered in the service's own shape.
    #[tokio::test]
    async fn damaged_requests_are_refused_in_words() {
        let server = Server::new(Clock::Virtual);
        server.ok(create("shop", PASS)).await;
        let mut random = flowglass_expression::Random::new(7);
        let mut pick = |end: usize| usize::try_from(random.below(end as u64)).unwrap();
        for round in 0..600_u32 {
            let server = Server { scheme: [Scheme::V1, Scheme::V3][pick(2)], ..server.clone() };
            let sent = [create("shop", ASK), start("one"), describe("one", "0")][pick(3)].clone();
            let mut wire = sent.signed(&server, 0, &format!("damaged-{round}"));
            let damaged = pick(wire.headers.len() + 2);
            let target = match damaged {
                0 => &mut wire.query,
                1 => &mut wire.body,
                header => &mut wire.headers[header - 2].1,
            };
            let at = pick(target.len().max(1));
            let junk = ["%", "&", "=", "é", "%ff", "&Action=x", "", "-1", "\u{0}", "+"][pick(10)];
            let mut end = at;
            while !target.is_char_boundary(end) {
                end += 1;
            }
            target.insert_str(end.min(target.len()), junk);
            let mut request = HttpRequest::builder().method(wire.method.name()).uri(format!("/?{}", wire.query));
            for (name, value) in &wire.headers {
                request = request.header(name, value.as_bytes());
            }
            // What is no HTTP at all never gets here.
            let Ok(request) = request.body(Body::from(wire.body)) else { continue };
            let (status, body) = server.send(request).await;
            let known = body["Code"].as_str().and_then(ErrorCode::from_name).map(ErrorCode::http_status);
            assert!(status == StatusCode::OK || known == Some(status.as_u16()), "{round}: {body}");
            assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR, "{round}: {body}");
        }
    }
}
