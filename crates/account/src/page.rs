//! Pages of lists: how many items, and where the next page begins.

use std::cmp::Reverse;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flowglass_history::Millis;

use crate::error::ApiError;

/// How many items a page has when nobody says. Source: api.md 3.
const DEFAULT_LIMIT: usize = 60;

/// How many items a page may have.
///
/// # Errors
/// `InvalidArgument` unless the limit is from 1 to `most`.
pub(crate) fn limit(asked: Option<i64>, most: usize) -> Result<usize, ApiError> {
    let Some(asked) = asked else { return Ok(DEFAULT_LIMIT) };
    let usable = usize::try_from(asked).ok().filter(|limit| (1..=most).contains(limit));
    usable.ok_or_else(|| ApiError::argument(&format!("Limit is a whole number from 1 to {most}.")))
}

/// Where an execution stands in a list: the newest start first, ties by name.
///
/// Source: api.md 3, CHOICE.
pub(crate) type Order = (Reverse<Millis>, Arc<str>);

/// The token of the page that comes after an execution. It stays good when executions start meanwhile.
pub(crate) fn token_after((started, name): &Order) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}:{name}", started.0.0))
}

/// Reads such a token.
///
/// # Errors
/// `InvalidArgument`.
pub(crate) fn read_token(token: &str) -> Result<Order, ApiError> {
    let read = || {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
        let (started, name) = text.split_once(':')?;
        Some((Reverse(Millis(started.parse().ok()?)), Arc::from(name)))
    };
    read().ok_or_else(wrong_token)
}

/// The error of a token that no answer had.
pub(crate) fn wrong_token() -> ApiError {
    ApiError::argument("NextToken is not one of this list.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_have_bounds() {
        fn check(asked: Option<i64>, expected: Option<usize>) {
            assert_eq!(limit(asked, 100).ok(), expected, "{asked:?}");
        }
        check(None, Some(60));
        check(Some(1), Some(1));
        check(Some(100), Some(100));
        check(Some(0), None);
        check(Some(101), None);
        check(Some(-1), None);
        check(Some(i64::MIN), None);
        let error = limit(Some(0), 1000).unwrap_err();
        assert_eq!(error.message, "Parameter error. Limit is a whole number from 1 to 1000.");
    }

    #[test]
    fn tokens_can_be_read_again() {
        for order in [(Reverse(Millis(1_767_225_600_000)), Arc::from("run:1")), (Reverse(Millis(-5)), Arc::from(""))] {
            assert_eq!(read_token(&token_after(&order)), Ok(order));
        }
        for wrong in ["", "x", "!", "MTIz", "YTpi"] {
            assert_eq!(read_token(wrong), Err(wrong_token()), "{wrong}");
        }
    }
}
