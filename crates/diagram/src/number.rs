//! Numbers of the picture: few decimals, no trailing zeros, the same on every machine.

/// Appends `number` with at most two decimals to `text`; what is not finite becomes 0.
pub(crate) fn push_number(text: &mut String, number: f64) {
    push_rounded(text, number, 2);
}

/// Appends `number` with at most so many decimals to `text`; what is not finite becomes 0.
pub fn push_rounded(text: &mut String, number: f64, decimals: u32) {
    let mut unit = 10u64.pow(decimals);
    let parts = (number * unit as f64).round();
    let parts = if number.is_finite() { parts.clamp(-1e15, 1e15) as i64 } else { 0 };
    if parts < 0 {
        text.push('-');
    }
    let parts = parts.unsigned_abs();
    push_whole(text, parts / unit);
    let mut fraction = parts % unit;
    if fraction > 0 {
        text.push('.');
    }
    while fraction > 0 {
        unit /= 10;
        text.push(char::from(b'0' + (fraction / unit) as u8));
        fraction %= unit;
    }
}

/// Appends a whole number. A large picture has a million of them, too many to ask for memory for each.
fn push_whole(text: &mut String, mut number: u64) {
    let mut digits = [b'0'; 20];
    let mut length = 0;
    for digit in digits.iter_mut().rev() {
        *digit += (number % 10) as u8;
        number /= 10;
        length += 1;
        if number == 0 {
            break;
        }
    }
    text.extend(digits.iter().skip(digits.len() - length).map(|digit| char::from(*digit)));
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
        let mut text = String::new();
        push_rounded(&mut text, 0.12504, 4);
        assert_eq!(text, "0.125");
    }
}
