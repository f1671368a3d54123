//! Why a place did not do what it was asked.

use flowglass_expression::Json;

/// What went wrong, in the words of the service or the gateway where they have some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// What it is called.
    pub(crate) code: String,
    /// What is said about it.
    pub(crate) message: String,
    /// What the service's people find the request by.
    pub(crate) request_id: Option<String>,
    /// What to do, in one sentence.
    pub(crate) advice: String,
    /// Whether there is no gateway at all.
    pub(crate) no_gateway: bool,
}

/// How much is shown of an answer that cannot be read.
const MOST_CHARACTERS: usize = 160;

impl Problem {
    /// A problem that this page found itself.
    pub(crate) fn new(code: &str, message: impl Into<String>, advice: &str) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            request_id: None,
            advice: advice.to_owned(),
            no_gateway: false,
        }
    }

    /// Nothing like a gateway answers at the page's own address.
    pub(crate) fn no_gateway() -> Self {
        let mut problem = Self::new(
            "NoGateway",
            "No gateway answers at the address of this page.",
            "Start one with `flowglass serve` and open the address that it prints.",
        );
        problem.no_gateway = true;
        problem
    }

    /// The gateway answered before and does not now.
    pub(crate) fn unreachable() -> Self {
        Self::new(
            "GatewayUnreachable",
            "The gateway does not answer any more.",
            "See whether `flowglass serve` still runs, then try again.",
        )
    }

    /// The stream of news was closed, or refused with words that the browser keeps to itself.
    pub(crate) fn no_news() -> Self {
        Self::new(
            "LiveUpdatesStopped",
            "The connection that brings what happens was closed.",
            "Listen again; if it stays so, see what `flowglass serve` prints.",
        )
    }

    /// The gateway took too long.
    pub(crate) fn time_out(seconds: u32) -> Self {
        Self::new(
            "TimeOut",
            format!("No answer came within {seconds} seconds."),
            "Try again; if it stays so, see what `flowglass serve` prints.",
        )
    }

    /// An answer that is not what it should be.
    pub(crate) fn unreadable(what: impl std::fmt::Display) -> Self {
        Self::new(
            "UnreadableAnswer",
            format!("The answer cannot be read: {what}"),
            "See whether a proxy stands between the page and the gateway, and whether both are of the same version.",
        )
    }

    /// What an answer with an error status says.
    pub(crate) fn from_answer(status: u16, body: &str) -> Self {
        let members = Json::parse(body).ok();
        let text = |name: &str| {
            let value = members.as_ref()?.get(name)?.as_str()?;
            (!value.is_empty()).then(|| value.to_owned())
        };
        let Some(code) = text("Code") else {
            let beginning: String = body.trim().chars().take(MOST_CHARACTERS).collect();
            let message = if beginning.is_empty() {
                "The answer is empty.".to_owned()
            } else {
                format!("The answer is no JSON of the gateway. It begins: {beginning}")
            };
            return Self::new(&format!("HTTP {status}"), message, advice_for(status));
        };
        Self {
            code,
            message: text("Message").unwrap_or_default(),
            request_id: text("RequestId"),
            advice: text("Advice").unwrap_or_else(|| advice_for(status).to_owned()),
            no_gateway: false,
        }
    }

    /// All of it in one line.
    pub(crate) fn line(&self) -> String {
        let mut line = format!("{}: {} {}", self.code, self.message, self.advice);
        if let Some(id) = &self.request_id {
            line.push_str(&format!(" (request id {id})"));
        }
        line
    }
}

/// What to do when an answer says nothing but its status.
fn advice_for(status: u16) -> &'static str {
    match status {
        401 => "Open the address that `flowglass serve` printed; its token lets this browser in.",
        403 => "See whether the key may do this, and whether the gateway was started with --allow-write.",
        404 => "It may have been deleted; go back to the list.",
        429 => "Wait a moment, then try again.",
        500..=599 => "Try again in a moment.",
        _ => "See what `flowglass serve` prints.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: u16, body: &str, code: &str, message: &str, request_id: Option<&str>, advice: &str) {
        let problem = Problem::from_answer(status, body);
        assert_eq!(problem.code, code, "{body}");
        assert_eq!(problem.message, message, "{body}");
        assert_eq!(problem.request_id.as_deref(), request_id, "{body}");
        assert!(problem.advice.starts_with(advice), "{body}: {}", problem.advice);
    }

    #[test]
    fn the_gateways_words_are_kept() {
        check(
            403,
            r#"{"Code":"AccessDenied","Message":"No.","RequestId":"R-1","Advice":"Ask for rights."}"#,
            "AccessDenied",
            "No.",
            Some("R-1"),
            "Ask for rights.",
        );
        check(429, r#"{"Code":"ResourceThrottled"}"#, "ResourceThrottled", "", None, "Wait a moment");
    }

    #[test]
    fn an_answer_of_somebody_else_is_shown() {
        check(
            502,
            "<html>bad gateway",
            "HTTP 502",
            "The answer is no JSON of the gateway. It begins: <html>bad gateway",
            None,
            "Try again",
        );
        check(500, "  ", "HTTP 500", "The answer is empty.", None, "Try again");
        check(
            401,
            r#"{"Code":7}"#,
            "HTTP 401",
            r#"The answer is no JSON of the gateway. It begins: {"Code":7}"#,
            None,
            "Open the address",
        );
        assert_eq!(Problem::from_answer(500, &"步".repeat(1_000)).message.matches('步').count(), MOST_CHARACTERS);
    }

    #[test]
    fn a_line_says_everything() {
        let problem = Problem::from_answer(404, r#"{"Code":"C","Message":"M.","RequestId":"R","Advice":"A."}"#);
        assert_eq!(problem.line(), "C: M. A. (request id R)");
    }
}
