//! On which side of the boxes between its ends a long arc runs, so that long arcs lie around each other.

use crate::chains::Layered;
use crate::sorting::sort_by_key;

/// The sides of all arcs.
#[derive(Debug)]
pub(crate) struct Nesting {
    /// By arc, whether it runs at the right.
    right: Vec<bool>,
}

impl Nesting {
    /// Chooses the sides: loops run at the left, side edges at the right; a plain arc at the left too, unless it would
    /// cross an arc there and none at the right.
    ///
    /// Two arcs on one side cross when one begins inside the rows of the other and ends outside of them.
    pub(crate) fn new(layered: &Layered) -> Self {
        let mut right = layered.side.clone();
        let spans: Vec<(u32, u32)> = (0..layered.chains.len()).map(|arc| layered.span(arc)).collect();
        let mut sorted: Vec<u32> = (0..spans.len() as u32).filter(|&arc| is_long(spans[arc as usize])).collect();
        // From the top; of those that begin in one row, the farthest first.
        sort_by_key(&mut sorted, &|arc| {
            let (upper, lower) = spans[arc as usize];
            (i64::from(upper) << 32) - i64::from(lower)
        });
        // By side, the lower ends of the arcs around the row at hand, the innermost last.
        let mut around: [Vec<u32>; 2] = [Vec::new(), Vec::new()];
        for arc in sorted {
            let (upper, lower) = spans[arc as usize];
            for side in &mut around {
                while side.last().is_some_and(|&end| end <= upper) {
                    side.pop();
                }
            }
            let [at_left, at_right] = around.each_ref().map(|side| side.last().is_some_and(|&end| end < lower));
            let own = &mut right[arc as usize];
            if !layered.reversed[arc as usize] && !*own {
                *own = at_left && !at_right;
            }
            around[usize::from(*own)].push(lower);
        }
        Self { right }
    }

    /// Sorts the segments that leave a vertex downwards from left to right: loops, then plain ones, then side edges; those at
    /// the left the farthest first, those at the right the farthest last. In between stands the last plain one that does not
    /// run at the right, which mostly is the default of a choice.
    pub(crate) fn sort(&self, layered: &Layered, ways: &mut [u32]) {
        let arc_of = |segment: u32| layered.segments[segment as usize].arc as usize;
        let last = ways.iter().copied().rfind(|&way| !layered.reversed[arc_of(way)] && !self.right[arc_of(way)]);
        sort_by_key(ways, &|segment| {
            let arc = arc_of(segment);
            let (upper, lower) = layered.span(arc);
            let rows = i64::from(lower - upper);
            match (layered.reversed[arc], layered.side[arc]) {
                (true, _) => -rows - FAR,
                (false, true) => rows + FAR,
                (false, false) if Some(segment) == last => 0,
                (false, false) => {
                    if self.right[arc] {
                        rows
                    } else {
                        -rows
                    }
                }
            }
        });
    }
}

/// More rows than any level has.
const FAR: i64 = 1 << 40;

/// Tells whether an arc passes a row.
fn is_long((upper, lower): (u32, u32)) -> bool {
    lower - upper > 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chains::tests::layered;
    use crate::level::tests::flat;

    /// Lays jumps beside a chain of ten boxes, and checks which of them run at the right.
    fn check(jumps: &[(u32, u32)], expected: &[bool]) {
        let mut arrows: Vec<(u32, u32)> = (0..9).map(|node| (node, node + 1)).collect();
        arrows.extend(jumps);
        let layered = layered(&flat(10, &arrows));
        let backs = jumps.iter().filter(|(from, to)| from > to).count();
        let right = Nesting::new(&layered).right;
        // Loops are the first arcs, jumps ahead the last ones.
        assert_eq!([&right[..backs], &right[backs + 9..]].concat(), expected, "{jumps:?}");
    }

    #[test]
    fn arcs_that_would_cross_run_on_different_sides() {
        check(&[(0, 4), (1, 3), (5, 8)], &[false, false, false]);
        check(&[(0, 4), (2, 6)], &[false, true]);
        // Those that meet at a box do not cross.
        check(&[(0, 4), (2, 4), (4, 6)], &[false, false, false]);
        // Where both sides are taken, at the left.
        check(&[(0, 4), (1, 5), (2, 6)], &[false, true, false]);
    }

    #[test]
    fn loops_stay_at_the_left_and_jumps_that_would_cross_them_go_to_the_right() {
        check(&[(5, 2), (3, 8)], &[false, true]);
    }
}
