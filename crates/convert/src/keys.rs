//! Which keys an object has, as far as the text tells.

use std::collections::BTreeSet;

/// The most keys that are told one by one. An object that could have more counts as one with any keys, so that a long
/// flow that writes a new key in every step takes no more than its share.
const MOST: usize = 200;

/// The keys of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Keys {
    /// Those that it has whatever happens.
    must: BTreeSet<String>,
    /// Those that it can have; `None` when it can have any.
    may: Option<BTreeSet<String>>,
}

/// Whether an object has a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    /// Whatever happens.
    Always,
    /// On some ways through the flow, or depending on data.
    Maybe,
    /// On no way.
    Never,
}

impl Keys {
    /// Exactly these.
    pub(crate) fn exactly<T: Into<String>>(keys: impl IntoIterator<Item = T>) -> Self {
        let must: BTreeSet<String> = keys.into_iter().map(Into::into).collect();
        Self { may: Some(must.clone()), must }.bounded()
    }

    /// The keys of `{}`.
    pub(crate) fn none() -> Self {
        Self::exactly::<String>([])
    }

    /// Whatever a called system answers.
    pub(crate) fn any() -> Self {
        Self { must: BTreeSet::new(), may: None }
    }

    /// Where two ways meet.
    pub(crate) fn or(&self, other: &Self) -> Self {
        let must = self.must.intersection(&other.must).cloned().collect();
        let may = match (&self.may, &other.may) {
            (Some(one), Some(two)) => Some(one.union(two).cloned().collect()),
            _ => None,
        };
        Self { must, may }.bounded()
    }

    /// When the members of an object with `added` are merged over this one.
    pub(crate) fn with(&self, added: &Self) -> Self {
        let must = self.must.union(&added.must).cloned().collect();
        let may = match (&self.may, &added.may) {
            (Some(one), Some(two)) => Some(one.union(two).cloned().collect()),
            _ => None,
        };
        Self { must, may }.bounded()
    }

    fn bounded(mut self) -> Self {
        self.may = self.may.filter(|may| may.len() <= MOST);
        // Those that are no longer told may still be there.
        while self.must.len() > MOST {
            self.must.pop_last();
        }
        self
    }

    /// Tells whether there is a key.
    pub(crate) fn has(&self, key: &str) -> Presence {
        match &self.may {
            _ if self.must.contains(key) => Presence::Always,
            Some(may) if !may.contains(key) => Presence::Never,
            _ => Presence::Maybe,
        }
    }

    /// All keys, when the text tells them all and that each is there.
    pub(crate) fn exact(&self) -> Option<&BTreeSet<String>> {
        self.may.as_ref().filter(|may| **may == self.must)
    }

    /// All keys that there can be, when the text tells them.
    pub(crate) fn possible(&self) -> Option<&BTreeSet<String>> {
        self.may.as_ref()
    }

    /// Tells whether the object is `{}` for certain.
    pub(crate) fn is_none(&self) -> bool {
        self.may.as_ref().is_some_and(BTreeSet::is_empty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_meet_and_objects_merge() {
        let (a, ab) = (Keys::exactly(["a"]), Keys::exactly(["a", "b"]));
        let met = a.or(&ab);
        assert_eq!((met.has("a"), met.has("b"), met.has("c")), (Presence::Always, Presence::Maybe, Presence::Never));
        assert_eq!((met.exact(), met.possible()), (None, ab.exact()));
        let merged = met.with(&Keys::exactly(["b"]));
        assert_eq!(merged, ab);
        let open = merged.with(&Keys::any());
        assert_eq!((open.has("a"), open.has("z"), open.possible()), (Presence::Always, Presence::Maybe, None));
        assert_eq!(Keys::any().or(&a).has("a"), Presence::Maybe);
        let many = |from: usize| Keys::exactly((from..from + MOST).map(|n| format!("k{n}")));
        assert_eq!(many(0).exact().map(BTreeSet::len), Some(MOST));
        let too_many = many(0).with(&many(1));
        assert_eq!(
            (too_many.possible(), too_many.has("z"), too_many.has("k0")),
            (None, Presence::Maybe, Presence::Always)
        );
        assert!(Keys::none().is_none() && !a.is_none() && !Keys::any().is_none());
    }
}
