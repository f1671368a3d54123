//! Decimal text and `f64`, both ways: the nearest float of a text, the shortest text of a float.
//!
//! Exact and plain. The conversions of the standard library are faster for long fractions, but their tables of powers
//! alone weigh as much as a tenth of what a reader of a docs page may be asked to load.

use super::big::Big;

/// Digits beyond so many decide nothing but which side of a tie the number is on.
const MOST_DIGITS: usize = 800;

/// Reads `12`, `-1.5`, `.5`, `1.` or `1e3`; ties go to the even float, and what is too large becomes infinite.
pub(super) fn read(text: &str) -> Option<f64> {
    let (negative, unsigned) = match text.strip_prefix(['+', '-']) {
        Some(unsigned) => (text.starts_with('-'), unsigned),
        None => (false, text),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, read_exponent(exponent)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).map(|byte| byte.wrapping_sub(b'0')).collect();
    if digits.is_empty() || digits.iter().any(|digit| *digit > 9) {
        return None;
    }
    let exponent = exponent.saturating_sub(fraction.len() as i64);
    let value = nearest(digits, exponent);
    Some(if negative { -value } else { value })
}

fn read_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // More digits than fit say no more than that it is out of any range.
    let size = digits.bytes().fold(0i64, |size, digit| (size * 10 + i64::from(digit - b'0')).min(1 << 40));
    Some(if text.starts_with('-') { -size } else { size })
}

/// The float nearest to `digits` times ten to the power of `exponent`.
fn nearest(mut digits: Vec<u8>, mut exponent: i64) -> f64 {
    while digits.last() == Some(&0) {
        digits.pop();
        exponent += 1;
    }
    digits.drain(..digits.iter().take_while(|digit| **digit == 0).count());
    if digits.is_empty() {
        return 0.0;
    }
    let magnitude = exponent + digits.len() as i64;
    if magnitude > 310 {
        return f64::INFINITY;
    }
    if magnitude < -330 {
        return 0.0;
    }
    if digits.len() <= 15 && exponent.abs() <= 22 {
        // Both numbers are exact as floats, so the one operation rounds rightly.
        let number = digits.iter().fold(0.0, |number, digit| number * 10.0 + f64::from(*digit));
        let power = (0..exponent.abs()).fold(1.0, |power, _| power * 10.0);
        return if exponent < 0 { number / power } else { number * power };
    }
    if digits.len() > MOST_DIGITS {
        // There is a digit that is not zero among those left out: the last one.
        exponent += (digits.len() - MOST_DIGITS) as i64 - 1;
        digits.truncate(MOST_DIGITS);
        digits.push(1);
    }
    let (mut number, mut unit) = (Big::of_digits(&digits), Big::new(1));
    let scaled = if exponent < 0 { &mut unit } else { &mut number };
    scaled.multiply_power_of_ten(exponent.unsigned_abs() as u32);
    quotient(number, unit)
}

/// The float nearest to the quotient of two numbers above zero.
fn quotient(mut number: Big, mut unit: Big) -> f64 {
    let mut exponent = number.bits() - unit.bits();
    let scaled = if exponent < 0 { &mut number } else { &mut unit };
    scaled.shift_left(exponent.unsigned_abs());
    if number < unit {
        number.shift_left(1);
        exponent -= 1;
    }
    // Now the quotient is at least 1 and less than 2, times two to the power of the exponent.
    let bits = 53.min(exponent + 1075);
    if exponent > 1023 {
        return f64::INFINITY;
    }
    if bits < 0 {
        return 0.0;
    }
    let mut mantissa = 0u64;
    for _ in 0..bits {
        mantissa <<= 1;
        if number >= unit {
            number.subtract(&unit);
            mantissa |= 1;
        }
        number.shift_left(1);
    }
    if number > unit || (number == unit && mantissa % 2 == 1) {
        mantissa += 1;
    }
    // A mantissa that was rounded up to the next power of two carries into the exponent, as it should.
    let exponent_bits = if bits == 53 { (exponent + 1022) as u64 } else { 0 };
    f64::from_bits((exponent_bits << 52) + mantissa)
}

