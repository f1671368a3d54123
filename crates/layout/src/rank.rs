//! In which rank each box stands.

use crate::cycles::{Acyclic, Arc};
use crate::level::Flat;
use crate::lists::Lists;

/// Gives every box a rank from 0 on, so that each arc runs down at least one rank.
///
/// Boxes stand as high as their arcs allow; those with more ways out than in, and those the start does not reach, are
/// drawn down to the boxes they lead to. A part without any arc to the rest stands beside its neighbour in the input.
/// Needs arcs without a cycle; leaves a box in rank 0.
pub(crate) fn assign(flat: &Flat, acyclic: &Acyclic) -> Vec<u32> {
    let count = flat.sizes.len();
    let arcs = &acyclic.arcs;
    let down = Lists::group(count, arcs.len(), &|arc| Some((arcs[arc].upper, arc as u32)));
    let up = Lists::group(count, arcs.len(), &|arc| Some((arcs[arc].lower, arc as u32)));
    let sorted = sort(arcs, &down, &up);
    let mut rank = vec![0u32; count];
    for &node in &sorted {
        for &arc in down.of(node) {
            let lower = arcs[arc as usize].lower as usize;
            rank[lower] = rank[lower].max(rank[node as usize] + 1);
        }
    }
    let reached = reached(flat, arcs, &down, &sorted);
    for &node in sorted.iter().rev() {
        let (ways_in, ways_out) = (up.of(node).len(), down.of(node).len());
        if Some(node) == flat.start || (reached[node as usize] && ways_out <= ways_in) {
            continue;
        }
        if let Some(nearest) = down.of(node).iter().map(|&arc| rank[arcs[arc as usize].lower as usize]).min() {
            rank[node as usize] = nearest - 1;
        }
    }
    settle_parts(flat, arcs, &mut rank);
    rank
}

/// Sorts the boxes so that arcs lead from earlier to later ones; ties as in the input.
fn sort(arcs: &[Arc], down: &Lists, up: &Lists) -> Vec<u32> {
    let count = down.len() as u32;
    let mut waiting: Vec<u32> = (0..count).map(|node| up.of(node).len() as u32).collect();
    let mut sorted: Vec<u32> = (0..count).filter(|&node| waiting[node as usize] == 0).collect();
    let mut done = 0;
    while let Some(&node) = sorted.get(done) {
        done += 1;
        for &arc in down.of(node) {
            let lower = arcs[arc as usize].lower;
            waiting[lower as usize] -= 1;
            if waiting[lower as usize] == 0 {
                sorted.push(lower);
            }
        }
    }
    sorted
}

/// Tells which boxes the start leads to; all, when there is no start.
fn reached(flat: &Flat, arcs: &[Arc], down: &Lists, sorted: &[u32]) -> Vec<bool> {
    let Some(start) = flat.start else { return vec![true; flat.sizes.len()] };
    let mut reached = vec![false; flat.sizes.len()];
    reached[start as usize] = true;
    for &node in sorted {
        if reached[node as usize] {
            for &arc in down.of(node) {
                reached[arcs[arc as usize].lower as usize] = true;
            }
        }
    }
    reached
}

/// Moves each connected part beside the box before its first one, and the whole so that it begins at rank 0.
fn settle_parts(flat: &Flat, arcs: &[Arc], rank: &mut [u32]) {
    let count = flat.sizes.len();
    let part = parts(count, arcs);
    let main = flat.start.map(|start| part[start as usize]);
    let parts = part.iter().max().map_or(0, |&last| last as usize + 1);
    let mut top = vec![u32::MAX; parts];
    for node in 0..count {
        let slot = &mut top[part[node] as usize];
        *slot = (*slot).min(rank[node]);
    }
    // How far each part moves, known once its first box was met; the start's part stays in place.
    let mut shift: Vec<Option<i64>> = vec![None; parts];
    if let Some(main) = main {
        shift[main as usize] = Some(-i64::from(top[main as usize]));
    }
    for node in 0..count {
        let own = part[node] as usize;
        if shift[own].is_none() {
            let above = -i64::from(top[own]);
            let beside = node.checked_sub(1).map(|before| {
                let moved = shift[part[before] as usize].unwrap_or(0);
                i64::from(rank[before]) + moved - i64::from(rank[node])
            });
            shift[own] = Some(beside.unwrap_or(above).max(above));
        }
    }
    for node in 0..count {
        let moved = i64::from(rank[node]) + shift[part[node] as usize].unwrap_or(0);
        rank[node] = u32::try_from(moved).unwrap_or(0);
    }
}

/// Numbers the connected parts by their first box.
fn parts(count: usize, arcs: &[Arc]) -> Vec<u32> {
    let near = Lists::group(count, 2 * arcs.len(), &|end| {
        let Arc { upper, lower, .. } = arcs[end / 2];
        Some(if end % 2 == 0 { (upper, lower) } else { (lower, upper) })
    });
    let mut part = vec![u32::MAX; count];
    let mut next = 0;
    let mut open = Vec::new();
    for first in 0..count as u32 {
        if part[first as usize] != u32::MAX {
            continue;
        }
        part[first as usize] = next;
        open.push(first);
        while let Some(node) = open.pop() {
            for &other in near.of(node) {
                if part[other as usize] == u32::MAX {
                    part[other as usize] = next;
                    open.push(other);
                }
            }
        }
        next += 1;
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycles::break_cycles;
    use crate::level::tests::flat;

    fn check(boxes: u32, arrows: &[(u32, u32)], expected: &[u32]) {
        let flat = flat(boxes, arrows);
        assert_eq!(assign(&flat, &break_cycles(&flat)), expected, "{arrows:?}");
    }

    #[test]
    fn boxes_stand_below_all_that_lead_to_them() {
        check(3, &[(0, 1), (1, 2)], &[0, 1, 2]);
        check(4, &[(0, 1), (0, 2), (1, 3), (2, 3)], &[0, 1, 1, 2]);
        check(3, &[(0, 1), (1, 2), (0, 2)], &[0, 1, 2]);
        check(3, &[(0, 1), (1, 2), (2, 0)], &[0, 1, 2]);
    }

    #[test]
    fn boxes_that_nothing_leads_to_stand_just_above_what_they_lead_to() {
        check(5, &[(0, 1), (1, 2), (2, 3), (4, 3)], &[0, 1, 2, 3, 2]);
        check(6, &[(0, 1), (1, 2), (2, 3), (4, 5), (5, 3)], &[0, 1, 2, 3, 1, 2]);
    }

    #[test]
    fn separate_parts_stand_beside_their_neighbour_in_the_input() {
        check(4, &[(0, 1), (1, 2)], &[0, 1, 2, 2]);
        check(4, &[(0, 1), (1, 3)], &[0, 1, 1, 2]);
        check(3, &[], &[0, 0, 0]);
    }
}
