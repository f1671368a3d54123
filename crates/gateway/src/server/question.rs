//! What a request asks: its query and its body, checked.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header;
use flowglass_history::{Millis, Status};
use serde::de::DeserializeOwned;

use crate::body::{self, Unread};
use crate::signing::{find_repeated, parse_pairs};

use super::problem::Problem;
use super::routes::{Form, Parameter};

/// The longest name or token, in bytes.
const NAME_LIMIT: usize = 2_048;

/// A request's query, read as its route has it.
#[derive(Clone, Debug)]
pub(super) struct Query {
    pairs: Vec<(String, String)>,
    parameters: &'static [Parameter],
}

impl Query {
    /// Reads a query that may have these parameters and no others. An empty value counts as none.
    pub(super) fn read(text: Option<&str>, parameters: &'static [Parameter]) -> Result<Self, Problem> {
        let pairs = parse_pairs(text.unwrap_or_default())
            .map_err(|error| Problem::invalid(format!("The query cannot be read: {error}.")))?;
        let is_known = |name: &str| parameters.iter().any(|parameter| parameter.name == name);
        if let Some((name, _)) = pairs.iter().find(|(name, _)| !is_known(name)) {
            return Err(Problem::invalid(format!("There is no parameter {name:?} here.")));
        }
        if let Some(name) = find_repeated(&pairs) {
            return Err(Problem::invalid(format!("The parameter {name:?} is there twice.")));
        }
        match pairs.iter().find(|(_, value)| value.len() > NAME_LIMIT) {
            Some((name, _)) => Err(Problem::invalid(format!("The parameter {name:?} is too long."))),
            None => Ok(Self { pairs, parameters }),
        }
    }

    /// A value that is there.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let value = self.pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        value.filter(|value| !value.is_empty())
    }

    /// A whole number within the bounds that the parameter has.
    pub(super) fn number(&self, name: &str) -> Result<Option<u32>, Problem> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let parameter = self.parameters.iter().find(|parameter| parameter.name == name);
        let (least, most) = match parameter.map(|parameter| &parameter.form) {
            Some(Form::Number(least, most)) => (*least, *most),
            _ => (0, u32::MAX),
        };
        match text.parse::<u32>().ok().filter(|number| (least..=most).contains(number)) {
            Some(number) => Ok(Some(number)),
            None => Err(Problem::invalid(format!("{name} is a whole number from {least} to {most}, not {text:?}."))),
        }
    }

    /// A status by the service's word.
    pub(super) fn status(&self, name: &str) -> Result<Option<Status>, Problem> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let unknown = || Problem::invalid(format!("{text:?} is no status of an execution."));
        Status::from_name(text).map(Some).ok_or_else(unknown)
    }

    /// A moment, as the service wants it written.
    pub(super) fn moment(&self, name: &str) -> Result<Option<String>, Problem> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let moment = Millis::parse(text).map_err(|error| Problem::invalid(format!("{name}: {error}.")))?;
        Ok(Some(moment.to_rfc3339()))
    }
}

/// Reads a JSON body.
pub(super) async fn read_json<T: DeserializeOwned>(request: Request<Body>) -> Result<T, Problem> {
    let media_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !media_type.is_some_and(|text| is(text, "application/json")) {
        return Err(Problem::wrong_media_type());
    }
    let bytes = read_bytes(request).await?;
    serde_json::from_slice(&bytes).map_err(|error| Problem::invalid(format!("The body cannot be read: {error}.")))
}

/// Reads a body of any type.
pub(super) async fn read_bytes(request: Request<Body>) -> Result<Vec<u8>, Problem> {
    body::read(request.into_body()).await.map_err(|why| match why {
        Unread::TooLarge => Problem::too_large(body::LIMIT),
        Unread::TooSlow => Problem::too_slow(),
        // The client has gone, and hears no answer.
        Unread::BrokenOff => Problem::invalid("The body broke off."),
    })
}

/// Whether a `content-type` is of this type, whatever its parameters.
pub(super) fn is(content_type: &str, expected: &str) -> bool {
    content_type.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARAMETERS: &[Parameter] = &[
        Parameter { name: "a", about: "", form: Form::Number(1, 99) },
        Parameter { name: "b", about: "", form: Form::Text },
    ];

    #[test]
    fn queries_are_checked() {
        fn check(text: &str, expected: Result<Option<&str>, &str>) {
            match (Query::read(Some(text), PARAMETERS), expected) {
                (Ok(query), Ok(expected)) => assert_eq!(query.text("a"), expected, "{text}"),
                (Err(problem), Err(part)) => assert!(problem.body.message.contains(part), "{}", problem.body.message),
                (found, _) => panic!("{text}: {found:?}"),
            }
        }
        check("", Ok(None));
        check("a=x%20y&b=", Ok(Some("x y")));
        check("a=", Ok(None));
        check("c=1", Err("no parameter \"c\""));
        check("a=1&a=2", Err("\"a\" is there twice"));
        check("a=%zz", Err("cannot be read"));
        check(&format!("a={}", "x".repeat(3_000)), Err("too long"));
    }

    #[test]
    fn values_have_a_form() {
        let query = |value: &str| Query { pairs: vec![("a".to_owned(), value.to_owned())], parameters: PARAMETERS };
        for (value, expected) in
            [("1", Some(1)), ("99", Some(99)), ("0", None), ("100", None), ("-1", None), ("x", None)]
        {
            assert_eq!(query(value).number("a").ok().flatten(), expected, "{value}");
        }
        assert_eq!(query("Running").status("a").unwrap(), Some(Status::Running));
        assert!(query("running").status("a").is_err());
        let moment = query("2024-06-24T10:58:42+08:00").moment("a").unwrap();
        assert_eq!(moment.as_deref(), Some("2024-06-24T02:58:42.000Z"));
        assert!(query("yesterday").moment("a").is_err());
    }

    #[test]
    fn media_types_may_have_parameters() {
        for (text, expected) in
            [("application/json", true), ("Application/JSON; charset=utf-8", true), ("text/plain", false), ("", false)]
        {
            assert_eq!(is(text, "application/json"), expected, "{text}");
        }
    }
}
