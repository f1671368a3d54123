//! What the conditions, lists and pauses of a flow ask of the data that comes from outside, and the values to try.

use std::collections::BTreeMap;

use flowglass_expression::{Json, PathRoot, json};
use flowglass_flow::{Flow, StepId, StepKind, Value};

use crate::atoms::{Atom, atoms};
use crate::classes::classes;
use crate::data_path::{DataPath, Part};
use crate::origins::{Origins, Place, Source, origins, origins_of_value};

/// What is asked of one value from outside.
#[derive(Clone, Debug, Default)]
pub(crate) struct Question {
    /// The values to try.
    pub(crate) values: Vec<Json>,
    /// Whether they are as good as all values there are.
    pub(crate) complete: bool,
    /// Whether a Map walks it.
    pub(crate) is_list: bool,
}

/// What is asked of everything that comes from outside.
#[derive(Clone, Debug, Default)]
pub(crate) struct Questions {
    /// By source and path.
    pub(crate) asked: BTreeMap<Source, BTreeMap<DataPath, Question>>,
    /// Choices with a condition whose data cannot all be steered from outside.
    pub(crate) unsteered: Vec<StepId>,
    /// Whether a condition asks which error there was.
    pub(crate) error_matters: bool,
}

/// Comparisons and other wishes that were found for one value from outside.
#[derive(Default)]
struct Wishes {
    atoms: Vec<Atom>,
    values: Vec<Json>,
    is_list: bool,
    exact: bool,
}

/// Finds out what a flow asks of the data that comes from outside.
pub(crate) fn questions(flow: &Flow) -> Questions {
    let mut wishes: BTreeMap<(Source, DataPath), Wishes> = BTreeMap::new();
    let mut found = Questions::default();
    let mut ask = |origins: &Origins, add: &dyn Fn(&mut Wishes)| {
        for (place, exact) in &origins.places {
            let wish = wishes.entry(place.clone()).or_insert_with(|| Wishes { exact: true, ..Wishes::default() });
            wish.exact &= *exact;
            add(wish);
        }
    };
    for (id, step) in flow.steps() {
        match &step.kind {
            StepKind::Choice(choice) => {
                let mut steered = true;
                for condition in choice.arms.iter().filter_map(|arm| arm.condition.as_ref()) {
                    let known =
                        |root: PathRoot, path: &[Part]| origins(flow, id, Place::Work, root, path).constant().cloned();
                    let Some(read) = atoms(condition, flow.dialect, &known) else { continue };
                    for atom in read {
                        let origins = origins(flow, id, Place::Work, atom.root, &atom.path);
                        let exact = origins.places.values().all(|exact| *exact);
                        steered &= atom.simple && exact && !origins.unknown && atom.root != PathRoot::Unknown;
                        found.error_matters |= origins.places.keys().any(|(source, _)| *source == Source::Error);
                        ask(&origins, &|wish| wish.atoms.push(atom.clone()));
                    }
                }
                if !steered {
                    found.unsteered.push(id);
                }
            }
            StepKind::Map(map) => {
                if let Some(items) = &map.items {
                    ask(&origins_of_value(flow, id, &items.value, &[]), &|wish| wish.is_list = true);
                }
            }
            StepKind::Wait(wait) => {
                let mut wish_for = |value: &Value, wanted: Json| {
                    ask(&origins_of_value(flow, id, value, &[]), &|wish| wish.values.push(wanted.clone()));
                };
                if let Some(seconds) = &wait.seconds {
                    wish_for(&seconds.value, json!(10));
                }
                if let Some(until) = &wait.until {
                    wish_for(&until.value, json!("2026-01-01T01:00:00Z"));
                }
            }
            StepKind::Task(task) => {
                if let Some(timeout) = &task.timeout {
                    ask(&origins_of_value(flow, id, &timeout.value, &[]), &|wish| wish.values.push(json!(60)));
                }
            }
            _ => {}
        }
    }
    for ((source, path), wish) in wishes {
        found.asked.entry(source).or_default().insert(path, question(wish));
    }
    found
}

fn question(wish: Wishes) -> Question {
    let mut values = wish.values;
    let mut complete = wish.exact && values.is_empty() && !wish.is_list;
    if !wish.atoms.is_empty() {
        let classes = classes(&wish.atoms.iter().collect::<Vec<_>>());
        complete &= classes.complete;
        values.extend(classes.values.into_iter().filter(|value| !wish.is_list || value.as_array().is_none()));
    }
    Question { values, complete, is_list: wish.is_list }
}
