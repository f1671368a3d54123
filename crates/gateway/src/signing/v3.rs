//! Scheme V3: `ACS3-HMAC-SHA256` over method, query, headers and body.
//!
//! Source: signing.md 3.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::ExposeSecret as _;
use sha2::{Digest as _, Sha256};

use super::{FORM, Method, RepeatedParameter, Signed, Stamp, Unsigned, Wire, encode_pairs, find_repeated, hex, sorted};
use crate::credentials::Credentials;

/// The scheme's name, at the front of the string to sign and of the header `authorization`.
pub const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// Signs a request; the common parameters become headers, and the least set of headers is signed.
///
/// # Errors
/// When a parameter's name is there twice.
pub fn sign(request: &Unsigned<'_>, credentials: &Credentials, stamp: &Stamp) -> Result<Signed, RepeatedParameter> {
    if let Some(name) = find_repeated(request.query.iter().chain(request.form)) {
        return Err(RepeatedParameter { name: name.to_owned() });
    }
    let body = encode_pairs(sorted(request.form));
    let body_hash = sha256_hex(body.as_bytes());
    let mut headers = Vec::new();
    let mut add = |name: &str, value: &str| headers.push((name.to_owned(), value.to_owned()));
    if request.method == Method::Post {
        add("content-type", FORM);
    }
    add("host", request.host);
    add("x-acs-action", request.operation);
    add("x-acs-content-sha256", &body_hash);
    add("x-acs-date", &stamp.text());
    if let Some(token) = credentials.token() {
        add("x-acs-security-token", token.expose_secret());
    }
    add("x-acs-signature-nonce", &stamp.nonce);
    add("x-acs-version", request.version);
    let canonical = canonical_request(request.method.name(), request.query, &headers, &body_hash);
    let string_to_sign = string_to_sign(&canonical);
    let signature = signature(credentials.secret().expose_secret(), &string_to_sign);
    let authorization = Authorization {
        key_id: credentials.key_id().to_owned(),
        signed_headers: headers.iter().map(|(name, _)| name.clone()).collect(),
        signature: signature.clone(),
    };
    headers.push(("authorization".to_owned(), authorization.text()));
    let wire = Wire { method: request.method, query: encode_pairs(sorted(request.query)), headers, body };
    Ok(Signed { canonical, string_to_sign, signature, wire })
}

/// What a request comes down to.
///
/// `headers` are those that are signed, by small name; their order does not matter, and blanks around values are left
/// out. `body_hash` is the [`sha256_hex`] of the body as it is sent.
pub fn canonical_request(
    method: &str,
    query: &[(String, String)],
    headers: &[(String, String)],
    body_hash: &str,
) -> String {
    let headers = sorted(headers);
    let block: String = headers.iter().map(|(name, value)| format!("{name}:{}\n", value.trim())).collect();
    let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
    format!("{method}\n/\n{}\n{block}\n{}\n{body_hash}", encode_pairs(sorted(query)), names.join(";"))
}

/// What the key is applied to.
pub fn string_to_sign(canonical_request: &str) -> String {
    format!("{ALGORITHM}\n{}", sha256_hex(canonical_request.as_bytes()))
}

/// The signature in small hex digits.
pub fn signature(secret: &str, string_to_sign: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(string_to_sign.as_bytes());
    hex(&mac.finalize().into_bytes())
}

/// SHA-256 in small hex digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The header `authorization`, taken apart.
#[derive(Clone, PartialEq, Eq)]
pub struct Authorization {
    /// Whose key it is.
    pub key_id: String,
    /// The small names of the headers that are signed, sorted.
    pub signed_headers: Vec<String>,
    /// The signature in hex digits.
    pub signature: String,
}

// A signature is good for minutes.
impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorization").field("signed_headers", &self.signed_headers).finish_non_exhaustive()
    }
}

impl Authorization {
    /// Reads the header; `None` when it is of another scheme or lacks a part.
    pub fn parse(header: &str) -> Option<Self> {
        let (algorithm, rest) = header.trim().split_once(' ')?;
        if algorithm != ALGORITHM {
            return None;
        }
        let part = |name: &str| {
            let mut values = rest.split(',').filter_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
            values.next().filter(|value| !value.is_empty())
        };
        Some(Self {
            key_id: part("Credential")?.to_owned(),
            signed_headers: part("SignedHeaders")?.split(';').map(str::to_ascii_lowercase).collect(),
            signature: part("Signature")?.to_owned(),
        })
    }

    /// Writes the header.
    pub fn text(&self) -> String {
        let names = self.signed_headers.join(";");
        format!("{ALGORITHM} Credential={},SignedHeaders={names},Signature={}", self.key_id, self.signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_read_and_written() {
        let authorization = Authorization {
            key_id: "LTAI-test".to_owned(),
            signed_headers: vec!["host".to_owned(), "x-acs-date".to_owned()],
            signature: "00ff".to_owned(),
        };
        let text = "ACS3-HMAC-SHA256 Credential=LTAI-test,SignedHeaders=host;x-acs-date,Signature=00ff";
        assert_eq!(authorization.text(), text);
        let shown = format!("{authorization:?}");
        assert!(shown.contains("x-acs-date") && !shown.contains("LTAI") && !shown.contains("00ff"), "{shown}");
        for (header, expected) in [
            (text, true),
            ("ACS3-HMAC-SHA256 Credential=LTAI-test, SignedHeaders=Host;x-acs-date, Signature=00ff", true),
            ("ACS3-HMAC-SHA256 Credential=LTAI-test,SignedHeaders=host", false),
            ("ACS3-HMAC-SHA256 Credential=,SignedHeaders=host,Signature=0", false),
            ("ACS3-HMAC-SM3 Credential=a,SignedHeaders=host,Signature=0", false),
            ("", false),
        ] {
            assert_eq!(Authorization::parse(header), expected.then(|| authorization.clone()), "{header}");
        }
    }
}
