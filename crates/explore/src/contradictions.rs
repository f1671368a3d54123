//! Arms that contradict what an earlier choice has found out about the same value.
//!
//! Only the input of the execution never changes, so only what comes from there unchanged is followed.

use std::collections::{BTreeMap, BTreeSet};

use flowglass_expression::{Json, PathRoot};
use flowglass_flow::{Choice, Condition, Dialect, Flow, StepId, StepKind};

use crate::atoms::{Atom, atoms, nothing_known};
use crate::classes::classes;
use crate::data_path::{DataPath, Part};
use crate::impossible::{answer, has_calls, is_plain, root_number, with};
use crate::origins::{Place, Source, origins};
use crate::ways::{By, comes_to};

/// The most combinations of values that are tried on two choices.
const MOST: usize = 20_000;
/// The most arms that a flow may have to be looked at: every arm is held against every other one.
const MOST_ARMS: usize = 300;

/// The arms that no data can take, because an arm of an earlier choice stands before them.
pub(crate) fn contradictions(flow: &Flow) -> BTreeSet<(StepId, u32)> {
    let mut found = BTreeSet::new();
    // In the older language an answer may put something over any part of the input.
    if flow.dialect != Dialect::StateMachine {
        return found;
    }
    let choices: Vec<Asked<'_>> = flow
        .steps()
        .filter_map(|(id, step)| match &step.kind {
            StepKind::Choice(choice) => Some(Asked::of(flow, id, choice)),
            _ => None,
        })
        .collect();
    if choices.iter().map(|choice| choice.conditions.len() + 1).sum::<usize>() > MOST_ARMS {
        return found;
    }
    for earlier in &choices {
        for arm in 0..=earlier.conditions.len() {
            let number = u32::try_from(arm).unwrap_or(u32::MAX);
            let without = comes_to(flow, |step, by| step == earlier.step && by == By::Arm(number));
            for later in choices.iter().filter(|later| later.step != earlier.step) {
                let passes_here = without.get(later.step.0 as usize) == Some(&false);
                if passes_here && earlier.shares_with(later) {
                    found.extend(later.closed_behind(earlier, arm).into_iter().map(|arm| (later.step, arm)));
                }
            }
        }
    }
    found
}

/// A choice with those of its conditions that ask for nothing but the input of the execution.
struct Asked<'f> {
    step: StepId,
    /// By arm; nothing for those that ask for more: they may hold or not.
    conditions: Vec<Option<&'f Condition>>,
    comparisons: Vec<Comparison>,
}

/// A comparison, and the part of the execution's input that it reads.
struct Comparison {
    atom: Atom,
    from: DataPath,
}

impl<'f> Asked<'f> {
    fn of(flow: &Flow, step: StepId, choice: &'f Choice) -> Self {
        let mut asked = Self { step, conditions: Vec::new(), comparisons: Vec::new() };
        for arm in &choice.arms {
            let readable = arm.condition.as_ref().filter(|condition| !has_calls(condition));
            let read = readable.and_then(|condition| {
                let atoms = atoms(condition, flow.dialect, &nothing_known)?.into_iter();
                Some((condition, atoms.map(|atom| Comparison::of(flow, step, atom)).collect::<Option<Vec<_>>>()?))
            });
            asked.conditions.push(read.as_ref().map(|(condition, _)| *condition));
            asked.comparisons.extend(read.into_iter().flat_map(|(_, comparisons)| comparisons));
        }
        asked
    }

    fn shares_with(&self, other: &Self) -> bool {
        self.comparisons.iter().any(|one| other.comparisons.iter().any(|other| one.from == other.from))
    }

    /// Whether some values can take an arm; the default is the last. `None` when a condition cannot be asked.
    fn may_take(&self, arm: usize, values: &BTreeMap<&DataPath, &Json>) -> Option<bool> {
        let mut data = [Json::object(), Json::object(), Json::object()];
        for Comparison { atom, from } in &self.comparisons {
            let root = data.get_mut(root_number(atom.root)? as usize)?;
            *root = with(root, &atom.path, values.get(from)?)?;
        }
        for (number, condition) in self.conditions.iter().enumerate().take(arm + 1) {
            if let Some(condition) = condition
                && answer(condition, &data)? != (number == arm)
            {
                return Some(false);
            }
        }
        Some(true)
    }

