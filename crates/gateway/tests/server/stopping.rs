//! Real connections, and a server that stops.

use std::time::Duration;

use flowglass_gateway::server::serve;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::support::{ENTRY, FakeUpstream, Reply, Server};

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
    let cookie = entered.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    let cookie = format!("Cookie: {}\r\n", cookie.split(';').next().unwrap());
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
