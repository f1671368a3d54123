//! Lists of numbers by owner, in two flat vectors.

/// For each owner from 0 on a list of items, in the order they were given.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// Groups items by owner: of each index below `count`, `pair` gives the owner and the item, if there is one. It is asked
    /// twice and gives the same; every owner is less than `owners`.
    pub(crate) fn group(owners: usize, count: usize, pair: &dyn Fn(usize) -> Option<(u32, u32)>) -> Self {
        let mut starts = vec![0; owners + 1];
        for (owner, _) in (0..count).filter_map(pair) {
            starts[owner as usize + 1] += 1;
        }
        for owner in 0..owners {
            starts[owner + 1] += starts[owner];
        }
        let mut next = starts.clone();
        let mut items = vec![0; starts[owners] as usize];
        for (owner, item) in (0..count).filter_map(pair) {
            let slot = &mut next[owner as usize];
            items[*slot as usize] = item;
            *slot += 1;
        }
        Self { starts, items }
    }

    /// Returns the items of one owner.
    pub(crate) fn of(&self, owner: u32) -> &[u32] {
        &self.items[self.range(owner)]
    }

    /// Returns how many owners there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Returns where the items of one owner lie among all.
    pub(crate) fn range(&self, owner: u32) -> std::ops::Range<usize> {
        self.starts[owner as usize] as usize..self.starts[owner as usize + 1] as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_keep_their_order_under_their_owner() {
        let pairs = [(2, 7), (1, 9), (0, 1), (2, 5)];
        let lists = Lists::group(3, pairs.len(), &|index| Some(pairs[index]).filter(|pair| pair.0 != 1));
        assert_eq!((lists.of(0), lists.of(1), lists.of(2)), (&[1][..], &[][..], &[7, 5][..]));
        assert_eq!(lists.len(), 3);
    }
}
