//! The whole way: a page's request, the gateway's signature, the emulator that checks it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::extract::Request as Incoming;
use axum::http::Request;
use axum::middleware::{Next, from_fn};
use flowglass_account::Account as AccountInMemory;
use flowglass_gateway::clock;
use flowglass_gateway::credentials::Credentials;
use flowglass_gateway::emulator::{self, Clock, Emulator};
use flowglass_gateway::server::serve;
use flowglass_gateway::signing::Scheme;
use flowglass_simulator::{Scenario, Settings};
use tokio::net::TcpListener;

use super::following::Reader;
use super::support::{FakeUpstream, KEY, SECRET, Server, TOKEN, check_problem};

const FLOW: &str = "Type: StateMachine\nSpecVersion: v1\nName: shop\nStartAt: Rest\nStates:\n\
    \x20 - {Type: Wait, Name: Rest, Seconds: 1, Next: Done}\n  - {Type: Pass, Name: Done, End: true}\n";

/// An emulator on this machine, and how often each operation was asked of it.
async fn emulator(token: Option<&str>) -> (FakeUpstream, Arc<AtomicUsize>) {
    let now = clock::now();
    let mut account = AccountInMemory::new(Settings { clock: now, seed: 1, ..Settings::default() });
    account.seed("shop", FLOW, &Scenario::default()).unwrap();
    let credentials = Credentials::new(KEY, SECRET, token.map(str::to_owned));
    let histories = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&histories);
    let count = from_fn(move |request: Incoming, next: Next| {
        let uri = request.uri().to_string();
        let action = request.headers().get("x-acs-action").and_then(|value| value.to_str().ok()).unwrap_or_default();
        if uri.contains("Action=GetExecutionHistory") || action == "GetExecutionHistory" {
            counter.fetch_add(1, Ordering::SeqCst);
        }
        next.run(request)
    });
    let router = emulator::app(Emulator::new(account, credentials, Clock::Real, Arc::new(|_: &str| {}))).layer(count);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(serve(listener, router, std::future::pending()));
    (FakeUpstream { address, asked: Arc::new(Mutex::default()) }, histories)
}

#[tokio::test]
async fn two_pages_follow_an_execution_with_one_poller() {
    for scheme in [Scheme::V1, Scheme::V3] {
        let (upstream, histories) = emulator(Some(TOKEN)).await;
        let server = Server::with_scheme(&upstream, true, scheme).await;
        let (status, started) =
            server.post("/api/flows/shop/executions", r#"{"Name":"run","Input":"{\"a\": \"b c+d\"}"}"#).await;
        assert_eq!((status, started["Name"].as_str()), (200, Some("run")), "{started}");
        let live = || Request::get("/api/flows/shop/executions/run/live");
        let alone = histories.load(Ordering::SeqCst);
        let (one, other) = (Reader::open(&server, live()).await.all(), Reader::open(&server, live()).await.all());
        let (one, other) = tokio::join!(one, other);
        assert_eq!(one, other, "both hear the same");
        let looks = histories.load(Ordering::SeqCst) - alone;
        // A second at 30 to 60 ms a look; two pollers would take twice as many.
        assert!((1..=36).contains(&looks), "{looks} looks");
        let (ids, statuses, last) = one;
        assert_eq!(ids, (1..=i64::try_from(ids.len()).unwrap()).collect::<Vec<_>>());
        assert_eq!((statuses.last().map(String::as_str), last.as_str()), (Some("Succeeded"), "end"));
        let (_, history) = server.get("/api/flows/shop/executions/run/history").await;
        assert_eq!(history["Events"].as_array().unwrap().len(), ids.len());
        let (_, described) = server.get("/api/flows/shop/executions/run?wait=5").await;
        assert_eq!(described["FlowDefinition"].as_str(), Some(FLOW));
        check_problem(
            server.post("/api/flows/shop/executions", r#"{"Name":"run"}"#).await,
            (400, "ExecutionAlreadyExists", "already exists"),
        );
        check_problem(
            server.post("/api/flows/shop/executions/run/stop", "{}").await,
            (400, "ExecutionAlreadyCompleted", "already completed"),
        );
        check_problem(server.get("/api/flows/none").await, (404, "FlowNotExists", "none does not exist"));
    }
}

#[tokio::test]
async fn a_wrong_token_is_refused_in_words() {
    for scheme in [Scheme::V1, Scheme::V3] {
        let (upstream, _) = emulator(Some("another")).await;
        let server = Server::with_scheme(&upstream, false, scheme).await;
        let (status, body) = server.get("/api/flows").await;
        assert_eq!((status, body["Code"].as_str()), (403, Some("AccessDenied")), "{body}");
        assert!(body["Message"].as_str().unwrap().ends_with("temporary one, and its token is another."), "{body}");
        assert!(!body.to_string().contains(TOKEN), "{body}");
    }
}
