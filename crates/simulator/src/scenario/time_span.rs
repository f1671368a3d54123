//! How long something takes, as people write it: `200ms`, `1.5s`, `3h`.

use std::fmt;
use std::str::FromStr;

/// A length of time in whole milliseconds, never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeSpan(i64);

/// The units, the longer name of two with the same ending first.
const UNITS: [(&str, f64); 5] = [("ms", 1.0), ("s", 1_000.0), ("m", 60_000.0), ("h", 3_600_000.0), ("d", 86_400_000.0)];

/// The longest span in milliseconds: about three thousand years.
const LONGEST_MS: f64 = 1e14;

impl TimeSpan {
    /// Makes a span of so many milliseconds; a negative number is none.
    pub fn from_millis(ms: i64) -> Self {
        Self(ms.max(0))
    }

    /// The milliseconds.
    pub fn millis(self) -> i64 {
        self.0
    }
}

impl FromStr for TimeSpan {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no duration: write a number with ms, s, m, h or d, such as 200ms or 1.5s");
        let text = text.trim();
        let (number, unit) =
            UNITS.iter().find_map(|(name, ms)| Some((text.strip_suffix(name)?, ms))).ok_or_else(wrong)?;
        let number = number.trim_end();
        let plain = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let ms = number.parse::<f64>().ok().filter(|_| plain).ok_or_else(wrong)? * unit;
        if ms > LONGEST_MS {
            return Err(format!("`{text}` is longer than a duration can be"));
        }
        Ok(Self(ms.round() as i64))
    }
}

/// The number and the largest unit that divides it.
impl fmt::Display for TimeSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = UNITS.iter().rev().map(|(name, ms)| (name, *ms as i64));
        match whole.into_iter().find(|(_, ms)| self.0 != 0 && self.0 % ms == 0) {
            Some((name, ms)) => write!(f, "{}{name}", self.0 / ms),
            None => f.write_str("0s"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_numbers_with_units() {
        fn check(text: &str, expected: Option<i64>) {
            assert_eq!(text.parse::<TimeSpan>().ok().map(TimeSpan::millis), expected, "{text}");
        }
        check("200ms", Some(200));
        check("1s", Some(1_000));
        check("1.5s", Some(1_500));
        check("0.25ms", Some(0));
        check(" 3 h ", Some(10_800_000));
        check("2m", Some(120_000));
        check("1d", Some(86_400_000));
        check("0s", Some(0));
        for wrong in ["", "5", "s", "-1s", "1e3s", "infs", "nans", "1.2.3s", "1w", "9999999999d", "1S"] {
            check(wrong, None);
        }
    }

    #[test]
    fn durations_are_written_as_they_are_read() {
        for text in ["1ms", "1500ms", "2s", "90s", "2m", "3h", "1d", "0s"] {
            assert_eq!(text.parse::<TimeSpan>().unwrap().to_string(), text);
        }
    }
}
