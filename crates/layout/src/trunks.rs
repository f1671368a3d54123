//! Which long arcs share a way.

use crate::cycles::Arc;

/// As many long arcs to one target still run side by side.
const MOST_APART: u32 = 8;
/// How many rows an arc must lead down to join another one: room for its label, for the other's, and to turn.
const LEAST_ROWS: u32 = 4;

/// Names for each arc the one whose way it joins: the longest to the same target; itself when it goes its own way.
///
/// Only where many long arcs lead to one target, as errors lead to one handler. It keeps such a picture readable, and the
/// number of stations far below boxes times rows. Needs the row of each box.
pub(crate) fn choose(arcs: &[Arc], row: &[u32]) -> Vec<u32> {
    let rows = |arc: &Arc| row[arc.lower as usize] - row[arc.upper as usize];
    let mut trunk: Vec<u32> = (0..arcs.len() as u32).collect();
    // By target, for arcs that run down and for those that run back: how many are long, and which is the longest.
    let mut targets = vec![[(0u32, 0u32); 2]; row.len()];
    let target = |arc: &Arc| if arc.reversed { (arc.upper as usize, 1) } else { (arc.lower as usize, 0) };
    for (arc, index) in arcs.iter().zip(0..).filter(|(arc, _)| rows(arc) >= LEAST_ROWS) {
        let (node, kind) = target(arc);
        let (count, longest) = &mut targets[node][kind];
        if *count == 0 || rows(arc) > rows(&arcs[*longest as usize]) {
            *longest = index;
        }
        *count += 1;
    }
    for (arc, own) in arcs.iter().zip(&mut trunk).filter(|(arc, _)| rows(arc) >= LEAST_ROWS) {
        let (node, kind) = target(arc);
        let (count, longest) = targets[node][kind];
        if count > MOST_APART {
            *own = longest;
        }
    }
    trunk
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sources: &[u32], lower: u32, reversed: bool, expected: &[u32]) {
        let row: Vec<u32> = (0..=lower).collect();
        let arc = |&upper: &u32| Arc { upper, lower, arrow: 0, reversed };
        assert_eq!(choose(&sources.iter().map(arc).collect::<Vec<_>>(), &row), expected);
    }

    #[test]
    fn many_long_arcs_to_one_target_join_the_longest() {
        check(&[1, 0, 2, 3, 4, 5, 6, 7, 8], 20, false, &[1; 9]);
        // Short ones do not.
        check(&[1, 0, 2, 3, 4, 5, 6, 7, 8, 19], 20, false, &[1, 1, 1, 1, 1, 1, 1, 1, 1, 9]);
    }

    #[test]
    fn few_arcs_and_arcs_to_different_targets_go_their_own_way() {
        check(&[0, 1, 2, 3], 20, false, &[0, 1, 2, 3]);
        // Running back, their targets are the upper boxes.
        check(&[0, 1, 2, 3, 4, 5, 6, 7, 8], 20, true, &[0, 1, 2, 3, 4, 5, 6, 7, 8]);
    }
}
