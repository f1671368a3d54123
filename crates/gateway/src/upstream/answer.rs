//! Reading what the service, or something in front of it, answers.

use std::time::Duration;

use serde_json::{Map, Value};

use super::{Kind, UpstreamError};

/// How much of an answer that is no JSON is kept, in characters.
const KEPT: usize = 400;
/// Words that say in an answer's `Code` that it is no failure. Source: api.md 4.
const GOOD_CODES: [&str; 3] = ["200", "OK", "Success"];

/// Reads an answer to its end.
///
/// # Errors
/// When it is an error, breaks off, is too large, or is no JSON object.
pub(super) async fn read(mut response: reqwest::Response, limit: usize) -> Result<Map<String, Value>, UpstreamError> {
    let status = response.status().as_u16();
    let retry_after = retry_after(&response);
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() <= limit => body.extend_from_slice(&chunk),
            Ok(Some(_)) => {
                let words = format!("The answer is larger than {} MiB.", limit >> 20);
                return Err(UpstreamError { status, ..UpstreamError::new(Kind::Unreadable, words) });
            }
            Ok(None) => break,
            Err(error) => return Err(UpstreamError { status, ..UpstreamError::from(error) }),
        }
    }
    understand(status, &body).map_err(|error| UpstreamError { retry_after, ..error })
}

/// Tells an answer from an error. The status counts first, then the code.
pub(super) fn understand(status: u16, body: &[u8]) -> Result<Map<String, Value>, UpstreamError> {
    let is_good = (200..300).contains(&status);
    let Ok(Value::Object(answer)) = serde_json::from_slice::<Value>(body) else {
        return Err(unreadable(status, body));
    };
    let text = |names: [&str; 2]| {
        let value = names.iter().find_map(|name| answer.get(*name));
        value.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    };
    match text(["Code", "code"]) {
        None if is_good => Ok(answer),
        Some(code) if is_good && GOOD_CODES.contains(&code.as_str()) => Ok(answer),
        None => Err(unreadable(status, body)),
        Some(code) => Err(UpstreamError {
            request_id: text(["RequestId", "requestId"]).filter(|id| !id.is_empty()),
            ..UpstreamError::of_service(status, &code, text(["Message", "message"]).unwrap_or_default())
        }),
    }
}

fn unreadable(status: u16, body: &[u8]) -> UpstreamError {
    let text = String::from_utf8_lossy(body);
    let kept: String = text.trim().chars().take(KEPT).collect();
    let words = if kept.is_empty() {
        format!("The answer, with status {status}, is empty.")
    } else {
        format!("The answer, with status {status}, is not what CloudFlow answers. It begins: {kept}")
    };
    UpstreamError { status, ..UpstreamError::new(Kind::Unreadable, words) }
}

/// How long the service asks to be left alone; `x-acs-retry-after` counts milliseconds, `retry-after` seconds.
fn retry_after(response: &reqwest::Response) -> Option<Duration> {
    let number = |name: &str| response.headers().get(name)?.to_str().ok()?.trim().parse::<u64>().ok();
    number("x-acs-retry-after").map(Duration::from_millis).or_else(|| number("retry-after").map(Duration::from_secs))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(headers: &[(&str, &str)], body: &str) -> reqwest::Response {
        let head = axum::http::Response::builder().status(429);
        let head = headers.iter().fold(head, |head, (name, value)| head.header(*name, *value));
        head.body(body.to_owned()).unwrap().into()
    }

    #[tokio::test]
    async fn the_service_says_how_long_it_wants_to_be_left_alone() {
        for (headers, expected) in [
            (&[][..], None),
            (&[("x-acs-retry-after", "1500")], Some(1_500)),
            (&[("retry-after", "2")], Some(2_000)),
            (&[("retry-after", "2"), ("x-acs-retry-after", "300")], Some(300)),
            (&[("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT")], None),
        ] {
            let error = read(response(headers, r#"{"Code":"Throttling"}"#), 100).await.unwrap_err();
            assert_eq!(error.retry_after, expected.map(Duration::from_millis), "{headers:?}");
        }
    }

    #[tokio::test]
    async fn an_answer_that_is_too_large_is_not_read_to_its_end() {
        let error = read(response(&[], &"x".repeat(3 << 20)), 2 << 20).await.unwrap_err();
        let message = "The answer is larger than 2 MiB.";
        assert_eq!((error.kind, error.status, error.message.as_str()), (Kind::Unreadable, 429, message));
    }

    #[test]
    fn answers_and_errors_are_told_apart() {
        fn check(status: u16, body: &str, expected: Result<usize, (Kind, u16, &str, &str, Option<&str>)>) {
            match (understand(status, body.as_bytes()), expected) {
                (Ok(answer), Ok(members)) => assert_eq!(answer.len(), members, "{body}"),
                (Err(error), Err((kind, status, code, message, id))) => {
                    assert_eq!((error.kind, error.status, error.code.as_str()), (kind, status, code), "{body}");
                    assert!(error.message.contains(message), "{}", error.message);
                    assert_eq!(error.request_id.as_deref(), id, "{body}");
                }
                (found, _) => panic!("{body}: {found:?}"),
            }
        }
        check(200, r#"{"RequestId":"r","Flows":[]}"#, Ok(2));
        check(200, r#"{"Code":"OK","A":1}"#, Ok(2));
        let error = r#"{"Code":"FlowNotExists","Message":"Flow x does not exist.","RequestId":"r"}"#;
        check(404, error, Err((Kind::Service, 404, "FlowNotExists", "Flow x does", Some("r"))));
        check(200, error, Err((Kind::Service, 400, "FlowNotExists", "Flow x does", Some("r"))));
        let small = r#"{"code":"Throttling","message":"slow","requestId":"q"}"#;
        check(400, small, Err((Kind::Service, 429, "Throttling", "slow", Some("q"))));
        check(502, "<html>Bad gateway</html>", Err((Kind::Unreadable, 502, "", "begins: <html>Bad", None)));
        check(200, r#"{"Flows":[{"Na"#, Err((Kind::Unreadable, 200, "", r#"{"Flows":[{"Na"#, None)));
        check(200, "[]", Err((Kind::Unreadable, 200, "", "[]", None)));
        check(500, "", Err((Kind::Unreadable, 500, "", "is empty", None)));
        check(500, "{}", Err((Kind::Unreadable, 500, "", "{}", None)));
        check(200, &format!("<p>{}", "x".repeat(5_000)), Err((Kind::Unreadable, 200, "", "<p>xx", None)));
        assert!(understand(200, "y".repeat(5_000).as_bytes()).unwrap_err().message.len() < 600);
    }
}