    /// The arms that nothing takes which has taken an arm of an earlier choice.
    fn closed_behind(&self, earlier: &Self, arm: usize) -> Vec<u32> {
        let mut by_path: BTreeMap<&DataPath, Vec<&Atom>> = BTreeMap::new();
        for comparison in earlier.comparisons.iter().chain(&self.comparisons) {
            by_path.entry(&comparison.from).or_default().push(&comparison.atom);
        }
        let paths: Vec<&DataPath> = by_path.keys().copied().collect();
        // A value and a member of it cannot be chosen freely.
        if paths.windows(2).any(|pair| pair[1].starts_with(pair[0])) {
            return Vec::new();
        }
        let columns: Vec<Vec<Json>> = by_path.values().map(|atoms| classes(atoms).values).collect();
        let combinations = columns.iter().try_fold(1_usize, |all, column| all.checked_mul(column.len()));
        let Some(combinations) = combinations.filter(|combinations| *combinations <= MOST) else { return Vec::new() };
        let mut closed: BTreeSet<usize> =
            self.conditions.iter().enumerate().filter(|(_, asked)| asked.is_some()).map(|(arm, _)| arm).collect();
        for mut number in 0..combinations {
            let mut values = BTreeMap::new();
            for (path, column) in paths.iter().zip(&columns) {
                values.extend(column.get(number % column.len()).map(|value| (*path, value)));
                number /= column.len();
            }
            if earlier.may_take(arm, &values) != Some(false) {
                closed.retain(|arm| self.may_take(*arm, &values) == Some(false));
            }
        }
        closed.into_iter().filter_map(|arm| u32::try_from(arm).ok()).collect()
    }
}

impl Comparison {
    /// `None` when it asks for anything but a part of the execution's input that comes here unchanged.
    fn of(flow: &Flow, step: StepId, atom: Atom) -> Option<Self> {
        if !is_plain(&atom) || matches!(atom.root, PathRoot::Unknown) {
            return None;
        }
        let found = origins(flow, step, Place::Work, atom.root, &atom.path);
        let mut places = found.places.into_iter();
        match (places.next(), places.next()) {
            // Elements of a list are not told apart.
            (Some(((Source::Input, from), true)), None)
                if found.constants.is_empty() && !found.unknown && !from.contains(&Part::Item) =>
            {
                Some(Self { atom, from })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(states: &str) -> Vec<(String, u32)> {
        let text = format!("Type: StateMachine\nStartAt: A\nStates:\n{states}");
        let flow = flowglass_flow::parse(&text).flow.expect("it is a flow");
        let name = |step: StepId| flow.step(step).name.value.clone();
        contradictions(&flow).into_iter().map(|(step, arm)| (name(step), arm)).collect()
    }

    #[test]
    fn what_stays_the_same_is_known_behind_an_arm() {
        let check = |before: &str, between: &str, condition: &str, expected: &[u32]| {
            let states = format!(
                r"  - {{Type: Choice, Name: A, Branches: [{{Condition: '{before}', Next: M}}], Default: E}}
  - {{Type: Pass, Name: M{between}, Next: B}}
  - {{Type: Choice, Name: B, Branches: [{{Condition: '{condition}', Next: E}}, {{Condition: length($Input.s) > 3, Next: E}}], Default: E}}
  - {{Type: Succeed, Name: E}}"
            );
            let expected: Vec<_> = expected.iter().map(|arm| ("B".to_owned(), *arm)).collect();
            assert_eq!(found(&states), expected, "{states}");
        };
        check("$Input.x > 5", "", "$Input.x < 3", &[0]);
        check("$Input.x > 5", "", "$Input.x > 10", &[]);
        check("$Input.x > 5", "", "$Input.y < 3", &[]);
        check("$Input.x > 5 && $Input.y == 1", "", "$Input.y == 2", &[0]);
        // It has another name there, and comes from the execution's input all the same.
        check("$Input.x > 5", ", OutputConstructor: {n.$: $Input.x}", "$Input.n < 3", &[0]);
        check("$Input.x > 5", "", "$Context.Execution.Input.x < 3", &[0]);
        // It is another value.
        check("$Input.x > 5", ", OutputConstructor: {x: 1}", "$Input.x < 3", &[]);
        check("$Input.x > 5", ", OutputConstructor: {x.$: \"intAdd($Input.x, 1)\"}", "$Input.x < 3", &[]);
    }

    #[test]
    fn another_way_there_leaves_it_open() {
        let states = r"  - {Type: Choice, Name: A, Branches: [{Condition: $Input.x > 5, Next: B}, {Condition: $Input.z, Next: B}], Default: E}
  - {Type: Choice, Name: B, Branches: [{Condition: $Input.x < 3, Next: E}], Default: E}
  - {Type: Succeed, Name: E}";
        assert!(found(states).is_empty());
    }
}
