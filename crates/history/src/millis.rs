//! When something happened.

use std::fmt;

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
        let (year, month, day) = date(millis.div_euclid(DAY));
        let of_day = millis.rem_euclid(DAY);
        let (hour, minute) = (of_day / HOUR, of_day / MINUTE % 60);
        let (second, fraction) = (of_day / 1_000 % 60, of_day % 1_000);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:03}Z")
    }

    /// Reads any RFC 3339 form, with or without decimals and with any offset; what is finer than a millisecond is cut
    /// off.
    ///
    /// # Errors
    /// When the text is no RFC 3339 date and time.
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        read(text.trim().as_bytes()).map(Self).ok_or_else(|| TimeError { text: shortened(text) })
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

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Reads `2026-01-01T08:00:00.000+08:00`: a date, a time, decimals if there are any, and the distance from UTC.
fn read(text: &[u8]) -> Option<i64> {
    let (date_time, rest) = text.split_at_checked(19)?;
    let part = |from: usize, to: usize| number(date_time.get(from..to)?);
    let signs = [4, 7, 10, 13, 16].map(|at| date_time[at]);
    if !matches!(signs, [b'-', b'-', b'T' | b't' | b' ', b':', b':']) {
        return None;
    }
    let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    let (hour, minute, second) = (part(11, 13)?, part(14, 16)?, part(17, 19)?);
    let (fraction, zone) = match rest {
        [b'.', rest @ ..] => rest.split_at(rest.iter().take_while(|byte| byte.is_ascii_digit()).count()),
        _ => (&b"0"[..], rest),
    };
    let mut millis = 0;
    for at in 0..3 {
        millis = millis * 10 + number(fraction.get(at..=at).unwrap_or(b"0"))?;
    }
    let offset = match zone {
        b"Z" | b"z" => 0,
        [sign @ (b'+' | b'-'), hours @ .., b':', _, _] if hours.len() == 2 => {
            let (hour, minute) = (number(hours)?, number(&zone[4..])?);
            if hour > 23 || minute > 59 {
                return None;
            }
            let offset = hour * HOUR + minute * MINUTE;
            if *sign == b'-' { -offset } else { offset }
        }
        _ => return None,
    };
    // A leap second is the last one of its day in UTC; clocks without leap seconds show the end of the one before.
    let (second, millis) = if second == 60 { (59, 999) } else { (second, millis) };
    let exists = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
    if !exists || hour > 23 || minute > 59 || second > 59 || fraction.is_empty() {
        return None;
    }
    Some(days(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second * 1_000 + millis - offset)
}

/// A number of one to four digits.
fn number(digits: &[u8]) -> Option<i64> {
    let all = (1..=4).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    all.then(|| digits.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0')))
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The days from the Unix epoch to a date. Years count from March, so that a leap day is the last one of its year.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // 153 days are in every five months from March on.
    year * 365 + leap_days + (153 * month + 2) / 5 + day - 1 - EPOCH
}

/// The days from the first of March of the year 0 to the Unix epoch.
const EPOCH: i64 = 719_468;

/// The date so many days after the Unix epoch: year, month, day.
fn date(days_since: i64) -> (i64, i64, i64) {
    // 146,097 days are in 400 years. As years have at least 365 days, this one is never too early.
    let latest = (days_since + EPOCH).div_euclid(146_097) * 400 + (days_since + EPOCH).rem_euclid(146_097) / 365 + 1;
    let mut year = latest;
    while days(year, 1, 1) > days_since {
        year -= 1;
    }
    let mut month = 12;
    while days(year, month, 1) > days_since {
        month -= 1;
    }
    (year, month, days_since - days(year, month, 1) + 1)
}

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
        check("2000-02-29t00:00:00z", 951_782_400_000);
        check("2024-06-24 00:28:42-02:30", 1_719_197_922_000);
        check("0000-01-01T00:00:00Z", FIRST);
        check("2016-12-31T23:59:60Z", 1_483_228_799_999);
    }

    #[test]
    fn other_texts_are_refused_in_words() {
        fn check(text: &str) {
            assert!(Millis::parse(text).is_err(), "{text}");
        }
        check("");
        check("2024-06-24");
        check("2024-13-24T02:58:42Z");
        check("2024-00-24T02:58:42Z");
        check("2023-02-29T02:58:42Z");
        check("1900-02-29T02:58:42Z");
        check("2024-06-31T02:58:42Z");
        check("2024-06-24T24:00:00Z");
        check("2024-06-24T02:60:42Z");
        check("2024-06-24T02:58:61Z");
        check("2024-06-24T02:58:42");
        check("2024-06-24T02:58:42.Z");
        check("2024-06-24T02:58:42+8:00");
        check("2024-06-24T02:58:42+080:00");
        check("2024-06-24T02:58:42+24:00");
        check("2024-06-24T02:58:4é");
        check("+024-06-24T02:58:42Z");
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
    fn every_day_has_its_date() {
        let (mut year, mut month, mut day) = (0, 1, 1);
        for days_since in FIRST / DAY..=LAST / DAY {
            assert_eq!(date(days_since), (year, month, day));
            assert_eq!(days(year, month, day), days_since);
            day += 1;
            if day > days_in(year, month) {
                (month, day) = (month + 1, 1);
            }
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
        }
        assert_eq!((year, month, day), (10_000, 1, 1));
    }

    #[test]
    fn arithmetic_saturates() {
        assert_eq!(Millis(5).plus(-7), Millis(-2));
        assert_eq!(Millis(i64::MAX).plus(1), Millis(i64::MAX));
        assert_eq!(Millis(7).since(Millis(9)), -2);
        assert_eq!(Millis(i64::MAX).since(Millis(-1)), i64::MAX);
    }
}
