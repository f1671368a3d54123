//! Nothing that belongs to a key leaves the gateway, whatever the upstream says.

use axum::http::Request;
use flowglass_gateway::signing::encode;

use super::support::{Asked, ENTRY, FakeUpstream, KEY, Reply, SECRET, Server, TOKEN, text};

/// Refuses, and quotes all it knows, as some gateways of the vendor do.
fn quoting(asked: &Asked, _: usize) -> Reply {
    let all: Vec<String> = asked.pairs.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    let quoted =
        format!("Key {KEY} of {SECRET} and {TOKEN}. server string to sign is:GET&%2F&{}", encode(&all.join("&")));
    if asked.get("FlowName") == Some("html") || asked.get("Name") == Some("html") {
        return Reply::Text(502, format!("<p>{quoted}</p>"));
    }
    Reply::Text(400, format!(r#"{{"Code":"SignatureDoesNotMatch","Message":"{quoted}","RequestId":"r"}}"#))
}

#[tokio::test]
async fn neither_answers_nor_logs_hold_a_secret() {
    let upstream = FakeUpstream::start(quoting).await;
    let server = Server::before(&upstream, true).await;
    let mut said = Vec::new();
    for path in [
        "/",
        "/enter",
        "/?token=wrong-token-of-somebody",
        "/api/session",
        "/api/flows",
        "/api/flows/shop",
        "/api/flows/html",
        "/api/flows/html/executions",
        "/api/flows/shop/executions/run?wait=1",
        "/api/flows/shop/executions/run/history",
        "/api/flows/shop/executions/run/live",
        "/api/nothing",
    ] {
        let answer = server.send(Request::get(path)).await;
        said.push(format!("{:?}", answer.headers()));
        said.push(text(answer).await);
    }
    said.push(server.post("/api/flows/shop/executions", "{}").await.1.to_string());
    said.push(server.post("/api/tasks/failed", r#"{"TaskToken":"t","Error":"e"}"#).await.1.to_string());
    said.push(format!("{:?}", server.gateway));
    said.extend(server.log.lock().unwrap().iter().cloned());
    let refused = said.iter().filter(|text| text.contains("SignatureDoesNotMatch")).count();
    assert!(refused >= 6, "the upstream was heard {refused} times");
    for text in &said {
        for secret in [SECRET, TOKEN, KEY, ENTRY, "wrong-token-of-somebody"] {
            for form in [secret.to_owned(), encode(secret), encode(&encode(secret))] {
                assert!(!text.contains(&form), "{form} in {text}");
            }
        }
        assert!(!text.contains("GET&%2F"), "{text}");
    }
}

#[tokio::test]
async fn the_log_says_what_did_not_work() {
    let upstream = FakeUpstream::start(quoting).await;
    let server = Server::before(&upstream, true).await;
    server.get("/api/flows?token=x").await;
    let log = server.log.lock().unwrap();
    assert_eq!(log.len(), 1, "{log:?}");
    assert!(log[0].starts_with("GET /api/flows 400 ") && log[0].ends_with(" ms"), "{log:?}");
}
