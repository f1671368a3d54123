//! When something happened.

use std::fmt;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A moment: milliseconds since the Unix epoch, UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(pub i64);

/// 0000-01-01T00:00:00.000Z, the first moment that RFC 3339 can say.
const FIRST: i64 = -62_167_219_200_000;
/// 9999-12-31T23:59:59.999Z, the last one.
const LAST: i64 = 253_402_300_799_999;

impl Millis {
    /// Writes the moment as the service does: UTC, three decimals, `Z`.
    ///
    /// Moments that RFC 3339 cannot say (years before 0 or after 9999) become the closest one it can.
    /// Source: events.md 2, field `Time`.
    pub fn to_rfc3339(self) -> String {
        let millis = self.0.clamp(FIRST, LAST);
        let at = OffsetDateTime::from_unix_timestamp(millis.div_euclid(1_000)).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        let (year, month, day) = at.to_calendar_date();
        let (hour, minute, second) = at.to_hms();
        let fraction = millis.rem_euclid(1_000);
        format!("{year:04}-{:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:03}Z", u8::from(month))
    }

    /// Reads any RFC 3339 form, with or without decimals and with any offset; what is finer than a millisecond is cut
    /// off.
    ///
    /// # Errors
    /// When the text is no RFC 3339 date and time.
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        let at = OffsetDateTime::parse(text.trim(), &Rfc3339).map_err(|_| TimeError { text: shortened(text) })?;
        Ok(Self(at.unix_timestamp().saturating_mul(1_000).saturating_add(i64::from(at.millisecond()))))
    }

    /// The moment so many milliseconds later (earlier when negative); saturates.
    #[must_use]
    pub fn plus(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to this moment; negative when it is the later one; saturates.
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// A text that is no moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeError {
    text: String,
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no RFC 3339 time; one looks like 2026-01-01T00:00:00.000Z", self.text)
    }
}

impl std::error::Error for TimeError {}

/// As much of a text as a message can bear.
fn shortened(text: &str) -> String {
    const MOST: usize = 40;
    if text.chars().nth(MOST).is_none() {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_with_three_decimals() {
        fn check(millis: i64, expected: &str) {
            assert_eq!(Millis(millis).to_rfc3339(), expected);
        }
        check(0, "1970-01-01T00:00:00.000Z");
        check(1, "1970-01-01T00:00:00.001Z");
        check(-1, "1969-12-31T23:59:59.999Z");
        check(1_767_225_600_000, "2026-01-01T00:00:00.000Z");
        check(951_782_400_000, "2000-02-29T00:00:00.000Z");
        check(FIRST, "0000-01-01T00:00:00.000Z");
        check(i64::MIN, "0000-01-01T00:00:00.000Z");
        check(LAST, "9999-12-31T23:59:59.999Z");
        check(i64::MAX, "9999-12-31T23:59:59.999Z");
    }

    #[test]
    fn every_rfc_3339_form_is_read() {
        fn check(text: &str, expected: i64) {
            assert_eq!(Millis::parse(text), Ok(Millis(expected)), "{text}");
        }
        check("1970-01-01T00:00:00Z", 0);
        check("2024-06-24T02:58:42.043Z", 1_719_197_922_043);
        check("2024-06-24T10:58:42.043+08:00", 1_719_197_922_043);
        check(" 2024-06-24T02:58:42.0439999Z\n", 1_719_197_922_043);
        check("1969-12-31T23:59:59.5Z", -500);
    }

    #[test]
    fn other_texts_are_refused_in_words() {
        fn check(text: &str) {
            assert!(Millis::parse(text).is_err(), "{text}");
        }
        check("");
        check("2024-06-24");
        check("2024-13-24T02:58:42Z");
        check("2024-06-24T02:58:42");
        let long = Millis::parse(&"9".repeat(1_000)).unwrap_err().to_string();
        assert!(long.len() < 150 && long.contains("RFC 3339"), "{long}");
    }

    #[test]
    fn what_is_written_can_be_read() {
        for millis in [FIRST, -62_000_000_000_001, -1, 0, 999, 1_767_225_600_123, LAST] {
            assert_eq!(Millis::parse(&Millis(millis).to_rfc3339()), Ok(Millis(millis)));
        }
    }

    #[test]
    fn arithmetic_saturates() {
        assert_eq!(Millis(5).plus(-7), Millis(-2));
        assert_eq!(Millis(i64::MAX).plus(1), Millis(i64::MAX));
        assert_eq!(Millis(7).since(Millis(9)), -2);
        assert_eq!(Millis(i64::MAX).since(Millis(-1)), i64::MAX);
    }
}
