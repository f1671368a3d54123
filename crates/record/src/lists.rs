//! Outcomes by place → the entries of a scenario, as few as say the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use flowglass_simulator::{Entry, Outcome, Place};

use crate::answers::Attempted;
use crate::remark::Remark;

/// The outcomes of all tasks, in the order in which attempts of a step began in one place.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    /// In the order in which the steps were first met.
    steps: Vec<StepLists>,
    numbers: BTreeMap<(Option<Arc<str>>, Arc<str>), usize>,
}

/// A place, so that it can be found.
type PlaceKey = Vec<(Arc<str>, Option<u32>)>;

#[derive(Debug)]
struct StepLists {
    flow: Option<Arc<str>>,
    step: Arc<str>,
    /// In the order in which the places were first met; each place once.
    places: Vec<(Vec<Place>, Vec<Attempted>)>,
    place_numbers: BTreeMap<PlaceKey, usize>,
    /// Whether there are runs of the step that must find no entry, because they start executions.
    has_free: bool,
}

impl Lists {
    /// Takes what one execution used up in one place. Other executions may have been there; all begin with the first
    /// outcome, so the lists must agree as far as both go.
    pub(crate) fn add(
        &mut self,
        flow: Option<&Arc<str>>,
        step: &Arc<str>,
        within: Vec<Place>,
        attempts: Vec<Attempted>,
        remarks: &mut BTreeSet<Remark>,
    ) {
        let lists = self.of(flow, step);
        let key = within.iter().map(|place| (Arc::clone(&place.step), place.index)).collect();
        let next = lists.places.len();
        let number = *lists.place_numbers.entry(key).or_insert(next);
        if number == next {
            lists.places.push((within, attempts));
            return;
        }
        let known = &mut lists.places[number].1;
        if !known.iter().zip(&attempts).all(|(one, other)| one.can_be(other)) {
            remarks.insert(Remark::AnsweredTwice(Arc::clone(step)));
            return;
        }
        for (index, attempt) in attempts.into_iter().enumerate() {
            match known.get_mut(index) {
                Some(known) if known.is_cut_off => *known = attempt,
                Some(_) => {}
                None => known.push(attempt),
            }
        }
    }

    /// Notes a run of a step that must find no entry.
    pub(crate) fn leave_free(&mut self, flow: Option<&Arc<str>>, step: &Arc<str>) {
        self.of(flow, step).has_free = true;
    }

    fn of(&mut self, flow: Option<&Arc<str>>, step: &Arc<str>) -> &mut StepLists {
        let next = self.steps.len();
        let number = *self.numbers.entry((flow.cloned(), Arc::clone(step))).or_insert(next);
        if number == next {
            let (flow, step) = (flow.cloned(), Arc::clone(step));
            let (places, place_numbers) = (Vec::new(), BTreeMap::new());
            self.steps.push(StepLists { flow, step, places, place_numbers, has_free: false });
        }
        &mut self.steps[number]
    }

    /// The entries.
    pub(crate) fn into_entries(self) -> Vec<Entry> {
        self.steps.into_iter().flat_map(StepLists::into_entries).collect()
    }
}

/// With how many different lists of a step others are compared: a common one shows early.
const MOST_GROUPS: usize = 64;

impl StepLists {
    /// One entry for all places whose lists agree, when there are several or it is the only one; one for each other.
    fn into_entries(self) -> Vec<Entry> {
        let Self { flow, step, places, has_free, .. } = self;
        // The longest lists first: shorter ones may be their beginnings.
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by_key(|index| std::cmp::Reverse(places[*index].1.len()));
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for index in order {
            let attempts = &places[index].1;
            match groups.iter_mut().take(MOST_GROUPS).find(|group| agree(&places[group[0]].1, attempts)) {
                Some(group) => group.push(index),
                None => groups.push(vec![index]),
            }
        }
        let largest = groups.iter().max_by_key(|group| group.len());
        let is_common = |group: &&Vec<usize>| !has_free && (group.len() > 1 || groups.len() == 1);
        let common: Vec<usize> = largest.filter(is_common).cloned().unwrap_or_default();
        let entry = |within: &[Place], attempts: &[Attempted]| Entry {
            step: Arc::clone(&step),
            flow: flow.as_deref().map(str::to_owned),
            within: within.to_vec(),
            outcomes: merged(attempts),
        };
        let wide = common.first().map(|index| entry(&[], &places[*index].1));
        let narrow = places.iter().enumerate().filter(|(index, _)| !common.contains(index));
        wide.into_iter().chain(narrow.map(|(_, (within, attempts))| entry(within, attempts))).collect()
    }
}

impl Attempted {
    /// Whether two attempts in one place may have become the same.
    fn can_be(&self, other: &Self) -> bool {
        self.is_cut_off || other.is_cut_off || self.outcome == other.outcome
    }
}

/// Whether one list is the beginning of the other.
fn agree(one: &[Attempted], other: &[Attempted]) -> bool {
    one.iter().zip(other).all(|(one, other)| one.outcome == other.outcome)
}

/// Equal outcomes in a row as one; the last one repeats anyway.
fn merged(attempts: &[Attempted]) -> Vec<Outcome> {
    let mut merged: Vec<Outcome> = Vec::new();
    for Attempted { outcome, .. } in attempts {
        match merged.last_mut().filter(|last| last.answer == outcome.answer && last.after_ms == outcome.after_ms) {
            Some(last) => last.times = last.times.saturating_add(outcome.times),
            None => merged.push(outcome.clone()),
        }
    }
    if let Some(last) = merged.last_mut() {
        last.times = 1;
    }
    merged
}
