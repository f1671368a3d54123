//! How far apart blocks stand: the second half of Brandes and Köpf's method.

use crate::align::Blocks;
use crate::chains::Layered;
use crate::lists::Lists;
use crate::order::Order;

/// Which blocks stand next to which, and how far apart at least.
#[derive(Debug)]
pub(crate) struct Packing<'a> {
    blocks: &'a Blocks,
    /// Pairs of left block, right block and distance.
    pairs: Vec<(u32, u32, f64)>,
    /// By block, its pairs as the left one and as the right one.
    as_left: Lists,
    as_right: Lists,
    /// The blocks, left ones before right ones.
    sorted: Vec<u32>,
}

impl<'a> Packing<'a> {
    /// Collects the neighbours of each block.
    ///
    /// `apart` is the least distance of a vertex and its left neighbour. Needs blocks that do not cross.
    pub(crate) fn new(layered: &Layered, order: &Order, blocks: &'a Blocks, apart: &[f64]) -> Self {
        let mut pairs = Vec::with_capacity(layered.row.len());
        for row in 0..order.rows() {
            pairs.extend(order.row(row).windows(2).map(|pair| {
                let (left, right) = (pair[0] as usize, pair[1] as usize);
                (blocks[left], blocks[right], apart[right])
            }));
        }
        let as_left = Lists::group(blocks.len(), pairs.len(), &|pair| Some((pairs[pair].0, pair as u32)));
        let as_right = Lists::group(blocks.len(), pairs.len(), &|pair| Some((pairs[pair].1, pair as u32)));
        let mut packing = Self { blocks, pairs, as_left, as_right, sorted: Vec::new() };
        packing.sort();
        packing
    }

    /// Places each vertex as far left as its neighbours allow, then draws blocks right to their nearest right neighbour.
    pub(crate) fn leftmost(&self) -> Vec<f64> {
        let mut x = vec![0.0f64; self.blocks.len()];
        for &block in &self.sorted {
            x[block as usize] = self.after_left(block, &x).unwrap_or(0.0);
        }
        for &block in self.sorted.iter().rev() {
            if let Some(bound) = self.before_right(block, &x) {
                x[block as usize] = bound;
            }
        }
        self.spread(x)
    }

    /// Places each vertex as far right as its neighbours allow, then draws blocks left to their nearest left neighbour.
    pub(crate) fn rightmost(&self) -> Vec<f64> {
        let mut x = vec![0.0f64; self.blocks.len()];
        for &block in self.sorted.iter().rev() {
            x[block as usize] = self.before_right(block, &x).unwrap_or(0.0);
        }
        for &block in &self.sorted {
            if let Some(bound) = self.after_left(block, &x) {
                x[block as usize] = bound;
            }
        }
        self.spread(x)
    }

    /// The least x beyond all left neighbours.
    fn after_left(&self, block: u32, x: &[f64]) -> Option<f64> {
        let pairs = self.as_right.of(block).iter().map(|&pair| self.pairs[pair as usize]);
        pairs.map(|(left, _, gap)| x[left as usize] + gap).reduce(f64::max)
    }

    /// The greatest x before all right neighbours.
    fn before_right(&self, block: u32, x: &[f64]) -> Option<f64> {
        let pairs = self.as_left.of(block).iter().map(|&pair| self.pairs[pair as usize]);
        pairs.map(|(_, right, gap)| x[right as usize] - gap).reduce(f64::min)
    }

    /// Gives the x of each block to all its vertices.
    fn spread(&self, mut x: Vec<f64>) -> Vec<f64> {
        for (vertex, &block) in self.blocks.iter().enumerate() {
            x[vertex] = x[block as usize];
        }
        x
    }

    fn sort(&mut self) {
        let mut waiting: Vec<u32> =
            (0..self.blocks.len() as u32).map(|block| self.as_right.of(block).len() as u32).collect();
        let is_block = |&block: &u32| self.blocks[block as usize] == block;
        self.sorted =
            (0..waiting.len() as u32).filter(is_block).filter(|&block| waiting[block as usize] == 0).collect();
        let mut done = 0;
        while let Some(&block) = self.sorted.get(done) {
            done += 1;
            for &pair in self.as_left.of(block) {
                let right = self.pairs[pair as usize].1;
                waiting[right as usize] -= 1;
                if waiting[right as usize] == 0 {
                    self.sorted.push(right);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::{Aligner, Corner};
    use crate::chains::tests::layered;
    use crate::level::tests::flat;
    use crate::order::arrange;

    #[test]
    fn neighbours_keep_their_distance_and_blocks_share_their_x() {
        let check = |from_left: bool, expected: &[f64]| {
            let layered = layered(&flat(4, &[(0, 1), (0, 2), (1, 3), (2, 3)]));
            let order = arrange(&layered);
            let plain = vec![[false; 2]; layered.segments.len()];
            let blocks = Aligner::new(&layered, &order, &plain).blocks(Corner { downwards: true, from_left });
            let packing = Packing::new(&layered, &order, &blocks, &[10.0; 4]);
            assert_eq!(if from_left { packing.leftmost() } else { packing.rightmost() }, expected);
        };
        check(true, &[0.0, 0.0, 10.0, 0.0]);
        check(false, &[0.0, -10.0, 0.0, 0.0]);
    }
}
