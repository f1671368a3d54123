//! Who is let in, and what is not taken.

use axum::body::Body;
use axum::http::Request;
use flowglass_gateway::server::Account;

use super::support::{ENTRY, FakeUpstream, Server, check_problem, ok, read, text};

async fn server(allow_write: bool) -> (FakeUpstream, Server) {
    let upstream = FakeUpstream::start(|_, _| ok(r#"{"Flows":[]}"#)).await;
    let server = Server::before(&upstream, allow_write).await;
    (upstream, server)
}

#[tokio::test]
async fn foreign_names_and_pages_are_refused() {
    let (upstream, server) = server(true).await;
    let check = async |headers: &[(&str, &str)], expected: Option<(u16, &str, &str)>| {
        let request =
            headers.iter().fold(Request::get("/api/flows"), |request, (name, value)| request.header(*name, *value));
        let answer = read(server.send(request).await).await;
        match expected {
            Some(expected) => check_problem(answer, expected),
            None => assert_eq!(answer.0, 200, "{headers:?}"),
        }
    };
    let host = Some((403, "ForeignHost", "does not answer under the name"));
    let origin = Some((403, "ForeignOrigin", "may not use this gateway"));
    check(&[("host", "evil.example")], host).await;
    check(&[("host", "evil.example:7878")], host).await;
    check(&[("host", "192.168.0.1:7878")], host).await;
    check(&[("host", "")], host).await;
    check(&[("host", "localhost:9999")], None).await;
    check(&[("origin", "http://evil.example")], origin).await;
    check(&[("origin", "null")], origin).await;
    check(&[("origin", "http://localhost:7878")], origin).await;
    check(&[("sec-fetch-site", "cross-site")], origin).await;
    check(&[("sec-fetch-site", "same-site")], origin).await;
    check(&[("origin", "http://127.0.0.1:7878"), ("sec-fetch-site", "same-origin")], None).await;
    check(&[("origin", "http://127.0.0.1:8080"), ("sec-fetch-site", "same-site")], None).await;
    assert_eq!(upstream.count("ListFlows"), 3);
}

/// Any page may link to this one, but not fill in its forms.
#[tokio::test]
async fn other_sites_may_lead_here_and_do_nothing_more() {
    let (_upstream, server) = server(true).await;
    let link = Request::get("/enter").header("sec-fetch-site", "cross-site");
    assert_eq!(server.send(link).await.status(), 200);
    for path in ["/enter", "/api/flows/shop/executions"] {
        let form = Request::post(path).header("sec-fetch-site", "cross-site");
        check_problem(read(server.send(form).await).await, (403, "ForeignOrigin", "another site"));
    }
}

#[tokio::test]
async fn allowed_pages_may_read_answers_and_others_not() {
    let (_upstream, server) = server(true).await;
    // Browsers ask so before they send a cookie.
    let options = |origin: &str| {
        Request::options("/api/flows/shop/executions").header("origin", origin.to_owned()).header("cookie", "")
    };
    let answer = server.send(options("http://127.0.0.1:8080")).await;
    assert_eq!(answer.status(), 204);
    assert_eq!(answer.headers()["access-control-allow-origin"], "http://127.0.0.1:8080");
    assert_eq!(answer.headers()["access-control-allow-credentials"], "true");
    assert_eq!(answer.headers()["access-control-allow-methods"], "GET, POST");
    assert_eq!(answer.headers()["access-control-allow-headers"], "content-type, last-event-id");
    assert_eq!(answer.headers()["vary"], "origin");
    let answer = server.send(options("http://evil.example")).await;
    assert_eq!(answer.status(), 403);
    assert!(!answer.headers().contains_key("access-control-allow-origin"));
    let answer = server.send(Request::get("/api/flows")).await;
    assert!(!answer.headers().contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn without_the_token_there_is_only_the_page() {
    let (upstream, server) = server(true).await;
    for cookie in ["", "flowglass=forged.9999999999.00", "other=1"] {
        for path in ["/api/session", "/api/flows", "/api/flows/a/executions/b/live", "/api/nothing"] {
            let answer = read(server.send(Request::get(path).header("cookie", cookie)).await).await;
            check_problem(answer, (401, "SessionRequired", "has not shown the gateway's token"));
        }
    }
    assert_eq!(upstream.count("ListFlows"), 0);
    let answer = server.send(Request::get("/enter").header("cookie", "")).await;
    assert_eq!(answer.status(), 200);
    assert!(text(answer).await.contains("action=\"/enter\""));
    let answer = server.send(Request::get("/?token=wrong").header("cookie", "")).await;
    assert_eq!(answer.status(), 403);
    assert!(text(answer).await.contains("not the token of this gateway"));
}

#[tokio::test]
async fn the_form_gives_a_cookie() {
    let (_upstream, server) = server(true).await;
    let form = |token: &str| Body::from(format!("token={token}"));
    let request =
        || Request::post("/enter").header("cookie", "").header("content-type", "application/x-www-form-urlencoded");
    let answer = server.send_body(request(), form(ENTRY)).await;
    assert_eq!((answer.status().as_u16(), &answer.headers()["location"]), (303, &"/".parse().unwrap()));
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.ends_with("; HttpOnly; SameSite=Strict"), "{cookie}");
    let answer = server.send(Request::get("/api/flows").header("cookie", cookie.split(';').next().unwrap())).await;
    assert_eq!(answer.status(), 200);
    let behind_tls = request().header("x-forwarded-proto", "https");
    let answer = server.send_body(behind_tls, form(ENTRY)).await;
    assert!(answer.headers()["set-cookie"].to_str().unwrap().ends_with("; Secure"));
    let elsewhere = request().header("origin", "http://evil.example");
    check_problem(read(server.send_body(elsewhere, form(ENTRY)).await).await, (403, "ForeignOrigin", "evil.example"));
    assert_eq!(server.send_body(request(), form("wrong")).await.status(), 403);
}

#[tokio::test]
async fn writing_needs_leave() {
    let (upstream, server) = server(false).await;
    for path in
        ["/api/flows/a/executions", "/api/flows/a/executions/b/stop", "/api/tasks/succeeded", "/api/tasks/failed"]
    {
        check_problem(server.post(path, "{}").await, (403, "WriteNotAllowed", "only reads"));
    }
    assert!(upstream.asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn bad_requests_are_named() {
    let (upstream, server) = server(true).await;
    let invalid = |words| (400, "InvalidRequest", words);
    for (path, words) in [
        ("/api/flows?limit=0", "limit is a whole number from 1 to 999"),
        ("/api/flows?limit=1000", "limit is a whole number"),
        ("/api/flows?limit=x", "limit is a whole number"),
        ("/api/flows?page=2", "no parameter \"page\""),
        ("/api/flows?limit=1&limit=2", "\"limit\" is there twice"),
        ("/api/flows?token=%zz", "cannot be read"),
        ("/api/flows/a%ff", "address cannot be read"),
        ("/api/flows/a%zz", "address cannot be read"),
        ("/api/flows/a/executions?limit=100", "from 1 to 99"),
        ("/api/flows/a/executions?status=Odd", "\"Odd\" is no status"),
        ("/api/flows/a/executions?startedFrom=yesterday", "startedFrom"),
        ("/api/flows/a/executions/b?wait=61", "from 0 to 60"),
        ("/api/flows/a/executions/b/live?after=x", "after is a whole number"),
    ] {
        check_problem(server.get(path).await, invalid(words));
    }
    for (path, body, words) in [
        ("/api/flows/a/executions", "{", "body cannot be read"),
        ("/api/flows/a/executions", r#"{"Nam":"x"}"#, "unknown field `Nam`"),
        ("/api/flows/a/executions", r#"{"Name":1}"#, "invalid type"),
        ("/api/tasks/succeeded", r#"{"TaskToken":"t"}"#, "missing field `Output`"),
        ("/api/tasks/failed", r#"{"TaskToken":"t"}"#, "missing field `Error`"),
    ] {
        check_problem(server.post(path, body).await, invalid(words));
    }
    let plain = Request::post("/api/flows/a/executions").header("content-type", "text/plain");
    check_problem(
        read(server.send_body(plain, Body::from("{}")).await).await,
        (415, "UnsupportedMediaType", "application/json"),
    );
    let large = format!(r#"{{"Input":"{}"}}"#, "x".repeat(1 << 20));
    check_problem(server.post("/api/flows/a/executions", &large).await, (413, "RequestTooLarge", "1048576 bytes"));
    let chunks =
        Body::from_stream(futures_util::stream::iter((0..33).map(|_| Ok::<_, std::io::Error>(vec![b' '; 1 << 15]))));
    let request = Request::post("/api/flows/a/executions").header("content-type", "application/json");
    check_problem(read(server.send_body(request, chunks).await).await, (413, "RequestTooLarge", "1048576 bytes"));
    check_problem(server.get("/api/nothing").await, (404, "NotFound", "nothing under this address"));
    check_problem(server.get("/api/tasks/failed").await, (405, "MethodNotAllowed", "another method"));
    assert!(upstream.asked.lock().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_come_is_given_up() {
    let (upstream, server) = server(true).await;
    let never = Body::from_stream(futures_util::stream::pending::<std::io::Result<Vec<u8>>>());
    let request = Request::post("/api/flows/a/executions").header("content-type", "application/json");
    let answer = read(server.send_body(request, never).await).await;
    check_problem(answer, (408, "RequestTimeout", "took too long to arrive"));
    assert!(upstream.asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn without_keys_the_page_is_told_what_to_do() {
    let server = Server::of(Account::SimulateOnly("no keys: nowhere".to_owned()), true).await;
    for path in ["/api/session", "/api/flows", "/api/flows/a/executions/b/live"] {
        check_problem(server.get(path).await, (503, "NoCredentials", "no keys: nowhere"));
    }
    check_problem(server.post("/api/flows/a/executions", "{}").await, (503, "NoCredentials", "no keys"));
}

/// The page's folder lies in that of the project, whose files are not the page's.
#[tokio::test]
async fn only_files_of_the_page_are_served() {
    let (_upstream, server) = server(false).await;
    for path in [
        "/../Cargo.toml",
        "/..%2fCargo.toml",
        "/%2e%2e/Cargo.toml",
        "/%2E%2E%2FCargo.toml",
        "/x/../../Cargo.toml",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/Cargo.toml%00.js",
        "/.",
        "/..",
    ] {
        check_problem(server.get(path).await, (404, "NotFound", "nothing under this address"));
    }
}

#[tokio::test]
async fn every_answer_has_borders() {
    let (_upstream, server) = server(true).await;
    for path in ["/", "/enter", "/api/flows", "/api/nothing", "/nothing.js"] {
        let answer = server.send(Request::get(path)).await;
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("x-frame-options"), "DENY", "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(header("permissions-policy").contains("camera=()"), "{path}");
        assert_eq!(header("cache-control"), "no-store", "{path}");
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
    }
    let nonce = async || {
        let answer = server.send(Request::get("/")).await;
        let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
        policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned()
    };
    assert_ne!(nonce().await, nonce().await);
}
