//! Lists of numbers by owner, in two flat vectors.

/// For each owner from 0 on a list of items, in the order they were given.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// Groups pairs of owner and item by owner; every owner is less than `owners`.
    pub(crate) fn group(owners: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0; owners + 1];
        for (owner, _) in pairs.clone() {
            starts[owner as usize + 1] += 1;
        }
        for owner in 0..owners {
            starts[owner + 1] += starts[owner];
        }
        let mut next = starts.clone();
        let mut items = vec![0; starts[owners] as usize];
        for (owner, item) in pairs {
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

    fn range(&self, owner: u32) -> std::ops::Range<usize> {
        self.starts[owner as usize] as usize..self.starts[owner as usize + 1] as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_keep_their_order_under_their_owner() {
        let lists = Lists::group(3, [(2, 7), (0, 1), (2, 5)].into_iter());
        assert_eq!((lists.of(0), lists.of(1), lists.of(2)), (&[1][..], &[][..], &[7, 5][..]));
        assert_eq!(lists.len(), 3);
    }
}
