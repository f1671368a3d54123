//! Signed requests for tests, without a socket.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use flowglass_account::Account;
use flowglass_simulator::Settings;
use serde_json::Value;
use tower::ServiceExt as _;

use super::{Clock, Emulator, app};
use crate::clock;
use crate::credentials::Credentials;
use crate::signing::{API_VERSION, Method, Scheme, Stamp, Unsigned, Wire, encode_pairs, sign};

/// A flow that ends at once.
pub(super) const PASS: &str = "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: p}\n";
/// A flow that rests for an hour.
pub(super) const WAIT: &str = "version: v1\ntype: flow\nsteps:\n  - {type: wait, name: w, duration: 3600}\n";
/// A flow that waits for a report.
pub(super) const ASK: &str =
    "version: v1\ntype: flow\nsteps:\n  - {type: task, name: ask, resourceArn: r, pattern: waitForCallback}\n";

/// Makes a flow.
pub(super) fn create(name: &str, definition: &str) -> Sent {
    let form = [("Name", name), ("Definition", definition), ("Description", ""), ("Type", "FDL")];
    Sent::new("CreateFlow", Method::Post).form(&form)
}

/// Makes a flow of the mode Express.
pub(super) fn create_express(name: &str, definition: &str) -> Sent {
    let mut sent = create(name, definition);
    sent.form.push(("ExecutionMode".to_owned(), "Express".to_owned()));
    sent
}

/// Starts an execution of the flow `shop`.
pub(super) fn start(name: &str) -> Sent {
    Sent::new("StartExecution", Method::Post).form(&[("FlowName", "shop"), ("ExecutionName", name), ("Input", "")])
}

/// Describes an execution of the flow `shop`.
pub(super) fn describe(name: &str, wait: &str) -> Sent {
    let query = [("FlowName", "shop"), ("ExecutionName", name), ("WaitTimeSeconds", wait)];
    Sent::new("DescribeExecution", Method::Get).query(&query)
}

/// An emulator, and the key that requests to it are signed with.
#[derive(Clone)]
pub(super) struct Server {
    pub(super) emulator: Emulator,
    pub(super) scheme: Scheme,
    pub(super) id: String,
    pub(super) secret: String,
    pub(super) security_token: Option<String>,
    pub(super) log: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(super) fn new(clock: Clock) -> Self {
        Self::with(clock, |_| {})
    }

    /// An emulator of an account that was prepared.
    pub(super) fn with(clock: Clock, prepare: impl FnOnce(&mut Account)) -> Self {
        let now = if clock == Clock::Real { clock::now() } else { Settings::default().clock };
        let mut account = Account::new(Settings { clock: now, ..Settings::default() });
        prepare(&mut account);
        let (id, secret) = ("LTAI-test".to_owned(), "secret-test".to_owned());
        let log = Arc::new(Mutex::new(Vec::new()));
        let lines = Arc::clone(&log);
        let keys = Credentials::new(id.clone(), secret.clone(), None);
        let emulator =
            Emulator::new(account, keys, clock, Arc::new(move |line| lines.lock().unwrap().push(line.to_owned())));
        Self { emulator, scheme: Scheme::V1, id, secret, security_token: None, log }
    }

    /// The token of the one task that waits for a report.
    pub(super) fn token(&self) -> String {
        let waiting = self.emulator.waiting();
        assert_eq!(waiting.len(), 1);
        waiting[0].token.clone()
    }

    /// The lines of the log.
    pub(super) fn logged(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }

    /// How many requests wait for the end of an execution.
    pub(super) fn waiters(&self) -> usize {
        self.emulator.waiters()
    }

    /// Status and body of an answer.
    pub(super) async fn send(&self, request: Request<Body>) -> (StatusCode, Value) {
        let app: Router = app(self.emulator.clone());
        let response = app.oneshot(request).await.unwrap();
        let status = response.status();
        assert_eq!(response.headers()["content-type"], "application/json;charset=utf-8");
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap())
    }

    /// The body of an answer that is good.
    pub(super) async fn ok(&self, sent: Sent) -> Value {
        let (status, body) = self.send(sent.request(self)).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        body
    }
}

/// An operation that is to be signed and sent.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) version: &'static str,
    pub(super) operation: String,
    pub(super) method: Method,
    pub(super) query: Vec<(String, String)>,
    pub(super) form: Vec<(String, String)>,
}

impl Sent {
    pub(super) fn new(operation: &str, method: Method) -> Self {
        Self { version: API_VERSION, operation: operation.to_owned(), method, query: Vec::new(), form: Vec::new() }
    }

    pub(super) fn query(self, pairs: &[(&str, &str)]) -> Self {
        Self { query: owned(pairs), ..self }
    }

    pub(super) fn form(self, pairs: &[(&str, &str)]) -> Self {
        Self { form: owned(pairs), ..self }
    }

    /// The same with another value of a parameter, in the place where the operation has its own.
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self = self.without(name);
        let pairs = if self.method == Method::Get { &mut self.query } else { &mut self.form };
        pairs.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same without a parameter.
    pub(super) fn without(mut self, name: &str) -> Self {
        self.query.retain(|(known, _)| known != name);
        self.form.retain(|(known, _)| known != name);
        self
    }

    pub(super) fn request(&self, server: &Server) -> Request<Body> {
        self.request_at(server, 0, &clock::random_text().unwrap())
    }

    /// The request, signed some milliseconds from now.
    pub(super) fn request_at(&self, server: &Server, later_ms: i64, nonce: &str) -> Request<Body> {
        let wire = self.signed(server, later_ms, nonce);
        let mut request = Request::builder().method(wire.method.name()).uri(format!("/?{}", wire.query));
        for (name, value) in wire.headers {
            request = request.header(name, value);
        }
        request.body(Body::from(wire.body)).unwrap()
    }

    pub(super) fn signed(&self, server: &Server, later_ms: i64, nonce: &str) -> Wire {
        let unsigned = Unsigned {
            operation: &self.operation,
            version: self.version,
            method: self.method,
            host: "localhost",
            query: &self.query,
            form: &self.form,
        };
        let stamp = Stamp { time: clock::now().plus(later_ms), nonce: nonce.to_owned() };
        let keys = Credentials::new(server.id.clone(), server.secret.clone(), server.security_token.clone());
        sign(server.scheme, &unsigned, &keys, &stamp).unwrap().wire
    }
}

/// A query.
pub(super) fn parameters(pairs: &[(&str, &str)]) -> String {
    encode_pairs(pairs.iter().copied())
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
