//! What of a step can be searched, and the word before the colon that asks for it.

/// What of a step is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Its name.
    Name,
    /// What kind of step it is.
    Kind,
    /// What a task calls: function, queue, flow, address, and the text that names it.
    Target,
    /// What another kind of step does: how long it waits, what it repeats, how it fails.
    Does,
    /// What decides for a way out of a choice.
    Condition,
    /// An error that it ends with.
    Error,
    /// When it is tried again.
    Retry,
    /// Where it goes after an error.
    Catch,
    /// How long it may take.
    Timeout,
    /// What a task is called with.
    Parameter,
    /// What the definition says about it.
    Description,
    /// Where it stands in the run.
    Status,
}

/// Each word that can stand before a colon; of several for the same the first is the usual one.
const KEYS: [(&str, Field); 17] = [
    ("name", Field::Name),
    ("kind", Field::Kind),
    ("type", Field::Kind),
    ("target", Field::Target),
    ("calls", Field::Target),
    ("does", Field::Does),
    ("if", Field::Condition),
    ("condition", Field::Condition),
    ("error", Field::Error),
    ("retry", Field::Retry),
    ("catch", Field::Catch),
    ("timeout", Field::Timeout),
    ("time-out", Field::Timeout),
    ("parameter", Field::Parameter),
    ("about", Field::Description),
    ("description", Field::Description),
    ("status", Field::Status),
];

impl Field {
    /// The field that a word before a colon asks for.
    pub(super) fn from_key(key: &str) -> Option<Self> {
        KEYS.iter().find(|(known, _)| *known == key).map(|(_, field)| *field)
    }

    /// The word that asks for it, which stands before what was found as well.
    pub fn key(self) -> &'static str {
        KEYS.iter().find(|(_, field)| *field == self).map_or("", |(key, _)| key)
    }

    /// Tells whether who asks for this finds `other` too: errors stand in the rules for them.
    pub(super) fn covers(self, other: Self) -> bool {
        self == other || (self == Self::Error && matches!(other, Self::Retry | Self::Catch))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_key_and_every_key_is_known() {
        for (key, field) in KEYS {
            assert_eq!(Field::from_key(key), Some(field));
            assert_eq!(Field::from_key(field.key()), Some(field));
        }
        assert_eq!(Field::from_key("acs"), None);
        assert_eq!(Field::from_key(""), None);
    }
}