/// Appends the shortest decimal text that reads as this finite float again; of several the nearest one.
///
/// Whole numbers have all their digits up to 21 of them, as JavaScript and Go write them; then, and below 0.00001, there is
/// an exponent.
pub(super) fn write(text: &mut String, value: f64) {
    if value.is_sign_negative() {
        text.push('-');
    }
    if value == 0.0 {
        text.push('0');
        return;
    }
    let (digits, magnitude) = short(value.abs()).unwrap_or_else(|| shortest(value.abs()));
    let push = |text: &mut String, digits: &[u8]| text.extend(digits.iter().map(|digit| char::from(b'0' + digit)));
    let zeros = |text: &mut String, count: usize| text.extend(std::iter::repeat_n('0', count));
    if !(-4..=21).contains(&magnitude) {
        let (first, rest) = digits.split_at(1);
        push(text, first);
        if !rest.is_empty() {
            text.push('.');
            push(text, rest);
        }
        text.push('e');
        text.push_str(&(magnitude - 1).to_string());
    } else if magnitude <= 0 {
        text.push_str("0.");
        zeros(text, magnitude.unsigned_abs() as usize);
        push(text, &digits);
    } else {
        let before_point = magnitude as usize;
        let (whole, fraction) = digits.split_at(before_point.min(digits.len()));
        push(text, whole);
        zeros(text, before_point - whole.len());
        if !fraction.is_empty() {
            text.push('.');
            push(text, fraction);
        }
    }
}

/// What [`shortest`] gives, found quickly for floats that were written with up to 15 digits.
///
/// No two texts of 15 digits read as the same float. So it is enough that one of them does; it does when a quotient of two
/// exact floats is the float.
fn short(value: f64) -> Option<(Vec<u8>, i32)> {
    let mut power = 1.0;
    for decimals in 0..=15 {
        let number = (value * power).round();
        if number >= 1e15 {
            return None;
        }
        if number / power == value {
            let digits: Vec<u8> = (number as u64).to_string().bytes().map(|digit| digit - b'0').collect();
            let magnitude = digits.len() as i32 - decimals;
            return Some((digits, magnitude));
        }
        power *= 10.0;
    }
    None
}

