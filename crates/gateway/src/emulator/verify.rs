//! Whether a request was signed by the holder of the key, lately, and for the first time.

use flowglass_account::ApiError;
use flowglass_api::ErrorCode;
use flowglass_history::Millis;
use secrecy::ExposeSecret as _;

use super::common::{Claim, Signature};
use super::nonces::Nonces;
use super::received::{Received, unreadable};
use crate::credentials::Credentials;
use crate::signing::v3::Authorization;
use crate::signing::{same, v1, v3};

/// How far the clocks may differ, either way. Source: signing.md 4, CHOICE.
const SKEW_MS: i64 = 15 * 60 * 1_000;

/// The headers that a V3 signature has to cover. Source: signing.md 3.2, CHOICE.
const COVERED: [&str; 6] =
    ["host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256"];

/// Checks key, time, nonce and signature, in this order; a nonce counts as used once the signature is right.
///
/// # Errors
/// `InvalidAccessKeyID`, `AccessDenied` for a wrong temporary token, `InvalidArgument` for a time that is none,
/// `RequestTimeTooSkewed`, `SignatureNonceUsed`, `SignatureNotMatch`.
pub(super) fn verify(
    received: &Received,
    claim: &Claim,
    keys: &Credentials,
    nonces: &mut Nonces,
    now: Millis,
) -> Result<(), ApiError> {
    if !same(&claim.key_id, keys.key_id()) {
        return Err(ApiError::new(ErrorCode::InvalidAccessKeyId, &[&claim.key_id]));
    }
    let token_fits = match (&claim.token, keys.token()) {
        (None, None) => true,
        (Some(sent), Some(token)) => same(sent, token.expose_secret()),
        _ => false,
    };
    if !token_fits {
        let detail = match keys.token() {
            Some(_) => "The key is a temporary one, and its token is another.",
            None => "The key is no temporary one and has no token.",
        };
        return Err(ApiError::with_detail(ErrorCode::AccessDenied, &[], detail));
    }
    let sent = Millis::parse(&claim.time)
        .map_err(|_| unreadable("the time of the request is written like 2024-06-24T02:58:42Z"))?;
    if sent.since(now).saturating_abs() > SKEW_MS {
        return Err(ApiError::new(ErrorCode::RequestTimeTooSkewed, &[&claim.time, &now.to_rfc3339()]));
    }
    if nonces.is_used(&claim.nonce) {
        return Err(ApiError::new(ErrorCode::SignatureNonceUsed, &[]));
    }
    let good = match &claim.signature {
        Signature::V1(signature) => same(signature, &expected_v1(received, keys)),
        Signature::V3(signed) => {
            let hash = v3::sha256_hex(&received.body);
            received.header("x-acs-content-sha256").is_some_and(|said| same(said, &hash))
                && expected_v3(received, signed, keys, &hash).is_some_and(|expected| same(&signed.signature, &expected))
        }
    };
    if !good {
        return Err(ApiError::new(ErrorCode::SignatureNotMatch, &[]));
    }
    nonces.remember(&claim.nonce, now);
    Ok(())
}

fn expected_v1(received: &Received, keys: &Credentials) -> String {
    let canonical = v1::canonical_query(received.parameters());
    v1::signature(keys.secret().expose_secret(), &v1::string_to_sign(&received.method, &canonical))
}

