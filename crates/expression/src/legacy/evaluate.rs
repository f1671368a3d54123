//! What the parts of a condition are worth.

use std::ops::Range;

use crate::error::described;
use crate::operator::Comparison;
use crate::{Json, MAX_DEPTH};

use super::coerce::{loosely_equal, number, order, truth};
use super::condition::{Node, Term};
use super::reference::{Found, find};

/// Why a condition cannot be evaluated, and the part that shows it.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) at: Range<usize>,
    pub(super) message: String,
}

/// Evaluates a term and converts the value to a truth value.
///
/// # Errors
/// An operator met values it cannot work on, or the value is neither true nor false.
pub(super) fn truth_of(term: &Term, own: &Json) -> Result<bool, Failure> {
    let value = value_of(term, own)?;
    truth(&value).ok_or_else(|| failure(term, format!("{} is neither true nor false.", described(&value))))
}

fn value_of(term: &Term, own: &Json) -> Result<Json, Failure> {
    Ok(match &term.node {
        Node::Constant(value) => value.clone(),
        Node::Group(inner) => value_of(inner, own)?,
        Node::Path(segments) => match find(own, segments) {
            Found::One(value) => value,
            // A condition may well test a key that is not always there. Source: legacy reference 10.1.
            Found::Nothing { .. } => Json::Null,
            Found::NoneFor { .. } => Json::from(Vec::new()),
        },
        Node::Array(items) => {
            let array: Json = items.iter().map(|item| value_of(item, own)).collect::<Result<Vec<_>, _>>()?.into();
            if array.depth() > MAX_DEPTH {
                return Err(failure(term, format!("the array nests deeper than {MAX_DEPTH} levels.")));
            }
            array
        }
        Node::Not(inner) => Json::from(!truth_of(inner, own)?),
        Node::Negate(inner) => {
            let value = value_of(inner, own)?;
            let Some(number) = number(&value) else {
                return Err(failure(inner, format!("{} has no negative.", described(&value))));
            };
            Json::from(number.negated())
        }
        Node::Compare(first, rest) => {
            let mut left = value_of(first, own)?;
            for (operator, right) in rest {
                let at = first.at.start..right.at.end;
                let right = value_of(right, own)?;
                left = Json::from(compare(&left, *operator, &right).map_err(|message| Failure { at, message })?);
            }
            left
        }
        Node::All(terms) => {
            for term in terms {
                if !truth_of(term, own)? {
                    return Ok(Json::from(false));
                }
            }
            Json::from(true)
        }
        Node::Any(terms) => {
            for term in terms {
                if truth_of(term, own)? {
                    return Ok(Json::from(true));
                }
            }
            Json::from(false)
        }
    })
}

fn compare(left: &Json, operator: Comparison, right: &Json) -> Result<bool, String> {
    match operator {
        Comparison::Equal => Ok(loosely_equal(left, right)),
        Comparison::NotEqual => Ok(!loosely_equal(left, right)),
        Comparison::In => match (right, left) {
            (Json::Array(items), _) => Ok(items.contains(left)),
            (Json::Object(object), Json::String(key)) => Ok(object.contains_key(key)),
            (Json::Object(_), _) => Ok(false),
            _ => Err(format!("{} holds nothing that could be `in` it.", described(right))),
        },
        Comparison::Less | Comparison::LessOrEqual | Comparison::Greater | Comparison::GreaterOrEqual => {
            match order(left, right) {
                Some(order) => Ok(operator.admits(order)),
                None => Err(format!(
                    "{} and {} cannot be ordered with {}.",
                    described(left),
                    described(right),
                    operator.symbol()
                )),
            }
        }
    }
}

fn failure(term: &Term, message: String) -> Failure {
    Failure { at: term.at.clone(), message }
}

#[cfg(test)]
mod tests {
    use crate::json;
    use crate::legacy::Condition;

