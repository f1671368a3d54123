//! A seeded generator of flows like those people write.

use std::fmt::Write as _;

use flowglass_flow::parse;

/// A linear congruential generator; the same numbers everywhere.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below.max(1)
    }

    pub(crate) fn one_in(&mut self, chances: usize) -> bool {
        self.roll(chances) == 0
    }
}

/// A state of a generated flow; the numbers are those of other states in the same list.
#[derive(Clone)]
pub(crate) struct State {
    pub(crate) number: usize,
    pub(crate) name: String,
    pub(crate) next: Option<usize>,
    pub(crate) arms: Vec<usize>,
    pub(crate) caught: Option<usize>,
    pub(crate) branches: Vec<Vec<State>>,
}

/// A list of states like those people write: a chain with choices that jump ahead and back, errors that are caught, parallels.
pub(crate) fn states(dice: &mut Dice, made: &mut usize, count: usize, depth: usize) -> Vec<State> {
    let first = *made;
    *made += count;
    (0..count)
        .map(|at| {
            let ahead = |steps: usize| first + (at + steps).min(count - 1);
            let mut state = State {
                number: first + at,
                name: format!("s{}{}", first + at, "-long".repeat(dice.roll(3))),
                next: (at + 1 < count).then_some(first + at + 1),
                arms: Vec::new(),
                caught: None,
                branches: Vec::new(),
            };
            if depth > 0 && dice.one_in(8) {
                for _ in 0..2 + dice.roll(2) {
                    let count = 1 + dice.roll(5);
                    state.branches.push(states(dice, made, count, depth - 1));
                }
            } else if at + 2 < count && dice.one_in(5) {
                for _ in 0..=dice.roll(2) {
                    let back = dice.one_in(6);
                    state.arms.push(if back {
                        first + at.saturating_sub(1 + dice.roll(3))
                    } else {
                        ahead(2 + dice.roll(4))
                    });
                }
            } else if at + 3 < count && dice.one_in(6) {
                state.caught = Some(ahead(2 + dice.roll(3)));
            }
            state
        })
        .collect()
}

/// Writes the states as the list of a definition.
fn write(states: &[State]) -> String {
    let name = |number: usize| &states.iter().find(|state| state.number == number).expect("it is in the list").name;
    let mut text = String::new();
    for state in states {
        let _ = write!(text, "{{Name: {}, ", state.name);
        if !state.arms.is_empty() {
            let arms = state.arms.iter().map(|&arm| format!("{{Condition: $Input.a > {arm}, Next: {}}}", name(arm)));
            let _ = write!(text, "Type: Choice, Branches: [{}], ", arms.collect::<Vec<_>>().join(", "));
            let _ = write!(text, "Default: {}}}, ", name(state.next.expect("choices go on")));
            continue;
        }
        if state.branches.is_empty() {
            text +=
                "Type: Task, Action: 'FC:InvokeFunction', Parameters: {resourceArn: 'acs:fc:::functions/f/LATEST'}, ";
        } else {
            let branches =
                state.branches.iter().map(|one| format!("{{StartAt: {}, States: [{}]}}", one[0].name, write(one)));
            let _ = write!(text, "Type: Parallel, Branches: [{}], ", branches.collect::<Vec<_>>().join(", "));
        }
        if let Some(caught) = state.caught {
            let _ = write!(text, "Catch: [{{Errors: [FnF.ALL], Next: {}}}], ", name(caught));
        }
        match state.next {
            Some(next) => {
                let _ = write!(text, "Next: {}}}, ", name(next));
            }
            None => text += "End: true}, ",
        }
    }
    text
}

pub(crate) fn flow(states: &[State]) -> flowglass_flow::Flow {
    let text = format!(
        "{{Type: StateMachine, SpecVersion: v1, Name: f, StartAt: {}, States: [{}]}}",
        states[0].name,
        write(states)
    );
    parse(&text).flow.expect("it is a flow")
}
