//! Which edges run back: makes a level free of cycles.

use crate::level::{Arrow, Flat};
use crate::lists::Lists;
use crate::sorting::sort_by_key;

/// An edge between two boxes, turned so that it runs down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Arc {
    pub(crate) upper: u32,
    pub(crate) lower: u32,
    /// Which arrow of the level it is.
    pub(crate) arrow: u32,
    /// Whether the arrow points from `lower` to `upper`.
    pub(crate) reversed: bool,
}

/// The arrows of a level without cycles.
#[derive(Debug)]
pub(crate) struct Acyclic {
    /// Reversed ones first, then plain ones, then those that leave at a side: the order in which they stand from left to
    /// right when nothing else decides. Within each kind as in the input.
    pub(crate) arcs: Vec<Arc>,
    /// Arrows from a box to itself.
    pub(crate) loops: Vec<u32>,
}

/// Turns around the arrows that close a cycle, found by a walk from the start that goes on to the nearest box in the input
/// first: so an arrow back closes the cycle, and not one that leads on, whoever jumped ahead of both.
///
/// Needs nothing; leaves no path from a box back to itself, and none into the start.
pub(crate) fn break_cycles(flat: &Flat) -> Acyclic {
    let back = closing(flat);
    let (mut arcs, mut plain, mut side) = (Vec::new(), Vec::new(), Vec::new());
    let mut loops = Vec::new();
    for (arrow, index) in flat.arrows.iter().zip(0..) {
        if arrow.from == arrow.to {
            loops.push(index);
        } else if back[index as usize] {
            arcs.push(Arc { upper: arrow.to, lower: arrow.from, arrow: index, reversed: true });
        } else {
            let arc = Arc { upper: arrow.from, lower: arrow.to, arrow: index, reversed: false };
            (if arrow.side { &mut side } else { &mut plain }).push(arc);
        }
    }
    arcs.append(&mut plain);
    arcs.append(&mut side);
    Acyclic { arcs, loops }
}

/// Tells for each arrow whether it leads to a box that the walk is still inside of, or into the start.
fn closing(flat: &Flat) -> Vec<bool> {
    let mut back: Vec<bool> =
        flat.arrows.iter().map(|arrow| Some(arrow.to) == flat.start && arrow.from != arrow.to).collect();
    if flat.arrows.iter().all(|arrow| arrow.from <= arrow.to) {
        // Nothing leads to an earlier box.
        return back;
    }
    let count = flat.sizes.len();
    let mut nearest: Vec<u32> = (0..flat.arrows.len() as u32).collect();
    sort_by_key(&mut nearest, &|arrow| {
        let Arrow { from, to, .. } = flat.arrows[arrow as usize];
        if from <= to { i64::from(to - from) } else { i64::from(u32::MAX) + i64::from(from - to) }
    });
    let out = Lists::group(count, nearest.len(), &|at| Some((flat.arrows[nearest[at] as usize].from, nearest[at])));
    let mut entered = vec![false; count];
    let mut open = vec![false; count];
    // The boxes on the current path, each with the arrows it still has to follow.
    let mut path: Vec<(u32, u32)> = Vec::new();
    for root in roots(flat) {
        if entered[root as usize] {
            continue;
        }
        entered[root as usize] = true;
        open[root as usize] = true;
        path.push((root, 0));
        while let Some((node, next)) = path.last_mut() {
            let Some(&arrow) = out.of(*node).get(*next as usize) else {
                open[*node as usize] = false;
                path.pop();
                continue;
            };
            *next += 1;
            let to = flat.arrows[arrow as usize].to;
            if back[arrow as usize] {
                continue;
            }
            if open[to as usize] {
                back[arrow as usize] = true;
            } else if !entered[to as usize] {
                entered[to as usize] = true;
                open[to as usize] = true;
                path.push((to, 0));
            }
        }
    }
    back
}

/// The boxes to begin walks from: the start, those without an arrow into them, then all others.
fn roots(flat: &Flat) -> impl Iterator<Item = u32> {
    let count = flat.sizes.len() as u32;
    let mut entered = vec![false; flat.sizes.len()];
    for arrow in &flat.arrows {
        entered[arrow.to as usize] |= arrow.from != arrow.to;
    }
    flat.start.into_iter().chain((0..count).filter(move |&node| !entered[node as usize])).chain(0..count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::tests::flat;

    fn check(boxes: u32, arrows: &[(u32, u32)], back: &[(u32, u32)]) {
        let flat = flat(boxes, arrows);
        let acyclic = break_cycles(&flat);
        let turned: Vec<_> = acyclic.arcs.iter().filter(|arc| arc.reversed).map(|arc| (arc.lower, arc.upper)).collect();
        assert_eq!(turned, back, "{arrows:?}");
    }

    #[test]
    fn arrows_that_close_a_cycle_are_turned() {
        check(3, &[(0, 1), (1, 2)], &[]);
        check(3, &[(0, 1), (1, 2), (2, 0)], &[(2, 0)]);
        check(4, &[(0, 1), (1, 2), (2, 1), (2, 3)], &[(2, 1)]);
        // Box 3 is met first by a jump ahead, and leads back to 1: its arrow closes the cycle, not the one from 2 to 3.
        check(4, &[(0, 3), (0, 1), (1, 2), (2, 3), (3, 1)], &[(3, 1)]);
        // A diamond is no cycle.
        check(4, &[(0, 1), (0, 2), (1, 3), (2, 3)], &[]);
    }

    #[test]
    fn arrows_into_the_start_run_back_even_from_boxes_it_does_not_reach() {
        check(3, &[(0, 1), (2, 0)], &[(2, 0)]);
    }

    #[test]
    fn cycles_apart_from_the_start_are_broken_too() {
        check(4, &[(0, 1), (2, 3), (3, 2)], &[(3, 2)]);
    }

    #[test]
    fn loops_on_one_box_are_kept_apart() {
        let acyclic = break_cycles(&flat(2, &[(0, 0), (0, 1), (1, 1)]));
        assert_eq!((acyclic.loops, acyclic.arcs.len()), (vec![0, 2], 1));
    }
}
