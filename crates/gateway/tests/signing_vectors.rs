//! Every signature vector at every stage: canonical form, string to sign, signature, and the request as it is sent.

#![expect(clippy::unwrap_used, reason = "the vectors are part of the test")]

use flowglass_gateway::credentials::Credentials;
use flowglass_gateway::signing::{Method, Scheme, Stamp, Unsigned, parse_pairs, sign, v1, v3};
use flowglass_history::Millis;
use serde_json::Value;

const VECTORS: &str = include_str!("signing_vectors.json");

fn vectors() -> Value {
    serde_json::from_str(VECTORS).unwrap()
}

fn list<'a>(vectors: &'a Value, name: &str) -> &'a [Value] {
    vectors[name].as_array().unwrap()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} in {value}"))
}

fn headers(request: &Value) -> Vec<(String, String)> {
    let headers = request["headers"].as_array().map_or(&[][..], Vec::as_slice);
    let part = |header: &Value, index: usize| header[index].as_str().unwrap().to_owned();
    headers.iter().map(|header| (part(header, 0).to_ascii_lowercase(), part(header, 1))).collect()
}

/// Query and form of a recorded request as decoded pairs.
fn parameters(request: &Value) -> Vec<(String, String)> {
    if let Some(given) = request["params"].as_object() {
        return given.iter().map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned())).collect();
    }
    let mut pairs = parse_pairs(text(request, "query_raw")).unwrap();
    pairs.extend(parse_pairs(text(request, "body")).unwrap());
    pairs
}

/// What the request says its signature is, as a verifier finds it out.
fn recomputed(vector: &Value, secret: &str, request: &Value) -> [String; 3] {
    let method = text(request, "method");
    if text(vector, "scheme") == "RPC-V1 HMAC-SHA1" {
        let canonical = v1::canonical_query(&parameters(request));
        let string = v1::string_to_sign(method, &canonical);
        let signature = v1::signature(secret, &string);
        return [canonical, string, signature];
    }
    let all = headers(request);
    let authorization = all.iter().find(|(name, _)| name == "authorization").map(|(_, value)| value);
    let authorization = authorization.map(|value| v3::Authorization::parse(value).unwrap());
    let is_signed = |name: &String| authorization.as_ref().is_none_or(|it| it.signed_headers.contains(name));
    let signed: Vec<_> = all.iter().filter(|(name, _)| is_signed(name)).cloned().collect();
    let hash = v3::sha256_hex(text(request, "body").as_bytes());
    let query = parse_pairs(text(request, "query_raw")).unwrap();
    let canonical = v3::canonical_request(method, &query, &signed, &hash);
    let string = v3::string_to_sign(&canonical);
    let signature = v3::signature(secret, &string);
    [canonical, string, signature]
}

fn expected(vector: &Value) -> [String; 3] {
    let canonical = if vector["canonical_query"].is_string() { "canonical_query" } else { "canonical_request" };
    [canonical, "string_to_sign", "signature"].map(|stage| text(vector, stage).to_owned())
}

#[test]
fn recorded_requests_verify_at_every_stage() {
    let vectors = vectors();
    let mut count = 0;
    for vector in ["official", "captured", "computed"].into_iter().flat_map(|name| list(&vectors, name)) {
        let secret = vector["access_key_secret"].as_str().unwrap_or(text(&vectors, "access_key_secret"));
        assert_eq!(recomputed(vector, secret, &vector["request"]), expected(vector), "{}", vector["id"]);
        count += 1;
    }
    assert_eq!(count, 2 + 37 + 18);
}

#[test]
fn computed_requests_are_made_as_they_are() {
    let vectors = vectors();
    for vector in list(&vectors, "computed") {
        let request = &vector["request"];
        let own: Vec<(String, String)> = vector["params"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
            .collect();
        let is_post = text(request, "method") == "POST";
        let (form, query): (Vec<_>, Vec<_>) = own.into_iter().partition(|(name, _)| is_post && name != "TaskToken");
        let scheme = if text(vector, "scheme") == "RPC-V1 HMAC-SHA1" { Scheme::V1 } else { Scheme::V3 };
        let credentials = Credentials::new(
            text(&vectors, "access_key_id"),
            text(&vectors, "access_key_secret"),
            vector["security_token"].as_str().map(str::to_owned),
        );
        let unsigned = Unsigned {
            operation: text(vector, "operation"),
            version: text(&vectors, "api_version"),
            method: if is_post { Method::Post } else { Method::Get },
            host: "cn-hangzhou.fnf.aliyuncs.com",
            query: &query,
            form: &form,
        };
        let stamp = Stamp {
            time: Millis::parse("2024-06-24T02:58:42Z").unwrap(),
            nonce: "0123456789abcdef0123456789abcdef".to_owned(),
        };
        let signed = sign(scheme, &unsigned, &credentials, &stamp).unwrap();
        let id = &vector["id"];
        assert_eq!([signed.canonical, signed.string_to_sign, signed.signature], expected(vector), "{id}");
        assert_eq!(signed.wire.query, text(request, "query_raw"), "{id}");
        assert_eq!(signed.wire.body, text(request, "body"), "{id}");
        assert_eq!(signed.wire.headers, headers(request), "{id}");
        assert!(!is_post || signed.wire.method == Method::Post, "{id}");
    }
}

/// Changing anything that is signed changes the signature; with V1, headers do not matter.
#[test]
fn a_changed_request_has_another_signature() {
    let vectors = vectors();
    for vector in list(&vectors, "captured") {
        let secret = text(&vectors, "access_key_secret");
        let signature = |secret: &str, request: &Value| recomputed(vector, secret, request)[2].clone();
        let request = &vector["request"];
        let good = text(vector, "signature");
        assert_ne!(signature("secret-tesT", request), good, "{}", vector["id"]);
        let mut method = request.clone();
        method["method"] = "PUT".into();
        assert_ne!(signature(secret, &method), good, "{}", vector["id"]);
        let mut parameter = request.clone();
        let added = format!("{}&x=1", text(request, "query_raw"));
        parameter["query_raw"] = added.into();
        assert_ne!(signature(secret, &parameter), good, "{}", vector["id"]);
        let mut header = request.clone();
        header["headers"][0][1] = "elsewhere".into();
        let is_v1 = text(vector, "scheme") == "RPC-V1 HMAC-SHA1";
        assert_eq!(signature(secret, &header) == good, is_v1, "{}", vector["id"]);
    }
}
