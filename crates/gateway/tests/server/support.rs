//! An upstream that answers as it is told, and a gateway in front of it.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use flowglass_gateway::credentials::Credentials;
use flowglass_gateway::server::{Access, Account, Gateway, Origin, Settings, app};
use flowglass_gateway::signing::{Scheme, parse_pairs};
use flowglass_gateway::upstream::{self, Endpoint, Upstream};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt as _;

pub(crate) const KEY: &str = "LTAI5tTestKeyOfSomeLength";
pub(crate) const SECRET: &str = "s3cretOfTheTest/+=";
pub(crate) const TOKEN: &str = "sts-token/+=of-the-test";
/// What opens the gateway.
pub(crate) const ENTRY: &str = "an-entry-token-of-the-test";

/// What the upstream does with a request.
#[derive(Clone)]
pub(crate) enum Reply {
    /// Answers with a status and a text.
    Text(u16, String),
    /// Announces a longer text than it sends.
    Broken(u16, String),
    /// Announces a longer text than it sends, and keeps the connection.
    Stalled(u16, String),
    /// Sends whoever asks to another address.
    Elsewhere(String),
    /// Closes the connection without a word.
    Reset,
    /// Says nothing.
    Hang,
}

pub(crate) fn ok(text: &str) -> Reply {
    Reply::Text(200, text.to_owned())
}

/// What was asked of the upstream: operation and parameters of query and form.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    /// The query as it came.
    pub(crate) query: String,
    pub(crate) pairs: Vec<(String, String)>,
}

impl Asked {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn action(&self) -> &str {
        self.get("Action").unwrap_or_default()
    }
}

type Script = Arc<dyn Fn(&Asked, usize) -> Reply + Send + Sync>;

/// A server on this machine that does as the script says; the number counts requests from 0.
pub(crate) struct FakeUpstream {
    pub(crate) address: String,
    pub(crate) asked: Arc<Mutex<Vec<Asked>>>,
}

impl FakeUpstream {
    pub(crate) async fn start(script: impl Fn(&Asked, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let script: Script = Arc::new(script);
        let log = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, Arc::clone(&script), Arc::clone(&log)));
            }
        });
        Self { address, asked }
    }

    pub(crate) fn count(&self, action: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|asked| asked.action() == action).count()
    }

    pub(crate) fn last(&self) -> Asked {
        self.asked.lock().unwrap().last().cloned().unwrap()
    }
}

async fn converse(mut stream: TcpStream, script: Script, log: Arc<Mutex<Vec<Asked>>>) {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..head_end]).into_owned();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    while bytes.len() < head_end + length.unwrap_or(0) {
        if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return;
        }
    }
    let mut words = head.split(' ');
    let method = words.next().unwrap_or_default().to_owned();
    let query = words.next().and_then(|path| path.split_once('?')).map_or("", |(_, query)| query).to_owned();
    let mut pairs = parse_pairs(&query).unwrap();
    pairs.extend(parse_pairs(&String::from_utf8_lossy(&bytes[head_end..])).unwrap());
    let asked = Asked { method, query, pairs };
    let number = {
        let mut log = log.lock().unwrap();
        log.push(asked.clone());
        log.len() - 1
    };
    let reply = script(&asked, number);
    let is_stalled = matches!(reply, Reply::Stalled(..));
    let mut location = String::new();
    let (status, text, length) = match reply {
        Reply::Text(status, text) => (status, text.clone(), text.len()),
        Reply::Broken(status, text) => (status, text.clone(), text.len() + 100),
        Reply::Stalled(status, text) => (status, text.clone(), text.len() + 100),
        Reply::Elsewhere(address) => {
            location = format!("location: {address}\r\n");
            (307, String::new(), 0)
        }
        Reply::Reset => return,
        Reply::Hang => return std::future::pending().await,
    };
    let head = format!(
        "HTTP/1.1 {status} X\r\n{location}content-type: text/plain\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    );
    let _ = stream.write_all(format!("{head}{text}").as_bytes()).await;
    if is_stalled {
        std::future::pending::<()>().await;
    }
    let _ = stream.shutdown().await;
}

