//! What people are told about keys, types and words of both languages: in completions, and on hover.
//!
//! The sources are tags of the references' lists of pages; CHOICE marks what the service's documentation leaves open.

mod actions;
mod errors;
mod legacy_keys;
mod machine_keys;
mod types;
mod words;

use flowglass_flow::Words;

use crate::place::Place;

pub(crate) use actions::{ACTIONS, LEGACY_TARGETS, Parameter, Sample, action, legacy_target};
pub(crate) use errors::{ERRORS, error};
pub(crate) use types::kind;
pub(crate) use words::word;

/// What is said about one thing, and where it is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct About {
    /// One or two sentences in both languages.
    pub(crate) words: Words,
    /// The tag of a page, or a CHOICE.
    pub(crate) source: &'static str,
}

impl About {
    pub(crate) const fn new(english: &'static str, chinese: &'static str, source: &'static str) -> Self {
        Self { words: Words::new(english, chinese), source }
    }
}

/// A key of one or more kinds of mapping.
struct Key {
    group: &'static str,
    key: &'static str,
    about: About,
}

const fn key(
    group: &'static str,
    key: &'static str,
    english: &'static str,
    chinese: &'static str,
    source: &'static str,
) -> Key {
    Key { group, key, about: About::new(english, chinese, source) }
}

/// The description of `key` in a mapping of the kind `place`.
pub(crate) fn key_about(place: Place, key: &str) -> Option<&'static About> {
    let keys = || legacy_keys::KEYS.iter().chain(machine_keys::KEYS);
    groups(place)
        .iter()
        .find_map(|group| keys().find(|entry| entry.group == *group && entry.key == key))
        .map(|entry| &entry.about)
}

/// The groups of keys that a kind of mapping has, its own before those that it shares.
fn groups(place: Place) -> [&'static str; 2] {
    match place {
        Place::LegacyFlow => ["flow", "mapped"],
        Place::LegacyStep(kind) => [if kind.is_empty() { "mapped" } else { kind }, "step"],
        Place::LegacyMapping => ["mapping", ""],
        Place::LegacyRetry => ["retry", ""],
        Place::LegacyCatch => ["catch", ""],
        Place::LegacyArm => ["choices", ""],
        Place::LegacyDefault => ["default", ""],
        Place::LegacyBranch => ["branches", ""],
        Place::LegacyIteration => ["iterationMapping", ""],
        Place::ServiceParams => ["serviceParams", ""],
        Place::Flow => ["Flow", ""],
        Place::State(kind) => [kind, "State"],
        Place::Retry => ["RetryRule", ""],
        Place::Catch => ["CatchRule", ""],
        Place::Arm => ["ChoiceBranch", ""],
        Place::Branch => ["ParallelBranch", ""],
        Place::Processor => ["Processor", "ParallelBranch"],
        Place::ProcessorConfig => ["ProcessorConfig", ""],
        Place::Constructor(_) | Place::Parameters | Place::Unpublished => ["", ""],
    }
}

#[cfg(test)]
mod tests {
    use flowglass_expression::Language;

    use super::*;
    use crate::place::tests::every;

    pub(super) fn check(name: &str, about: &About) {
        let (english, chinese) = (about.words.say(Language::English), about.words.say(Language::Chinese));
        assert!(english.ends_with('.') && english.is_ascii(), "{name}: {english}");
        assert!(chinese.ends_with('。') && !chinese.contains([',', ';']), "{name}: {chinese}");
        assert!(!about.source.is_empty() && !about.source.contains(['[', ']']), "{name}: {}", about.source);
        assert_eq!(english.contains("CHOICE"), chinese.contains("CHOICE"), "{name}");
    }

    #[test]
    fn every_key_that_the_reader_takes_is_described() {
        for place in every() {
            for key in place.keys() {
                assert!(key_about(place, key).is_some(), "{place:?}: {key}");
            }
        }
    }

    #[test]
    fn every_description_is_of_a_key_and_in_both_languages() {
        for entry in legacy_keys::KEYS.iter().chain(machine_keys::KEYS) {
            check(entry.key, &entry.about);
            let used = every()
                .into_iter()
                .any(|place| place.keys().contains(&entry.key) && key_about(place, entry.key) == Some(&entry.about));
            assert!(used, "{} {}", entry.group, entry.key);
        }
    }
}
