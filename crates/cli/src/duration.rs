//! How long something took, in words.

/// Writes a duration to the millisecond: `0.010 s`, `1 m 05.000 s`, `2 h 00 m 00.030 s`, `1 d 00 h 00 m 00.000 s`.
pub(crate) fn duration_words(ms: i64) -> String {
    let sign = if ms < 0 { "-" } else { "" };
    let whole = ms.unsigned_abs();
    let (rest, millis) = (whole / 1_000, whole % 1_000);
    let (rest, seconds) = (rest / 60, rest % 60);
    let (rest, minutes) = (rest / 60, rest % 60);
    let (days, hours) = (rest / 24, rest % 24);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{sign}{seconds}.{millis:03} s"),
        (0, 0, _) => format!("{sign}{minutes} m {seconds:02}.{millis:03} s"),
        (0, _, _) => format!("{sign}{hours} h {minutes:02} m {seconds:02}.{millis:03} s"),
        _ => format!("{sign}{days} d {hours:02} h {minutes:02} m {seconds:02}.{millis:03} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_exact() {
        fn check(ms: i64, expected: &str) {
            assert_eq!(duration_words(ms), expected);
        }
        check(0, "0.000 s");
        check(10, "0.010 s");
        check(59_999, "59.999 s");
        check(65_000, "1 m 05.000 s");
        check(7_200_030, "2 h 00 m 00.030 s");
        check(86_400_000, "1 d 00 h 00 m 00.000 s");
        check(-1_500, "-1.500 s");
        check(i64::MIN, "-106751991167 d 07 h 12 m 55.808 s");
    }
}
