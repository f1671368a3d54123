//! Addresses of the gateway's HTTP API, relative to the page.

/// An address with its query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address(String);

impl Address {
    /// The address of these parts of a path; each is encoded, so that a name cannot lead elsewhere.
    pub(crate) fn of(parts: &[&str]) -> Self {
        let mut text = String::from("api");
        for part in parts {
            text.push('/');
            encode(part, &mut text);
        }
        Self(text)
    }

    /// The same with one more parameter, if there is a value for it.
    pub(crate) fn with(mut self, name: &str, value: Option<&str>) -> Self {
        let Some(value) = value.filter(|value| !value.is_empty()) else { return self };
        self.0.push(if self.0.contains('?') { '&' } else { '?' });
        self.0.push_str(name);
        self.0.push('=');
        encode(value, &mut self.0);
        self
    }

    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Percent-encodes everything but unreserved characters. A part that is only dots would be resolved away by the
/// browser, encoded or not; no name of the service is.
fn encode(part: &str, text: &mut String) {
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_encoded_and_empty_parameters_left_out() {
        let address = Address::of(&["flows", "a/b c", "executions", "x:1"])
            .with("status", Some("Running"))
            .with("prefix", Some(""))
            .with("token", None)
            .with("startedFrom", Some("2026-01-01T00:00:00Z"));
        assert_eq!(
            address.as_str(),
            "api/flows/a%2Fb%20c/executions/x%3A1?status=Running&startedFrom=2026-01-01T00%3A00%3A00Z"
        );
        assert_eq!(Address::of(&["flows", "步"]).as_str(), "api/flows/%E6%AD%A5");
    }
}
