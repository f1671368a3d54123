//! The named values of a JSON object, in order.

use std::fmt;
use std::slice;
use std::sync::Arc;
use std::vec;

use rustc_hash::FxHashMap;

use super::Json;

/// A map from keys to values that remembers the order of insertion; equality ignores that order.
///
/// Most objects have few members and are made anew all the time: theirs are looked through one by one. Only where there
/// are many is there an index.
#[derive(Clone, Default)]
pub struct Object {
    members: Vec<(Arc<str>, Json)>,
    /// The place of every key; there as long as there are more than [`FEW`] members.
    index: Option<Box<FxHashMap<Arc<str>, usize>>>,
}

/// So many members are looked through as quickly as an index is asked.
const FEW: usize = 12;

impl Object {
    /// Makes an object without members.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes an object without members that has room for so many.
    pub fn with_capacity(members: usize) -> Self {
        Self { members: Vec::with_capacity(members), index: None }
    }

    /// Finds a member's value.
    pub fn get(&self, key: &str) -> Option<&Json> {
        Some(&self.members.get(self.place(key)?)?.1)
    }

    /// Sets a member: in place if the key is there already, at the end if not; gives the value that was replaced.
    pub fn insert(&mut self, key: impl Into<Arc<str>>, value: Json) -> Option<Json> {
        let key = key.into();
        if let Some((_, old)) = self.place(&key).and_then(|place| self.members.get_mut(place)) {
            return Some(std::mem::replace(old, value));
        }
        if let Some(index) = &mut self.index {
            index.insert(Arc::clone(&key), self.members.len());
        }
        self.members.push((key, value));
        if self.index.is_none() {
            self.build_index();
        }
        None
    }

    /// Takes a member out and keeps the order of the others.
    pub fn remove(&mut self, key: &str) -> Option<Json> {
        let (_, value) = self.members.remove(self.place(key)?);
        self.build_index();
        Some(value)
    }

    /// Counts the members.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Says whether there are no members.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Says whether there is such a member.
    pub fn contains_key(&self, key: &str) -> bool {
        self.place(key).is_some()
    }

    /// Walks the members in order.
    pub fn iter(&self) -> Iter<'_> {
        Iter(self.members.iter())
    }

    /// Walks the keys in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &Arc<str>> + DoubleEndedIterator + Clone {
        self.members.iter().map(|(key, _)| key)
    }

    /// Walks the values in order.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &Json> + DoubleEndedIterator + Clone {
        self.members.iter().map(|(_, value)| value)
    }

    fn place(&self, key: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(key).copied(),
            None => self.members.iter().position(|(known, _)| **known == *key),
        }
    }

    /// Makes the index of the members as they are, where there are many.
    fn build_index(&mut self) {
        self.index = (self.members.len() > FEW).then(|| {
            let places = self.members.iter().enumerate();
            Box::new(places.map(|(place, (key, _))| (Arc::clone(key), place)).collect())
        });
    }
}

/// Objects are equal when they have the same members, in whatever order.
impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

/// The members of an [`Object`] in order, borrowed.
#[derive(Debug, Clone)]
pub struct Iter<'a>(slice::Iter<'a, (Arc<str>, Json)>);

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a Arc<str>, &'a Json);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(key, value)| (key, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for Iter<'_> {}

impl DoubleEndedIterator for Iter<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.0.next_back().map(|(key, value)| (key, value))
    }
}

impl<'a> IntoIterator for &'a Object {
    type Item = (&'a Arc<str>, &'a Json);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

/// The members of an [`Object`] in order, by value.
#[derive(Debug)]
pub struct IntoIter(vec::IntoIter<(Arc<str>, Json)>);

impl Iterator for IntoIter {
    type Item = (Arc<str>, Json);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for IntoIter {}

impl IntoIterator for Object {
    type Item = (Arc<str>, Json);
    type IntoIter = IntoIter;

    fn into_iter(self) -> IntoIter {
        IntoIter(self.members.into_iter())
    }
}

impl<K: Into<Arc<str>>> FromIterator<(K, Json)> for Object {
    fn from_iter<I: IntoIterator<Item = (K, Json)>>(members: I) -> Self {
        let mut object = Self::new();
        object.extend(members);
        object
    }
}

impl<K: Into<Arc<str>>> Extend<(K, Json)> for Object {
    fn extend<I: IntoIterator<Item = (K, Json)>>(&mut self, members: I) {
        for (key, value) in members {
            self.insert(key, value);
        }
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn a_later_value_takes_the_place_of_the_earlier_one() {
        let mut object = Object::with_capacity(2);
        assert_eq!(object.insert("a", json!(1)), None);
        assert_eq!(object.insert("b", json!(2)), None);
        assert_eq!(object.insert("a", json!(3)), Some(json!(1)));
        assert_eq!(object.len(), 2);
        assert_eq!(Json::from(object).to_compact(), r#"{"a":3,"b":2}"#);
    }

    #[test]
    fn removing_keeps_the_order_of_the_rest() {
        let mut object: Object = [("a", json!(1)), ("b", json!(2)), ("c", json!(3))].into_iter().collect();
        assert_eq!(object.remove("a"), Some(json!(1)));
        assert_eq!(object.remove("a"), None);
        let keys: Vec<&str> = object.keys().map(|key| &**key).collect();
        assert_eq!(keys, ["b", "c"]);
        assert!(object.contains_key("c") && !object.contains_key("a"));
        let back: Vec<i64> = object.iter().rev().filter_map(|(_, value)| value.as_number()?.as_i64()).collect();
        assert_eq!(back, [3, 2]);
        assert_eq!(object.into_iter().len(), 2);
    }

    /// With and without an index.
    #[test]
    fn many_members_behave_as_few_do() {
        for count in [3, FEW, FEW + 1, 100] {
            let key = |number: usize| format!("k{number}");
            let mut object: Object = (0..count).map(|number| (key(number), json!(number))).collect();
            let reversed: Object = (0..count).rev().map(|number| (key(number), json!(number))).collect();
            assert_eq!(object, reversed);
            assert_eq!((object.len(), object.insert(key(1), json!("new"))), (count, Some(json!(1))));
            assert_ne!(object, reversed);
            assert_eq!(object.remove(&key(0)), Some(json!(0)));
            assert_eq!(object.index.is_some(), count - 1 > FEW);
            for number in 0..count {
                let expected = [None, Some(json!("new"))].get(number).cloned().unwrap_or(Some(json!(number)));
                assert_eq!(object.get(&key(number)), expected.as_ref(), "{number} of {count}");
            }
            let keys: Vec<String> = object.keys().map(|key| key.as_ref().to_owned()).collect();
            assert_eq!(keys, (1..count).map(key).collect::<Vec<_>>());
        }
    }
}
