//! The live stream: one poller however many listen, only what is new, and an end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::Request;
use futures_util::StreamExt as _;
use tokio::time::timeout;

use super::support::{Asked, FakeUpstream, Reply, Server, check_problem, ok};

const LIVE: &str = "/api/flows/shop/executions/run/live";

/// An execution whose history grows by one event a look, and which ends with the fifth.
fn growing() -> impl Fn(&Asked, usize) -> Reply {
    let looks = AtomicUsize::new(0);
    move |asked, _| {
        if asked.action() == "DescribeExecution" {
            let status = if looks.load(Ordering::SeqCst) >= 5 { "Succeeded" } else { "Running" };
            return ok(&format!(r#"{{"RequestId":"r","FlowName":"shop","Name":"run","Status":"{status}"}}"#));
        }
        let count = (looks.fetch_add(1, Ordering::SeqCst) + 1).min(5);
        let kind = |id| match id {
            1 => "ExecutionStarted",
            5 => "ExecutionSucceeded",
            _ => "StepEntered",
        };
        let events: Vec<String> =
            (1..=count).map(|id| format!(r#"{{"EventId":{id},"Type":"{}","EventDetail":"{{}}"}}"#, kind(id))).collect();
        ok(&format!(r#"{{"RequestId":"r","Events":[{}]}}"#, events.join(",")))
    }
}

/// Reads a stream piece by piece.
pub(crate) struct Reader {
    stream: BodyDataStream,
    text: String,
}

impl Reader {
    pub(crate) async fn open(server: &Server, request: axum::http::request::Builder) -> Self {
        let answer = server.send(request).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        Self { stream: Body::into_data_stream(answer.into_body()), text: String::new() }
    }

    /// The next message: its name and its data; `None` at the end of the stream.
    async fn next(&mut self) -> Option<(String, serde_json::Value)> {
        loop {
            if let Some((message, rest)) = self.text.split_once("\n\n") {
                let (message, rest) = (message.to_owned(), rest.to_owned());
                self.text = rest;
                let part = |name: &str| message.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
                if let Some(name) = part("event") {
                    return Some((name.to_owned(), serde_json::from_str(part("data").unwrap()).unwrap()));
                }
                continue;
            }
            let chunk = timeout(Duration::from_secs(20), self.stream.next()).await.unwrap()?;
            self.text.push_str(std::str::from_utf8(&chunk.unwrap()).unwrap());
        }
    }

    /// The numbers of all events, the statuses on the way, and the name of the last message.
    pub(crate) async fn all(mut self) -> (Vec<i64>, Vec<String>, String) {
        let (mut ids, mut statuses, mut last) = (Vec::new(), Vec::new(), String::new());
        while let Some((name, data)) = self.next().await {
            match name.as_str() {
                "history" => {
                    ids.extend(data["Events"].as_array().unwrap().iter().map(|it| it["EventId"].as_i64().unwrap()));
                }
                "execution" => statuses.push(data["Status"].as_str().unwrap().to_owned()),
                _ => {}
            }
            last = name;
        }
        (ids, statuses, last)
    }
}

#[tokio::test]
async fn many_pages_cause_one_poller() {
    let upstream = FakeUpstream::start(growing()).await;
    let server = Server::before(&upstream, false).await;
    let mut readers = Vec::new();
    for _ in 0..5 {
        readers.push(tokio::spawn(Reader::open(&server, Request::get(LIVE)).await.all()));
    }
    for reader in readers {
        let (ids, statuses, last) = reader.await.unwrap();
        assert_eq!(ids, [1, 2, 3, 4, 5]);
        assert_eq!(statuses.last().map(String::as_str), Some("Succeeded"));
        assert_eq!(last, "end");
    }
    assert_eq!(upstream.count("GetExecutionHistory"), 5, "one poller reads each state once");
    assert_eq!(upstream.count("DescribeExecution"), 2);
}

#[tokio::test]
async fn whoever_comes_back_hears_only_what_is_new() {
    let upstream = FakeUpstream::start(growing()).await;
    let server = Server::before(&upstream, false).await;
    let request = Request::get(LIVE).header("last-event-id", "3");
    assert_eq!(Reader::open(&server, request).await.all().await.0, [4, 5]);
    let request = Request::get(format!("{LIVE}?after=4"));
    assert_eq!(Reader::open(&server, request).await.all().await.0, [5]);
}

#[tokio::test]
async fn the_poller_ends_with_its_last_listener() {
    let upstream = FakeUpstream::start(|asked, _| match asked.action() {
        "DescribeExecution" => ok(r#"{"Status":"Running"}"#),
        _ => ok(r#"{"Events":[{"EventId":1,"Type":"ExecutionStarted"}]}"#),
    })
    .await;
    let server = Server::before(&upstream, false).await;
    let mut reader = Reader::open(&server, Request::get(LIVE)).await;
    while reader.next().await.unwrap().0 != "history" {}
    drop(reader);
    tokio::time::sleep(Duration::from_millis(100)).await;
    let count = upstream.count("GetExecutionHistory");
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(upstream.count("GetExecutionHistory"), count);
    // Whoever comes then starts it again.
    let mut reader = Reader::open(&server, Request::get(LIVE)).await;
    assert!(reader.next().await.is_some());
}

#[tokio::test]
async fn pages_are_read_to_the_last_also_when_a_token_is_good_no_more() {
    let forgotten = AtomicUsize::new(0);
    let upstream = FakeUpstream::start(move |asked, _| match (asked.action(), asked.get("NextToken")) {
        ("DescribeExecution", _) => ok(r#"{"Status":"Succeeded"}"#),
        (_, None) => {
            ok(r#"{"Events":[{"EventId":1,"Type":"ExecutionStarted"},{"EventId":2,"Type":"StepEntered"}],"NextToken":"x"}"#)
        }
        (_, Some("x")) if forgotten.fetch_add(1, Ordering::SeqCst) == 0 => {
            Reply::Text(400, r#"{"Code":"InvalidArgument","Message":"no such token"}"#.to_owned())
        }
        (_, Some("x")) => ok(r#"{"Events":[{"EventId":3,"Type":"StepExited"}],"NextToken":"y"}"#),
        (_, _) => ok(r#"{"Events":[{"EventId":4,"Type":"ExecutionSucceeded"}]}"#),
    })
    .await;
    let server = Server::before(&upstream, false).await;
    let (ids, _, last) = Reader::open(&server, Request::get(LIVE)).await.all().await;
    assert_eq!((ids, last.as_str()), (vec![1, 2, 3, 4], "end"));
    assert_eq!(upstream.count("GetExecutionHistory"), 5);
}

/// The service may say that an execution has ended before its history does, but not for ever.
#[tokio::test]
async fn a_history_without_an_end_ends_the_stream_too() {
    let upstream = FakeUpstream::start(|asked, _| match asked.action() {
        "DescribeExecution" => ok(r#"{"Status":"Failed"}"#),
        _ => ok(r#"{"Events":[{"EventId":1,"Type":"ExecutionStarted"}]}"#),
    })
    .await;
    let server = Server::before(&upstream, false).await;
    let (ids, statuses, last) = Reader::open(&server, Request::get(LIVE)).await.all().await;
    assert_eq!((ids, statuses, last.as_str()), (vec![1], vec!["Failed".to_owned()], "end"));
    assert_eq!(upstream.count("GetExecutionHistory"), 3);
}

#[tokio::test]
async fn throttling_slows_down_and_passes() {
    let grow = growing();
    let throttled = Arc::new(AtomicUsize::new(0));
    let upstream = FakeUpstream::start(move |asked, number| {
        if asked.action() == "GetExecutionHistory" && throttled.load(Ordering::SeqCst) < 4 {
            throttled.fetch_add(1, Ordering::SeqCst);
            return Reply::Text(429, r#"{"Code":"ResourceThrottled","Message":"slow","RequestId":"q"}"#.to_owned());
        }
        grow(asked, number)
    })
    .await;
    let server = Server::before(&upstream, false).await;
    let mut reader = Reader::open(&server, Request::get(LIVE)).await;
    let mut names = Vec::new();
    while let Some((name, data)) = reader.next().await {
        if name == "problem" {
            assert_eq!((data["Code"].as_str(), data["RequestId"].as_str()), (Some("ResourceThrottled"), Some("q")));
            assert!(data["Advice"].as_str().unwrap().contains("Wait"), "{data}");
        }
        names.push(name);
    }
    assert_eq!(names.iter().filter(|name| *name == "problem").count(), 1, "told once: {names:?}");
    assert_eq!(names.last().map(String::as_str), Some("end"));
}

#[tokio::test]
async fn what_does_not_pass_ends_the_stream() {
    let missing = r#"{"Code":"ExecutionNotExists","Message":"no","RequestId":"q"}"#;
    let upstream = FakeUpstream::start(move |_, _| Reply::Text(404, missing.to_owned())).await;
    let server = Server::before(&upstream, false).await;
    let (ids, _, last) = Reader::open(&server, Request::get(LIVE)).await.all().await;
    assert_eq!((ids, last.as_str()), (Vec::new(), "problem"));
    assert_eq!(upstream.asked.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_gateway_that_stops_ends_its_streams() {
    let upstream = FakeUpstream::start(|_, _| Reply::Hang).await;
    let server = Server::before(&upstream, false).await;
    let reader = Reader::open(&server, Request::get(LIVE)).await;
    server.gateway.close();
    assert_eq!(reader.all().await.2, "");
}

#[tokio::test]
async fn there_are_only_so_many() {
    let upstream = FakeUpstream::start(|_, _| Reply::Hang).await;
    let server = Server::before(&upstream, false).await;
    let mut open = Vec::new();
    for number in 0..32 {
        open.push(Reader::open(&server, Request::get(format!("/api/flows/shop/executions/{number}/live"))).await);
    }
    check_problem(server.get(LIVE).await, (429, "Busy", "Too many pages"));
    let same = "/api/flows/shop/executions/0/live";
    for _ in 1..128 {
        open.push(Reader::open(&server, Request::get(same)).await);
    }
    check_problem(server.get(same).await, (429, "Busy", "Too many pages"));
}
