//! Where each vertex stands from left to right.

use crate::Options;
use crate::align::{Aligner, Corner};
use crate::chains::Layered;
use crate::compact::Packing;
use crate::order::Order;
use crate::settle;
use crate::sides::{End, Sides};

/// Gives each vertex the x of its centre, so that neighbours in a row keep apart and long edges run straight.
///
/// Four times Brandes and Köpf's blocks, from each corner; for each band of rows the mean of the middle two results; then
/// blocks are drawn to where their edges lead. All numbers are whole. Needs the rows in order and the room at the boxes' sides.
pub(crate) fn place(layered: &Layered, order: &Order, sides: &Sides, options: &Options) -> Vec<f64> {
    let apart = distances(layered, order, sides, options);
    let mut x = if apart.iter().all(|&distance| distance == 0.0) {
        // One vertex in each row: all below each other.
        vec![0.0; layered.row.len()]
    } else {
        balanced(layered, order, sides, &apart)
    };
    settle::settle(layered, order, sides, &apart, &mut x);
    for x in &mut x {
        *x = x.round();
    }
    x
}

/// The least distance between the centre of each vertex and that of its left neighbour; zero for the first of a row.
fn distances(layered: &Layered, order: &Order, sides: &Sides, options: &Options) -> Vec<f64> {
    let mut apart = vec![0.0; layered.row.len()];
    for row in 0..order.rows() {
        for pair in order.row(row).windows(2) {
            let (left, right) = (pair[0] as usize, pair[1] as usize);
            let gap = match (layered.is_box(pair[0]), layered.is_box(pair[1])) {
                (true, true) => options.node_gap,
                (false, false) => options.edge_gap,
                _ => (options.node_gap / 2.0).max(options.edge_gap),
            };
            // One more for the rounding of both.
            apart[right] = (sides.right[left] + gap + sides.left[right]).ceil().max(1.0);
        }
    }
    apart
}

fn balanced(layered: &Layered, order: &Order, sides: &Sides, apart: &[f64]) -> Vec<f64> {
    let at_side: Vec<[bool; 2]> = (0..layered.segments.len() as u32)
        .map(|segment| {
            let arc = layered.segments[segment as usize].arc as usize;
            let upper = layered.is_first(segment) && sides.upper[arc] != End::Port;
            let lower = layered.is_last(segment) && sides.lower[arc] != End::Port;
            [upper, lower]
        })
        .collect();
    let aligner = Aligner::new(layered, order, &at_side);
    let corners = [(true, true), (true, false), (false, true), (false, false)];
    let results: [Vec<f64>; 4] = corners.map(|(downwards, from_left)| {
        let blocks = aligner.blocks(Corner { downwards, from_left });
        let packing = Packing::new(layered, order, &blocks, apart);
        if from_left { packing.leftmost() } else { packing.rightmost() }
    });
    let mut x = vec![0.0; layered.row.len()];
    for band in order.bands() {
        let vertices = order.vertices(&band);
        // All four are moved to the narrowest one: those from the left to its left border, the others to its right one.
        let borders = results.each_ref().map(|x| {
            let ends = vertices.iter().map(|&vertex| (vertex as usize, x[vertex as usize]));
            let left = ends.clone().map(|(vertex, x)| x - sides.left[vertex]).fold(f64::INFINITY, f64::min);
            let right = ends.map(|(vertex, x)| x + sides.right[vertex]).fold(f64::NEG_INFINITY, f64::max);
            (left, right)
        });
        let narrowest = borders.iter().copied().reduce(|a, b| if b.1 - b.0 < a.1 - a.0 { b } else { a });
        let (left, right) = narrowest.unwrap_or_default();
        let middle = |vertex: u32| {
            let mut moved = [0.0; 4];
            for (index, moved) in moved.iter_mut().enumerate() {
                let shift = if corners[index].1 { left - borders[index].0 } else { right - borders[index].1 };
                *moved = results[index][vertex as usize] + shift;
            }
            let [a, b, c, d] = moved;
            // Of the two pairs, the greater one of the lesser numbers and the lesser one of the greater numbers.
            f64::midpoint(a.min(b).max(c.min(d)), a.max(b).min(c.max(d)))
        };
        // The band hangs at the vertex that it shares with the one above.
        let hung = vertices.first().filter(|_| *band.start() > 0).map_or(0.0, |&top| x[top as usize] - middle(top));
        for &vertex in vertices {
            x[vertex as usize] = middle(vertex) + hung;
        }
    }
    x
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::cycles::break_cycles;
    use crate::level::Flat;
    use crate::level::tests::flat;
    use crate::{chains, order, rank, sides};

    fn centres(flat: &Flat) -> Vec<f64> {
        let options = Options::default();
        let acyclic = break_cycles(flat);
        let layered = chains::build(flat, &acyclic, &rank::assign(flat, &acyclic));
        let order = order::arrange(&layered);
        let sides = sides::choose(flat, &acyclic, &layered, &order, &options);
        let x = place(&layered, &order, &sides, &options);
        (0..flat.sizes.len()).map(|node| x[node] - x[0]).collect()
    }

    #[test]
    fn boxes_stand_below_the_middle_of_what_leads_to_them() {
        let check = |boxes: u32, arrows: &[(u32, u32)], expected: &[f64]| {
            assert_eq!(centres(&flat(boxes, arrows)), expected, "{arrows:?}");
        };
        check(3, &[(0, 1), (1, 2)], &[0.0, 0.0, 0.0]);
        check(4, &[(0, 1), (0, 2), (1, 3), (2, 3)], &[0.0, -64.0, 64.0, 0.0]);
        check(4, &[(0, 1), (0, 2), (0, 3)], &[0.0, -128.0, 0.0, 128.0]);
        // An edge past the next box does not push the chain aside.
        check(3, &[(0, 1), (1, 2), (0, 2)], &[0.0, 0.0, 0.0]);
        check(3, &[(0, 1), (1, 2), (2, 0)], &[0.0, 0.0, 0.0]);
    }
}