/// The digits of a float above zero, and the power of ten that 0.DIGITS is to be multiplied by.
///
/// Source: Steele and White, "How to print floating-point numbers accurately"; the variant that never needs to carry.
fn shortest(value: f64) -> (Vec<u8>, i32) {
    let bits = value.to_bits();
    let (exponent_bits, fraction) = ((bits >> 52) as i32, bits & ((1 << 52) - 1));
    let (mantissa, exponent) =
        if exponent_bits == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent_bits - 1075) };
    // All numbers up to half way to the neighbours read as this float; both ends do when the mantissa is even.
    let even = mantissa % 2 == 0;
    let (mut rest, mut unit, mut below) = (Big::new(mantissa), Big::new(1), Big::new(1));
    rest.shift_left(1 + exponent.max(0) as u32);
    unit.shift_left(1 + (-exponent).max(0) as u32);
    below.shift_left(exponent.max(0) as u32);
    let mut above = below.clone();
    if fraction == 0 && exponent_bits > 1 {
        // The neighbour below is only half as far away.
        rest.shift_left(1);
        unit.shift_left(1);
        above.shift_left(1);
    }
    let reaches = |rest: &Big, above: &Big, unit: &Big| {
        let end = rest.plus(above);
        if even { end >= *unit } else { end > *unit }
    };
    // At most the logarithm, and at least two less; 30,103 is a hundred thousand times the logarithm of 2.
    let bits_before_point = exponent + 63 - mantissa.leading_zeros() as i32;
    let mut magnitude = (bits_before_point * 30_103).div_euclid(100_000) - 1;
    let power = magnitude.unsigned_abs();
    if magnitude < 0 {
        for scaled in [&mut rest, &mut below, &mut above] {
            scaled.multiply_power_of_ten(power);
        }
    } else {
        unit.multiply_power_of_ten(power);
    }
    while reaches(&rest, &above, &unit) {
        unit.multiply_add(10, 0);
        magnitude += 1;
    }
    let mut digits = Vec::with_capacity(17);
    loop {
        for scaled in [&mut rest, &mut below, &mut above] {
            scaled.multiply_add(10, 0);
        }
        let mut digit = 0;
        while rest >= unit {
            rest.subtract(&unit);
            digit += 1;
        }
        let down = if even { rest <= below } else { rest < below };
        let up = reaches(&rest, &above, &unit);
        if down || up {
            let nearer_up = rest.plus(&rest) >= unit;
            digits.push(if up && (!down || nearer_up) { digit + 1 } else { digit });
            return (digits, magnitude);
        }
        digits.push(digit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Random;

    fn written(value: f64) -> String {
        let mut text = String::new();
        write(&mut text, value);
        text
    }

    #[test]
    fn texts_become_the_nearest_float() {
        fn check(text: &str) {
            assert_eq!(read(text).map(f64::to_bits), text.parse().ok().map(f64::to_bits), "{text}");
        }
        for text in ["0", "-0", "+1.5", ".5", "1.", "1e3", "1E-3", "1e+3", "0.1", "123456789012345678", "1e22", "1e23"]
        {
            check(text);
        }
        for text in ["", "-", ".", "e5", "1e", "1e+", "1e5.0", "1.2.3", "--1", "1-", "0x10", "1 ", "é"] {
            check(text);
        }
        // Ties, the least floats and half of them, the greatest float and what is beyond.
        for text in ["9007199254740993", "9007199254740995", "9007199254740993.0000000000000000000000000000001"] {
            check(text);
        }
        for text in ["4.9e-324", "2.5e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "2e-324", "1e-400"] {
            check(text);
        }
        for text in ["2.2250738585072011e-308", "2.2250738585072014e-308", "1.7976931348623157e308"] {
            check(text);
        }
        for text in ["1.7976931348623159e308", "1e309", "1e99999999999999999999", "1e-99999999999999999999", "0e9999"] {
            check(text);
        }
        check(&format!("0.{}1", "0".repeat(400)));
        check(&format!("9007199254740993.{}1", "0".repeat(2_000)));
        check(&format!("9007199254740993.{}", "0".repeat(2_000)));
        check(&"9".repeat(308));
    }

    #[test]
    fn floats_are_read_and_written_as_the_standard_library_does() {
        let mut random = Random::new(11);
        let powers = (0..2_046u64).map(|exponent| f64::from_bits(exponent << 52)).skip(1);
        let beside = powers.clone().flat_map(|power| [power.next_down(), power.next_up()]);
        let any = (0..4_000).map(|_| f64::from_bits(random.next_u64() >> 1)).filter(|value| value.is_finite());
        let usual = (1..4_000).flat_map(|number| [7.0, 8.0, 1e3, 1e9].map(|divisor| f64::from(number) / divisor));
        for value in powers.chain(beside).chain(any).chain(usual).chain([f64::MAX, f64::MIN_POSITIVE, 5e-324]) {
            let (digits, magnitude) = shortest(value);
            let digits: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
            let standard = format!("{value:e}");
            let (mantissa, exponent) = standard.split_once('e').unwrap();
            assert_eq!((digits, (magnitude - 1).to_string()), (mantissa.replace('.', ""), exponent.to_owned()));
            assert_eq!(read(&standard), Some(value), "{standard}");
            assert_eq!(read(&format!("{value}")), Some(value), "{standard}");
            assert_eq!(written(-value), format!("-{}", written(value)));
            if let Some((digits, magnitude)) = short(value) {
                let end = digits.iter().rposition(|digit| *digit != 0).unwrap();
                assert_eq!((digits[..=end].to_vec(), magnitude), shortest(value), "{standard}");
            }
        }
    }
}