    fn holds(text: &str) -> (bool, Vec<String>) {
        let own = json!({
            "key": "process_failed",
            "yes": true,
            "no": false,
            "yes_text": "true",
            "n": 5,
            "n_text": "5",
            "nothing": null,
            "list": [1, "a", {"k": 1}],
            "map": {"a": 1},
            "rows": [{"ok": true}, {"ok": false}]
        });
        let mut notes = Vec::new();
        let held = Condition::parse(text).unwrap().evaluate(&own, &mut notes);
        (held, notes.into_iter().map(|note| format!("{:?} {}", note.at, note.message)).collect())
    }

    #[test]
    fn conditions_hold_or_not() {
        fn check(text: &str, expected: bool) {
            assert_eq!(holds(text), (expected, vec![]), "{text}");
        }
        check("$.key == \"process_failed\"", true);
        check("$.key==`other`", false);
        check("$.yes", true);
        check("!$.yes", false);
        check("$.yes == \"true\"", true);
        check("$.yes_text == true", true);
        check("$.yes_text", true);
        check("$.n == $.n_text", true);
        check("$.n_text > 4.5 && $.n_text < 6", true);
        check("$.n != -1", true);
        check("-$.n_text == -5", true);
        check("$.n >= 5 && ($.n > 9 || $.no == false)", true);
        check("1 < 2 == true", true);
        check("$.n", true);
        check("0", false);
        check("\"0\"", false);
    }

    #[test]
    fn what_is_missing_is_null_without_a_word() {
        fn check(text: &str, expected: bool) {
            assert_eq!(holds(text), (expected, vec![]), "{text}");
        }
        check("$.zzz", false);
        check("!$.zzz", true);
        check("$.zzz == \"x\"", false);
        check("$.zzz != \"x\"", true);
        check("$.zzz == $.nothing", true);
        check("$.zzz.y[3] == false", true);
        check("$.zzz[*] == []", true);
        check("$.zzz == \"x\" || $.yes", true);
    }

    #[test]
    fn membership_needs_an_array_or_an_object() {
        fn check(text: &str, expected: bool) {
            assert_eq!(holds(text), (expected, vec![]), "{text}");
        }
        check("\"a\" in $.list", true);
        check("1 in $.list", true);
        check("\"1\" in $.list", false);
        check("$.map in $.list", false);
        check("\"a\" in $.map", true);
        check("1 in $.map", false);
        check("$.n in [1, 5]", true);
        check("true in $.rows[*].ok", true);
        check("\"key\" in $", true);
    }

    #[test]
    fn what_cannot_be_evaluated_counts_as_false() {
        fn check(text: &str, expected: &str) {
            let (held, notes) = holds(text);
            assert!(!held, "{text}");
            assert_eq!(notes.len(), 1, "{text}: {notes:?}");
            let (at, message) = expected.split_once(' ').unwrap();
            assert!(notes[0].starts_with(at), "{text}: {}", notes[0]);
            assert!(notes[0].contains(&format!("`{text}` counts as false: {message}")), "{text}: {}", notes[0]);
        }
        check("$.zzz > 3", "0..9 null and 3 cannot be ordered with >.");
        check("$.key", "0..5 the text \"process_failed\" is neither true nor false.");
        check("$.yes && $.list", "9..15 an array is neither true nor false.");
        check("!$.map", "1..6 an object is neither true nor false.");
        check("-$.key == 1", "1..6 the text \"process_failed\" has no negative.");
        check("1 in $.zzz", "0..10 null holds nothing");
        check("$.yes == true && ($.n < $.list)", "18..30 5 and an array cannot be ordered with <.");
        check("$.yes > 0", "0..9 true and 0 cannot be ordered");
    }

    #[test]
    fn operands_that_no_longer_matter_are_not_looked_at() {
        fn check(text: &str, expected: bool) {
            assert_eq!(holds(text), (expected, vec![]), "{text}");
        }
        check("$.no && $.key > 1", false);
        check("$.yes || $.key > 1", true);
        check("$.no || $.yes || -$.key", true);
    }
}
