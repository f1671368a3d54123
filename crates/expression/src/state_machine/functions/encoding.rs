//! Functions between values, texts and other ways to write them.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use sha2::Digest;

use crate::Json;
use crate::error::shortened;

use super::LONGEST;
use super::arguments::Arguments;

/// The standard alphabet; writes padding, and reads texts with and without it.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

pub(super) fn to_base64(arguments: Arguments<'_>) -> Result<Json, String> {
    let text = arguments.text(0)?;
    bounded(text.len().saturating_mul(4) / 3)?;
    Ok(Json::from(BASE64.encode(text)))
}

pub(super) fn from_base64(arguments: Arguments<'_>) -> Result<Json, String> {
    let text = arguments.text(0)?;
    let bytes = BASE64.decode(text).map_err(|_| format!("{} is not Base64", shortened(text)))?;
    let decoded = String::from_utf8(bytes).map_err(|_| format!("{} does not decode to UTF-8 text", shortened(text)))?;
    Ok(Json::from(decoded))
}

/// The algorithms that `hash` knows.
pub(in crate::state_machine) const ALGORITHMS: [&str; 4] = ["MD5", "SHA-1", "SHA-256", "SHA-512"];

pub(super) fn hash(arguments: Arguments<'_>) -> Result<Json, String> {
    let (text, algorithm) = (arguments.text(0)?, arguments.text(1)?);
    let digest = match algorithm {
        "MD5" => hexadecimal(&md5::Md5::digest(text)),
        "SHA-1" => hexadecimal(&sha1::Sha1::digest(text)),
        "SHA-256" => hexadecimal(&sha2::Sha256::digest(text)),
        "SHA-512" => hexadecimal(&sha2::Sha512::digest(text)),
        other => {
            let known = "MD5, SHA-1, SHA-256 and SHA-512";
            return Err(format!("{} is not a known algorithm; there are {known}", shortened(other)));
        }
    };
    Ok(Json::from(digest))
}

/// Reads any JSON value.
pub(super) fn text_to_json(arguments: Arguments<'_>) -> Result<Json, String> {
    let text = arguments.text(0)?;
    Json::parse(text).map_err(|_| format!("{} is not JSON", shortened(text)))
}

pub(super) fn json_to_text(arguments: Arguments<'_>) -> Result<Json, String> {
    let value = arguments.value(0);
    bounded(value.compact_len())?;
    Ok(Json::from(value.to_compact()))
}

/// Refuses a result of more bytes than a text may have.
pub(super) fn bounded(bytes: usize) -> Result<(), String> {
    if bytes > LONGEST {
        return Err(format!("the result is longer than {LONGEST} bytes"));
    }
    Ok(())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, refuse};
    use crate::json;

    #[test]
    fn base64_goes_both_ways() {
        check("toBase64(\"hi\")", json!("aGk="));
        check("toBase64(\"\")", json!(""));
        check("toBase64(\"中\")", json!("5Lit"));
        check("fromBase64(\"aGk=\")", json!("hi"));
        check("fromBase64(\"aGk\")", json!("hi"));
        check("fromBase64(\"5Lit\")", json!("中"));
        check("fromBase64(toBase64(\"a\\n\\\"b\"))", json!("a\n\"b"));
        refuse("fromBase64(\"!!\")", "fromBase64: !! is not Base64");
        refuse("fromBase64(\"a\")", "fromBase64: a is not Base64");
        refuse("fromBase64(\"//79\")", "fromBase64: //79 does not decode to UTF-8 text");
        refuse("fromBase64(1)", "fromBase64: argument 1 must be a string, not a number");
        refuse("toBase64(null)", "toBase64: argument 1 must be a string, not null");
    }

    #[test]
    fn digests_are_the_published_ones_for_abc() {
        check("hash(\"abc\", \"MD5\")", json!("900150983cd24fb0d6963f7d28e17f72"));
        check("hash(\"abc\", \"SHA-1\")", json!("a9993e364706816aba3e25717850c26c9cd0d89d"));
        check("hash(\"abc\", \"SHA-256\")", json!("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        check(
            "hash(\"abc\", \"SHA-512\")",
            json!(
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a\
                 2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
            ),
        );
        refuse(
            "hash(\"abc\", \"md5\")",
            "hash: md5 is not a known algorithm; there are MD5, SHA-1, SHA-256 and SHA-512",
        );
        for algorithm in super::ALGORITHMS {
            assert!(super::super::tests::evaluate(&format!("hash('abc', '{algorithm}')")).0.is_ok(), "{algorithm}");
        }
        refuse("hash(1, \"MD5\")", "hash: argument 1 must be a string, not a number");
    }

    #[test]
    fn json_goes_both_ways() {
        check("stringToJson('{\"a\": [1, null]}')", json!({"a": [1, null]}));
        check("fromJSON(\" 5 \")", json!(5));
        check("jsonToString({\"a\": [1.0, \"x\"]})", json!("{\"a\":[1,\"x\"]}"));
        check("toJSON(\"x\")", json!("\"x\""));
        check("fromJSON(toJSON([null, {}]))", json!([null, {}]));
        refuse("stringToJson(\"x\")", "stringToJson: x is not JSON");
        refuse("fromJSON(\"x\")", "fromJSON: x is not JSON");
        refuse("stringToJson(\"\")", "stringToJson:  is not JSON");
        refuse("stringToJson({})", "stringToJson: argument 1 must be a string, not an object");
    }
}
