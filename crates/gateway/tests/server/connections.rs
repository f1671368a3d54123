//! Real connections: what is no good request, and a server that stops.

use std::time::Duration;

use flowglass_gateway::server::{Account, serve};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout};

use super::support::{ENTRY, FakeUpstream, Reply, Server, ok};

const SOON: Duration = Duration::from_secs(10);

async fn ask(address: &str, path: &str, headers: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

/// Reads until the text is there.
async fn read_until(stream: &mut TcpStream, part: &str) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if text.contains(part) {
            return text;
        }
        assert_ne!(timeout(SOON, stream.read_buf(&mut bytes)).await.unwrap().unwrap(), 0, "{text}");
    }
}

/// Serves a gateway for as long as the test runs; gives its address, and a header with the cookie that opens it.
async fn served(server: &Server) -> (String, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(serve(listener, server.router.clone(), std::future::pending()));
    let mut entering = ask(&address, &format!("/?token={ENTRY}"), "").await;
    let cookie = cookie(&read_until(&mut entering, "\r\n\r\n").await);
    (address, cookie)
}

/// The header with the cookie that an answer gives.
fn cookie(entered: &str) -> String {
    let cookie = entered.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    format!("Cookie: {}\r\n", cookie.split(';').next().unwrap())
}

#[tokio::test]
async fn what_is_no_good_request_is_refused_and_harms_nobody() {
    let upstream = FakeUpstream::start(|_, _| ok(r#"{"Flows":[]}"#)).await;
    let server = Server::before(&upstream, true).await;
    let (address, cookie) = served(&server).await;
    let check = async |request: &[u8], expected: &str| {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        stream.write_all(request).await.unwrap();
        let answer = read_until(&mut stream, "\r\n").await;
        assert!(answer.starts_with(expected), "{} {answer}", String::from_utf8_lossy(request));
    };
    let here = format!("Host: {address}\r\n{cookie}");
    let post = |length: &str| {
        let start = "POST /api/flows/shop/executions HTTP/1.1";
        format!("{start}\r\n{here}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{{")
    };
    // Lengths that nobody sends are refused before anything arrives.
    check(post("4000000000").as_bytes(), "HTTP/1.1 413 ").await;
    check(post("18446744073709551614").as_bytes(), "HTTP/1.1 4").await;
    check(post("99999999999999999999999").as_bytes(), "HTTP/1.1 400 ").await;
    check(post("-1").as_bytes(), "HTTP/1.1 400 ").await;
    // Bytes that are no text, and lines within lines.
    check(&[b"GET /\xff HTTP/1.1\r\n", here.as_bytes(), b"\r\n"].concat(), "HTTP/1.1 4").await;
    check(b"GET /api/flows HTTP/1.1\r\nHost: \xff\r\n\r\n", "HTTP/1.1 403 ").await;
    check(format!("GET /api/flows HTTP/1.1\r\n{here}X: a\nb\r\n\r\n").as_bytes(), "HTTP/1.1 400 ").await;
    let injected = format!("GET /api/flows?token=a%0d%0aX-Evil:%201 HTTP/1.1\r\n{here}\r\n");
    check(injected.as_bytes(), "HTTP/1.1 200 ").await;
    assert_eq!(upstream.last().get("NextToken"), Some("a\r\nX-Evil: 1"), "it stays one value");
    // Names that only look like this machine's, or are missing.
    check(b"GET /api/flows HTTP/1.1\r\n\r\n", "HTTP/1.1 403 ").await;
    check(b"GET /api/flows HTTP/1.0\r\n\r\n", "HTTP/1.0 403 ").await;
    let absolute = format!("GET http://{address}/api/flows HTTP/1.1\r\nHost: evil.example\r\n{cookie}\r\n");
    check(absolute.as_bytes(), "HTTP/1.1 403 ").await;
    let long = format!("GET /{} HTTP/1.1\r\n{here}\r\n", "x".repeat(70_000));
    check(long.as_bytes(), "HTTP/1.1 4").await;
    // Whoever says nothing more after the request, or leaves at once.
    let mut half = ask(&address, "/api/flows", &cookie).await;
    half.shutdown().await.unwrap();
    drop(ask(&address, "/api/flows/shop/executions/run/live", &cookie).await);
    check(format!("GET /api/flows HTTP/1.1\r\n{here}\r\n").as_bytes(), "HTTP/1.1 200 ").await;
}

#[tokio::test(start_paused = true)]
async fn who_says_nothing_more_is_cut_off() {
    let server = Server::of(Account::SimulateOnly("no keys".to_owned()), false).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(serve(listener, server.router.clone(), std::future::pending()));
    for (request, answer) in [
        ("", ""),
        ("GET / HTTP/1.1\r\nHost: ", ""),
        ("GET /enter HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 200 "),
    ] {
        let began = Instant::now();
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).await.unwrap();
        assert!(rest.starts_with(answer.as_bytes()), "{}", String::from_utf8_lossy(&rest));
        assert!(began.elapsed() >= Duration::from_secs(15), "there is time to type {request:?}");
    }
}

#[tokio::test]
async fn streams_end_and_the_server_stops() {
    let upstream = FakeUpstream::start(|_, _| Reply::Hang).await;
    let server = Server::before(&upstream, false).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (stop, stopped) = oneshot::channel::<()>();
    let gateway = std::sync::Arc::clone(&server.gateway);
    let serving = tokio::spawn(serve(listener, server.router.clone(), async move {
        let _ = stopped.await;
        gateway.close();
    }));

    let mut entering = ask(&address, &format!("/?token={ENTRY}"), "").await;
    let entered = read_until(&mut entering, "\r\n\r\n").await;
    let cookie = cookie(&entered);
    let mut live = ask(&address, "/api/flows/shop/executions/run/live", &cookie).await;
    assert!(read_until(&mut live, "\r\n\r\n").await.contains("text/event-stream"));
    let mut nonsense = TcpStream::connect(&address).await.unwrap();
    nonsense.write_all(b"nonsense\r\n\r\n").await.unwrap();
    assert!(read_until(&mut nonsense, "\r\n").await.starts_with("HTTP/1.1 400 "));

    stop.send(()).unwrap();
    timeout(SOON, serving).await.unwrap().unwrap();
    let mut rest = Vec::new();
    timeout(SOON, live.read_to_end(&mut rest)).await.unwrap().unwrap();
    assert!(TcpStream::connect(&address).await.is_err(), "nobody listens any more");
}
