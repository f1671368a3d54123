//! Why a call to the service did not work.

use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

use rustls::{CertificateError, InvalidMessage};

use crate::credentials::Credentials;

use super::Operation;

/// What went wrong, roughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The service said no; its code and message are there.
    Service,
    /// No connection came about, so that the service knows of nothing.
    NotConnected,
    /// Whoever answers cannot prove to be the service; nothing was sent.
    Untrusted,
    /// The connection broke, with the request perhaps done.
    Broken,
    /// No answer came in time, with the request perhaps done.
    TimedOut,
    /// The answer is not what the service answers.
    Unreadable,
    /// The service's limits are used up for so long that the call was not made.
    TooBusy,
    /// The call cannot be put into words.
    BadRequest,
}

/// Why a call did not work. Holds nothing of the key once it has been [`redacted`](Self::redacted).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpstreamError {
    /// What went wrong.
    pub kind: Kind,
    /// The HTTP status; 0 without an answer. Throttling is always 429, whatever the gateway in front calls it.
    pub status: u16,
    /// The service's code; empty where the service said nothing.
    pub code: String,
    /// The service's message, or ours.
    pub message: String,
    /// The id of the request, if the service gave one.
    pub request_id: Option<String>,
    /// How long the service asks to be left alone.
    pub retry_after: Option<Duration>,
}

impl UpstreamError {
    /// An error without the service's words.
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, status: 0, code: String::new(), message: message.into(), request_id: None, retry_after: None }
    }

    /// An error in the service's words.
    pub(super) fn of_service(status: u16, code: &str, message: impl Into<String>) -> Self {
        let status = match status {
            _ if is_throttling(code) => 429,
            200..300 => 400,
            status => status,
        };
        Self { status, code: code.to_owned(), ..Self::new(Kind::Service, message) }
    }

    pub(super) fn unreachable(why: String) -> Self {
        Self::new(Kind::NotConnected, format!("CloudFlow cannot be reached: {why}."))
    }

    pub(super) fn bad_request(why: String) -> Self {
        Self::new(Kind::BadRequest, format!("The request cannot be made: {why}."))
    }

    pub(super) fn too_busy(operation: Operation) -> Self {
        let words = format!("Too many calls of {} are waiting for their turn.", operation.name());
        Self::new(Kind::TooBusy, words)
    }

    /// Whether the service, or the gateway in front of it, asks to be called less often. Source: api.md 6.2.
    pub fn is_throttled(&self) -> bool {
        self.kind == Kind::Service && (self.status == 429 || is_throttling(&self.code))
    }

    /// The same without anything that belongs to a key.
    pub(super) fn redacted(mut self, credentials: &Credentials) -> Self {
        // What was signed is quoted by some refusals; it helps nobody and holds temporary tokens.
        if let Some(start) = self.message.to_ascii_lowercase().find("string to sign is") {
            self.message.truncate(start);
            self.message.push_str("string to sign is [redacted]");
        }
        self.message = credentials.redact(&self.message);
        self.code = credentials.redact(&self.code);
        self
    }
}

impl From<reqwest::Error> for UpstreamError {
    fn from(error: reqwest::Error) -> Self {
        // The address holds the signature.
        let error = error.without_url();
        let why = chain(&error);
        if let Some(doubt) = doubt(&error) {
            Self::new(Kind::Untrusted, format!("The certificate of what answers as CloudFlow is not good: {doubt}."))
        } else if speaks_no_tls(&error) {
            Self::unreachable("what answers there does not speak HTTPS".to_owned())
        } else if error.is_connect() {
            Self::unreachable(why)
        } else if error.is_timeout() {
            Self::new(Kind::TimedOut, "CloudFlow did not answer in time.")
        } else if error.is_builder() {
            Self::bad_request(why)
        } else {
            Self::new(Kind::Broken, format!("The connection to CloudFlow broke: {why}."))
        }
    }
}

impl fmt::Display for UpstreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.code.is_empty() { f.write_str(&self.message) } else { write!(f, "{}: {}", self.code, self.message) }
    }
}

impl Error for UpstreamError {}

/// What is wrong with a certificate, if that is where the error comes from.
fn doubt(error: &(dyn Error + 'static)) -> Option<String> {
    let rustls::Error::InvalidCertificate(why) = tls_error(error)? else { return None };
    Some(match why {
        CertificateError::UnknownIssuer => "nobody whom this machine trusts has signed it".to_owned(),
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "it is for another name".to_owned()
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired".to_owned(),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => "it is not valid yet".to_owned(),
        other => other.to_string(),
    })
}

fn speaks_no_tls(error: &(dyn Error + 'static)) -> bool {
    matches!(tls_error(error), Some(rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType)))
}

/// The error of TLS that an error comes from.
fn tls_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    if let Some(found) = error.downcast_ref() {
        return Some(found);
    }
    // An I/O error does not count the error that it holds as its source.
    let held = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    tls_error(match held {
        Some(held) => held,
        None => error.source()?,
    })
}

/// An error with what caused it, as one text.
pub(super) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let words = cause.to_string();
        if !text.contains(&words) {
            text = format!("{text}: {words}");
        }
        source = cause.source();
    }
    text
}

fn is_throttling(code: &str) -> bool {
    code == "ResourceThrottled" || code == "Throttling" || code.starts_with("Throttling.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn throttling_has_many_names_and_one_status() {
        for (status, code, expected) in [
            (429, "ResourceThrottled", Some(429)),
            (400, "Throttling", Some(429)),
            (400, "Throttling.Api", Some(429)),
            (503, "Throttling.User", Some(429)),
            (400, "ThrottlingOdd", None),
            (429, "SomethingNew", Some(429)),
        ] {
            let error = UpstreamError::of_service(status, code, "");
            assert_eq!(error.is_throttled().then_some(error.status), expected, "{code}");
        }
    }

    #[test]
    fn nothing_of_the_key_is_left() {
        let credentials = Credentials::new("LTAI5tLongerThanEight", "hidden", Some("token/1".to_owned()));
        let message =
            "Specified signature is not matched. server string to sign is:GET&%2F&SecurityToken%3Dtoken%252F1";
        let error = UpstreamError::of_service(400, "SignatureDoesNotMatch", message).redacted(&credentials);
        assert_eq!(error.message, "Specified signature is not matched. server string to sign is [redacted]");
        let message = "The AccessKey ID LTAI5tLongerThanEight is invalid.";
        let error = UpstreamError::of_service(403, "InvalidAccessKeyID", message).redacted(&credentials);
        assert_eq!(error.message, "The AccessKey ID LTAI5tLo… is invalid.");
    }

    #[test]
    fn the_error_of_tls_is_found_however_deep_it_lies() {
        let expired = || rustls::Error::InvalidCertificate(CertificateError::Expired);
        let held = io::Error::other(io::Error::other(expired()));
        for error in [&expired() as &(dyn Error + 'static), &held] {
            assert_eq!(doubt(error).as_deref(), Some("it has expired"));
        }
        assert_eq!(doubt(&io::Error::other("else")), None);
        assert_eq!(doubt(&rustls::Error::DecryptError), None);
    }
}
