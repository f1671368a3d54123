//! How often segments between two rows cross.

/// Counts crossings; keeps its memory from one count to the next.
#[derive(Debug, Default)]
pub(crate) struct Counter {
    tree: Vec<u32>,
}

impl Counter {
    /// Counts the pairs in `ends` where the earlier number is the greater one; every number is less than `width`.
    ///
    /// `ends` are the lower ends of segments, sorted by their upper ends and then by their lower ones; a pair out of order
    /// is a crossing. Takes n log n.
    pub(crate) fn count(&mut self, ends: &[u32], width: usize) -> u64 {
        if ends.is_sorted() {
            return 0;
        }
        self.tree.clear();
        self.tree.resize(width + 1, 0);
        let mut crossings = 0;
        for (before, &end) in ends.iter().enumerate() {
            crossings += before as u64 - self.not_greater(end);
            self.add(end);
        }
        crossings
    }

    fn add(&mut self, end: u32) {
        let mut slot = end as usize + 1;
        while slot < self.tree.len() {
            self.tree[slot] += 1;
            slot += slot & slot.wrapping_neg();
        }
    }

    fn not_greater(&self, end: u32) -> u64 {
        let mut slot = end as usize + 1;
        let mut sum = 0;
        while slot > 0 {
            sum += u64::from(self.tree[slot]);
            slot &= slot - 1;
        }
        sum
    }
}

/// Counts the crossings of the segments of two neighbours in a row, by the sorted places of their other ends: as they stand,
/// and with the two exchanged.
pub(crate) fn of_neighbours(left: &[u32], right: &[u32]) -> (u64, u64) {
    (pairs_out_of_order(left, right), pairs_out_of_order(right, left))
}

fn pairs_out_of_order(first: &[u32], second: &[u32]) -> u64 {
    let mut pairs = 0;
    let mut smaller = 0;
    for &end in first {
        while smaller < second.len() && second[smaller] < end {
            smaller += 1;
        }
        pairs += smaller as u64;
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_out_of_order_are_crossings() {
        let check = |ends: &[u32], expected: u64| {
            assert_eq!(Counter::default().count(ends, 10), expected, "{ends:?}");
        };
        check(&[], 0);
        check(&[0, 1, 2], 0);
        check(&[1, 0], 1);
        check(&[2, 1, 0], 3);
        // Segments that share their lower end do not cross.
        check(&[1, 1, 1], 0);
        check(&[3, 1, 3, 1], 3);
    }

    #[test]
    fn neighbours_are_counted_both_ways() {
        assert_eq!(of_neighbours(&[0, 3], &[1, 2]), (2, 2));
        assert_eq!(of_neighbours(&[4], &[1, 4, 5]), (1, 1));
        assert_eq!(of_neighbours(&[], &[1]), (0, 0));
    }
}
