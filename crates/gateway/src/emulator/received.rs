//! A request as it came over the wire, taken apart.

use std::fmt;

use axum::http::HeaderMap;
use flowglass_account::ApiError;
use flowglass_api::ErrorCode;

use crate::signing::{FORM, find_repeated, parse_pairs};

/// A request taken apart.
#[derive(Clone)]
pub(super) struct Received {
    /// In capitals.
    pub(super) method: String,
    /// The parameters of the query, decoded.
    pub(super) query: Vec<(String, String)>,
    /// The parameters of the form, decoded.
    pub(super) form: Vec<(String, String)>,
    /// Headers by small name; values of one name are joined by commas.
    pub(super) headers: Vec<(String, String)>,
    /// The body as it was sent.
    pub(super) body: Vec<u8>,
}

// It holds signatures, tokens, and whatever people put into executions.
impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received").field("method", &self.method).finish_non_exhaustive()
    }
}

impl Received {
    /// Takes a request apart.
    ///
    /// # Errors
    /// `UnsupportedMediaType` when the body is no form, `InvalidArgument` when query or form cannot be read, or when
    /// they have a name twice (CHOICE).
    pub(super) fn read(method: &str, query: &str, headers: &HeaderMap, body: Vec<u8>) -> Result<Self, ApiError> {
        let mut named: Vec<(String, String)> = Vec::new();
        for (name, value) in headers {
            let value = String::from_utf8_lossy(value.as_bytes());
            match named.iter_mut().find(|(known, _)| known == name.as_str()) {
                Some((_, values)) => {
                    values.push(',');
                    values.push_str(&value);
                }
                None => named.push((name.as_str().to_owned(), value.into_owned())),
            }
        }
        let received = Self { method: method.to_owned(), query: pairs(query)?, form: Vec::new(), headers: named, body };
        if received.body.is_empty() {
            return received.checked();
        }
        // Source: api.md 1, CHOICE: forms only.
        let kind = received.header("content-type").unwrap_or_default().split(';').next().unwrap_or_default();
        if !kind.trim().eq_ignore_ascii_case(FORM) {
            return Err(ApiError::new(ErrorCode::UnsupportedMediaType, &[]));
        }
        let text = std::str::from_utf8(&received.body).map_err(|_| unreadable("the body is no UTF-8"))?;
        let form = pairs(text)?;
        Self { form, ..received }.checked()
    }

    /// All parameters of query and form.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &(String, String)> {
        self.query.iter().chain(&self.form)
    }

    /// The value of a parameter of query or form.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of a header, named in small letters.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn checked(self) -> Result<Self, ApiError> {
        match find_repeated(self.parameters()) {
            Some(name) => Err(unreadable(&format!("the parameter {name} is there twice"))),
            None => Ok(self),
        }
    }
}

fn pairs(text: &str) -> Result<Vec<(String, String)>, ApiError> {
    parse_pairs(text).map_err(|error| unreadable(&format!("the parameters cannot be read: {error}")))
}

/// An `InvalidArgument` that says why.
pub(super) fn unreadable(why: &str) -> ApiError {
    let mut why = why.to_owned();
    if let Some(first) = why.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    ApiError::with_detail(ErrorCode::InvalidArgument, &[], &format!("{why}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str, kind: Option<&str>, body: &str) -> Result<Received, ApiError> {
        let mut headers = HeaderMap::new();
        if let Some(kind) = kind {
            headers.insert("content-type", kind.parse().unwrap());
        }
        Received::read("POST", query, &headers, body.as_bytes().to_vec())
    }

    #[test]
    fn query_and_form_are_merged() {
        for kind in [FORM, "Application/X-WWW-form-urlencoded; charset=utf-8"] {
            let received = read("A=1&B=x%20y", Some(kind), "C=a+b&D=").unwrap();
            let found = ["A", "B", "C", "D", "E"].map(|name| received.parameter(name));
            assert_eq!(found, [Some("1"), Some("x y"), Some("a b"), Some(""), None]);
            assert_eq!(format!("{received:?}"), r#"Received { method: "POST", .. }"#);
        }
        assert_eq!(read("A=1", Some("application/json"), "").unwrap().parameter("A"), Some("1"));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        fn check(query: &str, kind: Option<&str>, body: &str, expected: &str) {
            assert_eq!(read(query, kind, body).unwrap_err().to_string(), expected);
        }
        let media = "UnsupportedMediaType: The content type must be \"application/json\".";
        check("", Some("application/json"), "{}", media);
        check("", None, "A=1", media);
        let wrong = |detail: &str| format!("InvalidArgument: Parameter error. {detail}");
        check("A=1", Some(FORM), "A=1", &wrong("The parameter A is there twice."));
        check("A=1&A=2", None, "", &wrong("The parameter A is there twice."));
        check("A=%zz", None, "", &wrong("The parameters cannot be read: a % is not followed by two hex digits."));
        check("", Some(FORM), "A=%ff", &wrong("The parameters cannot be read: the decoded bytes are no UTF-8."));
    }

    #[test]
    fn headers_of_one_name_are_joined() {
        let mut headers = HeaderMap::new();
        headers.append("X-Acs-Action", "a".parse().unwrap());
        headers.append("x-acs-action", "b".parse().unwrap());
        let received = Received::read("GET", "", &headers, Vec::new()).unwrap();
        assert_eq!(received.header("x-acs-action"), Some("a,b"));
    }
}
