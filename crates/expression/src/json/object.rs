//! The named values of a JSON object, in order.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::Json;

/// A map from keys to values that remembers the order of insertion; equality ignores that order.
#[derive(Clone, Default, PartialEq)]
pub struct Object(IndexMap<Arc<str>, Json, FxBuildHasher>);

impl Object {
    /// Makes an object without members.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes an object without members that has room for so many.
    pub fn with_capacity(members: usize) -> Self {
        Self(IndexMap::with_capacity_and_hasher(members, FxBuildHasher))
    }

    /// Finds a member's value.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.0.get(key)
    }

    /// Sets a member: in place if the key is there already, at the end if not; gives the value that was replaced.
    pub fn insert(&mut self, key: impl Into<Arc<str>>, value: Json) -> Option<Json> {
        self.0.insert(key.into(), value)
    }

    /// Takes a member out and keeps the order of the others.
    pub fn remove(&mut self, key: &str) -> Option<Json> {
        self.0.shift_remove(key)
    }

    /// Counts the members.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Says whether there are no members.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Says whether there is such a member.
    pub fn contains_key(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// Walks the members in order.
    pub fn iter(&self) -> Iter<'_> {
        Iter(self.0.iter())
    }

    /// Walks the keys in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &Arc<str>> + DoubleEndedIterator + Clone {
        self.0.keys()
    }

    /// Walks the values in order.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &Json> + DoubleEndedIterator + Clone {
        self.0.values()
    }
}

/// The members of an [`Object`] in order, borrowed.
#[derive(Debug, Clone)]
pub struct Iter<'a>(indexmap::map::Iter<'a, Arc<str>, Json>);

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a Arc<str>, &'a Json);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for Iter<'_> {}

impl DoubleEndedIterator for Iter<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.0.next_back()
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
pub struct IntoIter(indexmap::map::IntoIter<Arc<str>, Json>);

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
        IntoIter(self.0.into_iter())
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
        self.0.extend(members.into_iter().map(|(key, value)| (key.into(), value)));
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
}
