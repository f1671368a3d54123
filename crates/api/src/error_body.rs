//! The body of an answer that says what went wrong.

use std::collections::BTreeMap;

use flowglass_expression::Json;
use serde::{Deserialize, Serialize};

use crate::ErrorCode;
use crate::lenient;

/// What the service answers when a call fails.
///
/// Source: api.md 4.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ErrorBody {
    /// The number of the request, for the vendor's support.
    #[serde(alias = "requestId", deserialize_with = "lenient::text")]
    pub request_id: String,
    /// The endpoint.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub host_id: Option<String>,
    /// What went wrong, in one word; see [`ErrorCode`] for those of this product.
    #[serde(alias = "code", deserialize_with = "lenient::text")]
    pub code: String,
    /// The same for people.
    #[serde(alias = "message", deserialize_with = "lenient::text")]
    pub message: String,
    /// A page about the error.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub recommend: Option<String>,
    /// Members that this build does not know, kept as they are.
    #[serde(flatten)]
    pub other: BTreeMap<String, Json>,
}

impl ErrorBody {
    /// The code, if it is one that this product documents.
    pub fn known_code(&self) -> Option<ErrorCode> {
        ErrorCode::from_name(&self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_read_and_written_as_the_service_does() {
        let text = r#"{"RequestId":"0D3A","HostId":"cn-hangzhou.fnf.aliyuncs.com","Code":"FlowNotExists","Message":"Flow a does not exist.","Recommend":"https://x","Detail":"more"}"#;
        let body: ErrorBody = serde_json::from_str(text).unwrap();
        assert_eq!(body.known_code(), Some(ErrorCode::FlowNotExists));
        assert_eq!(body.other.get("Detail"), Some(&Json::from("more")));
        assert_eq!(serde_json::to_string(&body).unwrap(), text);
    }

    #[test]
    fn small_letters_and_missing_members_are_understood() {
        let body: ErrorBody = serde_json::from_str(r#"{"code":"Throttling.User","message":null}"#).unwrap();
        assert_eq!((body.code.as_str(), body.message.as_str(), body.known_code()), ("Throttling.User", "", None));
    }
}
