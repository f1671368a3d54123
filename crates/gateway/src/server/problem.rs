//! What the page is told when something does not work: code, words, the service's request id, and what to do.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use crate::upstream::{Kind, UpstreamError};

/// An error as it goes to the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The HTTP status.
    pub status: StatusCode,
    /// What is said.
    pub body: ProblemBody,
}

/// The members of every error's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ProblemBody {
    /// The service's code, or one of the gateway's own.
    pub code: String,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What the service calls the request, for its support.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// What to do, in a sentence.
    pub advice: String,
}

impl Problem {
    /// An error of the gateway's own.
    pub(super) fn new(status: StatusCode, code: &str, message: impl Into<String>, advice: &str) -> Self {
        let body =
            ProblemBody { code: code.to_owned(), message: message.into(), request_id: None, advice: advice.to_owned() };
        Self { status, body }
    }

    pub(super) fn foreign_host(host: &str) -> Self {
        let message = format!("This gateway does not answer under the name {host:?}.");
        let advice = "Open the address that `flowglass serve` printed, or name yours with --allow-origin.";
        Self::new(StatusCode::FORBIDDEN, "ForeignHost", message, advice)
    }

    pub(super) fn foreign_origin(origin: &str) -> Self {
        let message = format!("Pages of {origin:?} may not use this gateway.");
        let advice = "If that page is yours, start the gateway with --allow-origin and its address.";
        Self::new(StatusCode::FORBIDDEN, "ForeignOrigin", message, advice)
    }

    pub(super) fn session_required() -> Self {
        let message = "This browser has not shown the gateway's token yet.";
        let advice = "Open the address that `flowglass serve` printed, or enter the token at /enter.";
        Self::new(StatusCode::UNAUTHORIZED, "SessionRequired", message, advice)
    }

    pub(super) fn write_not_allowed() -> Self {
        let message = "This gateway only reads.";
        let advice = "To start, stop and report, start it with --allow-write.";
        Self::new(StatusCode::FORBIDDEN, "WriteNotAllowed", message, advice)
    }

    pub(super) fn no_credentials(why: &str) -> Self {
        let message = format!("The gateway holds no keys: {why}.");
        let advice = "Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or name a profile with \
                      --profile, and start it again; simulating works without.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "NoCredentials", message, advice)
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        let advice = "See docs/openapi.json for what can be asked.";
        Self::new(StatusCode::BAD_REQUEST, "InvalidRequest", message, advice)
    }

    pub(super) fn too_large(limit: usize) -> Self {
        let message = format!("The body is larger than {limit} bytes.");
        let advice = "CloudFlow takes no larger request; hand large data over by reference.";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "RequestTooLarge", message, advice)
    }

    pub(super) fn too_slow() -> Self {
        let message = "The body took too long to arrive.";
        Self::new(StatusCode::REQUEST_TIMEOUT, "RequestTimeout", message, "Send it again.")
    }

    pub(super) fn wrong_media_type() -> Self {
        let message = "The body is not of the type application/json.";
        let advice = "Send the header content-type: application/json.";
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType", message, advice)
    }

    pub(super) fn not_found() -> Self {
        let advice = "See docs/openapi.json for what there is.";
        Self::new(StatusCode::NOT_FOUND, "NotFound", "There is nothing under this address.", advice)
    }

    pub(super) fn wrong_method() -> Self {
        let advice = "See docs/openapi.json for what can be asked.";
        let message = "This address takes another method.";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", message, advice)
    }

    pub(super) fn took_too_long() -> Self {
        let advice = "Try again in a moment.";
        Self::new(StatusCode::GATEWAY_TIMEOUT, "UpstreamTimeout", "The request took too long.", advice)
    }

    pub(super) fn too_many_listeners() -> Self {
        let advice = "Close pages that follow executions, then try again.";
        let message = "Too many pages follow executions at the same time.";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "Busy", message, advice)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (self.status, Json(self.body)).into_response()
    }
}

