//! Which vertices stand exactly below each other: the first half of Brandes and Köpf's method.

use crate::chains::{Layered, Segment};
use crate::order::Order;
use crate::sorting::sort_by_key;

/// From which corner a level is gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Corner {
    /// Vertices look for partners above them.
    pub(crate) downwards: bool,
    /// Rows are gone through from the left.
    pub(crate) from_left: bool,
}

/// By vertex, the first vertex of its block; the vertices of a block share one x.
pub(crate) type Blocks = Vec<u32>;

/// What the four alignments of a level share.
#[derive(Debug)]
pub(crate) struct Aligner<'a> {
    layered: &'a Layered,
    order: &'a Order,
    /// By vertex, the partners wanted above, by place; and the segments that lead there.
    above: Vec<Wish>,
    below: Vec<Wish>,
    /// By segment, whether it crosses a segment between two stations, which goes first.
    yields: Vec<bool>,
}

/// The one or two middle neighbours of a vertex; both the same when there is one.
type Wish = Option<[(u32, u32); 2]>;

impl<'a> Aligner<'a> {
    /// Collects who wants to stand below whom.
    ///
    /// A box wants to stand in the middle of the boxes in the next rank that it has plain arcs with, when there are any,
    /// else in the middle of all its plain arcs. `at_side` tells by segment whether its upper and its lower end stand at the
    /// side of a box; such ends hold nothing below each other.
    pub(crate) fn new(layered: &'a Layered, order: &'a Order, at_side: &[[bool; 2]]) -> Self {
        let eligible = eligible(layered, at_side);
        let mut near = Vec::new();
        let mut wishes = |upwards: bool| -> Vec<Wish> {
            let lists = if upwards { &layered.up } else { &layered.down };
            let far = |segment: u32| {
                let ends = layered.segments[segment as usize];
                if upwards { ends.upper } else { ends.lower }
            };
            let mut wishes = Vec::with_capacity(layered.row.len());
            for vertex in 0..layered.row.len() as u32 {
                near.clear();
                near.extend(lists.of(vertex).iter().copied().filter(|&segment| eligible[segment as usize]));
                sort_by_key(&mut near, &|segment| i64::from(order.place[far(segment) as usize]));
                wishes.push(
                    near.len()
                        .checked_sub(1)
                        .map(|last| [near[last / 2], near[last.div_ceil(2)]].map(|segment| (far(segment), segment))),
                );
            }
            wishes
        };
        let (above, below) = (wishes(true), wishes(false));
        Self { layered, order, above, below, yields: yielding(layered, order) }
    }

    /// Builds blocks from one corner; no two blocks cross.
    pub(crate) fn blocks(&self, corner: Corner) -> Blocks {
        let mut root: Blocks = (0..self.layered.row.len() as u32).collect();
        let rows = self.order.rows();
        let mut taken = vec![false; root.len()];
        for step in 1..rows {
            let row = self.order.row(if corner.downwards { step } else { rows - 1 - step });
            // The place of the last partner; partners only go outwards from there.
            let mut last: Option<u32> = None;
            for step in 0..row.len() {
                let vertex = row[if corner.from_left { step } else { row.len() - 1 - step }];
                let wishes = if corner.downwards { &self.above } else { &self.below };
                let Some([left, right]) = wishes[vertex as usize] else { continue };
                for (partner, segment) in if corner.from_left { [left, right] } else { [right, left] } {
                    let place = self.order.place[partner as usize];
                    let free = match last {
                        None => true,
                        Some(last) if corner.from_left => place > last,
                        Some(last) => place < last,
                    };
                    if free && !taken[partner as usize] && !self.yields[segment as usize] {
                        taken[partner as usize] = true;
                        root[vertex as usize] = root[partner as usize];
                        last = Some(place);
                        break;
                    }
                }
            }
        }
        root
    }
}

