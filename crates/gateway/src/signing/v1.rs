//! Scheme V1: HMAC-SHA1 over method and parameters.
//!
//! Neither the host nor the headers are signed, so such a request belongs on HTTPS only. Source: signing.md 2.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::ExposeSecret as _;
use sha1::Sha1;

use super::{
    FORM, Method, RepeatedParameter, Signed, Stamp, Unsigned, Wire, encode, encode_pairs, find_repeated, sorted,
};
use crate::credentials::Credentials;

/// Signs a request; the common parameters go into the query.
///
/// # Errors
/// When a parameter's name is there twice, or is one of the common ones.
pub fn sign(request: &Unsigned<'_>, credentials: &Credentials, stamp: &Stamp) -> Result<Signed, RepeatedParameter> {
    let mut query = request.query.to_vec();
    let mut add = |name: &str, value: &str| query.push((name.to_owned(), value.to_owned()));
    add("AccessKeyId", credentials.key_id());
    add("Action", request.operation);
    add("Format", "JSON");
    add("SignatureMethod", "HMAC-SHA1");
    add("SignatureNonce", &stamp.nonce);
    add("SignatureVersion", "1.0");
    add("Timestamp", &stamp.text());
    add("Version", request.version);
    if let Some(token) = credentials.token() {
        add("SecurityToken", token.expose_secret());
    }
    let all = || query.iter().chain(request.form);
    if let Some(name) = find_repeated(all()) {
        return Err(RepeatedParameter { name: name.to_owned() });
    }
    let canonical = canonical_query(all());
    let string_to_sign = string_to_sign(request.method.name(), &canonical);
    let signature = signature(credentials.secret().expose_secret(), &string_to_sign);
    let mut headers = vec![("host".to_owned(), request.host.to_owned())];
    if request.method == Method::Post {
        headers.push(("content-type".to_owned(), FORM.to_owned()));
    }
    let wire = Wire {
        method: request.method,
        query: format!("{}&Signature={}", encode_pairs(sorted(&query)), encode(&signature)),
        headers,
        body: encode_pairs(sorted(request.form)),
    };
    Ok(Signed { canonical, string_to_sign, signature, wire })
}

/// All parameters of query and form but `Signature`, sorted and encoded.
pub fn canonical_query<'a>(parameters: impl IntoIterator<Item = &'a (String, String)>) -> String {
    encode_pairs(sorted(parameters.into_iter().filter(|(name, _)| name != "Signature")))
}

/// What the key is applied to; the method in capitals.
pub fn string_to_sign(method: &str, canonical_query: &str) -> String {
    format!("{method}&%2F&{}", encode(canonical_query))
}

/// The signature in base64.
pub fn signature(secret: &str, string_to_sign: &str) -> String {
    let key = format!("{secret}&");
    let mut mac = Hmac::<Sha1>::new_from_slice(key.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(string_to_sign.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use flowglass_history::Millis;

    use super::*;

    #[test]
    fn a_name_of_the_signature_cannot_be_a_parameter() {
        fn check(query: &str, form: &str, expected: Option<&str>) {
            let pairs = |name: &str| vec![(name.to_owned(), "x".to_owned())];
            let request = Unsigned {
                operation: "StartExecution",
                version: super::super::API_VERSION,
                method: Method::Post,
                host: "localhost",
                query: &pairs(query),
                form: &pairs(form),
            };
            let stamp = Stamp { time: Millis(0), nonce: "n".to_owned() };
            let signed = sign(&request, &Credentials::new("id", "secret", None), &stamp);
            assert_eq!(signed.err().map(|error| error.name).as_deref(), expected);
        }
        check("TaskToken", "Output", None);
        check("TaskToken", "TaskToken", Some("TaskToken"));
        check("Action", "Output", Some("Action"));
        check("TaskToken", "AccessKeyId", Some("AccessKeyId"));
    }
}
