//! How the text on an edge or above a lane is broken into lines.

use flowglass_layout::Size;

use crate::text_width::{Font, shorten, text_width};

/// The widest line, in CSS pixels.
const WIDEST: f64 = 196.0;
/// What a label has around its text.
const PADDING: f64 = 6.0;
/// The height of a label of one line, and what a second one adds.
const HEIGHT: f64 = 18.0;
/// From the base line of one line to that of the next.
pub(crate) const LINE: f64 = 14.0;
/// A break that is no end of a part counts as if it made the label so much wider.
const INSIDE_A_PART: f64 = 60.0;

/// A text in one line, or when it is too long in two: broken between words where the lines are about as long, best before
/// `&&` and `||` and behind a comma. What does not fit into two lines ends in an ellipsis.
pub(crate) fn label_lines(text: &str) -> Vec<String> {
    if text_width(text, Font::Small) <= WIDEST {
        return vec![text.to_owned()];
    }
    let mut best: Option<(f64, &str, &str)> = None;
    for (at, _) in text.match_indices(' ') {
        let (first, second) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        let width = text_width(first, Font::Small);
        if width > WIDEST {
            break;
        }
        let rest = text_width(second, Font::Small);
        // While not all fits, the longer the first line the better.
        let missing = (rest - WIDEST).max(0.0) * 2.0;
        let between_parts = first.ends_with(',') || second.starts_with("&&") || second.starts_with("||");
        let cost = width.max(rest.min(WIDEST)) + missing + if between_parts { 0.0 } else { INSIDE_A_PART };
        if best.is_none_or(|(least, ..)| cost < least) {
            best = Some((cost, first, second));
        }
    }
    match best {
        Some((_, first, second)) => vec![first.to_owned(), shorten(second, Font::Small, WIDEST).into_owned()],
        None => vec![shorten(text, Font::Small, WIDEST).into_owned()],
    }
}

/// The room that lines take.
pub(crate) fn label_size(lines: &[String]) -> Size {
    let width = lines.iter().map(|line| text_width(line, Font::Small)).fold(0.0, f64::max);
    Size::new((width + 2.0 * PADDING).ceil(), HEIGHT + LINE * lines.len().saturating_sub(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(label_lines(text), expected, "{text}");
    }

    #[test]
    fn short_texts_stand_in_one_line() {
        check("", &[""]);
        check("default", &["default"]);
        check("$Input.left > 0 && $Input.paid", &["$Input.left > 0 && $Input.paid"]);
    }

    #[test]
    fn long_ones_are_broken_between_their_parts() {
        check(
            "$Input.kind == \"refund\" && $Input.amount > 1000",
            &["$Input.kind == \"refund\"", "&& $Input.amount > 1000"],
        );
        check("FC.InvalidArgument, FC.InstanceNotFound", &["FC.InvalidArgument,", "FC.InstanceNotFound"]);
        check("A.First, A.Second, A.Third, A.Fourth, A.Fifth", &["A.First, A.Second,", "A.Third, A.Fourth, A.Fifth"]);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        check(
            "$Input.kind == \"refund\" && $Input.amount > 1000 && $Input.customer.since < \"2020\"",
            &["$Input.kind == \"refund\"", "&& $Input.amount > 1000 && $In…"],
        );
        check(&"x".repeat(90), &["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"]);
    }

    #[test]
    fn every_line_fits() {
        let words =
            ["a", "&&", "longer", "$Input.something", "||", "x,", "名字", "aVeryLongWordWithoutAnyBreakInItAtAll"];
        let mut seed = 7_usize;
        for _ in 0..2_000 {
            let mut text = String::new();
            for _ in 0..seed % 14 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(words[(seed >> 33) % words.len()]);
                text.push(' ');
            }
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407) >> 3;
            let lines = label_lines(text.trim());
            assert!((1..=2).contains(&lines.len()), "{lines:?}");
            assert!(label_size(&lines).width <= WIDEST + 2.0 * PADDING, "{lines:?}");
        }
    }
}