/// Finds the segments that may hold two vertices below each other: those of boxes in neighbouring ranks, and those of longer
/// arcs where neither box has such a neighbour on that side. Ends at the sides of boxes hold nothing, nor do places
/// where an arc joins another one.
fn eligible(layered: &Layered, at_side: &[[bool; 2]]) -> Vec<bool> {
    let plain_short = |segment: u32| at_side[segment as usize] == [false; 2] && is_short(layered, segment);
    let mut short_below = vec![false; layered.boxes];
    let mut short_above = vec![false; layered.boxes];
    for (ends, _) in layered.segments.iter().zip(0..).filter(|&(_, segment)| plain_short(segment)) {
        if let Some(short) = short_below.get_mut(ends.upper as usize) {
            *short = true;
        }
        if let Some(short) = short_above.get_mut(ends.lower as usize) {
            *short = true;
        }
    }
    let eligible = |(ends, segment): (&Segment, u32)| {
        let outdone =
            short_below.get(ends.upper as usize) == Some(&true) || short_above.get(ends.lower as usize) == Some(&true);
        at_side[segment as usize] == [false; 2] && (!outdone || plain_short(segment)) && !layered.is_junction(segment)
    };
    layered.segments.iter().zip(0..).map(eligible).collect()
}

/// Tells whether a segment belongs to an arc of the main flow, or of one beside it, from one rank to the
/// next.
pub(crate) fn is_short(layered: &Layered, segment: u32) -> bool {
    let arc = layered.segments[segment as usize].arc as usize;
    let own = &layered.chains[arc].own;
    let (first, last) = (own.start, own.end - 1);
    let upper = layered.row[layered.segments[first as usize].upper as usize];
    let lower = layered.row[layered.segments[last as usize].lower as usize];
    layered.steady[arc]
        && !layered.chains[arc].joins()
        && (lower - upper == 1 || (lower - upper == 2 && layered.label_rows[upper as usize + 1]))
}

/// Finds the segments at boxes that cross a segment between two stations.
fn yielding(layered: &Layered, order: &Order) -> Vec<bool> {
    let mut yields = vec![false; layered.segments.len()];
    let inner = |segment: u32| !layered.is_first(segment) && !layered.is_last(segment) && !layered.is_junction(segment);
    for row in 1..order.rows() {
        let lower = order.row(row);
        let uppers = order.row(row - 1).len() as u32;
        // Between two neighbouring inner segments, other segments must end between their upper ends.
        let mut from = 0;
        let mut left = 0;
        for (slot, &vertex) in lower.iter().enumerate() {
            let bound = layered.up.of(vertex).iter().copied().find(|&segment| inner(segment));
            let right = match bound {
                Some(segment) => order.place[layered.segments[segment as usize].upper as usize],
                None if slot + 1 == lower.len() => uppers,
                None => continue,
            };
            for &between in &lower[from..=slot] {
                for &segment in layered.up.of(between) {
                    let place = order.place[layered.segments[segment as usize].upper as usize];
                    if !inner(segment) && (place < left || place > right) {
                        yields[segment as usize] = true;
                    }
                }
            }
            from = slot + 1;
            left = right;
        }
    }
    yields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chains::tests::layered;
    use crate::level::tests::flat;
    use crate::order::arrange;

    fn blocks(boxes: u32, arrows: &[(u32, u32)], corner: Corner) -> Blocks {
        let layered = layered(&flat(boxes, arrows));
        let order = arrange(&layered);
        let plain = vec![[false; 2]; layered.segments.len()];
        Aligner::new(&layered, &order, &plain).blocks(corner)
    }

    #[test]
    fn a_chain_is_one_block() {
        let corner = Corner { downwards: true, from_left: true };
        assert_eq!(blocks(3, &[(0, 1), (1, 2)], corner), [0, 0, 0]);
    }

    #[test]
    fn a_fork_goes_on_with_the_target_nearest_to_the_corner() {
        let check = |from_left: bool, expected: &[u32]| {
            assert_eq!(blocks(3, &[(0, 1), (0, 2)], Corner { downwards: true, from_left }), expected);
        };
        check(true, &[0, 0, 2]);
        check(false, &[0, 1, 0]);
    }

    #[test]
    fn a_box_stays_with_the_next_rank_rather_than_with_a_long_edge() {
        for from_left in [true, false] {
            let corner = Corner { downwards: true, from_left };
            let blocks = blocks(3, &[(0, 1), (1, 2), (0, 2)], corner);
            assert_eq!(blocks[..3], [0, 0, 0]);
            assert_ne!(blocks[3], 0);
        }
    }
}