/// What the signature should be; `None` when it covers too little, or something that is not there.
fn expected_v3(received: &Received, signed: &Authorization, keys: &Credentials, hash: &str) -> Option<String> {
    if COVERED.iter().any(|name| !signed.signed_headers.iter().any(|covered| covered == name)) {
        return None;
    }
    let covered = signed.signed_headers.iter().map(|name| Some((name.clone(), received.header(name)?.to_owned())));
    let headers: Vec<(String, String)> = covered.collect::<Option<_>>()?;
    let canonical = v3::canonical_request(&received.method, &received.query, &headers, hash);
    Some(v3::signature(keys.secret().expose_secret(), &v3::string_to_sign(&canonical)))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName};
    use serde_json::Value;

    use super::*;
    use crate::emulator::common::{claim, scheme_of};
    use crate::signing::Scheme;

    /// Requests that official SDKs sent, with made-up keys.
    fn captured() -> Vec<Value> {
        let all: Value = serde_json::from_str(include_str!("../../tests/signing_vectors.json")).unwrap();
        all["captured"].as_array().unwrap().clone()
    }

    fn text<'a>(value: &'a Value, name: &str) -> &'a str {
        value[name].as_str().unwrap_or_default()
    }

    fn keys(vector: &Value, secret: &str) -> Credentials {
        Credentials::new("LTAI-test", secret, vector["security_token"].as_str().map(str::to_owned))
    }

    /// The request of a vector, with one thing changed in its method, query, headers or body.
    fn received(vector: &Value, change: impl Fn(&str, String) -> String) -> Received {
        let request = &vector["request"];
        let mut headers = HeaderMap::new();
        for header in request["headers"].as_array().unwrap() {
            let name = header[0].as_str().unwrap().to_lowercase();
            let value = change(&name, header[1].as_str().unwrap().to_owned());
            headers.append(HeaderName::try_from(name).unwrap(), value.parse().unwrap());
        }
        let method = change("method", text(request, "method").to_owned());
        let query = change("query", text(request, "query_raw").to_owned());
        let body = change("body", text(request, "body").to_owned());
        if !body.is_empty() && !headers.contains_key("content-type") {
            headers.insert("content-type", crate::signing::FORM.parse().unwrap());
        }
        Received::read(&method, &query, &headers, body.into_bytes()).unwrap()
    }

    fn unchanged(_: &str, value: String) -> String {
        value
    }

    fn checked(received: &Received, keys: &Credentials, later_ms: i64) -> Result<(), &'static str> {
        let claim = claim(received, scheme_of(received)).map_err(|error| error.code.name())?;
        let now = Millis::parse(&claim.time).unwrap().plus(later_ms);
        verify(received, &claim, keys, &mut Nonces::default(), now).map_err(|error| error.code.name())
    }

    #[test]
    fn requests_of_official_sdks_are_taken() {
        let all = captured();
        assert_eq!(all.len(), 37);
        for vector in &all {
            let received = received(vector, unchanged);
            let scheme = if text(vector, "scheme").starts_with("ACS3") { Scheme::V3 } else { Scheme::V1 };
            assert_eq!(scheme_of(&received), scheme, "{}", vector["id"]);
            assert_eq!(checked(&received, &keys(vector, "secret-test"), 0), Ok(()), "{}", vector["id"]);
        }
    }

    #[test]
    fn requests_that_were_changed_are_refused() {
        let wrong = Err("SignatureNotMatch");
        for vector in &captured() {
            let id = &vector["id"];
            let good = keys(vector, "secret-test");
            assert_eq!(checked(&received(vector, unchanged), &keys(vector, "secret-tesT"), 0), wrong, "{id}");
            let method = received(vector, |part, value| if part == "method" { "PUT".to_owned() } else { value });
            assert_eq!(checked(&method, &good, 0), wrong, "{id}");
            let more = received(vector, |part, value| match part {
                "query" if value.is_empty() => "Extra=1".to_owned(),
                "query" => value + "&Extra=1",
                _ => value,
            });
            assert_eq!(checked(&more, &good, 0), wrong, "{id}");
            let body = received(vector, |part, value| match part {
                "body" if value.is_empty() => "Extra=1".to_owned(),
                "body" => value + "&Extra=1",
                _ => value,
            });
            assert_eq!(checked(&body, &good, 0), wrong, "{id}");
            // V1 signs no headers; V3 signs those it names.
            let host = received(vector, |part, value| if part == "host" { "elsewhere".to_owned() } else { value });
            let expected = if scheme_of(&host) == Scheme::V3 { wrong } else { Ok(()) };
            assert_eq!(checked(&host, &good, 0), expected, "{id}");
        }
    }

    #[test]
    fn clocks_may_differ_by_a_quarter_of_an_hour() {
        for vector in captured().iter().filter(|vector| !text(vector, "id").contains("sts")) {
            let received = received(vector, unchanged);
            for (later, expected) in [
                (SKEW_MS, Ok(())),
                (-SKEW_MS, Ok(())),
                (SKEW_MS + 1, Err("RequestTimeTooSkewed")),
                (-SKEW_MS - 1, Err("RequestTimeTooSkewed")),
            ] {
                assert_eq!(checked(&received, &keys(vector, "secret-test"), later), expected, "{}", vector["id"]);
            }
        }
    }

    #[test]
    fn a_nonce_is_for_one_request() {
        for id in ["py2.v1.GetExecutionHistory", "py2.v3.StartExecution"] {
            let all = captured();
            let vector = all.iter().find(|vector| vector["id"] == id).unwrap();
            let received = received(vector, unchanged);
            let claim = claim(&received, scheme_of(&received)).unwrap();
            let now = Millis::parse(&claim.time).unwrap();
            let mut nonces = Nonces::default();
            let mut check = |keys: &Credentials| {
                verify(&received, &claim, keys, &mut nonces, now).map_err(|error| error.code.name())
            };
            // A wrong signature does not use a nonce up.
            assert_eq!(check(&keys(vector, "wrong")), Err("SignatureNotMatch"));
            assert_eq!(check(&keys(vector, "secret-test")), Ok(()));
            assert_eq!(check(&keys(vector, "secret-test")), Err("SignatureNonceUsed"));
        }
    }

    #[test]
    fn keys_and_tokens_have_to_be_right() {
        let all = captured();
        for (id, expected) in [("py2.v1.sts.StartExecution", Ok(())), ("py2.v3.sts.StartExecution", Ok(()))] {
            let vector = all.iter().find(|vector| vector["id"] == id).unwrap();
            let received = received(vector, unchanged);
            assert_eq!(checked(&received, &keys(vector, "secret-test"), 0), expected);
            for token in [None, Some("another".to_owned())] {
                let keys = Credentials::new("LTAI-test", "secret-test", token);
                assert_eq!(checked(&received, &keys, 0), Err("AccessDenied"));
            }
            let others = Credentials::new("LTAI-other", "secret-test", None);
            assert_eq!(checked(&received, &others, 0), Err("InvalidAccessKeyID"));
        }
    }

    /// Even the holder of the key cannot say another hash than the body's.
    #[test]
    fn the_hash_of_the_body_has_to_be_right() {
        let all = captured();
        let vector = all.iter().find(|vector| vector["id"] == "py2.v3.StartExecution").unwrap();
        for (lie, expected) in [(false, Ok(())), (true, Err("SignatureNotMatch"))] {
            let said = |part: &str, value: String| match part {
                "x-acs-content-sha256" if lie => "0".repeat(64),
                _ => value,
            };
            let request = received(vector, said);
            let mut signed = Authorization::parse(text(vector, "authorization")).unwrap();
            let hash = v3::sha256_hex(&request.body);
            signed.signature = expected_v3(&request, &signed, &keys(vector, "secret-test"), &hash).unwrap();
            let sent =
                received(vector, |part, value| if part == "authorization" { signed.text() } else { said(part, value) });
            assert_eq!(checked(&sent, &keys(vector, "secret-test"), 0), expected, "{lie}");
        }
    }

    #[test]
    fn a_signature_has_to_cover_what_matters() {
        let all = captured();
        let vector = all.iter().find(|vector| vector["id"] == "py2.v3.GetExecutionHistory").unwrap();
        let good = keys(vector, "secret-test");
        let request = received(vector, unchanged);
        // Signed by the holder of the key, with one header less each time.
        for left_out in [""].into_iter().chain(COVERED) {
            let mut signed = Authorization::parse(text(vector, "authorization")).unwrap();
            signed.signed_headers.retain(|name| name != left_out);
            let header = |name: &String| (name.clone(), request.header(name).unwrap().to_owned());
            let headers: Vec<_> = signed.signed_headers.iter().map(header).collect();
            let hash = v3::sha256_hex(b"");
            let canonical = v3::canonical_request("GET", &request.query, &headers, &hash);
            signed.signature = v3::signature("secret-test", &v3::string_to_sign(&canonical));
            let less = received(vector, |part, value| if part == "authorization" { signed.text() } else { value });
            let expected = if left_out.is_empty() { Ok(()) } else { Err("SignatureNotMatch") };
            assert_eq!(checked(&less, &good, 0), expected, "{left_out}");
        }
    }
}
