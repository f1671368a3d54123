//! What a small edit of a flow leaves where it stood, over a seeded generator of flows.

use std::collections::BTreeMap;

use flowglass_diagram::svg::{Theme, write_svg};
use flowglass_diagram::{Closed, Direction, Memory, Rect, Scene, draw, draw_again, draw_in};

mod generated;

use generated::{Dice, State, flow, states};

/// An edit of one state in one list.
#[derive(Clone, Copy, Debug)]
enum Edit {
    Insert,
    Delete,
    Rename,
}

/// Edits the state at a place of a list that is no choice and goes on.
fn edit(states: &mut Vec<State>, at: usize, edit: Edit) {
    let number = states[at].number;
    match edit {
        Edit::Rename => states[at].name += "-renamed",
        Edit::Insert => {
            let new = State {
                number: 1_000_000,
                name: "new".to_owned(),
                arms: Vec::new(),
                caught: None,
                branches: Vec::new(),
                next: states[at].next,
            };
            states[at].next = Some(new.number);
            states.insert(at + 1, new);
        }
        Edit::Delete => {
            let next = states.remove(at).next.expect("it goes on");
            for state in states {
                for target in state
                    .arms
                    .iter_mut()
                    .chain(&mut state.caught)
                    .chain(&mut state.next)
                    .filter(|target| **target == number)
                {
                    *target = next;
                }
            }
        }
    }
}

/// The places of all states by their numbers.
fn places(scene: &Scene, flow: &flowglass_flow::Flow, states: &[State], into: &mut BTreeMap<usize, Rect>) {
    for state in states {
        let step = flow.steps().find(|(_, step)| step.name.value == state.name).expect("it is a step").0;
        into.insert(state.number, scene.node(scene.node_of(step).expect("it is drawn")).rect);
        for branch in &state.branches {
            places(scene, flow, branch, into);
        }
    }
}

/// A flow before and after an edit, with the places of its states.
struct Edited {
    what: String,
    /// The list that was edited, as it was, and the place of the edit in it.
    list: Vec<State>,
    at: usize,
    old: BTreeMap<usize, Rect>,
    new: BTreeMap<usize, Rect>,
}

/// Edits one state of the outermost list of many flows in every way, and checks that a picture that is laid out again is the
/// one that is laid out anew.
fn edited_flows() -> Vec<Edited> {
    let mut edited = Vec::new();
    for seed in 0..100 {
        let mut dice = Dice(seed);
        let list = states(&mut dice, &mut 0, 30, 2);
        let at = 1 + dice.roll(list.len() - 2);
        if !list[at].arms.is_empty() {
            continue;
        }
        let old_flow = flow(&list);
        let (old_scene, memory) = draw_again(&old_flow, Direction::TopToBottom, &Closed::default(), &Memory::default());
        let mut old = BTreeMap::new();
        places(&old_scene, &old_flow, &list, &mut old);
        for how in [Edit::Insert, Edit::Delete, Edit::Rename] {
            let what = format!("seed {seed}, {how:?} at {at}");
            let mut after = list.clone();
            edit(&mut after, at, how);
            let new_flow = flow(&after);
            let (new_scene, again) = draw_again(&new_flow, Direction::TopToBottom, &Closed::default(), &memory);
            assert!(again.laid_out() <= 1, "{what}: {} levels are laid out", again.laid_out());
            assert_eq!(svg(&new_scene), svg(&draw(&new_flow)), "{what}");
            let mut new = BTreeMap::new();
            places(&new_scene, &new_flow, &after, &mut new);
            edited.push(Edited { what, list: list.clone(), at, old: old.clone(), new });
        }
    }
    edited
}

fn svg(scene: &Scene) -> String {
    write_svg(scene, None, Theme::Auto)
}

#[test]
fn what_is_away_from_an_edit_moves_as_a_whole() {
    /// Less than half the width of the narrowest box, in pixels.
    const FARTHEST: f64 = 60.0;
    let (mut pairs, mut moved) = (0, 0);
    for Edited { what, list, at, old, new } in edited_flows() {
        for (place, pair) in list.windows(2).enumerate() {
            // The edited state and its neighbours may go anywhere.
            if place.abs_diff(at) <= 1 || (place + 1).abs_diff(at) <= 1 {
                continue;
            }
            let offset = |places: &BTreeMap<usize, Rect>| {
                let [above, below] = [&pair[0], &pair[1]].map(|state| places[&state.number]);
                (below.center().x - above.center().x, below.y - above.bottom())
            };
            let ((old_x, old_y), (new_x, new_y)) = (offset(&old), offset(&new));
            let by = (new_x - old_x).abs().max((new_y - old_y).abs());
            assert!(by < FARTHEST, "{what}: {} moves by {by} away from {}", pair[1].name, pair[0].name);
            pairs += 1;
            // Rounding to whole pixels moves by one at most.
            moved += usize::from(by > 1.0);
        }
    }
    assert!(pairs > 5_000 && moved * 500 <= pairs, "{moved} of {pairs} pairs have moved");
}

#[test]
fn what_stands_side_by_side_keeps_its_order() {
    let side_by_side = |one: &Rect, other: &Rect| {
        one.y < other.bottom() && other.y < one.bottom() && (one.right() < other.x || other.right() < one.x)
    };
    for Edited { what, old, new, .. } in edited_flows() {
        for (one, one_old) in &old {
            for (other, other_old) in old.range(one + 1..) {
                let (Some(one_new), Some(other_new)) = (new.get(one), new.get(other)) else { continue };
                if side_by_side(one_old, other_old) && side_by_side(one_new, other_new) {
                    assert_eq!(one_old.x < other_old.x, one_new.x < other_new.x, "{what}: s{one} and s{other}");
                }
            }
        }
    }
}

#[test]
fn an_edit_in_a_branch_lays_out_the_lists_around_it_at_most() {
    let mut spared = 0;
    for seed in 0..40 {
        let mut list = states(&mut Dice(seed), &mut 0, 30, 2);
        let (_, memory) = draw_again(&flow(&list), Direction::LeftToRight, &Closed::default(), &Memory::default());
        let Some(container) = list.iter_mut().find(|state| !state.branches.is_empty()) else { continue };
        edit(&mut container.branches[0], 0, Edit::Rename);
        let edited = flow(&list);
        let (scene, again) = draw_again(&edited, Direction::LeftToRight, &Closed::default(), &memory);
        assert_eq!(svg(&scene), svg(&draw_in(&edited, Direction::LeftToRight)), "seed {seed}");
        assert!(again.laid_out() <= 2, "seed {seed}: {} lists are laid out", again.laid_out());
        spared += usize::from(memory.laid_out() > 2);
    }
    assert!(spared > 20, "only {spared} flows have more lists than two");
}