impl From<UpstreamError> for Problem {
    fn from(error: UpstreamError) -> Self {
        let own = |status, code, advice| Self::new(status, code, error.message.clone(), advice);
        match error.kind {
            Kind::Service => {
                let status = StatusCode::from_u16(error.status).ok().filter(|status| status.as_u16() >= 400);
                let mut problem = Self::new(
                    status.unwrap_or(StatusCode::BAD_GATEWAY),
                    &error.code,
                    error.message.clone(),
                    advice_for(&error.code, error.status),
                );
                problem.body.request_id = error.request_id;
                problem
            }
            Kind::NotConnected => own(
                StatusCode::BAD_GATEWAY,
                "UpstreamUnreachable",
                "See whether this machine is online, and whether --region or --endpoint is right.",
            ),
            Kind::Untrusted => own(
                StatusCode::BAD_GATEWAY,
                "UpstreamUntrusted",
                "See whether --endpoint and this machine's clock are right; where a proxy opens HTTPS, let this \
                 machine trust the proxy's certificate.",
            ),
            Kind::Broken => own(StatusCode::BAD_GATEWAY, "UpstreamBroken", "Try again in a moment."),
            Kind::TimedOut => own(StatusCode::GATEWAY_TIMEOUT, "UpstreamTimeout", "Try again in a moment."),
            Kind::Unreadable => own(
                StatusCode::BAD_GATEWAY,
                "UpstreamUnreadable",
                "See whether --endpoint is CloudFlow's, and whether a proxy stands in between.",
            ),
            Kind::TooBusy => {
                own(StatusCode::TOO_MANY_REQUESTS, "Busy", "Wait some seconds; CloudFlow limits how often it is asked.")
            }
            Kind::BadRequest => {
                own(StatusCode::BAD_REQUEST, "InvalidRequest", "See docs/openapi.json for what can be asked.")
            }
        }
    }
}

/// What to do about an error of the service, by both sets of codes. Source: api.md 6.1 and 6.2.
fn advice_for(code: &str, status: u16) -> &'static str {
    match code {
        "InvalidAccessKeyID" | "InvalidAccessKeyId.NotFound" => {
            "See whether the key still exists, and whether it is one of this account's."
        }
        "InvalidAccessKeyId.Inactive" => "Switch the key on again in the console, or use another.",
        "SignatureNotMatch" | "SignatureDoesNotMatch" | "IncompleteSignature" => {
            "See whether the secret belongs to the key; if it does, try `flowglass serve` with the other --signature."
        }
        "RequestTimeTooSkewed" | "InvalidTimeStamp.Expired" | "InvalidTimeStamp.Format" => {
            "Set this machine's clock right; the service allows some minutes."
        }
        "SignatureNonceUsed" => "Try again; something on the way sent the request twice.",
        "AccessDenied" | "NoPermission" | "Forbidden.RAM" => {
            "Ask whoever manages the account for the right fnf: actions, see docs/gateway.md."
        }
        "ActionNotSupported" | "APIVersionNotSupported" => {
            "See whether --endpoint is CloudFlow's and whether the operation exists in this region."
        }
        "EntityTooLarge" => "Hand large data over by reference; a request may have 1,024 KiB.",
        "InvalidArgument" | "MissingRequiredParams" | "MissingRequiredHeader" => {
            "See whether every name and value has the form that CloudFlow wants."
        }
        "ExecutionAlreadyExists" => {
            "Choose another name; after a broken connection it may be the very execution that you started."
        }
        "ExecutionAlreadyCompleted" => "Nothing is left to do: it has ended.",
        "TaskAlreadyCompleted" => "Nothing is left to do: the task was reported, or ended otherwise.",
        "FlowNotExists" => "See whether the name and the region are right; it may have been deleted.",
        "ExecutionNotExists" => "See whether the name is right; executions go with their flow.",
        "ConcurrentUpdateError" | "TaskInvalidState" | "PreconditionFailed" => "Look at what changed, then try again.",
        _ if code.starts_with("InvalidSecurityToken") => "Get new temporary keys and start the gateway again.",
        _ if status == 429 => "Wait some seconds; CloudFlow limits how often it is asked.",
        _ if status >= 500 => "Try again in a moment; if it stays so, ask the vendor's support with the request id.",
        _ => "See the service's documentation of this code.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_service_has_advice_of_its_own() {
        use flowglass_api::ErrorCode;
        // These belong to operations that the gateway does not pass on, or to bodies that it does not send.
        let others = ["ScheduleNotExists", "ScheduleAlreadyExists", "FlowAlreadyExists", "UnsupportedMediaType"];
        for code in ErrorCode::all().filter(|code| !others.contains(&code.name())) {
            let advice = advice_for(code.name(), code.http_status());
            assert!(!advice.starts_with("See the service's documentation"), "{}", code.name());
        }
        assert_eq!(advice_for("Odd", 400), "See the service's documentation of this code.");
    }
}
