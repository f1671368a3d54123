//! An upstream that hangs, breaks, refuses or talks nonsense; the gateway says so and goes on.

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;

use super::support::{FakeUpstream, Reply, Server, check_problem, ok};

fn error(status: u16, code: &str, message: &str) -> Reply {
    Reply::Text(status, format!(r#"{{"RequestId":"r-7","HostId":"h","Code":"{code}","Message":"{message}"}}"#))
}

#[tokio::test]
async fn faults_have_a_status_a_code_and_words() {
    let check = async |reply: Reply, expected: (u16, &str, &str), calls: usize| {
        let upstream = FakeUpstream::start(move |asked, _| match asked.action() {
            "ListFlows" => ok(r#"{"Flows":[]}"#),
            _ => reply.clone(),
        })
        .await;
        let server = Server::before(&upstream, false).await;
        let answer = server.get("/api/flows/shop").await;
        assert!(answer.1["RequestId"].is_null() || answer.1["RequestId"] == "r-7", "{}", answer.1);
        check_problem(answer, expected);
        assert_eq!(upstream.count("DescribeFlow"), calls, "{expected:?}");
        assert_eq!(server.get("/api/flows").await.0, 200, "what runs goes on running");
    };
    let html = Reply::Text(502, "<html>Bad gateway</html>".to_owned());
    check(Reply::Hang, (504, "UpstreamTimeout", "did not answer in time"), 1).await;
    check(Reply::Stalled(200, r#"{"Name":"#.to_owned()), (504, "UpstreamTimeout", "did not answer in time"), 1).await;
    check(Reply::Reset, (502, "UpstreamBroken", "broke"), 4).await;
    check(html, (502, "UpstreamUnreadable", "<html>Bad gateway</html>"), 4).await;
    check(Reply::Text(200, r#"{"Name":"sh"#.to_owned()), (502, "UpstreamUnreadable", r#"{"Name":"sh"#), 4).await;
    check(Reply::Broken(200, r#"{"Name":"#.to_owned()), (502, "UpstreamBroken", "broke"), 4).await;
    check(error(429, "ResourceThrottled", "slow"), (429, "ResourceThrottled", "slow"), 4).await;
    check(error(400, "Throttling.User", "slow"), (429, "Throttling.User", "slow"), 4).await;
    check(error(500, "InternalServerError", "oops"), (500, "InternalServerError", "oops"), 4).await;
    check(error(404, "FlowNotExists", "Flow shop does not exist."), (404, "FlowNotExists", "shop does not"), 1).await;
    check(error(403, "SignatureNotMatch", "wrong"), (403, "SignatureNotMatch", "wrong"), 1).await;
    check(error(404, "InvalidAccessKeyId.NotFound", "who"), (404, "InvalidAccessKeyId.NotFound", "who"), 1).await;
    check(error(302, "Odd", "elsewhere"), (502, "Odd", "elsewhere"), 1).await;
}

#[tokio::test]
async fn an_answer_of_another_form_is_named() {
    let upstream = FakeUpstream::start(|_, _| ok(r#"{"Flows":3}"#)).await;
    let server = Server::before(&upstream, false).await;
    check_problem(server.get("/api/flows").await, (502, "UpstreamUnreadable", "unexpected form"));
}

#[tokio::test]
async fn what_is_signed_goes_nowhere_else() {
    let other = FakeUpstream::start(|_, _| ok(r#"{"Flows":[]}"#)).await;
    let address = other.address.clone();
    let upstream = FakeUpstream::start(move |_, _| Reply::Elsewhere(address.clone())).await;
    let server = Server::before(&upstream, true).await;
    check_problem(server.get("/api/flows").await, (502, "UpstreamUnreadable", "with status 307, is empty"));
    assert_eq!(server.post("/api/flows/shop/executions", "{}").await.0, 502);
    assert!(other.asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn what_passes_by_itself_is_not_seen() {
    let upstream = FakeUpstream::start(|_, number| match number {
        0 => error(429, "ResourceThrottled", ""),
        1 => Reply::Reset,
        2 => error(503, "ServiceUnavailable", ""),
        _ => ok(r#"{"Flows":[]}"#),
    })
    .await;
    let server = Server::before(&upstream, false).await;
    assert_eq!(server.get("/api/flows").await.0, 200);
    let nonces: std::collections::BTreeSet<_> =
        upstream.asked.lock().unwrap().iter().map(|asked| asked.get("SignatureNonce").unwrap().to_owned()).collect();
    assert_eq!(nonces.len(), 4);
}

#[tokio::test]
async fn nothing_is_started_twice() {
    let check = async |body: &str, reply: fn() -> Reply, calls: usize| {
        let upstream = FakeUpstream::start(move |_, _| reply()).await;
        let server = Server::before(&upstream, true).await;
        let (status, answer) = server.post("/api/flows/shop/executions", body).await;
        assert!(status >= 400, "{answer}");
        assert_eq!(upstream.count("StartExecution"), calls, "{body} {answer}");
    };
    check("{}", || Reply::Reset, 1).await;
    check("{}", || error(500, "InternalServerError", ""), 1).await;
    check("{}", || error(429, "ResourceThrottled", ""), 4).await;
    check(r#"{"Name":"r"}"#, || Reply::Reset, 4).await;
    check(r#"{"Name":"r"}"#, || error(500, "InternalServerError", ""), 4).await;
    check(r#"{"Name":"r"}"#, || Reply::Hang, 1).await;
}

/// Ten calls at once and two a second is what the service bears; a call that would wait too long is not made.
#[tokio::test]
async fn calls_wait_for_their_turn_or_are_refused() {
    let upstream = FakeUpstream::start(|_, _| ok(r#"{"Flows":[]}"#)).await;
    let server = Server::before(&upstream, false).await;
    let mut all: FuturesUnordered<_> = (0..40).map(|_| server.get("/api/flows")).collect();
    let (mut done, mut refused) = (0, 0);
    // Those that wait for their turn are left waiting.
    while done < 10 || refused < 10 {
        let answer = all.next().await.unwrap();
        if answer.0 == 200 {
            done += 1;
        } else {
            check_problem(answer, (429, "Busy", "Too many calls of ListFlows"));
            refused += 1;
        }
    }
}

#[tokio::test]
async fn nobody_there() {
    let mut upstream = FakeUpstream::start(|_, _| Reply::Reset).await;
    upstream.address = "http://127.0.0.1:1".to_owned();
    let server = Server::before(&upstream, false).await;
    check_problem(server.get("/api/flows").await, (502, "UpstreamUnreachable", "cannot be reached"));
}
