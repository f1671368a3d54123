//! What every request has, in either signature scheme: version, operation, key, time, nonce and signature.

use flowglass_account::ApiError;
use flowglass_api::ErrorCode;

use super::received::{Received, unreadable};
use crate::signing::v3::Authorization;
use crate::signing::{API_VERSION, Scheme};

/// How a request says which scheme it uses.
///
/// SDKs send the headers of V3 along with V1 too, so those alone decide nothing (signing.md 2.3).
pub(super) fn scheme_of(received: &Received) -> Scheme {
    let by_parameters = received.parameter("Action").is_some() || received.parameter("Signature").is_some();
    if received.header("authorization").is_some() || (!by_parameters && received.header("x-acs-action").is_some()) {
        Scheme::V3
    } else {
        Scheme::V1
    }
}

/// The version and the operation of a request, the first things that are looked at.
///
/// # Errors
/// `MissingRequiredParams` or `MissingRequiredHeader`, `APIVersionNotSupported`.
pub(super) fn action(received: &Received, scheme: Scheme) -> Result<&str, ApiError> {
    let [version, action] = match scheme {
        Scheme::V1 => ["Version", "Action"],
        Scheme::V3 => ["x-acs-version", "x-acs-action"],
    };
    let version = required(received, scheme, version)?;
    if version != API_VERSION {
        return Err(ApiError::new(ErrorCode::ApiVersionNotSupported, &[version]));
    }
    required(received, scheme, action)
}

/// Who sent a request and when, as it says itself. Its token and its signature show in no output.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) key_id: String,
    pub(super) token: Option<String>,
    pub(super) time: String,
    pub(super) nonce: String,
    pub(super) signature: Signature,
}

/// The signature of a request.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Signature {
    V1(String),
    V3(Authorization),
}

/// Reads who sent a request and when.
///
/// # Errors
/// `MissingRequiredParams` or `MissingRequiredHeader` when a part is missing, `InvalidArgument` when the signature is
/// of a method that is not known.
pub(super) fn claim(received: &Received, scheme: Scheme) -> Result<Claim, ApiError> {
    let required = |name: &str| required(received, scheme, name);
    let given = |value: Option<&str>| value.filter(|value| !value.is_empty()).map(str::to_owned);
    match scheme {
        Scheme::V1 => {
            let key_id = required("AccessKeyId")?.to_owned();
            let time = required("Timestamp")?.to_owned();
            for (name, known) in [("SignatureMethod", "HMAC-SHA1"), ("SignatureVersion", "1.0")] {
                if required(name)? != known {
                    return Err(unreadable(&format!("{name} is {known}")));
                }
            }
            let nonce = required("SignatureNonce")?.to_owned();
            let signature = Signature::V1(required("Signature")?.to_owned());
            Ok(Claim { key_id, token: given(received.parameter("SecurityToken")), time, nonce, signature })
        }
        Scheme::V3 => {
            let authorization = required("authorization")?;
            let time = required("x-acs-date")?.to_owned();
            let nonce = required("x-acs-signature-nonce")?.to_owned();
            for name in ["host", "x-acs-content-sha256"] {
                required(name)?;
            }
            let signed = Authorization::parse(authorization).ok_or_else(|| {
                unreadable("the header authorization is ACS3-HMAC-SHA256 with Credential, SignedHeaders and Signature")
            })?;
            let token = given(received.header("x-acs-security-token"));
            Ok(Claim { key_id: signed.key_id.clone(), token, time, nonce, signature: Signature::V3(signed) })
        }
    }
}

/// A part that has to be there and not be empty.
fn required<'a>(received: &'a Received, scheme: Scheme, name: &str) -> Result<&'a str, ApiError> {
    let (value, code) = match scheme {
        Scheme::V1 => (received.parameter(name), ErrorCode::MissingRequiredParams),
        Scheme::V3 => (received.header(name), ErrorCode::MissingRequiredHeader),
    };
    value.filter(|value| !value.is_empty()).ok_or_else(|| ApiError::new(code, &[name]))
}
