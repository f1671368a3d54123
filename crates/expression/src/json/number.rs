//! How numbers are kept, compared and printed.

use std::cmp::Ordering;
use std::fmt;

use super::decimal;

/// A JSON number: an integer of 64 bits exactly, everything else as a finite `f64`.
///
/// Two integers compare exactly, any other pair as `f64`. Numbers with an integral value print without a fraction.
/// Source: state machine reference 4.2, CHOICE 44; legacy reference 15, A24.
#[derive(Clone, Copy)]
pub struct Number(Kept);

#[derive(Clone, Copy)]
enum Kept {
    Integer(i64),
    /// Finite, and not an integral value of magnitude below 2^53.
    Float(f64),
}

/// Below this magnitude every integral `f64` stands for itself alone: 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Number {
    /// Makes a number of a float; `None` for infinities and NaN, which JSON cannot say.
    pub fn from_f64(value: f64) -> Option<Self> {
        if !value.is_finite() {
            None
        } else if value.trunc() == value && value.abs() < EXACT {
            // Integral and small enough: the conversion is exact.
            Some(Self(Kept::Integer(value as i64)))
        } else {
            Some(Self(Kept::Float(value)))
        }
    }

    /// Gives the value as a float; integers beyond 2^53 are rounded.
    pub fn as_f64(self) -> f64 {
        match self.0 {
            Kept::Integer(value) => value as f64,
            Kept::Float(value) => value,
        }
    }

    /// Gives the value as an integer; `None` if it has a fraction or does not fit 64 bits.
    pub fn as_i64(self) -> Option<i64> {
        // Both ends are powers of two, so they are exact as floats; the upper one is the first that does not fit.
        const LEAST: f64 = i64::MIN as f64;
        match self.0 {
            Kept::Integer(value) => Some(value),
            Kept::Float(value) if value.trunc() == value && (LEAST..-LEAST).contains(&value) => Some(value as i64),
            Kept::Float(_) => None,
        }
    }

    /// Reads decimal text such as `12`, `-1.5` or `1e3`; `None` for any other text and for values beyond an `f64`.
    pub fn from_decimal(text: &str) -> Option<Self> {
        if !text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E')) {
            return None;
        }
        match text.parse::<i64>() {
            Ok(integer) => Some(Self::from(integer)),
            Err(_) => decimal::read(text).and_then(Self::from_f64),
        }
    }

    /// Gives the number with the opposite sign.
    pub(crate) fn negated(self) -> Self {
        match self.0 {
            Kept::Integer(value) => match value.checked_neg() {
                Some(negated) => Self::from(negated),
                None => Self(Kept::Float(-(value as f64))),
            },
            Kept::Float(value) => Self(Kept::Float(-value)),
        }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(Kept::Integer(value))
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Self {
        Self::from(i64::from(value))
    }
}

impl From<u32> for Number {
    fn from(value: u32) -> Self {
        Self::from(i64::from(value))
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        match i64::try_from(value) {
            Ok(value) => Self::from(value),
            Err(_) => Self(Kept::Float(value as f64)),
        }
    }
}

impl From<usize> for Number {
    fn from(value: usize) -> Self {
        Self::from(value as u64)
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self.0, other.0) {
            (Kept::Integer(a), Kept::Integer(b)) => Some(a.cmp(&b)),
            _ => self.as_f64().partial_cmp(&other.as_f64()),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_i64() {
            Some(integer) => write!(f, "{integer}"),
            None => {
                let mut text = String::new();
                decimal::write(&mut text, self.as_f64());
                f.write_str(&text)
            }
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::from_decimal(text).unwrap()
    }

    #[test]
    fn numbers_print_as_short_as_they_can() {
        fn check(text: &str, expected: &str) {
            assert_eq!(number(text).to_string(), expected, "{text}");
        }
        check("0", "0");
        check("-0", "0");
        check("-0.0", "0");
        check("1.0", "1");
        check("12.50", "12.5");
        check("1e3", "1000");
        check("-7", "-7");
        check("0.1", "0.1");
        check("1e-7", "1e-7");
        check("9223372036854775807", "9223372036854775807");
        check("1152921504606846976.0", "1152921504606846976");
        check("9223372036854775808", "9223372036854776000");
        check("1e20", "100000000000000000000");
        check("1e21", "1e21");
        check("-1.5e300", "-1.5e300");
    }

    #[test]
    fn only_finite_decimal_text_is_a_number() {
        for text in ["", "-", "x", "inf", "nan", "NaN", "infinity", "1e999", "0x10", "1_000", " 1", "1 ", "1e", "."] {
            assert!(Number::from_decimal(text).is_none(), "{text}");
        }
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(Number::from_f64(value).is_none());
        }
    }

    #[test]
    fn integral_values_are_integers() {
        fn check(text: &str, expected: Option<i64>) {
            assert_eq!(number(text).as_i64(), expected, "{text}");
        }
        check("3.0", Some(3));
        check("3.5", None);
        check("1152921504606846976.0", Some(1 << 60));
        check("9223372036854775807", Some(i64::MAX));
        check("9223372036854775808", None);
        check("-9223372036854775808", Some(i64::MIN));
        check("1e300", None);
    }

    #[test]
    fn order_is_exact_between_integers_and_by_float_otherwise() {
        assert!(number("9007199254740992") < number("9007199254740993"));
        assert!(number("1.5") < number("2"));
        assert!(number("-1") < number("-0.5"));
        assert_eq!(number("2"), number("2.0"));
        assert_eq!(Number::from(u64::MAX), number("18446744073709551615"));
        assert_eq!(number("-9223372036854775808").negated(), number("9223372036854775808"));
        assert_eq!(number("1.5").negated(), number("-1.5"));
    }
}
