//! Arms of a choice that no data can take: told from the choice alone.

use std::collections::BTreeMap;

use flowglass_expression::state_machine::{self, Variable};
use flowglass_expression::{Json, Object, PathRoot, Random};
use flowglass_flow::{Choice, Condition, ConditionExpression, Dialect};

use crate::atoms::{Atom, atoms, nothing_known};
use crate::classes::classes;
use crate::data_path::{DataPath, Part};

/// The most combinations of values that are tried on one choice.
const MOST: usize = 20_000;

/// What can become of an arm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Some data take it, or nothing is certain.
    Possible,
    /// Its condition holds for no data.
    Never,
    /// Where its condition holds, an earlier arm is taken.
    Taken,
}

/// For each arm, what can become of it; the default is the last.
pub(crate) fn verdicts(choice: &Choice, dialect: Dialect) -> Vec<Verdict> {
    let all = choice.all_arms().count();
    // How many arms there are up to the first whose condition asks more than comparisons with constants.
    let mut read: Vec<(&Condition, Vec<Atom>)> = Vec::new();
    for arm in &choice.arms {
        let atoms =
            arm.condition.as_ref().and_then(|condition| Some((condition, atoms(condition, dialect, &nothing_known)?)));
        let Some((condition, atoms)) = atoms else { break };
        if !atoms.iter().all(is_plain) || has_calls(condition) {
            break;
        }
        read.push((condition, atoms));
    }
    let mut verdicts = vec![Verdict::Possible; all];
    // With fewer arms there are fewer values, so what is certain of the first arms is told where all are too many.
    for known in (1..=read.len()).rev() {
        let Some(found) = try_all(&read[..known]) else { continue };
        for (verdict, found) in verdicts.iter_mut().zip(&found) {
            *verdict = *found;
        }
        if let (true, Some(found), Some(verdict)) =
            (known == choice.arms.len() && choice.default.is_some(), found.last(), verdicts.last_mut())
        {
            *verdict = *found;
        }
        break;
    }
    verdicts
}

/// A comparison of one value that is no element of a list with constants.
pub(crate) fn is_plain(atom: &Atom) -> bool {
    atom.simple && !atom.path.contains(&Part::Item)
}

pub(crate) fn has_calls(condition: &Condition) -> bool {
    match &condition.expression {
        Some(ConditionExpression::StateMachine(expression)) => {
            expression.parts().iter().any(|part| matches!(part.kind, flowglass_expression::PartKind::Call(_)))
        }
        Some(ConditionExpression::Legacy(_)) | None => false,
    }
}

/// Asks the conditions about every combination of values; one verdict for each, and one for what no condition takes.
fn try_all(read: &[(&Condition, Vec<Atom>)]) -> Option<Vec<Verdict>> {
    let mut by_path: BTreeMap<(u8, DataPath), Vec<&Atom>> = BTreeMap::new();
    for atom in read.iter().flat_map(|(_, atoms)| atoms) {
        by_path.entry((root_number(atom.root)?, atom.path.clone())).or_default().push(atom);
    }
    let paths: Vec<&(u8, DataPath)> = by_path.keys().collect();
    // A value and a member of it cannot be chosen freely.
    let inside = |one: &(u8, DataPath), other: &(u8, DataPath)| one.0 == other.0 && other.1.starts_with(&one.1);
    if paths.iter().enumerate().any(|(at, one)| paths.iter().skip(at + 1).any(|other| inside(one, other))) {
        return None;
    }
    let columns: Vec<Vec<Json>> = by_path.values().map(|atoms| classes(atoms).values).collect();
    let combinations = columns.iter().try_fold(1_usize, |all, column| all.checked_mul(column.len()))?;
    if combinations > MOST {
        return None;
    }
    let (mut holds, mut taken) = (vec![false; read.len()], vec![false; read.len() + 1]);
    for mut number in 0..combinations {
        let mut data = [Json::object(), Json::object(), Json::object()];
        for ((root, path), column) in by_path.keys().zip(&columns) {
            let value = column.get(number % column.len())?;
            number /= column.len();
            let root = data.get_mut(*root as usize)?;
            *root = with(root, path, value)?;
        }
        let mut first = None;
        for (arm, (condition, _)) in read.iter().enumerate() {
            if answer(condition, &data)? {
                holds[arm] = true;
                first = first.or(Some(arm));
            }
        }
        taken[first.unwrap_or(read.len())] = true;
    }
    let each = holds.iter().chain([&true]).zip(taken).map(|(holds, taken)| match (taken, holds) {
        (true, _) => Verdict::Possible,
        (false, true) => Verdict::Taken,
        (false, false) => Verdict::Never,
    });
    Some(each.collect())
}

