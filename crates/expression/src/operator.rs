//! The comparison operators, which both languages share.

use std::cmp::Ordering;
use std::ops::Range;

use crate::scan::Scanner;

/// An operator between two values that says yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
}

impl Comparison {
    /// Takes a comparison operator if one comes next, with the blanks before it.
    pub(crate) fn take(scanner: &mut Scanner<'_>) -> Option<Self> {
        scanner.skip_blanks();
        // Longer symbols come first, so that `<=` is not taken for `<`.
        const SYMBOLS: [Comparison; 6] = [
            Comparison::Equal,
            Comparison::NotEqual,
            Comparison::LessOrEqual,
            Comparison::GreaterOrEqual,
            Comparison::Less,
            Comparison::Greater,
        ];
        if let Some(found) = SYMBOLS.into_iter().find(|operator| scanner.take(operator.symbol())) {
            return Some(found);
        }
        scanner.take_word("in").then_some(Self::In)
    }

    pub(crate) fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::In => "in",
        }
    }

    /// Says whether two values in this order satisfy the operator; `in` is not about order and never does.
    pub(crate) fn admits(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
            Self::In => false,
        }
    }
}

/// Finds the bytes of the operator that stands, with blanks around it, between two operands.
pub(crate) fn between(text: &str, left: &Range<usize>, right: &Range<usize>) -> Range<usize> {
    let gap = text.get(left.end..right.start).unwrap_or_default();
    let start = left.end + (gap.len() - gap.trim_start().len());
    start..start + gap.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_symbol_is_taken() {
        fn check(text: &str, expected: Option<Comparison>, rest: &str) {
            let mut scanner = Scanner::new(text);
            assert_eq!(Comparison::take(&mut scanner), expected, "{text}");
            assert_eq!(scanner.rest(), rest, "{text}");
        }
        check(" <= 1", Some(Comparison::LessOrEqual), " 1");
        check("<1", Some(Comparison::Less), "1");
        check(">=1", Some(Comparison::GreaterOrEqual), "1");
        check(">1", Some(Comparison::Greater), "1");
        check("==1", Some(Comparison::Equal), "1");
        check("!=1", Some(Comparison::NotEqual), "1");
        check("in[1]", Some(Comparison::In), "[1]");
        check("inside", None, "inside");
        check("= 1", None, "= 1");
        check("!1", None, "!1");
    }

    #[test]
    fn operators_admit_their_orders() {
        fn check(operator: Comparison, expected: [bool; 3]) {
            let orders = [Ordering::Less, Ordering::Equal, Ordering::Greater];
            assert_eq!(orders.map(|order| operator.admits(order)), expected, "{}", operator.symbol());
        }
        check(Comparison::Equal, [false, true, false]);
        check(Comparison::NotEqual, [true, false, true]);
        check(Comparison::Less, [true, false, false]);
        check(Comparison::LessOrEqual, [true, true, false]);
        check(Comparison::Greater, [false, false, true]);
        check(Comparison::GreaterOrEqual, [false, true, true]);
        check(Comparison::In, [false, false, false]);
    }
}
