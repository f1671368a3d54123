//! The parameters of an operation, read by name.

use flowglass_account::ApiError;
use flowglass_api::ErrorCode;

use super::received::{Received, unreadable};

/// The parameters of an operation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parameters<'a> {
    received: &'a Received,
}

impl<'a> Parameters<'a> {
    /// The parameters of a request.
    pub(super) fn of(received: &'a Received) -> Self {
        Self { received }
    }

    /// A parameter that has to be there; whether it may be empty, the account says.
    ///
    /// # Errors
    /// `MissingRequiredParams`.
    pub(super) fn required(self, name: &str) -> Result<String, ApiError> {
        self.optional(name).ok_or_else(|| ApiError::new(ErrorCode::MissingRequiredParams, &[name]))
    }

    /// A parameter that may be missing.
    pub(super) fn optional(self, name: &str) -> Option<String> {
        self.received.parameter(name).map(str::to_owned)
    }

    /// A whole number that may be missing or empty.
    ///
    /// # Errors
    /// `InvalidArgument`.
    pub(super) fn integer(self, name: &str) -> Result<Option<i64>, ApiError> {
        match self.received.parameter(name).map(str::trim) {
            None | Some("") => Ok(None),
            Some(text) => text.parse().map(Some).map_err(|_| unreadable(&format!("{name} is a whole number"))),
        }
    }

    /// A number that may be missing or empty.
    ///
    /// # Errors
    /// `InvalidArgument`.
    pub(super) fn number(self, name: &str) -> Result<Option<f64>, ApiError> {
        match self.received.parameter(name).map(str::trim) {
            None | Some("") => Ok(None),
            Some(text) => {
                let number = text.parse().ok().filter(|number: &f64| number.is_finite());
                number.map(Some).ok_or_else(|| unreadable(&format!("{name} is a number")))
            }
        }
    }

    /// A yes or no that may be missing or empty; `True` is what the Python SDK writes.
    ///
    /// # Errors
    /// `InvalidArgument`.
    pub(super) fn yes(self, name: &str) -> Result<bool, ApiError> {
        match self.received.parameter(name).map(str::trim) {
            None | Some("") => Ok(false),
            Some(text) if text.eq_ignore_ascii_case("true") => Ok(true),
            Some(text) if text.eq_ignore_ascii_case("false") => Ok(false),
            Some(_) => Err(unreadable(&format!("{name} is true or false"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::*;

    #[test]
    fn values_have_types() {
        let query = "Text=a&Empty=&Number=7&Word=x&Yes=True&No=false&Endless=inf";
        let received = Received::read("GET", query, &HeaderMap::new(), Vec::new()).unwrap();
        let given = Parameters::of(&received);
        assert_eq!((given.required("Text"), given.required("Empty")), (Ok("a".into()), Ok(String::new())));
        let missing = "MissingRequiredParams: The HTTP query 'Other' must be specified.";
        assert_eq!(given.required("Other").unwrap_err().to_string(), missing);
        assert_eq!(["Number", "Empty", "Other"].map(|name| given.integer(name)), [Ok(Some(7)), Ok(None), Ok(None)]);
        let wrong = "InvalidArgument: Parameter error. Word is a whole number.";
        assert_eq!(given.integer("Word").unwrap_err().to_string(), wrong);
        assert_eq!(
            ["Yes", "No", "Empty", "Other"].map(|name| given.yes(name)),
            [Ok(true), Ok(false), Ok(false), Ok(false)]
        );
        let wrong = "InvalidArgument: Parameter error. Word is true or false.";
        assert_eq!(given.yes("Word").unwrap_err().to_string(), wrong);
        assert_eq!(["Number", "Empty", "Other"].map(|name| given.number(name)), [Ok(Some(7.0)), Ok(None), Ok(None)]);
        let wrong = "InvalidArgument: Parameter error. Word is a number.";
        assert_eq!(given.number("Word").unwrap_err().to_string(), wrong);
        assert!(given.number("Endless").is_err());
    }
}
