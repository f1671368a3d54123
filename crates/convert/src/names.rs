//! Names of states, each only once in the whole flow.

use std::collections::{BTreeMap, BTreeSet};

use flowglass_flow::Flow;

/// The names that are taken.
#[derive(Debug)]
pub(crate) struct Names {
    taken: BTreeSet<String>,
    /// The number that a name is tried with next.
    next: BTreeMap<String, u32>,
}

impl Names {
    /// The names of all steps are taken from the start.
    pub(crate) fn of(flow: &Flow) -> Self {
        Self { taken: flow.steps().map(|(_, step)| step.name.value.clone()).collect(), next: BTreeMap::new() }
    }

    /// A name that nothing has yet: this one, or this one with a number.
    pub(crate) fn take(&mut self, wanted: &str) -> String {
        let number = self.next.entry(wanted.to_owned()).or_insert(1);
        loop {
            let name = if *number == 1 { wanted.to_owned() } else { format!("{wanted} {number}") };
            *number = number.saturating_add(1);
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

/// A flow's name as the service takes it. Source: [LIM].
pub(crate) fn flow_name(wanted: &str) -> String {
    const MOST: usize = 128;
    let letter = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
    let mut name: String = wanted.chars().map(|character| if letter(character) { character } else { '_' }).collect();
    if !name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') {
        name.insert(0, '_');
    }
    name.truncate(MOST);
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_to_fit() {
        fn check(wanted: &str, expected: &str) {
            assert_eq!(flow_name(wanted), expected);
        }
        check("order-7", "order-7");
        check("my flow.v2", "my_flow_v2");
        check("7days", "_7days");
        check("", "_");
        check("订单", "__");
        assert_eq!(flow_name(&"x".repeat(300)).len(), 128);
        let mut names = Names { taken: BTreeSet::from(["Begin".to_owned()]), next: BTreeMap::new() };
        assert_eq!([names.take("Begin"), names.take("Begin"), names.take("x")], ["Begin 2", "Begin 3", "x"]);
    }
}
