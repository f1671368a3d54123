//! Recognises times as the service writes them.

/// Tells whether `text` is an RFC 3339 time such as `2026-01-01T08:00:00Z`.
pub(crate) fn is_rfc3339(text: &str) -> bool {
    time::OffsetDateTime::parse(text.trim(), &time::format_description::well_known::Rfc3339).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_recognised() {
        assert!(is_rfc3339("2019-05-02T15:04:05Z"));
        assert!(is_rfc3339("2019-05-02T15:04:05.123+08:00"));
        assert!(!is_rfc3339("2019-05-02"));
        assert!(!is_rfc3339("tomorrow"));
    }
}
