//! Values that make a difference: one for every combination of answers that comparisons can give of a value.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use flowglass_expression::{Json, Number, Object, json};

use crate::atoms::Atom;

/// The values to try in one place.
#[derive(Clone, Debug)]
pub(crate) struct Classes {
    /// One value for each combination of answers, the most natural ones first.
    pub(crate) values: Vec<Json>,
    /// Whether no other value could give other answers.
    pub(crate) complete: bool,
}

/// Finds a value for every combination of answers that the comparisons can give.
pub(crate) fn classes(atoms: &[&Atom]) -> Classes {
    let answered = |value: Json| -> (Json, Vec<Option<bool>>) {
        let answers = atoms.iter().map(|atom| atom.holds(&value)).collect();
        (value, answers)
    };
    let mut pool: Vec<_> = pool(atoms).into_iter().map(answered).collect();
    // A kind of values that comparisons tell apart is the kind that they are meant for.
    let mut told_apart: BTreeMap<&str, BTreeSet<&[Option<bool>]>> = BTreeMap::new();
    for (value, answers) in &pool {
        told_apart.entry(value.kind()).or_default().insert(answers);
    }
    let weights: BTreeMap<&str, usize> = told_apart.into_iter().map(|(kind, answers)| (kind, answers.len())).collect();
    pool.sort_by_key(|(value, _)| Reverse(weights.get(value.kind()).copied().unwrap_or(0)));
    let mut seen: Vec<Vec<Option<bool>>> = Vec::new();
    let mut values = Vec::new();
    for (value, answers) in pool {
        // Values that are compared with each other: one that is equal, and another.
        let free = answers.contains(&None) && values.len() < 2;
        if free || !seen.contains(&answers) {
            seen.push(answers);
            values.push(value);
        }
    }
    Classes { values, complete: atoms.iter().all(|atom| atom.simple) }
}

/// Values of every kind, and the ones around each constant.
///
/// A comparison with constants answers alike for all values of one kind between two neighbouring constants, so that
/// the constants, one value between each two and one beyond either end stand for all.
fn pool(atoms: &[&Atom]) -> Vec<Json> {
    let constants: Vec<&Json> = atoms.iter().flat_map(|atom| &atom.constants).collect();
    let mut pool: Vec<Json> = Vec::new();
    let mut add = |value: Json| {
        if !pool.contains(&value) {
            pool.push(value);
        }
    };
    for constant in &constants {
        match constant {
            Json::Bool(value) => {
                add(json!(*value));
                add(json!(!value));
            }
            Json::Number(_) | Json::String(_) | Json::Null => add((*constant).clone()),
            Json::Array(_) | Json::Object(_) => {}
        }
    }
    let mut numbers: Vec<f64> = constants.iter().filter_map(|value| number(value)).collect();
    numbers.sort_by(f64::total_cmp);
    numbers.dedup();
    numbers.iter().for_each(|number| add(json!(number + 1.0)));
    numbers.windows(2).for_each(|pair| add(json!((pair[0] + pair[1]) / 2.0)));
    numbers.iter().for_each(|number| add(json!(number - 1.0)));
    let texts: Vec<&str> = constants.iter().filter_map(|value| value.as_str()).collect();
    if !texts.is_empty() {
        add(json!("another"));
    }
    // The next text there is, and one before all others.
    texts.iter().for_each(|text| add(json!(format!("{text} "))));
    for value in [
        json!(true),
        json!(false),
        json!(1),
        json!(0),
        json!(-1),
        json!("text"),
        json!(""),
        json!(null),
        json!(1_000_000),
        json!("2026-01-01T01:00:00Z"),
    ] {
        add(value);
    }
    // A constant may be one of several in a list, or the key of an object.
    constants.iter().for_each(|constant| add(Json::from(vec![(*constant).clone()])));
    for text in &texts {
        add([(*text, json!(1))].into_iter().collect::<Object>().into());
    }
    for value in [json!([1]), json!([]), json!([1, 2]), json!({"key": 1}), json!({})] {
        add(value);
    }
    pool
}

/// The number that a constant is, or that its text is.
fn number(value: &Json) -> Option<f64> {
    match value {
        Json::Number(number) => Some(number.as_f64()),
        Json::String(text) => Number::from_decimal(text).map(Number::as_f64),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use flowglass_flow::{Dialect, StepId, StepKind};

    use super::*;
    use crate::atoms::{atoms, nothing_known};

    /// The values for what conditions of the new language ask of `$Input.v`.
    fn check(conditions: &[&str], expected: Json, complete: bool) {
        let arms: Vec<String> =
            conditions.iter().map(|condition| format!("{{Condition: '{condition}', Next: c}}")).collect();
        let text = format!(
            "{{Type: StateMachine, StartAt: c, States: [{{Type: Choice, Name: c, Branches: [{}]}}]}}",
            arms.join(", ")
        );
        let flow = flowglass_flow::parse(&text).flow.expect("it is a flow");
        let StepKind::Choice(choice) = &flow.step(StepId(0)).kind else { panic!("no choice") };
        let conditions = choice.arms.iter().filter_map(|arm| arm.condition.as_ref());
        let asked: Vec<_> = conditions
            .filter_map(|condition| atoms(condition, Dialect::StateMachine, &nothing_known))
            .flatten()
            .collect();
        let found = classes(&asked.iter().collect::<Vec<_>>());
        assert_eq!((Json::from(found.values), found.complete), (expected, complete), "{}", arms.join(", "));
    }

    #[test]
    fn one_value_stands_for_all_that_are_answered_alike() {
        check(&["$Input.v > 30"], json!([30, 31]), true);
        check(&["$Input.v > 5", "$Input.v > 10"], json!([5, 10, 11]), true);
        check(&["$Input.v >= 5 && $Input.v != 5"], json!([5, 6, 4]), true);
        check(&["$Input.v == \"done\""], json!(["done", "another"]), true);
        check(&["$Input.v == \"a\"", "$Input.v == \"b\""], json!(["a", "b", "another"]), true);
        check(&["$Input.v in [1, \"a\"]"], json!([1, 2]), true);
        check(&["\"fragile\" in $Input.v"], json!([["fragile"], [1]]), true);
        check(&["$Input.v"], json!([true, false]), true);
        check(&["!$Input.v"], json!([true, false]), true);
        check(&["$Input.v == null"], json!([null, true]), true);
        check(&["length($Input.v) > 1"], json!(["text", ""]), false);
        check(&["$Input.v == $Input.w"], json!([1, 2]), false);
    }
}
