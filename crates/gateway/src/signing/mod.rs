//! How requests to CloudFlow are signed: pure functions of request, credentials, time and nonce.
//!
//! Two schemes exist, and their vendor's names are confusing; see [`Scheme`]. Both sides use this module: the gateway
//! signs with it, the emulator computes with it what a signature should have been.
//! Source: signing.md 1 to 3.

mod parameters;
pub mod v1;
pub mod v3;

use std::fmt;

use flowglass_history::Millis;

use crate::credentials::Credentials;
pub use parameters::{Misread, encode, encode_pairs, find_repeated, parse_pairs, sorted};

/// The version of the API that every request names.
pub const API_VERSION: &str = "2019-03-15";
/// The media type of a body with parameters.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// How a request is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// HMAC-SHA1 over the parameters; what the official SDKs of this product send.
    #[default]
    V1,
    /// `ACS3-HMAC-SHA256` over parameters and headers; whether the service takes it is unverified.
    V3,
}

impl Scheme {
    /// `v1` or `v3`.
    pub fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V3 => "v3",
        }
    }
}

/// Whether an operation reads or changes something, as HTTP says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads; every parameter is in the query.
    Get,
    /// Changes; parameters are in query and form.
    Post,
}

impl Method {
    /// The word on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// What is to be signed: an operation with its own parameters as decoded pairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsigned<'a> {
    /// The operation, such as `GetExecutionHistory`.
    pub operation: &'a str,
    /// The version of the API; [`API_VERSION`] for every operation of this product.
    pub version: &'a str,
    /// How it is sent.
    pub method: Method,
    /// The endpoint's name, with the port where it is not the usual one; only V3 signs it.
    pub host: &'a str,
    /// Parameters that travel in the query.
    pub query: &'a [(String, String)],
    /// Parameters that travel in the body.
    pub form: &'a [(String, String)],
}

/// What makes one request differ from its repetition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When it is sent; parts of a second are left out.
    pub time: Millis,
    /// Text that no other request has.
    pub nonce: String,
}

impl Stamp {
    /// The time as requests say it: UTC, whole seconds.
    pub fn text(&self) -> String {
        let text = self.time.to_rfc3339();
        text.split_once('.').map_or_else(|| text.clone(), |(seconds, _)| format!("{seconds}Z"))
    }
}

/// A request as it goes over the wire, to the path `/`.
#[derive(Clone, PartialEq, Eq)]
pub struct Wire {
    /// How it is sent.
    pub method: Method,
    /// The query without its question mark.
    pub query: String,
    /// Headers by small name, `host` included.
    pub headers: Vec<(String, String)>,
    /// The body; empty for none.
    pub body: String,
}

/// A signed request, with the stages on the way to its signature.
#[derive(Clone, PartialEq, Eq)]
pub struct Signed {
    /// What the request comes down to: the canonical query (V1) or request (V3).
    pub canonical: String,
    /// What the key is applied to.
    pub string_to_sign: String,
    /// The result, as it is sent.
    pub signature: String,
    /// The request with its signature.
    pub wire: Wire,
}

// Both carry a temporary key's token, and the signature of a request that is still good for minutes.
impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire").field("method", &self.method).finish_non_exhaustive()
    }
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed").field("wire", &self.wire).finish_non_exhaustive()
    }
}

/// Signs a request with the scheme that is asked for.
///
/// # Errors
/// When a parameter's name is there twice, or is one of those that the signature brings.
pub fn sign(
    scheme: Scheme,
    request: &Unsigned<'_>,
    credentials: &Credentials,
    stamp: &Stamp,
) -> Result<Signed, RepeatedParameter> {
    match scheme {
        Scheme::V1 => v1::sign(request, credentials, stamp),
        Scheme::V3 => v3::sign(request, credentials, stamp),
    }
}

/// Whether two signatures are equal; takes the same time wherever they differ.
pub fn same(one: &str, other: &str) -> bool {
    let differences = one.bytes().zip(other.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
    one.len() == other.len() && differences == 0
}

/// A parameter that a request has twice; which of them the service would take is not published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatedParameter {
    /// Its name.
    pub name: String,
}

impl fmt::Display for RepeatedParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the parameter {} is there twice", self.name)
    }
}

impl std::error::Error for RepeatedParameter {}

/// Bytes in small hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    bytes.iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_in_whole_seconds() {
        for (millis, expected) in
            [(1_719_197_922_000, "2024-06-24T02:58:42Z"), (1_719_197_922_999, "2024-06-24T02:58:42Z")]
        {
            assert_eq!(Stamp { time: Millis(millis), nonce: String::new() }.text(), expected);
        }
    }

    #[test]
    fn signatures_are_compared_whole() {
        for (one, other, expected) in
            [("", "", true), ("ab", "ab", true), ("ab", "aB", false), ("ab", "abc", false), ("", "a", false)]
        {
            assert_eq!(same(one, other), expected, "{one} {other}");
        }
    }
}
