//! Which groups are drawn as closed boxes, and what such a box hides.

use flowglass_flow::{Flow, StepId};

/// The groups of one flow that are drawn as closed boxes; all others are open. What is no group is never closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Closed {
    /// Ascending, each once.
    groups: Vec<StepId>,
}

impl Closed {
    /// All groups of a flow.
    pub fn all(flow: &Flow) -> Self {
        groups(flow).collect()
    }

    /// Tells whether a group is closed.
    pub fn has(&self, group: StepId) -> bool {
        self.groups.binary_search(&group).is_ok()
    }

    /// Tells whether all groups are open.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The closed groups in the order of the text.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = StepId> {
        self.groups.iter().copied()
    }

    /// Closes an open group, opens a closed one.
    pub fn toggle(&mut self, group: StepId) {
        match self.groups.binary_search(&group) {
            Ok(at) => {
                self.groups.remove(at);
            }
            Err(at) => self.groups.insert(at, group),
        }
    }

    /// Opens every group around a step, so that the step is seen; tells whether one was closed.
    pub fn reveal(&mut self, flow: &Flow, step: StepId) -> bool {
        let before = self.groups.len();
        let around = flow.containers(step);
        self.groups.retain(|group| around.iter().all(|owner| owner.step != *group));
        self.groups.len() < before
    }
}

impl FromIterator<StepId> for Closed {
    fn from_iter<T: IntoIterator<Item = StepId>>(groups: T) -> Self {
        let mut groups: Vec<StepId> = groups.into_iter().collect();
        groups.sort_unstable();
        groups.dedup();
        Self { groups }
    }
}

/// The steps of a flow that are drawn as groups: parallel steps, Map and foreach, loops, choices whose arms have steps.
pub fn groups(flow: &Flow) -> impl Iterator<Item = StepId> {
    flow.steps().filter(|(_, step)| !step.kind.scopes().is_empty()).map(|(id, _)| id)
}

/// How many steps stand in a container, at any depth.
pub(crate) fn steps_inside(flow: &Flow, container: StepId) -> u32 {
    let mut open = flow.step(container).kind.scopes();
    let mut count = 0;
    while let Some(scope) = open.pop() {
        for step in &flow.scope(scope).steps {
            count += 1;
            open.extend(flow.step(*step).kind.scopes());
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    const NESTED: &str = "version: v1
type: flow
steps:
  - {type: pass, name: first}
  - type: parallel
    name: outer
    branches:
      - steps: [{type: pass, name: a}, {type: foreach, name: inner, iterationMapping: {collection: $.x, item: i}, steps: [{type: pass, name: b}]}]
      - steps: [{type: pass, name: c}]
  - {type: pass, name: last}
";

    fn flow() -> Flow {
        flowglass_flow::parse(NESTED).flow.expect("the fixture is a flow")
    }

    fn named(flow: &Flow, name: &str) -> StepId {
        flow.steps().find(|(_, step)| step.name.value == name).expect("it is in the fixture").0
    }

    #[test]
    fn groups_close_and_open() {
        let flow = flow();
        let (outer, inner) = (named(&flow, "outer"), named(&flow, "inner"));
        let mut closed = Closed::all(&flow);
        assert_eq!(closed.iter().collect::<Vec<_>>(), [outer, inner]);
        closed.toggle(outer);
        assert!(!closed.has(outer) && closed.has(inner));
        closed.toggle(inner);
        assert!(closed.is_empty() && closed == Closed::default());
        closed.toggle(inner);
        closed.toggle(outer);
        assert_eq!(closed, Closed::all(&flow));
    }

    #[test]
    fn a_step_is_revealed_by_opening_what_is_around_it() {
        let flow = flow();
        let check = |step: &str, opens: bool, left: &[&str]| {
            let mut closed = Closed::all(&flow);
            assert_eq!(closed.reveal(&flow, named(&flow, step)), opens, "{step}");
            assert_eq!(closed, left.iter().map(|name| named(&flow, name)).collect(), "{step}");
        };
        check("first", false, &["outer", "inner"]);
        check("outer", false, &["outer", "inner"]);
        check("c", true, &["inner"]);
        check("inner", true, &["inner"]);
        check("b", true, &[]);
    }

    #[test]
    fn what_a_container_holds_is_counted_at_every_depth() {
        let flow = flow();
        let check = |name: &str, expected: u32| assert_eq!(steps_inside(&flow, named(&flow, name)), expected, "{name}");
        check("outer", 4);
        check("inner", 1);
        check("first", 0);
    }
}
