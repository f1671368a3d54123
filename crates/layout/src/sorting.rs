//! Sorting by a number.
//!
//! All lists of this crate are sorted by this one function: the sort of the standard library is made anew for every type and
//! every closure, which for a dozen of them makes up half of a module for the browser.

/// What is sorted: first by its key, then by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) key: i64,
    /// Decides between equal keys; the place before sorting keeps them as they stand.
    pub(crate) place: u32,
    pub(crate) item: u32,
}

/// Sorts entries.
#[inline(never)]
pub(crate) fn sort(entries: &mut [Entry]) {
    entries.sort_unstable();
}

/// Sorts numbers by a key; those with equal keys stay as they stand.
pub(crate) fn sort_by_key(list: &mut [u32], key: &dyn Fn(u32) -> i64) {
    match list {
        [] | [_] => return,
        // Most lists are this short: the segments of a box that forks in two.
        &mut [first, second] => {
            if key(second) < key(first) {
                list.swap(0, 1);
            }
            return;
        }
        _ => {}
    }
    let mut entries = Vec::with_capacity(list.len());
    for (&item, place) in list.iter().zip(0..) {
        entries.push(Entry { key: key(item), place, item });
    }
    sort(&mut entries);
    for (slot, entry) in list.iter_mut().zip(&entries) {
        *slot = entry.item;
    }
}

/// The key of a float: keys are in the order of [`f64::total_cmp`].
pub(crate) fn key_of(number: f64) -> i64 {
    turned(number.to_bits() as i64)
}

/// The float of a key.
pub(crate) fn of_key(key: i64) -> f64 {
    f64::from_bits(turned(key) as u64)
}

/// Turns the digits of a negative float around, so that the lesser one is the lesser integer; and back.
fn turned(bits: i64) -> i64 {
    bits ^ ((bits >> 63) & i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_keys_stay_as_they_stand() {
        let mut list = [5, 2, 9, 4, 7];
        sort_by_key(&mut list, &|item| i64::from(item % 2));
        assert_eq!(list, [2, 4, 5, 9, 7]);
    }

    #[test]
    fn keys_are_in_the_order_of_their_floats() {
        let floats = [f64::NEG_INFINITY, -2.5, -1.0, -0.0, 0.0, 1e-300, 1.0, 2.5, f64::INFINITY];
        assert!(floats.map(key_of).is_sorted_by(|a, b| a < b));
        assert_eq!(floats.map(|float| of_key(key_of(float)).to_bits()), floats.map(f64::to_bits));
    }
}
