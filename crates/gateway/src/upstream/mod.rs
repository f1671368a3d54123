//! The signed way to CloudFlow: one call in, one answer or one error in words out.

mod answer;
mod bucket;
mod endpoint;
mod error;
mod operation;
mod repeat;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value};
use tokio::time::{Instant, sleep};

use crate::clock;
use crate::credentials::Credentials;
use crate::signing::{API_VERSION, Method, Scheme, Stamp, Unsigned, Wire, sign};

pub use bucket::Bucket;
pub use endpoint::{Endpoint, EndpointError};
pub(crate) use endpoint::{host_name, is_loopback};
pub use error::{Kind, UpstreamError};
pub use operation::Operation;
pub use repeat::{Repeat, delay};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(5);
/// How long an answer may take beyond the time that the call itself asks to be held.
const PATIENCE: Duration = Duration::from_secs(15);
/// The largest answer that is read, in bytes: a full page of history is 1,000 events of 64 KiB.
const ANSWER_LIMIT: usize = 96 << 20;
/// A call that would wait longer than this for its turn is refused instead.
const TURN_LIMIT: Duration = Duration::from_secs(8);

/// One call: an operation with its own parameters.
#[derive(Clone, Debug)]
pub struct Call {
    operation: Operation,
    parameters: Vec<(String, String)>,
    hold: Duration,
}

impl Call {
    /// A call without parameters.
    pub fn new(operation: Operation) -> Self {
        Self { operation, parameters: Vec::new(), hold: Duration::ZERO }
    }

    /// With one more parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.parameters.push((name.to_owned(), value.into()));
        self
    }

    /// With one more parameter, if it has a value.
    #[must_use]
    pub fn with_some(self, name: &str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// With the time that the service is asked to hold the call, whole seconds up to 60.
    #[must_use]
    pub fn held(mut self, seconds: u32) -> Self {
        self.hold = Duration::from_secs(u64::from(seconds));
        self.with("WaitTimeSeconds", seconds.to_string())
    }

    fn has(&self, name: &str) -> bool {
        self.parameters.iter().any(|(known, _)| known == name)
    }
}

/// How CloudFlow is reached.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where.
    pub endpoint: Endpoint,
    /// How requests are signed.
    pub scheme: Scheme,
    /// How long an answer may take beyond what the call asks for; a default for real use.
    pub patience: Duration,
    /// The first wait before a repetition; a default for real use.
    pub first_delay: Duration,
}

impl Settings {
    /// The usual times.
    pub fn new(endpoint: Endpoint, scheme: Scheme) -> Self {
        Self { endpoint, scheme, patience: PATIENCE, first_delay: Duration::from_millis(300) }
    }
}

/// A signed client of one account in one region. Keeps the service's own limits, so that it is not throttled.
#[derive(Debug)]
pub struct Upstream {
    client: reqwest::Client,
    settings: Settings,
    credentials: Credentials,
    buckets: Mutex<Buckets>,
}

#[derive(Debug)]
struct Buckets {
    since: Instant,
    each: Vec<(Operation, Bucket)>,
}

impl Upstream {
    /// A client that has not said anything yet.
    ///
    /// # Errors
    /// When this machine cannot speak TLS, for example without root certificates.
    pub fn new(settings: Settings, credentials: Credentials) -> Result<Self, UpstreamError> {
        // Another part of the process may have chosen one before; then that one serves.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT)
            .pool_idle_timeout(Duration::from_secs(30));
        let builder = if settings.endpoint.is_loopback() { builder.no_proxy() } else { builder };
        // Without HTTPS there are no certificates to check, and none need be on this machine.
        let is_plain = settings.endpoint.base().starts_with("http://");
        let builder = if is_plain { builder.tls_certs_only([]) } else { builder };
        let client = builder.build().map_err(|error| UpstreamError::unreachable(error::chain(&error)))?;
        let each = Operation::ALL.iter().map(|operation| (*operation, operation.bucket())).collect();
        let buckets = Mutex::new(Buckets { since: Instant::now(), each });
        Ok(Self { client, settings, credentials, buckets })
    }

    /// How it reaches the service.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Whose key it signs with; prints without its secret.
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Makes a call, and makes it again where that is safe and may help.
    ///
    /// # Errors
    /// When the service refuses, cannot be reached, or answers what cannot be read.
    pub async fn call(&self, call: &Call) -> Result<Map<String, Value>, UpstreamError> {
        let mut tries = 0;
        loop {
            let error = match self.call_once(call, TURN_LIMIT).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            tries += 1;
            let repeat = call.operation.repeat(call.has("ExecutionName"));
            if !repeat.allows(&error) {
                return Err(error);
            }
            match delay(tries, self.settings.first_delay, error.retry_after, clock::chance()) {
                Some(pause) => sleep(pause).await,
                None => return Err(error),
            }
        }
    }

    /// Makes a call once, and only if the service's limits leave room for it now; for what can wait behind people.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub async fn call_if_free(&self, call: &Call) -> Result<Map<String, Value>, UpstreamError> {
        self.call_once(call, Duration::ZERO).await
    }

    async fn call_once(&self, call: &Call, turn_limit: Duration) -> Result<Map<String, Value>, UpstreamError> {
        let wait = self.reserve(call.operation, turn_limit);
        sleep(wait.ok_or_else(|| UpstreamError::too_busy(call.operation))?).await;
        let wire = self.sign(call)?;
        self.send(wire, self.settings.patience + call.hold).await.map_err(|error| error.redacted(&self.credentials))
    }

    /// Takes a place under the service's limits; tells how long until it is there, or `None` when that is too long.
    fn reserve(&self, operation: Operation, limit: Duration) -> Option<Duration> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let now = buckets.since.elapsed();
        let bucket = buckets.each.iter_mut().find(|(known, _)| *known == operation);
        bucket.map_or(Some(Duration::ZERO), |(_, bucket)| bucket.take(now, limit))
    }

    fn sign(&self, call: &Call) -> Result<Wire, UpstreamError> {
        let operation = call.operation;
        let in_query = |(name, _): &(String, String)| operation.method() == Method::Get || name == "TaskToken";
        let (query, form): (Vec<_>, Vec<_>) = call.parameters.iter().cloned().partition(in_query);
        let nonce = clock::random_text().map_err(|error| UpstreamError::unreachable(error.to_string()))?;
        let request = Unsigned {
            operation: operation.name(),
            version: API_VERSION,
            method: operation.method(),
            host: self.settings.endpoint.host(),
            query: &query,
            form: &form,
        };
        let stamp = Stamp { time: clock::now(), nonce };
        let signed = sign(self.settings.scheme, &request, &self.credentials, &stamp);
        Ok(signed.map_err(|error| UpstreamError::bad_request(error.to_string()))?.wire)
    }

    async fn send(&self, wire: Wire, patience: Duration) -> Result<Map<String, Value>, UpstreamError> {
        let url = format!("{}/?{}", self.settings.endpoint.base(), wire.query);
        let request = match wire.method {
            Method::Get => self.client.get(url),
            Method::Post => self.client.post(url),
        };
        let request = wire.headers.iter().fold(request, |request, (name, value)| request.header(name, value));
        let request = request.header("accept", "application/json").timeout(patience).body(wire.body);
        let response = request.send().await.map_err(UpstreamError::from)?;
        answer::read(response, ANSWER_LIMIT).await
    }
}
