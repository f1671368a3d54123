//! Why a call fails.

use std::fmt;

use flowglass_api::ErrorCode;

/// Why a call fails, as the service says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// The service's code.
    pub code: ErrorCode,
    /// The service's text, filled in; where it only says that a parameter is wrong, which one and why follows it.
    pub message: String,
}

impl ApiError {
    /// Makes an error with the service's text, `parts` filled in.
    pub fn new(code: ErrorCode, parts: &[&str]) -> Self {
        Self { code, message: code.message(parts) }
    }

    /// Makes an error that says more than the service's text does.
    pub fn with_detail(code: ErrorCode, parts: &[&str], detail: &str) -> Self {
        Self { code, message: format!("{} {detail}", code.message(parts)) }
    }

    /// A parameter has a value that it cannot have; `detail` is a sentence.
    pub(crate) fn argument(detail: &str) -> Self {
        Self::with_detail(ErrorCode::InvalidArgument, &[], detail)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.name(), self.message)
    }
}

impl std::error::Error for ApiError {}