/// A gateway in front of an upstream.
pub(crate) struct Server {
    pub(crate) router: Router,
    pub(crate) gateway: Arc<Gateway>,
    pub(crate) log: Arc<Mutex<Vec<String>>>,
    cookie: String,
}

impl Server {
    /// With keys; `allow_write` as on the command line.
    pub(crate) async fn before(upstream: &FakeUpstream, allow_write: bool) -> Self {
        Self::with_scheme(upstream, allow_write, Scheme::V1).await
    }

    pub(crate) async fn with_scheme(upstream: &FakeUpstream, allow_write: bool, scheme: Scheme) -> Self {
        let settings = upstream::Settings {
            patience: Duration::from_millis(400),
            first_delay: Duration::from_millis(2),
            ..upstream::Settings::new(Endpoint::parse(&upstream.address).unwrap(), scheme)
        };
        let credentials = Credentials::new(KEY, SECRET, Some(TOKEN.to_owned()));
        let account = Account::Connected(Arc::new(Upstream::new(settings, credentials).unwrap()));
        Self::of(account, allow_write).await
    }

    pub(crate) async fn of(account: Account, allow_write: bool) -> Self {
        let log: Arc<Mutex<Vec<String>>> = Arc::default();
        let lines = Arc::clone(&log);
        let settings = Settings {
            listen: IpAddr::V4(Ipv4Addr::LOCALHOST),
            region: "cn-hangzhou".to_owned(),
            allow_write,
            origins: vec![Origin::parse("http://127.0.0.1:8080").unwrap()],
            pace: Duration::from_millis(30),
            access: Access::of_file(ENTRY).unwrap(),
        };
        let gateway =
            Gateway::new(settings, account, Arc::new(move |line| lines.lock().unwrap().push(line.to_owned())));
        let router = app(Arc::clone(&gateway));
        let mut server = Self { router, gateway, log, cookie: String::new() };
        let answer = server.send(Request::get(format!("/?token={ENTRY}"))).await;
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        server.cookie = cookie.split(';').next().unwrap().to_owned();
        server
    }

    pub(crate) async fn send(&self, request: axum::http::request::Builder) -> Response<Body> {
        self.send_body(request, Body::empty()).await
    }

    /// Adds what every browser of the gateway's own sends, where the request does not say otherwise.
    pub(crate) async fn send_body(&self, request: axum::http::request::Builder, body: Body) -> Response<Body> {
        let mut request = request.body(body).unwrap();
        let headers = request.headers_mut();
        headers.entry("host").or_insert("127.0.0.1:7878".parse().unwrap());
        if !self.cookie.is_empty() {
            headers.entry("cookie").or_insert(self.cookie.parse().unwrap());
        }
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        read(self.send(Request::get(path)).await).await
    }

    pub(crate) async fn post(&self, path: &str, json: &str) -> (u16, Value) {
        let request = Request::post(path).header("content-type", "application/json");
        read(self.send_body(request, Body::from(json.to_owned())).await).await
    }
}

pub(crate) async fn text(response: Response<Body>) -> String {
    String::from_utf8(to_bytes(response.into_body(), 1 << 24).await.unwrap().into()).unwrap()
}

pub(crate) async fn read(response: Response<Body>) -> (u16, Value) {
    let status = response.status().as_u16();
    let text = text(response).await;
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

/// Checks status, code, a part of the message, and that there is advice.
pub(crate) fn check_problem((status, body): (u16, Value), expected: (u16, &str, &str)) {
    assert_eq!((status, body["Code"].as_str().unwrap_or_default()), (expected.0, expected.1), "{body}");
    assert!(body["Message"].as_str().is_some_and(|message| message.contains(expected.2)), "{body}");
    assert!(body["Advice"].as_str().is_some_and(|advice| advice.ends_with('.')), "{body}");
}
