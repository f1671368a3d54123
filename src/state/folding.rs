//! Which groups a person has closed, told by what they are called, so that a changed text keeps them closed.

use std::collections::BTreeSet;
use std::rc::Rc;

use flowglass_diagram::{Closed, groups};
use flowglass_flow::{Flow, StepId};
use serde::{Deserialize, Serialize};

/// The most groups that are remembered; beyond it only those of the flow at hand are.
const MOST_GROUPS: usize = 20_000;

/// The closed groups of the flows of one file.
///
/// A group is known by a number made of its name, the names of the groups around it with the branch or arm that leads to it,
/// and the name under which the file declares its flow. The number stays below 2^53.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Folding(Rc<BTreeSet<u64>>);

impl Folding {
    /// What was closed when these were the numbers of the closed groups.
    pub(crate) fn from_numbers(numbers: impl IntoIterator<Item = u64>) -> Self {
        Self(Rc::new(numbers.into_iter().take(MOST_GROUPS).collect()))
    }

    /// The numbers of the closed groups, ascending.
    pub(crate) fn numbers(&self) -> Vec<u64> {
        self.0.iter().copied().collect()
    }

    /// The closed groups of a flow; `resource` is the name under which the file declares it.
    pub(crate) fn closed(&self, flow: &Flow, resource: Option<&str>) -> Closed {
        if self.0.is_empty() {
            return Closed::default();
        }
        let numbered = numbered(flow, resource).into_iter();
        numbered.filter(|(_, number)| self.0.contains(number)).map(|(group, _)| group).collect()
    }

    /// The same with other closed groups in one flow.
    pub(crate) fn with(&self, flow: &Flow, resource: Option<&str>, closed: &Closed) -> Self {
        let mut numbers = BTreeSet::clone(&self.0);
        let (mut own, mut now) = (BTreeSet::new(), BTreeSet::new());
        for (group, number) in numbered(flow, resource) {
            own.insert(number);
            if closed.has(group) {
                now.insert(number);
            }
        }
        numbers.retain(|number| !own.contains(number));
        if numbers.len() + now.len() > MOST_GROUPS {
            numbers.clear();
        }
        numbers.append(&mut now);
        Self(Rc::new(numbers))
    }
}

/// The groups of a flow with their numbers.
fn numbered(flow: &Flow, resource: Option<&str>) -> Vec<(StepId, u64)> {
    let root = mix(0xcbf2_9ce4_8422_2325, resource.unwrap_or_default().as_bytes());
    let mut numbers: Vec<u64> = vec![root; flow.steps().len()];
    let mut numbered = Vec::new();
    // A container comes before what it contains.
    for group in groups(flow) {
        let step = flow.step(group);
        let around = flow.scope(step.scope).owner.map_or(root, |owner| {
            let around = numbers.get(owner.step.0 as usize).copied().unwrap_or(root);
            mix(around, &owner.slot.to_le_bytes())
        });
        let number = mix(around, step.name.value.as_bytes());
        if let Some(place) = numbers.get_mut(group.0 as usize) {
            *place = number;
        }
        numbered.push((group, number & ((1 << 53) - 1)));
    }
    numbered
}

/// FNV-1a, with an end mark so that no two lists of texts run into one.
fn mix(digest: u64, bytes: &[u8]) -> u64 {
    let step = |digest: u64, byte: &u8| (digest ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    step(bytes.iter().fold(digest, step), &0xff)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(steps: &str) -> Flow {
        let text = format!("version: v1\ntype: flow\nsteps: {steps}\n");
        flowglass_flow::parse(&text).flow.expect("the fixture is a flow")
    }

    fn each(name: &str, steps: &str) -> String {
        format!("{{type: foreach, name: {name}, iterationMapping: {{collection: $.x, item: i}}, steps: [{steps}]}}")
    }

    fn names(flow: &Flow, closed: &Closed) -> Vec<String> {
        closed.iter().map(|group| flow.step(group).name.value.clone()).collect()
    }

    #[test]
    fn groups_stay_closed_where_their_names_are_the_same() {
        let pass = "{type: pass, name: a}";
        let before =
            flow(&format!("[{pass}, {}, {}]", each("one", &each("same", pass)), each("two", &each("same", pass))));
        let one_and_its_inner: Closed = groups(&before).take(2).collect();
        let folding = Folding::default().with(&before, None, &one_and_its_inner);
        let check = |steps: &str, expected: &[&str]| {
            let after = flow(steps);
            assert_eq!(names(&after, &folding.closed(&after, None)), expected, "{steps}");
        };
        check(&format!("[{}, {pass}, {}]", each("new", pass), each("one", &each("same", pass))), &["one", "same"]);
        check(&format!("[{}, {}]", each("renamed", &each("same", pass)), each("two", &each("same", pass))), &[]);
        check(&format!("[{}]", each("same", &each("one", pass))), &[]);
        // Of another flow of the file nothing is known.
        assert!(folding.closed(&before, Some("pay")).is_empty());
        assert_eq!(Folding::from_numbers(folding.numbers()), folding);
    }

    #[test]
    fn each_flow_of_a_file_has_closed_groups_of_its_own() {
        let flow = flow(&format!("[{}]", each("one", "{type: pass, name: a}")));
        let both = Folding::default().with(&flow, Some("order"), &Closed::all(&flow));
        let both = both.with(&flow, Some("pay"), &Closed::all(&flow));
        let opened = both.with(&flow, Some("order"), &Closed::default());
        assert_eq!(names(&flow, &opened.closed(&flow, Some("pay"))), ["one"]);
        assert!(opened.closed(&flow, Some("order")).is_empty());
    }

    #[test]
    fn what_is_remembered_has_a_bound() {
        let flow = flow(&format!("[{}]", each("one", "{type: pass, name: a}")));
        let full = Folding::from_numbers(0..30_000);
        assert_eq!(full.numbers().len(), MOST_GROUPS);
        assert_eq!(full.with(&flow, None, &Closed::all(&flow)).numbers().len(), 1);
    }
}
