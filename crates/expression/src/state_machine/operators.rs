//! What operators do with their operands, and what they tolerate in a condition.

use std::cmp::Ordering;

use crate::error::described;
use crate::operator::Comparison;
use crate::{Json, Note};

use super::evaluate::{Evaluation, Failure, Place};
use super::expression::Term;

impl Evaluation<'_> {
    /// The truth value of an operand of `&&`, `||` or `!`.
    pub(super) fn truth(&mut self, term: &Term, operator: &str) -> Result<bool, Failure> {
        let value = self.value(term)?;
        if let Json::Bool(truth) = value {
            return Ok(truth);
        }
        let what = format!("{} is neither true nor false", described(&value));
        match self.place {
            Place::Constructor(_) => Err(self.failure(term, format!("{what}, so {operator} cannot work on it."))),
            Place::Condition => {
                let message = format!("`{}`: {what}; {operator} takes it as false.", self.part(term));
                self.notes.push(Note { at: term.at.clone(), message });
                Ok(false)
            }
        }
    }

    pub(super) fn compare(
        &mut self,
        term: &Term,
        left: &Json,
        operator: Comparison,
        right: &Json,
    ) -> Result<bool, Failure> {
        match operator {
            Comparison::Equal => Ok(left == right),
            Comparison::NotEqual => Ok(left != right),
            Comparison::In => match (right, left) {
                (Json::Array(items), _) => Ok(items.contains(left)),
                (Json::Object(object), Json::String(key)) => Ok(object.contains_key(key)),
                (Json::Object(_), _) => Ok(false),
                _ => {
                    let what = format!("{} is neither an array nor an object", described(right));
                    let message = format!("`{}`: {what}, so nothing is in it.", self.part(term));
                    self.notes.push(Note { at: term.at.clone(), message });
                    Ok(false)
                }
            },
            Comparison::Less | Comparison::LessOrEqual | Comparison::Greater | Comparison::GreaterOrEqual => {
                if let Some(order) = order(left, right) {
                    return Ok(operator.admits(order));
                }
                let (left, right) = (described(left), described(right));
                let what = format!("{left} and {right} cannot be ordered with {}", operator.symbol());
                match self.place {
                    Place::Constructor(_) => Err(self.failure(term, format!("{what}."))),
                    Place::Condition => {
                        let message = format!("`{}`: {what}; this counts as false.", self.part(term));
                        self.notes.push(Note { at: term.at.clone(), message });
                        Ok(false)
                    }
                }
            }
        }
    }
}

/// Orders two numbers or two texts (by code point); `None` for anything else.
fn order(left: &Json, right: &Json) -> Option<Ordering> {
    match (left, right) {
        (Json::Number(left), Json::Number(right)) => left.partial_cmp(right),
        (Json::String(left), Json::String(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Options;
    use super::super::evaluate::tests::{evaluate, holds};
    use crate::json;

    #[test]
    fn constructors_refuse_what_makes_no_sense() {
        fn check(text: &str, expected: &str) {
            let (value, _) = evaluate(text, Options::default());
            assert_eq!(value, Err(expected.to_owned()), "{text}");
        }
        check(
            "$Input.n > \"4\"",
            "Sim.ExpressionError: `$Input.n > \"4\"`: 5 and the text \"4\" cannot be ordered with >.",
        );
        check("1 == 1 && null < 1", "Sim.ExpressionError: `null < 1`: null and 1 cannot be ordered with <.");
        check(
            "!$Input.nothing",
            "Sim.ExpressionError: `$Input.nothing`: null is neither true nor false, so ! cannot work on it.",
        );
        check("!5", "Sim.ExpressionError: `5`: 5 is neither true nor false, so ! cannot work on it.");
        check("[] || true", "Sim.ExpressionError: `[]`: an array is neither true nor false, so || cannot work on it.");
        check("true && {}", "Sim.ExpressionError: `{}`: an object is neither true nor false, so && cannot work on it.");
        check("-\"1\"", "Sim.ExpressionError: `-\"1\"`: the text \"1\" has no negative.");
        check("stringToJson($Input.text)", "Sim.FunctionError: stringToJson: x is not JSON");
    }

    #[test]
    fn membership_in_a_scalar_is_false_with_a_note() {
        let note = "0..13 `1 in $Input.n`: 5 is neither an array nor an object, so nothing is in it.".to_owned();
        assert_eq!(evaluate("1 in $Input.n", Options::default()), (Ok(json!(false)), vec![note.clone()]));
        assert_eq!(holds("1 in $Input.n"), (false, vec![note]));
    }

    #[test]
    fn operands_that_no_longer_matter_are_not_looked_at() {
        fn check(text: &str, expected: bool) {
            assert_eq!(evaluate(text, Options::default()), (Ok(json!(expected)), vec![]), "{text}");
            assert_eq!(holds(text), (expected, vec![]), "{text}");
        }
        check("false && stringToJson(\"x\")", false);
        check("true || stringToJson(\"x\")", true);
        check("false || true || $Input.zzz > 1", true);
    }

    #[test]
    fn conditions_take_null_and_other_values_as_false() {
        fn check(text: &str, expected: bool, notes: &[&str]) {
            assert_eq!(holds(text), (expected, notes.iter().map(ToString::to_string).collect()), "{text}");
        }
        check("$Input.yes", true, &[]);
        check("$Input.zzz == null", true, &[]);
        check("$Input.zzz.y != 1", true, &[]);
        check("$Input.zzz == \"x\"", false, &[]);
        check("!$Input.zzz", true, &["1..11 `$Input.zzz`: null is neither true nor false; ! takes it as false."]);
        check("!5", true, &["1..2 `5`: 5 is neither true nor false; ! takes it as false."]);
        check(
            "$Input.text || true",
            true,
            &["0..11 `$Input.text`: the text \"x\" is neither true nor false; || takes it as false."],
        );
        check(
            "true && $Input.zzz",
            false,
            &["8..18 `$Input.zzz`: null is neither true nor false; && takes it as false."],
        );
        check(
            "!($Input.zzz > 1)",
            true,
            &["2..16 `$Input.zzz > 1`: null and 1 cannot be ordered with >; this counts as false."],
        );
        check("$Input.n", false, &["0..8 The condition `$Input.n` counts as false: 5 is neither true nor false."]);
        check(
            "$Input.zzz",
            false,
            &["0..10 The condition `$Input.zzz` counts as false: null is neither true nor false."],
        );
        check(
            "length(5) != 1",
            false,
            &[
                "0..9 The condition `length(5) != 1` counts as false: length: argument 1 must be an array, an object or a \
             string, not a number",
            ],
        );
        check(
            "-$Input.text != 1",
            false,
            &[
                "0..12 The condition `-$Input.text != 1` counts as false: `-$Input.text`: the text \"x\" has no negative.",
            ],
        );
    }
}
