//! The rules for single parameters.

use crate::error::ApiError;

/// Checks the name of a flow or an execution that is to be made.
///
/// Source: api.md 2.
///
/// # Errors
/// `InvalidArgument`.
pub(crate) fn check_name(parameter: &str, name: &str) -> Result<(), ApiError> {
    let mut bytes = name.bytes();
    let good = bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
        && name.len() <= 128;
    if good {
        return Ok(());
    }
    Err(ApiError::argument(&format!(
        "{parameter} is a letter or an underscore, then letters, digits, underscores and hyphens, 1 to 128 characters in all."
    )))
}

/// Checks the length of a text.
///
/// # Errors
/// `InvalidArgument` when it is empty or longer than `most` characters.
pub(crate) fn check_length(parameter: &str, text: &str, most: usize) -> Result<(), ApiError> {
    // A character has four bytes at most, so that a huge text is not counted.
    if !text.is_empty() && (text.len() <= most || (text.len() <= 4 * most && text.chars().count() <= most)) {
        return Ok(());
    }
    Err(ApiError::argument(&format!("{parameter} has 1 to {most} characters.")))
}

/// An optional text, where an empty one counts as not given.
pub(crate) fn given(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_checked() {
        fn check(name: &str, good: bool) {
            assert_eq!(check_name("Name", name).is_ok(), good, "{name}");
        }
        check("a", true);
        check("_", true);
        check("Order-7_b", true);
        check(&"a".repeat(128), true);
        check(&"a".repeat(129), false);
        check("", false);
        check("7a", false);
        check("-a", false);
        check("a:b", false);
        check("a b", false);
        check("流", false);
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        fn check(text: &str, good: bool) {
            assert_eq!(check_length("Error", text, 128).is_ok(), good, "{}", text.len());
        }
        check("", false);
        check("a", true);
        check(&"流".repeat(128), true);
        check(&"流".repeat(129), false);
        check(&"a".repeat(129), false);
        check(&"a".repeat(100_000), false);
        let error = check_length("Error", "", 128).unwrap_err();
        assert_eq!(error.to_string(), "InvalidArgument: Parameter error. Error has 1 to 128 characters.");
    }
}
