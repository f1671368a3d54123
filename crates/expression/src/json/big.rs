//! Whole numbers of any size: as much of their arithmetic as decimals need.

use std::cmp::Ordering;

/// A whole number; its parts of 32 bits, the least first and without zeros at the end.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Big(Vec<u32>);

impl Big {
    pub(super) fn new(value: u64) -> Self {
        let mut big = Self(vec![value as u32, (value >> 32) as u32]);
        big.trim();
        big
    }

    /// Reads decimal digits, each from 0 to 9.
    pub(super) fn of_digits(digits: &[u8]) -> Self {
        let mut big = Self(Vec::new());
        for &digit in digits {
            big.multiply_add(10, u32::from(digit));
        }
        big
    }

    /// Counts the bits from the first one on.
    pub(super) fn bits(&self) -> i32 {
        self.0.last().map_or(0, |last| self.0.len() as i32 * 32 - last.leading_zeros() as i32)
    }

    pub(super) fn multiply_add(&mut self, factor: u32, addend: u32) {
        let mut carry = u64::from(addend);
        for part in &mut self.0 {
            carry += u64::from(*part) * u64::from(factor);
            *part = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    pub(super) fn multiply_power_of_ten(&mut self, power: u32) {
        for _ in 0..power / 9 {
            self.multiply_add(1_000_000_000, 0);
        }
        for _ in 0..power % 9 {
            self.multiply_add(10, 0);
        }
    }

    pub(super) fn shift_left(&mut self, bits: u32) {
        self.multiply_add(1 << (bits % 32), 0);
        if bits >= 32 && !self.0.is_empty() {
            self.0.splice(..0, std::iter::repeat_n(0, bits as usize / 32));
        }
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        let (longer, shorter) = if self.0.len() < other.0.len() { (other, self) } else { (self, other) };
        let mut sum = longer.clone();
        let mut carry = 0;
        for (at, part) in sum.0.iter_mut().enumerate() {
            carry += u64::from(*part) + u64::from(shorter.0.get(at).copied().unwrap_or(0));
            *part = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            sum.0.push(carry as u32);
        }
        sum
    }

    /// Takes away a number that is not greater.
    pub(super) fn subtract(&mut self, other: &Self) {
        let mut borrow = 0;
        for (at, part) in self.0.iter_mut().enumerate() {
            let difference = i64::from(*part) - i64::from(other.0.get(at).copied().unwrap_or(0)) - borrow;
            *part = difference as u32;
            borrow = i64::from(difference < 0);
        }
        self.trim();
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

impl Ord for Big {
    fn cmp(&self, other: &Self) -> Ordering {
        let longer = self.0.len().cmp(&other.0.len());
        longer.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

impl PartialOrd for Big {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
