//! Numbers of the picture: at most two decimals, no trailing zeros, the same on every machine.

/// Appends `number` to `text`; what is not finite becomes 0.
pub(crate) fn push_number(text: &mut String, number: f64) {
    let hundredths = if number.is_finite() { (number * 100.0).round().clamp(-1e15, 1e15) as i64 } else { 0 };
    if hundredths < 0 {
        text.push('-');
    }
    let (whole, fraction) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    text.push_str(&whole.to_string());
    if fraction > 0 {
        text.push('.');
        text.push(char::from(b'0' + (fraction / 10) as u8));
        if fraction % 10 > 0 {
            text.push(char::from(b'0' + (fraction % 10) as u8));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let check = |number: f64, expected: &str| {
            let mut text = String::new();
            push_number(&mut text, number);
            assert_eq!(text, expected);
        };
        check(0.0, "0");
        check(-0.001, "0");
        check(12.0, "12");
        check(12.5, "12.5");
        check(12.05, "12.05");
        check(-0.5, "-0.5");
        check(-3.999, "-4");
        check(f64::NAN, "0");
        check(1e300, "10000000000000");
    }
}
