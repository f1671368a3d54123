//! A list that is read page by page and keeps its place.

use std::rc::Rc;

use crate::source::{Listed, Problem};

/// What has been read of a list.
#[derive(Clone, Debug)]
pub(crate) struct Listing<T> {
    /// The rows so far.
    pub(crate) rows: Rc<Vec<T>>,
    /// Whether a page has come at all.
    pub(crate) read: bool,
    /// What the next page is asked for with.
    pub(crate) next: Option<Rc<str>>,
    /// Why the last page did not come.
    pub(crate) problem: Option<Rc<Problem>>,
}

impl<T> Default for Listing<T> {
    fn default() -> Self {
        Self { rows: Rc::default(), read: false, next: None, problem: None }
    }
}

/// Rows that are shared are equal; comparing them one by one would cost more than drawing them.
impl<T> PartialEq for Listing<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.rows, &other.rows)
            && self.read == other.read
            && self.next == other.next
            && self.problem == other.problem
    }
}

impl<T: Clone> Listing<T> {
    /// Takes a page. The first page replaces what is there; a row that is there already stays where it is, with what
    /// the page says of it.
    pub(crate) fn take(&mut self, first: bool, page: Listed<T>, same: impl Fn(&T, &T) -> bool) {
        if first {
            self.rows = Rc::default();
        }
        let rows = Rc::make_mut(&mut self.rows);
        let before = rows.len();
        for row in page.rows {
            // Lists move while one reads them: what comes anew pushes rows to the next page a second time.
            match rows[..before].iter_mut().find(|old| same(old, &row)) {
                Some(old) => *old = row,
                None => rows.push(row),
            }
        }
        self.read = true;
        self.next = page.next;
        self.problem = None;
    }

    /// Puts a row that is known anew in its place; one that is not there comes first.
    pub(crate) fn put(&mut self, row: T, same: impl Fn(&T, &T) -> bool) {
        let rows = Rc::make_mut(&mut self.rows);
        match rows.iter_mut().find(|old| same(old, &row)) {
            Some(old) => *old = row,
            None => rows.insert(0, row),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(rows: &[(u8, char)], next: Option<&str>) -> Listed<(u8, char)> {
        Listed { rows: rows.to_vec(), next: next.map(Rc::from) }
    }

    fn same(one: &(u8, char), other: &(u8, char)) -> bool {
        one.0 == other.0
    }

    #[test]
    fn pages_follow_each_other_and_nothing_is_there_twice() {
        let mut list = Listing::default();
        list.take(true, page(&[(1, 'a'), (2, 'a')], Some("t")), same);
        list.take(false, page(&[(2, 'b'), (3, 'b')], None), same);
        assert_eq!(*list.rows, [(1, 'a'), (2, 'b'), (3, 'b')]);
        assert_eq!(list.next, None);
        list.take(true, page(&[(4, 'c')], None), same);
        assert_eq!(*list.rows, [(4, 'c')]);
    }

    #[test]
    fn a_row_is_put_in_its_place_or_first() {
        let mut list = Listing::default();
        list.take(true, page(&[(1, 'a'), (2, 'a')], None), same);
        list.put((2, 'b'), same);
        list.put((3, 'b'), same);
        assert_eq!(*list.rows, [(3, 'b'), (1, 'a'), (2, 'b')]);
    }
}
