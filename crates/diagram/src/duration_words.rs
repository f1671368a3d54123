//! Spans of time as a person says them.

use flowglass_expression::Json;

/// The largest unit that leaves no fraction: `90 s`, `2 min`, `1 h`, `3 d`.
pub(crate) fn duration_words(seconds: f64) -> String {
    for (unit, word) in [(86_400.0, "d"), (3_600.0, "h"), (60.0, "min")] {
        let count = seconds / unit;
        if seconds >= unit && count.trunc() * unit == seconds {
            return format!("{} {word}", Json::from(count));
        }
    }
    format!("{} s", Json::from(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_leave_no_fraction() {
        let check = |seconds: f64, expected: &str| assert_eq!(duration_words(seconds), expected);
        check(0.0, "0 s");
        check(10.0, "10 s");
        check(0.5, "0.5 s");
        check(90.0, "90 s");
        check(120.0, "2 min");
        check(5_400.0, "90 min");
        check(7_200.0, "2 h");
        check(604_800.0, "7 d");
        check(-3.0, "-3 s");
    }
}