pub(crate) fn root_number(root: PathRoot) -> Option<u8> {
    match root {
        PathRoot::Legacy(_) | PathRoot::Variable(Variable::Input) => Some(0),
        PathRoot::Variable(Variable::Context) => Some(1),
        PathRoot::Variable(Variable::Global) => Some(2),
        PathRoot::Variable(_) | PathRoot::Unknown => None,
    }
}

/// The value with another one at the end of a path.
pub(crate) fn with(value: &Json, path: &[Part], inner: &Json) -> Option<Json> {
    let Some((Part::Key(key), rest)) = path.split_first() else { return path.is_empty().then(|| inner.clone()) };
    let member = with(value.get(key).unwrap_or(&Json::object()), rest, inner)?;
    let mut object = value.as_object().cloned().unwrap_or_else(Object::new);
    object.insert(key.clone(), member);
    Some(object.into())
}

/// Whether a condition holds for the input, the context and the global variables.
pub(crate) fn answer(condition: &Condition, data: &[Json; 3]) -> Option<bool> {
    let [input, context, global] = data;
    Some(match condition.expression.as_ref()? {
        ConditionExpression::Legacy(condition) => condition.evaluate(input, &mut Vec::new()),
        ConditionExpression::StateMachine(expression) => {
            let scope = state_machine::Scope { input, output: None, context, global, item: None };
            expression.holds(&scope, &mut Random::new(0), &mut Vec::new())
        }
    })
}

#[cfg(test)]
mod tests {
    use flowglass_flow::{StepId, StepKind};

    use super::*;

    fn found(conditions: &[&str], default: &str) -> Vec<Verdict> {
        let arms: Vec<String> =
            conditions.iter().map(|condition| format!("{{condition: '{condition}', goto: c}}")).collect();
        let text = format!(
            "{{version: v1, type: flow, steps: [{{type: choice, name: c, choices: [{}]{default}}}]}}",
            arms.join(", ")
        );
        let flow = flowglass_flow::parse(&text).flow.expect("it is a flow");
        let StepKind::Choice(choice) = &flow.step(StepId(0)).kind else { panic!("no choice") };
        verdicts(choice, Dialect::Legacy)
    }

    #[test]
    fn what_no_data_can_do_is_certain() {
        use Verdict::{Never, Possible, Taken};
        let check =
            |conditions: &[&str], expected: &[Verdict]| assert_eq!(found(conditions, ""), expected, "{conditions:?}");
        check(&["$.x > 5", "$.x > 10"], &[Possible, Taken]);
        check(&["$.x > 10", "$.x > 5"], &[Possible, Possible]);
        check(&["$.x > 5 && $.x < 3"], &[Never]);
        check(&["$.x > 5 && $.x < 6"], &[Possible]);
        check(&["$.x == \"a\" && $.x == \"b\""], &[Never]);
        check(&["$.x == \"a\"", "$.x in [\"a\", \"b\"]", "$.x == \"b\""], &[Possible, Possible, Taken]);
        check(&["1 == 2", "true", "$.x"], &[Never, Possible, Taken]);
        check(&["$.x == 1 || $.y == 1", "$.x == 1 && $.z == 1"], &[Possible, Taken]);
        check(&["$.x == 1 || $.y == 1", "$.x == 2 && $.y == 2"], &[Possible, Possible]);
        // Two values that are compared with each other, or one inside the other, are left alone.
        check(&["$.x == $.y", "$.x == $.y"], &[Possible, Possible]);
        check(&["$.x", "$.x.y == 1 && $.x.y == 2"], &[Possible, Possible]);
        // What cannot be ordered makes both comparisons false, and so is `!` of them.
        check(&["$.x > 5", "$.x <= 5", "!($.x > 5)"], &[Possible, Possible, Taken]);
        assert_eq!(found(&["$.x > 5", "$.x <= 5"], ", default: {goto: c}"), [Possible; 3]);
        assert_eq!(found(&["$.x == 5", "$.x != 5"], ", default: {goto: c}"), [Possible, Possible, Taken]);
    }
}
