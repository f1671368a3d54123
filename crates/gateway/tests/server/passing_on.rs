//! What the page asks, CloudFlow is asked; what it answers, the page gets.

use flowglass_gateway::signing::{Scheme, v1};
use serde_json::json;

use super::support::{Asked, FakeUpstream, KEY, Reply, SECRET, Server, TOKEN, ok};

/// Answers with the operation's name, and a request id that belongs to nobody else.
fn echo(asked: &Asked, _: usize) -> Reply {
    ok(&format!(r#"{{"RequestId":"r-1","Name":"{}","New":1}}"#, asked.action()))
}

#[tokio::test]
async fn addresses_become_operations() {
    let upstream = FakeUpstream::start(echo).await;
    let server = Server::before(&upstream, true).await;
    let check = async |path: &str, body: Option<&str>, action: &str, parameters: &[(&str, &str)]| {
        let (status, answer) = match body {
            Some(body) => server.post(path, body).await,
            None => server.get(path).await,
        };
        assert_eq!(status, 200, "{path}: {answer}");
        assert_eq!(answer["New"], 1, "{path}: {answer}");
        assert!(answer.get("RequestId").is_none(), "{path}: {answer}");
        let asked = upstream.last();
        assert_eq!(asked.action(), action, "{path}");
        assert_eq!(asked.method, if body.is_some() { "POST" } else { "GET" }, "{path}");
        let common = [
            "AccessKeyId",
            "Action",
            "Format",
            "SecurityToken",
            "Signature",
            "SignatureMethod",
            "SignatureNonce",
            "SignatureVersion",
            "Timestamp",
            "Version",
        ];
        let mut own: Vec<(&str, &str)> =
            asked.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        own.retain(|(name, _)| !common.contains(name));
        own.sort_unstable();
        assert_eq!(own, parameters, "{path}");
    };
    check("/api/flows?limit=5&token=a%20b", None, "ListFlows", &[("Limit", "5"), ("NextToken", "a b")]).await;
    check("/api/flows/shop", None, "DescribeFlow", &[("Name", "shop")]).await;
    check("/api/flows/a%2Fb%20c", None, "DescribeFlow", &[("Name", "a/b c")]).await;
    check(
        "/api/flows/shop/executions?status=Running&startedFrom=2026-01-01T00:00:00Z&startedTo=&prefix=run&limit=99",
        None,
        "ListExecutions",
        &[
            ("ExecutionNamePrefix", "run"),
            ("FlowName", "shop"),
            ("Limit", "99"),
            ("StartedTimeBegin", "2026-01-01T00:00:00.000Z"),
            ("Status", "Running"),
        ],
    )
    .await;
    let both = [("ExecutionName", "r:1"), ("FlowName", "shop")];
    check("/api/flows/shop/executions/r:1", None, "DescribeExecution", &both).await;
    check("/api/flows/shop/executions/r:1?wait=0", None, "DescribeExecution", &both).await;
    check(
        "/api/flows/shop/executions/r:1?wait=20",
        None,
        "DescribeExecution",
        &[both[0], both[1], ("WaitTimeSeconds", "20")],
    )
    .await;
    check(
        "/api/flows/shop/executions/r:1/history?limit=999&token=3",
        None,
        "GetExecutionHistory",
        &[both[0], both[1], ("Limit", "999"), ("NextToken", "3")],
    )
    .await;
    check(
        "/api/flows/shop/executions",
        Some(r#"{"Name":"r:1","Input":"{\"a\": \"+&=\"}"}"#),
        "StartExecution",
        &[both[0], both[1], ("Input", r#"{"a": "+&="}"#)],
    )
    .await;
    check("/api/flows/shop/executions", Some("{}"), "StartExecution", &both[1..]).await;
    check(
        "/api/flows/shop/executions/r:1/stop",
        Some(r#"{"Error":"Operator","Cause":""}"#),
        "StopExecution",
        &[("Error", "Operator"), both[0], both[1]],
    )
    .await;
    check(
        "/api/tasks/succeeded",
        Some(r#"{"TaskToken":"t/+=","Output":"{}"}"#),
        "ReportTaskSucceeded",
        &[("Output", "{}"), ("TaskToken", "t/+=")],
    )
    .await;
    check(
        "/api/tasks/failed",
        Some(r#"{"TaskToken":"t","Error":"E","Cause":"c"}"#),
        "ReportTaskFailed",
        &[("Cause", "c"), ("Error", "E"), ("TaskToken", "t")],
    )
    .await;
}

/// Source: api.md 1: the token of a task is in the query, where everything else of the operation is in the form.
#[tokio::test]
async fn the_token_of_a_task_travels_in_the_query() {
    let upstream = FakeUpstream::start(echo).await;
    let server = Server::before(&upstream, true).await;
    for path in ["/api/tasks/succeeded", "/api/tasks/failed"] {
        let body = if path.ends_with("failed") {
            r#"{"TaskToken":"t","Error":"E","Cause":"c"}"#
        } else {
            r#"{"TaskToken":"t","Output":"{}"}"#
        };
        assert_eq!(server.post(path, body).await.0, 200);
        let query = upstream.last().query;
        assert!(query.contains("&TaskToken=t&"), "{query}");
        assert!(["Output=", "Error=", "Cause="].iter().all(|name| !query.contains(name)), "{query}");
    }
}

#[tokio::test]
async fn what_arrives_is_signed() {
    let upstream = FakeUpstream::start(echo).await;
    let server = Server::before(&upstream, true).await;
    for _ in 0..2 {
        server.post("/api/flows/shop/executions", "{}").await;
        let asked = upstream.last();
        let string = v1::string_to_sign(&asked.method, &v1::canonical_query(&asked.pairs));
        assert_eq!(asked.get("Signature"), Some(v1::signature(SECRET, &string).as_str()));
        assert_eq!((asked.get("AccessKeyId"), asked.get("SecurityToken")), (Some(KEY), Some(TOKEN)));
    }
    let asked = upstream.asked.lock().unwrap();
    assert_ne!(asked[0].get("SignatureNonce"), asked[1].get("SignatureNonce"));
}

#[tokio::test]
async fn the_other_scheme_keeps_to_headers() {
    let upstream = FakeUpstream::start(|_, _| ok(r#"{"Flows":[]}"#)).await;
    let server = Server::with_scheme(&upstream, false, Scheme::V3).await;
    assert_eq!(server.get("/api/flows?limit=5").await, (200, json!({"Flows": []})));
    assert_eq!(upstream.last().pairs, [("Limit".to_owned(), "5".to_owned())]);
    let (_, session) = server.get("/api/session").await;
    assert_eq!(
        session,
        json!({"region": "cn-hangzhou", "endpoint": upstream.address, "signature": "v3", "write": false})
    );
}

#[tokio::test]
async fn members_that_nobody_knows_are_passed_on() {
    let upstream = FakeUpstream::start(|asked, _| {
        ok(match asked.action() {
            "ListFlows" => r#"{"Flows":[{"Name":"shop","New":[1]}]}"#,
            "ListExecutions" => r#"{"Executions":[{"Name":"run","New":[1]}]}"#,
            _ => r#"{"Events":[{"EventId":1,"Type":"ExecutionStarted","New":[1]}]}"#,
        })
    })
    .await;
    let server = Server::before(&upstream, false).await;
    for (path, list) in [
        ("/api/flows", "Flows"),
        ("/api/flows/shop/executions", "Executions"),
        ("/api/flows/shop/executions/run/history", "Events"),
    ] {
        let (status, answer) = server.get(path).await;
        assert_eq!((status, &answer[list][0]["New"]), (200, &json!([1])), "{path}: {answer}");
    }
}
